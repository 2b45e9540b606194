"""The desk, the cabinet and the papers over HTTP: what they show, and what they keep from others."""

from __future__ import annotations

from collections import defaultdict

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.passes import actions, queries
from anju.domains.passes.models import Pass, PassItem, PassUse
from anju.domains.places import actions as places
from anju.kernel import files
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.surfaces.office.screens.tests.conftest import Estate

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def nobody_objects(monkeypatch):
    """What rooms know about a holder is tested in those rooms."""
    monkeypatch.setattr("anju.domains.passes.objections.objections", defaultdict(list))


@pytest.fixture
def estate(client, db) -> Estate:
    return Estate(client)


@pytest.fixture
def gate(estate):
    return places.add_place(estate.here, kind="gate", code="S", name="南门", by=Actor.system("test"))


def goods_of(estate, where=None, **given) -> Pass:
    where = where or estate.here
    with view.entered(where):
        named = given.pop("place", None) or places.add_place(where, kind="building", code="9", by=Actor.system("test"))
        return actions.issue_pass(where, kind="goods", holder_name="陈先生", items="空调外机 × 2", place=named, by=Actor.system("test"), **given)


def test_a_scan_shows_the_verdict_and_one_press_lets_through(estate, gate):
    one = goods_of(estate, home=gate)
    given = {"code": queries.code_of(one).lower(), "place": str(gate.pk), "direction": "out"}
    page = estate.client.post("/pass-desk/", given).content.decode()
    assert "verdict-green" in page
    assert "此证此时此地有效。" in page
    assert "陈先生" not in page, "the name stays masked"
    through = estate.client.post(f"/pass-desk/{one.pk}/through/", given)
    assert (through.status_code, Pass.everywhere.get().state) == (302, "used")
    again = estate.client.post(f"/pass-desk/{one.pk}/through/", given)
    assert (again.status_code, "此证已使用过" in again.content.decode(), PassUse.everywhere.count()) == (422, True, 2)
    red = estate.client.post("/pass-desk/", given).content.decode()
    assert "verdict-red" in red
    assert f"/pass-desk/{one.pk}/through/" not in red


def test_rubbish_at_the_desk_gets_a_sentence(estate, gate):
    for code, status in (("", 422), ("x" * 601, 422), ("K2026-9999", 200), ("<script>", 200), ("AJ1" + "A" * 300, 200)):
        answer = estate.client.post("/pass-desk/", {"code": code, "place": "no-id", "direction": ""} if code == "" else {"code": code})
        assert answer.status_code == status
        assert "<script>" not in answer.content.decode().replace('<script src="', "")
    assert PassUse.everywhere.filter(outcome="refused").count() == 3


def test_another_communitys_pass_does_not_exist(estate):
    theirs = goods_of(estate, estate.elsewhere)
    seen = estate.client.post("/pass-desk/", {"code": queries.code_of(theirs)}).content.decode()
    assert "此证属于另一个小区" in seen
    for address in (f"/passes/{theirs.pk}/", f"/pass-desk/{theirs.pk}/paper/", f"/pass-desk/{theirs.pk}/photo/"):
        assert estate.client.get(address).status_code == 404
    assert estate.client.post(f"/pass-desk/{theirs.pk}/through/", {}).status_code == 404
    assert estate.client.post(f"/pass-desk/{theirs.pk}/paper/", {"layout": "a4"}).status_code == 404
    assert Pass.everywhere.get(pk=theirs.pk).uses_done == 0


def test_residents_open_neither_the_desk_nor_a_paper(estate):
    one = goods_of(estate)
    estate.client.force_login(estate.account("zhang", "resident"))
    for address in ("/pass-desk/", "/key-cabinet/", "/passes-out/", f"/pass-desk/{one.pk}/paper/", "/passes/"):
        assert estate.client.get(address).status_code == 403
    assert PassUse.everywhere.count() == 0


