"""P02 and P03: the plan in force, one sentence with its evidence, the law beside it, the versions, and the yearly cycle."""

from __future__ import annotations

from itertools import groupby

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.duties import queries as duties
from anju.domains.people.queries import role_labels
from anju.domains.plans import actions, queries
from anju.domains.plans.models import Clause, Plan
from anju.domains.plans.states import Becomes, LiveState, PlanState
from anju.kernel import clock, permissions
from anju.kernel.refusals import Refusal

from ..doors import office_page
from . import evidence, words
from .cycle import steps_of


@office_page(permission="plans.see_plans")
def index(request):
    plans = Plan.objects.select_related("source").order_by("state", "-year", "created_at")
    return render(request, "plans/index.html", {"plans": [_row(plan) for plan in plans]})


def _row(plan: Plan) -> dict:
    counts = queries.review_counts(plan)
    is_draft = plan.state == PlanState.draft
    said = _("%(sentences)s sentences, %(actionable)s to be carried out, %(open)s to be confirmed")
    return {
        "plan": plan,
        "state": PlanState[plan.state],
        "url": reverse("plans:review" if is_draft else "plans:live", args=[plan.id]),
        "verb": _("Review") if is_draft else _("Look"),
        "words": said % {"sentences": counts.sentences, "actionable": counts.actionable, "open": counts.open},
    }


@office_page(permission="plans.see_plans")
def page(request, plan_id):
    plan = get_object_or_404(Plan.objects, pk=plan_id)
    rows = queries.live(plan, at=clock.now())
    counts = queries.state_counts(rows)
    risky = [state for state in ("broken", "late", "due") if counts[state]]
    chosen = request.GET.get("state") or ("risky" if risky else "all")
    shown = [row for row in rows if chosen == "all" or row.state == chosen or (chosen == "risky" and row.state in risky)]
    labels = role_labels(request.scope)
    return render(
        request,
        "plans/live.html",
        {
            "plan": plan,
            "today": clock.today(request.scope),
            "counts": [(LiveState[code], counts[code]) for code in ("broken", "late", "due", "on_track", "proven")],
            "total": len(rows),
            "chosen": chosen,
            "groups": [{"heading": heading, "rows": [_shown(row, labels) for row in group]} for heading, group in groupby(shown, _heading)],
            "coverage": _coverage(rows),
            "missing": len(queries.missing_statutes(plan)),
            "earlier": plan.replaces,
        },
    )


def _heading(row) -> str:
    return row.clause.path[-1] if row.clause.path else row.clause.plan.title


def _shown(row, labels: dict) -> dict:
    due = row.standing.next_due_at if row.standing else None
    return {
        "clause": row.clause,
        "state": LiveState[row.state],
        "progress": words.progress(row.state, row.standing),
        "next_due": _("next due %(at)s") % {"at": words.short_moment(due)} if due else "",
        "role": labels.get(row.clause.proposal.get("role", ""), ""),
    }


def _coverage(rows) -> dict:
    closed = [row.standing.closed for row in rows if row.standing and row.standing.closed]
    return {"proven": sum(row.state == "proven" for row in rows), "all": len(rows), "grades": _by_grade(closed)}


def _by_grade(tallies) -> dict[str, int]:
    """How many proofs of each grade; a grade that none of the tallies has counts 0."""
    return {grade: sum(tally.grades.get(grade, 0) for tally in tallies) for grade in "ABC"}


