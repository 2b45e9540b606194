"""Goals: those set in the report of the period before and how they stand, and those set now."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anju.domains.measures import queries as measures

from ...models import Report, ReportGoal
from ...rules import previous_of
from ..about import About, block
from ..parts import Part, line, table


@block("goals")
def goals(about: About) -> list[Part]:
    """The goals that this report sets for the next period."""
    found = _goals_of(about.report)
    if not found:
        return [line(_("No goal is set yet."))]
    return [_table(about, _("Goals of the next period"), found)]


@block("kept_goals")
def kept_goals(about: About) -> list[Part]:
    """What became of the goals of the report before this one."""
    if about.report is None:
        return []
    first_on, _last_on = previous_of(about.length, about.first_on)
    before = Report.objects.filter(scope=about.scope, kind=about.report.kind, first_on=first_on).first()
    found = _goals_of(before)
    if not found:
        return [line(_("No goals were set for this period."))]
    return [_table(about, _("Goals that were set for this period"), found)]


def _goals_of(report: Report | None) -> list[ReportGoal]:
    if report is None:
        return []
    return list(ReportGoal.objects.filter(report=report).select_related("target__scope", "target__owner").order_by("created_at", "pk"))


def _table(about: About, title: str, found: list[ReportGoal]) -> Part:
    rows = []
    for goal in found:
        standing = measures.progress(goal.target, at=about.at)
        rows.append([goal.target.title, goal.target.owner.name if goal.target.owner_id else "--", goal.target.ends_on.isoformat(), standing.label])
    return table(title, [_("Goal"), pgettext("goal", "Owner"), _("Until"), _("Standing")], rows)
