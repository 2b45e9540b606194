"""Reports: which are owed, how they stand, and what belongs to one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from anju.domains.cases.queries import Finding
from anju.domains.people.queries import Person, people_with_role
from anju.kernel import clock
from anju.kernel.models import Entry, Scope

from .. import rules
from ..models import Plan, Report, ReportComment, ReportGap, ReportGoal, ReportTerms, ReportText
from ..reporting.kinds import KINDS, Kind
from ..states import PlanState

PAPER_LANGUAGE = "zh-hans"
MOST_BEHIND = 40
"""How many periods of one kind are caught up with at once, after the product stood still."""


def terms_of(scope: Scope, kind: str) -> ReportTerms:
    """What holds for a kind here: the community's own terms, or the kind's, which are not saved."""
    own = ReportTerms.objects.select_related("owner").filter(scope=scope, kind=kind).first()
    if own is not None:
        own.receiver = own.receiver or _said(KINDS[kind].receiver)
        return own
    declared = KINDS[kind]
    since = _began_on(scope)
    receiver = _said(declared.receiver)
    return ReportTerms(scope=scope, kind=kind, is_on=declared.is_usual, since_on=since, due_days=declared.days, due_time=declared.due, receiver=receiver)


def _began_on(scope: Scope) -> date:
    """The day on which the community's ledger begins; nothing is owed for the time before."""
    first = Entry.objects.filter(scope=scope).order_by("tx", "id").values_list("at", flat=True).first()
    return clock.local(scope, first or clock.now()).date()


def _said(words: Any) -> str:
    with override(PAPER_LANGUAGE):
        return str(words)


def kinds_on(scope: Scope) -> list[ReportTerms]:
    """The kinds that are handed in here, with their terms."""
    return [terms for code in KINDS if (terms := terms_of(scope, code)).is_on]


def due_at(scope: Scope, terms: ReportTerms, last_on: date) -> datetime:
    """The moment by which a report over a period that ends on `last_on` must be in."""
    day = rules.due_on(last_on, terms.due_days)
    return datetime.combine(day, terms.due_time, clock.zone(scope)).astimezone(clock.now().tzinfo)


def owed_reports(scope: Scope, *, on: date) -> Iterator[tuple[str, date]]:
    """(kind, a day of its period) of every report that should have been begun by a day and does not stand yet; the oldest first."""
    for terms in kinds_on(scope):
        declared = KINDS[terms.kind]
        period = rules.period_of(declared.length, on)
        if not declared.is_current:
            period = rules.previous_of(declared.length, period[0])
        standing = set(Report.objects.filter(scope=scope, kind=terms.kind).values_list("first_on", flat=True))
        owed = []
        while period[1] >= terms.since_on and len(owed) < MOST_BEHIND:
            if period[0] not in standing:
                owed.append((terms.kind, period[0]))
            period = rules.previous_of(declared.length, period[0])
        yield from reversed(owed)


def past_due(scope: Scope, *, at: datetime) -> QuerySet[Report]:
    """Reports whose deadline passed without being handed in and that nobody has noted yet."""
    return Report.objects.filter(scope=scope, due_at__lt=at, submitted_at=None, overdue_at=None).order_by("due_at", "kind")


def missing(scope: Scope, *, at: datetime) -> QuerySet[Report]:
    """Reports that should be in and are not, the longest overdue first."""
    return Report.objects.filter(scope=scope, due_at__lt=at, submitted_at=None).select_related("owner").order_by("due_at", "kind")


@dataclass(frozen=True)
class Line:
    """One report on the board."""

    report: Report
    punctuality: str


def punctuality_of(report: Report, at: datetime) -> str:
    return rules.punctuality(due_at=report.due_at, submitted_at=report.submitted_at, now=at)


def board(scope: Scope, *, at: datetime, kind: str = "", limit: int = 200) -> list[Line]:
    """The reports of a community: what is missing first, then what is being written, then the newest."""
    found = Report.objects.filter(scope=scope, **({"kind": kind} if kind else {})).select_related("owner", "scope").defer("content")
    lines = [Line(report, punctuality_of(report, at)) for report in found.order_by("-last_on", "kind")[:limit]]
    order = {"missing": 0, "due": 1, "coming": 2}
    return sorted(lines, key=lambda line: order.get(line.punctuality, 3))


