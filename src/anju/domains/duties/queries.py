"""What others may ask of the room."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from anju.domains.duties.calendar import Calendar, Span, YearUnknown
from anju.domains.duties.coverage import coverage
from anju.domains.duties.facts import calendar_for, calendar_of, present_of
from anju.domains.duties.models import Duty, Occurrence, Performance, Presence
from anju.domains.duties.rules.sentences import refused_schedule
from anju.domains.duties.schedules import Phrase, ScheduleError, Slot, describe, from_clause, from_clauses, occurrences, to_json, with_parts
from anju.domains.duties.states import LATE_STATES, DutyState, OccurrenceState
from anju.domains.people import queries as people
from anju.kernel import clock
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

WORKERS = frozenset(code for code, role in people.ROLES.items() if role.surface in ("guard", "office", "control_room"))
WORST_FIRST = ("missed", "partly", "done_late", "running", "open", "not_yet", "excused", "done")


def words_of(duty: Duty) -> Phrase:
    """How often it is owed, in words; `.say(gettext)` speaks them."""
    return describe(duty.promise)


def works_here(person: people.Person, where: Scope) -> bool:
    """Whether somebody holds a working role in a community today."""
    return bool(people.roles_of(where, [person.id]).get(person.id, frozenset()) & WORKERS)


def today_for(person: UUID | None, roles: Collection[str], where: Scope, now: datetime) -> QuerySet[Occurrence]:
    """What this person can or must do now, or will until the end of the day: late ones first, then by the hour they are due.

    His are those given to him, and those of his roles that were given to nobody. What can no longer be made up is left out.
    """
    _, tomorrow = clock.day_bounds(where, clock.local(where, now).date())
    his = Q(assignee=person) if person else Q(pk=None)
    roles_ = Q(duty__post=None, duty__role__in=roles) | Q(duty__post__role__in=roles)
    waiting = Q(state__in=("not_yet", "open", "running"), opens_at__lt=tomorrow)
    late = Q(state__in=LATE_STATES, late_until__gt=now)
    found = Occurrence.objects.filter(his | (Q(assignee=None) & roles_), waiting | late, duty__state=DutyState.active)
    return found.select_related("duty__post", "duty__place", "assignee").order_by("due_at", "id")


def due_and_late(where: Scope, day: date) -> QuerySet[Occurrence]:
    """What is due on a business day and not done, and everything missed or partly done that can still be made up."""
    start, end = clock.day_bounds(where, day)
    due = Q(state__in=("not_yet", "open", "running"), due_at__gt=start, due_at__lte=end)
    late = Q(state__in=LATE_STATES, due_at__lte=end, late_until__gt=start)
    return Occurrence.objects.filter(due | late).select_related("duty__post", "assignee").order_by("due_at", "id")


def next_days(where: Scope, day: date, *, days: int = 7) -> QuerySet[Occurrence]:
    """What falls due in the coming days, beginning with `day`."""
    start, _ = clock.day_bounds(where, day)
    _, end = clock.day_bounds(where, day + timedelta(days=days - 1))
    coming = Occurrence.objects.filter(due_at__gt=start, due_at__lte=end, state__in=("not_yet", "open", "running"))
    return coming.select_related("duty__post", "assignee").order_by("due_at", "id")


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


def owner_of(duty: Duty) -> str:
    """The post, or the role in words, that owes a duty."""
    if duty.post_id:
        return str(duty.post)
    return str(people.ROLES[duty.role].label) if duty.role in people.ROLES else duty.role


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


def performances_of(occurrence: Occurrence) -> QuerySet[Performance]:
    found = Performance.objects.filter(occurrence=occurrence).select_related("person", "confirmed_by")
    return found.order_by("device_at", "id")


def gaps_of(occurrence: Occurrence, now: datetime) -> tuple[Span, ...]:
    """The stretches of a watch that nobody covered, up to now."""
    whole = Span(occurrence.opens_at, occurrence.due_at)
    present = present_of(Presence.objects.filter(occurrence=occurrence))
    spans = [Span(one.starts_at, one.ends_at) for one in present]
    tolerance = timedelta(minutes=occurrence.duty.gap_minutes)
    return coverage(whole, spans, until=now, tolerance=tolerance).gaps


@dataclass(frozen=True)
class Kept:
    """How a promise was kept over closed slots. `owed` leaves the excused ones out; grades count the kept ones."""

    owed: int = 0
    on_time: int = 0
    late: int = 0
    partly: int = 0
    missed: int = 0
    excused: int = 0
    grades: Counter = field(default_factory=Counter)


def kept_between(duties: Iterable[Duty | UUID], start_on: date, end_on: date) -> Kept:
    """The figures of all slots that belong to the days [start_on, end_on) and whose time is over."""
    found = Occurrence.objects.filter(duty__in=list(duties), on__gte=start_on, on__lt=end_on, look_at=None)
    states: Counter = Counter()
    grades: Counter = Counter()
    for state, grade in found.values_list("state", "grade"):
        states[state] += 1
        grades[grade] += bool(grade)
    return Kept(
        owed=sum(states.values()) - states[OccurrenceState.excused],
        on_time=states[OccurrenceState.done],
        late=states[OccurrenceState.done_late],
        partly=states[OccurrenceState.partly],
        missed=states[OccurrenceState.missed],
        excused=states[OccurrenceState.excused],
        grades=+grades,
    )


def to_plan(now: datetime, where: Scope) -> list[tuple[Duty, date]]:
    """The duties in force whose slots do not reach far enough ahead, and until when they should."""
    today = clock.local(where, now).date()
    found = []
    for duty in Duty.objects.filter(state=DutyState.active):
        days = 3 if duty.promise.unit.is_within_a_day else 62
        reached = duty.planned_until_on
        is_stuck = duty.unknown_year is not None and not _knows(where, duty.unknown_year)
        if reached is None or (reached < today + timedelta(days=days // 2 + 1) and not is_stuck):
            found.append((duty, today + timedelta(days=days)))
    return found


def _knows(where: Scope, year: int) -> bool:
    try:
        calendar_of(where).kind(date(year, 1, 1))
    except YearUnknown:
        return False
    return True


def slots_for_standing(duties: Iterable[Duty], *, at: datetime) -> dict[UUID, list[Occurrence]]:
    """The recent slots of each duty, oldest first: of the last two days for what is owed daily or more often, of the last 400 days else."""
    duties = list(duties)
    if not duties:
        return {}
    today = clock.local(duties[0].scope, at).date()
    often = {duty.id for duty in duties if duty.promise.unit.is_within_a_day or duty.promise.period == "P1D"}
    rarely = {duty.id for duty in duties} - often
    wanted = Q(duty__in=often, on__gte=today - timedelta(days=2)) | Q(duty__in=rarely, on__gte=today - timedelta(days=400))
    found: dict[UUID, list[Occurrence]] = {}
    for occurrence in Occurrence.objects.filter(wanted, opens_at__lte=at + timedelta(days=62)).order_by("due_at", "id"):
        found.setdefault(occurrence.duty_id, []).append(occurrence)
    return found


def schedule_of_fields(fields: Mapping[str, Any]) -> dict[str, Any] | Refusal:
    """The stored form of the schedule that a sentence's fields name (`count`, `period`, `window`, `schedules` …), or why it is not exact."""
    plain = {key: fields[key] for key in ("count", "period", "bound", "most", "continuous", "window") if fields.get(key) is not None}
    try:
        several = from_clauses(fields["schedules"]) if fields.get("schedules") else []
        if len(several) > 1 and len({one.period for one in several}) == 1:
            parts = {f"part_{number}": one.count for number, one in enumerate(several, 1)}
            return to_json(with_parts(several[0], **parts))
        return to_json(from_clause(**plain))
    except ScheduleError as error:
        return refused_schedule(error)


