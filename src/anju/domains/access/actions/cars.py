"""A camera saw a car: it is known by its plate, decided by the rules, and the bar is told. What is not known waits for the guard."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.devices import actions as devices
from anju.domains.notices import actions as notices
from anju.domains.passes.queries import Kind, register_kind
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from ..events import CarPictured, CarSeen, PlateRateFell
from ..expecting import expected_plates, pass_of, plates_read, visit_of
from ..gathering import Marks, credential_of, rules_in_force
from ..kinds import LEADERS
from ..models import LaneCamera, Passage, Sighting
from ..rules import cars as rules
from ..rules import looks
from .credentials import KEEP_DAYS
from .ground import at_lane
from .judging import Somebody, judge
from .passing import emergency_told, go, holder_of, with_pass
from .staying import until_of
from .visits import marks_of

register_kind(Kind(code="heavy_vehicle", label=_("Approval of a freight or engineering vehicle"), prefix="H", needs=("plate", "purpose", "place"), asked_by=("owner", "resident", "front_desk", "engineer", *LEADERS),
                   is_approved=True, approved_by=LEADERS, hours=12, longest_hours=24 * 7))  # fmt: skip


@action(title=_("A camera saw a car"), posts=(), event=CarSeen)
def see_car(
    camera: LaneCamera,
    *,
    text: Annotated[str, Field(_("Read by the camera"), max_length=24)],
    sure: Annotated[float, Field(_("Certainty (%)"), minimum=0, maximum=1)] = 0.0,
    colour: Annotated[str, Field(_("Colour of the plate"), choices=rules.COLOURS)] = "",
    vehicle: Annotated[str, Field(_("Class of vehicle"), choices=rules.VEHICLES)] = "",
    seen_at: Annotated[datetime | None, Field(_("Time"))] = None,
    is_late: Annotated[bool, Field(_("Told later"))] = False,
    by: Actor,
    at: datetime | None = None,
) -> Sighting | Refusal:
    """Take what a lane camera says. Looks at one car within seconds are one; who leaves is let out; what stays unknown waits for the guard."""
    camera = _locked(camera)
    seen_at = seen_at or at
    is_late, no = rules.moment_of(seen_at, at, camera.last_seen_at, is_late=is_late)
    if no:
        return no
    one = _car_there(camera, text, sure, at) if not is_late else None
    if one is not None and one.state != "waiting":
        return Refusal("access.seen_already", _("Nothing to do: this car was seen and decided a moment ago."))
    before = one is not None and bool(one.plate)
    one = one or _new(camera, colour, vehicle, seen_at, is_late)
    one.looks = [*one.looks, [text, round(sure, 3)]][-looks.MOST_LOOKS :]
    reading = looks.reading_of(one.looks)
    _note(one, reading)
    if not is_late:
        _settle(one, reading, by=by, at=at)
        camera.last_seen_at = max(seen_at, camera.last_seen_at or seen_at)
        camera.save(update_fields=["last_seen_at"])
    count = len(one.looks)
    one.looks = one.looks if one.state == "waiting" else []
    one.save()
    announce(_seen(one, count, became_read=bool(one.plate) and not before), subject=one)
    return one


def _locked(camera: LaneCamera) -> LaneCamera:
    """The camera's row, held until the car is written down. Its lane and devices are those that came with it: who decides and who tells the bar look them up anew."""
    held = LaneCamera.objects.select_for_update().get(pk=camera.pk)
    if held.lane_id == camera.lane_id and held.device_id == camera.device_id:
        held.scope, held.lane, held.device = camera.scope, camera.lane, camera.device
    return held


def _car_there(camera: LaneCamera, text: str, sure: float, at: datetime) -> Sighting | None:
    """The car that stands at this camera: seen a moment ago, and the reading does not say that it is another."""
    rows = Sighting.objects.select_for_update().filter(scope=camera.scope_id, camera=camera, at__gte=at - timedelta(seconds=looks.SAME_CAR_SECONDS), at__lte=at)
    last = rows.exclude(state="late").select_related(None).order_by("-at").first()
    if last is None or last.state not in ("waiting", "known"):
        return None
    if not looks.is_same_car(last.plate or last.read, text, sure=sure, is_settled=last.state == "known"):
        return None
    is_through = last.passage_id is not None and Passage.objects.filter(pk=last.passage_id).exclude(passed_at=None).exists()
    return None if is_through else last


