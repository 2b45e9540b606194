"""What patrols amount to, counted from the records: completion, visits by band, hours covered, findings, complaints before and after."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Q

from anju.domains.cases import queries as cases
from anju.kernel import clock
from anju.kernel.models import Scope

from . import facts
from .codes import BANDS, DARK, DAY
from .models import Checkpoint, Finding, Raise, Round, RoundPoint
from .rules import density, timing
from .states import VISITED

ENDED = ("finished", "running", "missed")
ONE_DAY = timedelta(days=1)


def span_of(scope: Scope, first_on: date, last_on: date) -> tuple[datetime, datetime]:
    return clock.day_bounds(scope, first_on)[0], clock.day_bounds(scope, last_on)[1]


def completion(scope: Scope, first_on: date, last_on: date) -> dict[str, Any]:
    """Rounds and points of a period: planned, finished, visited, on time, skipped, missed."""
    rounds = Round.objects.filter(scope=scope, on__gte=first_on, on__lte=last_on, state__in=ENDED)
    states = Counter(dict(rounds.order_by().values_list("state").annotate(Count("pk"))))
    mine = RoundPoint.objects.filter(round__scope=scope, round__on__gte=first_on, round__on__lte=last_on, round__state__in=ENDED).exclude(state="dropped")
    points = Counter(dict(mine.order_by().values_list("state").annotate(Count("pk"))))
    planned, visited = sum(points.values()), sum(points[state] for state in VISITED)
    return {
        "rounds": sum(states.values()), "finished": states["finished"], "missed_rounds": states["missed"], "points": planned, "visited": visited,
        "on_time": points["done"], "early": points["early"], "late": points["late"], "skipped": points["skipped"], "missed": points["missed"],
        "completion": percent(visited, planned),
    }  # fmt: skip


def percent(part: float, whole: float) -> float | None:
    return round(100 * part / whole, 1) if whole else None


@dataclass(frozen=True)
class Visits:
    """How often a point was due and visited in each band of a period, an hour; `ratio` is dark over day."""

    point: Checkpoint
    planned: dict[str, float]
    done: dict[str, float]
    total: int
    per_day: float
    baseline: float | None

    @property
    def ratio(self) -> float | None:
        return round(min(self.done[band] for band in DARK) / self.done[DAY], 2) if self.done[DAY] else None

    @property
    def is_denser_in_the_dark(self) -> bool:
        return all(self.done[band] > self.done[DAY] for band in DARK)


def visits(scope: Scope, first_on: date, last_on: date) -> list[Visits]:
    """Every point in use with its visits by band, over those days of the period that have rounds on record. Four queries."""
    bands = facts.bands_of(facts.standing(scope))
    days = max(1, Round.objects.filter(scope=scope, on__gte=first_on, on__lte=last_on, state__in=ENDED).values("on").distinct().count())
    mine = RoundPoint.objects.filter(scope=scope, round__on__gte=first_on, round__on__lte=last_on, round__state__in=ENDED)
    rows = mine.order_by().values_list("checkpoint", "round__band").annotate(whole=Count("pk"), done=Count("pk", filter=Q(state__in=VISITED)))
    found: dict[tuple[UUID, str], tuple[int, int]] = {(point, band): (planned, done) for point, band, planned, done in rows}
    told = []
    for point in Checkpoint.objects.filter(scope=scope, state="in_use").select_related("place").order_by("code"):
        hours = {band: days * bands.minutes(band) / 60 for band in BANDS}
        planned, done = ({band: round(found.get((point.pk, band), (0, 0))[at] / hours[band], 3) for band in BANDS} for at in (0, 1))
        total = sum(found.get((point.pk, band), (0, 0))[1] for band in BANDS)
        told.append(Visits(point, planned, done, total, round(total / days, 1), None if point.baseline_per_day is None else float(point.baseline_per_day)))
    return told


@dataclass(frozen=True)
class Hours:
    """A day hour by hour: rounds due and rounds under way in each, and the stretches longer than allowed without anybody."""

    planned: list[int]
    walked: list[int]
    gaps: list[tuple[datetime, datetime]]
    planned_gaps: list[tuple[datetime, datetime]]

    @property
    def covered(self) -> int:
        return sum(count > 0 for count in self.walked)


def hours(scope: Scope, day: date, *, until: datetime | None = None) -> Hours:
    """The 24 hours of a day, planned and actual; what has not come yet is no gap."""
    start, end = clock.day_bounds(scope, day)
    scheme = facts.standing(scope)
    longest = scheme.longest_gap_minutes if scheme else 120
    rows = list(Round.objects.filter(scope=scope, starts_at__lt=end, ends_at__gt=start).exclude(state="cancelled").order_by("starts_at"))
    planned = [(one.starts_at, one.ends_at) for one in rows]
    walked = [(one.started_at, one.finished_at or min(one.ends_at, until or one.ends_at)) for one in rows if one.started_at and one.visited_count]
    stop = min(end, until) if until else end
    return Hours(
        _by_hour(planned, start), _by_hour(walked, start), timing.gaps(walked, (start, max(start, stop)), longest_minutes=longest),
        timing.gaps(planned, (start, end), longest_minutes=longest),
    )  # fmt: skip


def _by_hour(spans: list[tuple[datetime, datetime]], start: datetime) -> list[int]:
    """How many of the spans touch each of the 24 hours after `start`."""
    hour = timedelta(hours=1)
    return [sum(begin < start + (number + 1) * hour and finish > start + number * hour for begin, finish in spans) for number in range(24)]


def findings(scope: Scope, first_on: date, last_on: date) -> dict[str, Any]:
    """Findings of a period by kind, type and place, with how fast they were told and handled."""
    start, end = span_of(scope, first_on, last_on)
    found = list(Finding.objects.filter(scope=scope, found_at__gte=start, found_at__lt=end).select_related("place", "case"))
    handled = [(one, at) for one in found if (at := handled_at(one)) is not None]
    return {
        "total": len(found), "by_kind": dict(Counter(one.kind for one in found)), "by_type": dict(Counter(one.type or one.item for one in found).most_common(12)),
        "by_place": Counter(str(one.place or "") for one in found).most_common(10), "handled": len(handled),
        "minutes_to_report": _mean([(one.reported_at - one.found_at).total_seconds() / 60 for one in found]),
        "hours_to_handle": _mean([(at - one.found_at).total_seconds() / 3600 for one, at in handled]),
    }  # fmt: skip


def handled_at(one: Finding) -> datetime | None:
    """When it was settled: by its own entry, or by the case it became."""
    return one.handled_at or (one.case.closed_at if one.case_id else None)


def _mean(values: list[float]) -> float | None:
    return round(sum(values) / len(values), 1) if values else None


def analysis(scope: Scope, first_on: date, last_on: date) -> dict[str, Any]:
    """The figures of a periodic analysis, with those of the period before for the trend."""
    length = last_on - first_on + ONE_DAY
    now, before = completion(scope, first_on, last_on), completion(scope, first_on - length, first_on - ONE_DAY)
    told, told_before = findings(scope, first_on, last_on), findings(scope, first_on - length, first_on - ONE_DAY)
    missed = RoundPoint.objects.filter(round__scope=scope, round__on__gte=first_on, round__on__lte=last_on, state="missed").order_by()
    worst = missed.values_list("checkpoint__code", "checkpoint__name").annotate(many=Count("pk")).order_by("-many", "checkpoint__code")[:10]
    return {
        **now, "findings": told["total"], "by_kind": told["by_kind"], "by_type": told["by_type"], "by_place": told["by_place"], "handled": told["handled"],
        "hours_to_handle": told["hours_to_handle"], "missed_points": [[code, name, many] for code, name, many in worst],
        "before": {"completion": before["completion"], "missed": before["missed"], "findings": told_before["total"], "rounds": before["rounds"]},
        "bands": {band: completion_of_band(scope, first_on, last_on, band) for band in BANDS},
    }  # fmt: skip


def completion_of_band(scope: Scope, first_on: date, last_on: date, band: str) -> float | None:
    mine = RoundPoint.objects.filter(round__scope=scope, round__on__gte=first_on, round__on__lte=last_on, round__state__in=ENDED, round__band=band)
    counted = mine.exclude(state="dropped").aggregate(whole=Count("pk"), done=Count("pk", filter=Q(state__in=VISITED)))
    return percent(counted["done"], counted["whole"])


def complaints_at(scope: Scope, place: UUID, start: datetime, end: datetime) -> int:
    """Complaints about a place opened in [start, end)."""
    return cases.opened_between(scope, start, end).filter(kind="complaint", place=place).count()


def complaints_of(raised: Raise) -> tuple[int, int]:
    """Complaints at the point's place in the days before the density was raised, and in as many days since."""
    scope, place = raised.scope, raised.checkpoint.place_id
    start = clock.day_bounds(scope, raised.since_on)[0]
    end = min(clock.now(), raised.ended_at or clock.day_bounds(scope, raised.until_on)[1])
    return complaints_at(scope, place, start - (end - start), start), complaints_at(scope, place, start, end)