@office_page(permission="plans.see_plans")
def clause(request, clause_id, refusal: Refusal | None = None):
    """One sentence: its state and why, and the records behind it."""
    one = get_object_or_404(Clause.objects.select_related("plan", "duty", "target", "reviewed_by"), pk=clause_id)
    standing = queries.standings([one], at=clock.now()).get(one.id)
    state = queries.live_state(standing, at=clock.now())
    closed = standing.closed if standing else None
    checkable = one.becomes in (Becomes.policy, Becomes.pass_policy) and one.plan.state == PlanState.active
    context = {
        "clause": one,
        "state": LiveState[state],
        "becomes": Becomes[one.becomes],
        "words": _("; ").join(duties.words_of(duty).say(_) for duty in evidence.owed_by(one)),
        "role": role_labels(request.scope).get(one.proposal.get("role", ""), ""),
        "progress": words.progress(state, standing),
        "grades": _by_grade([closed]) if closed and closed.grades else {},
        "evidence": evidence.of(one),
        "may_check": checkable and permissions.may(request.actor, actions.record_spot_check.spec.name, request.scope),
        "refusal": refusal,
    }
    return render(request, "plans/clause.html", context, status=422 if refusal else 200)


@require_POST
@office_page(permission="plans.see_plans")
def spot_check(request, clause_id):
    one = get_object_or_404(Clause.objects.select_related("plan"), pk=clause_id)
    passed = request.POST.get("is_passed") == "1"
    outcome = actions.record_spot_check(one, is_passed=passed, note=request.POST.get("note", "")[:2000], by=request.actor)
    if isinstance(outcome, Refusal):
        return clause(request, clause_id, outcome)
    return redirect("plans:clause", clause_id)


@require_POST
@office_page(permission="plans.see_plans")
def remind(request, clause_id):
    one = get_object_or_404(Clause.objects, pk=clause_id)
    outcome = actions.remind(one, by=request.actor)
    return HttpResponse(str(outcome) if isinstance(outcome, Refusal) else _("Reminded"))


@office_page(permission="plans.see_plans")
def law(request, plan_id, refusal: Refusal | None = None):
    plan = get_object_or_404(Plan.objects, pk=plan_id)
    chinese = (get_language() or "").startswith("zh")
    rows = [
        {"id": s.id, "words": s.zh if chinese else s.en, "rule": s.rule, "article": s.article, "value": s.value, "is_unchecked": s.is_unchecked}
        for s in queries.missing_statutes(plan)
    ]
    back = reverse("plans:review" if plan.state == PlanState.draft else "plans:live", args=[plan.id])
    context = {"plan": plan, "rows": rows, "back": back, "refusal": refusal, "features": queries.features(), "absent": queries.absent_features()}
    return render(request, "plans/law.html", context, status=422 if refusal else 200)


@require_POST
@office_page(permission="plans.see_plans")
def has(request, plan_id):
    """What the community has, as ticked; what is not ticked is not here."""
    get_object_or_404(Plan.objects, pk=plan_id)
    absent = [feature.code for feature in queries.features() if feature.code not in request.POST.getlist("has")]
    outcome = actions.answer_features(request.scope, absent=absent, by=request.actor)
    return law(request, plan_id, outcome) if isinstance(outcome, Refusal) else redirect("plans:statutes", plan_id)


@require_POST
@office_page(permission="plans.see_plans")
def answer(request, plan_id, statute):
    get_object_or_404(Plan.objects, pk=plan_id)
    reason = request.POST.get("reason", "")[:200]
    outcome = actions.answer_statute(request.scope, statute=statute, applies=False, reason=reason, by=request.actor)
    return law(request, plan_id, outcome) if isinstance(outcome, Refusal) else redirect("plans:statutes", plan_id)


@office_page(permission="plans.see_plans")
def difference(request, plan_id):
    plan = get_object_or_404(Plan.objects.exclude(replaces=None), pk=plan_id)
    older = Plan.objects.get(pk=plan.replaces_id)
    added, gone, changed = queries.difference(older, plan)
    return render(request, "plans/difference.html", {"plan": plan, "older": older, "added": added, "gone": gone, "changed": changed})


@office_page(permission="plans.see_plans")
def cycle(request, plan_id):
    plan = get_object_or_404(Plan.objects, pk=plan_id)
    return render(request, "plans/cycle.html", {"plan": plan, "steps": steps_of(plan, request.scope)})


