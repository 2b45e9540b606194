"""Writing, receipts, my notices and the phone over HTTP: what they show, and what they keep from others."""

from __future__ import annotations

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.notices import actions
from anju.domains.notices.models import Channel, Notice, Recipient
from anju.domains.notices.tests.conftest import PICTURE
from anju.kernel import clock, files
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate

SYSTEM = Actor.system("test")


@pytest.fixture
def estate(client, db, settings, tmp_path) -> Estate:
    settings.ANJU_FILES_DIR = tmp_path / "files"
    return Estate(client)


@pytest.fixture
def guard(estate):
    return estate.account("chen", "guard")


def sent(estate, where=None, **given) -> Notice:
    where = where or estate.here
    with view.entered(where):
        facts = {"level": 2, "title": "暴雨将至", "text": "请关好门窗。", "audience": {"roles": ["guard", "project_manager"]}, "by": SYSTEM}
        return actions.send_notice(where, **{**facts, **given})


FORM = {"level": "2", "title": "暴雨将至", "text": "请关好门窗。", "roles": ["guard"], "request": "r1"}


def test_a_notice_is_counted_then_sent_once_and_its_receipts_open(estate, guard):
    seen = estate.client.post("/write-notice/preview/", FORM).content.decode()
    assert ("1 人" in seen, "对讲喊话：“各岗注意，暴雨将至。”" in seen, Notice.everywhere.count()) == (True, True, 0)
    answer = estate.client.post("/write-notice/", FORM)
    again = estate.client.post("/write-notice/", FORM)
    notice = Notice.everywhere.get()
    assert (answer.status_code, answer.url, again.url) == (302, f"/notice-receipts/{notice.pk}/", f"/notice-receipts/{notice.pk}/")
    page = estate.client.get(answer.url).content.decode()
    assert ("暴雨将至" in page, "chen某" in page, "0/1" in page) == (True, True, True)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"title": ""}, "没有发送"),
        ({"level": "9"}, "没有发送"),
        ({"roles": []}, "还没有选发送对象"),
        ({"roles": ["king"]}, "请从列表选择发送对象"),
        ({"places": ["1"]}, "请从列表选择发送对象"),
        ({"text": "【地点】有水"}, "请先填写【】里的内容"),
        ({"text": "请打 13800001234"}, "手机号码"),
        ({"doors": "9-9-9999"}, "没有房屋“9-9-9999”"),
        ({"doors": "1-1-101 " * 51}, "没有房屋"),
        ({"answers": ["maybe"]}, "没有记录。"),
        ({"template": "nothing"}, "没有记录。"),
    ],
)
def test_what_cannot_be_sent_keeps_what_was_typed(estate, guard, change, sentence):
    answer = estate.client.post("/write-notice/", {**FORM, "title": "暴雨<将至>", **change})
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, Notice.everywhere.count()) == (422, True, 0)
    assert "<将至>" not in page
    assert estate.client.post("/write-notice/preview/", {**FORM, **change}).status_code == 200


def test_a_text_of_the_25_fills_the_form(estate):
    page = estate.client.get("/write-notice/?template=evacuate").content.decode()
    assert ("【地点】火情 请走楼梯撤离" in page, "请立即撤离！" in page, len(re.findall(r"<option value=\"[a-z_]+\"", page))) == (True, True, 25)
    assert re.search(r'name="level" value="1" checked', page)
    assert estate.client.get("/write-notice/?template=%00").status_code == 200


def test_one_button_reminds_and_one_calls(estate, guard):
    notice = sent(estate)
    with view.entered(estate.here):
        actions.connect_channel(estate.here, name="电话", dialect="recorder", way="voice", by=SYSTEM)
    page = estate.client.get(f"/notice-receipts/{notice.pk}/").content.decode()
    assert ("提醒未读的人" in page, "电话提醒未读的人" in page) == (True, True)
    assert estate.client.post(f"/notice-receipts/{notice.pk}/remind/").status_code == 302
    assert estate.client.post(f"/notice-receipts/{notice.pk}/remind/", {"way": "voice"}).status_code == 302
    assert sorted(Recipient.everywhere.values_list("round", flat=True)) == [2, 2]
    for person in Recipient.everywhere.all():
        with view.entered(estate.here):
            actions.read_notice(notice, by=Actor("account", id=guard.pk, person=person.person_id, posts={estate.here.id: frozenset({"guard"})}))
    assert estate.client.post(f"/notice-receipts/{notice.pk}/remind/").status_code == 422


def test_my_notices_are_delivered_by_looking_and_read_by_a_button(estate, guard):
    notice = sent(estate, answers=["going", "cannot"])
    estate.client.force_login(guard)
    page = estate.client.get("/my-notices/").content.decode()
    assert ("暴雨将至" in page, "我去" in page) == (True, True)
    mine = Recipient.everywhere.get(person=guard.person)
    assert (mine.state, mine.delivered_by) == ("delivered", "in_app")
    assert estate.client.post(f"/my-notices/{notice.pk}/confirm/", {"answer": "going"}).status_code == 302
    mine.refresh_from_db()
    assert (mine.state, mine.answer) == ("read", "going")
    assert estate.client.post(f"/my-notices/{notice.pk}/confirm/", {"answer": "<b>"}).status_code == 302


