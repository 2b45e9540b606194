"""What the gate, the host and the front desk read while somebody waits; and the fire release on a page of its own."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from anju.domains.access import actions
from anju.domains.access.models import Lane, Visit
from anju.domains.access.schedule import close_due
from anju.domains.people.models import Account, Membership, Residency
from anju.domains.places import actions as places
from anju.domains.places.models import Place
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate

SYSTEM = Actor.system("test")
THURSDAY = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
"""09:00 there."""
IDENTITY = "110101199003074477"
UNANSWERED = "没有答复：可再催一次、打电话，或请前台联系业主。没有答复不放行。"


@pytest.fixture
def estate(client, db):
    estate = Estate(client)
    estate.dwellings(1)
    with view.entered(estate.here):
        gate = places.add_place(estate.here, kind="gate", code="S", name="南门", by=SYSTEM)
        estate.lane = actions.add_lane(estate.here, name="南门人行", place=gate, by=SYSTEM)
        estate.home = Place.objects.filter(kind="dwelling").order_by("ordering").first()
    host = estate.person("林先生", phone="13900001111")
    Residency.everywhere.create(scope=estate.here, dwelling=estate.home, person=host, relation="tenant", since_on=date(2020, 1, 1))
    Membership.everywhere.create(scope=estate.here, person=host, role="resident", since_on=date(2020, 1, 1))
    estate.phone = Account.everywhere.create(username="lin", person=host)
    estate.guard = estate.account("chen", "guard")
    estate.client.force_login(estate.guard)
    with clock.frozen(THURSDAY):
        yield estate


def walk_in(estate, **changed) -> Visit:
    given = {"category": "visitor", "lane": str(estate.lane.pk), "name": "陈先生", "dwelling": "1-1-101", "identity_number": IDENTITY, "identity_check": "document"}
    assert estate.client.post("/gate/register/", {**given, **changed}).status_code == 302
    return Visit.everywhere.latest("at", "pk")


def desk(estate) -> str:
    return estate.client.get("/gate/").content.decode()


@pytest.mark.clause("003-005")
def test_a_host_who_does_not_answer(estate):
    visit = walk_in(estate)
    assert ("已询问 0 秒" in desk(estate), UNANSWERED in desk(estate)) == (True, False)
    with clock.frozen(THURSDAY + timedelta(minutes=3, seconds=20)):
        assert ("已询问 3 分 20 秒" in desk(estate), UNANSWERED in desk(estate)) == (True, True)
        estate.client.force_login(estate.phone)
        assert "09:00 起在门口" in estate.client.get("/resident/visitors/").content.decode()
    with clock.frozen(THURSDAY + timedelta(hours=4, seconds=1)):
        page = estate.client.get("/resident/visitors/").content.decode()
        assert ("有人在门口找您" in page, "待确认" in page) == (False, True)
    with clock.frozen(THURSDAY + timedelta(hours=13)), view.entered(estate.here):
        close_due(estate.here)
    over = Visit.everywhere.get(pk=visit.pk)
    assert (over.state, over.end_note) == ("lapsed", "被访人没有答复。")
    assert "未进入" in estate.client.get(f"/resident/visitors/{visit.pk}/").content.decode()


def test_a_host_who_said_no_reads_that_he_did(estate):
    visit = walk_in(estate)
    estate.client.force_login(estate.phone)
    estate.client.post(f"/resident/visitors/{visit.pk}/answer/", {"agrees": "no"})
    assert "您已回复不认识，仍可改为请进来。" in estate.client.get("/resident/visitors/").content.decode()


def test_who_comes_to_the_office_waits_for_the_front_desk_and_asks_no_host(estate):
    visit = walk_in(estate, category="business", name="钱先生", dwelling="", identity_number="", reason="办停车")
    page = desk(estate)
    assert ("等前台确认。" in page, "登记前台的答复" in page, f"/gate/ask/{visit.pk}/" in page, "请业主确认" in page) == (True, True, False, False)


@pytest.mark.clause("003-003")
def test_whose_word_is_missing_stands_on_the_card_until_it_is_given(estate):
    visit = walk_in(estate)
    with view.entered(estate.here):
        actions.answer_for_host(visit, agrees=True, way="phone", note="林先生：同意", by=SYSTEM)
        entry = actions.propose_watch(estate.here, reason="soliciting", words="劝离后再来", identity_number=IDENTITY, by=Actor.of(estate.manager))
        actions.agree_to_watch(entry, by=Actor.of(estate.account("second", "project_manager")))
    sentence = "此人在重点关注名单上，由班长决定"
    assert sentence not in desk(estate)
    assert estate.client.post(f"/gate/in/{visit.pk}/", {"lane": str(estate.lane.pk)}).status_code == 422
    estate.client.force_login(estate.account("long", "squad_leader"))
    assert sentence in desk(estate)
    assert estate.client.post(f"/gate/vouch/{visit.pk}/", {"lane": str(estate.lane.pk), "note": "已到场"}).status_code == 302
    assert sentence not in desk(estate)


def test_the_answer_of_the_rules_stands_above_the_field_it_was_asked_in(estate):
    page = estate.client.post("/gate/", {"lane": str(estate.lane.pk), "shown": "card", "secret": "123", "direction": "in"}).content.decode()
    assert 0 < page.index("verdict-sentence") < page.index('id="secret"')


def test_whoever_may_open_every_door_finds_the_page_and_only_a_leader_ends_it(estate):
    estate.client.force_login(estate.account("kong", "fire_operator"))
    assert estate.client.get("/gate/").status_code == 403
    assert 'href="/gate/fire/"' in estate.client.get("/").content.decode()
    assert "打开所有门" in estate.client.get("/gate/fire/").content.decode()
    assert estate.client.post("/gate/fire/", {"reason": " "}).status_code == 422
    assert Lane.everywhere.get().released_at is None
    assert estate.client.post("/gate/fire/", {"reason": "2栋烟感"})["Location"] == "/gate/fire/"
    page = estate.client.get("/gate/fire/").content.decode()
    assert ("由班长或经理结束。" in page, 'value="end"' in page, Lane.everywhere.get().released_at) == (True, False, THURSDAY)
    assert estate.client.post("/gate/fire/", {"verb": "end"}).status_code == 422
    estate.client.force_login(estate.guard)
    assert ("由班长或经理结束。" in desk(estate), 'value="end"' in desk(estate)) == (True, False)
    estate.client.force_login(estate.account("long", "squad_leader"))
    assert 'value="end"' in desk(estate)
    assert estate.client.post("/gate/fire/", {"verb": "end", "lane": str(estate.lane.pk)})["Location"] == "/gate/"
    assert Lane.everywhere.get().released_at is None


def test_the_lane_monitor_says_that_every_door_stands_open(estate):
    with view.entered(estate.here):
        actions.add_lane(estate.here, name="南门车道", place=estate.lane.place, traffic="vehicle", by=SYSTEM)
        assert "消防释放中" not in estate.client.get("/gate/lanes/").content.decode()
        actions.release_all(estate.here, reason="烟感", by=SYSTEM)
    assert "消防释放中" in estate.client.get("/gate/lanes/").content.decode()


@pytest.mark.clause("003-002")
def test_an_inquiry_begun_at_the_desk_knows_its_lane(estate):
    address = f"/inquiries/new/?lane={estate.lane.pk}"
    assert f'href="{address}"' in desk(estate)
    assert f'<option value="{estate.lane.pk}" selected>' in estate.client.get(address).content.decode()
