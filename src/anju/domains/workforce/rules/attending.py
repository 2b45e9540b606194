"""How a shift was kept, and who may correct it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

EARLY_END = timedelta(minutes=5)
Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Kept:
    """What a shift came to. Times are None where nobody came."""

    outcome: str
    source: str
    came_at: datetime | None = None
    left_at: datetime | None = None
    minutes_late: int = 0
    minutes_early: int = 0
    minutes_worked: int = 0


def kept(shift: Span, there: Iterable[Span], *, gate_at: datetime | None, late_after: timedelta, is_on_leave: bool) -> Kept:
    """How the shift was kept by somebody who was on post in the spans `there`; `gate_at` is when a device saw him come in."""
    start, end = shift
    spans = sorted(there)
    if is_on_leave and not spans:
        return Kept("on_leave", "hand")
    if not spans:
        return Kept("absent", "none")
    came_at, left_at = spans[0][0], spans[-1][1]
    late, early = max(timedelta(), came_at - start), max(timedelta(), end - left_at)
    is_late, is_early = late > late_after, early > EARLY_END
    worked = sum((min(b, end) - max(a, start) for a, b in spans if min(b, end) > max(a, start)), timedelta())
    return Kept(
        {(False, False): "present", (True, False): "late", (False, True): "early", (True, True): "late_and_early"}[is_late, is_early],
        "gate" if gate_at is not None else "phone", came_at, left_at, _minutes(late) if is_late else 0, _minutes(early) if is_early else 0, _minutes(worked),
    )  # fmt: skip


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)


def may_settle(*, is_over: bool, is_settled: bool) -> Refusal | None:
    if is_settled:
        return Refusal("workforce.settled_already", _("The attendance of this day stands already. Correct single entries."))
    if not is_over:
        return Refusal("workforce.day_not_over", _("Not settled: shifts of this day still run. Settle it once the last has ended."))
    return None


def may_correct(*, is_keeper: bool, keepers: str, is_own: bool, why: str, is_change: bool) -> Refusal | None:
    if not is_keeper:
        return Refusal("workforce.not_the_recorder", _("Not corrected: only %(keepers)s keeps the attendance here."), keepers=keepers)
    if is_own:
        return Refusal("workforce.own_attendance", _("Not corrected: it is your own. Somebody else who keeps the attendance does it."))
    if not why.strip():
        return Refusal("workforce.reason_needed", _("Not recorded: say why, in a few words."))
    if not is_change:
        return Refusal("workforce.nothing_given", _("Nothing was changed. Fill in what shall be different."))
    return None


def may_ask_leave(*, start_at: datetime, end_at: datetime, at: datetime, overlaps: bool, reason: str) -> Refusal | None:
    if not timedelta() < end_at - start_at <= timedelta(days=190):
        return Refusal("workforce.bad_leave", _("Not asked: the end must lie after the start, and at most 190 days later."))
    if start_at < at - timedelta(days=3):
        return Refusal("workforce.leave_too_late", _("Not asked: it began more than 3 days ago. The keeper of the attendance corrects the record."))
    if not reason.strip():
        return Refusal("workforce.reason_needed", _("Not recorded: say why, in a few words."))
    if overlaps:
        return Refusal("workforce.leave_overlaps", _("Not asked: there is leave for this time already. Withdraw that one first."))
    return None


def may_decide_leave(*, state: str, is_own: bool, is_proxy: bool, note: str, approver: str) -> Refusal | None:
    """`is_proxy`: the community has named somebody else who approves leave."""
    if state != "asked":
        return Refusal("workforce.decided_already", _("This was decided already. See the record."))
    if is_own:
        return Refusal("workforce.own_wish", _("Not decided: it is your own wish. Somebody else decides it."))
    if is_proxy and not note.strip():
        return Refusal("workforce.not_the_approver", _("Not decided: %(approver)s approves leave here. Write down why you decide in his place."), approver=approver)
    return None


def may_withdraw(*, is_own: bool, leads: bool, is_over: bool) -> Refusal | None:
    if not is_own and not leads:
        return Refusal("workforce.not_yours", _("Only who it is about, or a leader, may do this."))
    if is_over:
        return Refusal("workforce.decided_already", _("This was decided already. See the record."))
    return None
