"""How each sentence of the plan was kept within the period of a report."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from anju.domains.duties import queries as duties
from anju.domains.measures import queries as measures

from ..models import Clause, Plan, SpotCheck
from ..rules import CONFIRMED
from ..standing import duty_ids
from ..states import PlanState
from .about import About

STATES = ("broken", "partly", "running", "proven", "nothing_due")


@dataclass(frozen=True)
class Sentence:
    """A sentence in a period: proven, partly kept, broken, still running, or nothing was due. `said` is the figure in words."""

    clause: Clause
    state: str
    said: str
    note: int | None
    missed: int = 0

    @property
    def heading(self) -> str:
        return self.clause.path[-1] if self.clause.path else self.clause.plan.title


def plan_for(about: About) -> Plan | None:
    """The plan that was in force for the period: that of its year, else the newest one in force."""
    found = Plan.objects.filter(scope=about.scope, state__in=(PlanState.active, PlanState.superseded))
    of_year = found.filter(year=about.last_on.year, activated_at__lt=about.bounds[1]).order_by("-activated_at").first()
    return of_year or found.filter(state=PlanState.active).order_by("-year", "-activated_at").first()


def of_period(about: About) -> list[Sentence]:
    """Every confirmed sentence with what became of it, in the order of the text."""
    if about.plan is None:
        return []
    clauses = list(Clause.objects.filter(plan=about.plan, review__in=CONFIRMED).select_related("duty", "target__scope", "plan", "motion").order_by("position"))
    owed = duty_ids(clauses)
    of_each = duties.kept_each([one for ids in owed.values() for one in ids], about.first_on, about.last_on + timedelta(days=1))
    kept = {clause_id: sum((of_each[one] for one in ids if one in of_each), duties.Kept()) for clause_id, ids in owed.items()}
    checked = _checks(about, [one for one in clauses if not one.duty_id and not one.target_id])
    return [_sentence(about, one, kept, checked) for one in clauses]


def _sentence(about: About, clause: Clause, kept: dict, checked: dict) -> Sentence:
    if clause.duty_id:
        return _of_duty(about, clause, kept[clause.pk])
    if clause.target_id:
        return _of_target(about, clause)
    return _of_checks(about, clause, checked.get(clause.pk, Counter()))


def _of_duty(about: About, clause: Clause, kept: Any) -> Sentence:
    if not kept.owed:
        return Sentence(clause, "nothing_due", _("nothing due"), None)
    done = kept.on_time + kept.late
    said = _("%(done)s of %(owed)s times, %(on_time)s in time") % {"done": done, "owed": kept.owed, "on_time": kept.on_time}
    numbers = {"number": clause.position, "owed": kept.owed, "on_time": kept.on_time, "late": kept.late, "partly": kept.partly, "missed": kept.missed}
    text = _("Sentence %(number)s: owed %(owed)s, in time %(on_time)s, late %(late)s, partly %(partly)s, missed %(missed)s") % numbers
    grades = tuple(kept.grades.get(grade, 0) for grade in "ABC")
    note = about.note(text, grades=grades, link=f"/plans/clauses/{clause.pk}/")
    state = "proven" if done >= kept.owed else "partly" if done * 10 >= kept.owed * 9 else "broken"
    return Sentence(clause, state, said, note, missed=kept.missed + kept.partly)


def _of_target(about: About, clause: Clause) -> Sentence:
    target = clause.target
    if target.is_milestone or target.measure.startswith("index."):
        standing = measures.progress(target, at=about.at)
        return Sentence(clause, {"met": "proven", "missed": "broken"}.get(standing.state, "running"), str(standing.label), None)
    figure = about.figure(target.measure, target.dimension)
    goal = measures.goal_said(target)
    note = about.note_of(figure)
    if figure.value is None:
        return Sentence(clause, "running", _("no data, goal %(goal)s") % {"goal": goal}, note)
    state = "proven" if measures.reaches(figure.value, target.op, Fraction(target.value)) else "broken"
    if figure.shape == "count" and target.op == "ge" and state == "broken" and about.last_on < target.ends_on:
        state = "running"
    return Sentence(clause, state, _("%(value)s, goal %(goal)s") % {"value": figure.text, "goal": goal}, note)


def _of_checks(about: About, clause: Clause, found: Counter) -> Sentence:
    looked = found["passed"] + found["failed"]
    if not looked:
        return Sentence(clause, "nothing_due", _("not spot-checked"), None)
    said = _("%(passed)s of %(looked)s spot checks found it as written") % {"passed": found["passed"], "looked": looked}
    note = about.note(_("Sentence %(number)s: %(said)s") % {"number": clause.position, "said": said}, grades=(found["A"], found["B"], found["C"]))
    return Sentence(clause, "proven" if not found["failed"] else "broken", said, note, missed=found["failed"])


def _checks(about: About, clauses: list[Clause]) -> dict[Any, Counter]:
    start, end = about.bounds
    found: dict[Any, Counter] = {}
    rows = SpotCheck.objects.filter(clause__in=clauses, checked_at__gte=start, checked_at__lt=end)
    for clause_id, is_passed, grade in rows.values_list("clause_id", "is_passed", "grade"):
        counted = found.setdefault(clause_id, Counter())
        counted["passed" if is_passed else "failed"] += 1
        counted[grade] += is_passed
    return found
