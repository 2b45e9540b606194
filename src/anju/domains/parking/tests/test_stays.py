"""A stay opens and closes by what the bar did; halves are put right by hand; the charge follows, and the bar never waits for it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from anju.domains.access.models import Passage
from anju.domains.charges import actions as charges
from anju.domains.charges.models import Charge, ChargeLine, Mismatch, Payment
from anju.domains.charges.queries import explained, parts_of
from anju.domains.notices.models import Notice
from anju.domains.parking import actions, queries, schedule
from anju.domains.parking.models import Stay
from anju.domains.passes.models import Pass
from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Entry

from .conftest import HOUR, MINUTE, START, SYSTEM, must, photo

PLATE = "京B88888"
LATER = START + timedelta(days=2)


@pytest.mark.clause("002-156", "003-051")
def test_every_car_in_and_out_of_the_bar_is_a_stay_with_its_times(yard):
    came = yard.went(PLATE)
    stay = yard.stay(PLATE)
    assert (stay.state, stay.entered_at, stay.entry, str(stay)) == ("inside", START, came, "京B·8**88")
    yard.went(PLATE, "out", START + 3 * HOUR)
    stay = yard.stay(PLATE)
    assert (stay.state, stay.left_at, stay.exit.direction, stay.charge.amount_fen, Stay.objects.count()) == ("left", START + 3 * HOUR, "out", 1500, 1)
    assert stay.personal_erase_on == date(2026, 6, 3)
    told = [entry.payload for entry in Entry.objects.filter(name__in=("parking.stay_opened", "parking.stay_closed")).order_by("pk")]
    assert [one["passage"] for one in told] == [str(came.pk), str(stay.exit_id)]


def test_the_same_passage_told_twice_is_one_stay_and_people_make_none(yard):
    yard.went(PLATE)
    yard.react()
    yard.went(PLATE, "in", START + MINUTE, lane=yard.ground.walk)
    assert Stay.objects.count() == 1
    again = actions.open_stay(yard.where, passage=Passage.objects.order_by("at").first(), by=SYSTEM)
    nothing = actions.close_stay(yard.where, passage=Passage.objects.create(scope=yard.where, at=START, lane=yard.lane, direction="out", outcome="allowed", code="x", rules_version=0), by=SYSTEM)
    assert (again.code, nothing.code, Stay.objects.count()) == ("parking.no_plate", "parking.no_plate", 1)
    assert actions.open_stay(yard.where, passage=Passage.objects.first(), by=yard.guard).code == "kernel.not_permitted"


def test_what_is_owed_is_explained_line_by_line(yard, in_chinese):
    yard.went(PLATE)
    yard.went(PLATE, "out", START + 26 * HOUR)
    charge = yard.stay(PLATE).charge
    lines = explained([charge])[charge.pk]
    assert [(line.amount_fen, line.sentence) for line in lines] == [
        (12000, "第1天 03-05 09:00 至 03-06 09:00，白天：24 次 × 60 分钟 × 5.00 元 = 120.00 元"), (-9500, "24 小时封顶 25.00 元：减 95.00 元"),
        (1000, "第2天 03-06 09:00 至 03-06 11:00，白天：2 次 × 60 分钟 × 5.00 元 = 10.00 元"),
    ]  # fmt: skip
    assert (charge.amount_fen, charge.kind, charge.basis_link) == (3500, "parking", f"/stays/{yard.stay(PLATE).pk}/")


@pytest.mark.clause("003-049")
def test_paid_ahead_on_the_phone_it_leaves_without_stopping_and_the_day_reconciles(yard):
    must(charges.set_merchant(yard.where, way="test", merchant_id="DEMO", by=yard.manager))
    yard.car(PLATE)
    yard.went(PLATE)
    with clock.frozen(START + 2 * HOUR):
        charge = must(actions.prepay_stay(yard.stay(PLATE), by=yard.ground.host))
        paid = must(charges.pay_as_test(must(charges.open_payment(yard.where, way="test", charges=[charge], by=yard.ground.host)), by=yard.ground.host))
    yard.went(PLATE, "out", START + 2 * HOUR + 14 * MINUTE)
    stay = yard.stay(PLATE)
    assert (stay.state, stay.prepaid, stay.charge, Charge.objects.get().paid_fen) == ("left", charge, None, 1000)
    with clock.frozen(LATER):
        row = {"way": "test", "on": date(2026, 3, 5), "order_number": paid.order_number, "provider_number": paid.provider_number, "amount": Decimal("10.00")}
        must(charges.take_statement_row(yard.where, by=yard.desk, **row))
        day = must(charges.reconcile_day(yard.where, way="test", on=date(2026, 3, 5), by=yard.desk))
        refund = must(charges.approve_refund(must(charges.ask_refund(parts_of(paid)[0], reason="误缴", by=yard.desk)), by=yard.manager))
    assert (day.way, Mismatch.objects.count(), refund.amount_fen) == ("test", 0, 1000)


def test_whoever_stays_on_after_paying_ahead_pays_the_difference(yard):
    yard.went(PLATE)
    with clock.frozen(START + 2 * HOUR):
        first = must(actions.prepay_stay(yard.stay(PLATE), by=yard.desk))
        assert actions.prepay_stay(yard.stay(PLATE), by=yard.desk).code == "parking.nothing_to_pay"
    yard.went(PLATE, "out", START + 4 * HOUR)
    stay = yard.stay(PLATE)
    assert (first.amount_fen, stay.charge.amount_fen) == (1000, 1000)
    assert [line.facts["what"] for line in ChargeLine.objects.filter(charge=stay.charge).order_by("position")] == ["blocks", "before"]


def test_within_the_free_minutes_nothing_is_billed(yard):
    yard.went(PLATE)
    yard.went(PLATE, "out", START + 30 * MINUTE)
    stay = yard.stay(PLATE)
    assert (stay.state, stay.free_by, stay.charge, Charge.objects.count()) == ("left", "minutes", None, 0)
    assert actions.take_fee(stay, by=yard.desk).code == "parking.nothing_to_pay"


def test_the_balance_pays_by_itself_where_the_holder_wants_it(yard):
    yard.car(PLATE, has_autopay=True)
    drawer = must(charges.open_drawer(yard.where, by=yard.desk))
    must(charges.take_payment(yard.where, way="cash", place=yard.home, amount=Decimal(8), by=yard.desk))
    yard.went(PLATE)
    yard.went(PLATE, "out", START + 2 * HOUR)
    charge = yard.stay(PLATE).charge
    assert (charge.amount_fen, Charge.objects.get(pk=charge.pk).paid_fen, drawer.number[:1]) == (1000, 800, "C")


def test_cash_at_the_exit_lies_in_the_guards_drawer_counted_by_him_and_signed_by_the_leader(yard):
    yard.went(PLATE)
    with clock.frozen(START + HOUR + MINUTE):
        stay = yard.stay(PLATE)
        assert (actions.take_fee(stay, by=yard.guard).code, Charge.objects.count(), Payment.objects.count()) == ("charges.no_drawer", 0, 0)
        drawer = must(charges.open_drawer(yard.where, opening=Decimal(100), by=yard.guard))
        must(actions.take_fee(stay, by=yard.guard))
        assert actions.take_fee(yard.stay(PLATE), by=yard.guard).code == "parking.nothing_to_pay"
    yard.went(PLATE, "out", START + HOUR + 5 * MINUTE)
    assert (yard.stay(PLATE).charge, Charge.objects.get().state, Payment.objects.get().amount_fen) == (None, "paid", 1000)
    counted = must(charges.count_drawer(drawer, counted=Decimal(110), by=yard.guard))
    assert charges.take_over_drawer(counted, counted=Decimal(110), by=yard.guard).code == "kernel.not_permitted"
    taken = must(charges.take_over_drawer(counted, counted=Decimal(110), by=yard.leader))
    assert (taken.state, taken.difference_fen, taken.taken_by) == ("handed_over", 0, yard.team.person("班长老王"))


def test_a_missing_entry_is_put_right_with_its_reason_and_then_charged(yard):
    yard.went(PLATE, "out", START + 3 * HOUR)
    stay = yard.stay(PLATE)
    assert (stay.state, stay.charge, list(queries.half_stays(yard.where))) == ("no_entry", None, [stay])
    with clock.frozen(LATER):
        assert actions.mend_entry(stay, entered_at=START, reason=" ", by=yard.leader).code == "parking.reason_needed"
        assert actions.mend_entry(stay, entered_at=START + 9 * HOUR, reason="录像", by=yard.leader).code == "parking.bad_order"
        assert actions.mend_exit(stay, left_at=START, reason="录像", by=yard.leader).code == "parking.nothing_missing"
        assert yard.stay(PLATE).charge is None
        mended = must(actions.mend_entry(stay, entered_at=START, reason="录像回放 09:00 进入", by=yard.leader))
    assert (mended.state, mended.charge.amount_fen, mended.mend_reason, mended.mended_by) == ("left", 1500, "录像回放 09:00 进入", yard.team.person("班长老王"))
    assert actions.drop_stay(mended, reason="x", by=yard.leader).code == "parking.nothing_missing"


def test_a_car_that_comes_again_leaves_its_earlier_stay_half_and_that_is_mended_or_taken_out(yard):
    yard.went(PLATE)
    yard.went(PLATE, "in", START + 5 * HOUR)
    first, second = Stay.objects.order_by("entered_at")
    assert (first.state, second.state) == ("no_exit", "inside")
    with clock.frozen(LATER):
        assert actions.drop_stay(first, reason="", by=yard.leader).code == "parking.reason_needed"
        assert actions.mend_exit(first, left_at=START - HOUR, reason="录像", by=yard.leader).code == "parking.bad_order"
        mended = must(actions.mend_exit(first, left_at=START + 2 * HOUR, reason="道闸断电，手动放行", by=yard.leader))
    assert (mended.state, mended.charge.amount_fen) == ("left", 1000)
    half = must(actions.close_stay(yard.where, passage=Passage.objects.create(scope=yard.where, at=START, lane=yard.lane, direction="out", outcome="allowed", code="x", rules_version=0, plate="京C00001"), by=SYSTEM))
    assert must(actions.drop_stay(half, reason="识别错误", by=yard.leader)).state == "dropped"


def test_an_exit_that_is_told_before_its_entry_is_joined(yard):
    """A gate that was cut off sends its entry after the exit of the other gate."""
    yard.went(PLATE, "out", START + 2 * HOUR)
    assert yard.stay(PLATE).state == "no_entry"
    late = Passage.objects.create(scope=yard.where, at=START, lane=yard.lane, direction="in", outcome="allowed", code="allowed", rules_version=0, plate=PLATE, opened_at=START)
    with clock.frozen(START + 3 * HOUR):
        must(actions.open_stay(yard.where, passage=late, by=SYSTEM))
    stay = Stay.objects.get()
    assert (stay.state, stay.entered_at, stay.left_at, stay.charge.amount_fen) == ("left", START, START + 2 * HOUR, 1000)


@pytest.mark.clause("003-029", "003-042", "002-301")
def test_a_visiting_car_gets_a_place_with_room_a_voucher_and_somebody_who_guides_it(yard):
    yard.went(PLATE)
    stay, given = yard.stay(PLATE), {"purpose": "探亲 3-2-1502", "zone": yard.visitors, "consent": "host"}
    assert actions.receive_car(stay, **given, by=yard.guard).code == "parking.tell_price"
    assert actions.receive_car(stay, **{**given, "consent": "nobody"}, is_told=True, by=yard.guard).code == "parking.consent_needed"
    assert actions.receive_car(stay, purpose=" ", zone=yard.visitors, consent="host", is_told=True, by=yard.guard).code == "parking.purpose_needed"
    assert actions.receive_car(stay, purpose="探亲", zone=yard.fire_lane, consent="host", is_told=True, by=yard.guard).code == "parking.forbidden_zone"
    assert (yard.stay(PLATE).voucher, Pass.objects.count()) == (None, 0)
    guide = yard.team.person("车场小李", "guard")
    done = must(actions.receive_car(stay, **given, dwelling=yard.home, guide=guide, is_told=True, by=yard.guard))
    assert (done.zone, done.guide, done.is_told, done.until_at, done.voucher.kind, done.voucher.plate) == (yard.visitors, guide, True, START + 4 * HOUR, "temporary_car", PLATE)
    assert done.voucher.number.startswith("C2026-")


@pytest.mark.clause("002-300", "003-043")
def test_the_parking_pass_follows_consent_and_the_told_price_is_what_the_exit_reckons(yard):
    yard.went(PLATE)
    stay = yard.stay(PLATE)
    without = actions.receive_car(stay, purpose="探亲", consent="", zone=yard.visitors, is_told=True, by=yard.guard)
    untold = actions.receive_car(stay, purpose="探亲", consent="office", zone=yard.visitors, by=yard.guard)
    assert (without.code, untold.code, Pass.objects.count()) == ("parking.consent_needed", "parking.tell_price", 0)
    done = must(actions.receive_car(stay, purpose="探亲", consent="office", zone=yard.visitors, is_told=True, by=yard.guard))
    assert (done.consent, done.voucher.kind, done.is_told, done.until_at) == ("office", "temporary_car", True, START + 4 * HOUR)
    yard.went(PLATE, "out", START + 3 * HOUR + MINUTE)
    assert yard.stay(PLATE).charge.amount_fen == 2000


@pytest.mark.clause("000-127")
def test_the_entry_keeps_the_pass_the_condition_of_the_car_and_both_times(yard):
    right = yard.right(yard.car(PLATE))
    yard.went(PLATE)
    seen = must(actions.check_car(yard.where, plate=PLATE, result="damage", words="左前门旧划痕", photo=photo(), by=yard.guard))
    yard.went(PLATE, "out", START + HOUR)
    stay = yard.stay(PLATE)
    assert (stay.permit, stay.entered_at, stay.left_at, seen.stay, seen.words, stay.free_by) == (right.permit, START, START + HOUR, stay, "左前门旧划痕", "right")


@pytest.mark.clause("000-129")
def test_the_visitor_zone_takes_no_more_than_it_holds(yard):
    for number in range(3):
        yard.went(f"京B0000{number}", "in", START + number * MINUTE)
    outcomes = [actions.receive_car(yard.stay(f"京B0000{number}"), purpose="送货", zone=yard.visitors, consent="host", is_told=True, by=yard.guard) for number in range(3)]
    assert [getattr(one, "code", one.state if isinstance(one, Stay) else "") for one in outcomes] == ["inside", "inside", "parking.zone_full"]
    room = next(one for one in queries.rooms(yard.where) if one.zone == yard.visitors)
    assert (room.spaces, room.taken, room.free, Pass.objects.count()) == (2, 2, 0, 2)


@pytest.mark.clause("003-035", "002-303")
def test_a_visiting_car_is_followed_until_it_leaves_and_its_voucher_comes_back(yard):
    yard.team.person("班长老王", "squad_leader")
    yard.went(PLATE)
    stay = must(actions.receive_car(yard.stay(PLATE), purpose="装空调", zone=yard.visitors, consent="host", is_told=True, by=yard.guard))
    assert actions.note_ran_over(stay, by=yard.leader).code == "parking.not_over"
    with clock.frozen(START + 5 * HOUR):
        schedule.close_due(yard.where)
        schedule.close_due(yard.where)
    assert (yard.stay(PLATE).state, Notice.objects.count()) == ("overstay", 1)
    yard.went(PLATE, "out", START + 6 * HOUR)
    assert [one.voucher for one in queries.vouchers_out(yard.where)] == [stay.voucher]
    must(actions.take_voucher_back(yard.stay(PLATE), by=yard.guard))
    assert (actions.take_voucher_back(yard.stay(PLATE), by=yard.guard).code, Pass.objects.get(pk=stay.voucher_id).state) == ("parking.no_voucher_out", "revoked")
    assert (list(queries.vouchers_out(yard.where)), yard.stay(PLATE).charge.amount_fen) == ([], 2500)


@pytest.mark.clause("003-048")
def test_a_parked_car_is_found_by_its_plate_by_staff_and_by_its_own_holder_alone(yard, team):
    bay = yard.bay("B1-027")
    yard.car(PLATE)
    yard.went(PLATE)
    stranger = team("路人", "resident")
    placed = must(actions.place_car(yard.stay(PLATE), bay=bay, by=yard.ground.host))
    assert (placed.bay, placed.zone, type(bay).objects.get().state) == (bay, yard.own_zone, "taken")
    assert [(str(one.bay), one.zone.name) for one in queries.find_by_plate(yard.where, "8888")] == [("B1-027", "B1固定区")]
    assert must(actions.find_car(placed, by=yard.ground.host)).bay == bay
    for no in (actions.find_car(placed, by=stranger), actions.place_car(placed, bay=bay, by=stranger), actions.prepay_stay(placed, by=stranger)):
        assert no.code == "kernel.not_found"
    yard.went(PLATE, "out", START + HOUR)
    assert (type(bay).objects.get().state, actions.find_car(yard.stay(PLATE), by=yard.guard).code) == ("free", "parking.not_inside")


def test_a_coupon_given_before_the_visit_waits_for_it(yard):
    must(actions.give_coupon(yard.where, plate=PLATE, minutes=60, dwelling=yard.home, by=yard.desk))
    yard.went(PLATE)
    yard.went(PLATE, "out", START + HOUR)
    assert (yard.stay(PLATE).coupon_minutes, yard.stay(PLATE).free_by, Charge.objects.count()) == (60, "coupon", 0)


@pytest.mark.parametrize(("plate", "minutes", "code"), [(PLATE, 29, "parking.bad_minutes"), (PLATE, 1441, "parking.bad_minutes"), ("<b>", 60, "parking.bad_plate"), ("", 60, "parking.bad_plate")])
def test_senseless_coupons_are_not_given(yard, plate, minutes, code):
    assert actions.give_coupon(yard.where, plate=plate, minutes=minutes, dwelling=yard.home, by=yard.desk).code == code


def test_a_coupon_of_the_dwelling_shortens_the_bill_within_its_months_quota(yard, team):
    yard.went(PLATE)
    assert actions.give_coupon(yard.where, plate=PLATE, minutes=120, dwelling=yard.home, by=team("路人", "resident")).code == "parking.not_your_home"
    must(actions.give_coupon(yard.where, plate=PLATE, minutes=120, dwelling=yard.home, by=yard.ground.host))
    assert actions.give_coupon(yard.where, plate=PLATE, minutes=1140, dwelling=yard.home, by=yard.ground.host).code == "parking.quota_used"
    yard.went(PLATE, "out", START + 3 * HOUR)
    assert (yard.stay(PLATE).coupon_minutes, yard.stay(PLATE).charge.amount_fen) == (120, 500)


def test_a_stranger_to_the_community_reaches_nothing(yard):
    other = type(yard.where).objects.create(kind="community", name="别处")
    outsider = Actor("account", id=yard.guard.id, person=yard.guard.person, name="外人", posts={other.id: frozenset({"project_manager"})})
    yard.went(PLATE)
    assert actions.prepay_stay(yard.stay(PLATE), by=outsider).code in ("kernel.not_permitted", "kernel.not_found")
    assert Charge.objects.count() == 0
