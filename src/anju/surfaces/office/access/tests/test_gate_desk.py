"""The gate desk, the walk-in, the trial of a rule and the resident's pages over HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from anju.domains.access import actions
from anju.domains.access.models import Lane, Passage, RuleSet, Visit
from anju.domains.people.models import Account, Membership, Residency
from anju.domains.places import actions as places
from anju.domains.places.models import Place
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.surfaces.office.screens.tests.conftest import Estate
from anju.surfaces.resident.visitors.pages import guest_address

SYSTEM = Actor.system("test")
THURSDAY = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
"""09:00 there."""
IDENTITY = "110101199003074477"


@pytest.fixture
def estate(client, db):
    estate = Estate(client)
    estate.dwellings(1)
    with view.entered(estate.here):
        gate = places.add_place(estate.here, kind="gate", code="S", name="南门", by=SYSTEM)
        estate.lane = actions.add_lane(estate.here, name="南门人行", place=gate, by=SYSTEM)
        estate.home = Place.objects.filter(kind="dwelling").order_by("ordering").first()
    estate.host = estate.person("林先生", phone="13900001111")
    Residency.everywhere.create(scope=estate.here, dwelling=estate.home, person=estate.host, relation="tenant", since_on=date(2020, 1, 1))
    Membership.everywhere.create(scope=estate.here, person=estate.host, role="resident", since_on=date(2020, 1, 1))
    estate.phone = Account.everywhere.create(username="lin", person=estate.host)
    with clock.frozen(THURSDAY):
        yield estate


def walk_in(estate, **changed):
    given = {"category": "visitor", "lane": str(estate.lane.pk), "name": "陈先生", "dwelling": "1-1-101", "identity_number": IDENTITY, "identity_check": "document"}
    return estate.client.post("/gate/register/", {**given, **changed})


def test_a_walk_in_is_registered_asked_agreed_to_on_the_phone_and_let_in(estate):
    estate.client.force_login(guard := estate.account("chen", "guard"))
    assert walk_in(estate).status_code == 302
    visit = Visit.everywhere.get()
    assert (visit.state, visit.asked_times, visit.dwelling, visit.notice_id is not None) == ("waiting", 1, estate.home, True)
    desk = estate.client.get("/gate/").content.decode()
    assert ("待确认" in desk, "陈先生" in desk, "陈*生" in desk, IDENTITY in desk) == (True, False, True, False)
    early = estate.client.post(f"/gate/in/{visit.pk}/", {"lane": str(estate.lane.pk)})
    assert (early.status_code, "被访人未确认" in early.content.decode(), Passage.everywhere.get().outcome) == (422, True, "ask")
    estate.client.force_login(estate.phone)
    assert "陈先生" in estate.client.get("/resident/visitors/").content.decode()
    assert estate.client.post(f"/resident/visitors/{visit.pk}/answer/", {"agrees": "yes"}).status_code == 302
    estate.client.force_login(guard)
    assert estate.client.post(f"/gate/in/{visit.pk}/", {"lane": str(estate.lane.pk)}).status_code == 302
    assert (Visit.everywhere.get().state, sorted(Passage.everywhere.values_list("outcome", flat=True))) == ("inside", ["allowed", "ask"])
    assert estate.client.post(f"/gate/out/{visit.pk}/", {"lane": str(estate.lane.pk)}).status_code == 302
    assert Visit.everywhere.get().state == "left"


@pytest.mark.clause("003-005")
def test_the_hosts_no_on_his_phone_is_a_no_at_the_gate(estate):
    estate.client.force_login(guard := estate.account("chen", "guard"))
    walk_in(estate)
    visit = Visit.everywhere.get()
    estate.client.force_login(estate.phone)
    for rubbish in ("maybe", "-1", "{}"):
        assert estate.client.post(f"/resident/visitors/{visit.pk}/answer/", {"agrees": rubbish}).status_code == 422
    assert Visit.everywhere.get().state == "waiting"
    assert estate.client.post(f"/resident/visitors/{visit.pk}/answer/", {"agrees": "no"}).status_code == 302
    told = Visit.everywhere.get()
    assert (told.state, told.confirmed, told.answered_way) == ("denied", [], "app")
    estate.client.force_login(guard)
    assert estate.client.post(f"/gate/in/{visit.pk}/", {"lane": str(estate.lane.pk)}).status_code == 422
    assert not Passage.everywhere.filter(outcome="allowed").exists()


def test_rubbish_at_the_desk_gets_a_sentence_and_changes_nothing(estate):
    for changed, said in (
        ({"name": ""}, "姓名"), ({"dwelling": "99-9-999"}, "没有“99-9-999”这套房"), ({"identity_number": IDENTITY[:-1] + "1"}, "校验不符"), ({"people": "10^9"}, "没有"),
        ({"category": "king"}, "没有"), ({"name": "长" * 61}, "没有"), ({"identity_check": "x"}, "没有"),
    ):  # fmt: skip
        answer = walk_in(estate, **changed)
        assert (answer.status_code, said in answer.content.decode()) == (422, True), changed
    assert Visit.everywhere.count() == 0
    for given in ({"shown": "card", "secret": "", "direction": "in"}, {"shown": "x", "secret": "1", "direction": "in"}, {"direction": "up"}, {}):
        assert estate.client.post("/gate/", given).status_code == 422
    assert Passage.everywhere.count() == 0
    assert estate.client.post(f"/gate/fly/{estate.lane.pk}/").status_code == 404
    seen = estate.client.post("/gate/", {"shown": "card", "secret": "<script>alert(1)</script>", "direction": "in"}).content.decode()
    assert ("规定第 0 版" in seen, "门岗通用规定" in seen) == (False, True)
    assert ("没有出示有效凭证" in seen, "<script>alert" in seen, Passage.everywhere.get().outcome) == (True, False, "refused")


def test_another_community_and_another_home_do_not_exist(estate):
    with view.entered(estate.here):
        visit = actions.invite_visitor(estate.here, dwelling=estate.home, name="陈先生", by=Actor.of(estate.phone))
    outsider = estate.account("far", "guard", estate.elsewhere)
    neighbour = estate.account("zhou", "resident")
    estate.client.force_login(outsider)
    assert estate.client.post(f"/gate/in/{visit.pk}/").status_code == 404
    estate.client.force_login(neighbour)
    for address in (f"/resident/visitors/{visit.pk}/", "/gate/"):
        assert estate.client.get(address).status_code in (403, 404)
    assert estate.client.post(f"/resident/visitors/{visit.pk}/withdraw/").status_code == 404
    refused = estate.client.post("/resident/visitors/invite/", {"dwelling": str(estate.home.pk), "name": "张三", "people": "1"})
    assert (refused.status_code, Visit.everywhere.count(), Visit.everywhere.get().state) == (422, 1, "invited")


def test_the_guests_page_shows_a_moving_code_to_who_has_the_address(estate):
    estate.client.force_login(estate.phone)
    made = estate.client.post("/resident/visitors/invite/", {"dwelling": str(estate.home.pk), "name": "陈先生", "people": "1"})
    page = estate.client.get(made["Location"]).content.decode()
    address = page.split('class="guest-link" href="')[1].split('"')[0].removeprefix("http://testserver")
    estate.client.logout()
    shown = estate.client.get(address)
    code = shown.content.decode().split('data-code="')[1].split('"')[0]
    assert (shown["Cache-Control"], shown["Referrer-Policy"], "林先生" in shown.content.decode()) == ("no-store", "no-referrer", False)
    assert estate.client.get(address[:-2] + "x/").status_code == 404
    estate.client.force_login(estate.account("chen", "guard"))
    answer = estate.client.post("/gate/", {"shown": "pass", "secret": code, "direction": "in", "lane": str(estate.lane.pk)}).content.decode()
    visit = Visit.everywhere.get()
    assert ("可以通行。" in answer, visit.state) == (True, "inside")


def test_a_changed_rule_shows_what_it_would_have_changed(estate):
    with view.entered(estate.here):
        courier = actions.register_regular(estate.here, category="courier", name="小吴", phone="13811112222", company="顺达", by=SYSTEM)
        visit = actions.let_regular_in(courier, lane=Lane.objects.get(), by=SYSTEM)
        draft = actions.draft_rules(estate.here, category="courier", basis="host", reason="都要业主同意", by=SYSTEM)
    assert (visit.state, draft.version) == ("inside", 1)
    with clock.frozen(THURSDAY + timedelta(hours=1)):
        page = estate.client.get(f"/gate_rules/{draft.pk}/tab/trial/").content.decode()
    assert ("最近 30 天的 1 次通行中，有 1 次" in page, "还不能放行" in page, RuleSet.everywhere.get().state) == (True, True, "draft")
    assert "2222" not in estate.client.get("/gate/?known=2222").content.decode().split("顺达")[1]


def test_fire_release_is_two_presses_on_the_desk(estate):
    estate.client.force_login(estate.account("chen", "guard"))
    assert estate.client.post("/gate/fire/", {"verb": "release", "reason": ""}).status_code == 422
    assert Lane.everywhere.get().released_at is None
    assert estate.client.post("/gate/fire/", {"verb": "release", "reason": "地下车库冒烟"}).status_code == 302
    assert "消防释放中" in estate.client.get("/gate/").content.decode()
    assert estate.client.post("/gate/fire/", {"verb": "end"}).status_code == 422, "a guard opens, a leader ends"
    estate.client.force_login(estate.account("li", "squad_leader"))
    assert (estate.client.post("/gate/fire/", {"verb": "end"}).status_code, Lane.everywhere.get().released_at) == (302, None)


def test_the_desk_says_in_which_shifts_openings_were_never_explained(estate):
    estate.client.force_login(guard := estate.account("chen", "guard"))
    assert "近30天各班次无记录开启" not in estate.client.get("/gate/").content.decode()
    with view.entered(estate.here):
        actions.record_opening(estate.lane, cause="remote", by=Actor.of(guard))
    desk = estate.client.get("/gate/").content.decode()
    assert "近30天各班次无记录开启" in desk
    assert '<td>2026年3月5日</td><td>--</td><td class="number">1</td>' in desk


def test_the_desk_names_gates_first_who_was_let_through_after_asking_and_a_dwelling_that_is_not_there(estate):
    estate.client.force_login(guard := estate.account("chen", "guard"))
    with view.entered(estate.here):
        door = actions.add_lane(estate.here, name="1栋地下车库门厅门", place=estate.home.parent, by=SYSTEM)
        stranger = actions.decide_passage(estate.lane, direction="in", by=Actor.of(guard))
        actions.release_passage(stranger, said_for="队长认识", by=SYSTEM)
        actions.record_opening(estate.lane, by=SYSTEM)
    desk = estate.client.get("/gate/").content.decode()
    assert desk.index(f'value="{estate.lane.pk}"') < desk.index(f'value="{door.pk}"')
    assert ('<span class="state state-green">询问后放行</span>' in desk, '<td class="time">03-05 09:00</td>' in desk) == (True, True)
    refused = walk_in(estate, dwelling="99-9-9999").content.decode()
    assert ("请按栋、单元、房号写，如 3-2-1502" in refused, "相近的有" in refused, Visit.everywhere.count()) == (True, False, 0)
    near = walk_in(estate, dwelling="1栋1单元1011").content.decode()
    assert ("没有“1栋1单元1011”这套房" in near, Visit.everywhere.count()) == (True, 0)


def test_lists_name_passages_cards_and_hours_and_no_keys(estate):
    with view.entered(estate.here):
        card = actions.issue_credential(estate.here, kind="card", secret="04A1B2C3", holder=estate.host, dwelling=estate.home, checked="租赁合同", by=SYSTEM)
        passage = actions.decide_passage(estate.lane, direction="in", shown="card", secret="04A1B2C3", by=SYSTEM)
        actions.record_opening(estate.lane, by=SYSTEM)
        actions.change_lane(estate.lane, opens_from=datetime(2026, 3, 5, 6, 30).time(), by=SYSTEM)
    openings, one, lanes = (estate.client.get(path).content.decode() for path in ("/openings/", f"/passages/{passage.pk}/", "/lanes/"))
    assert (f">{passage.pk}<" in openings, openings.count("03-05 09:00") >= 2) == (False, True)
    assert (f">{card.pk}<" in one, "B2C3" in one) == (False, True)
    assert ("06:30" in lanes, "06:30:00" in lanes) == (True, False)
    with view.entered(estate.here):
        manager = Actor.of(estate.manager)
        nameless = actions.propose_watch(estate.here, reason="violence", words="在大堂推搡保安", phone="13700009999", ends_at=THURSDAY + timedelta(days=30), by=manager)
        mode = actions.switch_epidemic_on(estate.here, reason="流感高发", paper="街发12号", until_at=THURSDAY + timedelta(days=3), asks=["temperature"], word_for=["courier"], by=manager)
    listed, asked = (estate.client.get(path).content.decode() for path in (f"/watch_list/{nameless.pk}/", f"/epidemic_modes/{mode.pk}/"))
    assert f"<h1>{nameless.get_reason_display()} " in listed
    assert ("temperature" in asked, "courier" in asked, "快递员" in asked) == (False, False, True)


def test_the_guest_reads_where_he_goes_and_a_plate_with_a_slip_of_the_finger_is_refused(estate):
    estate.client.force_login(estate.phone)
    given = {"dwelling": str(estate.home.pk), "name": "周女士", "people": "3"}
    for wrong in ("京N8F35", "沪ABC", "8F356"):
        refused = estate.client.post("/resident/visitors/invite/", {**given, "plate": wrong})
        assert (refused.status_code, f"“{wrong}”不是完整的车牌" in refused.content.decode(), Visit.everywhere.count()) == (422, True, 0)
    made = estate.client.post("/resident/visitors/invite/", {**given, "plate": "京N·8F356"})
    card = estate.client.get(made["Location"]).content.decode()
    assert ("8F356" in card, "<dd>3</dd>" in card, 'http-equiv="refresh"' in card) == (True, True, True)
    visit = Visit.everywhere.get()
    guest = estate.client.get(guest_address(visit.permit)).content.decode()
    assert (f"<h1>{estate.here.name}</h1>" in guest, "None" in guest) == (True, False)
