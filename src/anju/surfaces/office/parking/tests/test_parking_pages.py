"""Parking now, the board, and the resident's cars over HTTP; another's car is not found."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from anju.domains.access import actions as access
from anju.domains.access.models import Passage
from anju.domains.charges import actions as charges
from anju.domains.charges.models import Charge, TariffVersion
from anju.domains.parking import actions
from anju.domains.parking.models import Coupon, Stay, Vehicle
from anju.domains.parking.tests.conftest import photo
from anju.domains.people.models import Account, Membership, Residency
from anju.domains.places import actions as places
from anju.domains.places.models import Place, SitePlan
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.surfaces.office.screens.tests.conftest import Estate

SYSTEM = Actor.system("test")
THURSDAY = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
"""09:00 there."""
OWN, FOREIGN = "京A12345", "京C00001"
SHAPE = {"type": "area", "points": [[0, 0], [40, 0], [40, 20], [0, 20]]}


def parked(estate: Estate, at: datetime) -> Estate:
    """A garage with a bay, a price, the test payer, and two cars that came at a moment: the resident's own and a stranger's."""
    estate.dwellings(1)
    here = estate.here
    with view.entered(here), clock.frozen(at):
        gate = places.add_place(here, kind="gate", code="S", name="南门", by=SYSTEM)
        garage = places.add_place(here, kind="garage", code="B1", name="地下车库B1", by=SYSTEM)
        estate.lane = access.add_lane(here, name="南门车道", place=gate, traffic="vehicle", by=SYSTEM)
        estate.home = Place.objects.filter(kind="dwelling").order_by("ordering").first()
        estate.host = estate.person("林先生", phone="13900001111")
        Residency.everywhere.create(scope=here, dwelling=estate.home, person=estate.host, relation="owner", since_on=date(2020, 1, 1))
        Membership.everywhere.create(scope=here, person=estate.host, role="resident", since_on=date(2020, 1, 1))
        estate.phone = Account.everywhere.create(username="lin", person=estate.host)
        tariff = charges.add_tariff(here, name="临时停车费", kind="parking", basis="stay", by=SYSTEM)
        actions.propose_parking_price(tariff, block=Decimal(5), cap=Decimal(25), starts_on=date(2026, 1, 1), legal_basis="公示", by=SYSTEM)
        charges.approve_price(TariffVersion.objects.get(), by=SYSTEM)
        charges.publish_price(TariffVersion.objects.get(), published_on=date(2026, 1, 1), published_where="入口", by=SYSTEM)
        charges.set_merchant(here, way="test", merchant_id="DEMO", by=SYSTEM)
        estate.zone = actions.add_zone(here, name="访客区", place=garage, use="visitors", capacity=3, by=SYSTEM)
        estate.bay = actions.add_bay(here, code="B1-027", zone=estate.zone, kind="shared", x=12.0, y=8.0, by=SYSTEM)
        actions.register_vehicle(here, plate=OWN, kind="owner", holder=estate.host, dwelling=estate.home, by=SYSTEM)
        for plate in (OWN, FOREIGN):
            went(estate, plate, at=at)
    return estate


@pytest.fixture
def estate(client, db):
    made = parked(Estate(client), THURSDAY)
    with clock.frozen(THURSDAY + timedelta(hours=2)):
        yield made


def went(estate, plate: str, direction: str = "in", at: datetime = THURSDAY) -> Stay:
    passage = Passage.objects.create(scope=estate.here, at=at, opened_at=at, lane=estate.lane, direction=direction, outcome="allowed", code="allowed", rules_version=0, plate=plate)
    return (actions.open_stay if direction == "in" else actions.close_stay)(estate.here, passage=passage, by=SYSTEM)


def stay_of(plate: str) -> Stay:
    return Stay.everywhere.get(plate=plate)


@pytest.mark.clause("003-047")
def test_the_page_and_the_board_say_how_many_spaces_of_each_zone_are_free(estate):
    page = estate.client.get("/parking/").content.decode()
    assert ("访客区" in page, "0/3" in page, "场内 2 辆" in page, OWN in page) == (True, True, True, False)
    with view.entered(estate.here):
        actions.sense_bay(estate.bay, is_taken=True, by=SYSTEM)
    board = estate.client.get("/parking/board/").content.decode()
    assert '<p class="figure-value">2</p>' in board
    assert "1/3" in estate.client.get("/parking/").content.decode()


def test_a_plate_finds_its_car_and_hostile_words_find_nothing(estate):
    assert "B1-027" not in estate.client.get("/parking/?plate=2345").content.decode()
    with view.entered(estate.here):
        actions.place_car(stay_of(OWN), bay=estate.bay, by=SYSTEM)
    assert "B1-027" in estate.client.get("/parking/?plate=2345").content.decode()
    with view.entered(estate.here):
        assert Entry.objects.filter(name="parking.car_found", actor_id=estate.manager.pk).count() == 2
    for typed in ("45", "%25%25%25", "<script>alert(1)</script>", "' OR 1=1"):
        page = estate.client.get("/parking/", {"plate": typed})
        assert (page.status_code, "B1-027" in page.content.decode(), "<script>alert" in page.content.decode()) == (200, False, False)


def test_who_has_nothing_to_do_with_cars_does_not_see_the_page_and_a_guard_sees_no_debts(estate):
    with view.entered(estate.here), clock.frozen(THURSDAY + timedelta(hours=3)):
        went(estate, FOREIGN, "out", THURSDAY + timedelta(hours=3))
    assert "已离场未缴" in estate.client.get("/parking/").content.decode()
    for role, status, sees in (("guard", 200, False), ("cleaner", 403, False)):
        estate.client.force_login(estate.account(role, role))
        page = estate.client.get("/parking/")
        assert (page.status_code, "已离场未缴" in page.content.decode()) == (status, sees)
    estate.client.force_login(estate.phone)
    assert estate.client.get("/parking/").status_code == 403


@pytest.mark.clause("003-048")
def test_a_resident_finds_his_car_on_the_plan_and_pays_before_he_drives(estate):
    with view.entered(estate.here):
        garage = Place.objects.get(kind="garage")
        plan = SitePlan(scope=estate.here, place=Place.objects.get(kind="community"), floor=0)
        plan.save()
        Place.objects.filter(pk=garage.pk).update(shape=SHAPE, drawn_on=plan)
    estate.client.force_login(estate.phone)
    own = stay_of(OWN)
    assert "京A·12345" in estate.client.get("/resident/cars/").content.decode()
    assert estate.client.post(f"/resident/cars/{own.pk}/bay/", {"bay": " b1-027"}).status_code == 302
    page = estate.client.get(f"/resident/cars/{own.pk}/").content.decode()
    assert '<polygon points="8.0,28.0 48.0,28.0 48.0,8.0 8.0,8.0"' in page and '<circle cx="20.0" cy="20.0" r="4"' in page
    assert ("B1-027" in page, "2 次 × 60 分钟 × 5.00 元 = 10.00 元" in page) == (True, True)
    paid = estate.client.post(f"/resident/cars/{own.pk}/pay/")
    charge = Charge.everywhere.get()
    assert (paid.status_code, paid["Location"], charge.amount_fen, charge.payer) == (302, f"/resident/bills/{charge.pk}/", 1000, estate.host)
    assert "不再收费" in estate.client.get(f"/resident/cars/{own.pk}/").content.decode()
    again = estate.client.post(f"/resident/cars/{own.pk}/pay/")
    assert (again.status_code, "无需缴费" in again.content.decode(), Charge.everywhere.count()) == (422, True, 1)


def test_another_residents_car_does_not_exist_for_me(estate):
    other = stay_of(FOREIGN)
    estate.client.force_login(estate.phone)
    assert "京C" not in estate.client.get("/resident/cars/").content.decode()
    answers = [estate.client.get(f"/resident/cars/{other.pk}/"), estate.client.post(f"/resident/cars/{other.pk}/pay/"), estate.client.post(f"/resident/cars/{other.pk}/bay/", {"bay": "B1-027"})]
    assert ([one.status_code for one in answers], Charge.everywhere.count(), stay_of(FOREIGN).bay) == ([404, 404, 404], 0, None)


@pytest.mark.parametrize("bay", ["", "X-1", "\x00B1", "<b>", "9" * 5000])
def test_a_bay_that_is_none_is_refused_with_a_sentence(estate, bay):
    estate.client.force_login(estate.phone)
    page = estate.client.post(f"/resident/cars/{stay_of(OWN).pk}/bay/", {"bay": bay})
    assert (page.status_code, "没有这个编号的车位" in page.content.decode(), stay_of(OWN).bay) == (422, True, None)


def test_a_resident_enters_his_car_and_gives_a_visitor_time(estate):
    estate.client.force_login(estate.phone)
    given = {"dwelling": str(estate.home.pk), "plate": "京a 54321", "kind": "second", "vehicle_class": "car"}
    assert estate.client.post("/resident/cars/register/", given).status_code == 302
    assert (Vehicle.everywhere.get(plate="京A54321").state, "待核验" in estate.client.get("/resident/cars/").content.decode()) == ("asked", True)
    bad = estate.client.post("/resident/cars/register/", {**given, "plate": "x"})
    assert (bad.status_code, "车牌为 4 至 10" in bad.content.decode(), Vehicle.everywhere.count()) == (422, True, 2)
    assert estate.client.post("/resident/cars/coupon/", {"dwelling": str(estate.home.pk), "plate": FOREIGN, "minutes": "120"}).status_code == 302
    assert (Coupon.everywhere.get().stay, stay_of(FOREIGN).coupon_minutes) == (stay_of(FOREIGN), 120)


def test_every_list_and_record_of_the_room_opens(estate):
    for name in ("stays", "vehicles", "parking_rights", "parking_zones", "parking_bays", "parking_violations", "car_checks", "parking_coupons", "parking_policies", "traffic_signs"):
        assert estate.client.get(f"/{name}/").status_code == 200, name
    why = estate.client.get(f"/stays/{stay_of(OWN).pk}/tab/why/").content.decode()
    assert "2 次 × 60 分钟 × 5.00 元 = 10.00 元" in why
    assert estate.client.get(f"/vehicles/{Vehicle.everywhere.get().pk}/").status_code == 200


def billed_ahead(estate) -> tuple[Stay, Charge]:
    with view.entered(estate.here):
        charge = actions.prepay_stay(stay_of(OWN), by=Actor.of(estate.phone))
    return stay_of(OWN), charge


def test_what_was_billed_ahead_and_not_paid_has_its_button_and_counts_as_owed_once_the_car_is_out(estate):
    own, charge = billed_ahead(estate)
    estate.client.force_login(estate.phone)
    link, address = f'href="/resident/bills/{charge.pk}/">缴纳账单 ¥10.00', f"/resident/cars/{own.pk}/"
    page = estate.client.get(address).content.decode()
    assert (link in page, "本次停车已提前出账：减 10.00 元" in page) == (True, True)
    with view.entered(estate.here):
        went(estate, OWN, "out", clock.now())
    assert link in estate.client.get(address).content.decode()
    estate.client.force_login(estate.manager)
    page = estate.client.get("/parking/").content.decode()
    assert ("已离场未缴</h2>" in page.replace(" 1<", "<"), "待缴 ¥10.00 元" in page) == (True, True)


def test_a_guard_sees_the_sum_opens_his_own_drawer_takes_it_and_counts_without_seeing_it(estate):
    own, _charge = billed_ahead(estate)
    with view.entered(estate.here):
        went(estate, OWN, "out", clock.now())
    guard = estate.account("chen", "guard")
    estate.client.force_login(guard)
    form = estate.client.get(f"/stays/{own.pk}/take_fee/").content.decode()
    assert ("¥10.00" in form, "2 次 × 60 分钟 × 5.00 元 = 10.00 元" in form, 'href="/my-drawer/"' in form) == (True, True, True)
    sent = {"where": str(estate.here.pk), "request": "r1", "way": "cash"}
    assert "charges.no_drawer" in estate.client.post(f"/stays/{own.pk}/take_fee/", sent).content.decode()
    assert estate.client.post("/my-drawer/count/", {"counted": "1"}).status_code == 422
    assert estate.client.post("/my-drawer/open/", {"opening": "-5"}).status_code == 422
    assert estate.client.post("/my-drawer/open/", {"opening": "100"}).status_code == 302
    assert estate.client.post(f"/stays/{own.pk}/take_fee/", {**sent, "request": "r2"}).status_code == 302
    assert Charge.everywhere.get().state == "paid"
    page = estate.client.get("/my-drawer/").content.decode()
    assert ("已收现金 1 笔" in page, "110" in page) == (True, False)
    assert "take_fee" not in estate.client.get(f"/stays/{own.pk}/").content.decode()
    differs = estate.client.post("/my-drawer/count/", {"counted": "100"})
    assert (differs.status_code, "未清点" in differs.content.decode() or "没有清点" in differs.content.decode()) == (422, True)
    assert estate.client.post("/my-drawer/count/", {"counted": "110"}).status_code == 302
    page = estate.client.get("/my-drawer/").content.decode()
    assert ("待班长复点签收" in page, "¥110.00" in page) == (True, True)
    estate.client.force_login(estate.account("ming", "cleaner"))
    assert estate.client.get("/my-drawer/").status_code == 403


def test_a_voucher_is_taken_back_only_where_one_is_out(estate):
    own = stay_of(OWN)
    assert "take_voucher_back" not in estate.client.get(f"/stays/{own.pk}/").content.decode()
    with view.entered(estate.here):
        given = {"zone": estate.zone, "purpose": "送货", "consent": "office", "is_told": True}
        actions.receive_car(stay_of(FOREIGN), by=Actor.of(estate.manager), **given)
    assert "take_voucher_back" in estate.client.get(f"/stays/{stay_of(FOREIGN).pk}/").content.decode()


def test_a_coupon_that_was_given_stands_on_the_phone(estate):
    estate.client.force_login(estate.phone)
    given = {"dwelling": str(estate.home.pk), "plate": "京B77001", "minutes": "120"}
    assert estate.client.post("/resident/cars/coupon/", given).status_code == 302
    page = estate.client.get("/resident/cars/").content.decode()
    assert ("我家发放的停车券" in page, "京B·7**01" in page, "120 分钟" in page, "前有效" in page) == (True, True, True, True)


def test_a_price_by_stay_is_proposed_on_the_page_of_its_fee_item_and_hung_up_whole(estate):
    tariff = Charge._meta.get_field("tariff").related_model.everywhere.get()
    page = estate.client.get(f"/tariffs/{tariff.pk}/").content.decode()
    assert ("propose_parking_price" in page, "propose_price" in page.replace("propose_parking_price", "")) == (True, False)
    given = {
        "where": str(estate.here.pk), "request": "r1", "block": "4", "block_minutes": "60", "free_minutes": "30", "first_minutes": "60", "first": "6", "cap": "30", "night_from": "22:00", "night_until": "07:00",
        "night": "2", "night_cap": "8", "holiday": "6", "leave_minutes": "15", "starts_on": "2026-04-01", "legal_basis": "业主大会决议",
    }  # fmt: skip
    for changed, code in (({"cap": "3"}, "parking.cap_below_block"), ({"night_cap": "1"}, "parking.cap_below_block"), ({"holiday": "-0.01"}, "parking.bad_sum"), ({"block": "-4"}, "parking.bad_sum")):
        no = estate.client.post(f"/tariffs/{tariff.pk}/propose_parking_price/", {**given, **changed})
        assert (no.status_code, code in no.content.decode(), TariffVersion.everywhere.count()) == (422, True, 1), changed
    assert estate.client.post(f"/tariffs/{tariff.pk}/propose_parking_price/", given).status_code == 302
    version = TariffVersion.everywhere.get(number=2)
    page = estate.client.get(f"/tariff_versions/{version.pk}/tab/whole/").content.decode()
    for words in ("首 60 分钟 6.00 元", "夜间 22:00 至 07:00 每 60 分钟 2.00 元", "每夜封顶 8.00 元", "节假日每 60 分钟 6.00 元", "每 24 小时封顶 30.00 元", "停放不超过 30 分钟免费"):
        assert words in page, words
    page = estate.client.get("/price-list/").content.decode()
    assert ("每 60 分钟 5.00 元" in page, "每 24 小时封顶 25.00 元" in page) == (True, True)


def test_the_photo_of_a_violation_is_looked_at_on_its_page(estate):
    with view.entered(estate.here):
        one = actions.record_violation(estate.here, kind="fire_lane", plate=FOREIGN, zone=estate.zone, photo=photo(), by=Actor.of(estate.manager))
    address = f"/parking_violations/{one.pk}/file/photo/"
    assert f'<img class="fact-photo" src="{address}"' in estate.client.get(f"/parking_violations/{one.pk}/").content.decode()
    assert estate.client.get(address)["Content-Type"].startswith("image/")
    for name in ("plate", "vehicle", "photo_id", "case"):
        assert estate.client.get(f"/parking_violations/{one.pk}/file/{name}/").status_code == 404, name
    estate.client.force_login(estate.account("ming", "cleaner"))
    assert estate.client.get(address).status_code == 403
