"""From records to the facts that rules judge."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from uuid import UUID

from anju.domains.duties.queries import YearUnknown, calendar_of
from anju.kernel import clock
from anju.kernel.models import Scope

from .models import Checkpoint, Scheme, SchemeLine
from .rules.density import Bands, Line, Spot
from .rules.timing import clear_of


def bands_of(scheme: Scheme | None) -> Bands:
    return Bands(scheme.day_from, scheme.night_from) if scheme else Bands()


def standing(scope: Scope) -> Scheme | None:
    """The plan in force."""
    return Scheme.objects.filter(scope=scope, state="in_force").first()


def band_at(scope: Scope, at: datetime) -> str:
    return bands_of(standing(scope)).at(clock.local(scope, at).hour)


def rows_of(scheme: Scheme | None) -> list[SchemeLine]:
    """The lines of a plan whose routes have points, in the order of the day."""
    if scheme is None:
        return []
    found = SchemeLine.objects.filter(scheme=scheme, route__state="in_use", route__newest__isnull=False)
    return list(found.select_related("route__newest", "post").order_by("band", "id"))


def lines_of(scheme: Scheme | None) -> list[Line]:
    return [line_of(row) for row in rows_of(scheme)]


def line_of(row: SchemeLine, *, points: Iterable[UUID] | None = None) -> Line:
    version = row.route.newest
    passed = points_of(version.points) if points is None else points
    return Line(row.band, frozenset(passed), row.every_minutes * row.every_days, row.holiday_every_minutes * row.every_days, row.alert, row.holiday_alert, row.focus, version.walk_minutes)


def points_of(points: list[dict]) -> list[UUID]:
    return [UUID(one["checkpoint"]) for one in points]


def spots_of(scope: Scope) -> list[Spot]:
    """Every point in use, as far as density goes."""
    found = Checkpoint.objects.filter(scope=scope, state="in_use").order_by("code")
    return [Spot(one.pk, str(one), one.focus, one.intervals, one.baseline_per_day) for one in found]


def is_holiday(scope: Scope, day: date) -> bool:
    """Whether people are off: public holidays and the weekends beside them count; a year nobody entered counts by the weekday."""
    try:
        return not calendar_of(scope).is_working(day)
    except YearUnknown:
        return day.isoweekday() > 5


def band_span(scope: Scope, bands: Bands, band: str, day: date) -> tuple[datetime, datetime]:
    """From when to when a band of a day lasts, in UTC."""
    start, end = bands.span(band)
    midnight = datetime.combine(day, time(), clock.zone(scope))
    return tuple((midnight + timedelta(hours=hour)).astimezone(clock.now().tzinfo) for hour in (start, end))


def blocked_on(scope: Scope, scheme: Scheme, day: date) -> list[tuple[datetime, datetime]]:
    """The stretches of a day in which no round starts, in UTC."""
    zone = clock.zone(scope)
    return [tuple(datetime.combine(day, each, zone).astimezone(clock.now().tzinfo) for each in span) for span in clear_of(scheme.keep_clear)]
