"""The guard helps: he types the plate, lets a car in with a reason, or sends it on; the manager fits cameras and says which cars a gate is not for."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.devices.queries import Device
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..events import CarLeft, CarLetIn, CarSentOn, EmergencyWrittenUp, LaneCameraFitted, LaneCameraRemoved, LaneLimited
from ..gathering import Marks
from ..kinds import CHECKERS, DIRECTIONS, MANAGERS
from ..models import Lane, LaneCamera, Passage, Sighting
from ..rules import cars as rules
from ..rules.office import reason_told
from ..rules.sentences import sentence_of
from .cars import held_car, known_by, lift
from .ground import at_lane, elsewhere
from .judging import Somebody, judge
from .passing import go

WHILE_HERE = ("waiting",)


@action(title=_("Let the car in"), posts=CHECKERS, event=CarLetIn, allowed_from=WHILE_HERE)
def let_car_in(
    sighting: Sighting,
    *,
    plate: Annotated[str, Field(_("Plate"), max_length=24, help=_("As it stands on the car; leave it empty where it has none."))] = "",
    said_for: Annotated[str, Field(_("Why"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Sighting | Refusal:
    """Type the plate that the camera could not read: a car that may come in does. Any other the guard lets in with a reason, under his name."""
    one = held_car(sighting)
    typed = rules.typed_plate(plate) if plate.strip() else None
    if no := rules.still_waits(one.state) or (typed if isinstance(typed, Refusal) else None):
        return no
    was_misread = typed is not None and bool(one.plate) and typed.text != one.plate
    if typed is not None:
        one.plate, one.plate_kind = typed.text, typed.kind
    passage = _judged(one, said_for, by=by, at=at)
    if isinstance(passage, Refusal):
        return passage
    one.passage, one.state, one.how = passage, "helped", "typed" if passage.outcome == "allowed" else "hand"
    seconds = _end(one, said_for, by=by, at=at)
    lift(one, take=False, by=by, at=at)
    one.save()
    announce(CarLetIn(**at_lane(one.lane), sighting=one.pk, passage=passage.pk, how=one.how, was_misread=was_misread, seconds=seconds, said_for=said_for), subject=one)
    return one


def _judged(one: Sighting, said_for: str, *, by: Actor, at: datetime) -> Passage | Refusal:
    """The passage of a car that the guard looks at: decided by its plate, or let through by his word."""
    who = known_by(one, one.plate, by=by, at=at) if one.plate else None
    passage, decision = judge(who or Somebody(one.lane, one.direction, marks=Marks(plate=one.plate), vehicle=one.vehicle), by=by, at=at)
    if not decision.is_allowed:
        if not said_for.strip():
            return Refusal("access.say_why", _("Not let in yet: %(why)s If it shall come in all the same, write who said so and why."), why=sentence_of(decision))
        passage.is_released, passage.released_for, passage.released_by_id = True, said_for.strip(), by.person
        passage.save()
    no = go(passage, code=who.permit.number if who and who.permit else "", by=by, at=at)
    return no or passage


def _end(one: Sighting, note: str, *, by: Actor, at: datetime) -> int:
    """The guard's name and words; the seconds that the car waited. Does not save."""
    one.handled_by_id, one.handled_at, one.note, one.looks = by.person, at, note.strip(), []
    return max(int((at - one.at).total_seconds()), 0)


