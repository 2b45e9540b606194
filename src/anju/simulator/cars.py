"""Cars at the lanes: whose they are, how a camera reads them, and how they look. In history they are seen by an action; in the present over HTTP (`lanes.py`).

What they do in the community stands in `driving.py`: everything that drives goes past a lane's camera, there and here.
"""

from __future__ import annotations

import io
from datetime import timedelta
from functools import cache
from random import Random

from cvttf_NotoSansCJK_Regular import get_TTF_path
from PIL import Image, ImageDraw, ImageFont

from anju.dialects.sighting import Sighting as Seen
from anju.domains.access import actions as access
from anju.domains.access.queries import LaneCamera, Sighting, cameras_of, lanes_of
from anju.domains.devices import actions as devices
from anju.domains.devices.queries import Device
from anju.domains.parking.queries import HERE, Stay
from anju.domains.people.queries import residents_of
from anju.domains.places.queries import by_kind
from anju.kernel import clock
from anju.kernel.actors import Actor

from .world import World

GATEWAY = Actor.system("gateway")
OWNED, WITH_BAY = 40, 20
"""Plates of households; the first of them have a bay and its papers (`driving.py`)."""
SECOND = timedelta(seconds=1)
PAINT = {"blue": ("#1450a0", "#ffffff"), "yellow": ("#f2b705", "#111111"), "green": ("#8fd6a4", "#111111"), "white": ("#ffffff", "#111111")}
MISREAD = str.maketrans("B8S5Z20D", "8B5S2ZD0")


def furnish(world: World) -> None:
    """Cameras at the lanes for cars, and the plates of some households; once."""
    if "cars" in world.known:
        return
    world.known.add("cars")
    if LaneCamera.objects.filter(scope=world.scope).exists():
        return
    manager, desk = world.cast.staff["security_manager"][0], world.cast.staff["front_desk"][0]
    for turn, lane in enumerate(one for one in lanes_of(world.scope) if one.traffic == "vehicle"):
        there = Device.objects.filter(scope=world.scope, place=lane.place, state="in_service").order_by("number")
        barrier = there.filter(kind="barrier").first()
        if barrier is not None:
            lane = world.act(access.change_lane, lane, device=barrier, by=manager) or lane
            _enrol(world, barrier, manager)
        for camera, way in zip(there.filter(kind="plate_camera"), ("in", "out"), strict=False):
            _enrol(world, camera, manager)
            given = {"way": "relay", "maker": "hikvision"} if turn and barrier is not None else {"way": "answer", "maker": "vzenith", "bar_input": 0, "loop_input": 1}
            world.act(access.fit_lane_camera, lane, device=camera, direction=way, by=manager, **given)
    doors = by_kind(world.scope, "dwelling")
    for number in range(WITH_BAY, OWNED):
        home = doors[world.lot("car", number).randrange(doors.count())]
        living = residents_of(home).first()
        if living is not None:
            papers = {"holder": living.person, "dwelling": home, "checked": "车位使用协议、行驶证"}
            world.act(access.issue_credential, world.scope, kind="plate", secret=plate(number), by=desk, **papers)


def _enrol(world: World, device: Device, manager) -> None:
    if (issued := world.act(devices.issue_enrolment, device, by=manager)) is not None:
        world.act(devices.enrol_device, issued, token=issued.shown_once, by=GATEWAY)


def plate(number: int) -> str:
    """The plate of the household's car of this number; every fourth is electric."""
    lot = Random(f"plate {number}")
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    if number % 4 == 3:
        return f"京{lot.choice('ACEFGHJK')}D{lot.choice(letters)}{lot.randrange(1000, 9999)}"
    return f"京{lot.choice('ACEFGHJKLMNP')}{lot.choice('123456789')}{lot.choice(letters)}{lot.randrange(100, 999)}"


def sight(lot: Random, at, text: str, *, painted: str = "", sure: float = 0.0, vehicle: str = "car") -> Seen:
    """What a camera makes of a car: its reading, and two pictures of the plate that is painted on it."""
    colour = colour_of(text, vehicle)
    shown = painted or text or "京A·····"
    return Seen(text, sure or lot.uniform(0.9, 0.99), at, f"{at.isoformat()} {lot.randrange(1, 2**31)}", colour, vehicle, False, scene(shown, colour, lot.randrange(6)), closeup(shown, colour))


