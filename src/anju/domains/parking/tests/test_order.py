"""Violations, speeds, checks, signs and sensors."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.cases.models import Case
from anju.domains.charges.models import Charge
from anju.domains.devices import actions as devices
from anju.domains.duties.models import Duty, Occurrence, Performance
from anju.domains.notices.models import Notice
from anju.domains.parking import actions, queries
from anju.domains.parking.models import Bay, CarCheck, Sign, Violation
from anju.domains.parking.reactions import said_bay, said_speed
from anju.kernel import clock
from anju.kernel.models import Entry
from anju.kernel.reactions import registry

from .conftest import HOUR, START, SYSTEM, must, photo

PLATE = "京B88888"


def seen(yard, plate=PLATE, at=START, **more):
    given = {"zone": yard.fire_lane, "photo": photo(), **more}
    with clock.frozen(at):
        return actions.record_violation(yard.where, plate=plate, by=yard.guard, **given)


@pytest.mark.clause("003-045", "001-013", "002-157")
@pytest.mark.parametrize("kind", ["fire_lane", "green", "footpath", "main_road", "accessible"])
def test_a_car_on_forbidden_ground_is_recorded_with_zone_plate_photo_and_time(yard, kind):
    bay = yard.bay("W-01", "accessible") if kind == "accessible" else None
    zone = yard.own_zone if bay else yard.fire_lane if kind == "fire_lane" else yard.zone(f"禁停{kind}", use=kind)
    where = {"bay": bay} if bay else {"zone": zone}
    assert actions.record_violation(yard.where, plate=PLATE, **where, by=yard.guard).code == "parking.photo_needed"
    assert (seen(yard, plate="", **{"zone": zone, **where}).code, Violation.objects.count()) == ("parking.plate_needed", 0)
    one = must(seen(yard, **{"zone": zone, **where}))
    assert (one.kind, one.zone, one.place, one.plate, one.at, one.photo is not None, one.repeat) == (kind, zone, yard.garage, PLATE, START, True, 1)
    assert one.number == "PV2026-0001"


@pytest.mark.clause("002-313")
def test_on_the_ground_one_parks_in_marked_bays_alone_and_off_the_main_road(yard):
    owned, own = yard.bay("B1-001", "owned", dwelling=yard.home), yard.car()
    assert must(seen(yard, zone=None, bay=owned)).kind == "foreign_bay"
    assert must(seen(yard, zone=yard.zone("主干道", use="main_road"))).kind == "main_road"
    assert seen(yard, own.plate, zone=None, bay=owned).code == "parking.unknown_kind"
    assert must(seen(yard, zone=None, place=yard.ground.root, kind="outside_bay")).kind == "outside_bay"


@pytest.mark.clause("002-308", "002-309", "002-307")
@pytest.mark.parametrize("kind", ["stored_goods", "play", "noise", "braking", "practice"])
def test_conduct_in_the_garage_and_on_the_road_is_recorded(yard, kind):
    plate = "" if kind in ("stored_goods", "play") else PLATE
    assert seen(yard, plate, zone=yard.own_zone, kind="loud").code == "parking.unknown_kind"
    one = must(seen(yard, plate, zone=yard.own_zone, kind=kind, words="B1 东区"))
    assert (one.kind, one.plate, one.zone, list(queries.open_violations(yard.where))) == (kind, plate, yard.own_zone, [one])


@pytest.mark.clause("002-306", "002-310", "000-126")
@pytest.mark.parametrize(("where", "speed", "kept"), [("fire_lane", 15, False), ("fire_lane", 16, True), ("own_zone", 5, False), ("own_zone", 6, True)])
def test_road_and_garage_have_limits_of_their_own(yard, where, speed, kept):
    """15 km/h on the road beside the fire lane, 5 km/h in the garage."""
    zone = getattr(yard, where)
    outcome = actions.record_speed(yard.where, zone=zone, plate=PLATE, speed_kmh=speed, by=yard.guard)
    assert [(one.kind, one.speed_kmh, one.limit_kmh) for one in Violation.objects.all()] == ([("speeding", speed, zone.speed_kmh)] if kept else [])
    assert kept or outcome.code == "parking.in_order"
    assert actions.record_speed(yard.where, zone=yard.visitors, plate=PLATE, speed_kmh=speed, by=yard.guard).code == "parking.no_limit"


@pytest.mark.clause("002-311")
def test_driving_against_the_arrows_is_recorded(yard):
    assert must(seen(yard, kind="wrong_way", zone=yard.own_zone)).kind == "wrong_way"


@pytest.mark.clause("002-320")
def test_the_owner_is_told_at_once_and_his_answer_and_time_are_kept(yard):
    yard.car(PLATE)
    one, stranger = must(seen(yard)), must(seen(yard, "京C00001"))
    assert actions.tell_owner(stranger, way="app", by=yard.guard).code == "parking.holder_unknown"
    assert actions.tell_owner(one, way="smoke", by=yard.guard).code == "parking.bad_way"
    with clock.frozen(START + timedelta(minutes=4)):
        told = must(actions.tell_owner(one, way="app", answer="moves", by=yard.guard))
    assert (told.state, told.told_way, told.answer, told.answered_at - told.at, Notice.objects.get().pk) == ("told", "app", "moves", timedelta(minutes=4), told.notice_id)
    assert PLATE not in Notice.objects.get().text


@pytest.mark.clause("003-046")
def test_a_violation_ends_by_persuasion_or_as_a_report_and_repeats_are_seen(yard):
    first, second = must(seen(yard)), must(seen(yard, at=START + HOUR))
    assert actions.settle_violation(first, outcome="fined", by=yard.guard).code == "parking.bad_outcome"
    assert actions.settle_violation(first, outcome="reported", by=yard.guard).code == "parking.tell_first"
    assert must(actions.settle_violation(first, outcome="persuaded", by=yard.guard)).case is None
    assert actions.settle_violation(first, outcome="persuaded", by=yard.guard).code == "parking.settled_already"
    assert actions.tell_owner(first, way="note", by=yard.guard).code == "parking.settled_already"
    third = must(seen(yard, at=START + 2 * HOUR))
    must(actions.tell_owner(third, way="note", by=yard.guard))
    done = must(actions.settle_violation(third, outcome="reported", by=yard.guard))
    assert ([one.repeat for one in (first, second, third)], done.outcome, done.case.category, done.case.severity) == ([1, 2, 3], "reported", "blocked_fire_lane", 2)
    assert queries.repeat_offenders(yard.where, at=START + 3 * HOUR) == [(PLATE, 3)]
    assert (Charge.objects.count(), Case.objects.count()) == (0, 1)


@pytest.mark.clause("002-315", "002-316")
def test_a_lock_is_taken_down_a_day_after_notice_and_a_car_towed_by_the_police_alone(yard, in_chinese):
    lock, car = must(seen(yard, "", zone=yard.own_zone, kind="lock")), must(seen(yard))
    assert actions.ask_removal(car, removal="lock", by=yard.leader).code == "parking.wrong_removal"
    assert actions.ask_removal(lock, removal="lock", by=yard.leader).code == "parking.notice_first"
    assert actions.ask_removal(car, removal="tow", by=yard.leader).code == "parking.notice_first"
    for one in (lock, car):
        must(actions.tell_owner(one, way="note", by=yard.guard))
    assert (actions.ask_removal(lock, removal="lock", by=yard.leader).code, Case.objects.count()) == ("parking.notice_first", 0)
    with clock.frozen(START + timedelta(hours=24)):
        asked = [must(actions.ask_removal(lock, removal="lock", by=yard.leader)).case.title, must(actions.ask_removal(car, removal="tow", by=yard.leader)).case.title]
        assert actions.ask_removal(car, removal="tow", by=yard.leader).code == "parking.asked_already"
    assert asked == ["告知后拆除地锁", "请交警拖移"]


@pytest.mark.clause("000-128")
def test_cars_in_the_garage_are_looked_at_daily_owners_told_and_the_regular_check_proven(yard):
    bay = yard.bay("B1-027", "shared")
    yard.went(PLATE)
    with clock.frozen(START + timedelta(days=1)):
        assert actions.check_car(yard.where, plate=PLATE, bay=bay, result="window", by=yard.guard).code == "parking.photo_needed"
        assert actions.check_car(yard.where, plate=PLATE, result="stolen", by=yard.guard).code == "parking.bad_result"
        made = must(actions.check_car(yard.where, plate=PLATE, bay=bay, result="window", words="右后窗未关", photo=photo(), by=yard.guard))
        told = must(actions.tell_about_check(made, way="phone", answer="moves", by=yard.guard))
    assert (made.is_overnight, made.stay, told.told_way, told.answer, yard.stay(PLATE).bay) == (True, yard.stay(PLATE), "phone", "moves", bay)
    slot = _daily(yard)
    for entry in Entry.objects.filter(name="parking.car_checked"):
        registry["parking.when_cars_are_checked_prove_the_daily_check"].handle(entry)
    proof = Performance.objects.get()
    assert (proof.occurrence, proof.person, proof.proof_link, Occurrence.objects.get().state) == (slot, yard.team.person("陈刚"), f"/car_checks/{made.pk}/", "done")
    fine = must(actions.check_car(yard.where, plate="京C00001", by=yard.guard))
    assert (fine.is_overnight, actions.tell_about_check(fine, way="phone", by=yard.guard).code) == (False, "parking.nothing_to_tell")


def _daily(yard) -> Occurrence:
    """The regular check of the garage, open all day."""
    duty = Duty.objects.create(scope=yard.where, title="地下车库车况检查", category="check", place=yard.garage, role="guard", schedule={"period": "P1D", "count": 1}, state="active")
    begin = START + timedelta(days=1, hours=-9)
    return Occurrence.objects.create(
        scope=yard.where, duty=duty, key="k", on=begin.date(), starts_at=begin, ends_at=begin + timedelta(days=1), opens_at=begin, due_at=begin + timedelta(days=1),
        late_until=begin + timedelta(days=2), state="open",
    )  # fmt: skip


@pytest.mark.clause("003-050")
def test_on_the_round_a_plate_on_somebody_elses_bay_is_a_mismatch(yard):
    own = yard.bay("B1-001", "owned", dwelling=yard.home)
    yard.car()
    right = must(actions.check_car(yard.where, plate="京A12345", bay=own, by=yard.guard))
    assert actions.check_car(yard.where, plate=PLATE, bay=own, by=yard.guard).code == "parking.photo_needed"
    wrong = must(actions.check_car(yard.where, plate=PLATE, bay=own, photo=photo(), by=yard.guard))
    assert (right.result, wrong.result) == ("in_order", "wrong_bay")
    told = [entry.payload for entry in Entry.objects.filter(name="parking.car_checked").order_by("pk")]
    assert [one["is_on_own"] for one in told] == [True, False]
    assert CarCheck.objects.filter(result="wrong_bay").count() == 1


@pytest.mark.clause("004-293")
def test_signs_that_should_be_there_are_listed_and_checked(yard):
    sign = must(actions.add_sign(yard.where, kind="speed", place=yard.garage, where="B1 坡道", text="5", by=yard.manager))
    must(actions.add_sign(yard.where, kind="direction", place=yard.garage, by=yard.manager))
    assert (actions.add_sign(yard.where, kind="dragon", place=yard.garage, by=yard.manager).code, sign.state, queries.signs_in_order(yard.where)) == ("parking.bad_sign", "missing", (0, 2))
    assert actions.check_sign(sign, found="damaged", by=yard.guard).code == "parking.photo_needed_of_sign"
    assert actions.check_sign(sign, found="eaten", by=yard.guard).code == "parking.bad_sign"
    must(actions.check_sign(sign, found="good", by=yard.guard))
    assert (queries.signs_in_order(yard.where), Sign.objects.get(pk=sign.pk).checked_at) == ((1, 2), START)


@pytest.mark.clause("003-047")
def test_sensors_in_the_ground_say_how_many_spaces_of_a_zone_are_free(yard):
    sensor = must(devices.add_device(yard.where, kind="bay_sensor", name="地磁 B1-027", place=yard.garage, commissioned_on=date(2025, 1, 1), by=SYSTEM))
    bay = yard.bay("B1-027", "shared", sensor=sensor)
    yard.bay("B1-028", "shared")
    must(said_bay(sensor, {"taken": True}))
    assert said_bay(sensor, {"taken": True}).code == "parking.as_before"
    assert actions.sense_bay(bay, is_taken=True, by=yard.guard).code == "parking.as_before"
    told = Entry.objects.filter(name="parking.bay_changed").latest("pk").payload
    room = next(one for one in queries.rooms(yard.where) if one.zone == yard.own_zone)
    assert (told["is_taken"], told["free"], room.taken, room.free) == (True, 1, 1, 9)


@pytest.fixture
def radar(yard):
    return must(devices.add_device(yard.where, kind="speed_radar", name="B1 测速", place=yard.garage, commissioned_on=date(2025, 1, 1), by=SYSTEM))


@pytest.mark.parametrize("facts", [{}, {"kmh": "fast"}, {"kmh": True, "plate": PLATE}, {"kmh": float("nan"), "plate": PLATE}, {"kmh": 10**9, "plate": PLATE}, {"kmh": 40, "plate": 7}, {"kmh": 40, "plate": "<script>"}])
def test_hostile_radar_messages_leave_nothing(yard, radar, facts):
    assert said_speed(radar, facts).code in ("parking.bad_speed", "parking.bad_plate")
    assert (said_bay(radar, {"taken": "yes"}).code, Violation.objects.count(), Bay.objects.filter(state="taken").count()) == ("parking.no_bay", 0, 0)


def test_a_radar_message_above_the_limit_is_a_violation(yard, radar):
    must(said_speed(radar, {"kmh": 23.7, "plate": PLATE}))
    assert [(one.kind, one.speed_kmh) for one in Violation.objects.all()] == [("speeding", 23)]
