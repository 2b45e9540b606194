"""Cars: residents with a right come and go, visitors get a place and pay, some violate, and the guard of the garage looks at each car once a day.

A small sample of a day, like all the simulator shows: the bars open for a plate that was decided on, and everything else follows from that.
"""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from anju.domains.access import actions as access
from anju.domains.charges import actions as charges
from anju.domains.charges.queries import Drawer, Tariff, TariffVersion, cash_in, open_drawer_of
from anju.domains.parking import actions as parking
from anju.domains.parking import queries
from anju.domains.parking.queries import Bay, Stay, Vehicle, Zone
from anju.domains.people.queries import Person, residents_of
from anju.domains.places.queries import Place, by_kind
from anju.kernel import clock

from . import cars, photos
from .world import HOUR, World

HOUSEHOLDS, COMMUTERS, VISITORS = cars.WITH_BAY, 3, 2
BAYS, PAY_AHEAD = 24, 0.5
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
# name, kind of place, for whom, class, spaces, km/h
ZONES = (
    ("地下车库固定车位区", "garage", "residents", "car", 860, 5), ("地面访客停车区", "gate", "visitors", "car", 24, 15), ("车库非机动车区", "garage", "residents", "bicycle", 320, 5),
    ("摩托车停放区", "garage", "residents", "motorcycle", 40, 5), ("消防车通道", "fire_lane", "fire_lane", "car", 0, 15), ("中心花园绿化带", "playground", "green", "car", 0, 0),
)  # fmt: skip
PURPOSES = ("探亲访友", "送装家电", "接送孩子", "上门维修", "看房")
WRONG = (("", "fire_lane"), ("disorderly", ""), ("outside_bay", ""))
SIGNS = (("speed", "B1 坡道入口", "5"), ("direction", "B1 主通道", ""), ("no_parking", "消防车通道", ""), ("height", "车库入口", "2.2"), ("mirror", "B1 转弯处", ""))


def expect(world: World, day: date) -> None:
    """The cars of a day."""
    lot = world.lot("driving", day)
    _furnish(world, day)
    for number in lot.sample(range(HOUSEHOLDS), COMMUTERS):
        _at(world, day, lot.uniform(7.1, 8.7), partial(_household, world, number))
        _at(world, day, lot.uniform(17.7, 20.5), partial(_household, world, number))
    for _turn in range(VISITORS if day.isoweekday() < 6 else VISITORS + 1):
        _at(world, day, lot.uniform(9.5, 18.5), partial(_visitor, world, Random(lot.random())))
    _at(world, day, 15.6, partial(_mend, world))
    if lot.random() < 0.3:
        _at(world, day, lot.uniform(9, 19), partial(_violation, world, Random(lot.random())))
    if lot.random() < 0.12:
        _at(world, day, lot.uniform(9, 20), partial(_speed, world, Random(lot.random())))
    _at(world, day, 21.3, partial(_round, world, Random(lot.random())))
    if day.isoweekday() in (2, 5):
        _at(world, day, 14.2, partial(_cash_shift, world, Random(lot.random()), day))


def _at(world: World, day: date, hour: float, do) -> None:
    at = world.moment(day, hour)
    if at >= clock.now():
        world.plan(at, do)


def _furnish(world: World, day: date) -> None:
    """Price, zones, bays, signs and the cars of some households, once; then the cars stand inside."""
    if "driving" in world.known:
        return
    world.known.add("driving")
    if Zone.objects.filter(scope=world.scope).exists():
        return
    desk, manager, garage = world.cast.staff["front_desk"][0], world.cast.staff["project_manager"][0], by_kind(world.scope, "garage").first()
    tariff = _price(world, day, desk, manager)
    zones = {}
    for name, kind, use, vehicle_class, spaces, limit in ZONES:
        place = by_kind(world.scope, kind).first() or garage
        zones[name] = world.act(parking.add_zone, world.scope, name=name, place=place, use=use, vehicle_class=vehicle_class, capacity=spaces, speed_kmh=limit,
                                is_garage=kind == "garage", stay_hours=12 if use == "visitors" else 0, tariff=tariff if use == "visitors" else None, by=manager)  # fmt: skip
    homes = list(by_kind(world.scope, "dwelling")[: HOUSEHOLDS * 4 : 4])
    for number in range(BAYS):
        home = homes[number] if number < len(homes) else None
        row, column = divmod(number, 8)
        world.act(parking.add_bay, world.scope, code=f"B1-{number + 1:03d}", zone=zones["地下车库固定车位区"], kind="owned" if home and number % 2 == 0 else "rented", dwelling=home,
                  x=60.0 + column * 4, y=100.0 + row * 8, by=manager)  # fmt: skip
    for number in range(6):
        world.act(parking.add_bay, world.scope, code=f"F-{number + 1:02d}", zone=zones["地面访客停车区"], kind="accessible" if number == 5 else "visitor", x=130.0 + number * 5, y=24.0, by=manager)
    for kind, where, text in SIGNS:
        sign = world.act(parking.add_sign, world.scope, kind=kind, place=garage, where=where, text=text, by=manager)
        if sign is not None and kind != "mirror":
            world.act(parking.check_sign, sign, found="good", by=manager)
    for number, home in enumerate(homes):
        _register(world, number, home, desk, day)


