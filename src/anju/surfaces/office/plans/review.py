"""P01, second half: the document beside the objects it becomes, sentence by sentence."""

from __future__ import annotations

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.people.queries import ROLE_CHOICES
from anju.domains.plans import actions, queries
from anju.domains.plans.models import Clause, Plan
from anju.domains.plans.states import Becomes, ReviewState
from anju.kernel.refusals import Refusal

from ..asked import record_id, whole_number
from ..doors import office_page
from .words import DOUBTS, EVIDENCE, PERIODS


@office_page(permission="plans.see_plans")
def page(request, plan_id):
    plan = get_object_or_404(Plan.objects, pk=plan_id)
    waiting = queries.in_review_order(plan)
    chosen = request.GET.get("clause")
    current = get_object_or_404(Clause.objects, pk=record_id(chosen), plan=plan) if chosen else next(iter(waiting), None)
    return render(request, "plans/review.html", _whole(request, plan, current))


def _whole(request, plan: Plan, current: Clause | None, refusal: Refusal | None = None) -> dict:
    return {
        "plan": plan,
        "text": list(_text(plan)),
        "remarks": [_(told.sentence) % told.params for told in queries.left_out(plan.source)],
        **_finish(plan),
        "missing": len(queries.missing_statutes(plan)),
        **_panel(plan, current, refusal),
    }


def _text(plan: Plan):
    """The document as the reviewer reads it: headings, and sentences with their colour."""
    clauses = list(Clause.objects.filter(plan=plan).order_by("position"))
    headings = {heading for clause in clauses for heading in clause.path}
    for clause in clauses:
        yield {**_row(clause), "heading": clause.text in headings and clause.becomes == Becomes.nothing}


def _row(clause: Clause) -> dict:
    return {"clause": clause, "colour": _colour(clause), "doubtful": bool(clause.doubts) and clause.review == ReviewState.proposed}


def _colour(clause: Clause) -> str:
    if clause.becomes == Becomes.nothing and clause.review == ReviewState.proposed:
        return "none"
    return {"proposed": "blue", "accepted": "green", "changed": "green"}.get(clause.review, "none")


def _finish(plan: Plan) -> dict:
    becomes = [(Becomes[code], count) for code, count in queries.will_become(plan).most_common()]
    return {"plan": plan, "becomes": becomes, "counts": queries.review_counts(plan)}


def _panel(plan: Plan, current: Clause | None, refusal: Refusal | None) -> dict:
    if current is None:
        return {"plan": plan, "current": None, "refusal": refusal}
    waiting = [clause.pk for clause in queries.in_review_order(plan)]
    place = f"{waiting.index(current.pk) + 1}/{len(waiting)}" if current.pk in waiting else ""
    return {
        "plan": plan,
        "current": current,
        "refusal": refusal,
        "place": place,
        "review": ReviewState[current.review],
        "doubts": [DOUBTS[code] for code in current.doubts],
        "kinds": list(Becomes),
        "schedule": {"count": "", "period": "", **current.proposal.get("schedule", {})},
        "further": [{"count": "", "period": "", **one} for one in current.proposal.get("further", [])],
        "periods": PERIODS,
        "roles": ROLE_CHOICES,
        "role": current.proposal.get("role", ""),
        "evidence": "、".join(str(EVIDENCE[code]) for code in current.proposal.get("evidence", [])) or _("Spot checks"),
        "before": _before(current),
    }


def _before(clause: Clause) -> Clause | None:
    kept = Clause.objects.filter(plan=clause.plan_id, position__lt=clause.position)
    return kept.exclude(review__in=[ReviewState.dropped, ReviewState.merged]).exclude(becomes=Becomes.nothing).order_by("-position").first()


@office_page(permission="plans.see_plans")
def panel(request, clause_id):
    clause = get_object_or_404(Clause.objects.select_related("plan"), pk=clause_id)
    return render(request, "plans/_panel.html", _panel(clause.plan, clause, None))