def records_of(duty: Duty, *, limit: int = 60) -> list[tuple[Occurrence, Performance | None]]:
    """The recent past of a duty, newest first: each slot with what was done in it, or None where nobody did anything."""
    slots = list(Occurrence.objects.filter(duty=duty, opens_at__lte=clock.now()).exclude(state="not_yet").order_by("-due_at")[:limit])
    done: dict[UUID, list[Performance]] = {}
    for one in Performance.objects.filter(occurrence__in=slots).select_related("person", "confirmed_by").order_by("-device_at"):
        done.setdefault(one.occurrence_id, []).append(one)
    return [(slot, one) for slot in slots for one in done.get(slot.id, [None])]


def waiting_for_second(where: Scope, *, not_by: UUID | None) -> QuerySet[Performance]:
    """What was done and needs a second person's word, except what this person did; oldest first."""
    found = Performance.objects.filter(scope=where, confirmed_by=None, rejected_at=None, grade=Grade.C, occurrence__duty__evidence__contains="second_person")
    return found.exclude(person=not_by).select_related("occurrence__duty", "person").order_by("device_at")


def failed_between(where: Scope, start: datetime, end: datetime) -> tuple[list[Occurrence], list[Occurrence]]:
    """(missed or partly done, done late) among what was due in [start, end)."""
    found = Occurrence.objects.filter(scope=where, due_at__gte=start, due_at__lt=end).select_related("duty").order_by("due_at")
    return list(found.filter(state__in=LATE_STATES)), list(found.filter(state=OccurrenceState.done_late))
