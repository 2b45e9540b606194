"""The facts behind the live state of sentences: what their duties owed and got, where their targets stand, what spot checks found."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from anju.domains.duties import queries as duties
from anju.domains.measures import queries as measures
from anju.kernel import clock

from .models import Clause, FurtherDuty, SpotCheck
from .rules import LEAD, Standing, Tally, lead_of, together
from .states import Becomes, LiveState

_STATE_OF_TARGET = {
    "planned": LiveState.on_track,
    "no_data": LiveState.on_track,
    "on_track": LiveState.on_track,
    "at_risk": LiveState.due,
    "missed": LiveState.broken,
    "untrusted": LiveState.broken,
    "met": LiveState.proven,
}


def standings(clauses: Iterable[Clause], *, at: datetime) -> dict[UUID, Standing]:
    """The facts of each confirmed sentence by its id. Measures carry their state themselves, in `Standing.fixed`."""
    clauses = list(clauses)
    found: dict[UUID, Standing] = {}
    owed = duty_ids([c for c in clauses if c.duty_id])
    of_duties = duties.slots_for_standing([one for ids in owed.values() for one in ids], at=at)
    checks = _checks([c for c in clauses if c.becomes in (Becomes.policy, Becomes.pass_policy)], at)
    for clause in clauses:
        if clause.duty_id:
            found[clause.id] = together([of_duty(of_duties.get(one, ()), at) for one in owed[clause.id]])
        elif clause.target_id:
            progress = measures.progress(clause.target, at=at)
            found[clause.id] = Standing(fixed=str(_STATE_OF_TARGET[progress.state]), progress=progress)
        else:
            found[clause.id] = checks.get(clause.id, Standing())
    return found


def duty_ids(clauses: Iterable[Clause]) -> dict[UUID, list[UUID]]:
    """The ids of each sentence's duties, the first one first. One query."""
    found = {clause.id: [clause.duty_id] for clause in clauses if clause.duty_id}
    further = FurtherDuty.objects.filter(clause__in=list(found)).order_by("turn")
    for clause_id, duty_id in further.values_list("clause_id", "duty_id"):
        found[clause_id].append(duty_id)
    return found


def of_duty(slots: Iterable, at: datetime) -> Standing:
    """Fold a duty's recent slots (oldest first) into its last closed period, the running one and what is overdue."""
    slots = [slot for slot in slots if slot.state != "excused" and slot.owed]
    closed = [slot for slot in slots if slot.look_at is None]
    open_ = [slot for slot in slots if slot.look_at is not None]
    last_on = max((slot.on for slot in closed), default=None)
    running = [slot for slot in open_ if slot.opens_at <= at]
    waiting = [slot for slot in open_ if slot.state in ("not_yet", "open", "running")]
    coming = min(waiting, key=lambda slot: slot.due_at, default=None)
    return Standing(
        closed=_tally([slot for slot in closed if slot.on == last_on]) if closed else None,
        running=_tally(running) if running else None,
        overdue=sum(slot.state in ("missed", "partly") for slot in open_),
        next_due_at=coming and coming.due_at,
        lead=lead_of(coming.due_at - coming.opens_at) if coming else LEAD,
    )


def _tally(slots: list) -> Tally:
    grades: dict[str, int] = defaultdict(int)
    for slot in slots:
        if slot.grade:
            grades[slot.grade] += 1
    kept = ("done", "done_late")
    return Tally(
        done=sum(slot.owed if slot.state in kept else min(slot.done_count, slot.owed) for slot in slots),
        owed=sum(slot.owed for slot in slots),
        on_time=sum(slot.on_time_count for slot in slots),
        grades=dict(grades),
    )


def _checks(clauses: list[Clause], at: datetime) -> dict[UUID, Standing]:
    """A policy is judged by the quarter: the last one is closed, this one is running."""
    if not clauses:
        return {}
    scope = clauses[0].scope
    this_quarter = quarter_start(clock.local(scope, at).date())
    last_quarter = quarter_start(this_quarter - timedelta(days=1))
    since, _ = clock.day_bounds(scope, last_quarter)
    found: dict[UUID, list[SpotCheck]] = defaultdict(list)
    for check in SpotCheck.objects.filter(clause__in=clauses, checked_at__gte=since).order_by("checked_at"):
        found[check.clause_id].append(check)
    boundary, _ = clock.day_bounds(scope, this_quarter)
    return {
        clause_id: Standing(
            closed=_checked([c for c in checks if c.checked_at < boundary]),
            running=_checked([c for c in checks if c.checked_at >= boundary]),
        )
        for clause_id, checks in found.items()
    }


def _checked(checks: list[SpotCheck]) -> Tally | None:
    if not checks:
        return None
    grades: dict[str, int] = defaultdict(int)
    for check in checks:
        grades[check.grade] += check.is_passed
    return Tally(done=sum(c.is_passed for c in checks), owed=len(checks), grades={g: n for g, n in grades.items() if n})


def quarter_start(day: date) -> date:
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
