"""The calendar of a month: what is owed, by whom, when, and what became of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from anju.domains.duties.calendar import Calendar, Span, YearUnknown
from anju.domains.duties.facts import calendar_for, calendar_of
from anju.domains.duties.models import Duty, Occurrence
from anju.domains.duties.queries.owners import owner_of, words_of
from anju.domains.duties.schedules import Phrase, Slot, occurrences
from anju.domains.duties.states import DutyState
from anju.kernel import clock
from anju.kernel.models import Scope

WORST_FIRST = ("missed", "partly", "done_late", "running", "open", "not_yet", "excused", "done")


@dataclass
class Cell:
    """One duty on one day: how many slots in which state. `planned` are slots that are foreseen but not yet written down."""

    states: Counter = field(default_factory=Counter)
    planned: int = 0

    @property
    def state(self) -> str:
        """The state that deserves the colour."""
        return next((state for state in WORST_FIRST if self.states[state]), "not_yet")

    @property
    def total(self) -> int:
        return sum(self.states.values()) + self.planned


@dataclass(frozen=True)
class Row:
    duty: Duty
    owner: str
    words: Phrase
    cells: dict[date, Cell]


def month_board(where: Scope, year: int, month: int) -> list[Row]:
    """Each duty's month, grouped by owner: the day on which people look for a slot, and what became of it."""
    first_on = date(year, month, 1)
    days = Span(
        *(clock.day_bounds(where, day)[0] for day in (first_on, (first_on + timedelta(days=31)).replace(day=1)))
    )
    calendar = calendar_of(where)
    cells: dict[UUID, dict[date, Cell]] = {}
    keys: dict[UUID, set[str]] = {}
    written = Occurrence.objects.filter(opens_at__lt=days.ends_at, due_at__gt=days.starts_at)
    for duty_id, key, state, opens_at, due_at in written.values_list("duty_id", "key", "state", "opens_at", "due_at"):
        keys.setdefault(duty_id, set()).add(key)
        _cell(cells, duty_id, day_shown(calendar, opens_at, due_at)).states[state] += 1
    duties = list(Duty.objects.select_related("post__pattern", "place"))
    for duty in duties:
        for slot in _foreseen(calendar, duty, days):
            if slot.key not in keys.get(duty.id, ()):
                _cell(cells, duty.id, day_shown(calendar, slot.opens_at, slot.due_at)).planned += 1
    rows = [Row(duty, owner_of(duty), words_of(duty), _within(cells.get(duty.id, {}), first_on)) for duty in duties]
    return sorted((row for row in rows if row.cells), key=lambda row: (row.owner, row.duty.title))


def _cell(cells: dict[UUID, dict[date, Cell]], duty_id: UUID, day: date) -> Cell:
    return cells.setdefault(duty_id, {}).setdefault(day, Cell())


def _within(cells: dict[date, Cell], first_on: date) -> dict[date, Cell]:
    return {day: cell for day, cell in cells.items() if (day.year, day.month) == (first_on.year, first_on.month)}


def day_shown(calendar: Calendar, opens_at: datetime, due_at: datetime) -> date:
    """The day on which people look for a slot: the one it begins on, or the last one if it is open for days."""
    if due_at - opens_at <= timedelta(hours=25):
        return calendar.day_of(opens_at)
    return calendar.day_of(due_at - timedelta(microseconds=1))


def _foreseen(calendar: Calendar, duty: Duty, days: Span) -> list[Slot]:
    """The slots beyond what is written down, from the schedule itself."""
    until_on = calendar.day_of(days.ends_at)
    if duty.state != DutyState.active or not duty.planned_until_on or duty.planned_until_on >= until_on:
        return []
    start_on = max(calendar.day_of(days.starts_at), duty.planned_until_on)
    return preview(duty, calendar, start_on, until_on)


def preview(duty: Duty, calendar: Calendar, start_on: date, end_on: date) -> list[Slot]:
    """The slots of a duty between two days, up to the first year whose holidays are not known."""
    try:
        return occurrences(duty.promise, calendar_for(duty, calendar), start_on, end_on)
    except YearUnknown as gap:
        known_until = date(gap.year, 1, 1)
        return preview(duty, calendar, start_on, known_until) if start_on < known_until < end_on else []