@action(title=_("Do not let the car in"), posts=CHECKERS, event=CarSentOn, allowed_from=WHILE_HERE)
def send_car_on(sighting: Sighting, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Sighting | Refusal:
    """Say politely no, show where it may stand outside, and write down why. Who wants out is never refused."""
    one = held_car(sighting)
    if one.direction == "out":
        return Refusal("access.nobody_is_held", _("Not done: nobody and no car is held at a gate. Let it out."))
    if no := rules.still_waits(one.state) or reason_told(reason):
        return no
    one.state = "sent_on"
    seconds = _end(one, reason, by=by, at=at)
    one.save()
    announce(CarSentOn(**at_lane(one.lane), sighting=one.pk, seconds=seconds, reason=reason), subject=one)
    return one


@action(title=_("Note that the car drove away"), posts=CHECKERS, event=CarLeft, allowed_from=WHILE_HERE)
def note_car_left(sighting: Sighting, *, by: Actor, at: datetime | None = None) -> Sighting | Refusal:
    """It waited and drove away; the clock notes it by itself after ten minutes."""
    one = held_car(sighting)
    if no := rules.still_waits(one.state):
        return no
    one.state, one.handled_by_id, one.handled_at, one.looks = "gone", by.person, at, []
    one.save()
    announce(CarLeft(**at_lane(one.lane), sighting=one.pk), subject=one)
    return one


@action(title=_("Write up the emergency"), posts=CHECKERS, event=EmergencyWrittenUp)
def write_up_emergency(passage: Passage, *, words: Annotated[str, Field(_("What it came for"), max_length=200)], by: Actor, at: datetime | None = None) -> Passage | Refusal:
    """When it is over: to whom the emergency service came and why. It was let through without a question."""
    passage = Passage.objects.select_for_update(of=("self",)).select_related("lane").get(pk=passage.pk)
    if passage.code != "emergency":
        return Refusal("access.no_emergency", _("Not recorded: this was no emergency service."))
    if no := reason_told(words):
        return no
    passage.released_for, passage.released_by_id = words.strip(), by.person
    passage.save()
    minutes = int((at - passage.at).total_seconds() // 60)
    announce(EmergencyWrittenUp(**at_lane(passage.lane), passage=passage.pk, minutes_later=minutes, words=words), subject=passage)
    return passage


@action(title=_("Fit a plate camera"), posts=MANAGERS, event=LaneCameraFitted)
def fit_lane_camera(
    lane: Lane,
    *,
    device: Annotated[Device, Field(_("Plate camera"))],
    direction: Annotated[str, Field(_("Direction"), choices=DIRECTIONS)],
    maker: Annotated[str, Field(_("Dialect"), choices=rules.MAKERS, help=_("The camera's page then says which address to enter in it."))],
    way: Annotated[str, Field(_("The bar is lifted"), choices=rules.WAYS)],
    channel: Annotated[int, Field(_("Channel of the bar"), minimum=1, maximum=16)] = 1,
    stream: Annotated[str, Field(_("Stream"), max_length=110, help=_("Of a camera that does not read plates itself: rtsp:/path or http:/path on its address."))] = "",
    bar_input: Annotated[int | None, Field(_("Input of the bar's end switch"), minimum=0, maximum=7)] = None,
    loop_input: Annotated[int | None, Field(_("Input of the loop"), minimum=0, maximum=7)] = None,
    by: Actor,
    at: datetime | None = None,
) -> LaneCamera | Refusal:
    """Say at which lane a plate camera looks, and how the bar is told to lift."""
    if no := elsewhere(lane.scope, device):
        return no
    if no := rules.stream_fits(maker, way, stream.strip()):
        return no
    is_taken = LaneCamera.objects.filter(device=device).exists()
    controller = lane.device
    if no := rules.may_fit(traffic=lane.traffic, directions=lane.directions, direction=direction, kind=device.kind, way=way, has_controller=controller is not None, is_taken=is_taken):
        return no
    one = LaneCamera(scope=lane.scope, lane=lane, device=device, direction=direction, maker=maker, way=way, channel=channel, stream=stream.strip(), bar_input=bar_input, loop_input=loop_input)
    one.save()
    announce(LaneCameraFitted(**at_lane(lane), device=device.pk, direction=direction, maker=maker, way=way), subject=lane)
    return one


@action(title=_("Take the plate camera off"), posts=MANAGERS, event=LaneCameraRemoved, confirm=True)
def remove_lane_camera(camera: LaneCamera, *, by: Actor, at: datetime | None = None) -> Lane | Refusal:
    """The camera looks at this lane no more; what it saw is kept, so one that saw a car stays in the list and is moved by its device alone."""
    if Sighting.objects.filter(camera=camera).exists():
        return Refusal("access.camera_used", _("Not removed: cars were seen by this camera. Take the device out of service instead."))
    lane, device = camera.lane, camera.device_id
    camera.delete()
    announce(LaneCameraRemoved(**at_lane(lane), device=device), subject=lane)
    return lane


@action(title=_("Say which cars a lane is not for"), posts=MANAGERS, event=LaneLimited)
def limit_lane(lane: Lane, *, keeps_out: Annotated[str, Field(_("Cars kept out"), choices=rules.KEEPS_OUT)] = "", by: Actor, at: datetime | None = None) -> Lane | Refusal:
    """A gate or yard may be closed to cars of the staff, to all but residents, or to every car; emergency services always pass."""
    lane = Lane.objects.select_for_update().get(pk=lane.pk)
    if keeps_out and lane.traffic != "vehicle":
        return Refusal("access.no_car_lane", _("Not recorded: this lane is for people."))
    if keeps_out == lane.keeps_out:
        return Refusal("access.no_change", _("Nothing was changed: the rule says exactly this already."))
    lane.keeps_out = keeps_out
    lane.save()
    announce(LaneLimited(**at_lane(lane), keeps_out=keeps_out), subject=lane)
    return lane