def _new(camera: LaneCamera, colour: str, vehicle: str, seen_at: datetime, is_late: bool) -> Sighting:
    return Sighting(
        scope=camera.scope, at=seen_at, lane=camera.lane, camera=camera, direction=camera.direction, colour=colour, vehicle=vehicle, state="late" if is_late else "waiting",
        personal_erase_on=clock.local(camera.scope, seen_at).date() + timedelta(days=KEEP_DAYS),
    )  # fmt: skip


def _note(one: Sighting, reading: looks.Reading) -> None:
    """What the looks come to. Of a plate of the armed forces only that it is one."""
    one.sure = round(reading.sure * 100)
    one.plate_kind = reading.plate.kind if reading.plate else ""
    one.plate = reading.counted
    one.read = "" if reading.is_of_forces else reading.text
    one.looks = [] if reading.is_of_forces else one.looks


def _settle(one: Sighting, reading: looks.Reading, *, by: Actor, at: datetime) -> None:
    """Who comes, may he, and if so the bar is told; who leaves goes in any case."""
    who = _who(one, reading, by=by, at=at)
    is_known = who.credential is not None or who.visit is not None or who.permit is not None or bool(who.emergency)
    if not is_known and one.direction == "in" and not one.plate:
        return
    passage, decision = judge(who, by=by, at=at)
    if decision.is_allowed and isinstance(go(passage, code=who.permit.number if who.permit else "", by=by, at=at), Refusal):
        return
    one.passage = passage
    if who.emergency:
        emergency_told(passage, who.emergency, by=by, at=at)
    if decision.is_allowed:
        one.state = "known"
        lift(one, take=True, by=by, at=at)


def _who(one: Sighting, reading: looks.Reading, *, by: Actor, at: datetime) -> Somebody:
    """Whoever is known by this plate as it was read, or else by the expected one that it nearly is."""
    if reading.emergency:
        return Somebody(one.lane, one.direction, emergency=reading.emergency, marks=Marks(plate=one.plate))
    found = known_by(one, one.plate, by=by, at=at) if one.plate else None
    if found is not None:
        one.how = "exact"
        return found
    near = looks.meant(reading, expected_plates(one.scope, at))
    if near is not None and (found := known_by(one, near.text, by=by, at=at)) is not None:
        one.how, one.plate, one.distance = "alike", near.text, round(near.distance * 100)
        return found
    return Somebody(one.lane, one.direction, marks=Marks(plate=one.plate), vehicle=one.vehicle)


def known_by(one: Sighting, plate: str, *, by: Actor, at: datetime) -> Somebody | None:
    """Whose car this is: of a credential, a visit or a pass, in this order; None for a stranger's."""
    scope = one.lane.scope
    who: Somebody | Refusal | None = None
    if (credential := credential_of(scope, "plate", plate)) is not None:
        who = holder_of(one.lane, one.direction, "plate", plate, credential)
    elif (visit := visit_of(scope, plate, at)) is not None:
        visit.until_at = until_of(visit, rules_in_force(scope).policies.get(visit.category), at)
        who = Somebody(one.lane, one.direction, category=visit.category, visit=visit, confirmed=tuple(visit.confirmed), marks=marks_of(visit), name=visit.name, host=visit.host,
                       dwelling=visit.dwelling)  # fmt: skip
    elif (permit := pass_of(scope, plate, at)) is not None:
        who = with_pass(one.lane, one.direction, permit.number, by=by, at=at)
    if who is None or isinstance(who, Refusal):
        return None
    who.plate_seen, who.car_sure, who.camera = plate, one.sure, one.camera.device
    who.vehicle, who.is_approved = one.vehicle, who.permit is not None and who.permit.kind == "heavy_vehicle"
    return who


def lift(one: Sighting, *, take: bool, by: Actor, at: datetime) -> None:
    """Tell the bar to lift, once for this car: the camera's relay, or the lane's controller. Where nobody can be told, it says so. Does not save.

    `take`: the gateway that brought the car carries the command out itself, so it is taken at once.
    """
    camera = one.camera
    target = camera.device if camera.way in rules.AT_CAMERA else camera.lane.device
    told = devices.carry_command if take and camera.way != "fetched" else devices.send_command
    sent = told(target, verb="open_once", minutes=1, by=by, at=at) if target is not None else Refusal("access.no_controller", "")
    one.command, one.no_command = (None, sent.code) if isinstance(sent, Refusal) else (sent, "")


