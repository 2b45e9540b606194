"""How often each point is visited in each band, and whether a patrol plan is dense enough where and when it must be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..codes import BANDS, DARK, DAY, DENSER_AT_NIGHT, NIGHT, SMALL


@dataclass(frozen=True)
class Line:
    """A round through `points` every so many minutes of a band."""

    band: str
    points: frozenset[Any]
    every: int
    holiday_every: int
    alert: int
    holiday_alert: int
    focus: str
    walk_minutes: int = 0


@dataclass(frozen=True)
class Spot:
    """A checkpoint as far as density goes. `intervals`: longest minutes between visits by band; `baseline`: visits a day of the time before."""

    id: Any
    name: str
    focus: str
    intervals: Mapping[str, int] = field(default_factory=dict)
    baseline: Decimal | None = None


@dataclass(frozen=True)
class Bands:
    """The hours of the day's bands: day from `day_from`, night from `night_from` to midnight, small hours from midnight."""

    day_from: int = 7
    night_from: int = 19

    def minutes(self, band: str) -> int:
        start, end = self.span(band)
        return 60 * (end - start)

    def span(self, band: str) -> tuple[int, int]:
        """(first hour, hour after the last)."""
        return {DAY: (self.day_from, self.night_from), NIGHT: (self.night_from, 24), SMALL: (0, self.day_from)}[band]

    def at(self, hour: int) -> str:
        return SMALL if hour < self.day_from else DAY if hour < self.night_from else NIGHT


def an_hour(lines: Iterable[Line], point: Any, band: str, *, is_holiday: bool = False) -> float:
    """Planned visits an hour of a point in a band."""
    return sum(60 / (line.holiday_every if is_holiday else line.every) for line in lines if line.band == band and point in line.points)


def a_day(lines: Iterable[Line], point: Any, bands: Bands, *, is_holiday: bool = False) -> Decimal:
    """Planned visits a day of a point."""
    lines = list(lines)
    total = sum(an_hour(lines, point, band, is_holiday=is_holiday) * bands.minutes(band) / 60 for band in BANDS)
    return Decimal(total).quantize(Decimal("0.1"))


def rounds_a_day(lines: Iterable[Line], bands: Bands) -> dict[str, float]:
    """Planned rounds in each band of an ordinary day."""
    lines = list(lines)
    return {band: round(sum(bands.minutes(band) / line.every for line in lines if line.band == band), 1) for band in BANDS}


def fit_standing(lines: list[Line], spots: Iterable[Spot], bands: Bands, *, longest_gap: int) -> Refusal | None:
    """Whether a standing plan may be put in force: every band, no gap, denser and more alert in the dark and on holidays."""
    return _bands(lines, longest_gap) or _alerts(lines) or _holidays(lines) or next((no for spot in spots if (no := _spot(lines, spot, bands))), None)


def _bands(lines: list[Line], longest_gap: int) -> Refusal | None:
    for band, label in BANDS.items():
        mine = [line for line in lines if line.band == band]
        if not mine:
            return Refusal("patrol.band_missing", _("Not published: “%(band)s” has no round. Each band needs its own route and focus."), band=label)
        if not all(line.focus.strip() for line in mine):
            return Refusal("patrol.focus_missing", _("Not published: say what “%(band)s” looks at above all."), band=label)
        if min(line.every for line in mine) > longest_gap:
            return Refusal(
                "patrol.gap_planned", _("Not published: in “%(band)s” nobody patrols for more than %(minutes)s minutes. Plan a round more often."),
                band=label, minutes=longest_gap,
            )  # fmt: skip
    return None


def _alerts(lines: list[Line]) -> Refusal | None:
    by_day = max(line.alert for line in lines if line.band == DAY)
    for line in lines:
        if line.band in DARK and line.alert <= by_day:
            return Refusal("patrol.alert_not_raised", _("Not published: the alert level of “%(band)s” must be above that by day."), band=BANDS[line.band])
        if line.holiday_alert < line.alert or (line.holiday_alert == line.alert and line.alert < 3):
            return Refusal("patrol.alert_not_raised", _("Not published: on holidays the alert level of “%(band)s” must be raised."), band=BANDS[line.band])
    return None


def _holidays(lines: list[Line]) -> Refusal | None:
    for line in lines:
        if line.holiday_every >= line.every:
            return Refusal(
                "patrol.holiday_not_denser", _("Not published: on holidays “%(band)s” must be denser than every %(minutes)s minutes."),
                band=BANDS[line.band], minutes=line.every,
            )  # fmt: skip
    return None


def _spot(lines: list[Line], spot: Spot, bands: Bands) -> Refusal | None:
    visits = {band: an_hour(lines, spot.id, band) for band in BANDS}
    if spot.focus in DENSER_AT_NIGHT:
        for band in DARK:
            if visits[band] <= visits[DAY]:
                return _not_denser(spot, band, visits[DAY])
    for band, minutes in spot.intervals.items():
        if band in visits and visits[band] * minutes < 60:
            return Refusal(
                "patrol.interval_broken", _("Not published: %(point)s must be visited every %(minutes)s minutes in “%(band)s”. Plan its route more often."),
                point=spot.name, minutes=minutes, band=BANDS[band],
            )  # fmt: skip
    if spot.baseline is not None and a_day(lines, spot.id, bands) <= spot.baseline:
        return Refusal(
            "patrol.below_baseline", _("Not published: %(point)s had %(count)s visits a day before; this plan must give it more."), point=spot.name, count=spot.baseline
        )
    return None


def _not_denser(spot: Spot, band: str, by_day: float) -> Refusal:
    if not by_day:
        return Refusal("patrol.not_visited", _("Not published: no round passes %(point)s in “%(band)s”. Put it on a route."), point=spot.name, band=BANDS[band])
    every = int(60 / by_day)
    hint = max(1, every - 1) if every < 60 else every - 10
    return Refusal(
        "patrol.night_not_denser", _("Not published: in “%(band)s” %(point)s is visited less often than by day, and the plan asks for more. Plan a round every %(minutes)s minutes or more often."),
        band=BANDS[band], point=spot.name, minutes=hint,
    )  # fmt: skip
