"""What is to be done now, and what is waiting."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from anju.domains.duties.models import Occurrence, Performance
from anju.domains.duties.states import LATE_STATES, DutyState, OccurrenceState
from anju.kernel import clock
from anju.kernel.models import Scope

UNFINISHED = (OccurrenceState.not_yet, OccurrenceState.open, OccurrenceState.running, *LATE_STATES)


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


def to_be_done(where: Scope, until: datetime, *, now: datetime) -> QuerySet[Occurrence]:
    """What opens before a moment and can still be done or made up, watches included; in the order in which it opens."""
    found = Occurrence.objects.filter(scope=where, opens_at__lt=until, late_until__gt=now, state__in=UNFINISHED)
    return found.select_related("duty__post", "duty__place").order_by("opens_at", "id")


def failed_between(where: Scope, start: datetime, end: datetime) -> tuple[list[Occurrence], list[Occurrence]]:
    """What fell due in (start, end] and was missed or done in part, and what was done late; in order."""
    failed = (OccurrenceState.missed, OccurrenceState.partly, OccurrenceState.done_late)
    found = Occurrence.objects.filter(scope=where, due_at__gt=start, due_at__lte=end, state__in=failed)
    rows = list(found.select_related("duty__post", "assignee").order_by("due_at", "id"))
    late = [row for row in rows if row.state == OccurrenceState.done_late]
    return [row for row in rows if row not in late], late


def waiting_for_second(where: Scope, *, not_by: UUID | None) -> QuerySet[Performance]:
    """What counts only once a second person has vouched for it, oldest first; never one's own."""
    waiting = Performance.objects.filter(
        scope=where,
        occurrence__waiting_count__gt=0,
        confirmed_at=None,
        rejected_at=None,
        is_independent=False,
    )
    found = waiting.exclude(person_id=not_by) if not_by else waiting
    return found.select_related("occurrence__duty", "person").order_by("device_at", "id")


def state_of(occurrence: Occurrence) -> str | None:
    """How a slot stands now; None where its duty was paused or changed meanwhile and it is owed no more."""
    return Occurrence.objects.filter(pk=occurrence.pk).values_list("state", flat=True).first()
