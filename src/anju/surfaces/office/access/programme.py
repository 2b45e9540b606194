"""三关一查 and the use of the gates: one page on which a manager sees whether the programme is kept and the smart gates are used."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.domains.access import queries as access
from anju.domains.access.queries import usage
from anju.domains.duties import actions as duties
from anju.domains.duties.queries import Duty, kept_between
from anju.kernel import clock, permissions
from anju.kernel.refusals import Refusal

from ..doors import office_page

SEE = "access.see_lanes"


def elements() -> list[str]:
    """The three gates and the one check, in the language of the page."""
    return [
        _("Gate moved forward: whoever comes is spoken to and guided outside"), _("Gate strictly kept: nobody and nothing passes without a right"),
        _("Gate with care: help with bags, prams and questions"), _("Checked and registered: document, host's word, hour and photo"),
    ]  # fmt: skip


@office_page(permission=SEE)
def page(request: HttpRequest) -> HttpResponse:
    """The programme's checklist with how it was kept, then how the gates are used."""
    if request.method == "POST":
        return _begin(request)
    return _page(request)


def _duties(request: HttpRequest) -> list[Duty]:
    return list(Duty.objects.filter(scope=request.scope, basis_link=reverse("gate_programme")).order_by("created_at"))


def _begin(request: HttpRequest) -> HttpResponse:
    spec = duties.create_duty.spec
    if _duties(request):
        return _page(request, Refusal("access.programme_runs", _("Nothing to do: the programme is regular work already.")))
    given = {"title": _("Three gates, one check"), "category": "check", "period": "shift", "count": 1, "role": "squad_leader", "checklist_lines": "\n".join(elements()),
             "basis_label": _("Three gates, one check"), "basis_link": reverse("gate_programme")}  # fmt: skip
    made = spec(request.scope, by=request.actor, **spec.clean(given))
    if isinstance(made, Refusal):
        return _page(request, made)
    messages.success(request, _("Each shift now goes through the four points, and what is missed is seen here."))
    return redirect("gate_programme")


def _strangers(request: HttpRequest, now) -> dict[str, int]:
    """How many times outsiders came and went in thirty days, and how many of them a named camera saw."""
    rows = access.outsiders(request.scope, start=now - timedelta(days=30), end=now).order_by()
    return {"in": rows.filter(direction="in").count(), "out": rows.filter(direction="out").count(), "seen": rows.exclude(camera=None).count(), "all": rows.count()}


def _page(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    now, today = clock.now(), clock.today(request.scope)
    running = _duties(request)
    months = usage.smart_by_month(request.scope)
    doors = usage.garage_doors(request.scope)
    context = {
        "elements": elements(), "running": running, "refusal": refusal, "kept": kept_between(running, today.replace(day=1), today + timedelta(days=1)) if running else None,
        "may_begin": permissions.may(request.actor, duties.create_duty.spec.name, request.scope), "months": months, "rising": usage.is_rising(months),
        "lanes": usage.throughput(request.scope, start=now - timedelta(days=7), end=now), "doors": doors, "missing": [one for one in doors if not one.is_whole],
        "outer": access.Visit.objects.filter(scope=request.scope, channel="outer", at__gte=now - timedelta(days=30)).count(),
        "procedures": access.procedures(request.scope), "entrances": access.entrances(request.scope, at=now), "peaks": access.past_peaks(request.scope, since=now - timedelta(days=30)),
        "ahead": [one for one in access.peaks_around(request.scope, at=now) if one.run.state == "planned"], "unwatched": access.unwatched(request.scope),
        "leases": access.leases(request.scope), "strangers": _strangers(request, now),
        "inquiries": access.Inquiry.objects.filter(scope=request.scope, at__gte=now - timedelta(days=30)).count(),
    }  # fmt: skip
    return render(request, "access/programme.html", context, status=422 if refusal else 200)
