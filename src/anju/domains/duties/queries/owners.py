"""Whose work it is, how often, in words."""

from __future__ import annotations

from anju.domains.duties.models import Duty
from anju.domains.duties.schedules import Phrase, describe
from anju.domains.duties.states import Category
from anju.domains.people import queries as people
from anju.kernel.models import Scope


def words_of(duty: Duty) -> Phrase:
    """How often it is owed, in words; `.say(gettext)` speaks them."""
    return describe(duty.promise)


def category_label(code: str) -> str:
    """What a kind of regular work is called; a code nobody knows stands for itself."""
    return str(Category(code).label) if code in Category.values else code


def works_here(person: people.Person, where: Scope) -> bool:
    """Whether somebody holds a working role in a community today."""
    return bool(people.roles_of(where, [person.id]).get(person.id, frozenset()).intersection(people.STAFF))


def owner_of(duty: Duty) -> str:
    """The post, or the role in words, that owes a duty."""
    if duty.post_id:
        return str(duty.post)
    return str(people.ROLES[duty.role].label) if duty.role in people.ROLES else duty.role