def colour_of(text: str, vehicle: str = "car") -> str:
    return "yellow" if vehicle == "freight" else "green" if len(text) == 8 else "blue"


def misread(text: str) -> str:
    """One look-alike wrong, where there is one."""
    for at, letter in enumerate(text[2:], 2):
        if (other := letter.translate(MISREAD)) != letter:
            return text[:at] + other + text[at + 1 :]
    return text


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(get_TTF_path(), size)


def closeup(text: str, colour: str) -> bytes:
    """The plate alone, as it is painted."""
    ground, ink = PAINT[colour]
    image = Image.new("RGB", (220, 64), ground)
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((3, 3, 216, 60), 8, outline=ink, width=2)
    draw.text((110, 30), f"{text[:2]}·{text[2:]}", font=_font(30), fill=ink, anchor="mm")
    return _jpeg(image)


def scene(text: str, colour: str, paint: int) -> bytes:
    """A car at a bar, drawn from the front; the lane alone where no plate is given."""
    image = Image.new("RGB", (480, 270), (176, 190, 202))
    draw = ImageDraw.Draw(image)
    draw.polygon(((0, 270), (120, 110), (360, 110), (480, 270)), fill=(92, 96, 102))
    body = ((40, 60, 96), (150, 152, 156), (24, 26, 30), (230, 232, 234), (120, 30, 34), (36, 80, 64))[paint]
    if not text:
        draw.rectangle((0, 60, 480, 68), fill=(214, 60, 48))
        return _jpeg(image)
    draw.rounded_rectangle((130, 120, 350, 240), 18, fill=body)
    draw.polygon(((160, 124), (182, 72), (298, 72), (320, 124)), fill=body)
    draw.polygon(((172, 120), (190, 80), (290, 80), (308, 120)), fill=(60, 74, 84))
    for left in (142, 306):
        draw.ellipse((left, 158, left + 32, 182), fill=(250, 244, 210))
    image.paste(Image.open(io.BytesIO(closeup(text, colour))).resize((110, 32)), (185, 196))
    draw.rectangle((0, 60, 480, 68), fill=(214, 60, 48))
    return _jpeg(image)


def _jpeg(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "JPEG", quality=62)
    return out.getvalue()


def inside(world: World, text: str) -> Stay | None:
    """The stay of a car that is in the community now."""
    return Stay.objects.filter(scope=world.scope, plate=text, state__in=HERE).select_related("scope", "zone", "bay", "vehicle", "dwelling").first()


def through(world: World, text: str, way: str, lot: Random, *, said: str = "") -> bool:
    """A car of history, without its pictures: seen by a camera, let through, gone. One that is not known the guard lets in where its host has `said` so."""
    furnish(world)
    cameras = [one for one in cameras_of(world.scope) if one.direction == way]
    guard, at = world.anyone("guard", "squad_leader"), clock.now()
    if not cameras or guard is None:
        return False
    camera = lot.choice(cameras)
    read = misread(text) if lot.random() < 0.05 else text
    one = access.see_car(camera, text=read, sure=lot.uniform(0.75, 0.99), colour=colour_of(text), vehicle="car", seen_at=at, by=GATEWAY, at=at)
    if not isinstance(one, Sighting):
        return False
    if one.state == "waiting":
        if said:
            world.act(access.let_car_in, one, plate=text, said_for=said, by=guard)
        else:
            help_car(world, one, lot)
        one.refresh_from_db()
    if one.passage is None or not one.passage.may_go:
        return False
    if one.command is not None and one.command.state == "taken":
        world.act(devices.answer_command, one.command, outcome="done", by=GATEWAY)
    world.act(access.record_opening, camera.lane, by=GATEWAY, at=at + SECOND)
    world.act(access.record_going, camera.lane, by=GATEWAY, at=at + 4 * SECOND)
    return True


def help_car(world: World, one: Sighting, lot: Random) -> None:
    """The guard on post looks at a car that was not known: most are shown the parking outside."""
    guard = world.anyone("guard", "squad_leader")
    if guard is None:
        return
    if lot.random() < 0.55:
        world.act(access.send_car_on, one, reason="没有登记，已引导到小区外停车", by=guard)
    else:
        home = lot.choice(("1栋", "2栋", "3栋"))
        world.act(access.let_car_in, one, said_for=f"{home}住户来电同意，临时进入送物", by=guard)
