"""Which role may do what in a scope, and which role holds both halves of what should be apart."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from django.utils.translation import gettext

from anju.kernel import permissions
from anju.kernel.actions import registry
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.screens import registry as screens

from .. import roles
from ..rules import rights as rules


@dataclass(frozen=True)
class Right:
    """One permission: its room, its name for people, and for each role whether it is held, and whether that differs from the default."""

    name: str
    room: str
    title: str
    held: frozenset[str]
    changed: frozenset[str]
    is_everyones: bool

    @property
    def is_sight(self) -> bool:
        """Whether it only shows something."""
        return self.name not in registry


@dataclass(frozen=True)
class Conflict:
    """A role that may both ask for something and approve it."""

    post: str
    asks: str
    approves: str


def right_title(name: str) -> str:
    """What people call a permission: the title of its action, or of the page it shows."""
    if name in registry:
        return str(registry[name].title)
    screen = next((one for one in screens.values() if one.permission == name), None)
    if screen is not None:
        return gettext("See “%(page)s”") % {"page": screen.title}
    return gettext("See “%(page)s”") % {"page": permissions.titles.get(name, name)}


def matrix(scope: Scope, *, room: str = "", words: str = "") -> list[Right]:
    """Every permission, of one room or with these words in its name, as it stands in the scope. One query."""
    found = [_right(name, posts) for name, posts in permissions.all_holders(scope).items() if not room or name.startswith(f"{room}.")]
    wanted = words.lower().split()
    fitting = [one for one in found if all(word in f"{one.title} {one.name}".lower() for word in wanted)]
    return sorted(fitting, key=lambda one: (one.room, not one.is_sight, one.title, one.name))


def _right(name: str, posts: frozenset[str]) -> Right:
    everyone = permissions.ANYONE in posts
    held = frozenset(roles.ROLES) if everyone else posts & frozenset(roles.ROLES)
    changed = frozenset(post for post in roles.ROLES if (post in held) != permissions.by_default(post, name))
    return Right(name, name.partition(".")[0], right_title(name), held, changed, everyone)


def rooms() -> list[str]:
    """The rooms that have permissions, in the house's order of names."""
    return sorted({name.partition(".")[0] for name in permissions.defaults})


def conflicts(scope: Scope) -> list[Conflict]:
    """Every role that holds both halves of a pair in the scope."""
    held: dict[str, set[str]] = defaultdict(set)
    for name, posts in permissions.all_holders(scope).items():
        for post in frozenset(roles.ROLES) if permissions.ANYONE in posts else posts:
            held[post].add(name)
    return [Conflict(post, first, second) for post in roles.ROLES for first, second in rules.both_sides(permissions.pairs, frozenset(held[post]))]


def differences(scope: Scope, post: str) -> tuple[list[str], list[str]]:
    """What a role holds here beyond the default, and what it lacks: (more, less)."""
    changed = [one for one in matrix(scope) if post in one.changed]
    return [one.name for one in changed if post in one.held], [one.name for one in changed if post not in one.held]


def dangerous() -> frozenset[str]:
    """Actions that cannot be undone or whose refusal is written down."""
    return frozenset(name for name, spec in registry.items() if spec.needs_confirmation or spec.records_denial)


def as_post(scope: Scope, post: str, actor: Actor) -> Actor:
    """Somebody looking around as a post of a scope: himself, with the rights of the post as far as he may give them, and without a hand."""
    trying = replace(actor, posts={scope.id: frozenset({post})}, rights={}, grants={}, is_trying=True)
    held = permissions.rights_of(trying, scope)
    own = permissions.rights_of(actor, scope)
    seen = held if own is None else rules.triable(held, own=own, post=post, pairs=permissions.pairs, dangerous=dangerous())
    trying.rights[scope.id] = seen
    return trying
