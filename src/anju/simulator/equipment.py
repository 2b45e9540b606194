"""The equipment of the estate: what is wired up, what goes missing and comes back, what is taken out for maintenance.

History stores no messages: contact is noted once a stretch. In the present the gateways report over HTTP (`reporting.py`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

from anju.domains.access import actions as access
from anju.domains.devices import actions as devices
from anju.domains.devices.queries import Device, in_service
from anju.domains.people.queries import Person
from anju.domains.places.queries import Place, by_kind
from anju.kernel import clock

from .world import HOUR, World

BEFORE_THE_LOOK = timedelta(seconds=90)
LIVE = "devices report themselves"
"""Stands in the world's `known` once the gateways speak over HTTP: then nobody notes contact for them."""

# kind, maker, model, known good firmware, certificate of the authority
PRODUCTS = (
    ("camera", "海瞳", "HT-C420", "V5.10.0", "公安检字2023-0417"), ("recorder", "海瞳", "HT-N64", "V4.2.1", "公安检字2023-0418"),
    ("plate_camera", "海瞳", "HT-P200", "V3.1.0", "公安检字2023-0551"), ("door_controller", "锐门", "RM-D4", "2.8", ""), ("barrier", "锐门", "RM-B1", "1.9", ""),
    ("perimeter_detector", "守界", "SJ-IR8", "1.4", "公安检字2022-0093"), ("patrol_reader", "巡安", "XA-30", "6.2", "公安检字2024-0120"),
    ("ebike_charger", "安充", "AC-10", "3.0.2", ""), ("smoke_detector", "鼎安", "DA-Y2", "", ""),
)  # fmt: skip
FIRMWARE = {"camera": ("V5.10.2", "V5.10.0", "V5.7.3"), "recorder": ("V4.2.1",), "plate_camera": ("V3.1.4",), "door_controller": ("2.8", "2.6"), "barrier": ("1.9",),
            "perimeter_detector": ("1.4",), "patrol_reader": ("6.2", "5.9"), "ebike_charger": ("3.0.2",)}  # fmt: skip
GATEWAYS = ("video", "access", "vehicle", "fire", "iot", "patrol", "charging")
NAMES = {"video": "视频网关", "access": "门禁网关", "vehicle": "车场网关", "fire": "消防网关（只读）", "iot": "物联网关", "patrol": "巡更网关", "charging": "充电网关"}


@dataclass(frozen=True)
class Wired:
    """Devices of one kind: by which gateway, at the places of which kinds, how many at each and altogether, and how each is called."""

    kind: str
    gateway: str
    places: tuple[str, ...]
    each: int
    most: int
    name: str


WIRED = (
    Wired("camera", "video", ("gate", "garage", "perimeter", "charging", "playground", "building"), 2, 28, "{}摄像头{}"),
    Wired("recorder", "video", ("control_room",), 2, 2, "录像机{1}"),
    Wired("door_controller", "access", ("unit",), 1, 20, "{}单元门禁"),
    Wired("door_controller", "access", ("lobby",), 1, 12, "{}门禁"),
    Wired("camera", "video", ("lobby",), 1, 11, "{}摄像头"),
    Wired("barrier", "vehicle", ("gate",), 2, 4, "{}道闸{}"),
    Wired("plate_camera", "vehicle", ("gate",), 2, 4, "{}车牌相机{}"),
    Wired("perimeter_detector", "iot", ("perimeter",), 3, 6, "{}红外对射{}"),
    Wired("smoke_detector", "fire", ("building",), 1, 12, "{}首层烟感"),
    Wired("fire_panel", "fire", ("fire_control_room",), 1, 1, "火灾报警主机"),
    Wired("hydrant_sensor", "fire", ("garage",), 2, 4, "{}消火栓水压{}"),
    Wired("lift", "iot", ("unit",), 1, 20, "{}电梯"),
    Wired("pump", "iot", ("pump_room",), 2, 2, "生活水泵{1}"),
    Wired("climate_sensor", "iot", ("power_room", "pump_room"), 1, 2, "{}温湿度"),
    Wired("leak_sensor", "iot", ("pump_room", "garage"), 1, 3, "{}水浸"),
    Wired("patrol_reader", "patrol", ("control_room",), 6, 6, "巡更机{1}"),
    Wired("ebike_charger", "charging", ("charging",), 10, 10, "充电桩{1}"),
)


def expect(world: World, day: date) -> None:
    """The day's contact with everything, and what goes missing or is taken out."""
    _furnish(world)
    lot = world.lot("equipment", day)
    for hour in range(2, 25, 2):
        at = world.moment(day, hour) - BEFORE_THE_LOOK
        if at >= clock.now():
            world.plan(at, partial(_in_contact, world))
    if lot.random() < 0.12:
        _at(world, day, lot.uniform(1, 20), partial(_lose, world, Random(lot.random())))
    if day.toordinal() % 13 == 0:
        _at(world, day, lot.uniform(9, 11), partial(_maintain, world, Random(lot.random())))


def _at(world: World, day: date, hour: float, do) -> None:
    at = world.moment(day, hour)
    if at >= clock.now():
        world.plan(at, do)


def _in_contact(world: World) -> None:
    if LIVE not in world.known:
        devices.touch_all(world.scope, clock.now(), but=sorted(world.down))