def _seen(one: Sighting, look: int, *, became_read: bool) -> CarSeen:
    passage = one.passage
    return CarSeen(
        **at_lane(one.lane), sighting=one.pk, direction=one.direction, look=max(look, 1), became_read=became_read, how=one.how, sure=one.sure, code=passage.code if passage else "",
        may_go=passage is not None and passage.may_go, command=one.command_id,
    )  # fmt: skip


@action(title=_("Warn that a camera reads worse"), posts=LEADERS, event=PlateRateFell)
def warn_plate_rate(camera: LaneCamera, *, by: Actor, at: datetime | None = None) -> LaneCamera | Refusal:
    """Tell the engineer and the squad leader that a camera reads clearly fewer plates than in the month before; the clock looks every hour, and says it once a day."""
    camera = LaneCamera.objects.select_for_update(of=("self",)).select_related("lane", "scope").get(pk=camera.pk)
    (read, seen), (read_before, seen_before) = plates_read(camera, at - timedelta(days=1), at), plates_read(camera, at - timedelta(days=30), at - timedelta(days=1))
    today = clock.local(camera.scope, at).date()
    if camera.warned_on == today or not rules.has_fallen(read, seen, read_before, seen_before):
        return Refusal("access.reads_well", _("Nothing to do: this camera reads as well as before, or it was said today already."))
    camera.warned_on = today
    camera.save(update_fields=["warned_on"])
    rate, before = round(100 * read / seen), round(100 * read_before / seen_before)
    text = say("It read %(rate)s %% of the plates since yesterday, %(before)s %% in the month before. Look at lens, lamp and angle.") % {"rate": rate, "before": before}
    title = say("Plates are read worse: %(lane)s") % {"lane": camera.lane.name}
    notices.send_notice(camera.scope, level=3, title=title[:40], text=text, audience={"roles": ["engineer", "squad_leader"]}, by=by, at=at)
    announce(PlateRateFell(**at_lane(camera.lane), camera=camera.pk, seen=seen, rate=rate, rate_before=before), subject=camera)
    return camera


@action(title=_("Read the picture of a car"), posts=(), event=CarSeen)
def read_car_again(
    sighting: Sighting,
    *,
    text: Annotated[str, Field(_("Read in the picture"), max_length=24)],
    sure: Annotated[float, Field(_("Certainty (%)"), minimum=0, maximum=1)],
    by: Actor,
    at: datetime | None = None,
) -> Sighting | Refusal:
    """Our own reader looked at the picture of a car that waits: its look is voted with the camera's. Alone it lifts no bar; the guard then sees what it read."""
    one = held_car(sighting)
    if no := rules.still_waits(one.state):
        return no
    if not rules.is_worth_another_look(one.state, one.plate, one.sure):
        return Refusal("access.read_already", _("Nothing to do: this plate was read without doubt."))
    before = bool(one.plate)
    one.looks = [*one.looks, [text, round(sure, 3), looks.OWN]][-looks.MOST_LOOKS :]
    reading = looks.reading_of(one.looks)
    _note(one, reading)
    _settle(one, reading, by=by, at=at)
    count = len(one.looks)
    one.looks = one.looks if one.state == "waiting" else []
    one.save()
    announce(_seen(one, count, became_read=bool(one.plate) and not before), subject=one)
    return one


def held_car(sighting: Sighting) -> Sighting:
    """The car as it stands now, locked until the transaction ends."""
    rows = Sighting.objects.select_for_update(of=("self",))
    return rows.select_related("scope", "lane__scope", "lane__place", "lane__device__scope", "camera__scope", "camera__device__scope", "camera__lane__device__scope").get(pk=sighting.pk)


@action(title=_("Keep the picture of a car"), posts=(), event=CarPictured)
def keep_car_picture(
    sighting: Sighting,
    *,
    picture: Annotated[File | None, Field(_("Picture"), accept=("image/",))] = None,
    closeup: Annotated[File | None, Field(_("Plate in the picture"), accept=("image/",))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Sighting | Refusal:
    """Put the camera's pictures to the car, after the bar was told: nobody waits for a picture."""
    if picture is None and closeup is None:
        return Refusal("access.no_picture", _("Nothing to do: no picture came."))
    one = Sighting.objects.select_for_update(of=("self",)).select_related("lane").get(pk=sighting.pk)
    one.picture, one.closeup = picture or one.picture, closeup or one.closeup
    one.save(update_fields=["picture", "closeup"])
    announce(CarPictured(**at_lane(one.lane), sighting=one.pk), subject=one)
    return one
