"""What planning needs to know."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from anju.domains.duties.calendar import YearUnknown
from anju.domains.duties.facts import calendar_of
from anju.domains.duties.models import Duty
from anju.domains.duties.rules.sentences import refused_schedule
from anju.domains.duties.schedules import Schedule, ScheduleError, from_clause, from_clauses, to_json, with_parts
from anju.domains.duties.states import DutyState
from anju.kernel import clock
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal


def to_plan(now: datetime, where: Scope) -> list[tuple[Duty, date]]:
    """The duties in force whose slots do not reach far enough ahead, and until when they should."""
    duties = Duty.objects.filter(state=DutyState.active).select_related("scope")
    return [(duty, until_on) for duty in duties if (until_on := planned_to(duty, now)) is not None]


def planned_to(duty: Duty, now: datetime) -> date | None:
    """Until when a duty should be planned now; None where its slots reach far enough or nothing can be planned."""
    today = clock.local(duty.scope, now).date()
    days = 3 if duty.promise.unit.is_within_a_day else 62
    is_stuck = duty.unknown_year is not None and not _knows(duty.scope, duty.unknown_year)
    reached = duty.planned_until_on
    if duty.state != DutyState.active or (reached is not None and (is_stuck or reached >= today + timedelta(days=days // 2 + 1))):
        return None
    return today + timedelta(days=days)


def _knows(where: Scope, year: int) -> bool:
    try:
        calendar_of(where).kind(date(year, 1, 1))
    except YearUnknown:
        return False
    return True


_PLAIN = ("count", "period", "bound", "continuous", "window")


def schedule_of_fields(fields: Mapping[str, Any]) -> dict[str, Any] | Refusal:
    """The stored schedule of what a plan's sentence says: `count`, `period`, `bound`, `continuous`, `window` or `windows`, `schedules`.

    Several frequencies of one period become one ("one to two times") or parts of one ("two full checks and one spot check");
    of several periods the plain fields, which repeat the first, are meant.
    """
    plain = {name: fields[name] for name in _PLAIN if fields.get(name)}
    if "window" not in plain and fields.get("windows"):
        plain["window"] = fields["windows"][0]
    try:
        return to_json(_joined(plain, fields.get("schedules") or ()))
    except ScheduleError as error:
        return refused_schedule(error)
    except (ValueError, TypeError):
        return refused_schedule(ScheduleError("unreadable", "schedule"))


def _joined(plain: dict[str, Any], several: Any) -> Schedule:
    periods = {item.get("period") for item in several}
    if len(several) < 2 or periods != {plain.get("period")} or several[0].get("count") != plain.get("count"):
        return from_clause(**plain)
    shared = {name: value for name, value in plain.items() if name not in ("count", "bound")}
    found = from_clauses([{**item} for item in several], **shared)
    if len(found) == 1:
        return found[0]
    return with_parts(found[0], **{f"part_{number}": one.count for number, one in enumerate(found, 1)})
