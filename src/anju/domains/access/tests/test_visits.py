"""Visits from the gate or the phone: what must be told, whose word counts, when they end by the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.access import actions, queries
from anju.domains.access.models import Inquiry, Passage, Regular, Visit, WatchEntry
from anju.domains.access.reactions import when_the_host_answers_in_the_app_write_it_down
from anju.domains.access.schedule import close_due
from anju.domains.notices import actions as notices
from anju.domains.notices.models import Notice
from anju.domains.notices.queries import whole_text
from anju.domains.passes import queries as passes
from anju.domains.passes.models import Pass
from anju.kernel import clock, files, ledger
from anju.kernel.actors import Actor
from anju.kernel.models import Entry

from .conftest import START

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
IDENTITY = "110101199003074477"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
NIGHT = START + 14 * HOUR
"""23:00"""


def walk_in(ground, by, **changed):
    given = {"category": "visitor", "name": "陈先生", "identity_number": IDENTITY, "dwelling": ground.home, "reason": "探亲", "photo": files.checked(PICTURE), "by": by}
    return actions.register_visit(ground.where, **{**given, **changed})


@pytest.mark.clause("003-004", "003-005")
def test_registered_checked_confirmed_released_and_out_no_step_skipped(community, ground, team):
    """All six things are kept, in and out; each step is refused before its turn; a wrong identity number is refused."""
    guard, leader = team("陈刚", "guard"), team("李强", "squad_leader")
    assert walk_in(ground, guard, name=" ").code == "access.something_missing"
    assert walk_in(ground, guard, identity_number="").code == "access.something_missing"
    assert walk_in(ground, guard, dwelling=None).code == "access.something_missing"
    assert walk_in(ground, guard, identity_number=IDENTITY[:-1] + "0").code == "access.bad_identity"
    assert Visit.objects.count() == 0
    visit = walk_in(ground, guard)
    assert (visit.number, visit.state, visit.host, visit.host_phone) == ("L2026-0001", "waiting", team.person("林先生"), "13900001111")
    assert actions.let_visit_in(visit, lane=ground.walk, by=guard).code == "access.not_confirmed"
    assert actions.let_visit_out(visit, lane=ground.walk, by=guard).code == "access.wrong_step"
    assert [(one.outcome, one.may_go) for one in Passage.objects.all()] == [("ask", False)]
    actions.ask_host(visit, lane=ground.walk, by=guard)
    assert actions.answer_visit(visit, agrees=True, by=team("别家老周", "resident")).code == "access.not_your_visit"
    agreed = actions.answer_visit(visit, agrees=True, note="是我表哥", by=ground.host, at=START + timedelta(seconds=9))
    assert (agreed.state, agreed.answered_by, agreed.answered_way, agreed.confirmed) == ("agreed", team.person("林先生"), "app", ["host"])
    assert Entry.objects.get(name="access.visit_answered").payload["seconds"] == 9
    inside = actions.let_visit_in(visit, lane=ground.walk, by=guard, at=START + timedelta(seconds=18))
    assert (inside.state, inside.entered_at, inside.until_at) == ("inside", START + timedelta(seconds=18), START + timedelta(seconds=18) + 12 * HOUR)
    assert list(queries.open_visits(community)) == [visit]
    out = actions.let_visit_out(visit, lane=ground.back, by=leader, at=START + 2 * HOUR)
    row = (out.name, out.identity_number, out.dwelling, out.host, out.host_phone, out.entered_at, out.left_at)
    assert row == ("陈先生", IDENTITY, ground.home, team.person("林先生"), "13900001111", START + timedelta(seconds=18), START + 2 * HOUR)
    assert list(queries.open_visits(community)) == []
    assert [(one.direction, one.visit) for one in Passage.objects.filter(outcome="allowed").order_by("at")] == [("in", visit), ("out", visit)]
    assert visit.rules_version == 0 and IDENTITY not in str(list(Entry.objects.values_list("payload", flat=True)))
    assert actions.let_visit_in(visit, lane=ground.walk, by=guard).code == "access.wrong_step"
    assert actions.let_visit_out(visit, lane=ground.walk, by=guard).code == "access.wrong_step"


def test_hostile_words_are_kept_as_words_or_refused(community, ground, team):
    guard = team("陈刚", "guard")
    refused = actions.register_visit(community, category="king", name="<script>", by=guard)
    assert (refused.code, Visit.objects.count()) == ("access.unknown_category", 0)
    assert walk_in(ground, guard, identity_number="110101😀").code == "access.bad_identity"
    assert walk_in(ground, guard, name="<b>😀</b>").name == "<b>😀</b>"


def test_without_a_document_the_host_comes_to_the_gate(community, ground, team):
    guard = team("陈刚", "guard")
    fetched = walk_in(ground, guard, identity_number="", identity_check="fetched")
    assert (fetched.identity_check, fetched.identity_number, fetched.state) == ("fetched", "", "waiting")


@pytest.mark.clause("002-269", "002-270", "002-299")
def test_a_relative_without_a_card_gives_name_and_dwelling_and_the_desk_asks_the_owner(community, ground, team):
    guard, desk = team("陈刚", "guard"), team("前台小周", "front_desk")
    assert walk_in(ground, guard, category="relative", identity_number="", dwelling=None).code == "access.something_missing"
    visit = walk_in(ground, guard, category="relative", name="林妈妈", identity_number="")
    assert actions.let_visit_in(visit, lane=ground.walk, by=guard).code == "access.not_confirmed"
    assert actions.answer_for_host(visit, agrees=True, way="app", note="x", by=desk).code == "access.unknown_way"
    assert actions.answer_for_host(visit, agrees=True, way="desk", by=desk).code == "access.note_needed"
    denied = actions.answer_for_host(visit, agrees=False, way="intercom", by=guard)
    assert (denied.state, actions.let_visit_in(visit, lane=ground.walk, by=guard).code) == ("denied", "access.wrong_step")
    said = actions.answer_for_host(visit, agrees=True, way="desk", note="林先生来电，是母亲", by=desk, at=START + HOUR)
    assert (said.answered_way, said.answered_at, said.answered_by, said.answer_note) == ("desk", START + HOUR, team.person("林先生"), "林先生来电，是母亲")
    assert Entry.objects.filter(name="access.visit_answered").latest("id").actor_id == desk.id
    assert actions.let_visit_in(visit, lane=ground.walk, by=guard).state == "inside"


def test_the_answer_in_the_app_counts_and_an_urged_host_is_counted(community, ground, team):
    guard = team("陈刚", "guard")
    visit = walk_in(ground, guard)
    for times in (1, 2):
        assert actions.ask_host(visit, lane=ground.walk, by=guard).asked_times == times
    notice = Notice.objects.latest("sent_at", "pk")
    assert (notice.title, notice.answers, notice.counted) == ("南门有人来访", ["agreed", "not_known"], 1)
    assert "对讲" not in whole_text(notice), "a host hears no radio"
    notices.read_notice(Visit.objects.get().notice, answer="agreed", by=ground.host)
    entry = Entry.objects.get(name="notices.notice_read")
    when_the_host_answers_in_the_app_write_it_down(entry, ledger.event_of(entry, {}))
    heard = Visit.objects.get()
    assert (heard.state, heard.answered_way, heard.answered_by) == ("agreed", "app", team.person("林先生"))
    assert actions.ask_host(visit, by=guard).code == "access.wrong_step"
    assert actions.answer_visit(visit, agrees=False, by=ground.host).code == "access.wrong_step"


@pytest.mark.clause("003-008", "003-009")
def test_a_guest_is_booked_on_the_phone_and_comes_in_by_a_moving_code(community, ground, team):
    """Booked, scanned, judged by machine; a picture of the code, an old code and a code after its time are refused."""
    guard, host = team("陈刚", "guard"), ground.host
    visit = actions.invite_visitor(community, dwelling=ground.home, name="陈先生", starts_at=START + HOUR, ends_at=START + 5 * HOUR, plate="京A12345", by=host)
    permit = Pass.objects.get()
    assert (visit.state, visit.permit, permit.kind, permit.state, permit.ends_at) == ("invited", permit, "visitor", "issued", START + 5 * HOUR)

    def scan(at, code=None):
        live = passes.tokens.with_live_code(passes.code_of(permit), passes.live_secret(permit.pk), permit.pk, at)
        return actions.decide_passage(ground.walk, direction="in", shown="pass", secret=code or live, by=guard, at=at)

    assert (scan(START).code, scan(START + 2 * HOUR, passes.code_of(permit)).code) == ("pass_not_yet", "pass_not_live")
    old = passes.tokens.with_live_code(passes.code_of(permit), passes.live_secret(permit.pk), permit.pk, START + HOUR)
    assert scan(START + 2 * HOUR, old).code == "pass_not_live"
    came = scan(START + 2 * HOUR)
    assert (came.outcome, came.visit, came.facts["permit"]["number"], came.facts["permit"]["code"]) == ("allowed", visit, permit.number, "valid")
    visit.refresh_from_db()
    assert (visit.state, visit.entered_at, visit.channel, Pass.objects.get().uses_done) == ("inside", START + 2 * HOUR, "booking", 1)
    again = scan(START + 3 * HOUR)
    assert (again.outcome, again.code) == ("ask", "pass_inside_already")
    assert scan(START + 5 * HOUR).code == "pass_expired"


def test_what_cannot_be_invited_and_what_is_withdrawn(community, ground, team):
    guard, host, stranger = team("陈刚", "guard"), ground.host, team("别家老周", "resident")
    given = {"dwelling": ground.home, "name": "陈先生"}
    codes = [
        actions.invite_visitor(community, **{"by": host, **given, **changed}).code
        for changed in ({"by": stranger}, {"dwelling": ground.south}, {"ends_at": START}, {"ends_at": START + DAY + HOUR}, {"people": 201}, {"name": " "})
    ]
    assert codes == ["access.not_your_home", "access.not_your_home", "access.window_over", "access.window_too_long", "access.bad_number", "passes.something_missing"]
    assert (Visit.objects.count(), Pass.objects.count()) == (0, 0)
    visit = actions.invite_visitor(community, **given, by=host)
    assert actions.withdraw_invitation(visit, by=stranger).code == "access.not_your_visit"
    gone = actions.withdraw_invitation(visit, by=host)
    assert (gone.state, Pass.objects.get().state) == ("withdrawn", "revoked")
    assert actions.withdraw_invitation(visit, by=host).code == "access.wrong_step"
    assert actions.let_visit_in(visit, lane=ground.walk, by=guard).code == "access.wrong_step"
    other = actions.invite_visitor(community, **given, by=host)
    assert actions.let_visit_in(other, lane=ground.walk, by=guard).state == "inside", "the phone is flat: known by name"


@pytest.mark.clause("000-124")
def test_at_night_everybody_is_registered_and_the_control_room_confirms(community, ground, team):
    """23:00, in and out; on the Saturday too; the confirmation says who."""
    guard, room = team("陈刚", "guard"), team("老张", "monitor_operator")
    for moment in (NIGHT, START + 2 * DAY):
        with clock.frozen(moment):
            visit = walk_in(ground, guard)
            actions.answer_visit(visit, agrees=True, by=ground.host)
            assert actions.let_visit_in(visit, lane=ground.walk, by=guard).code == "access.off_hours"
            assert actions.vouch_for_visit(visit, note=" ", by=room).code == "access.reason_needed"
            assert actions.vouch_for_visit(visit, note="已在监控核对", by=room).confirmed == ["host", "control_room"]
            assert actions.vouch_for_visit(visit, note="x", by=room).code == "access.confirmed_already"
            assert actions.let_visit_in(visit, lane=ground.walk, by=guard).state == "inside"
            left = actions.let_visit_out(visit, lane=ground.walk, by=guard, at=moment + HOUR)
            assert left.left_at == moment + HOUR
    assert [entry.payload["as_whom"] for entry in Entry.objects.filter(name="access.visit_vouched")] == ["control_room"] * 2


@pytest.mark.clause("000-123")
def test_moving_crews_come_after_the_clients_word_and_with_an_escort_until_they_leave(community, ground, team):
    guard = team("陈刚", "guard")
    crew = {"category": "delivery", "name": "四通搬家", "identity_number": "", "people": 4}
    assert walk_in(ground, guard, **crew).code == "access.something_missing"
    visit = walk_in(ground, guard, **crew, escort="保安 陈刚")
    assert actions.let_visit_in(visit, lane=ground.drive, by=guard).code == "access.not_confirmed"
    actions.answer_for_host(visit, agrees=True, way="phone", note="林先生：今天搬沙发", by=guard)
    actions.let_visit_in(visit, lane=ground.drive, by=guard)
    out = actions.let_visit_out(visit, lane=ground.drive, by=guard, at=START + HOUR)
    assert (out.people, out.escort, out.answered_by, out.left_at) == (4, "保安 陈刚", team.person("林先生"), START + HOUR)


@pytest.mark.clause("002-274", "002-272")
def test_a_worker_comes_once_without_a_permit_and_the_second_time_needs_one(community, ground, team):
    guard, desk = team("陈刚", "guard"), team("前台小周", "front_desk")
    once = {"category": "once", "name": "张师傅", "phone": "13700001111", "identity_number": "", "escort": "巡逻 李强"}
    visit = walk_in(ground, guard, **once)
    assert actions.let_visit_in(visit, lane=ground.walk, by=guard).code == "access.not_confirmed"
    actions.answer_for_host(visit, agrees=True, way="desk", note="业主来电同意打孔", by=desk)
    actions.let_visit_in(visit, lane=ground.walk, by=guard)
    actions.let_visit_out(visit, lane=ground.walk, by=guard)
    second = walk_in(ground, guard, **once)
    assert (second.code, Visit.objects.count()) == ("access.permit_needed", 1)
    assert walk_in(ground, guard, **{**once, "phone": "13700002222"}).state == "waiting"


def test_couriers_and_riders_are_registered_once_and_back_in_by_the_end_of_the_phone(community, ground, team):
    """Thirty minutes, counted by the clock; not twice inside; ended ones no more."""
    guard = team("陈刚", "guard")
    rider = {"category": "rider", "name": "小吴", "phone": "13811112222", "company": "快骑", "by": guard}
    assert actions.register_regular(community, **{**rider, "company": ""}).code == "access.something_missing"
    assert actions.register_regular(community, **{**rider, "category": "king"}).code == "access.unknown_category"
    one = actions.register_regular(community, **rider)
    assert actions.register_regular(community, **rider).code == "access.known_already"
    assert [queries.regular_like(community, typed) for typed in ("2222", one.code.lower(), "22", "9999", "", "😀")] == [[one], [one], [], [], [], []]
    visit = actions.let_regular_in(one, lane=ground.walk, dwelling=ground.home, by=guard)
    assert (visit.state, visit.until_at, Regular.objects.get().times) == ("inside", START + HOUR / 2, 1)
    assert actions.let_regular_in(one, lane=ground.walk, by=guard).code == "access.inside_already"
    with clock.frozen(START + HOUR / 2 - timedelta(seconds=1)):
        close_due(community)
        assert Visit.objects.get().state == "inside"
        assert actions.note_overstay(visit, by=Actor.system("schedule")).code == "access.wrong_step"
    with clock.frozen(START + HOUR / 2):
        close_due(community)
    assert (Visit.objects.get().state, dict(queries.inside_now(community))) == ("overstay", {"overstay": 1})
    out = actions.let_visit_out(visit, lane=ground.walk, by=guard, at=START + HOUR)
    assert (out.state, Entry.objects.get(name="access.visitor_let_out").payload["was_overstay"]) == ("left", True)
    assert actions.end_regular(one, reason=" ", by=team("前台小周", "front_desk")).code == "access.reason_needed"
    actions.end_regular(one, reason="换人", by=team("前台小周", "front_desk"))
    assert actions.end_regular(one, reason="x", by=team("前台小周", "front_desk")).code == "access.ended_already"
    assert actions.let_regular_in(one, lane=ground.walk, by=guard).code == "access.not_known_now"
    assert Visit.objects.count() == 1


def test_what_nobody_came_for_lapses(community, ground, team):
    visit = actions.invite_visitor(community, dwelling=ground.home, name="陈先生", ends_at=START + HOUR, by=ground.host)
    assert actions.lapse_visit(visit, by=Actor.system("schedule")).code == "access.wrong_step"
    with clock.frozen(START + HOUR):
        close_due(community)
    assert Visit.objects.get().state == "lapsed"


@pytest.mark.clause("003-002", "003-015")
def test_strangers_and_salespeople_are_asked_and_sent_away_residents_are_asked_and_stay(community, ground, team):
    guard = team("陈刚", "guard")
    told = [("salesperson", "left", "推销净水器，劝离"), ("stranger", "admitted", "业主电话确认，已登记"), ("suspicious", "escalated", "翻看车门把手，已报班长")]
    for kind, outcome, words in told:
        actions.record_inquiry(community, kind=kind, outcome=outcome, words=words, lane=ground.walk, photo=files.checked(PICTURE), by=guard)
    kept = [(one.kind, one.outcome, one.words, one.guard, one.at, one.photo_id is not None) for one in Inquiry.objects.order_by("pk")]
    assert kept == [(*each, team.person("陈刚"), START, True) for each in told]
    away = actions.record_inquiry(community, kind="resident", outcome="left", words="不认识", by=guard)
    assert (away.code, Inquiry.objects.count()) == ("access.residents_stay", 3)
    asked = actions.record_inquiry(community, kind="resident", outcome="admitted", words="忘带卡，核对住户名册", found=team.person("林先生"), by=guard)
    assert (asked.found, Entry.objects.filter(name="access.inquiry_recorded").latest("id").payload["outcome"]) == (team.person("林先生"), "admitted")
    assert actions.record_inquiry(community, kind="lost", outcome="guided", words=" ", by=guard).code == "access.words_needed_here"


def test_the_watch_list_asks_for_ninety_days_after_two_people_agreed_and_hears_appeals(community, ground, team):
    leader, manager, second, guard = team("李强", "squad_leader"), team("赵敏"), team("孙经理", "security_manager"), team("陈刚", "guard")
    given = {"reason": "theft", "words": "3月1日翻看快递柜，已报警", "phone": "13600009999", "by": manager}
    codes = [
        actions.propose_watch(community, **{**given, **changed}).code
        for changed in (
            {"reason": "owes_fees"}, {"words": " "}, {"phone": ""}, {"ends_at": START + 90 * DAY + HOUR}, {"ends_at": START}, {"reason": "police_notice"},
            {"identity_number": "123"},
        )
    ]  # fmt: skip
    assert codes == [f"access.{code}" for code in ("unknown_reason", "words_needed", "no_mark", "watch_too_long", "watch_too_long", "paper_needed", "bad_identity")]
    assert WatchEntry.objects.count() == 0
    entry = actions.propose_watch(community, **given)
    visit = walk_in(ground, guard, phone="13600009999")
    actions.answer_visit(visit, agrees=True, by=ground.host)
    assert queries.watched_now(community).count() == 0
    assert actions.agree_to_watch(entry, by=manager).code == "access.second_person"
    actions.agree_to_watch(entry, by=second)
    assert actions.let_visit_in(visit, lane=ground.walk, by=guard).code == "access.watched"
    assert actions.vouch_for_visit(visit, note="业主到门口接", by=leader).confirmed == ["host", "leader"]
    assert actions.let_visit_in(visit, lane=ground.walk, by=guard).state == "inside"
    assert actions.let_visit_out(visit, lane=ground.walk, by=guard).state == "left", "who leaves is never held"
    assert actions.appeal_watch(entry, appeal=" ", by=guard).code == "access.reason_needed"
    appealed = actions.appeal_watch(entry, appeal="取的是自己的快递", by=guard)
    assert (appealed.state, actions.appeal_watch(entry, appeal="x", by=guard).code) == ("appealed", "access.watch_step")
    assert actions.answer_appeal(entry, is_kept=True, answer="不", by=manager).code == "access.second_person"
    assert actions.answer_appeal(entry, is_kept=True, answer="录像属实", by=second).state == "active"
    assert actions.answer_appeal(entry, answer="x", by=second).code == "access.watch_step"
    with clock.frozen(START + 90 * DAY):
        close_due(community)
        assert (WatchEntry.objects.get().state, queries.watched_now(community).count()) == ("ended", 0)
    assert actions.end_watch(entry, why="x", by=manager).code == "access.watch_step"
    dropped = actions.propose_watch(community, **given)
    assert actions.drop_watch(dropped, why=" ", by=second).code == "access.reason_needed"
    assert actions.drop_watch(dropped, why="证据不足", by=second).state == "dropped"
    assert actions.agree_to_watch(dropped, by=second).code == "access.watch_step"


def test_a_visit_ends_politely_without_coming_in(community, ground, team):
    guard = team("陈刚", "guard")
    visit = walk_in(ground, guard)
    assert actions.turn_visit_away(visit, reason=" ", by=guard).code == "access.reason_needed"
    assert actions.turn_visit_away(visit, reason="业主不在，改日再来", by=guard).state == "turned_away"
    assert actions.turn_visit_away(visit, reason="x", by=guard).code == "access.wrong_step"
    assert Passage.objects.count() == 0
