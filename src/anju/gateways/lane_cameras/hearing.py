"""From a camera's push to what it means: in a thread, in the scope of the camera that signed in."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.dialects.sighting import Garbled, InputChanged, Sighting, Told
from anju.domains.access import actions as access
from anju.domains.access import queries as lanes
from anju.domains.devices import actions as devices
from anju.domains.devices import queries
from anju.kernel import clock, files
from anju.kernel import scope as view
from anju.kernel.actions import requested
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from . import reading
from .carrying import carry, is_fresh
from .speaking import DIALECTS, answered, mark_of

GATEWAY = Actor.system("gateway")


@dataclass
class Heard:
    """What the camera is answered, and what is done after that: pictures are kept, a relay is told, a receipt is written."""

    answer: dict[str, Any]
    after: list[Callable[[], Any]] = field(default_factory=list)


def hear(holder: queries.KeyHolder, maker: str, content_type: str, body: bytes) -> Heard | Refusal:
    """Take one push of a camera that signed in."""
    try:
        told = DIALECTS[maker].read(content_type, body)
    except Garbled as garbled:
        return no_message(garbled)
    return take(holder.scope, holder.device, maker, told)


def no_message(garbled: Garbled) -> Refusal:
    return Refusal("devices.garbled", _("This is no message of this dialect (%(why)s). Nothing was kept."), why=str(garbled))


def take(scope: UUID, device: UUID, maker: str, told: Told) -> Heard | Refusal:
    """What a camera that is known said, by whatever way it came."""
    with view.entered(scope):
        camera = _camera(device)
        if camera is None or camera.maker != maker:
            return _no_lane()
        try:
            if isinstance(told, Sighting):
                return _car(camera, told)
        except lanes.LaneCamera.DoesNotExist:  # it was taken off a moment ago
            _cameras.pop(device, None)
            return _no_lane()
        if isinstance(told, InputChanged):
            _input(camera, told)
        return _waiting(camera)


def _no_lane() -> Refusal:
    return Refusal("devices.no_lane", _("This device is no plate camera of this dialect at any lane. Fit it at its lane first."))


REMEMBERED_S, MOST_REMEMBERED = 5.0, 1000
_cameras: OrderedDict[UUID, tuple[float, lanes.LaneCamera | None]] = OrderedDict()


def _camera(device: UUID) -> lanes.LaneCamera | None:
    """The lane camera that a device is; one that was moved or taken off is known within seconds, as a revoked key is."""
    now = time.monotonic()
    until, found = _cameras.get(device, (0.0, None))
    if until <= now:
        found = lanes.camera_of(device)
        _cameras[device] = now + REMEMBERED_S if found else 0.0, found
        while len(_cameras) > MOST_REMEMBERED:
            _cameras.popitem(last=False)
    return found


def _car(camera: lanes.LaneCamera, told: Sighting) -> Heard | Refusal:
    at = clock.now()
    seen_at = told.at if told.at.tzinfo else told.at.replace(tzinfo=clock.zone(camera.scope))
    with requested(f"lane:{camera.device_id.hex}:{mark_of(told)}"):
        one = access.see_car(camera, text=told.text, sure=told.sure, colour=told.colour, vehicle=told.vehicle, seen_at=seen_at, is_late=told.is_late, by=GATEWAY, at=at)
    if isinstance(one, Refusal):
        return one if one.code == "access.clock_wrong" else Heard(answered(camera.maker, is_open=False, told=told))
    after: list[Callable[[], Any]] = []
    if one.command is not None and one.command.state == "taken":
        after.append(partial(carry, camera, one.command))
    if (told.picture or told.closeup) and one.picture_id is None:
        after.append(partial(_keep, one, told))
    if camera.maker != "stream" and reading.wants(one, told):
        after.append(partial(reading.read_again, camera, one, told))
    return Heard(answered(camera.maker, is_open=camera.way == "answer" and _lifts(one, at), told=told), after)


def _lifts(one: Any, at: Any) -> bool:
    """Whether the answer lifts the bar: also to a push that is repeated because its answer was lost, until the bar has said that it rose."""
    command = one.command
    return command is not None and command.state in ("taken", "done") and is_fresh(command, at) and one.passage.opened_at is None


def _keep(one: Any, told: Sighting) -> None:
    with view.entered(one.scope_id):
        given = {}
        for name, data in (("picture", told.picture), ("closeup", told.closeup)):
            try:
                given[name] = files.checked(data, name=f"{name}.jpg", accept=("image/",)) if data else None
            except files.BadFile:
                given[name] = None
        access.keep_car_picture(one, by=GATEWAY, **given)


def _input(camera: lanes.LaneCamera, told: InputChanged) -> None:
    """The bar's end switch or the loop behind it, where they are wired to the camera. A contact that opens again says nothing."""
    if told.is_on and told.source == camera.bar_input:
        access.record_opening(camera.lane, by=GATEWAY)
    elif told.is_on and told.source == camera.loop_input:
        access.record_going(camera.lane, by=GATEWAY)


def _waiting(camera: lanes.LaneCamera) -> Heard:
    """A sign of life: a camera that lifts its bar by answers hears now what the guard decided meanwhile."""
    if camera.way != "answer":
        return Heard(answered(camera.maker, is_open=False))
    at = clock.now()
    for command in queries.open_commands(camera.device_id, at=at).filter(verb="open_once", state="waiting", sent_at__gte=at - timedelta(seconds=lanes.LIFT_SECONDS)).select_related("scope"):
        taken = devices.take_command(command, by=GATEWAY, at=at)
        if not isinstance(taken, Refusal):
            return Heard(answered(camera.maker, is_open=True), [partial(carry, camera, taken)])
    return Heard(answered(camera.maker, is_open=False))


