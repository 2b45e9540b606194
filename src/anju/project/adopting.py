"""A plan becomes the community's own: read from a file, confirmed by the security manager, brought to life and put in force."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from anju.domains.duties import actions as duties
from anju.domains.places import queries as places
from anju.domains.plans import actions, queries
from anju.domains.plans.models import Clause, Plan
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal
from anju.planreader import documents, read_document_units
from anju.simulator.answers import checklist_for, space_for

NOTHING_ASKED = "No sentence of this file asks for anything: take a work plan, or see what anju plan parse reads. 这份文件里没有读到要落实的句子。请换一份工作计划，或先用 anju plan parse 查看读到的内容。"


@dataclass(frozen=True)
class Adopted:
    """The plan in force and what became of its sentences."""

    plan: Plan
    sentences: int
    confirmed: int
    duties: int
    plans_in_file: int


def trouble_with(data: bytes, name: str) -> str:
    """Why a file cannot become the community's plan, as a sentence; empty when it can. Looks before anything is built."""
    document = documents.read_document(data, name)
    if isinstance(document, documents.Unreadable):
        return f"{document} {document.chinese}"
    if all(found.clause.kind == "none" for found in read_document_units(document)):
        return NOTHING_ASKED
    return ""


def adopt(scope: Scope, data: bytes, *, name: str, year: int, by: Callable[[], Actor]) -> Adopted | Refusal:
    """Take the first plan of the file, accept each doubtful sentence as it is proposed, and put the plan in force."""
    drafted = actions.take_in(scope, data, name=name, year=year, by=by())
    if isinstance(drafted, Refusal):
        return drafted
    asking = [plan for plan in drafted if queries.review_counts(plan).actionable]
    if not asking:
        return Refusal("plans.nothing_asked", NOTHING_ASKED)
    plan = asking[0]
    if isinstance(no := review(plan, by=by), Refusal):
        return no
    counts = queries.review_counts(plan)
    made = furnish(plan, by=by)
    return Adopted(plan, counts.sentences, counts.confirmed, made, len(drafted))


def review(plan: Plan, *, by: Callable[[], Actor]) -> Plan | Refusal:
    """Decide on every sentence: doubtful ones as proposed, or as a policy where the proposal cannot be carried out."""
    for clause in queries.doubtful(Clause.objects.filter(plan=plan)).order_by("position"):
        if isinstance(actions.accept_clause(clause, revision=clause.revision, by=by()), Refusal):
            actions.change_clause(clause, revision=clause.revision, becomes="policy", by=by())
    if isinstance(no := actions.confirm_all(plan, by=by()), Refusal):
        return no
    for clause in queries.unrealised(plan).select_related("scope", "plan"):
        if isinstance(actions.realise_clause(clause, by=by()), Refusal):
            _make_possible(clause, by=by)
    return actions.activate_plan(plan, by=by())


def _make_possible(clause: Clause, *, by: Callable[[], Actor]) -> None:
    """Hours that a shift does not have become those of the day; what still cannot be scheduled stays a policy."""
    schedule = clause.proposal.get("schedule", {})
    if schedule.get("period") == "shift" and schedule.get("window"):
        changed = actions.change_clause(clause, revision=clause.revision, becomes="duty", schedule={**schedule, "period": "P1D"}, by=by())
        if not isinstance(changed, Refusal) and not isinstance(actions.realise_clause(changed, by=by()), Refusal):
            return
    latest = Clause.objects.get(pk=clause.pk)
    actions.change_clause(latest, revision=latest.revision, becomes="policy", by=by())


def furnish(plan: Plan, *, by: Callable[[], Actor]) -> int:
    """Give the plan's duties the checklists and places that their words suggest; returns how many duties there are."""
    made = queries.duties_of(Clause.objects.filter(plan=plan))
    spaces = {place.name: place for place in places.in_use(plan.scope) if place.kind not in ("dwelling", "unit", "building")}
    for duty in made:
        wanted = {"checklist": checklist_for(duty.title) or None, "place": spaces.get(space_for(duty.title))}
        if any(wanted.values()):
            duties.change_duty(duty, **wanted, by=by())
    return len(made)


def draft_next(scope: Scope, data: bytes, *, name: str, year: int, by: Callable[[], Actor]) -> list[Plan] | Refusal:
    """Leave a plan in review: nothing of it is decided yet."""
    return actions.take_in(scope, data, name=name, year=year, by=by())
