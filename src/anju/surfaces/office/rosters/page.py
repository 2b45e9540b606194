"""One roster as a grid, with its progress while it is being worked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from anju.domains.people.queries import Post, Shift
from anju.domains.workforce.models import Roster
from anju.domains.workforce.queries.rostering import (
    Question,
    candidates_for,
    changed_cells,
    cover_of,
    faults_of_cells,
    goes_on,
    minutes_of,
)
from anju.kernel.screens import detail, registry
from anju.planners.rosters import Fault

from ..doors import office_page
from .words import LAW, RULES

SEE = "workforce.see_rosters"
COLOURS = 4
"""Shades of shifts, taken in turn."""


@office_page(permission=SEE)
def newest(request: HttpRequest) -> HttpResponse:
    """The roster that is worked on, or else the newest."""
    rows = Roster.objects.filter(scope=request.scope).exclude(state__in=("discarded", "replaced")).order_by("-created_at")
    found = rows.filter(state__in=("working", "publishing")).first() or rows.first()
    return _show(request, found)


@office_page(permission=SEE)
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = Roster.objects.filter(scope=request.scope, pk=pk).select_related("base", "ill").first()
    if found is None:
        raise Http404
    return _show(request, found)


def _show(request: HttpRequest, roster: Roster | None) -> HttpResponse:
    screen = registry["rosters"]
    context: dict = {"roster": roster, "may_draft": "workforce.draft_roster" in (request.rights or {"workforce.draft_roster"}), "screen": screen}
    if roster is not None:
        question = Question(request.scope, roster.first_on, roster.last_on)
        names = {str(person.pk): person.name for person in question.may}
        context |= {
            "page": detail.detail_page(screen, roster, request.rights), "days": [roster.first_on + timedelta(days=day) for day in range(roster.days)],
            "follows": goes_on(request.scope, roster.first_on) if roster.state in ("working", "ready") and not roster.base_id else None, "gap": _gap(roster), "steps": roster.progress[-8:], "breaches": [(names.get(person, ""), str(RULES[rule]), _day(roster, day)) for rule, person, day, _ in roster.breaches],
            "lapsing": sorted((names[str(person)], _day(roster, min(days))) for person, days in question.lapsed.items()) if roster.state in ("working", "ready") else [],
            "missed": [(names.get(person, ""), _day(roster, day)) for person, day in roster.missed],
            **_grid(question, roster, names), **_slot(request, question, roster, names),
        }  # fmt: skip
    return render(request, "rosters/page.html", context)


def _gap(roster: Roster) -> float | None:
    """By how many percent it may be above the best there is; None where nothing is known."""
    if roster.is_best:
        return 0.0
    return round(100 * (roster.cost - roster.bound) / roster.cost, 1) if roster.bound and roster.cost else None


def _day(roster: Roster, day: int | None) -> date | None:
    return None if day is None else roster.first_on + timedelta(days=day)


def _grid(question: Question, roster: Roster, names: dict[str, str]) -> dict:
    shifts = {str(shift.pk): shift for group in question.groups for shift in group.shifts}
    posts = {str(post.pk): post for group in question.groups for post in group.posts}
    colour = {name: str(at % COLOURS) for at, name in enumerate(dict.fromkeys(shift.name for shift in shifts.values()))}
    changed = {(person, day) for person, day, _was, _now in changed_cells(roster)}
    faults = faults_of_cells(question, roster.cells)
    rows = []
    for person, row in sorted(roster.cells.items(), key=lambda each: names.get(each[0], "")):
        cells = [_cell(cell, shifts, posts, colour) | {"is_changed": (person, day) in changed} for day, cell in enumerate(row)]
        rows.append({"name": names.get(person, ""), "cells": cells, "hours": sum(cell["minutes"] for cell in cells) / 60, "faults": _by_rule(fault for fault in faults if fault.person == person)})
    changes = [(names.get(person, ""), _day(roster, day), _said(was, shifts, posts), _said(now, shifts, posts)) for person, day, was, now in sorted(changed_cells(roster), key=lambda each: each[1])]
    cover = [{"post": post, "shift": shift, "missing": missing, "short": sum(each > 0 for each in missing)} for post, shift, missing in cover_of(question, roster.cells)]
    short = sum(max(each, 0) for line in cover for each in line["missing"]) if roster.cells else 0
    return {"rows": rows, "changes": changes, "cover": cover if roster.cells else [], "short": short, "faults": len(faults), "faults_by_rule": _by_rule(faults)}


def _by_rule(faults: Iterable[Fault]) -> list[tuple[str, int]]:
    counts = Counter(fault.rule for fault in faults)
    return [(str(LAW[rule][0]), counts[rule]) for rule in LAW if counts[rule]]


def _cell(cell: str | None, shifts: dict[str, Shift], posts: dict[str, Post], colour: dict[str, str]) -> dict:
    post, _bar, shift = (cell or "").partition("|")
    if shift not in shifts:
        return {"text": "", "title": "", "colour": "", "minutes": 0}
    start, end = minutes_of(shifts[shift])
    return {"text": shifts[shift].name[:1], "title": _said(cell, shifts, posts), "colour": colour[shifts[shift].name], "minutes": end - start}


def _said(cell: str | None, shifts: dict[str, Shift], posts: dict[str, Post]) -> str:
    post, _bar, shift = (cell or "").partition("|")
    return f"{posts[post].name} {shifts[shift]}" if post in posts and shift in shifts else ""


def _slot(request: HttpRequest, question: Question, roster: Roster, names: dict[str, str]) -> dict:
    """Who could fill the gap that was clicked: `?slot=post|shift&day=3`."""
    slot, day = request.GET.get("slot", ""), request.GET.get("day", "")
    if not roster.cells or slot not in {f"{post.pk}|{shift.pk}" for post, shift, _ in cover_of(question, roster.cells)} or not day.isdecimal() or int(day) >= roster.days:
        return {"candidates": None}
    found = [(names.get(person, ""), [RULES[rule] for rule in rules]) for person, rules in candidates_for(question, roster, slot, int(day))]
    shifts = {str(shift.pk): shift for group in question.groups for shift in group.shifts}
    posts = {str(post.pk): post for group in question.groups for post in group.posts}
    return {"candidates": found, "slot_name": _said(slot, shifts, posts), "slot_day": _day(roster, int(day))}


