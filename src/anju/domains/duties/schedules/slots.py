"""From a schedule to the slots in which something is owed. Pure: days in, instants out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from anju.domains.duties.calendar import ONE_DAY, Calendar, Span, YearUnknown
from anju.domains.duties.schedules.days import dated_days, may_be_done_on, named_days, open_days
from anju.domains.duties.schedules.periods import Tile, Unit, tile_of, tiles
from anju.domains.duties.schedules.pieces import Move, Shape
from anju.domains.duties.schedules.value import Schedule


@dataclass(frozen=True, kw_only=True)
class Slot:
    """One stretch in which something is owed. Instants are UTC and stretches half-open.

    key       unique within its schedule, the same however often it is planned
    on        the business day it counts for: the one it began on, or the last one open in a longer stretch
    starts_at, ends_at  the stretch that is accounted for
    opens_at, due_at    when doing it counts as on time
    owed      times to be done (0: only a limit); `most` the limit
    """

    key: str
    on: date
    starts_at: datetime
    ends_at: datetime
    opens_at: datetime
    due_at: datetime
    owed: int
    most: int | None = None
    part: str = ""
    continuous: bool = False


@dataclass(frozen=True)
class Planned:
    """What could be planned, the years whose holidays are missing for the rest, and the first day they stopped."""

    slots: list[Slot]
    unknown_years: tuple[int, ...] = ()
    stopped_on: date | None = None


def occurrences(schedule: Schedule, calendar: Calendar, start_on: date, end_on: date) -> list[Slot]:
    """The slots that touch the business days [start_on, end_on), in order of time.

    A slot is taken whole, so neighbouring ranges may both hold it, under the same key. A date that a holiday
    moved is found under its own day, so none is lost between two ranges. Raises `YearUnknown`.
    """
    slots = [slot for day in _stretches(schedule, start_on, end_on) for slot in _slots(schedule, calendar, day)]
    return sorted(slots, key=lambda slot: (slot.opens_at, slot.key))


def plan(schedule: Schedule, calendar: Calendar, start_on: date, end_on: date) -> Planned:
    """Like `occurrences`, but what an unknown year stops is reported beside what could be planned."""
    slots: list[Slot] = []
    unknown: list[tuple[date, int]] = []
    for stretch in _stretches(schedule, start_on, end_on):
        try:
            slots += _slots(schedule, calendar, stretch)
        except YearUnknown as gap:
            unknown.append((stretch.first_on, gap.year))
    years = tuple(sorted({year for _, year in unknown}))
    in_order = sorted(slots, key=lambda slot: (slot.opens_at, slot.key))
    return Planned(in_order, years, unknown[0][0] if unknown else None)


def admits(schedule: Schedule, calendar: Calendar, first_on: date, at: datetime) -> bool:
    """Whether a moment lies on a day and in hours that count for the slot that begins on a day. Raises `YearUnknown`.

    Slots inside one day need no asking: their own window says it all.
    """
    if schedule.shape != Shape.tiled:
        return True
    tile = _tile_from(schedule, first_on)
    return any(_window(schedule, calendar, day, day).holds(at) for day in _held_days(schedule, calendar, tile))


def _stretches(schedule: Schedule, start_on: date, end_on: date) -> Iterator[Tile]:
    """The days or tiles that the range touches and the promise covers."""
    if schedule.shape == Shape.tiled and schedule.unit.unit != Unit.once:
        yield from tiles(schedule.unit, schedule.anchor, start_on, end_on)
    elif schedule.shape == Shape.tiled:
        whole = _tile_from(schedule, schedule.starts_on)
        if whole.first_on < end_on and whole.after_on > start_on:
            yield whole
    elif schedule.shape == Shape.dated:
        for day in dated_days(schedule, start_on, end_on):
            yield Tile(day, day + ONE_DAY)
    else:
        for n in range((end_on - start_on).days):
            day = start_on + n * ONE_DAY
            yield Tile(day, day + ONE_DAY)


def _slots(schedule: Schedule, calendar: Calendar, stretch: Tile) -> list[Slot]:
    if schedule.shape == Shape.tiled:
        return _tiled_slots(schedule, calendar, stretch)
    if not _holds_on(schedule, stretch.first_on):
        return []
    if schedule.shape == Shape.dated:
        return _dated_slots(schedule, calendar, stretch.first_on)
    return _daily_slots(schedule, calendar, stretch.first_on)


def _holds_on(schedule: Schedule, day: date) -> bool:
    return (schedule.starts_on or day) <= day <= (schedule.ends_on or day)


def _tile_from(schedule: Schedule, first_on: date) -> Tile:
    if schedule.unit.unit == Unit.once:
        return Tile(schedule.starts_on, schedule.ends_on + ONE_DAY)
    return tile_of(schedule.unit, schedule.anchor, first_on)


def _held_days(schedule: Schedule, calendar: Calendar, tile: Tile) -> list[date]:
    held = [day for day in named_days(schedule, tile) if _holds_on(schedule, day)]
    return open_days(schedule, calendar, held)


def _tiled_slots(schedule: Schedule, calendar: Calendar, tile: Tile) -> list[Slot]:
    days = _held_days(schedule, calendar, tile)
    if not days:
        return []
    window = _window(schedule, calendar, days[0], days[-1])
    whole = Span(calendar.midnight(tile.first_on), calendar.midnight(tile.after_on))
    slots = _parts(schedule, tile.first_on.isoformat(), days[-1], whole, window)
    named = named_days(schedule, tile)
    held = sum(_holds_on(schedule, day) for day in named)
    return [slot for slot in (_share(slot, held, len(named)) for slot in slots) if slot]


def _share(slot: Slot, held_days: int, days: int) -> Slot | None:
    """A promise that begins or ends inside a stretch owes its share, rounded to the nearest whole."""
    if held_days == days or not slot.owed:
        return slot
    owed = (2 * slot.owed * held_days + days) // (2 * days)
    return replace(slot, owed=owed) if owed else None


def _dated_slots(schedule: Schedule, calendar: Calendar, day: date) -> list[Slot]:
    if schedule.move == Move.keep and not may_be_done_on(schedule, calendar, day):
        return []
    moved = day
    if schedule.move != Move.keep:
        moved = calendar.nearest_working_day(day, earlier=schedule.move == Move.earlier)
    window = _window(schedule, calendar, moved, moved)
    return _parts(schedule, day.isoformat(), day, window, window)


def _daily_slots(schedule: Schedule, calendar: Calendar, day: date) -> list[Slot]:
    if not may_be_done_on(schedule, calendar, day):
        return []
    if schedule.unit.unit == Unit.shift:
        spans = list(calendar.shift_spans(day, schedule.shifts))
        return [slot for code, span in spans for slot in _parts(schedule, f"{day}/{code}", day, span, span)]
    whole = _window(schedule, calendar, day, day)
    if schedule.unit.unit == Unit.days:
        return _parts(schedule, day.isoformat(), day, whole, whole)
    return _tiles_within(schedule, calendar, day, whole)


def _tiles_within(schedule: Schedule, calendar: Calendar, day: date, whole: Span) -> list[Slot]:
    """Cuts the day, or its window, by the wall clock; what is left over at the end is a slot of its own."""
    first = schedule.hours[0] if schedule.hours else time()
    opening = datetime.combine(day, first)
    reached, n, slots = whole.starts_at, 1, []
    while reached < whole.ends_at:
        until = opening + timedelta(minutes=n * schedule.unit.length)
        ends_at = min(whole.ends_at, calendar.at(until.date(), until.time()))
        if ends_at > reached:
            begins = until - timedelta(minutes=schedule.unit.length)
            span = Span(reached, ends_at)
            slots += _parts(schedule, begins.isoformat(timespec="minutes"), day, span, span)
            reached = ends_at
        n += 1
    return slots


def _parts(schedule: Schedule, key: str, on: date, whole: Span, window: Span) -> list[Slot]:
    return [
        Slot(
            key=f"{key}/{part.code}" if part.code else key,
            on=on,
            starts_at=whole.starts_at,
            ends_at=whole.ends_at,
            opens_at=window.starts_at,
            due_at=window.ends_at,
            owed=part.count,
            most=schedule.limit,
            part=part.code,
            continuous=schedule.continuous,
        )
        for part in schedule.owed_parts
    ]


def _window(schedule: Schedule, calendar: Calendar, first_on: date, last_on: date) -> Span:
    opens = schedule.hours[0] if schedule.hours else time()
    return Span(calendar.at(first_on, opens), _due(schedule, calendar, last_on))


def _due(schedule: Schedule, calendar: Calendar, day: date) -> datetime:
    if schedule.hours:
        return calendar.span(day, *schedule.hours).ends_at
    if schedule.due_by:
        return calendar.at(day, schedule.due_by)
    return calendar.midnight(day + ONE_DAY)
