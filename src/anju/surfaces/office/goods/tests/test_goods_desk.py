"""Slips, things, pauses and parcels over HTTP: at the gate, at the desk and on the resident's phone."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.goods import actions, queries
from anju.domains.goods.models import GoodsCheck, Parcel, Pause, Slip, SlipBatch
from anju.domains.people.models import Account, Membership, Ownership, Residency
from anju.domains.places import actions as places
from anju.domains.places.models import Place
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate

SYSTEM = Actor.system("test")
THURSDAY = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@pytest.fixture
def estate(client, db):
    estate = Estate(client)
    estate.dwellings(1)
    with view.entered(estate.here):
        estate.gate = places.add_place(estate.here, kind="gate", code="S", name="南门", by=SYSTEM)
        estate.home = Place.objects.filter(kind="dwelling").order_by("ordering").first()
    tenant = estate.person("林先生", phone="13900001111")
    Residency.everywhere.create(scope=estate.here, dwelling=estate.home, person=tenant, relation="tenant", since_on=date(2020, 1, 1))
    Membership.everywhere.create(scope=estate.here, person=tenant, role="resident", since_on=date(2020, 1, 1))
    estate.phone = Account.everywhere.create(username="lin", person=tenant)
    estate.guard = estate.account("chen", "guard")
    with clock.frozen(THURSDAY):
        yield estate


def picture() -> SimpleUploadedFile:
    return SimpleUploadedFile("x.png", PICTURE, "image/png")


def ask(estate, **changed):
    estate.client.force_login(estate.phone)
    given = {"dwelling": str(estate.home.pk), "party": "tenant", "occasion": "take_out", "items": "空调外机 × 1", "request": "r1"}
    return estate.client.post("/resident/goods/ask/", {**given, **changed})


def stamped(estate) -> Slip:
    assert ask(estate).status_code == 302
    with view.entered(estate.here):
        return actions.stamp_release(Slip.objects.get(), seal_by="林先生", by=SYSTEM)


def test_asked_on_the_phone_counted_at_the_gate_and_what_differs_stays(estate):
    slip = stamped(estate)
    assert "到门岗出示此码" in estate.client.get(f"/resident/goods/{slip.pk}/").content.decode()
    estate.client.force_login(estate.guard)
    found = estate.client.get("/goods-desk/", {"code": "0001"})
    assert (found.status_code, found["Location"]) == (302, f"/goods-desk/slip/{slip.pk}/")
    page = estate.client.get(found["Location"]).content.decode()
    assert ("空调外机" in page, "林先生" in page.replace("负责人签字 林先生", "")) == (True, False)
    two = estate.client.post(f"/goods-desk/slip/{slip.pk}/", {"gate": str(estate.gate.pk), "n1": "2", "photo": picture()})
    assert (two.status_code, "清单与现场不符" in two.content.decode(), GoodsCheck.everywhere.get().outcome) == (422, True, "differs")
    none = estate.client.post(f"/goods-desk/slip/{slip.pk}/", {"gate": str(estate.gate.pk), "n1": "1"})
    assert (none.status_code, "请在门岗现场拍照" in none.content.decode()) == (422, True)
    right = estate.client.post(f"/goods-desk/slip/{slip.pk}/", {"gate": str(estate.gate.pk), "n1": "1", "photo": picture()})
    assert (right.status_code, Slip.everywhere.get().state) == (302, "gone")
    assert "已放行" in estate.client.get("/goods-desk/").content.decode()
    assert estate.client.get("/goods-desk/", {"code": "<script>"}).content.decode().count("<script>") == 0


def test_hostile_input_on_the_phone_and_at_the_gate(estate):
    assert ask(estate, items="").status_code == 422
    assert ask(estate, dwelling="no-uuid").status_code == 422
    assert ask(estate, party="king").status_code == 422
    assert ask(estate, items="x × 99999999999").status_code == 422
    assert Slip.everywhere.count() == 0
    slip = stamped(estate)
    estate.client.force_login(estate.guard)
    for counts in ({"n1": "-1"}, {"n1": "😀"}, {"n9": "1"}, {"n1": ""}):
        assert estate.client.post(f"/goods-desk/slip/{slip.pk}/", {"gate": str(estate.gate.pk), "photo": picture(), **counts}).status_code == 422
    assert estate.client.post("/goods-desk/check/", {"goods_class": "nothing"}).status_code == 404
    assert estate.client.post("/goods-desk/check/", {"goods_class": "bulky", "things": "沙发", "dwelling": "9-9-9999", "gate": str(estate.gate.pk)}).status_code == 422
    assert GoodsCheck.everywhere.count() == 0


def test_the_owners_no_on_his_phone_keeps_the_things_here(estate):
    owner = estate.person("王女士", phone="13900002222")
    Ownership.everywhere.create(scope=estate.here, dwelling=estate.home, person=owner, share="1", since_on=date(2020, 1, 1))
    Membership.everywhere.create(scope=estate.here, person=owner, role="owner", since_on=date(2020, 1, 1))
    assert ask(estate, occasion="move_out").status_code == 302
    slip = Slip.everywhere.get()
    estate.client.force_login(Account.everywhere.create(username="wang", person=owner))
    assert estate.client.post(f"/resident/goods/{slip.pk}/answer/", {"agrees": "no"}).status_code == 302
    assert (Slip.everywhere.get().owner_agrees, Slip.everywhere.get().owner_way) == (False, "app")
    with view.entered(estate.here):
        assert actions.stamp_release(slip, seal_by="林先生", by=SYSTEM).code == "goods.owner_not_asked"


def test_another_home_and_a_stranger_see_nothing(estate):
    slip = stamped(estate)
    estate.client.force_login(estate.account("zhou", "resident"))
    assert estate.client.get(f"/resident/goods/{slip.pk}/").status_code == 404
    assert estate.client.post(f"/resident/goods/{slip.pk}/answer/", {"agrees": "yes"}).status_code == 404
    assert estate.client.get("/goods-desk/").status_code == 403


def test_a_sofa_without_a_slip_waits_and_goes_with_one(estate):
    estate.client.force_login(estate.guard)
    page = estate.client.get("/goods-desk/check/", {"goods_class": "scrap"}).content.decode()
    assert "车上物品有放行条" in page and "冷藏品温度合格" not in page
    put = estate.client.post("/goods-desk/put-off/", {"gate": str(estate.gate.pk), "reason": "no_slip", "things": "沙发一张", "dwelling": "1-1-101"})
    assert (put.status_code, Pause.everywhere.get().state) == (302, "waiting")
    desk = estate.client.get("/goods-desk/").content.decode()
    assert ("沙发一张" in desk, "通知：业主" in desk) == (True, True)
    pk = Pause.everywhere.get().pk
    assert estate.client.post(f"/goods-desk/pause/end/{pk}/", {"way": "released", "slip": "0099"}).status_code == 422
    slip = stamped(estate)
    estate.client.force_login(estate.guard)
    shown = estate.client.post(f"/goods-desk/pause/end/{pk}/", {"way": "released", "slip": slip.number})
    assert (shown.status_code, Pause.everywhere.get().state) == (302, "waiting")
    assert estate.client.post(shown["Location"], {"gate": str(estate.gate.pk), "n1": "1", "photo": picture()}).status_code == 302
    assert (Pause.everywhere.get().state, Pause.everywhere.get().slip_id) == ("released", slip.pk)
    assert estate.client.post(f"/goods-desk/pause/seize/{pk}/").status_code == 404


def test_a_check_begun_from_its_list_asks_the_questions_of_its_class_and_no_json(estate):
    estate.client.force_login(estate.guard)
    page = estate.client.get("/goods_checks/new/").content.decode()
    assert ('name="q0"' in page, 'name="answers"' in page) == (True, False)


def test_a_parcel_is_put_on_a_slot_and_fetched_with_the_code_of_the_phone(estate):
    estate.client.force_login(estate.guard)
    given = {"gate": str(estate.gate.pk), "dwelling": "1-1-101", "slot": "A1"}
    assert estate.client.post("/parcel-desk/", given).status_code == 302
    assert estate.client.post("/parcel-desk/", given).status_code == 422
    one = Parcel.everywhere.get()
    estate.client.force_login(estate.phone)
    code = queries.code_of(one)
    assert code in estate.client.get("/resident/parcels/").content.decode()
    estate.client.force_login(estate.guard)
    assert code not in estate.client.get("/parcel-desk/").content.decode()
    assert estate.client.post(f"/parcel-desk/{one.pk}/hand-out/", {"code": "x", "fetched_by": "林先生"}).status_code == 422
    assert estate.client.post(f"/parcel-desk/{one.pk}/hand-out/", {"code": code, "fetched_by": "林先生"}).status_code == 302
    assert Parcel.everywhere.get().state == "fetched"
    estate.client.force_login(estate.account("zhao", "security_manager"))
    assert "经手记录" in estate.client.get(f"/parcels/{one.pk}/").content.decode()
    hands = estate.client.get(f"/parcels/{one.pk}/tab/custody/").content.decode()
    assert "A1" in hands


def test_what_was_put_off_goes_on_a_slip_once_it_was_counted_there(estate):
    """Neither a slip that was only shown nor another dwelling's lets it go."""
    slip = stamped(estate)
    estate.client.force_login(estate.guard)
    with view.entered(estate.here):
        one = actions.put_off_release(estate.here, gate=estate.gate, reason="no_slip", things="空调外机", dwelling=estate.home, by=Actor.of(estate.guard))
    end = {"way": "released", "slip": slip.number, "note": "业主已办"}
    answer = estate.client.post(f"/goods-desk/pause/end/{one.pk}/", end)
    address = f"/goods-desk/slip/{slip.pk}/?put_off={one.pk}"
    assert (answer.status_code, answer["Location"], Pause.everywhere.get().state) == (302, address, "waiting")
    assert "暂缓放行：空调外机" in estate.client.get(address).content.decode()
    assert estate.client.post(address, {"gate": str(estate.gate.pk), "n1": "1"}).status_code == 422
    assert Pause.everywhere.get().state == "waiting"
    assert estate.client.post(address, {"gate": str(estate.gate.pk), "n1": "1", "photo": picture()}).status_code == 302
    ended = Pause.everywhere.get()
    assert (ended.state, ended.slip, GoodsCheck.everywhere.get().outcome) == ("released", slip, "released")
    with view.entered(estate.here):
        other = Place.objects.filter(kind="dwelling").order_by("ordering")[1]
        two = actions.put_off_release(estate.here, gate=estate.gate, reason="no_slip", things="沙发", dwelling=other, by=Actor.of(estate.guard))
        assert actions.end_pause(two, way="released", slip=slip, by=Actor.of(estate.guard)).code == "goods.slip_does_not_count"


