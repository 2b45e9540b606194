"""What the labour law makes of the shifts that are published for a month, and how many people a lawful roster would take."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anju.domains.people.queries import Person, role_labels
from anju.domains.workforce.queries.rostering import Question, faults_published, heads
from anju.kernel import clock

from ..doors import office_page
from .page import SEE
from .words import LAW, amount

MOST = 200


@office_page(permission=SEE)
def page(request: HttpRequest) -> HttpResponse:
    """Today's roster: each breach with its rule and figure, counted by rule, and the head count by role."""
    scope, today = request.scope, clock.today(request.scope)
    first = _month(request.GET.get("month", ""), today)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    faults = faults_published(scope, first, last)
    people = Person.objects.in_bulk([fault.person for fault in faults])
    named = {str(pk): person.name for pk, person in people.items()}
    counts = Counter(fault.rule for fault in faults)
    rows = [
        {"name": named.get(fault.person, ""), "day": first + timedelta(days=fault.day), "rule": LAW[fault.rule], "amount": amount(fault.rule, fault.amount), "limit": amount(fault.rule, fault.limit)}
        for fault in sorted(faults, key=lambda each: (each.day, each.rule, each.person))[:MOST]
    ]  # fmt: skip
    labels = role_labels(scope)
    needed = [{"role": labels[role], "needed": lawful, "there": there, "missing": max(lawful - there, 0)} for role, lawful, there in heads(Question(scope, first, last))]
    counted = [(LAW[rule], counts[rule]) for rule in LAW]
    return render(request, "rosters/law.html", {"first": first, "last": last, "counted": counted, "rows": rows, "total": len(faults), "most": MOST, "needed": needed})


def _month(text: str, today: date) -> date:
    """The first day of a month written 2026-03, else of this month."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