@require_POST
@office_page(permission="plans.see_plans")
def decide(request, clause_id):
    """One decision of the reviewer; the answer is the next sentence to look at, or the refusal beside the same one."""
    clause = get_object_or_404(Clause.objects.select_related("plan"), pk=clause_id)
    outcome = _decide(request, clause)
    if isinstance(outcome, Refusal):
        fresh = Clause.objects.select_related("plan").get(pk=clause.pk)
        answer = render(request, "plans/_panel.html", _panel(clause.plan, fresh, outcome), status=200 if request.headers.get("HX-Request") else 422)
        return answer
    if not request.headers.get("HX-Request"):
        return redirect("plans:review", clause.plan_id)
    following = next(iter(queries.in_review_order(clause.plan)), None)
    changed = [_row(one) for one in (Clause.objects.get(pk=clause.pk), following) if one is not None]
    context = {**_finish(clause.plan), **_panel(clause.plan, following, None), "changed": changed}
    return render(request, "plans/_decided.html", context)


def _decide(request, clause: Clause):
    verb, revision = request.POST.get("verb"), whole_number(request.POST.get("revision"))
    by = request.actor
    if verb == "drop" or (verb == "accept" and clause.becomes == Becomes.nothing):
        return actions.drop_clause(clause, revision=revision, by=by)
    if verb == "merge" and (into := _before(clause)):
        return actions.merge_clause(clause, into=into, revision=revision, by=by)
    if verb == "change" or (verb == "accept" and _leaves_one_out(request, clause)):
        return _change(request, clause, revision)
    return actions.accept_clause(clause, revision=revision, by=by)


def _leaves_one_out(request, clause: Clause) -> bool:
    """Whether the reviewer took the tick from one of several frequencies before he confirmed."""
    return clause.becomes == Becomes.duty and len(_kept(request, clause)) <= len(clause.proposal.get("further", []))


def _kept(request, clause: Clause) -> list[dict]:
    """The frequencies of the sentence that are meant: the first as it was typed, the others as they were read."""
    proposed = [clause.proposal.get("schedule", {}), *clause.proposal.get("further", [])]
    ticked = request.POST.getlist("frequency")
    return [one for turn, one in enumerate(proposed) if len(proposed) == 1 or str(turn) in ticked]


def _change(request, clause: Clause, revision: int):
    posted, kept = request.POST, _kept(request, clause)
    becomes = posted.get("becomes", clause.becomes)
    if becomes not in Becomes:
        return Refusal("plans.unknown_kind", _("Choose what the sentence becomes."))
    if not kept and becomes == Becomes.duty:
        return Refusal("plans.no_frequency_kept", _("Not changed: leave at least one frequency, or say that the sentence is not carried out."))
    schedule, *further = kept or [{}]
    is_first = schedule == clause.proposal.get("schedule", {})
    if posted.get("period") and is_first:
        count = whole_number(posted.get("count") or "1", largest=999)
        if not count:
            return Refusal("plans.unusable_count", _("Not changed: say how many times, from 1 to 999."))
        schedule = schedule | {"period": posted["period"], "count": count, "bound": schedule.get("bound", "exact")}
    frequencies = {"schedule": schedule, "further": further} if becomes == Becomes.duty else {}
    return actions.change_clause(clause, revision=revision, becomes=becomes, role=posted.get("role", ""), **frequencies, by=request.actor)


@require_POST
@office_page(permission="plans.see_plans")
def confirm_rest(request, plan_id):
    plan = get_object_or_404(Plan.objects, pk=plan_id)
    outcome = actions.confirm_all(plan, by=request.actor)
    if isinstance(outcome, Refusal):
        return render(request, "plans/review.html", _whole(request, plan, None, outcome), status=422)
    return redirect("plans:review", plan.id)


@require_POST
@office_page(permission="plans.see_plans")
def activate(request, plan_id):
    plan = get_object_or_404(Plan.objects, pk=plan_id)
    outcome = actions.bring_to_life(plan, by=request.actor)
    if isinstance(outcome, Refusal):
        return render(request, "plans/review.html", _whole(request, plan, None, outcome), status=422)
    return redirect("plans:live", plan.id)