def heard_until(world: World, end: datetime) -> None:
    """Whenever history ends, the watch looks a last time: what was heard just before is not lost."""
    world.plan(end - BEFORE_THE_LOOK, partial(_in_contact, world))


def wake(world: World) -> None:
    """The last contact of history: from now on the gateways report themselves."""
    _in_contact(world)
    world.known.add(LIVE)


def _lose(world: World, lot: Random) -> None:
    """Something falls silent for some hours; often its gateway can say why."""
    if LIVE in world.known:
        return
    standing = [one for one in in_service(world.scope) if one.kind != "gateway" and one.pk not in world.down]
    if not standing:
        return
    device = lot.choice(standing)
    world.down.add(device.pk)
    if said := lot.choice(("powered_off", "network_lost", "")):
        devices.said_of(device, said, clock.now())
    world.plan(clock.now() + HOUR * lot.uniform(3, 9), partial(world.down.discard, device.pk))


def _maintain(world: World, lot: Random) -> None:
    """An engineer takes something out, and puts it back the same day."""
    engineer = world.anyone("engineer")
    standing = list(in_service(world.scope).filter(kind__in=("lift", "pump", "camera", "barrier")))
    if engineer is None or not standing:
        return
    device = lot.choice(standing)
    if world.act(devices.take_out, device, reason=lot.choice(("季度保养", "更换配件", "清洁镜头")), until=clock.now() + 4 * HOUR, by=engineer):
        world.plan(clock.now() + HOUR * lot.uniform(1, 3.5), partial(_put_back, world, device.pk, engineer))


def _put_back(world: World, pk: UUID, engineer: Person) -> None:
    world.act(devices.put_back, Device.objects.get(pk=pk), note="已完成，测试正常", by=engineer)


def _furnish(world: World) -> None:
    """Everything into the register, once; some of it was checked for how well it is protected."""
    if "equipment" in world.known:
        return
    world.known.add("equipment")
    if Device.objects.filter(scope=world.scope).exists():
        return
    manager, lot = world.cast.staff["security_manager"][0], world.lot("equipment")
    for kind, maker, model, good, certificate in PRODUCTS:
        given = {"kind": kind, "maker": maker, "model": model, "verdict": "approved", "good_firmware": good, "certificate": certificate, "authority": "市公安局技防办" if certificate else ""}
        world.act(devices.review_product, world.scope, **given, by=manager)
    world.act(devices.review_product, world.scope, kind="camera", maker="海瞳", model="HT-C420仿", verdict="rejected", is_counterfeit=True, note="无防伪码，退回供应商", by=manager)
    gateways = {code: _add(world, manager, kind="gateway", name=NAMES[code], number=f"GW-{turn:03d}", address=f"192.168.1.{turn}") for turn, code in enumerate(GATEWAYS, 1)}
    for wired in WIRED:
        for number, (place, name) in enumerate(_spots(world, wired), 1):
            device = _add(world, manager, kind=wired.kind, name=name, place=place, gateway=gateways[wired.gateway], **_product(wired.kind, number, lot))
            _check(world, device, manager, lot)
    for lobby in by_kind(world.scope, "lobby"):
        door = Device.objects.filter(scope=world.scope, place=lobby, kind="door_controller").first()
        world.act(access.add_lane, world.scope, name=f"{lobby.full_name}门", place=lobby, traffic="people", device=door, by=manager)
    world.act(devices.add_device, world.scope, kind="camera", name="备用摄像头", is_spare=True, maker="海瞳", model="HT-C420", by=manager)


def _spots(world: World, wired: Wired) -> Iterator[tuple[Place, str]]:
    """Places of these kinds by turns, so that each gets its first before any gets its second."""
    spots = list(by_kind(world.scope, *wired.places))
    turns = [(place, turn) for turn in range(1, wired.each + 1) for place in spots][: wired.most]
    for place, turn in turns:
        yield place, wired.name.format(place.full_name, turn)[:80]


def _product(kind: str, number: int, lot: Random) -> dict[str, str]:
    found = next((one for one in PRODUCTS if one[0] == kind), None)
    if found is None:
        return {}
    firmware = FIRMWARE.get(kind, ("",))
    given = {"maker": found[1], "model": found[2], "serial": f"{found[2]}-{number:05d}", "firmware": lot.choice(firmware)}
    return {**given, "accepted_by": "区公安分局", "acceptance_number": f"技防验2023-{number:03d}"} if found[4] else given


def _add(world: World, manager: Person, **given) -> Device | None:
    return world.act(devices.add_device, world.scope, commissioned_on=date(2024, 5, 1), by=manager, **given)


def _check(world: World, device: Device | None, manager: Person, lot: Random) -> None:
    """Cameras, doors and barriers were checked; a few still have what should have been changed."""
    if device is None or device.kind not in ("camera", "recorder", "door_controller", "barrier", "plate_camera") or lot.random() < 0.15:
        return
    luck = lot.random()
    given = {"password": "default" if luck < 0.1 else "changed", "protocol": "plain" if luck < 0.3 else "encrypted", "open_ports": [23, 80] if luck < 0.06 else [443]}
    until = clock.now().date() + timedelta(days=lot.choice((20, 200, 300)))
    world.act(devices.write_check, device, certificate_from_on=until - timedelta(days=365), certificate_until_on=until, by=manager, **given)
