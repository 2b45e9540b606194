"""The clock's verbs: cut schedules into occurrences ahead of time, open them, and close them when their time is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.duties.actions.settling import locked, settle
from anju.domains.duties.events import OccurrenceClosed, OccurrencesOpened, OccurrencesPlanned
from anju.domains.duties.facts import calendar_for, occurrence_from, owed_of
from anju.domains.duties.models import Duty, Occurrence
from anju.domains.duties.schedules import Slot, plan
from anju.domains.duties.states import DutyState
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

MOST_PLANNED = 200
MOST_CLOSED = 20
ONE_DAY = timedelta(days=1)


@action(title=_("Plan ahead"), posts=("security_manager", "project_manager"), event=OccurrencesPlanned)
def plan_occurrences(
    duty: Duty, *, until_on: Annotated[date, Field(pgettext_lazy("day", "Until"))], by: Actor, at: datetime | None = None
) -> Duty | Refusal:
    """Write down the next slots, at most 200 at a time. Slots whose time was over before are never made."""
    if duty.state != DutyState.active:
        return Refusal("duties.paused", _("This work is paused. Ask the manager to put it in force again."))
    start_on = duty.planned_until_on or clock.local(duty.scope, at).date() - ONE_DAY
    planned = plan(duty.promise, calendar_for(duty), start_on, max(until_on, start_on))
    wanted = _missing(duty, [slot for slot in planned.slots if slot.due_at > at])
    chunk, rest = wanted[:MOST_PLANNED], wanted[MOST_PLANNED:]
    Occurrence.objects.bulk_create([occurrence_from(slot, duty, since=at) for slot in chunk])
    stops = [planned.stopped_on, *(slot.on for slot in rest), max(until_on, start_on)]
    duty.planned_until_on = max(start_on, min(stop for stop in stops if stop))
    duty.unknown_year = planned.unknown_years[0] if planned.unknown_years else None
    duty.save(update_fields=["planned_until_on", "unknown_year"])
    announce(
        OccurrencesPlanned(
            duty=duty.id,
            planned=len(chunk),
            until_on=duty.planned_until_on,
            unknown_years=list(planned.unknown_years),
        ),
        subject=duty,
    )
    return duty


def _missing(duty: Duty, slots: list[Slot]) -> list[Slot]:
    if not slots:
        return []
    known = Occurrence.objects.filter(duty=duty, on__gte=min(slot.on for slot in slots))
    keys = set(known.values_list("key", flat=True))
    return [slot for slot in slots if slot.key not in keys]


@action(title=_("Open and close what is due"), posts=(), event=OccurrencesOpened)
def close_due_occurrences(scope: Scope, *, by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """Open what can be done now and close what is over, at most 20 at a time; missed and late are found here."""
    due = list(
        Occurrence.objects.filter(look_at__lte=at).order_by("look_at", "id").values_list("pk", flat=True)[:MOST_CLOSED]
    )
    if not due:
        return Refusal("duties.nothing_due", _("Nothing is due now."))
    opened, closed = [], []
    for occurrence in Occurrence.objects.filter(pk__in=due).select_related("duty", "scope").order_by("look_at", "id"):
        if at < owed_of(occurrence).closes_at:
            settle(occurrence, at)
            opened.append(occurrence.id)
        else:
            close_occurrence(occurrence, by=by, at=at)
            closed.append(occurrence.id)
    announce(OccurrencesOpened(opened=opened, closed=closed), subject=scope)
    return scope


@action(title=_("Close a slot"), posts=(), event=OccurrenceClosed)
def close_occurrence(occurrence: Occurrence, *, by: Actor, at: datetime | None = None) -> Occurrence | Refusal:
    """Judge it now that its time is over: done, done late, partly, missed or excused."""
    occurrence = locked(occurrence)
    if at < owed_of(occurrence).closes_at:
        return Refusal("duties.still_open", _("Its time is not over yet."))
    if occurrence.look_at is None:
        return Refusal("duties.closed_already", _("It has been closed already."))
    change = settle(occurrence, at, is_closing=True)
    announce(
        OccurrenceClosed(
            **change,
            owed=occurrence.owed,
            on_time=occurrence.on_time_count,
            done=occurrence.done_count,
            due_at=occurrence.due_at,
            longest_gap_seconds=occurrence.longest_gap_seconds,
        ),
        subject=occurrence,
    )
    return occurrence