def test_the_cabinet_shows_what_is_out_with_whom_and_what_is_overdue(estate):
    account = estate.account("wang", "engineer")
    with view.entered(estate.here):
        key = actions.add_key(estate.here, code="PD-01", name="配电房", hook="A1", copies=2, by=Actor.system("test"))
        guard = Actor.of(estate.account("chen", "guard"))
        lent = actions.lend_key(key, holder=account.person, signature=files.checked(PICTURE), by=guard)
    page = estate.client.get("/key-cabinet/").content.decode()
    assert ("在外 1，逾期 0" in page, "在柜 1 / 共 2 把" in page, "wang某" in page) == (True, True, True)
    assert "hook-red" not in page
    Pass.everywhere.filter(pk=lent.pk).update(ends_at=lent.starts_at.replace(year=lent.starts_at.year + 1))
    with view.entered(estate.here):
        from anju.domains.passes.models import Custody

        Custody.objects.update(due_at=lent.out_at)
        Pass.objects.update(starts_at=lent.out_at.replace(year=2020), ends_at=lent.out_at)
    page = estate.client.get("/key-cabinet/").content.decode()
    assert ("在外 1，逾期 1" in page, "hook-red" in page) == (True, True)
    out = estate.client.get("/passes-out/").content.decode()
    assert ("state-red" in out, "PD-01 配电房" in out, "wang某" in out) == (True, True, True)


@pytest.mark.parametrize("address", ["/key-cabinet/", "/passes-out/"])
def test_the_pages_ask_as_often_for_thirty_as_for_one(estate, address, django_assert_max_num_queries):
    holder = estate.account("wang", "engineer").person
    guard = Actor.of(estate.account("chen", "guard"))

    def lend(number: int) -> None:
        with view.entered(estate.here):
            key = actions.add_key(estate.here, code=f"K{number}", name="门", hook=str(number), by=Actor.system("test"))
            assert actions.lend_key(key, holder=holder, signature=files.checked(PICTURE), by=guard).state == "out"

    lend(1)
    few = _queries(estate, address)
    for number in range(2, 31):
        lend(number)
    assert _queries(estate, address) == few