def irregular(scope: Scope, point: Checkpoint, first_on: date, last_on: date) -> float:
    """How uneven the intervals between a point's visits are; 0 is a clockwork."""
    start, end = span_of(scope, first_on, last_on)
    moments = RoundPoint.objects.filter(scope=scope, checkpoint=point, visited_at__gte=start, visited_at__lt=end).order_by("visited_at").values_list("visited_at", flat=True)
    return round(timing.irregularity(list(moments)), 3)


def planned_bands(scope: Scope, day: date) -> list[dict[str, Any]]:
    """The alert calendar's line of a day: each band with its level, rounds and visits planned and done."""
    rounds = Round.objects.filter(scope=scope, on=day).exclude(state="cancelled")
    rows = []
    for band, label in BANDS.items():
        mine = [one for one in rounds if one.band == band]
        rows.append({
            "band": band, "label": label, "alert": max((one.alert for one in mine), default=1), "rounds": len(mine), "points": sum(one.point_count for one in mine),
            "visited": sum(one.visited_count for one in mine), "walked": sum(one.state in ("finished", "running") for one in mine),
        })  # fmt: skip
    return rows


def rounds_a_day(scope: Scope) -> dict[str, float]:
    """Planned rounds by band of the plan in force."""
    scheme = facts.standing(scope)
    return density.rounds_a_day(facts.lines_of(scheme), facts.bands_of(scheme))
