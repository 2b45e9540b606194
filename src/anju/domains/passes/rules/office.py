"""What the office may do with passes and keys, decided from plain facts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..kinds import Kind
from ..states import ENDED, OUT, VALID

MAX_ITEMS = 50
MAX_QUANTITY = 9999
MAX_GATES = 16
_LINE = re.compile(r"(?P<name>.*?)(?:\s*[x*×]\s*(?P<quantity>\d{1,60}))?")

WHAT = {
    "holder": _("the holder's name"), "phone": _("a phone number"), "plate": _("a plate"), "company": _("the company"), "purpose": _("the purpose"),
    "place": _("the place it is for"), "home": _("a home gate"), "items": _("the things on it"), "photo": _("the holder's photo"),
    "checked": _("the papers that were checked"), "item_photos": _("photos of the things"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Wished:
    """A pass as it is asked for: what was given, its window, and how much of the quotas is taken."""

    given: frozenset[str]
    starts_at: datetime
    ends_at: datetime
    gates: int = 0
    details: Mapping[str, object]
    open_of_holder: int = 0
    of_place_today: int = 0


def may_open(kind: Kind | None, wished: Wished, *, at: datetime) -> Refusal | None:
    if kind is None or kind.code == "key":
        return Refusal("passes.unknown_kind", _("Not recorded: choose a kind of pass from the list; keys are lent from the cabinet."))
    if missing := [need for need in kind.needs if need not in wished.given]:
        return Refusal("passes.something_missing", _("Not recorded: this pass also needs %(what)s."), what=WHAT[missing[0]])
    if wished.gates > MAX_GATES:
        return Refusal("passes.too_many_gates", _("Not recorded: a pass names at most %(limit)s gates. Leave them empty for all."), limit=MAX_GATES)
    return _details_fit(kind, wished.details) or _window_fits(kind, wished, at) or _within_quota(kind, wished)


def _details_fit(kind: Kind, details: Mapping[str, object]) -> Refusal | None:
    known = {extra.key: extra for extra in kind.extras}
    is_fit = all(key in known and isinstance(value, str) and len(value) <= 200 for key, value in details.items())
    is_whole = all(details.get(key) for key, extra in known.items() if extra.is_required)
    if not (is_fit and is_whole):
        return Refusal("passes.bad_details", _("Not recorded: the details do not fit this kind of pass. Fill in each of its fields with at most 200 characters."))
    return None


def _window_fits(kind: Kind, wished: Wished, at: datetime) -> Refusal | None:
    if wished.ends_at <= wished.starts_at or wished.ends_at <= at:
        return Refusal("passes.window_over", _("Not recorded: the pass would end before it begins, or has ended already. Choose a later end."))
    if wished.ends_at - wished.starts_at > timedelta(hours=kind.longest_hours):
        return Refusal("passes.window_too_long", _("Not recorded: such a pass lasts %(hours)s hours at most."), hours=round(kind.longest_hours))
    return None


def _within_quota(kind: Kind, wished: Wished) -> Refusal | None:
    if kind.open_per_holder and wished.open_of_holder >= kind.open_per_holder:
        return Refusal("passes.has_one", _("Not recorded: this person holds such a pass already. One person, one pass; revoke or take back the old one first."))
    if kind.per_place_day and wished.of_place_today >= kind.per_place_day:
        return Refusal("passes.quota_reached", _("Not recorded: %(limit)s passes were given for this place today. Ask the manager."), limit=kind.per_place_day)
    return None


def items_of(text: str) -> list[tuple[str, int]] | Refusal:
    """The things written one a line, “name × quantity”; without a quantity it is one."""
    found = []
    for line in filter(None, (each.strip() for each in unicodedata.normalize("NFKC", text).splitlines())):
        hit = _LINE.fullmatch(line)
        name, quantity = hit["name"].strip() if hit else "", int(hit["quantity"] or 1) if hit else 0
        if not name or len(name) > 60 or not 1 <= quantity <= MAX_QUANTITY:
            return Refusal("passes.bad_item", _("Not recorded: write each thing on a line of its own, such as “drill × 2”, with 1 to 9999 pieces."))
        found.append((name, quantity))
    if len(found) > MAX_ITEMS:
        return Refusal("passes.too_many_items", _("Not recorded: a pass holds at most %(limit)s things. Write a second one."), limit=MAX_ITEMS)
    return found


def person_needed(by: UUID | None) -> Refusal | None:
    return None if by else Refusal("passes.person_needed", _("Not done: only somebody with a name may do this. Sign in."))


def may_answer(state: str, *, asked_by: UUID | None, holder: UUID | None, by: UUID | None) -> Refusal | None:
    """Yes or no to what is asked for is said by another person than who asked or who will hold it."""
    if state != "asked":
        return Refusal("passes.not_asked", _("Not done: this pass does not wait for approval."))
    if by in (asked_by, holder):
        return Refusal("passes.own_approval", _("Not done: another person answers this, neither who asked nor who will hold the pass."))
    return person_needed(by)


def may_issue(kind: Kind, state: str, *, ends_at: datetime, at: datetime) -> Refusal | None:
    if kind.is_approved and state == "asked":
        return Refusal("passes.not_approved", _("Not issued: another person must approve this pass first."))
    if state not in ("asked", "approved"):
        return Refusal("passes.issued_already", _("Not issued: this pass was issued or ended already."))
    return _not_over(ends_at, at)


def _not_over(ends_at: datetime, at: datetime) -> Refusal | None:
    return Refusal("passes.time_over", _("Not done: the time of this pass is over. Extend it, or write a new one.")) if ends_at <= at else None


def is_signed_for(*, has_signature: bool, witness: UUID | None, by: UUID | None, holder: UUID | None) -> Refusal | None:
    """What leaves the desk is signed for, or a third person saw it."""
    if has_signature:
        return None
    if witness is None:
        return Refusal("passes.signature_needed", _("Not handed out: let the holder sign, or name somebody who saw it."))
    if witness in (by, holder):
        return Refusal("passes.own_witness", _("Not done: the witness must be a third person."))
    return None


def may_hand_out(kind: Kind, state: str, *, ends_at: datetime, at: datetime) -> Refusal | None:
    if not kind.is_return_owed:
        return Refusal("passes.nothing_to_return", _("Not done: nothing is handed out with this kind of pass."))
    if state != "issued":
        return Refusal("passes.not_valid", _("Not done: this pass is not valid, or is with its holder already."))
    return _not_over(ends_at, at)


def may_return(state: str, *, left: Mapping[int, int], back: Mapping[int, int]) -> Refusal | None:
    """`left` is what is still owed by position, `back` what is given back now."""
    if state not in (*OUT, "revoked", "lost"):
        return Refusal("passes.not_out", _("Not recorded: nothing of this pass is owed back."))
    if left and (not back or any(position not in left or not 0 < count <= left[position] for position, count in back.items())):
        return Refusal("passes.too_much_back", _("Not recorded: more came back than is owed, or nothing. Count again."))
    return None


def may_extend(kind: Kind, state: str, *, starts_at: datetime, ends_at: datetime, until: datetime, at: datetime) -> Refusal | None:
    if state not in VALID:
        return Refusal("passes.not_valid", _("Not done: this pass is not valid, or is with its holder already."))
    if until <= max(ends_at, at):
        return Refusal("passes.not_later", _("Not extended: the new end must be later than the present one."))
    if until - starts_at > timedelta(hours=kind.longest_hours):
        return Refusal("passes.window_too_long", _("Not recorded: such a pass lasts %(hours)s hours at most."), hours=round(kind.longest_hours))
    return None


def may_end(state: str) -> Refusal | None:
    if state not in VALID:
        return Refusal("passes.ended_already", _("Not done: this pass is not valid any more, or was never issued."))
    return None


def may_revoke(kind: Kind, state: str) -> Refusal | None:
    if kind.code == "key" and state in OUT:
        return Refusal("passes.key_is_out", _("Not revoked: the key is with its holder. Take it back, or report it lost."))
    return may_end(state)


def may_discard(state: str, *, kept_until_on: date | None, today: date) -> Refusal | None:
    """A record is kept its full time; only then may it go."""
    if state not in ENDED or kept_until_on is None:
        return Refusal("passes.not_ended", _("Not discarded: this pass has not ended."))
    if today < kept_until_on:
        return Refusal("passes.kept_longer", _("Not discarded: this record must be kept until %(on)s."), on=kept_until_on)
    return None


def may_note_overdue(state: str, *, ends_at: datetime, at: datetime) -> Refusal | None:
    if state != "out" or at < ends_at:
        return Refusal("passes.not_due", _("Not done: nothing of this pass is overdue."))
    return None


def may_expire(state: str, *, ends_at: datetime, at: datetime) -> Refusal | None:
    if state not in ("asked", "approved", "issued") or at < ends_at:
        return Refusal("passes.not_over", _("Not done: the time of this pass is not over."))
    return None


def may_lend(
    *, is_in_use: bool, copies_free: int, may_take: frozenset[str], roles: frozenset[str], hours: float, longest_hours: int
) -> Refusal | None:
    if not is_in_use:
        return Refusal("passes.key_withdrawn", _("Not handed out: this key was withdrawn."))
    if copies_free < 1:
        return Refusal("passes.key_out", _("Not handed out: every copy is out. See the cabinet for who has it."))
    if not roles or (may_take and not roles & may_take):
        return Refusal("passes.may_not_take", _("Not handed out: this key is not for this person's post. Ask the security manager."))
    if hours <= 0:
        return Refusal("passes.window_over", _("Not recorded: the pass would end before it begins, or has ended already. Choose a later end."))
    if hours > longest_hours:
        return Refusal("passes.out_too_long", _("Not handed out: this key may be out for %(hours)s hours at most."), hours=longest_hours)
    return None


def key_fits(*, code: str, hook: str, copies: int, roles_known: bool, code_taken: bool, hook_taken: bool, out: int = 0) -> Refusal | None:
    if not code.strip() or not hook.strip() or not roles_known:
        return Refusal("passes.bad_key", _("Not saved: a key has a number, a hook, and known posts that may take it."))
    if code_taken or hook_taken:
        return Refusal("passes.hook_taken", _("Not saved: this key number or hook is another key's."))
    if not 1 <= copies <= 99 or copies < out:
        return Refusal("passes.bad_copies", _("Not saved: there are 1 to 99 copies, and not fewer than are out now."))
    return None


def may_withdraw(*, is_in_use: bool, out: int) -> Refusal | None:
    if not is_in_use:
        return Refusal("passes.key_withdrawn", _("Not withdrawn: this key was withdrawn already."))
    if out:
        return Refusal("passes.copies_out", _("Not withdrawn: %(out)s copies are out. Take them back first."), out=out)
    return None
