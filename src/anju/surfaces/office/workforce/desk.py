"""Forms that stand on no record's page: returning equipment by its code, thresholds, and who could stand in."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from anju.domains.people.queries import Post
from anju.domains.workforce import queries as workforce
from anju.domains.workforce.actions import call_in, return_gear, set_threshold
from anju.kernel import clock
from anju.kernel.screens import registry

from ..doors import office_page
from ..screens.forms import create_by

HOURS = 8


@office_page(permission=return_gear.spec.name)
def bring_back(request: HttpRequest) -> HttpResponse:
    """Type or scan a code: the thing is back."""
    return create_by(request, registry["gear_issues"], return_gear.spec)


@office_page(permission=set_threshold.spec.name)
def threshold(request: HttpRequest) -> HttpResponse:
    """How many points an applicant needs in a criterion."""
    return create_by(request, registry["work_terms"], set_threshold.spec)


@office_page(permission=call_in.spec.name)
def stand_ins(request: HttpRequest) -> HttpResponse:
    """Who could take a post now for the next hours: rested, of the role, not on leave; whoever works least first."""
    posts = list(Post.objects.filter(scope=request.scope, state="in_use").order_by("name"))
    wanted = next((one for one in posts if str(one.pk) == request.GET.get("post", "")), None)
    start = clock.now()
    end = start + timedelta(hours=HOURS)
    found = workforce.candidates(wanted, start, end)[:30] if wanted else []
    local = f"{clock.local(request.scope, start):%Y-%m-%dT%H:%M}", f"{clock.local(request.scope, end):%Y-%m-%dT%H:%M}"
    address = reverse("office:act", args=["post_work", wanted.pk, "call_in"]) if wanted else ""
    return render(request, "workforce/stand_ins.html", {"posts": posts, "wanted": wanted, "found": found, "start": local[0], "end": local[1], "address": address, "hours": HOURS})
