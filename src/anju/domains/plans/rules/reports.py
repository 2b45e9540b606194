"""When a report is owed, and what may be done with it."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..states import Punctuality, ReportState

TEXT_LIMIT = 20_000
PRESSING = timedelta(days=2)
"""How long before its deadline a report begins to press, at most."""
MOST_FRESH = timedelta(minutes=15)
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def period_of(length: str, on: date) -> tuple[date, date]:
    """First and last day of the day, week, half month, month, quarter, half or year that holds `on`."""
    if length == "day":
        return on, on
    if length == "week":
        monday = on - timedelta(days=on.weekday())
        return monday, monday + timedelta(days=6)
    if length == "half_month":
        last = monthrange(on.year, on.month)[1]
        return (on.replace(day=1), on.replace(day=15)) if on.day <= 15 else (on.replace(day=16), on.replace(day=last))
    months = _MONTHS[length]
    first = date(on.year, (on.month - 1) // months * months + 1, 1)
    end = first.month + months - 1
    return first, date(first.year, end, monthrange(first.year, end)[1])


def previous_of(length: str, first_on: date) -> tuple[date, date]:
    """The period of the same sort before the one that begins on `first_on`."""
    return period_of(length, first_on - timedelta(days=1))


def due_on(last_on: date, due_days: int) -> date:
    """The day on which a report over a period that ends on `last_on` must be in."""
    return last_on + timedelta(days=due_days)


def punctuality(*, due_at: datetime, submitted_at: datetime | None, now: datetime) -> str:
    """In time, late, missing, due soon, or not due yet. In time means by the very moment it is due."""
    if submitted_at is not None:
        return str(Punctuality.in_time if submitted_at <= due_at else Punctuality.late)
    if now > due_at:
        return str(Punctuality.missing)
    return str(Punctuality.due if due_at - now <= PRESSING else Punctuality.coming)


def may_draft(*, is_known: bool, has_begun: bool, exists: bool) -> Refusal | None:
    if not is_known:
        return Refusal("plans.unknown_report", _("Not drafted: there is no such kind of report."))
    if exists:
        return Refusal("plans.report_exists", _("Not drafted: the report of this period stands already. Open it instead."))
    if not has_begun:
        return Refusal("plans.report_too_early", _("Not drafted: this period has not begun."))
    return None


def may_write(*, state: str, section_known: bool, seen: int, revision: int, length: int) -> Refusal | None:
    if state != ReportState.draft:
        return Refusal("plans.report_frozen", _("Not saved: the report was sent already and is frozen. It can be changed when it is sent back."))
    if not section_known:
        return Refusal("plans.unknown_section", _("Not saved: this report has no such section."))
    if seen != revision:
        return Refusal("plans.text_changed_meanwhile", _("Not saved: somebody changed this text just before you. Look at it and write again."))
    if length > TEXT_LIMIT:
        return Refusal("plans.text_too_long", _("Not saved: a section takes %(limit)s characters at most. Shorten it."), limit=TEXT_LIMIT)
    return None


def may_comment(*, section_known: bool, text: str) -> Refusal | None:
    if not section_known:
        return Refusal("plans.unknown_section", _("Not saved: this report has no such section."))
    if not text.strip():
        return Refusal("plans.empty_remark", _("Not saved: write what you want to remark."))
    return None


def may_explain(*, state: str, is_gap: bool, reason: str) -> Refusal | None:
    if state != ReportState.draft:
        return Refusal("plans.report_frozen", _("Not saved: the report was sent already and is frozen. It can be changed when it is sent back."))
    if not is_gap:
        return Refusal("plans.no_such_gap", _("Not saved: this figure is not missing."))
    if not reason.strip():
        return Refusal("plans.no_gap_reason", _("Not saved: say why the figure is missing."))
    return None


def may_send(
    *, state: str, composed_at: datetime | None, now: datetime, gaps: Collection[str], unwritten: Collection[str], goals: int, must_have_goals: bool,
    open_remarks: int, has_ended: bool,
) -> Refusal | None:  # fmt: skip
    """A report is sent whole: its period is over, its figures are fresh, every gap is explained, every section that must be written is."""
    if state != ReportState.draft:
        return Refusal("plans.report_sent_already", _("Not sent: this report was sent already."))
    if not has_ended:
        return Refusal("plans.period_runs", _("Not sent: the period of this report is not over yet. Until then it is a draft to look at."))
    if composed_at is None or now - composed_at > MOST_FRESH:
        return Refusal("plans.report_not_fresh", _("Not sent: the figures were gathered too long ago. Gather them anew and send it then."))
    if gaps:
        return Refusal("plans.gaps_open", _("Not sent: %(count)s figures have no source: %(which)s. Open the red boxes and say why."), count=len(gaps), which="、".join(gaps))
    if unwritten:
        return Refusal("plans.section_unwritten", _("Not sent: still to be written: %(which)s."), which="、".join(unwritten))
    if must_have_goals and not goals:
        return Refusal("plans.no_goals", _("Not sent: this report ends with goals for the next period. Set at least one."))
    if open_remarks:
        return Refusal("plans.remarks_open", _("Not sent: %(count)s remarks are open. Settle them first."), count=open_remarks)
    return None


def may_decide(*, state: str, decider: object, makers: Collection[object]) -> Refusal | None:
    """Somebody else approves: not who sent it, and not who wrote in it."""
    if state != ReportState.to_approve:
        return Refusal("plans.nothing_to_approve", _("Nothing was decided: this report does not wait for approval."))
    if decider in makers:
        return Refusal("plans.own_report", _("Not approved: you wrote or sent this report yourself. Somebody else approves it."))
    return None


def may_submit(*, state: str, needs_approval: bool, receiver: str) -> Refusal | None:
    """What needs approval is handed in only when it was given; the receiver is named."""
    wanted = ReportState.approved if needs_approval else ReportState.draft
    if state != wanted:
        if state in (ReportState.submitted, ReportState.received):
            return Refusal("plans.handed_in_already", _("Not handed in: this report was handed in already."))
        return Refusal("plans.not_approved", _("Not handed in: this report is not approved yet."))
    if not receiver.strip():
        return Refusal("plans.no_receiver", _("Not handed in: say to whom."))
    return None


def may_receive(*, state: str, received_at: datetime, submitted_at: datetime | None, now: datetime, received_by: str) -> Refusal | None:
    if state != ReportState.submitted or submitted_at is None:
        return Refusal("plans.not_handed_in", _("Not recorded: this report was not handed in, or its receipt is recorded already."))
    if not submitted_at <= received_at <= now:
        return Refusal("plans.receipt_out_of_time", _("Not recorded: it is received after it was handed in, and not in the future."))
    if not received_by.strip():
        return Refusal("plans.no_recipient", _("Not recorded: say who received it."))
    return None


def may_publish(*, state: str, is_public_kind: bool, where: str) -> Refusal | None:
    if not is_public_kind:
        return Refusal("plans.not_for_the_public", _("Not published: a report of this kind stays inside the company and its supervisors."))
    if state not in (ReportState.submitted, ReportState.received):
        return Refusal("plans.published_too_early", _("Not published: only a report that was handed in is published."))
    if not where.strip():
        return Refusal("plans.published_nowhere", _("Not published: say where it can be read."))
    return None


def may_set_goal(*, state: str, title: str, carried: str, known: Collection[str], taken: Collection[str]) -> Refusal | None:
    """Goals are set while it is written; what is carried over from the basis may be taken up at any time, once."""
    if not title.strip():
        return Refusal("plans.empty_goal", _("Not set: say in a few words what is to be reached."))
    if carried and carried not in known:
        return Refusal("plans.not_in_basis", _("Not set: this line does not stand in the basis of the report."))
    if carried and carried in taken:
        return Refusal("plans.carried_already", _("Not set: a goal follows from this line already."))
    if not carried and state != ReportState.draft:
        return Refusal("plans.report_frozen", _("Not saved: the report was sent already and is frozen. It can be changed when it is sent back."))
    return None


def may_set_terms(*, is_known: bool, due_days: int) -> Refusal | None:
    if not is_known:
        return Refusal("plans.unknown_report", _("Not drafted: there is no such kind of report."))
    if not 0 <= due_days <= 90:
        return Refusal("plans.due_out_of_range", _("Not set: a report is due between 0 and 90 days after its period."))
    return None
