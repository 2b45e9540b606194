"""Rounds are written down ahead of time, added by hand, frozen, or cancelled with a reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person, Post
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import facts, planning
from ..codes import BANDS, EXECUTORS, KINDS, MACHINES
from ..events import RoundAdded, RoundCancelled, RoundFrozen, RoundsPlanned
from ..models import Checkpoint, Round, RoundPoint, Route
from ..rules import timing
from .holding import LEADERS, about, elsewhere, held, number_of, told

AHEAD = timedelta(days=8)
ADDED = ("walk", "estate", "joint", "mission", "emergency", "fixed")


@action(title=_("Plan the rounds"), posts=LEADERS, event=RoundsPlanned)
def plan_rounds(
    scope: Scope,
    *,
    on: Annotated[date, Field(_("Date"))],
    band: Annotated[str, Field(_("Band of the day"), choices=list(BANDS.items()))],
    by: Actor,
    at: datetime | None = None,
) -> Scope | Refusal:
    """Write down the rounds of one band of a day by the plans in force; what stands already is left alone."""
    if not clock.local(scope, at).date() <= on <= clock.local(scope, at + AHEAD).date():
        return Refusal("patrol.bad_day", _("Not planned: choose today or one of the next eight days."))
    if facts.standing(scope) is None:
        return Refusal("patrol.no_plan", _("Not planned: no patrol plan is in force. Publish one first."))
    found = list(planning.drawn(scope, on, band, after=at))
    if not found:
        return Refusal("patrol.nothing_to_plan", _("Nothing to plan: the rounds of this band stand already."))
    points = sum(len(one.points) for one in found)
    _write(scope, on, band, found, at)
    announce(RoundsPlanned(on=on, rounds=len(found), points=points, is_holiday=facts.is_holiday(scope, on)), subject=scope)
    return scope


def _write(scope: Scope, on: date, band: str, found: Iterable[planning.Drawn], at: datetime) -> None:
    known = Checkpoint.objects.filter(scope=scope, state="in_use").in_bulk()
    rounds, points = [], []
    for one in found:
        made = Round(
            scope=scope, number=number_of(scope, "P", at), kind=one.kind, title=one.title[:80], band=band, on=on,
            version=one.line.route.newest if one.line else None, scheme=one.scheme, post=one.line.post if one.line else None,
            starts_at=one.starts_at, ends_at=one.ends_at, is_random=one.kind == "random", seed=one.seed, planned_with=one.inputs, alert=one.alert,
            point_count=len(one.points), created_at=at,
        )  # fmt: skip
        rounds.append(made)
        seen: set[Any] = set()
        for turn, (point, due_from, due_until) in enumerate(one.points, 1):
            points.append(_point(made, known[point], turn, due_from, due_until, at, is_repeat=point in seen))
            seen.add(point)
    Round.objects.bulk_create(rounds)
    RoundPoint.objects.bulk_create(points)


def _point(made: Round, point: Checkpoint, turn: int, due_from: datetime, due_until: datetime, at: datetime, *, is_repeat: bool = False) -> RoundPoint:
    """A point that a round passes again is scanned again, but its items are answered once."""
    return RoundPoint(
        scope_id=made.scope_id, round=made, checkpoint=point, position=turn, due_from=due_from, due_until=due_until, checklist=[] if is_repeat else point.checklist,
        checklist_version=point.checklist_version, created_at=at,
    )  # fmt: skip


@action(title=_("Add a round"), posts=LEADERS, event=RoundAdded, linkable=True)
def add_round(
    scope: Scope,
    *,
    route: Annotated[Route, Field(_("Route"))],
    kind: Annotated[str, Field(_("Kind"), choices=[(code, KINDS[code]) for code in ADDED])] = "fixed",
    starts_at: Annotated[datetime | None, Field(_("Planned start"), help=_("Empty: now"))] = None,
    executor: Annotated[str, Field(_("Carried out by"), choices=list(EXECUTORS.items()))] = "guard",
    machine: Annotated[str, Field(_("Machine"), max_length=60)] = "",
    is_pilot: Annotated[bool, Field(_("On trial"))] = False,
    post: Annotated[Post | None, Field(_("Post"))] = None,
    guard: Annotated[Person | None, Field(_("Guard"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Round | Refusal:
    """Plan one round by hand: an inspection on foot, a joint patrol, a mission of a drone or robot, or an emergency reconnaissance."""
    starts_at = starts_at or at
    if no := elsewhere(scope, route, post) or _fits(route, kind, starts_at, executor, machine, at):
        return no
    version = route.newest
    walks = [(one, one_walk["walk_minutes"]) for one_walk in version.points if (one := _in_use(scope, one_walk["checkpoint"]))]
    scheme = facts.standing(scope)
    due = timing.windows(starts_at, [minutes for _point, minutes in walks], tolerance_minutes=scheme.tolerance_minutes if scheme else 10)
    if not due:
        return Refusal("patrol.route_empty", _("Not added: this route has no points yet. Publish a version of it first."))
    made = Round(
        scope=scope, number=number_of(scope, "P", at), kind=kind, title=f"{KINDS[kind]} {route.name}"[:80], band=facts.band_at(scope, starts_at),
        on=clock.local(scope, starts_at).date(), version=version, post=post, guard=guard, executor=executor, machine=machine.strip(), is_pilot=is_pilot,
        starts_at=starts_at, ends_at=due[-1].due_until, point_count=len(due),
    )  # fmt: skip
    made.save()
    for turn, ((point, _minutes), one) in enumerate(zip(walks, due, strict=True), 1):
        _point(made, point, turn, one.due_from, one.due_until, at).save()
    announce(RoundAdded(**about(made), executor=executor, points=len(due)), subject=made)
    return made


def _in_use(scope: Scope, point: str) -> Checkpoint | None:
    return Checkpoint.objects.filter(scope=scope, pk=point, state="in_use").first()


def _fits(route: Route, kind: str, starts_at: datetime, executor: str, machine: str, at: datetime) -> Refusal | None:
    if route.newest_id is None or route.state != "in_use":
        return Refusal("patrol.route_empty", _("Not added: this route has no points yet. Publish a version of it first."))
    if not at - timedelta(minutes=1) <= starts_at <= at + 4 * AHEAD:
        return Refusal("patrol.bad_start", _("Not added: a round starts now or within a month."))
    if (executor in MACHINES) != bool(machine.strip()):
        return Refusal("patrol.no_machine", _("Not added: name the drone or robot, and only where one of them goes."))
    if executor in MACHINES and kind not in ("mission", "emergency"):
        return Refusal("patrol.no_mission", _("Not added: a drone or robot goes on a mission or an emergency reconnaissance."))
    return None


@action(title=_("Cancel the round"), posts=LEADERS, event=RoundCancelled, allowed_from=("planned",))
def cancel_round(round: Round, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Round | Refusal:
    """Take a round back that nobody has begun, with the reason."""
    one = held(round)
    if no := told(reason):
        return no
    if one.state != "planned":
        return Refusal("patrol.begun", _("Not cancelled: only a round that nobody has begun can be cancelled."))
    one.state, one.reason = "cancelled", reason
    one.save()
    announce(RoundCancelled(**about(one), reason=reason), subject=one)
    return one


@action(title=_("Freeze or release"), posts=LEADERS, event=RoundFrozen, allowed_from=("planned",))
def freeze_round(round: Round, *, by: Actor, at: datetime | None = None) -> Round | Refusal:
    """Keep a planned round as it is whatever is planned anew; the same again releases it."""
    one = held(round)
    if one.state != "planned":
        return Refusal("patrol.begun_frozen", _("Not frozen: only a round that nobody has begun can be frozen."))
    one.is_frozen = not one.is_frozen
    one.save()
    announce(RoundFrozen(**about(one), is_frozen=one.is_frozen), subject=one)
    return one
