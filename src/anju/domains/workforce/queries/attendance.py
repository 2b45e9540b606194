"""Who worked when, and how shifts were kept."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum

from anju.domains.passes.queries import PassUse
from anju.domains.people.queries import Holding, Person, Presence
from anju.kernel import clock
from anju.kernel.models import Scope

from ..models import Attendance, Leave, PostCheck
from ..rules.attending import Kept, kept
from .terms import terms_of

BEFORE = timedelta(hours=1)


@dataclass(frozen=True)
class Line:
    """One shift of the day sheet."""

    holding: Holding
    kept: Kept


def day_sheet(scope: Scope, on: date, *, at: datetime | None = None) -> list[Line]:
    """How every shift that began on a date was kept, from presences, gates and scans. Six queries, however many shifts."""
    moment = at or clock.now()
    rows = list(Holding.objects.filter(scope=scope, on=on).select_related("post", "person").order_by("start_at", "post__name"))
    leaves = _leaves(scope, rows)
    held = [one for one in rows if one.state != "withdrawn" or _is_on_leave(one, leaves)]
    there, gates = _there(held, moment), _gates(scope, held)
    late_after = timedelta(minutes=terms_of(scope).late_after_minutes)
    return [
        Line(one, kept((one.start_at, one.end_at), there[one.pk], gate_at=_came_in(one, gates), late_after=late_after, is_on_leave=_is_on_leave(one, leaves)))
        for one in held
    ]


def _leaves(scope: Scope, rows: list[Holding]) -> dict[UUID, list[Leave]]:
    found: dict[UUID, list[Leave]] = defaultdict(list)
    for one in Leave.objects.filter(scope=scope, state="approved", person_id__in={one.person_id for one in rows}):
        found[one.person_id].append(one)
    return found


def _is_on_leave(one: Holding, leaves: dict[UUID, list[Leave]]) -> bool:
    return any(leave.start_at < one.end_at and leave.end_at > one.start_at for leave in leaves[one.person_id])


def _there(held: list[Holding], at: datetime) -> dict[UUID, list[tuple[datetime, datetime]]]:
    found: dict[UUID, list[tuple[datetime, datetime]]] = defaultdict(list)
    ends = {one.pk: one.end_at for one in held}
    for row in Presence.objects.filter(holding_id__in=list(ends)).order_by("since_at"):
        found[row.holding_id].append((row.since_at, row.until_at or min(at, ends[row.holding_id])))
    return found


def _gates(scope: Scope, held: list[Holding]) -> dict[UUID, list[datetime]]:
    """When a gate or a scanner let staff in on their own permits."""
    if not held:
        return {}
    first, last = min(one.start_at for one in held) - BEFORE, max(one.end_at for one in held)
    rows = PassUse.objects.filter(scope=scope, at__gte=first, at__lt=last, is_use=True, permit__holder_id__in={one.person_id for one in held}).exclude(direction="out")
    found: dict[UUID, list[datetime]] = defaultdict(list)
    for person, at in rows.values_list("permit__holder_id", "at"):
        found[person].append(at)
    return found


def _came_in(one: Holding, gates: dict[UUID, list[datetime]]) -> datetime | None:
    return min((at for at in gates.get(one.person_id, ()) if one.start_at - BEFORE <= at < one.end_at), default=None)


def leave_at(scope: Scope, at: datetime) -> QuerySet[Leave]:
    """Who is on approved leave at a moment."""
    return Leave.objects.filter(scope=scope, state="approved", start_at__lte=at, end_at__gt=at).select_related("person")


def attendance_rate(scope: Scope, first: date, last: date) -> dict[str, int]:
    """Shifts that were due (without those on leave) and those to which somebody came."""
    rows = Attendance.objects.filter(scope=scope, on__gte=first, on__lte=last).exclude(outcome="on_leave")
    return rows.aggregate(due=Count("pk"), came=Count("pk", filter=~Q(outcome="absent")))


def month_figures(scope: Scope, month: date) -> list[dict[str, Any]]:
    """One row a person for the month that begins on `month`."""
    after = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    of = {name: Count("pk", filter=Q(outcome__in=codes)) for name, codes in _COUNTED.items()}
    rows = Attendance.objects.filter(scope=scope, on__gte=month, on__lt=after).values("person_id")
    found = rows.annotate(shifts=Count("pk"), minutes=Sum("minutes_worked"), **of).order_by("person_id")
    return [{**{name: row[name] for name in ("person_id", "shifts", *_COUNTED)}, "hours": Decimal(row["minutes"] or 0) / 60} for row in found]


_COUNTED = {"present": ["present"], "late": ["late", "late_and_early"], "early": ["early", "late_and_early"], "absent": ["absent"], "on_leave": ["on_leave"]}


def hours_between(person: Person, start: datetime, end: datetime) -> float:
    """The hours for which the roster names somebody between two moments."""
    rows = Holding.objects.filter(person=person, start_at__gte=start, start_at__lt=end).exclude(state="withdrawn").values_list("start_at", "end_at")
    return round(sum((until - since).total_seconds() for since, until in rows) / 3600, 1)


def own_figures(person: Person, scope: Scope, start: datetime, end: datetime) -> dict[str, int]:
    """What somebody sees of himself: settled shifts, times late, items kept of items checked by checks that he signed."""
    own = Attendance.objects.filter(scope=scope, person=person, start_at__gte=start, start_at__lt=end)
    checks = PostCheck.objects.filter(scope=scope, person=person, at__gte=start, at__lt=end).exclude(state="recorded")
    late = own.aggregate(shifts=Count("pk"), late=Count("pk", filter=Q(outcome__in=["late", "late_and_early"])))
    found = checks.aggregate(kept=Sum("kept"), of=Sum("of"))
    return {**late, "kept": found["kept"] or 0, "of": found["of"] or 0}
