"""Lanes and doors: where they stand, when they are open, and the fire release that opens them all."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.devices.queries import Device
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import DoorsInterlocked, FireReleased, FireReleaseEnded, LaneAdded, LaneChanged, LaneWatched
from ..kinds import LANE_DIRECTIONS, LEADERS, MANAGERS, TRAFFIC
from ..models import Lane
from ..rules.office import reason_told

NameInput = Annotated[str, Field(_("Name"), max_length=60)]
FromInput = Annotated[time, Field(_("Opens at"))]
UntilInput = Annotated[time, Field(_("Closes at"), help=_("The same as the opening hour: all day."))]
PassbackInput = Annotated[bool, Field(_("Asks when somebody comes in twice"))]
DeviceInput = Annotated[Device | None, Field(_("Controller"))]
ReasonInput = Annotated[str, Field(_("Reason"), max_length=200)]


def at_lane(lane: Lane) -> dict:
    """The fields that every event at a lane carries."""
    return {"lane": lane.pk, "place": lane.place_id, "traffic": lane.traffic}


@action(title=_("Add a lane or door"), posts=MANAGERS, event=LaneAdded)
def add_lane(
    scope: Scope,
    *,
    name: NameInput,
    place: Annotated[Place, Field(_("Stands at"))],
    traffic: Annotated[str, Field(_("Lane for"), choices=TRAFFIC)] = "people",
    directions: Annotated[str, Field(_("Direction"), choices=LANE_DIRECTIONS)] = "both",
    opens_from: FromInput = time(0),
    opens_until: UntilInput = time(0),
    has_passback: PassbackInput = False,
    device: DeviceInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Lane | Refusal:
    """Write down a lane, turnstile or door, for people or for cars, with its hours."""
    if no := elsewhere(scope, place, device) or _named_already(scope, name):
        return no
    lane = Lane(
        scope=scope, name=name.strip(), place=place, traffic=traffic, directions=directions, opens_from=opens_from, opens_until=opens_until,
        has_passback=has_passback, device=device,
    )  # fmt: skip
    lane.save()
    announce(LaneAdded(**at_lane(lane), directions=directions), subject=lane)
    return lane


def elsewhere(scope: Scope, *named) -> Refusal | None:
    if any(one is not None and one.scope_id != scope.id for one in named):
        return Refusal("access.other_place", _("Not recorded: something of another community was named."))
    return None


def _named_already(scope: Scope, name: str) -> Refusal | None:
    if not name.strip() or Lane.objects.filter(scope=scope, name=name.strip()).exists():
        return Refusal("access.lane_named", _("Not recorded: give the lane a name that no other has."))
    return None


@action(title=_("Change hours and state"), posts=MANAGERS, event=LaneChanged)
def change_lane(
    lane: Lane,
    *,
    is_closed: Annotated[bool, Field(_("Closed"))] = False,
    opens_from: FromInput = time(0),
    opens_until: UntilInput = time(0),
    has_passback: PassbackInput = False,
    device: DeviceInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Lane | Refusal:
    """Set when it is open, or close it; the last way out is never closed."""
    lane = Lane.objects.select_for_update().get(pk=lane.pk)
    if no := elsewhere(lane.scope, device):
        return no
    others = Lane.objects.filter(scope=lane.scope_id, state="in_use", traffic=lane.traffic, directions__in=("both", "out")).exclude(pk=lane.pk)
    if is_closed and not others.exists():
        return Refusal("access.last_way_out", _("Not closed: this is the last way out. Open another one first."))
    lane.state, lane.opens_from, lane.opens_until = ("closed" if is_closed else "in_use"), opens_from, opens_until
    lane.has_passback, lane.device = has_passback, device
    lane.save()
    announce(LaneChanged(**at_lane(lane), is_open=not is_closed), subject=lane)
    return lane


@action(title=_("Interlock with another door"), posts=MANAGERS, event=DoorsInterlocked)
def interlock_doors(lane: Lane, *, partner: Annotated[Lane | None, Field(_("Interlocked with"), help=_("Empty: no more."))] = None, by: Actor, at: datetime | None = None) -> Lane | Refusal:
    """Of two doors one behind the other (互锁) one opens only while the other is shut. Going out and a fire release are never stopped by it."""
    lane = Lane.objects.select_for_update().get(pk=lane.pk)
    if no := elsewhere(lane.scope, partner):
        return no
    if partner is not None and (partner.pk == lane.pk or partner.traffic != "people" or lane.traffic != "people" or partner.partner_id not in (None, lane.pk)):
        return Refusal("access.no_pair", _("Not interlocked: choose another door for people that is not interlocked with a third."))
    if partner is None and lane.partner_id is None:
        return Refusal("access.no_change", _("Nothing was changed: the rule says exactly this already."))
    Lane.objects.filter(scope=lane.scope_id, partner=lane).update(partner=None, open_since=None)
    lane.partner, lane.open_since = partner, None
    lane.save()
    if partner is not None:
        Lane.objects.filter(pk=partner.pk).update(partner=lane, open_since=None)
    announce(DoorsInterlocked(**at_lane(lane), partner=partner and partner.pk), subject=lane)
    return lane


@action(title=_("Name the camera of a lane"), posts=MANAGERS, event=LaneWatched)
def watch_lane(lane: Lane, *, camera: Annotated[Device | None, Field(_("Camera that sees it"))] = None, by: Actor, at: datetime | None = None) -> Lane | Refusal:
    """Say which camera sees who passes here: each passage names it, so that its recording is found by time."""
    lane = Lane.objects.select_for_update().get(pk=lane.pk)
    if no := elsewhere(lane.scope, camera):
        return no
    if camera is not None and camera.kind != "camera":
        return Refusal("access.no_camera", _("Not recorded: this device is no camera."))
    if (camera and camera.pk) == lane.camera_id:
        return Refusal("access.no_change", _("Nothing was changed: the rule says exactly this already."))
    lane.camera = camera
    lane.save()
    announce(LaneWatched(**at_lane(lane), camera=camera and camera.pk), subject=lane)
    return lane


@action(title=_("Fire release"), posts=(*LEADERS, "guard", "fire_operator", "monitor_operator"), event=FireReleased, confirm=True, linkable=True)
def release_all(scope: Scope, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """Let every lane stand open: fire beats every other rule until somebody ends it."""
    if no := reason_told(reason):
        return no
    lanes = Lane.objects.filter(scope=scope, released_at=None).update(released_at=at)
    if not lanes:
        return Refusal("access.released_already", _("Nothing to do: every lane stands open already, or there is none."))
    announce(FireReleased(lanes=lanes, reason=reason), subject=Lane.objects.filter(scope=scope).order_by("name").first())
    return scope


@action(title=_("End the fire release"), posts=LEADERS, event=FireReleaseEnded, confirm=True)
def end_release(scope: Scope, *, by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """The danger is over; the lanes decide again."""
    first = Lane.objects.filter(scope=scope).exclude(released_at=None).order_by("released_at").first()
    if first is None:
        return Refusal("access.not_released", _("Nothing to do: no fire release is on."))
    lanes = Lane.objects.filter(scope=scope).exclude(released_at=None).update(released_at=None)
    announce(FireReleaseEnded(lanes=lanes, minutes=int((at - first.released_at).total_seconds() // 60)), subject=first)
    return scope