def test_the_phone_shows_confirms_and_delivers_it(estate, guard):
    """What the phone fetches is delivered; the answer it queues is read, once."""
    notice = sent(estate, answers=["going"])
    estate.client.force_login(guard)
    (row,) = estate.client.get("/phone/day").json()["notices"]
    assert (row["id"], row["title"], row["level"], row["is_read"], row["answers"]) == (str(notice.pk), "暴雨将至", 2, False, [{"code": "going", "label": "我去"}])
    assert row["text"].endswith("对讲喊话：“各岗注意，暴雨将至。”")
    assert Recipient.everywhere.get(person=guard.person).state == "delivered"
    ms = int(clock.now().timestamp() * 1000)
    item = {"id": "0190a0b0-0000-7000-8000-000000000001", "account": str(guard.pk), "scope": str(estate.here.pk), "number": 1, "action": "notices.read_notice", "version": 1,
            "subject": str(notice.pk), "inputs": {"answer": "going"}, "wall_ms": ms, "mono_ms": 5, "boot": "b"}  # fmt: skip
    body = {"phone": "0190a0b0-0000-7000-8000-000000000002", "clock": {"wall_ms": ms, "mono_ms": 5, "boot": "b"}, "items": [item]}
    for _twice in range(2):
        told = estate.client.post("/phone/items", json.dumps(body), content_type="application/json").json()
        assert told["items"][0]["state"] == "done", told
    mine = Recipient.everywhere.get(person=guard.person)
    assert (mine.state, mine.answer) == ("read", "going")
    assert estate.client.get("/phone/day").json()["notices"][0]["is_read"] is True


def test_an_attached_file_opens_for_its_recipients_alone(estate, guard):
    with view.entered(estate.here):
        blob = files.checked(PICTURE)
    notice = sent(estate, audience={"roles": ["guard"]}, file=blob)
    other = estate.account("zhou", "cleaner")
    for account, status in ((guard, 200), (estate.manager, 200), (other, 404)):
        estate.client.force_login(account)
        assert estate.client.get(f"/my-notices/{notice.pk}/file/").status_code == status


def test_another_communitys_notices_channels_and_papers_do_not_exist(estate):
    estate.account("li", "guard", estate.elsewhere)
    theirs = sent(estate, estate.elsewhere, audience={"roles": ["guard"]})
    with view.entered(estate.elsewhere):
        line = actions.connect_channel(estate.elsewhere, name="线", dialect="recorder", way="sms", by=SYSTEM)
        board = actions.add_board(estate.elsewhere, name="栏", kind="fire", by=SYSTEM)
        sheet = actions.post_sheet(board, title="防火", topic="fire", until_on=clock.today(estate.elsewhere), photo=files.checked(PICTURE), by=SYSTEM)
    for address in (f"/notices/{theirs.pk}/", f"/notice-receipts/{theirs.pk}/", f"/my-notices/{theirs.pk}/file/", f"/channels/{line.pk}/", f"/boards/{board.pk}/",
                    f"/postings/{sheet.pk}/", f"/notice-papers/posting/{sheet.pk}/photo/"):  # fmt: skip
        assert estate.client.get(address).status_code == 404, address
    for address in (f"/notice-receipts/{theirs.pk}/remind/", f"/my-notices/{theirs.pk}/confirm/"):
        assert estate.client.post(address).status_code == 404


def test_papers_open_through_their_record_for_who_may_see_it(estate, guard):
    with view.entered(estate.here):
        board = actions.add_board(estate.here, name="栏", kind="fire", by=SYSTEM)
        sheet = actions.post_sheet(board, title="防火", topic="fire", until_on=clock.today(estate.here), photo=files.checked(PICTURE), by=SYSTEM)
    assert estate.client.get(f"/notice-papers/posting/{sheet.pk}/photo/").status_code == 200
    for address in (f"/notice-papers/posting/{sheet.pk}/down_photo/", f"/notice-papers/posting/{sheet.pk}/scope/", f"/notice-papers/nothing/{sheet.pk}/photo/"):
        assert estate.client.get(address).status_code == 404
    assert f"/notice-papers/posting/{sheet.pk}/photo/" in estate.client.get(f"/postings/{sheet.pk}/tab/files/").content.decode()
    estate.client.force_login(estate.account("zhang", "resident"))
    assert estate.client.get(f"/notice-papers/posting/{sheet.pk}/photo/").status_code == 404


def test_residents_and_guards_write_no_notice(estate, guard):
    notice = sent(estate)
    for account in (guard, estate.account("zhang", "resident")):
        estate.client.force_login(account)
        for address in ("/write-notice/", "/channels/"):
            assert estate.client.get(address).status_code == 403
        assert estate.client.post("/write-notice/", FORM).status_code == 403
        assert estate.client.post(f"/notice-receipts/{notice.pk}/remind/").status_code == 403
    assert Notice.everywhere.count() == 1


def test_no_page_shows_a_secret_and_the_form_keeps_it(estate):
    facts = {"name": "值班群", "dialect": "dingtalk", "way": "group", "key": "token-abcdefghijk", "secret": "SEC-abcdefghijk"}
    with view.entered(estate.here):
        one = actions.connect_channel(estate.here, **facts, by=SYSTEM)
    for address in ("/channels/", f"/channels/{one.pk}/", f"/channels/{one.pk}/change_channel/", f"/channels/{one.pk}/tab/history/", f"/channels/{one.pk}/tab/reports/", "/api/v1/channels"):
        assert "abcdefghijk" not in estate.client.get(address).content.decode(), address
    assert Channel.everywhere.get().secrets["secret"] == "SEC-abcdefghijk"


def test_a_script_in_place_of_a_photo_is_no_photo(estate):
    with view.entered(estate.here):
        board = actions.add_board(estate.here, name="栏", kind="fire", by=SYSTEM)
    script = SimpleUploadedFile("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', "image/svg+xml")
    answer = estate.client.post(f"/boards/{board.pk}/post_sheet/", {"title": "防火", "topic": "fire", "until_on": "2099-01-01", "photo": script, "where": str(estate.here.pk)})
    assert answer.status_code == 422
    assert estate.client.get("/postings/").content.decode().count("<tr") <= 1
