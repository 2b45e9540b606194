"""Unpredictable rounds: what the planner is given, what it answers, and the same again for audit. The planner itself is `anju.planners.rounds`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from anju.kernel.models import Scope
from anju.planners import rounds as planner

from . import facts, secret
from .models import Checkpoint, Round, RoundPoint, SchemeLine

SPAN = tuple[datetime, datetime]
BUSY = 0.4
"""How much of his free time a guard spends walking where the intervals leave a choice: he also stands, looks and writes."""
METRES_A_MINUTE = 66


@dataclass(frozen=True)
class Walk:
    """One unpredictable round: when it starts and ends, and each visit with its window."""

    starts_at: datetime
    ends_at: datetime
    visits: tuple[tuple[UUID, datetime, datetime], ...]


def inputs_of(row: SchemeLine, span: SPAN, blocked: list[SPAN], *, every: int, in_use: set[UUID]) -> dict[str, Any]:
    """What the planner needs, as plain values that are kept with the rounds: points with place and interval, the band, what is blocked."""
    start, end = span
    points = {point.pk: point for point in Checkpoint.objects.filter(scope=row.scope_id, pk__in=in_use)}
    told, along = [], 0.0
    for one in row.route.newest.points:
        point = points.get(UUID(one["checkpoint"]))
        along += one["walk_minutes"] * METRES_A_MINUTE
        if point is None or any(str(point.pk) == known[0] for known in told):
            continue
        x, y = (point.x_m, point.y_m) if point.x_m is not None else (along, 0.0)
        told.append([str(point.pk), x, y, min(every, point.intervals.get(row.band) or every)])
    shut = [[int((max(begin, start) - start).total_seconds()), int((min(until, end) - start).total_seconds())] for begin, until in blocked if begin < end and until > start]
    return {
        "points": told, "seconds": int((end - start).total_seconds()), "blocked": shut, "busy": BUSY, "tolerance": 60 * row.scheme.tolerance_minutes,
        "start": start.isoformat(), "planner": 1,
    }  # fmt: skip


def site_of(inputs: dict[str, Any]) -> planner.Site:
    points = tuple(planner.Point(point, x, y, max_gap_minutes=int(gap)) for point, x, y, gap in inputs["points"])
    guard = planner.Guard("guard", 0, inputs["seconds"], blocked=tuple((start, end) for start, end in inputs["blocked"]))
    return planner.Site(points=points, guards=(guard,), busy_share=inputs["busy"], tolerance_seconds=inputs["tolerance"])


def seed_of(scope: Scope, row: SchemeLine, day: date) -> int:
    return secret.seed_of(scope, row.pk, day.isoformat())


def walks(inputs: dict[str, Any], seed: int) -> list[Walk]:
    """The rounds that the planner draws from a seed: the same for the same inputs."""
    start = datetime.fromisoformat(inputs["start"])
    found = []
    for one in planner.plan_random(site_of(inputs), seed=seed).rounds:
        visits = tuple((UUID(visit.point), _at(start, visit.earliest), _at(start, visit.latest)) for visit in one.visits)
        if visits:
            found.append(Walk(_at(start, one.start), max(_at(start, one.end), visits[-1][2]), visits))
    return found


def _at(start: datetime, seconds: int) -> datetime:
    return start + timedelta(seconds=seconds)


def is_reproduced(one: Round) -> bool:
    """Whether the planner draws this very round again from its seed and inputs."""
    if not one.is_random:
        return False
    again = [(point, begin, until) for walk in walks(one.planned_with, int(one.seed)) if walk.starts_at == one.starts_at for point, begin, until in walk.visits]
    stored = list(RoundPoint.objects.filter(round=one).order_by("position").values_list("checkpoint", "due_from", "due_until"))
    return bool(again) and again == stored


def compared(row: SchemeLine, day: date, *, seed: int, nights: int = 12) -> dict[str, planner.Measure]:
    """What somebody who watched for so many nights makes of the fixed route and of the unpredictable rounds of this line."""
    site = _site_on(row, day)
    fixed = planner.plan_fixed(site)
    return {"fixed": planner.measure([fixed] * nights, [fixed] * nights), "random": planner.rehearse(planner.plan_random, site, seed=seed, nights=nights)}


def advice(row: SchemeLine, day: date, *, seed: int) -> planner.Advice:
    """Whether the intervals leave this line a choice, and what would have to be relaxed; points by the id of the checkpoint."""
    return planner.advise(_site_on(row, day), seed=seed)


def _site_on(row: SchemeLine, day: date) -> planner.Site:
    scope, scheme = row.scope, row.scheme
    span = facts.band_span(scope, facts.bands_of(facts.standing(scope)), row.band, day)
    in_use = set(Checkpoint.objects.filter(scope=scope, state="in_use").values_list("pk", flat=True))
    return site_of(inputs_of(row, span, facts.blocked_on(scope, scheme, day), every=row.every_minutes, in_use=in_use))
