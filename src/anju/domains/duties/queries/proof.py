"""How promises were kept, and by what evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet

from anju.domains.duties.calendar import Span
from anju.domains.duties.coverage import coverage
from anju.domains.duties.facts import present_of
from anju.domains.duties.models import Duty, Occurrence, Performance, Presence
from anju.domains.duties.states import OPEN_STATES, OccurrenceState


def performances_of(occurrence: Occurrence) -> QuerySet[Performance]:
    found = Performance.objects.filter(occurrence=occurrence).select_related("person", "confirmed_by")
    return found.order_by("device_at", "id")


def slots_within(duty: Duty, start: datetime, end: datetime) -> list[Occurrence]:
    """The slots of a duty that begin and end in a stretch of time, in the order in which they are due."""
    found = Occurrence.objects.filter(duty=duty, starts_at__gte=start, ends_at__lte=end)
    return list(found.select_related("duty__post", "assignee", "scope").order_by("due_at", "id"))


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

    def __add__(self, other: Kept) -> Kept:
        """How two promises were kept together."""
        return Kept(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


def kept_between(duties: Iterable[Duty | UUID], start_on: date, end_on: date) -> Kept:
    """The figures of all slots that belong to the days [start_on, end_on) and whose time is over."""
    return _kept(_closed(duties, start_on, end_on).values_list("state", "grade", Count("pk")))


def kept_each(duties: Iterable[Duty | UUID], start_on: date, end_on: date) -> dict[UUID, Kept]:
    """The same for each of many duties. One query; a duty of which nothing was due is left out."""
    counted: dict[UUID, list[tuple[str, str, int]]] = {}
    for duty_id, *row in _closed(duties, start_on, end_on).values_list("duty_id", "state", "grade", Count("pk")):
        counted.setdefault(duty_id, []).append(tuple(row))
    return {duty_id: _kept(rows) for duty_id, rows in counted.items()}


def _closed(duties: Iterable[Duty | UUID], start_on: date, end_on: date) -> QuerySet[Occurrence]:
    ids = [duty.pk if isinstance(duty, Duty) else duty for duty in duties]
    return Occurrence.objects.filter(duty__in=ids, on__gte=start_on, on__lt=end_on, look_at=None).order_by()


def _kept(rows: Iterable[tuple[str, str, int]]) -> Kept:
    states: Counter = Counter()
    grades: Counter = Counter()
    for state, grade, count in rows:
        states[state] += count
        grades[grade] += count if grade else 0
    return Kept(
        owed=sum(states.values()) - states[OccurrenceState.excused],
        on_time=states[OccurrenceState.done],
        late=states[OccurrenceState.done_late],
        partly=states[OccurrenceState.partly],
        missed=states[OccurrenceState.missed],
        excused=states[OccurrenceState.excused],
        grades=+grades,
    )


def slots_for_standing(duties: Iterable[Duty | UUID], *, at: datetime) -> dict[UUID, list[Occurrence]]:
    """By duty: the slots of its last closed day, those whose time has come, and the next one; oldest first. Three queries.

    A slot is closed when its `look_at` is None.
    """
    ids = [duty.pk if isinstance(duty, Duty) else duty for duty in duties]
    mine = Occurrence.objects.filter(duty__in=ids)
    last_days = mine.filter(look_at=None).order_by().values_list("duty").annotate(Max("on"))
    found: dict[UUID, list[Occurrence]] = {}
    for slot in sorted([*_closed_on(dict(last_days)), *_running(mine, at)], key=lambda slot: (slot.due_at, slot.id)):
        found.setdefault(slot.duty_id, []).append(slot)
    return found


def _closed_on(last_days: dict[UUID, date]) -> list[Occurrence]:
    by_day: dict[date, list[UUID]] = {}
    for duty_id, day in last_days.items():
        by_day.setdefault(day, []).append(duty_id)
    wanted = [Q(duty__in=ids, on=day) for day, ids in by_day.items()]
    return list(Occurrence.objects.filter(reduce(or_, wanted), look_at=None)) if wanted else []


def _running(mine: QuerySet[Occurrence], at: datetime) -> list[Occurrence]:
    """The open slots whose time has come; of a duty that has none to do now, the first one still to come."""
    kept, has_one = [], set()
    for slot in mine.filter(look_at__isnull=False).order_by("due_at", "id"):
        is_next = slot.duty_id not in has_one and slot.state in OPEN_STATES
        if slot.opens_at <= at or is_next:
            kept.append(slot)
        if is_next:
            has_one.add(slot.duty_id)
    return kept


def records_of(duty: Duty, *, limit: int = 60) -> list[tuple[Occurrence, Performance | None]]:
    """Slots of a duty with each record of them, newest first; a slot that nobody did or that was excused has None."""
    told = Q(done_count__gt=0) | Q(waiting_count__gt=0) | Q(look_at=None)
    slots = list(Occurrence.objects.filter(told, duty=duty).order_by("-due_at", "-id")[:limit])
    records: dict[UUID, list[Performance]] = {}
    done = Performance.objects.filter(occurrence__in=slots, rejected_at=None).select_related("person", "confirmed_by")
    for record in done.order_by("-device_at", "-id"):
        records.setdefault(record.occurrence_id, []).append(record)
    return list(_paired(slots, records))[:limit]


def _paired(
    slots: list[Occurrence], records: dict[UUID, list[Performance]]
) -> Iterator[tuple[Occurrence, Performance | None]]:
    for slot in slots:
        for record in records.get(slot.id) or [None]:
            yield slot, record
