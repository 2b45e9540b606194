"""What people at the gate and in the office may do, decided from plain facts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.identity import is_identity_number
from anju.kernel.refusals import Refusal
from anju.plates import fitted

from ..kinds import BODY, WATCH_DAYS
from .facts import Policy


@dataclass(frozen=True)
class Body:
    """What a face or fingerprint rests on: that it is used here at all, the signed consent, an end within a year, and another way in beside it."""

    is_used: bool = False
    consent: str = ""
    is_bounded: bool = False
    has_other_way: bool = False


NEEDED = {
    "name": _("the name"), "identity": _("the identity number, or that the host comes to the gate"), "dwelling": _("the dwelling"), "host_phone": _("a phone of the host"),
    "phone": _("a phone number"), "company": _("the company"), "reason": _("the reason"), "escort": _("who escorts"),
}  # fmt: skip
LONGEST_INVITATION = timedelta(hours=24)
MATCH_SECONDS = 15
"""An opening belongs to what was decided at its lane at most this long before."""


def identity_fits(number: str) -> Refusal | None:
    """An identity number stands its own check digit."""
    if number and not is_identity_number(number):
        return Refusal("access.bad_identity", _("Not registered: the last digit does not fit this identity number. Compare it with the document."))
    return None


def may_register(policy: Policy | None, given: Collection[str]) -> Refusal | None:
    """Each category has its own fields; a visitor without a document is fetched by the host."""
    if policy is None:
        return Refusal("access.unknown_category", _("Not registered: choose a category from the list."))
    if missing := [one for one in policy.fields if one not in given]:
        return Refusal("access.something_missing", _("Not registered: this category also needs %(what)s."), what=NEEDED[missing[0]])
    return None


def may_invite_again(invited: int, quota: int) -> Refusal | None:
    """A dwelling invites so often a month, where the rules say so; who comes without an invitation is registered at the gate."""
    if quota and invited >= quota:
        return Refusal("access.invitations_used", _("Not invited: this home has used its %(quota)s invitations of the month. The guard registers your guest at the gate."), quota=quota)
    return None


def plate_fits(plate: str) -> Refusal | None:
    """A car is let in by its plate alone, so a plate with a slip of the finger would leave the guest at the bar."""
    if plate.strip() and fitted(plate) is None:
        return Refusal("access.bad_plate", _("Not invited: “%(plate)s” is no whole plate. Write it as on the car, such as 京A12345 or 京AD12345, or leave it empty: the guard lets the car in."), plate=plate.strip()[:12])
    return None


def may_invite(*, starts_at: datetime, ends_at: datetime, at: datetime, lives_there: bool, people: int) -> Refusal | None:
    if not lives_there:
        return Refusal("access.not_your_home", _("Not invited: only who lives in the dwelling or owns it invites to it."))
    if ends_at <= max(starts_at, at):
        return Refusal("access.window_over", _("Not invited: the visit would end before it begins, or is over already. Choose a later end."))
    if ends_at - starts_at > LONGEST_INVITATION:
        return Refusal("access.window_too_long", _("Not invited: a visit lasts 24 hours at most. Invite twice, or let the desk register a regular helper."))
    if not 1 <= people <= 200:
        return Refusal("access.bad_number", _("Not invited: the number of people lies between 1 and 200."))
    return None


def may_answer(state: str, *, is_host: bool) -> Refusal | None:
    if not is_host:
        return Refusal("access.not_your_visit", _("Not answered: this visit is for another dwelling."))
    return None if state in ("waiting", "denied") else wrong_step()


def wrong_step() -> Refusal:
    return Refusal("access.wrong_step", _("Not done: this visit is not at that step. Reload the page and look at its state."))


def may_watch(*, reason: str, words: str, starts_at: datetime, ends_at: datetime, marks: int, has_paper: bool) -> Refusal | None:
    if not words.strip():
        return Refusal("access.words_needed", _("Not proposed: write what happened, when and who saw it."))
    if reason in ("police_notice", "court_order") and not has_paper:
        return Refusal("access.paper_needed", _("Not proposed: this reason rests on a document. Write its number."))
    if not marks:
        return Refusal("access.no_mark", _("Not proposed: name a phone, an identity number or a plate by which the gate knows the person. A name alone hits others."))
    if ends_at <= starts_at or ends_at - starts_at > timedelta(days=WATCH_DAYS):
        return Refusal("access.watch_too_long", _("Not proposed: an entry ends within %(days)s days. Choose an earlier end."), days=WATCH_DAYS)
    return None


def second_person(proposed_by: UUID | None, by: UUID | None) -> Refusal | None:
    if by is None or by == proposed_by:
        return Refusal("access.second_person", _("Not agreed: another person than who proposed it must agree."))
    return None


def may_issue(*, kind: str, secret: str, category: str, has_holder: bool, has_home: bool, checked: str, is_taken: bool,
              body: Body | None = None) -> Refusal | None:  # fmt: skip
    if kind in BODY and body is not None and body.is_used:
        if not body.consent.strip() or not body.is_bounded:
            return Refusal("access.consent_needed", _("Not issued: write the number of the signed consent and the day on which the terminal erases it, within a year."))
        if not body.has_other_way:
            return Refusal("access.other_way_needed", _("Not issued: a face or finger is never the only way in. Issue a card or code first."))
    elif kind in BODY:
        return Refusal("access.kind_off", _("Not issued: faces and fingerprints are switched off here. Issue a card, a code or a phone."))
    if not 4 <= len(secret.strip()) <= 64:
        return Refusal("access.bad_secret", _("Not issued: give the number of the card, code, phone or plate, 4 to 64 characters."))
    if not has_holder or (category == "resident" and not has_home):
        return Refusal("access.holder_needed", _("Not issued: name the holder, and for a resident the dwelling."))
    if category == "staff" and not checked.strip():
        return Refusal("access.stamp_needed", _("Not issued: a badge carries the stamp of the service centre. Stamp it and write the number of the badge."))
    if category == "resident" and not checked.strip():
        return Refusal("access.papers_needed", _("Not issued: write which proof was checked: title deed, purchase contract or invoice, and the identity card."))
    if is_taken:
        return Refusal("access.taken", _("Not issued: this number is in somebody's hands already. Revoke that credential first."))
    return None


def reason_told(reason: str) -> Refusal | None:
    return None if reason.strip() else Refusal("access.reason_needed", _("Not done: give the reason."))
