"""The register, rights on checked papers, the pass that follows, who parks free, and what a month costs."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from anju.domains.charges import actions as charges
from anju.domains.charges.models import Charge, TariffVersion
from anju.domains.parking import actions, queries, schedule
from anju.domains.parking.models import Bay, Policy, Right, Stay, Vehicle, Zone
from anju.domains.passes.models import Pass
from anju.domains.people import actions as people
from anju.domains.people.models import Residency
from anju.kernel import clock
from anju.kernel.models import Entry
from anju.kernel.reactions import registry

from .conftest import HOUR, START, must

PAPER = {"paper": "purchase", "paper_number": "CW-2025-088", "starts_on": date(2026, 3, 5), "ends_on": date(2026, 12, 31)}


@pytest.mark.clause("002-296")
def test_a_right_needs_the_contract_and_gives_a_pass_with_the_plate(yard):
    car, bay = yard.car(), yard.bay("B1-001", "owned", dwelling=yard.home)
    without = actions.give_right(car, bay=bay, **{**PAPER, "paper_number": " "}, by=yard.desk)
    unlisted = actions.give_right(car, bay=bay, **{**PAPER, "paper": "word"}, by=yard.desk)
    assert (without.code, unlisted.code, Right.objects.count(), Pass.objects.count()) == ("parking.paper_needed", "parking.paper_needed", 0, 0)
    right = must(actions.give_right(car, bay=bay, **PAPER, by=yard.desk))
    permit = right.permit
    assert (permit.kind, permit.state, permit.plate, permit.holder, permit.checked) == ("vehicle", "issued", "京A12345", yard.team.person("林先生"), "CW-2025-088")
    assert clock.local(yard.where, permit.ends_at).isoformat() == "2027-01-01T00:00:00+08:00"
    assert actions.give_right(car, **PAPER, by=yard.desk).code == "parking.has_right"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"plate": "A"}, "parking.bad_plate"), ({"plate": "京" * 12}, "parking.bad_plate"), ({"plate": "<script>1"}, "parking.bad_plate"), ({"plate": "京AB;--1"}, "parking.bad_plate"),
        ({"kind": "tank"}, "parking.bad_vehicle"), ({"vehicle_class": "boat"}, "parking.bad_vehicle"), ({"dwelling": None}, "parking.holder_needed"), ({"kind": "company"}, "parking.company_needed"),
    ],
)  # fmt: skip
def test_hostile_and_half_entries_are_not_registered(yard, given, code):
    whole = {"plate": "京A12345", "kind": "owner", "holder": yard.team.person("林先生"), "dwelling": yard.home, **given}
    assert (actions.register_vehicle(yard.where, **whole, by=yard.desk).code, Vehicle.objects.count()) == (code, 0)


def test_a_plate_is_registered_once_however_it_is_typed(yard):
    yard.car("京a·12345")
    again = actions.register_vehicle(yard.where, plate="京A 12345", holder=yard.team.person("林先生"), dwelling=yard.home, by=yard.desk)
    assert (again.code, Vehicle.objects.get(plate="京A12345").state) == ("parking.plate_taken", "known")


def test_what_a_resident_enters_waits_for_the_desk_and_for_his_own_home_alone(yard, team):
    host, stranger = yard.ground.host, team("路人", "resident")
    given = {"plate": "京A12345", "kind": "special", "dwelling": yard.home}
    assert actions.register_vehicle(yard.where, **given, by=stranger).code == "parking.not_your_home_car"
    mine = must(actions.register_vehicle(yard.where, **given, by=host))
    assert (mine.state, mine.kind, mine.holder) == ("asked", "owner", team.person("林先生"))
    assert actions.give_right(mine, **PAPER, by=yard.desk).code == "parking.not_known"
    assert actions.check_vehicle(mine, paper="", by=yard.desk).code == "parking.reason_needed"
    checked = must(actions.check_vehicle(mine, paper="行驶证、购房合同", by=yard.desk))
    assert (checked.state, checked.checked_by, list(queries.my_vehicles(yard.where, stranger.person))) == ("known", team.person("前台小周"), [])
    assert actions.refuse_vehicle(checked, reason="晚了", by=yard.desk).code == "parking.checked_already"
    other = must(actions.register_vehicle(yard.where, plate="京A54321", dwelling=yard.home, by=host))
    assert must(actions.refuse_vehicle(other, reason="行驶证不是本人", by=yard.desk)).state == "refused"


def test_who_enters_a_car_does_not_check_its_papers_himself(yard):
    both = yard.team("林先生", "resident")
    car = must(actions.register_vehicle(yard.where, plate="京A12345", dwelling=yard.home, by=both))
    himself = yard.team("林先生", "front_desk")
    assert actions.check_vehicle(car, paper="行驶证", by=himself).code == "parking.second_person"
    assert Vehicle.objects.get().state == "asked"


def test_when_the_car_is_gone_its_right_and_pass_end_and_its_plate_is_to_be_erased(yard):
    right = yard.right(yard.car())
    assert actions.end_vehicle(right.vehicle, reason=" ", by=yard.desk).code == "parking.reason_needed"
    gone = must(actions.end_vehicle(right.vehicle, reason="车辆已出售", by=yard.desk))
    assert (gone.state, gone.personal_erase_on, Right.objects.get().state, Right.objects.get().end_reason, Pass.objects.get().state) == ("ended", date(2026, 6, 3), "ended", "sold", "revoked")
    assert actions.end_vehicle(gone, reason="x", by=yard.desk).code == "parking.not_registered"


def test_a_right_ends_for_a_reason_of_the_list_and_none_is_about_money(yard):
    right = yard.right(yard.car())
    for reason in ("owes", "unpaid", "arrears", "", "欠费"):
        assert actions.end_right(right, because=reason, by=yard.desk).code == "parking.bad_end"
    assert (Right.objects.get().state, Pass.objects.get().state) == ("active", "issued")
    assert must(actions.end_right(right, because="holder", by=yard.desk)).state == "ended"
    assert actions.end_right(right, because="holder", by=yard.desk).code == "parking.ended_already"


def test_time_ends_a_right_by_itself_and_so_does_moving_out(yard):
    yard.right(yard.car(), ends_on=date(2026, 3, 10))
    with clock.frozen(START + timedelta(days=6)):
        schedule.close_due(yard.where)
    assert [(one.state, one.end_reason) for one in Right.objects.all()] == [("ended", "over")]
    home = yard.ground.place(yard.ground.unit, "dwelling", "1503", "3栋2单元1503")
    leaver = yard.team.person("搬走的人")
    living = Residency.objects.create(scope=yard.where, dwelling=home, person=leaver, relation="tenant", since_on=date(2026, 1, 1))
    right = yard.right(yard.car("京A99999", kind="tenant", holder="搬走的人", home=home))
    must(people.end_residency(living, by=yard.desk))
    for entry in Entry.objects.filter(name="people.residency_ended"):
        registry["parking.when_a_household_moves_out_end_its_rights"].handle(entry)
    assert [(one.state, one.end_reason) for one in Right.objects.filter(pk=right.pk)] == [("ended", "moved")]


@pytest.mark.clause("002-314")
def test_bays_for_rent_go_to_owners_and_families_first(yard):
    first = yard.car("京A00001")
    staff, bay = yard.car("京A00009", kind="staff", holder="保洁张"), yard.bay("B1-010")
    assert actions.give_right(staff, bay=bay, **{**PAPER, "paper": "lease"}, by=yard.desk).code == "parking.others_first"
    right = yard.right(first, bay)
    assert (right.priority, right.bay) == (1, bay)
    assert actions.give_right(staff, bay=bay, **{**PAPER, "paper": "lease"}, by=yard.desk).code == "parking.bay_given"
    later = yard.right(staff, yard.bay("B1-011"))
    assert Entry.objects.filter(name="parking.right_given").order_by("-pk").first().payload["priority"] == later.priority == 3


@pytest.mark.parametrize(("kind", "code"), [("owned", "parking.not_your_bay"), ("visitor", "parking.bay_for_all"), ("accessible", "parking.bay_for_all")])
def test_a_bay_goes_to_its_owner_and_bays_for_all_to_nobody(yard, kind, code):
    more = {"holder": yard.team.person("别人")} if kind == "owned" else {}
    assert actions.give_right(yard.car(), bay=yard.bay("B1-020", kind, **more), **PAPER, by=yard.desk).code == code
    assert Pass.objects.count() == 0


def test_a_freight_vehicle_gets_no_standing_right(yard):
    """It comes in by an approval of the day, which is a pass of its own at the gate."""
    truck = must(actions.register_vehicle(yard.where, plate="京AD5678", kind="freight", company="顺通货运", by=yard.desk))
    assert (actions.give_right(truck, **PAPER, by=yard.desk).code, Right.objects.count()) == ("parking.needs_approval", 0)


@pytest.mark.clause("002-280")
def test_staff_cars_pay_like_others_unless_a_rule_of_the_company_is_in_force(yard):
    yard.car("京A77777", kind="staff", holder="保洁张")
    yard.went("京A77777")
    yard.went("京A77777", "out", START + 2 * HOUR)
    assert yard.stay("京A77777").charge.amount_fen == 1000
    given = {"title": "员工车辆停放管理办法", "covers": "staff", "paper": "公司〔2026〕3号", "starts_on": date(2026, 3, 5)}
    assert actions.propose_policy(yard.where, **{**given, "paper": " "}, by=yard.desk).code == "parking.bad_policy"
    rule = must(actions.propose_policy(yard.where, **given, by=yard.manager))
    assert (actions.agree_policy(rule, by=yard.manager).code, Policy.objects.get().state) == ("parking.second_person", "proposed")
    must(actions.agree_policy(rule, by=yard.team("孙总", "headquarters")))
    yard.went("京A77777", "in", START + 4 * HOUR)
    yard.went("京A77777", "out", START + 9 * HOUR)
    assert (yard.stay("京A77777").free_by, yard.stay("京A77777").charge) == ("policy", None)
    assert actions.end_policy(rule, reason=" ", by=yard.manager).code == "parking.reason_needed"
    must(actions.end_policy(rule, reason="车位紧张", by=yard.manager))
    assert actions.agree_policy(rule, by=yard.team("孙总", "headquarters")).code == "parking.answered_already"


def test_one_bay_makes_one_car_free_and_the_second_pays_by_the_hour(yard):
    bay = yard.bay("B1-001", "owned", dwelling=yard.home)
    for plate, kind in (("京A00001", "owner"), ("京A00002", "second")):
        yard.right(yard.car(plate, kind=kind), bay, paper="purchase")
        yard.went(plate, "in", START + (HOUR if kind == "second" else 0 * HOUR))
    yard.went("京A00002", "out", START + 4 * HOUR)
    yard.went("京A00001", "out", START + 5 * HOUR)
    assert [(one.free_by, one.charge and one.charge.amount_fen) for one in Stay.objects.order_by("entered_at")] == [("right", None), ("", 1500)]


@pytest.mark.clause("004-116")
def test_a_custody_contract_is_billed_by_the_month_to_its_holder(yard):
    right = yard.right(yard.car(), paper="custody", paper_number="BG-2026-07", tariff=yard.monthly())
    month = {"period_from_on": date(2026, 3, 1), "period_until_on": date(2026, 3, 31)}
    must(actions.bill_right(right, **month, by=yard.desk))
    charge = Charge.objects.get()
    assert (charge.amount_fen, charge.payer, charge.place, charge.basis_label, charge.plate) == (30000, yard.team.person("林先生"), yard.home, "BG-2026-07", "京A12345")
    assert actions.bill_right(right, **month, by=yard.desk).code == "charges.billed_before"
    free = yard.right(yard.car("京A54321", kind="second"))
    assert actions.bill_right(free, **month, by=yard.desk).code == "parking.no_monthly_fee"
    must(charges.open_drawer(yard.where, by=yard.desk))
    must(charges.take_payment(yard.where, way="cash", charges=[charge], by=yard.desk))
    assert Charge.objects.get().state == "paid"


def test_a_price_by_stay_is_proposed_whole_approved_by_another_and_in_versions(yard):
    given = {"block": Decimal(6), "starts_on": date(2026, 4, 1), "legal_basis": "业主大会决议"}
    other = must(charges.add_tariff(yard.where, name="清运费", kind="rubbish", basis="piece", by=yard.manager))
    assert actions.propose_parking_price(other, **given, by=yard.desk).code == "parking.other_tariff"
    assert actions.propose_parking_price(yard.tariff, **{**given, "block": Decimal("5.001")}, by=yard.desk).code == "parking.bad_sum"
    assert actions.propose_parking_price(yard.tariff, **{**given, "legal_basis": ""}, by=yard.desk).code == "charges.basis_needed"
    assert charges.propose_price(yard.tariff, price=Decimal(6), starts_on=date(2026, 4, 1), legal_basis="x", by=yard.desk).code == "parking.bad_terms"
    must(actions.propose_parking_price(yard.tariff, **given, by=yard.desk))
    version = TariffVersion.objects.filter(tariff=yard.tariff).latest("number")
    assert (version.number, version.state, version.terms["block_fen"]) == (2, "proposed", 600)
    must(charges.approve_price(version, by=yard.manager))
    must(charges.publish_price(version, published_on=date(2026, 3, 5), published_where="入口", by=yard.desk))
    for days, fen in ((0, 1000), (40, 1200)):
        begin = START + timedelta(days=days)
        yard.went(f"京C0000{days % 9}", "in", begin)
        yard.went(f"京C0000{days % 9}", "out", begin + 2 * HOUR)
        assert yard.stay(f"京C0000{days % 9}").charge.amount_fen == fen


@pytest.mark.clause("002-178", "004-235", "002-312")
def test_zones_are_kept_apart_by_class_and_outside_bicycles_pay_in_theirs(yard):
    motor = yard.zone("摩托车区", vehicle_class="motorcycle", capacity=20)
    cycle = yard.zone("车库非机动车区", vehicle_class="bicycle", capacity=80, is_garage=True, tariff=yard.price("非机动车停车费", block=Decimal(1), cap=Decimal(3)))
    rooms = {(one.zone.name, one.zone.vehicle_class, one.spaces) for one in queries.rooms(yard.where)}
    assert rooms >= {("摩托车区", "motorcycle", 20), ("车库非机动车区", "bicycle", 80), ("B1固定区", "car", 10)}
    yard.car("京A12345")
    yard.went("京A12345")
    given = {"purpose": "送货", "consent": "office", "is_told": True, "by": yard.guard}
    assert [actions.receive_car(yard.stay("京A12345"), zone=zone, **given).code for zone in (motor, cycle)] == ["parking.other_class", "parking.other_class"]
    yard.went("京EB0017")
    must(actions.receive_car(yard.stay("京EB0017"), zone=cycle, **given))
    yard.went("京EB0017", "out", START + 2 * HOUR)
    assert yard.stay("京EB0017").charge.amount_fen == 200


@pytest.mark.clause("004-114")
def test_the_share_of_household_cars_on_a_bay_of_their_own_is_reported(yard):
    right = yard.right(yard.car("京A12345"), yard.bay("B1-001"))
    yard.car("京A54321", kind="second")
    yard.car("京A00009", kind="staff", holder="保洁张")
    assert queries.fixed_share(yard.where) == (1, 2)
    must(actions.end_right(right, because="holder", by=yard.desk))
    assert queries.fixed_share(yard.where) == (0, 2)


@pytest.mark.clause("002-003")
def test_spaces_are_held_against_dwellings_and_registered_cars_by_phase(yard):
    phase = yard.ground.place(yard.ground.building, "garage", "B2", "3栋车库")
    must(actions.add_zone(yard.where, name="二期", place=phase, capacity=1, by=yard.manager))
    yard.car("京A00001")
    yard.car("京A00002", kind="second")
    whole, part = queries.supply(yard.where)
    assert (whole.spaces, whole.dwellings, whole.vehicles, whole.ratio, whole.is_short) == (13, 1, 2, 13.0, False)
    assert (part.place, part.spaces, part.dwellings, part.vehicles, part.is_short) == (yard.ground.building, 1, 1, 2, True)


def test_zones_and_bays_are_refused_where_they_contradict_themselves(yard):
    where, by = yard.where, yard.manager
    assert actions.add_zone(where, name="消防道", place=yard.garage, use="fire_lane", capacity=3, by=by).code == "parking.no_space_there"
    assert actions.add_zone(where, name="B1固定区", place=yard.garage, by=by).code == "parking.zone_exists"
    assert actions.change_zone(yard.visitors, name="B1固定区", capacity=1, by=by).code == "parking.zone_exists"
    assert actions.add_bay(where, code="X", zone=yard.fire_lane, by=by).code == "parking.bad_bay"
    bay = yard.bay("B1-001")
    assert actions.add_bay(where, code=" b1-001", zone=yard.own_zone, by=by).code == "parking.bay_exists"
    assert actions.change_bay(bay, kind="owned", by=by).code == "parking.bad_bay"
    assert (Zone.objects.count(), Bay.objects.count()) == (3, 1)
    closed = must(actions.change_bay(bay, kind="rented", is_open=False, by=by))
    assert (closed.state, actions.sense_bay(closed, is_taken=True, by=yard.guard).code) == ("closed", "parking.as_before")
    assert must(actions.change_zone(yard.visitors, name="访客区", capacity=5, is_open=False, by=by)).state == "closed"