def test_desk_and_gate_see_the_photo_of_who_asked(estate):
    estate.client.force_login(estate.phone)
    assert ask(estate, photos=picture()).status_code == 302
    with view.entered(estate.here):
        slip = Slip.objects.get()
        blob = queries.lines_of(slip)[0].photo
    address = f"/goods-desk/slip/{slip.pk}/photo/{blob}/"
    estate.client.force_login(estate.guard)
    assert address in estate.client.get(f"/goods-desk/slip/{slip.pk}/").content.decode()
    tab = estate.client.get(f"/slips/{slip.pk}/tab/things/").content.decode()
    assert (address in tab, "空调外机" in tab) == (True, True)
    assert estate.client.get(address)["Content-Type"].startswith("image/")
    assert estate.client.get(f"/goods-desk/slip/{slip.pk}/photo/{slip.pk}/").status_code == 404
    estate.client.force_login(estate.account("desk", "front_desk"))
    assert address in estate.client.get("/confirmations/").content.decode()
    estate.client.force_login(estate.phone)
    assert estate.client.get(address).status_code == 403


def test_the_owners_word_is_noted_only_where_it_was_asked(estate):
    ask(estate)
    slip = Slip.everywhere.get()
    estate.client.force_login(estate.manager)
    Slip.everywhere.update(is_owner_asked=False)
    assert "note_owner_word" not in estate.client.get(f"/slips/{slip.pk}/").content.decode()
    Slip.everywhere.update(is_owner_asked=True)
    assert "note_owner_word" in estate.client.get(f"/slips/{slip.pk}/").content.decode()


