"""From records to the facts that rules judge, and back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from anju.domains.duties import rules
from anju.domains.duties.calendar import Calendar, DayKind, HolidayTable, MainlandHolidays, Shift
from anju.domains.duties.models import CalendarYear, Duty, Occurrence, Performance, Presence
from anju.domains.duties.schedules import Slot
from anju.domains.duties.states import Evidence
from anju.domains.people import queries as people
from anju.kernel import clock, scope
from anju.kernel.models import Scope


def calendar_of(where: Scope) -> Calendar:
    """The calendar of a community: the mainland's, overridden by the years imported for it and for the scopes above it."""
    above = [UUID(hex) for hex in where.path.strip("/").split("/")]
    with scope.entered(*above):
        imported = sorted(CalendarYear.objects.all(), key=lambda year: above.index(year.scope_id))
    holidays = MainlandHolidays()
    for year in imported:
        days = {datetime.fromisoformat(day).date(): DayKind(kind) for day, kind in year.days.items()}
        holidays = HolidayTable(days, frozenset({year.year} if year.is_complete else ()), holidays)
    return Calendar(zone=where.zone, holidays=holidays)


def calendar_for(duty: Duty, calendar: Calendar | None = None) -> Calendar:
    """The community's calendar with the shifts of the duty's post, if its post works in shifts."""
    calendar = calendar or calendar_of(duty.scope)
    if duty.post_id is None or duty.post.pattern_id is None or duty.schedule["period"] != "shift":
        return calendar
    shifts = tuple(Shift(one.name, one.start_time, one.end_time) for one in people.shifts_of(duty.post.pattern))
    return replace(calendar, shifts=shifts)


def occurrence_from(slot: Slot, duty: Duty, *, since: datetime) -> Occurrence:
    """A new row for a slot. A watch that began before the duty existed is owed only `since` then."""
    starts_at = max(slot.opens_at, since) if slot.continuous else slot.opens_at
    if duty.make_up_hours is None:
        late_until = rules.make_up_until(slot.opens_at, slot.due_at)
    else:
        late_until = slot.due_at + timedelta(hours=duty.make_up_hours)
    row = Occurrence(
        scope_id=duty.scope_id,
        duty=duty,
        key=slot.key,
        on=slot.on,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at,
        opens_at=starts_at,
        due_at=slot.due_at,
        late_until=late_until,
        owed=slot.owed,
        most=slot.most,
        part=slot.part,
        is_continuous=slot.continuous,
        created_at=since,
    )
    row.look_at = rules.next_look_at(owed_of(row), since)
    if row.opens_at <= since:
        row.state = "open"
    return row


def owed_of(occurrence: Occurrence) -> rules.Owed:
    duty = occurrence.duty
    return rules.Owed(
        opens_at=occurrence.opens_at,
        due_at=occurrence.due_at,
        late_until=occurrence.late_until,
        owed=occurrence.owed,
        most=occurrence.most,
        grace=timedelta(minutes=duty.grace_minutes),
        has_distinct_days=bool(duty.schedule.get("distinct_days")),
        needs_second_person=Evidence.second_person in duty.evidence,
        is_excused=occurrence.is_excused,
    )


def done_of(performances: Iterable[Performance], where: Scope) -> list[rules.Done]:
    """What counts as done at all; what a second person sent back does not."""
    return [
        rules.Done(
            at=one.device_at,
            on=clock.local(where, one.device_at).date(),
            entered_at=one.entered_at,
            is_admitted=one.is_admitted,
            is_confirmed=one.confirmed_at is not None,
            is_independent=one.is_independent,
        )
        for one in performances
        if one.rejected_at is None
    ]


def present_of(presences: Iterable[Presence]) -> list[rules.Present]:
    return [
        rules.Present(
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            entered_at=one.entered_at,
            is_independent=one.is_independent,
        )
        for one in presences
    ]


def verdict_on(occurrence: Occurrence, now: datetime) -> rules.Verdict:
    """What the records say about an occurrence at this moment."""
    owed = owed_of(occurrence)
    if occurrence.is_continuous:
        present = present_of(Presence.objects.filter(occurrence=occurrence))
        tolerance = timedelta(minutes=occurrence.duty.gap_minutes)
        return rules.judge_presence(owed, present, now, tolerance=tolerance)
    return rules.judge(owed, done_of(Performance.objects.filter(occurrence=occurrence), occurrence.scope), now)