def _price(world: World, day: date, desk: Person, manager: Person) -> Tariff | None:
    tariff = world.act(charges.add_tariff, world.scope, name="临时停车费（按时段）", kind="parking", basis="stay", by=manager)
    given = {
        "block": Decimal(5), "free_minutes": 30, "cap": Decimal(25), "night_from": time(22), "night_until": time(7), "night": Decimal(2), "night_cap": Decimal(8), "starts_on": day,
        "legal_basis": "《停车场收费公示》",
    }  # fmt: skip
    if tariff is None or world.act(parking.propose_parking_price, tariff, by=desk, **given) is None:
        return None
    version = world.act(charges.approve_price, TariffVersion.objects.get(tariff=tariff), by=manager)
    world.act(charges.publish_price, version, published_on=day, published_where="车行入口公示牌", by=desk)
    return tariff


def _register(world: World, number: int, home: Place, desk: Person, day: date) -> None:
    living = residents_of(home).first()
    if living is None:
        return
    car = world.act(parking.register_vehicle, world.scope, plate=cars.plate(number), kind="owner", holder=living.person, dwelling=home, by=desk)
    bay = Bay.objects.filter(scope=world.scope, code=f"B1-{number + 1:03d}").first()
    if car is not None:
        paper = {"paper": "purchase" if bay is not None and bay.kind == "owned" else "lease", "paper_number": f"CW-{day.year}-{number + 1:03d}"}
        world.act(parking.give_right, car, bay=bay, **paper, starts_on=day, ends_on=day + timedelta(days=365), by=desk)
        world.act(access.issue_credential, world.scope, kind="plate", secret=car.plate, category="resident", holder=living.person, dwelling=home, checked=paper["paper_number"], by=desk)
        _household(world, number)


def _household(world: World, number: int) -> None:
    """Out where it is inside, in where it is not."""
    text = cars.plate(number)
    if Vehicle.objects.filter(scope=world.scope, plate=text, state="known").exists():
        cars.through(world, text, "out" if cars.inside(world, text) else "in", world.lot("lane", clock.now(), number))


def _visitor(world: World, lot: Random) -> None:
    """A visiting car: the host agreed, a place, a voucher; it stays an hour or five."""
    home = _home(world, lot)
    plate = f"{lot.choice('京津冀')}{lot.choice(LETTERS)}{lot.randrange(10_000, 99_999)}"
    if cars.through(world, plate, "in", lot, said=f"{home}住户电话同意"):
        world.plan(clock.now() + timedelta(minutes=2), partial(_receive, world, plate, home, lot.choice(PURPOSES)))
        world.plan(clock.now() + HOUR * lot.uniform(1.5, 6), partial(leave, world, plate, Random(lot.random())))


def _home(world: World, lot: Random) -> Place:
    doors = by_kind(world.scope, "dwelling")
    return doors[lot.randrange(doors.count())]


def _receive(world: World, plate: str, home: Place, purpose: str, *, again: bool = True) -> None:
    """The stay begins when the bar's message was reacted to, which in a past that is lived in stretches is later."""
    stay, guard = cars.inside(world, plate), world.anyone("guard", "squad_leader")
    zone = Zone.objects.filter(scope=world.scope, use="visitors", state="in_use").first()
    if stay is None and again:
        world.plan(clock.now() + 2 * HOUR, partial(_receive, world, plate, home, purpose, again=False))
    if stay is None or guard is None or zone is None:
        return
    bay = Bay.objects.filter(scope=world.scope, zone=zone, kind="visitor", state="free").order_by("code").first()
    desk = world.anyone("front_desk")
    if desk is not None and purpose == PURPOSES[0] and world.lot("coupon", plate).random() < 0.5:
        world.act(parking.give_coupon, world.scope, plate=plate, minutes=120, dwelling=home, by=desk)
    world.act(parking.receive_car, stay, zone=zone, bay=bay, purpose=purpose, consent="host", dwelling=home, is_told=True, hours=12, by=guard)


def leave(world: World, plate: str, lot: Random) -> None:
    """Half pay on the phone of their host or at the desk before they drive; the bar opens for everybody."""
    stay, guard = cars.inside(world, plate), world.anyone("guard", "squad_leader")
    if stay is not None and lot.random() < PAY_AHEAD:
        _pay(world, stay)
    if guard is not None and stay is not None and stay.voucher_id and lot.random() < 0.92:
        world.act(parking.take_voucher_back, stay, by=guard)
    if guard is not None:
        cars.through(world, plate, "out", lot)