def period_said(length: str, first_on: date, last_on: date) -> str:
    """The period in words: the third quarter of 2026."""
    numbers = {"year": first_on.year, "month": first_on.month, "day": first_on.day, "last_month": last_on.month, "last_day": last_on.day}
    quarter = (first_on.month - 1) // 3
    numbers |= {"quarter": "一二三四"[quarter] if (get_language() or "").startswith("zh") else quarter + 1}
    if length == "half":
        return (_("first half of %(year)s") if first_on.month == 1 else _("second half of %(year)s")) % numbers
    if length == "half_month":
        return (_("first half of month %(month)s of %(year)s") if first_on.day == 1 else _("second half of month %(month)s of %(year)s")) % numbers
    return {
        "year": _("year %(year)s"), "quarter": _("quarter %(quarter)s of %(year)s"), "month": _("month %(month)s of %(year)s"),
        "week": _("week %(month)s/%(day)s to %(last_month)s/%(last_day)s of %(year)s"), "day": _("day %(year)s-%(month)s-%(day)s"),
    }[length] % numbers  # fmt: skip


def title_of(scope: Scope, kind: Kind, first_on: date, last_on: date) -> str:
    space = "" if (get_language() or "").startswith("zh") else " "
    return f"{scope.name} {period_said(kind.length, first_on, last_on)}{space}{kind.heading or kind.title}"[:200]


def usual_owner(scope: Scope) -> Person | None:
    """Who writes reports where nobody was named: the security manager, else the project manager."""
    for role in ("security_manager", "project_manager"):
        if found := sorted(people_with_role(scope, role), key=lambda person: person.created_at):
            return found[0]
    return None


def plan_of_days(scope: Scope, first_on: date, last_on: date) -> Plan | None:
    """The plan in force for a period: that of its year, else the newest."""
    _start, end = clock.day_bounds(scope, last_on)
    found = Plan.objects.filter(scope=scope, state__in=(PlanState.active, PlanState.superseded), activated_at__lt=end)
    return found.filter(year=last_on.year).order_by("-activated_at").first() or found.filter(state=PlanState.active).order_by("-year").first()


def texts_of(report: Report) -> dict[str, str]:
    """What people wrote, by section."""
    return dict(ReportText.objects.filter(report=report).exclude(text="").values_list("section", "text"))


def reasons_of(report: Report) -> dict[str, str]:
    """Why figures are missing, by the gap's key."""
    return dict(ReportGap.objects.filter(report=report).values_list("key", "reason"))


def comments_of(report: Report) -> QuerySet[ReportComment]:
    return ReportComment.objects.filter(report=report).select_related("by", "settled_by").order_by("said_at", "pk")


def goals_of(report: Report) -> QuerySet[ReportGoal]:
    return ReportGoal.objects.filter(report=report).select_related("target__owner", "target__scope").order_by("created_at", "pk")


def makers_of(report: Report) -> frozenset[UUID]:
    """Everybody who wrote or sent the report."""
    people = {report.sent_by_id, *ReportText.objects.filter(report=report).values_list("by", flat=True), *ReportGap.objects.filter(report=report).values_list("by", flat=True)}
    return frozenset(people - {None})


def next_period(report: Report) -> tuple[date, date]:
    """The period that follows a report's."""
    return rules.period_of(report.about.length, report.last_on + timedelta(days=1))


def basis_said(report: Report, carried: str) -> str:
    """The line of the basis that a goal follows from, or the report itself."""
    line = next((one for one in report.content.get("basis", ()) if one["key"] == carried), None)
    return f"{report.title}: {line['title']} ({line['why']})" if line else report.title


def finding_of(carried: str) -> Finding | None:
    """The finding behind a line of the basis."""
    sort, _colon, key = carried.partition(":")
    return Finding.objects.filter(pk=UUID(key)).first() if sort == "finding" else None
