"""How a lane is wired to its controller, and the box asked to read it: nothing is opened by this."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.access.queries import Lane
from anju.domains.devices.queries import Device
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import LaneUnwired, LaneWired, WiringAnswered, WiringTried
from ..kinds import DRIVERS, MAKERS, READS, TRIED
from ..models import Edge, Wiring
from ..rules import office as rules

ANSWERS_WITHIN = timedelta(minutes=2)
InputNumber = Annotated[int | None, Field(_("Input of the contact"), minimum=0, maximum=63, help=_("Counted from 0; empty where none is wired. A door controller knows its own contact."))]
LoopNumber = Annotated[int | None, Field(_("Input of the loop"), minimum=0, maximum=63)]


@action(title=_("Wire a lane to its controller"), posts=MAKERS, event=LaneWired)
def wire_lane(
    scope: Scope,
    *,
    lane: Annotated[Lane, Field(_("Lane or door"))],
    device: Annotated[Device, Field(_("Controller"), help=_("Its address and login are those in the register of devices."))],
    driver: Annotated[str, Field(_("Speaks"), choices=DRIVERS)],
    channel: Annotated[int, Field(_("Door or relay number"), minimum=1, maximum=64)] = 1,
    unit: Annotated[int, Field(_("Serial number or bus address"), minimum=0, maximum=2**32 - 1)] = 0,
    contact: InputNumber = None,
    loop: LoopNumber = None,
    topic: Annotated[str, Field(_("Topic at the broker"), max_length=80)] = "",
    way: Annotated[str, Field(_("Its reader faces"), choices=READS)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Wiring | Refusal:
    """Write down which controller opens a lane and which inputs see it; the box at this gate follows within a second. A second time replaces the first."""
    if lane.scope_id != scope.id or device.scope_id != scope.id:
        return Refusal("edges.other_place", _("Not added: a place of another community was named."))
    has_edge = Edge.objects.filter(scope=scope, place=lane.place_id).exclude(state="revoked").exists()
    wired = rules.Wired(driver, device.address, channel, unit, contact, loop, topic.strip())
    if no := rules.may_wire(wired, dict(DRIVERS), has_edge=has_edge, is_other_controller=lane.device_id not in (None, device.pk)):
        return no
    one = Wiring.objects.select_for_update().filter(scope=scope, lane=lane).first() or Wiring(scope=scope, lane=lane)
    one.device, one.driver, one.channel, one.unit, one.contact, one.loop, one.topic, one.way = device, driver, channel, unit, contact, loop, topic.strip(), way
    one.tried, one.tried_at = "", None
    one.save()
    announce(LaneWired(**_about(one), driver=driver), subject=one)
    return one


def _about(one: Wiring) -> dict:
    return {"wiring": one.pk, "lane": one.lane_id, "device": one.device_id}


def _held(wiring: Wiring) -> Wiring:
    return Wiring.objects.select_for_update(of=("self",)).select_related("scope", "lane", "device").get(pk=wiring.pk)


@action(title=_("Try it: read its state"), posts=MAKERS, event=WiringTried)
def try_wiring(wiring: Wiring, *, by: Actor, at: datetime | None = None) -> Wiring | Refusal:
    """Ask the box to read how the door or bar stands. Nothing is opened. The answer stands here as soon as the box has given it."""
    one = _held(wiring)
    is_waiting = one.tried_at is not None and at - one.tried_at < ANSWERS_WITHIN
    if is_waiting and (no := rules.may_try(one.tried)):
        return no
    one.tries, one.tried, one.tried_at = one.tries + 1, "asked", at
    one.save()
    announce(WiringTried(**_about(one)), subject=one)
    return one


@action(title=_("Take what the box read"), posts=(), event=WiringAnswered)
def answer_try(wiring: Wiring, *, answer: Annotated[str, Field(_("When tried"), choices=TRIED[2:])], by: Actor, at: datetime | None = None) -> Wiring | Refusal:
    """Keep what the box read when it was asked, or why it could not."""
    one = _held(wiring)
    if answer not in dict(TRIED[2:]):
        return Refusal("edges.malformed", _("Not taken: these are no lines of a gatehouse log."))
    one.tried, one.tried_at = answer, at
    one.save()
    announce(WiringAnswered(**_about(one), answer=answer), subject=one)
    return one


@action(title=_("Take the wiring off"), posts=MAKERS, event=LaneUnwired, confirm=True)
def unwire_lane(wiring: Wiring, *, by: Actor, at: datetime | None = None) -> Lane | Refusal:
    """The box speaks to this controller no more; the lane works by hand until it is wired again."""
    one = Wiring.objects.select_for_update(of=("self",)).select_related("lane").filter(pk=wiring.pk).first()
    if one is None:
        return Refusal("edges.not_wired", _("Nothing to do: this wiring was taken off already."))
    lane, event = one.lane, LaneUnwired(**_about(one))
    one.delete()
    announce(event, subject=lane)
    return lane
