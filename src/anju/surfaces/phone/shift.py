"""The shift of whoever holds the phone: who was before him and comes after, who stands in, what he hands over, what he must sign."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from anju.domains.people import queries as people
from anju.domains.workforce import queries as workforce
from anju.domains.workforce.models import CallOut, CallOutAnswer, Pledge, PostCheck, Swap
from anju.kernel import clock, permissions
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.phone.items import milliseconds

SHOWN = 20
FINDINGS, ITEMS = dict(workforce.codes.FINDINGS), dict(workforce.codes.CHECK_ITEMS)
LEADS = "workforce.judge_finding"


def shift_of(actor: Actor, scope: Scope, now: datetime) -> dict[str, Any] | None:
    """Everything about the work of a shift; None for people who do not work here."""
    person = people.Person.objects.filter(pk=actor.person).first() if actor.person else None
    if person is None or not permissions.may(actor, "workforce.take_relief", scope):
        return None
    away, relief = workforce.away_of(person), workforce.relief_of(person)
    return {
        "shift": _shift(person, scope, now),
        "away": away and {"kind": away.kind, "reason": away.reason, "due_ms": milliseconds(away.due_at), "post": str(away.post_id), "name": away.post.name},
        "relief": relief and {"id": str(relief.pk), "name": relief.post.name, "relieved": str(relief.relieved)},
        "posts": _posts(person, scope),
        "handover": _handover(person),
        "checks": [_check(one) for one in PostCheck.objects.filter(scope=scope, person=person, state="recorded").select_related("post").order_by("-at")[:SHOWN]],
        "pledges": [{"id": str(one.pk), "title": one.title, "text": one.text} for one in Pledge.objects.filter(scope=scope, person=person, state="issued")[:SHOWN]],
        "swaps": [_swap(one) for one in Swap.objects.filter(scope=scope, colleague=person, state="asked").select_related("asker", "mine__post", "mine__person", "theirs__post", "theirs__person")[:SHOWN]],
        "call_out": _call_out(person, scope),
        "figures": _figures(person, scope, now),
        "findings": [_finding(one) for one in workforce.open_findings(scope)[:SHOWN]] if permissions.may(actor, LEADS, scope) else [],
    }


def _shift(person: people.Person, scope: Scope, now: datetime) -> dict[str, Any] | None:
    mine, terms, presence = workforce.my_shift(person, now), workforce.terms_of(scope), people.presence_of(person)
    if mine is None:
        return None
    post = mine.holding.post
    is_here = presence is not None and presence.post_id == post.pk
    standing = people.Presence.objects.filter(scope=scope, post=post, until_at=None).select_related("person")
    others = [one.person for one in standing if one.person_id != person.pk]
    coming = [one for one in others if one in mine.after]
    covered = workforce.reliefs_at(post).filter(relieved=person).exists() or len(others) >= post.people_per_shift
    return {
        "before": [str(one) for one in mine.before], "after": [str(one) for one in mine.after], "is_pool": mine.is_pool, "is_alone": is_here and not others,
        "starts_ms": milliseconds(mine.holding.start_at), "ends_ms": milliseconds(mine.holding.end_at), "short_minutes": terms.short_leave_minutes,
        "meal_minutes": terms.meal_minutes, "lone_minutes": terms.lone_worker_minutes, "is_covered": mine.is_pool or covered,
        "next_here": str(coming[0]) if coming and is_here else "",
        "expected": workforce.expected_counts(post, since=min(presence.since_at, mine.holding.start_at), at=now) if is_here else None,
        "matters": workforce.open_matters(post, at=now),
    }  # fmt: skip


def _posts(person: people.Person, scope: Scope) -> list[dict[str, str]]:
    """Posts at which he could stand in: those of the guarding team, without the one he holds."""
    held = people.holding_of(person)
    rows = people.Post.objects.filter(scope=scope, state="in_use", role__in=workforce.codes.GUARDS).order_by("name")
    return [{"id": str(one.pk), "name": one.name} for one in rows if held is None or one.pk != held.post_id][:SHOWN]


def _handover(person: people.Person) -> dict[str, Any] | None:
    one = workforce.waiting_handover(person)
    return one and {
        "id": str(one.pk), "post": one.post.name, "giver": str(one.giver), "counts": one.counts, "notes": one.notes, "explanation": one.explanation, "matters": one.open_matters,
    }  # fmt: skip


def _check(one: PostCheck) -> dict[str, Any]:
    faults = [str(ITEMS.get(code, code)) for code, is_kept in one.results.items() if not is_kept]
    return {"id": str(one.pk), "post": one.post.name, "at_ms": milliseconds(one.at), "kept": one.kept, "of": one.of, "faults": faults}


def _swap(one: Swap) -> dict[str, str]:
    return {"id": str(one.pk), "asker": str(one.asker), "gives": str(one.mine), "takes": str(one.theirs or "")}


def _call_out(person: people.Person, scope: Scope) -> dict[str, str] | None:
    one = CallOut.objects.filter(scope=scope, state="running").select_related("place").first()
    if one is None or not CallOutAnswer.objects.filter(call_out=one, person=person, came_at=None).exists():
        return None
    return {"id": str(one.pk), "title": one.title, "place": str(one.place or "")}


def _figures(person: people.Person, scope: Scope, now: datetime) -> dict[str, Any]:
    """This month: shifts and hours by the roster, times late, and what checks found in order."""
    start, _end = clock.day_bounds(scope, clock.local(scope, now).date().replace(day=1))
    return {**workforce.own_figures(person, scope, start, now), "hours": workforce.hours_between(person, start, now)}


def _finding(one: Any) -> dict[str, Any]:
    return {"id": str(one.pk), "post": one.post.name, "what": str(FINDINGS[one.kind]), "person": str(one.person or ""), "since_ms": milliseconds(one.since_at)}
