"""Reports that were handed in and the regular work that sentences of the plan made of them: which belongs to which, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from anju.domains.duties import queries as duties
from anju.kernel import clock

from .models import Clause, Report
from .queries.reports import PAPER_LANGUAGE, period_said
from .reporting.kinds import asked_for
from .rules import CONFIRMED
from .states import PlanState

OPEN = ("not_yet", "open", "running", "missed", "partly")
MOST_TITLE = 40


def slots_of(report: Report) -> Iterator[tuple[Clause, Any]]:
    """Each sentence in force that asks for this kind of report, with the slot of its regular work over the same days, if one is left to do."""
    start, _end = clock.day_bounds(report.scope, report.first_on)
    _start, end = clock.day_bounds(report.scope, report.last_on)
    for clause, duty in asking(report):
        waiting = (slot for slot in duties.slots_within(duty, start, end) if slot.state in OPEN)
        if (slot := next(waiting, None)) is not None:
            yield clause, slot


def asking(report: Report) -> Iterator[tuple[Clause, Any]]:
    """The sentences in force that ask for this kind of report, with the regular work they made of it."""
    in_force = Q(plan__state=PlanState.active) | Q(plan=report.plan_id)
    found = Clause.objects.filter(in_force, scope=report.scope, review__in=CONFIRMED, duty__isnull=False).select_related("duty", "plan", "scope")
    seen: set[Any] = set()
    for clause in found.prefetch_related("further__duty").order_by("-plan__year", "plan", "position"):
        for duty in (clause.duty, *(one.duty for one in clause.further.all())):
            kind = asked_for(clause.text, duty.promise.period)
            if kind is not None and kind.code == report.kind and duty.state == "active" and duty.pk not in seen:
                seen.add(duty.pk)
                yield clause, duty


def link_of(report: Report) -> str:
    return f"/reports/{report.pk}/"


def audience_of(report: Report, clause: Clause, slot: Any) -> dict[str, list[str]]:
    """Whose work it is: the person it was given to, else the employee of the sentence, else whoever holds its role; and who writes the report."""
    person = slot.assignee_id or clause.assignee_id
    role = slot.duty.post.role if slot.duty.post_id else slot.duty.role
    persons = [str(one) for one in (person, report.owner_id) if one is not None]
    return {"persons": list(dict.fromkeys(persons)), "roles": [] if person or not role else [role]}


def said(report: Report, outcome: str) -> tuple[str, str]:
    """Title and text of the notice about what became of the regular work: done, done_late, running or too_late."""
    with translation.override(PAPER_LANGUAGE):
        what = {"kind": str(report.about.title), "period": period_said(report.about.length, report.first_on, report.last_on)}
        what["when"] = f"{clock.local(report.scope, report.submitted_at):%m-%d %H:%M}"
        sentences = {
            "done": _("The %(kind)s of %(period)s was handed in at %(when)s. The work that the plan asks for is done in time, with the report as its proof."),
            "done_late": _("The %(kind)s of %(period)s was handed in at %(when)s. The work that the plan asks for counts as done late, with the report as its proof."),
            "too_late": _("The %(kind)s of %(period)s was handed in at %(when)s. That is too late to make up for it: the work that the plan asks for stays missed."),
        }
        begun = _("The %(kind)s of %(period)s was handed in at %(when)s and entered with the work that the plan asks for; more is owed in this period.")
        title = _("%(kind)s handed in: %(period)s") % what
        return title[:MOST_TITLE], sentences.get(outcome, begun) % what