def _queries(estate, address: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    estate.client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert estate.client.get(address).status_code == 200
    return len(asked)


@pytest.mark.clause("002-304")
def test_a_workers_permit_is_printed_with_his_photo(estate):
    """Without a photo there is no permit; the printed card carries name, number, window and the photo itself; the ledger keeps the print."""
    manager, desk = Actor.of(estate.manager), Actor.of(estate.account("desk", "front_desk"))
    given = {"kind": "worker", "holder_name": "张师傅", "purpose": "水电改造", "checked": "施工许可 2026-031", "by": desk}
    with view.entered(estate.here):
        assert actions.ask_pass(estate.here, **given).code == "passes.something_missing"
        one = actions.approve_pass(actions.ask_pass(estate.here, **given, photo=files.checked(PICTURE)), by=manager)
        one = actions.issue_asked(one, by=desk)
    page = estate.client.post(f"/pass-desk/{one.pk}/paper/", {"layout": "a6"}).content.decode()
    assert f'src="/pass-desk/{one.pk}/photo/"' in page
    assert "paper-a6" in page
    assert all(said in page for said in ("张师傅", one.number, "锦绣花园", "水电改造"))
    photo = estate.client.get(f"/pass-desk/{one.pk}/photo/")
    assert (photo.status_code, photo["Content-Type"][:6]) == (200, "image/")
    printed = Entry.objects.get(name="passes.pass_printed")
    assert (printed.payload["layout"], printed.actor_id) == ("a6", estate.manager.pk)


def test_an_unknown_paper_and_a_revoked_pass_are_not_printed(estate):
    one = goods_of(estate)
    assert estate.client.post(f"/pass-desk/{one.pk}/paper/", {"layout": "a5"}).status_code == 422
    assert estate.client.post(f"/pass-desk/{one.pk}/paper/", {}).status_code == 422
    with view.entered(estate.here):
        actions.revoke_pass(one, reason="x", by=Actor.system("test"))
    refused = estate.client.post(f"/pass-desk/{one.pk}/paper/", {"layout": "a4"})
    assert (refused.status_code, "陈先生" in refused.content.decode()) == (422, False)
    assert not Entry.objects.filter(name="passes.pass_printed").exists()


def test_a_pass_that_needs_a_second_person_is_asked_for_at_the_desk(estate):
    estate.client.force_login(estate.account("desk", "front_desk"))
    assert "申请通行证" in estate.client.get("/pass-desk/ask/").content.decode()
    given = {"where": str(estate.here.pk), "request": "r1", "kind": "worker", "holder_name": "张师傅", "purpose": "水电改造", "checked": "施工许可"}
    refused = estate.client.post("/pass-desk/ask/", given)
    assert (refused.status_code, "还需要填写持证人照片" in refused.content.decode(), Pass.everywhere.count()) == (422, True, 0)
    photos = [SimpleUploadedFile("a.png", PICTURE) for _turn in range(2)]
    answers = [estate.client.post("/pass-desk/ask/", {**given, "request": "r2", "photo": photo}) for photo in photos]
    assert [answer.status_code for answer in answers] == [302, 302], "sent twice, done once"
    assert Pass.everywhere.get().state == "asked"


def lent(estate, items: str = "电钻 × 2\n人字梯") -> Pass:
    """A tool pass whose things are with their holder."""
    by = Actor.of(estate.account("wang", "engineer"))
    with view.entered(estate.here):
        one = actions.issue_pass(estate.here, kind="tool", holder_name="陈师傅", items=items, by=by)
        return actions.hand_out(one, signature=files.checked(PICTURE), by=by)


def returned(permit: Pass) -> tuple[str, list[int]]:
    return Pass.everywhere.get(pk=permit.pk).state, list(PassItem.everywhere.filter(permit=permit).order_by("position").values_list("returned", flat=True))


def test_lent_things_are_counted_back_one_by_one_with_how_they_look(estate):
    one = lent(estate)
    address = f"/passes/{one.pk}/return_items/"
    page = estate.client.get(address).content.decode()
    assert ("<textarea" in page, 'name="n1"' in page, 'name="n2"' in page, "未还数量" in page, "损坏，已修" in page) == (False, True, True, True, True)
    for wrong in ({}, {"n1": "0"}, {"n1": "3"}, {"n1": "-1"}, {"n1": "1.5"}, {"n1": "三"}, {"n1": "²"}, {"n1": "1", "note": "长" * 201}, {"n1": "1", "look1": "长" * 201}):
        answer = estate.client.post(address, wrong)
        assert (answer.status_code, returned(one)) == (422, ("out", [0, 0])), wrong
    part = estate.client.post(address, {"n1": "1", "n2": "0", "look1": "损坏，已修", "note": "另一把明天还", "request": "r1"}, follow=True)
    assert ("仍未还：电钻 × 1、人字梯 × 1。" in part.content.decode(), returned(one)) == (True, ("out", [1, 0]))
    assert "电钻：损坏，已修；另一把明天还" in estate.client.get(f"/passes/{one.pk}/tab/history/").content.decode()
    estate.client.post(address, {"n1": "1", "n2": "0", "request": "r1"})
    assert returned(one) == ("out", [1, 0]), "the same press sent twice counts once"
    whole = estate.client.post(address, {"n1": "1", "n2": "1", "request": "r2"}, follow=True)
    assert ("已全部还清" in whole.content.decode(), returned(one)) == (True, ("returned", [2, 1]))
    assert "没有待收回的物品" in estate.client.get(address).content.decode()
    assert estate.client.post(address, {"n1": "1"}).status_code == 422


def test_things_come_back_only_to_who_may_and_only_here(estate):
    one = lent(estate)
    address = f"/passes/{one.pk}/return_items/"
    estate.client.force_login(estate.account("li", "owner"))
    assert estate.client.post(address, {"n1": "1"}).status_code == 403
    estate.client.force_login(estate.account("far", "project_manager", estate.elsewhere))
    assert estate.client.post(address, {"n1": "1"}).status_code == 404
    assert returned(one) == ("out", [0, 0])
