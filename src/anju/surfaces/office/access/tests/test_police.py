"""The check with the police at the gate desk, in its log and on the health page."""

from __future__ import annotations

from datetime import timedelta

from anju.domains.access import actions
from anju.domains.access.models import PoliceLine, PoliceQuery, Visit
from anju.domains.access.reactions import when_a_visit_is_registered_ask_the_police
from anju.kernel import clock, ledger
from anju.kernel import scope as view
from anju.kernel.models import Entry, Scope
from anju.surfaces.health.police import police

from .test_gate_desk import IDENTITY, SYSTEM, THURSDAY, estate, walk_in  # noqa: F401

SECRET = "a-secret-of-the-line"


def registered(estate) -> PoliceQuery:  # noqa: F811
    """A walk-in over HTTP and the reaction to it."""
    assert walk_in(estate).status_code == 302
    entry = Entry.objects.filter(name="access.visit_registered").latest("id")
    with view.entered(estate.here):
        when_a_visit_is_registered_ask_the_police(entry, ledger.event_of(entry, {"reason": ""}))
        return PoliceQuery.objects.first()


def desk(estate) -> str:  # noqa: F811
    return estate.client.get("/gate/").content.decode()


def test_the_desk_says_not_connected_connected_waiting_and_answered(estate):  # noqa: F811
    estate.client.force_login(guard := estate.account("chen", "guard"))
    assert "公安核验：未接入。由保安核对人证。" in estate.client.get("/gate/register/").content.decode()
    assert (registered(estate), "公安核验" in desk(estate)) == (None, False)
    estate.client.force_login(estate.account("zhao", "project_manager"))
    given = {"address": "https://police.example.cn/ask", "community_code": "440305001", "secret": SECRET, "where": str(estate.here.pk)}
    assert estate.client.post("/police_lines/new/", given).status_code == 302
    with view.entered(estate.here):
        assert PoliceLine.objects.get().secret == SECRET
    assert SECRET not in estate.client.get("/police_lines/").content.decode()
    estate.client.force_login(guard)
    assert "公安核验：已接入。" in estate.client.get("/gate/register/").content.decode()
    query = registered(estate)
    assert "公安核验中，尚无答复" in desk(estate)
    with view.entered(estate.here):
        actions.answer_police_query(query, answer="attention", response="http 200", by=SYSTEM)
    assert "公安核验提示关注，请当班队长到场核实，必要时拨打110；不得扣留人员。" in desk(estate)


def test_the_log_names_no_person_and_is_for_leaders_of_this_community(estate):  # noqa: F811
    with view.entered(estate.here):
        actions.connect_police_line(estate.here, address="https://police.example.cn/ask", community_code="440305001", secret=SECRET, by=SYSTEM)
    estate.client.force_login(estate.account("chen", "guard"))
    query = registered(estate)
    assert estate.client.get("/police_queries/").status_code in (403, 404)
    assert estate.client.get(f"/police_queries/{query.pk}/").status_code in (403, 404)
    assert estate.client.post("/police_lines/new/", {"address": "https://else.example.cn/", "community_code": "1", "secret": SECRET}).status_code in (403, 404)
    with view.entered(estate.here):
        actions.answer_police_query(query, answer="clear", response="http 200", by=SYSTEM)
    estate.client.force_login(estate.account("li", "squad_leader"))
    log = estate.client.get("/police_queries/").content.decode()
    for shown in (query.request_id, "L2026-0001", "http 200", "无异常，已记入来访"):
        assert shown in log
    assert ("陈先生" in log, IDENTITY in log) == (False, False)
    assert query.request_id in estate.client.get(f"/police_queries/{query.pk}/").content.decode()
    other = Scope.objects.create(kind="community", name="别处")
    PoliceQuery.everywhere.filter(pk=query.pk).update(scope=other)
    assert estate.client.get(f"/police_queries/{query.pk}/").status_code == 404
    assert query.request_id not in estate.client.get("/police_queries/").content.decode()


def test_the_health_page_says_how_the_line_does(estate):  # noqa: F811
    def row() -> tuple:
        found = list(police())
        return len(found), found[0].state, found[0].words(str, str)[1]

    assert row() == (1, "good", "not connected; guards compare person and document")
    with view.entered(estate.here):
        actions.connect_police_line(estate.here, address="https://police.example.cn/ask", community_code="440305001", secret=SECRET, by=SYSTEM)
    assert row() == (1, "good", "1 lines connected, nothing waits")
    estate.client.force_login(estate.account("chen", "guard"))
    registered(estate)
    with clock.frozen(THURSDAY + timedelta(minutes=6)):
        assert row() == (1, "bad", "1 questions wait for more than five minutes, 0 of the last day were given up")
    assert Visit.everywhere.get().police == "waiting"
