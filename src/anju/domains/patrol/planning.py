"""The rounds of one band of one day, worked out from a plan's lines: when each starts and when each point is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from anju.kernel import clock
from anju.kernel.models import Scope

from . import facts, unpredictable
from .codes import KINDS
from .models import Activation, Checkpoint, Raise, Round, Scheme, SchemeLine
from .rules import timing
from .rules.density import Bands

Due = tuple[UUID, datetime, datetime]
"""A checkpoint, and from when until when it is due."""
SPAN = tuple[datetime, datetime]


@dataclass(frozen=True)
class Drawn:
    """One round as it was worked out, before it is written down. `inputs` and `seed` make an unpredictable one again."""

    kind: str
    title: str
    scheme: Scheme
    starts_at: datetime
    ends_at: datetime
    points: tuple[Due, ...]
    line: SchemeLine | None = None
    alert: int = 1
    seed: str = ""
    inputs: dict[str, Any] = field(default_factory=dict)


def schemes_on(scope: Scope) -> list[Scheme]:
    """The standing plan, and the special ones that are switched on."""
    standing = facts.standing(scope)
    if standing is None:
        return []
    special = [one.scheme for one in Activation.objects.filter(scope=scope, until_at=None).select_related("scheme").order_by("since_at")]
    return [standing, *special]


def unplanned(scope: Scope, day: date, band: str) -> list[Scheme]:
    """The plans that have no round in this band of this day yet."""
    done = set(Round.objects.filter(scope=scope, on=day, band=band, scheme__isnull=False).exclude(state="cancelled").values_list("scheme", flat=True))
    return [scheme for scheme in schemes_on(scope) if scheme.pk not in done]


def drawn(scope: Scope, day: date, band: str, *, after: datetime) -> Iterator[Drawn]:
    """The rounds still to be written down for a band of a day: those that end after a moment."""
    bands, holiday = facts.bands_of(facts.standing(scope)), facts.is_holiday(scope, day)
    in_use = set(Checkpoint.objects.filter(scope=scope, state="in_use").values_list("pk", flat=True))
    for scheme in unplanned(scope, day, band):
        span = facts.band_span(scope, bands, band, day)
        blocked = facts.blocked_on(scope, scheme, day)
        for row in facts.rows_of(scheme):
            if row.band == band and day.toordinal() % row.every_days == 0:
                draw = at_random if row.mode == "random" else fixed
                yield from (one for one in draw(row, span, blocked, is_holiday=holiday, in_use=in_use) if one.ends_at > after)
        if scheme.kind == "standing":
            yield from _focus(scope, scheme, bands, day, band, after, in_use)


def fixed(row: SchemeLine, span: SPAN, blocked: list[SPAN], *, is_holiday: bool, in_use: set[UUID]) -> Iterator[Drawn]:
    """Rounds on the grid: the route, point by point, every so many minutes."""
    version, scheme = row.route.newest, row.scheme
    every = row.holiday_every_minutes if is_holiday else row.every_minutes
    walks = _walks(version.points, in_use)
    for start in timing.fixed_starts(span, every, blocked=blocked):
        due = timing.windows(start, [minutes for _point, minutes in walks], tolerance_minutes=scheme.tolerance_minutes)
        points = tuple((point, one.due_from, one.due_until) for (point, _minutes), one in zip(walks, due, strict=True))
        if points:
            yield Drawn(
                row.kind if scheme.kind == "standing" else "special", row.route.name, scheme, start, points[-1][2], points, row,
                row.holiday_alert if is_holiday else row.alert,
            )  # fmt: skip


def at_random(row: SchemeLine, span: SPAN, blocked: list[SPAN], *, is_holiday: bool, in_use: set[UUID]) -> Iterator[Drawn]:
    """Rounds that keep every interval and that nobody can tell in advance, with seed and inputs for audit."""
    every = row.holiday_every_minutes if is_holiday else row.every_minutes
    inputs = unpredictable.inputs_of(row, span, blocked, every=every, in_use=in_use)
    seed = unpredictable.seed_of(row.scope, row, clock.local(row.scope, span[0]).date())
    for walk in unpredictable.walks(inputs, seed) if inputs["points"] else ():
        yield Drawn(
            "random", row.route.name, row.scheme, walk.starts_at, walk.ends_at, walk.visits, row, row.holiday_alert if is_holiday else row.alert, str(seed), inputs,
        )  # fmt: skip


def _walks(points: list[dict], in_use: set[UUID]) -> list[tuple[UUID, int]]:
    """Points in use with the minutes from the one before; those of a point left out are added to the next."""
    found, carried = [], 0
    for one in points:
        point, minutes = UUID(one["checkpoint"]), one["walk_minutes"] + carried
        carried = 0 if point in in_use else minutes
        if point in in_use:
            found.append((point, minutes))
    return found


def _focus(scope: Scope, scheme: Scheme, bands: Bands, day: date, band: str, after: datetime, in_use: set[UUID]) -> Iterator[Drawn]:
    """Rounds more, spread over the band, past the points whose density is raised."""
    extra: dict[UUID, int] = {}
    for one in Raise.objects.filter(scope=scope, state="active", since_on__lte=day, until_on__gte=day).order_by("checkpoint__code"):
        if one.checkpoint_id in in_use:
            extra[one.checkpoint_id] = extra.get(one.checkpoint_id, 0) + one.extra
    start, end = facts.band_span(scope, bands, band, day)
    turns = max(extra.values(), default=0)
    for turn in range(turns):
        begin = start + (end - start) * (turn + 0.5) / turns
        walks = [(point, 4) for point, many in extra.items() if many > turn]
        due = timing.windows(begin, [minutes for _point, minutes in walks], tolerance_minutes=scheme.tolerance_minutes)
        points = tuple((point, one.due_from, one.due_until) for (point, _minutes), one in zip(walks, due, strict=True))
        if points[-1][2] > after:
            yield Drawn("focus", str(KINDS["focus"]), scheme, begin, points[-1][2], points, inputs={"raised": len(walks)})


def days_to_plan(scope: Scope, now: datetime) -> list[date]:
    """Today, and from the evening on tomorrow."""
    wall = clock.local(scope, now)
    return [wall.date()] if wall.hour < 18 else [wall.date(), wall.date() + timedelta(days=1)]
