"""P01, first half: a file comes in and is read."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from anju.domains.plans import actions, queries
from anju.kernel import clock, permissions
from anju.kernel.refusals import Refusal

from ..asked import whole_number
from ..doors import office_page

NO_FILE = Refusal("plans.no_file", _("Nothing was read: choose a file, or paste the text of the plan."))
NO_YEAR = Refusal("plans.no_year", _("Nothing was read: choose the year of the plan from the list."))


@office_page(permission="plans.draft_plan")
def hand_in(request):
    """Upload or paste a plan; every plan inside it becomes a draft of its own, and the first one opens."""
    if request.method != "POST":
        return _form(request)
    if not permissions.may(request.actor, actions.draft_plan.spec.name, request.scope):
        return _form(request, Refusal("kernel.not_permitted", _("Your post does not allow handing in a plan. Ask the project manager for it.")))
    upload, pasted = request.FILES.get("file"), request.POST.get("text", "").strip()
    if upload is None and not pasted:
        return _form(request, NO_FILE)
    year = whole_number(request.POST.get("year") or str(_years(request)[0]))
    if year not in _years(request):
        return _form(request, NO_YEAR)
    data, name = (upload.read(), upload.name) if upload else (pasted.encode(), "plan.txt")
    plans = actions.take_in(request.scope, data, name=name, year=year, by=request.actor)
    if isinstance(plans, Refusal):
        return _form(request, plans)
    if len(plans) == 1:
        return redirect("plans:review", plans[0].id)
    counts = [queries.review_counts(plan) for plan in plans]
    said = {"plans": len(plans), "sentences": sum(one.sentences for one in counts), "actionable": sum(one.actionable for one in counts)}
    messages.success(request, gettext("There are %(plans)s plans in this file: %(sentences)s sentences, %(actionable)s are to be carried out. Review them one by one.") % said)
    return redirect("plans:review", plans[0].id)


def _form(request, refusal: Refusal | None = None):
    return render(request, "plans/import.html", {"refusal": refusal, "years": _years(request)}, status=422 if refusal else 200)


def _years(request) -> list[int]:
    year = clock.today(request.scope).year
    return [year, year + 1]
