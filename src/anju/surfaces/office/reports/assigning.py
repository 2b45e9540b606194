"""The plan handed out: each sentence with its squad, its employee and its day."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.people import queries as people
from anju.domains.people.models import Post
from anju.domains.plans import actions, queries
from anju.domains.plans.models import Clause, Motion, Plan
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page


@office_page(permission="plans.see_plans")
def page(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Every sentence in force; those without an employee first."""
    return _show(request, get_object_or_404(Plan.objects, pk=plan_id))


def _show(request: HttpRequest, plan: Plan, *, refusal: Refusal | None = None, at: UUID | None = None) -> HttpResponse:
    rows = list(queries.confirmed(plan).select_related("squad", "assignee", "motion"))
    rights = request.rights if hasattr(request, "rights") else None
    context = {
        "plan": plan,
        "rows": sorted(rows, key=lambda one: (one.assignee_id is not None, one.position)),
        "open": sum(one.assignee_id is None for one in rows),
        "posts": list(Post.objects.filter(scope=request.scope, state="in_use").order_by("name")),
        "staff": list(people.working_here(request.scope)),
        "motions": list(Motion.objects.filter(scope=request.scope).order_by("-received_on")),
        "may_assign": rights is None or actions.assign_clause.spec.name in rights,
        "refusal": refusal,
        "refused_at": at,
    }
    return render(request, "reports/assign.html", context, status=422 if refusal else 200)


@require_POST
@office_page(permission="plans.see_plans")
def assign(request: HttpRequest, clause_id: UUID) -> HttpResponse:
    """Give a sentence to somebody, and name the motion it answers where one was chosen."""
    clause = get_object_or_404(Clause.objects.select_related("plan", "scope"), pk=clause_id)
    outcome = _run(actions.assign_clause.spec, clause, request, ("squad", "assignee", "due_on"))
    if not isinstance(outcome, Refusal) and request.POST.get("motion"):
        outcome = _run(actions.link_motion.spec, clause, request, ("motion",))
    if isinstance(outcome, Refusal):
        return _show(request, clause.plan, refusal=outcome, at=clause.pk)
    messages.success(request, _("Done: %(action)s") % {"action": actions.assign_clause.spec.title})
    return redirect("assign_plan", clause.plan_id)


@require_POST
@office_page(permission="plans.see_plans")
def announce(request: HttpRequest, plan_id: UUID) -> HttpResponse:
    """Announce the assignments of the whole plan."""
    plan = get_object_or_404(Plan.objects, pk=plan_id)
    outcome = actions.announce_assignments(plan, by=request.actor)
    if isinstance(outcome, Refusal):
        return _show(request, plan, refusal=outcome)
    messages.success(request, _("Done: %(action)s") % {"action": actions.announce_assignments.spec.title})
    return redirect("assign_plan", plan_id)


def _run(spec, clause: Clause, request: HttpRequest, names: tuple[str, ...]):
    return done(spec, clause, request, {name: request.POST.get(name, "") for name in names})