def _pay(world: World, stay: Stay) -> None:
    """Cash to whoever has a drawer open at the gate, else a transfer at the desk."""
    drawer = Drawer.objects.filter(scope=world.scope, state="open").select_related("cashier").order_by("-opened_at").first()
    desk = world.anyone("front_desk")
    if drawer is not None:
        world.act(parking.take_fee, stay, way="cash", by=drawer.cashier)
    elif desk is not None:
        world.act(parking.take_fee, stay, way="transfer", transfer_number=f"ZF{stay.pk.hex[:16]}", by=desk)


def _mend(world: World) -> None:
    """The leader of the afternoon looks two halves up on the recordings."""
    leader = world.anyone("squad_leader", "project_manager")
    halves = list(queries.half_stays(world.scope).filter(state="no_entry").order_by("left_at")[:2]) if leader is not None else []
    for stay in halves:
        world.act(parking.mend_entry, stay, entered_at=stay.left_at - 9 * HOUR, reason="录像回放确认进场时间", by=leader)


def _violation(world: World, lot: Random) -> None:
    """A car on the fire lane or across two bays: photo, owner told, moved; a repeat is reported."""
    guard = world.anyone("guard", "squad_leader")
    known = list(Vehicle.objects.filter(scope=world.scope, state="known", kind="owner").order_by("plate")[:6])
    if guard is None or not known:
        return
    kind, use = lot.choice(WRONG)
    zone = Zone.objects.filter(scope=world.scope, use=use or "residents").order_by("name").first()
    made = world.act(parking.record_violation, world.scope, kind=kind, plate=lot.choice(known).plate, zone=zone, photo=photos.taken(lot, "违停")[0], by=guard)
    if made is None:
        return
    world.act(parking.tell_owner, made, way="phone", answer="moves", by=guard)
    world.plan(clock.now() + timedelta(minutes=lot.randrange(8, 40)), partial(_settle, world, made.pk, lot.random() < 0.85))


def _settle(world: World, pk, is_persuaded: bool) -> None:
    made, guard = queries.Violation.objects.select_related("scope").get(pk=pk), world.anyone("guard", "squad_leader")
    if guard is not None and made.state != "settled":
        world.act(parking.settle_violation, made, outcome="persuaded" if is_persuaded else "reported", by=guard)


def _speed(world: World, lot: Random) -> None:
    zone = Zone.objects.filter(scope=world.scope, is_garage=True, speed_kmh__gt=0).order_by("name").first()
    guard = world.anyone("guard", "squad_leader")
    if zone is not None and guard is not None:
        made = world.act(parking.record_speed, world.scope, zone=zone, plate=cars.plate(lot.randrange(HOUSEHOLDS)), speed_kmh=zone.speed_kmh + lot.randrange(2, 14), by=guard)
        if made is not None:
            world.act(parking.tell_owner, made, way="phone", answer="moves", by=guard)
            world.act(parking.settle_violation, made, outcome="persuaded", by=guard)


def _round(world: World, lot: Random) -> None:
    """The evening look at parked cars: a few on their bays, now and then a window open."""
    guard = world.anyone("guard", "squad_leader")
    inside = [one for one in queries.cars_inside(world.scope)[:12] if one.vehicle_id]
    if guard is None:
        return
    for stay in lot.sample(inside, min(2, len(inside))):
        is_open = lot.random() < 0.08
        photo = photos.taken(lot, "车窗")[0] if is_open else None
        words = "右后车窗未关" if is_open else ""
        told = {"way": "phone", "answer": "moves"} if is_open else {}
        world.act(parking.check_car, world.scope, plate=stay.plate, bay=stay.bay, result="window" if is_open else "in_order", words=words, photo=photo, **told, by=guard)


def _cash_shift(world: World, lot: Random, day: date) -> None:
    """The guard of the gate opens his drawer for the afternoon; at the end he counts, and the squad leader signs."""
    guard = world.anyone("guard")
    if guard is None or open_drawer_of(world.scope, guard.pk) is not None:
        return
    drawer = world.act(charges.open_drawer, world.scope, opening=Decimal(100), by=guard)
    if drawer is not None:
        world.plan(clock.now() + HOUR * 5, partial(_count, world, drawer.pk, guard))


def _count(world: World, pk, guard: Person) -> None:
    drawer = Drawer.objects.get(pk=pk)
    counted = Decimal(cash_in(drawer)) / 100
    done, leader = world.act(charges.count_drawer, drawer, counted=counted, by=guard), world.anyone("squad_leader", "project_manager", but=guard.pk)
    if done is not None and leader is not None:
        world.act(charges.take_over_drawer, done, counted=counted, by=leader)
