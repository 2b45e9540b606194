"""Rounds of a day, planned and actual; what the clock has to look at."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from anju.kernel.models import Scope

from .. import facts, planning
from ..codes import BANDS
from ..models import Round, RoundPoint
from ..rules import density

SHOWN = 120


@dataclass(frozen=True)
class Shown:
    """A round of the board with its points in order."""

    round: Round
    points: list[RoundPoint]
    minutes_late: int | None


def board(scope: Scope, day: date) -> list[Shown]:
    """The rounds of a day with every point, planned and actual. Two queries."""
    rounds = list(Round.objects.filter(scope=scope, on=day).exclude(state="cancelled").select_related("guard", "post").order_by("starts_at", "number")[:SHOWN])
    points: dict[UUID, list[RoundPoint]] = {}
    for point in RoundPoint.objects.filter(round__in=rounds).select_related("checkpoint").order_by("position"):
        points.setdefault(point.round_id, []).append(point)
    return [Shown(one, points.get(one.pk, []), _late(one)) for one in rounds]


def _late(one: Round) -> int | None:
    return None if one.started_at is None else int((one.started_at - one.starts_at) / timedelta(minutes=1))


def next_rounds(scope: Scope, at: datetime, *, limit: int = 6) -> list[Round]:
    """The rounds that are under way or come next."""
    coming = Round.objects.filter(Q(state="running") | Q(state="planned", ends_at__gt=at), scope=scope).select_related("guard", "post")
    return list(coming.order_by("starts_at")[:limit])


def over_now(scope: Scope, at: datetime, *, limit: int = 50) -> list[Round]:
    """Rounds whose time is over and which the clock has not closed."""
    mine = Round.objects.filter(scope=scope, ends_at__lte=at)
    open_points = RoundPoint.objects.filter(state="waiting").values("round")
    stale = Q(state="running", ends_at__lte=at - timedelta(hours=24))
    return list(mine.filter(Q(state="planned") | Q(state="running", pk__in=open_points) | stale).order_by("ends_at")[:limit])


def to_plan_now(scope: Scope, at: datetime) -> list[tuple[date, str]]:
    """The bands of today and tomorrow that are not planned and not over yet."""
    if (standing := facts.standing(scope)) is None:
        return []
    found, bands = [], facts.bands_of(standing)
    for day in planning.days_to_plan(scope, at):
        for band in BANDS:
            if facts.band_span(scope, bands, band, day)[1] > at and planning.unplanned(scope, day, band):
                found.append((day, band))
    return found


def frequencies(scope: Scope) -> list[dict[str, Any]]:
    """Every point with its planned visits an hour by band on an ordinary day and on a holiday, against what it must have."""
    scheme = facts.standing(scope)
    lines, bands = facts.lines_of(scheme), facts.bands_of(scheme)
    return [
        {
            "spot": spot,
            "ordinary": {band: round(density.an_hour(lines, spot.id, band), 2) for band in BANDS},
            "holiday": {band: round(density.an_hour(lines, spot.id, band, is_holiday=True), 2) for band in BANDS},
            "per_day": density.a_day(lines, spot.id, bands),
        }
        for spot in facts.spots_of(scope)
    ]