def test_the_slips_of_a_shift_are_gathered_by_the_leader_and_kept_by_the_desk(estate):
    slip = stamped(estate)
    estate.client.force_login(estate.guard)
    assert estate.client.post(f"/goods-desk/slip/{slip.pk}/", {"gate": str(estate.gate.pk), "n1": "1", "photo": picture()}).status_code == 302
    estate.client.force_login(estate.account("li", "squad_leader"))
    assert "handed_by" in estate.client.get("/slip_batches/new/").content.decode()
    given = {"where": str(estate.here.pk), "request": "r1", "counted": "1", "handed_by": str(estate.guard.person_id)}
    for changed in ({"counted": "-1"}, {"counted": "0"}, {"counted": "x"}, {"handed_by": "nobody"}):
        assert (estate.client.post("/slip_batches/new/", {**given, **changed, "request": f"r{changed}"}).status_code, SlipBatch.everywhere.count()) == (422, 0), changed
    assert estate.client.post("/slip_batches/new/", given).status_code == 302
    batch = SlipBatch.everywhere.get()
    assert (batch.slips, batch.counted, batch.state, Slip.everywhere.get().state) == (1, 1, "collected", "collected")
    estate.client.force_login(estate.account("zhou", "front_desk"))
    address = f"/slip_batches/{batch.pk}/file_slips/"
    assert (estate.client.post(address, {"counted": "2", "request": "r2"}).status_code, SlipBatch.everywhere.get().state) == (422, "collected")
    assert estate.client.post(address, {"counted": "1", "request": "r3"}).status_code == 302
    assert (SlipBatch.everywhere.get().state, SlipBatch.everywhere.get().kept_until_on, Slip.everywhere.get().state) == ("filed", date(2028, 3, 5), "filed")
