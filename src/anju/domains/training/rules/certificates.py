"""Which certificate counts on which days, and what may be done with one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

LONGEST_YEARS = 60
WHY = ("expires", "expired", "not_yet", "withdrawn", "never")
"""Why a certificate does not count, the nearest miss first: it ends during the shift, is over, begins later, was withdrawn, was never shown."""


@dataclass(frozen=True, kw_only=True)
class Held:
    """A certificate as it decides: its days, and whether a second person saw the original."""

    issued_on: date
    expires_on: date | None
    is_withdrawn: bool = False
    is_verified: bool = False

    def why_not(self, first_on: date, last_on: date) -> str:
        """Nothing where it covers all the days, else one of WHY."""
        if self.is_withdrawn:
            return "withdrawn"
        if self.issued_on > first_on:
            return "not_yet"
        if self.expires_on is None or self.expires_on >= last_on:
            return ""
        return "expires" if self.expires_on >= first_on else "expired"


def why_missing(held: Iterable[Held], first_on: date, last_on: date) -> str:
    """Nothing where one of them covers the days, else the reason of the nearest miss."""
    reasons = {one.why_not(first_on, last_on) for one in held}
    return "" if "" in reasons else next((why for why in WHY if why in reasons), "never")


def may_record(*, kind: str, known: Iterable[str], number: str, issued_on: date, expires_on: date | None, today: date, is_double: bool) -> Refusal | None:
    if no := known_kind(kind, known):
        return no
    if not 4 <= len(number.strip()) <= 40:
        return Refusal("training.no_number", _("Not recorded: copy the certificate's number, 4 to 40 characters."))
    if issued_on > today:
        return Refusal("training.issued_later", _("Not recorded: the day of issue lies in the future. Look at the paper again."))
    if expires_on is not None and (expires_on <= issued_on or expires_on > issued_on + timedelta(days=366 * LONGEST_YEARS)):
        return Refusal("training.bad_end", _("Not recorded: the end must come after the day of issue. Leave it empty where the paper has none."))
    if is_double:
        return Refusal("training.known_number", _("Not recorded: this number is in the register already. Renew that certificate instead."))
    return None


def may_verify(*, state: str, by: UUID | None, holder: UUID, recorded_by: UUID | None) -> Refusal | None:
    if state == "withdrawn":
        return withdrawn()
    if by is None or by in (holder, recorded_by):
        return Refusal("training.own_witness", _("Not confirmed: somebody else than its holder and the one who recorded it must see the original."))
    return None


def withdrawn() -> Refusal:
    return Refusal("training.certificate_withdrawn", _("Not done: this certificate was withdrawn. Record the new one."))


def warning_due(expires_on: date | None, warned: int | None, today: date, steps: tuple[int, ...]) -> int | None:
    """The step (days before the end) that is due and was not told yet."""
    if expires_on is None or expires_on < today:
        return None
    left = (expires_on - today).days
    due = [step for step in steps if left <= step and (warned is None or step < warned)]
    return min(due) if due else None


def known_kind(kind: str, known: Iterable[str]) -> Refusal | None:
    if kind not in known:
        return Refusal("training.unknown_certificate", _("Not recorded: choose the kind of certificate from the list."))
    return None


def may_require(*, role: str, has_post: bool, is_double: bool) -> Refusal | None:
    if bool(role) == has_post:
        return Refusal("training.post_or_role", _("Not laid down: name either a post or a role."))
    if is_double:
        return Refusal("training.required_already", _("Not laid down: this is asked of the post already."))
    return None


def may_support(*, kind: str, known: Iterable[str], hours: int, fee: Decimal, reason: str) -> Refusal | None:
    if no := known_kind(kind, known):
        return no
    if hours <= 0 and fee <= 0:
        return Refusal("training.no_support", _("Not asked: say how many hours off or what fee you need."))
    if not reason.strip():
        return reason_needed()
    return None


def reason_needed() -> Refusal:
    return Refusal("training.reason_needed", _("Not done: give the reason."))


def may_answer_support(state: str, *, asker: UUID, by: UUID | None) -> Refusal | None:
    if state != "asked":
        return Refusal("training.answered", _("Not done: this request for support was answered already."))
    if by == asker:
        return Refusal("training.own_request", _("Not done: somebody else decides on your own request."))
    return None
