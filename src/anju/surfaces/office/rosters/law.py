"""What the labour law makes of the shifts that are published for a month, and how many people a lawful roster would take."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anju.domains.people.queries import Person, role_labels
from anju.domains.workforce.queries.lawful import Beside, long_shifts
from anju.domains.workforce.queries.rostering import Question, faults_published, heads
from anju.kernel import clock

from ..doors import office_page
from .page import SEE
from .words import LAW, amount, is_unchecked

MOST = 200
SHOWN = 14


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
    counted = [(LAW[rule], counts[rule], is_unchecked(rule)) for rule in LAW]
    since = max(first, today - timedelta(days=today.weekday())) if first <= today <= last else first
    context = {
        "first": first, "last": last, "counted": counted, "rows": rows, "total": len(faults), "most": MOST, "needed": needed,
        "days": [since + timedelta(days=day) for day in range(SHOWN)], "beside": [_shown(one) for one in long_shifts(scope, first, last, shown=SHOWN, shown_from=since)],
    }  # fmt: skip
    return render(request, "rosters/law.html", context)


def _shown(one: Beside) -> dict[str, Any]:
    """A post for the page: rules in words, and how many people are lacking."""
    today = [
        {
            "name": line.name, "hours": line.hours, "broken": "、".join(f"{LAW[rule][0]} {count}" for rule, count in line.broken.items()), "count": sum(line.broken.values()),
            "squares": [{"text": square.text, "title": "、".join([square.title, *(str(LAW[rule][0]) for rule in square.rules)]).strip("、"), "is_wrong": bool(square.rules)} for square in line.squares],
        }
        for line in one.today
    ]  # fmt: skip
    return {"post": one.post, "shifts": one.shifts, "today": today, "lawful": one.lawful, "parts": one.parts, "breaches": one.breaches, "needed": one.needed, "missing": max(0, one.needed - len(today))}


def _month(text: str, today: date) -> date:
    """The first day of a month written 2026-03, else of this month."""
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
