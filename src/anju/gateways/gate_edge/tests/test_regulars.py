"""Couriers, riders and helpers at a box: their days and hours, whether they are inside, and how often a category came today."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from anju.domains.access import actions as access
from anju.domains.access import queries
from anju.domains.access.models import Lane, Passage, Regular, Visit
from anju.domains.edges.rules import envelope, snapshot
from anju.domains.edges.rules.log import micros
from anju.gateways.gate_edge.edge import identity
from anju.gateways.gate_edge.server import doings
from anju.kernel import clock

from .conftest import START, Site

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def comes(site: Site, name: str = "周阿姨", phone: str = "13700003333", **more) -> Regular:
    given = {"category": "helper", "name": name, "phone": phone, "dwelling": site.ground.home, "by": site.ground.team("陈刚", "guard"), **more}
    return access.register_regular(site.where, **given)


def limit(site: Site, visits_per_day: int, category: str = "helper", basis: str = "registered", **more) -> None:
    draft = access.draft_rules(site.where, category=category, basis=basis, stay_minutes=240, visits_per_day=visits_per_day, reason="有序", by=site.ground.team("赵敏"), **more)
    access.put_rules_in_force(draft, by=site.ground.team("孙经理"))


def at_home(site: Site, code: str, way: str) -> tuple[str, str, str]:
    """What the server decides about the same code at the same lane and moment."""
    passage = access.decide_passage(Lane.objects.get(pk=site.ground.walk.pk), direction=way, shown="pin", secret=code, by=site.ground.team("陈刚", "guard"), at=site.at)
    return passage.outcome, passage.code, passage.facts["turns"]["days"]


def here(site: Site, code: str, way: str = "in", kind: str = "pin") -> tuple[str, str]:
    told = site.show(site.ground.walk, code, way=way, kind=kind)
    return told["outcome"], told["code"]


@pytest.mark.clause("003-007")
def test_a_box_that_is_cut_off_keeps_a_helpers_days_and_hours_as_the_server_does(site: Site):
    """Thursday and Friday, 8 to 12, until Friday of the next week. The two never hear of each other."""
    one = comes(site, days="45", comes_from=time(8), comes_until=time(12), until_on=(START + 8 * DAY).date())
    site.listen()
    site.is_cut = True
    expected = [
        (timedelta(), "in", "allowed", "allowed"), (5 * MINUTE, "in", "ask", "inside_already"), (HOUR, "out", "allowed", "leaves"), (2 * HOUR, "in", "allowed", "allowed"),
        (2 * HOUR + MINUTE, "out", "allowed", "leaves"), (3 * HOUR, "in", "ask", "not_his_turn"), (2 * DAY, "in", "ask", "not_his_turn"), (DAY - HOUR, "in", "allowed", "allowed"),
    ]  # fmt: skip
    for later, way, outcome, code in sorted(expected):
        site.at = START + later
        assert (*here(site, one.code, way), one.days) == (outcome, code, "45") == at_home(site, one.code, way), (later, way)
    assert here(site, "H99999") == ("refused", "no_right")


def test_after_the_last_day_of_a_registration_nobody_is_known_by_its_code(site: Site):
    one = comes(site, until_on=(START + DAY).date())
    site.listen()
    site.is_cut = True
    site.at = START + DAY
    assert here(site, one.code) == ("allowed", "allowed")
    site.at = START + 2 * DAY
    assert here(site, one.code) == ("refused", "no_right") == at_home(site, one.code, "in")[:2]
    site.boot()
    assert here(site, one.code)[1] == "clock_unsure", "power came back without the time"


def test_what_a_box_let_in_by_a_code_comes_home_as_a_stay(site: Site):
    one = comes(site, days="5", comes_from=time(8), comes_until=time(12))
    site.listen()
    site.is_cut = True
    asked = site.show(site.ground.walk, one.code, kind="qr")
    assert (asked["code"], asked["whom"]) == ("not_his_turn", "host")
    site.box.release(asked["number"], "林先生来电：今天来")
    site.box.opened(str(site.ground.walk.pk))
    site.is_cut = False
    site.send()
    visit = Visit.objects.get()
    passage = Passage.objects.get()
    assert (visit.regular, visit.state, visit.answer_note, visit.entered_at, visit.channel) == (one, "inside", "林先生来电：今天来", START, "registered")
    assert (passage.visit, passage.holder_name, passage.dwelling, passage.opened_at) == (visit, "周阿姨", site.ground.home, START)
    assert Regular.objects.get().times == 1
    site.now_is(hours=1)
    assert here(site, one.code, "out") == ("allowed", "leaves")
    site.send()
    visit.refresh_from_db()
    assert (visit.state, visit.left_at) == ("left", START + HOUR)


def test_how_often_a_category_came_today_counts_at_every_gate_and_is_asked_about_when_it_cannot_be_known(site: Site):
    """Two a day. One came by the other gate, which the box hears of; the second here; the third is asked about, here and there."""
    limit(site, 2)
    first, second, third = (comes(site, name, f"1370000444{number}") for number, name in enumerate(("周阿姨", "钱阿姨", "孙阿姨")))
    access.let_regular_in(first, lane=site.ground.back, by=site.ground.team("陈刚", "guard"))
    assert site.listen(), "whoever came in elsewhere is told to the box"
    assert queries.quotas_at(site.where, at=START) == {f"helper:{site.ground.home.pk}": 1}
    assert here(site, second.code) == ("allowed", "allowed")
    assert here(site, third.code) == ("ask", "quota_reached")
    site.send()
    assert queries.quotas_at(site.where, at=START) == {f"helper:{site.ground.home.pk}": 2}
    assert here(site, third.code) == ("ask", "quota_reached") == at_home(site, third.code, "in")[:2], "its own line at home is not counted twice, nor lost"
    site.listen()
    assert here(site, third.code) == ("ask", "quota_reached")
    site.at = START + DAY
    assert here(site, third.code) == ("allowed", "allowed"), "a new day, and the server is heard"


def test_a_box_that_cannot_know_the_count_asks(site: Site):
    """Cut off, others may have come by other gates: ask, until what is known here alone says that it was often enough."""
    limit(site, 2)
    first, second, third = (comes(site, name, f"1370000444{number}") for number, name in enumerate(("周阿姨", "钱阿姨", "孙阿姨")))
    site.listen()
    site.is_cut, site.box.is_online = True, False
    for one in (first, second):
        told = site.show(site.ground.walk, one.code, kind="pin")
        assert (told["outcome"], told["code"], told["whom"], "由前台决定" in told["sentence"]) == ("ask", "quota_unknown", "desk", True)
        site.box.release(told["number"], "前台同意")
    assert here(site, third.code) == ("ask", "quota_reached")
    assert here(site, first.code, "out") == ("allowed", "leaves")
    site.boot(has_own=True)
    assert here(site, second.code)[1] == "inside_already", "what happened before the power cut is remembered"
    assert here(site, third.code) == ("ask", "quota_reached")


def test_invitations_are_counted_where_they_are_made_and_a_box_lets_in_who_was_invited(site: Site):
    limit(site, 0, "visitor", "host", invitations_per_month=1)
    host = site.ground.living("林先生")
    given = {"dwelling": site.ground.home, "starts_at": START, "ends_at": START + 4 * HOUR, "by": host}
    with clock.frozen(START):
        made = access.invite_visitor(site.where, name="陈女士", plate="京A00002", **given)
        assert access.invite_visitor(site.where, name="孙先生", plate="京A00003", **given).code == "access.invitations_used"
    site.listen()
    site.is_cut, site.box.is_online = True, False
    cars = [site.show(site.ground.drive, plate, kind="plate")["code"] for plate in ("京A00002", "京A00003")]
    assert (made.state, cars) == ("invited", ["allowed", "no_right"])


def paper(site: Site, **told) -> dict:
    """The content of a new paper for what a box says of itself."""
    with clock.frozen(START):
        sent = doings.Rights().news(site.edge.pk, {"position": [-1, -1], "made_us": 0, **told})
    one = identity.load(site.folder)
    return envelope.read("rights", one.edge, sent, public_key=one.public_key, with_key=one.seal_key)


@pytest.mark.parametrize("says", [{}, {"format": 1}, {"format": "2"}, {"format": True}, {"format": -3}])
def test_a_box_of_an_earlier_format_is_sent_what_it_reads_and_nothing_else(site: Site, says):
    comes(site)
    assert set(paper(site, **says)["sections"]) == set(snapshot.FIRST)


def test_a_box_of_the_second_format_is_sent_no_cameras(site: Site):
    comes(site)
    told = paper(site, format=2)["sections"]
    assert set(told) == set(snapshot.SECOND) == set(snapshot.SECTIONS) - {"cameras"}
    assert ["locked_until" in row["facts"] for row in told["lanes"].values()] == [False] * len(told["lanes"])
    assert ["locked_until" in row["facts"] for row in paper(site, format=3)["sections"]["lanes"].values()] == [True] * len(told["lanes"])


@pytest.mark.parametrize("number", [3, 4, 900])
def test_a_box_of_this_format_or_a_later_one_is_sent_everything(site: Site, number):
    comes(site)
    sections = paper(site, format=number)["sections"]
    assert set(sections) == set(snapshot.SECTIONS) == set(snapshot.FIRST) | {"regulars", "quotas", "homes", "cameras"}
    assert "周阿姨" not in str(sections) and "13700003333" not in str(sections)
    held = snapshot.taken(snapshot.NOTHING, paper(site, format=number), now_us=micros(START))
    assert len(held.section("regulars")) == 1


def test_a_box_that_was_brought_up_to_date_asks_once_for_what_it_did_not_hold(site: Site, monkeypatch):
    """Nothing happened in the community meanwhile, so nothing would be sent by itself."""
    one = comes(site)
    with monkeypatch.context() as earlier:
        earlier.setattr(snapshot, "format_read", lambda told: 1)
        site.listen()
    assert (set(site.box.held.sections), here(site, one.code)) == (set(snapshot.FIRST), ("refused", "no_right"))
    site.now_is(seconds=1)
    site.boot(has_own=True)
    assert site.listen()
    assert (set(site.box.held.sections), here(site, one.code)) == (set(snapshot.SECTIONS), ("allowed", "allowed"))
    assert not site.listen()
