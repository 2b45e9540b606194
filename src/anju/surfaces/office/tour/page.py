"""The tour's own page, which prints, and the panel of one step, which the island lays over any page."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import render

from anju.kernel import clock

from ..doors import office_page
from .steps import SEE, steps_for


@office_page(permission=SEE)
def show(request):
    """All steps with what to say, to read or to print; and the button to begin."""
    return render(request, "tour/page.html", {"steps": steps_for(request), "now": clock.now()})


@office_page(permission=SEE)
def step(request, number: int):
    """The panel of one step, counted from 1."""
    steps = steps_for(request)
    if not 1 <= number <= len(steps):
        raise Http404
    around = {
        "step": steps[number - 1],
        "number": number,
        "count": len(steps),
        "before": steps[number - 2] if number > 1 else None,
        "next": steps[number] if number < len(steps) else None,
    }
    return render(request, "tour/_panel.html", around)
