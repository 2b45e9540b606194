"""What is switched on and what is owed at the gates: peak plans and their days, modes, procedures and how they are kept. It reads; it writes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, Sum

from anju.domains.documents.queries import reading_rate
from anju.domains.duties.queries import YearUnknown, calendar_of
from anju.domains.people.queries import Holding, OnDuty, Presence, Residency, current_residents, gaps_at
from anju.domains.places.queries import by_kind
from anju.domains.workforce.queries import Coverage, coverage
from anju.kernel import clock
from anju.kernel.models import Scope

from .kinds import PROCEDURES
from .models import EpidemicMode, Lane, Passage, PeakPlan, PeakRun, Procedure, ProcedureCheck

AHEAD = 7


def peaks_due(scope: Scope, *, at: datetime) -> list[PeakRun]:
    """Days of plans that are to be switched on or off now; one that was never switched on stays planned and shows it."""
    due = Q(state="planned", starts_at__lte=at, ends_at__gt=at) | Q(state="on", ends_at__lte=at)
    return list(PeakRun.objects.filter(due, scope=scope).select_related("scope", "plan").order_by("starts_at")[:50])


def modes_over(scope: Scope, *, at: datetime) -> list[EpidemicMode]:
    return list(EpidemicMode.objects.filter(scope=scope, state="on", until_at__lte=at).select_related("scope"))


def is_lockdown_over(scope: Scope, *, at: datetime) -> bool:
    return Lane.objects.filter(scope=scope, locked_until__lte=at).exists()


def peaks_to_roster(scope: Scope, *, at: datetime) -> list[tuple[PeakPlan, date]]:
    """Plans and days of the next week for which nobody was looked for yet."""
    today = clock.local(scope, at).date()
    done = set(PeakRun.objects.filter(scope=scope, on__gte=today).values_list("plan_id", "on"))
    plans = list(PeakPlan.objects.filter(scope=scope, state="in_force").select_related("scope").order_by("name"))
    days = [today + timedelta(days=number) for number in range(AHEAD)]
    return [(plan, day) for plan in plans for day in days if (plan.pk, day) not in done and is_day_of(plan, day) and _end(plan, day) > at]


def _end(plan: PeakPlan, day: date) -> datetime:
    return datetime.combine(day, plan.ends, clock.zone(plan.scope))


def is_day_of(plan: PeakPlan, day: date) -> bool:
    """The rush of people going to work is on working days; a plan for days off is for those alone."""
    try:
        is_working = calendar_of(plan.scope).is_working(day)
    except YearUnknown:
        is_working = day.isoweekday() <= 5
    return is_working != (plan.occasion == "holiday")


@dataclass(frozen=True)
class Peak:
    """A day of a plan with whom it names and whether each came to the post."""

    run: PeakRun
    people: list[OnDuty]

    @property
    def came(self) -> int:
        return sum(1 for one in self.people if one.is_present)


def peaks_around(scope: Scope, *, at: datetime) -> list[Peak]:
    """The days of plans from now to a week ahead, and those that ended today."""
    start, _end = clock.day_bounds(scope, clock.local(scope, at).date())
    return _with_people(list(PeakRun.objects.filter(scope=scope, ends_at__gte=start).select_related("plan__post", "scope").order_by("starts_at")[:40]))


def past_peaks(scope: Scope, *, since: datetime) -> list[Peak]:
    """The calendar of activations since a moment, the newest first."""
    return _with_people(list(PeakRun.objects.filter(scope=scope, starts_at__gte=since).exclude(on_at=None).select_related("plan__post", "scope").order_by("-starts_at")[:200]))


def _with_people(runs: list[PeakRun]) -> list[Peak]:
    held = Holding.objects.filter(pk__in=[pk for run in runs for pk in run.named]).exclude(state="withdrawn").select_related("post", "person").in_bulk()
    there = {one.holding_id: one for one in Presence.objects.filter(holding__in=held)}
    named = {str(pk): OnDuty(one.post, one.person, one, there.get(pk)) for pk, one in held.items()}
    return [Peak(run, [named[pk] for pk in run.named if pk in named]) for run in runs]


@dataclass(frozen=True)
class Kept:
    """A procedure: who has acknowledged its version, and how the checks since came out."""

    kind: str
    label: Any
    procedure: Procedure | None
    read: int = 0
    readers: int = 0
    kept: int = 0
    of: int = 0

    @property
    def is_behind(self) -> bool:
        """A newer version of the document is in force than the one whose steps stand here."""
        return self.procedure is not None and self.procedure.document.version > self.procedure.version

    @property
    def percent(self) -> float | None:
        return 100 * self.kept / self.of if self.of else None


def procedures(scope: Scope) -> list[Kept]:
    """Every kind of procedure, set or not, with its acknowledgements and the score of its checks."""
    current = {one.kind: one for one in Procedure.objects.filter(scope=scope, is_current=True).select_related("document")}
    return [_kept(kind, label, current.get(kind)) for kind, label in PROCEDURES]


def _kept(kind: str, label: Any, one: Procedure | None) -> Kept:
    if one is None:
        return Kept(kind, label, None)
    read, readers = reading_rate(one.document)
    score = ProcedureCheck.objects.filter(scope=one.scope_id, procedure=one).aggregate(kept=Sum("kept"), of=Sum("of"))
    return Kept(kind, label, one, read, readers, score["kept"] or 0, score["of"] or 0)


def procedure_of(scope: Scope, kind: str) -> Procedure | None:
    """The procedure of a kind that counts now."""
    return Procedure.objects.filter(scope=scope, kind=kind, is_current=True).select_related("document").first()


def to_check(scope: Scope) -> list[Passage]:
    """Who stands at a lane and was asked for the checks of the mode, the newest first."""
    since = clock.now() - timedelta(minutes=30)
    rows = Passage.objects.filter(scope=scope, code="epidemic_check", is_released=False, at__gte=since)
    return list(rows.select_related("lane", "dwelling", "credential", "permit", "visit").order_by("-at")[:8])


@dataclass(frozen=True)
class Entrance:
    """A gate and its posts: where somebody is missing now, and in which shifts of the next days nobody is named enough."""

    gate: Any
    posts: list[Any]
    now: list[Any]
    short: list[Coverage]
    bare_minutes: int

    @property
    def is_kept(self) -> bool:
        return bool(self.posts) and not self.now and not self.short and not self.bare_minutes


def entrances(scope: Scope, *, at: datetime, days: int = 7) -> list[Entrance]:
    """Each gate with the gaps of its posts round the clock, from the roster and from who is there."""
    today = clock.local(scope, at).date()
    slots = coverage(scope, today, today + timedelta(days=days - 1))
    missing = gaps_at(scope, at)
    found = []
    for gate in by_kind(scope, "gate"):
        own = {slot.post.pk: slot.post for slot in slots if slot.post.place_id == gate.pk}
        short = [slot for slot in slots if slot.post.pk in own and slot.short and slot.end_at > at]
        found.append(Entrance(gate, list(own.values()), [one for one in missing if one.post.place_id == gate.pk], short, _bare(slots, set(own), today)))
    return found


def _bare(slots: list[Coverage], posts: set[Any], day: date) -> int:
    """The minutes of a day in which no shift of these posts runs: a gate that is kept round the clock has none."""
    spans = {((slot.start_at.hour * 60 + slot.start_at.minute), int((slot.end_at - slot.start_at).total_seconds() // 60)) for slot in slots if slot.post.pk in posts and slot.on == day}
    return len(set(range(1440)) - {(start + minute) % 1440 for start, many in spans for minute in range(many)})


def leases(scope: Scope) -> list[tuple[Residency, str]]:
    """The rented homes: each tenant with how his lease stands (running, soon: within thirty days, open: no end is written), the next end first."""
    rows = current_residents(scope).filter(relation="tenant").order_by(F("until_on").asc(nulls_last=True), "dwelling__ordering")
    soon = clock.today(scope) + timedelta(days=30)
    return [(one, "open" if one.until_on is None else "soon" if one.until_on <= soon else "running") for one in rows]


def leases_over(scope: Scope) -> list[Residency]:
    """Leases whose last day is gone and that nobody ended."""
    rows = Residency.objects.filter(scope=scope, relation="tenant", ended_at=None, until_on__lt=clock.today(scope))
    return list(rows.select_related("scope", "person", "dwelling")[:200])


def unwatched(scope: Scope) -> list[Lane]:
    """Lanes at which nobody's coming and going is seen by a camera that is named."""
    return list(Lane.objects.filter(scope=scope, camera=None, traffic="people", state="in_use").select_related("place").order_by("name"))


def outsiders(scope: Scope, *, start: datetime, end: datetime) -> Any:
    """Every passage of somebody who neither lives nor works here, the newest first."""
    rows = Passage.objects.filter(scope=scope, at__gte=start, at__lt=end).exclude(category__in=("resident", "staff"))
    return rows.select_related("lane", "camera", "visit", "dwelling", "guard").order_by("-at", "-pk")
