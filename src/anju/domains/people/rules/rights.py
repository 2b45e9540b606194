"""May a role's rights be changed like this? Pure: what it holds now, what is asked, and which permissions must stay apart."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..roles import ROLES, STAFF

KEPT = {"people.ask_rights": "project_manager", "people.confirm_rights": "headquarters"}
"""Who holds these must keep them: otherwise nobody could set anything right again."""

MOST = 500


@dataclass(frozen=True)
class Wish:
    """`held` is what the role holds now, `for_everyone` what everybody holds, `pairs` what asks and what grants it."""

    post: str
    granted: frozenset[str]
    withdrawn: frozenset[str]
    held: frozenset[str]
    known: frozenset[str]
    for_everyone: frozenset[str]
    pairs: frozenset[tuple[str, str]] = field(default_factory=frozenset)


def may_change(wish: Wish) -> Refusal | None:
    """Whether the wish makes sense, locks nobody out, and lets no role both ask for a thing and grant it."""
    if wish.post not in ROLES:
        return Refusal("people.unknown_role", _("Not saved: there is no such role. Choose one from the list."))
    if unknown := sorted((wish.granted | wish.withdrawn) - wish.known):
        return Refusal("people.unknown_right", _("Not saved: there is no permission “%(name)s”. Reload the page."), name=unknown[0][:80])
    if wish.granted & wish.withdrawn or (wish.granted | wish.withdrawn) & wish.for_everyone:
        return Refusal("people.for_everyone", _("Not saved: what everybody may do cannot be given to or taken from one role."))
    if not (wish.granted - wish.held) | (wish.withdrawn & wish.held) or len(wish.granted | wish.withdrawn) > MOST:
        return Refusal("people.no_change", _("Nothing was changed: the role holds exactly these permissions already."))
    if any(KEPT.get(name) == wish.post for name in wish.withdrawn):
        return Refusal("people.last_key", _("Not saved: without this permission nobody could set rights again."))
    return _stays_apart(wish)


def _stays_apart(wish: Wish) -> Refusal | None:
    after = (wish.held | wish.granted) - wish.withdrawn
    for first, second in both_sides(wish.pairs, after):
        if first in wish.granted or second in wish.granted:
            sentence = _("Not saved: the same role cannot both ask for something and approve it. Take one of the two away first.")
            return Refusal("people.both_sides", sentence, asks=first, approves=second)
    return None


def both_sides(pairs: Iterable[tuple[str, str]], held: frozenset[str]) -> list[tuple[str, str]]:
    """The pairs of which somebody who holds `held` has both halves."""
    return sorted((first, second) for first, second in pairs if first in held and second in held)


def is_sensitive(name: str, *, post: str, pairs: Iterable[tuple[str, str]], dangerous: frozenset[str]) -> bool:
    """What a second person must agree to: rights to approve, to erase, to set rights, and anything for who does not work here."""
    return post not in STAFF or name in dangerous or name.startswith("people.") or any(name == second for _first, second in pairs)


def may_decide(*, is_waiting: bool, is_own: bool) -> Refusal | None:
    if not is_waiting:
        return Refusal("people.rights_decided", _("This change was decided already. Reload the page."))
    if is_own:
        return Refusal("people.own_rights", _("Not decided: who asked for a change of rights cannot agree to it. Ask another person."))
    return None


def may_try(*, post: str, is_community: bool, is_person: bool) -> Refusal | None:
    """Whether somebody may look around as a post: a person, in one community, as a post that has pages in the office."""
    if post not in ROLES:
        return Refusal("people.unknown_role", _("Not saved: there is no such role. Choose one from the list."))
    if ROLES[post].surface == "resident":
        return Refusal("people.no_office_pages", _("Not begun: owners and residents have their pages on the phone, there is nothing of the office to try."))
    if not is_community or not is_person:
        return Refusal("people.try_in_community", _("Not begun: choose a community first. A post is tried in one community."))
    return None


def triable(held: frozenset[str], *, own: frozenset[str], post: str, pairs: Iterable[tuple[str, str]], dangerous: frozenset[str]) -> frozenset[str]:
    """Of what a post holds, what the one who tries it holds himself or could give it alone."""
    return frozenset(name for name in held if name in own or not is_sensitive(name, post=post, pairs=pairs, dangerous=dangerous))
