"""The police are asked about who shows a document: once, signed, kept until answered or given up; what is no answer changes nothing."""

from __future__ import annotations

import json
import socket
import threading
from datetime import timedelta

import pytest

from anju.domains.access import actions, jobs, police
from anju.domains.access.models import Passage, PoliceLine, PoliceQuery, Visit
from anju.domains.access.schedule import ask_police as minutely
from anju.domains.access.tests.conftest import START
from anju.domains.access.tests.test_visits import IDENTITY
from anju.domains.notices.models import Notice
from anju.gateways.messages import leaving
from anju.gateways.messages.translate import own
from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Entry

from .conftest import SECRET, saying, signed

POLICE = Actor.system("police")
WAITS = ("waiting", "", "", "", "", "waiting")


@pytest.mark.clause("003-010")
def test_identity_goes_out_signed_and_request_time_status_and_effect_are_logged(line):
    """The log tells request id, time, response status and effect; the number stands at the visit alone."""
    line.connect()
    visit = line.register()
    assert line.row() == WAITS
    assert line.run() == 1
    (_path, headers, body), query = line.gateway.asked[0], PoliceQuery.objects.get()
    assert own.is_signed(SECRET, headers["X-Anju-Time"], headers["X-Anju-Signature"], body, clock.machine())
    assert json.loads(body) == {
        "request_id": query.request_id, "at": "2026-03-05T01:00:00+00:00", "community_code": "440305001", "identity_number": IDENTITY, "name": "陈先生", "purpose": "visitor_check",
    }  # fmt: skip
    assert (query.visit, len(query.request_id), query.asked_at, query.response, query.effect) == (visit, 32, START, "http 200", "clear")
    assert (query.state, query.answer, query.answered_at, query.tries, Visit.objects.get().police) == ("answered", "clear", START, 1, "clear")
    payloads = str([one.payload for one in Entry.objects.filter(name__startswith="access.police")])
    assert query.request_id in payloads and IDENTITY not in payloads and SECRET not in payloads
    assert (line.run(5), Notice.objects.count()) == (0, 0)


def test_where_no_line_is_connected_or_no_document_was_shown_nobody_is_asked(line):
    line.register()
    assert (line.run(), PoliceQuery.objects.count(), Visit.objects.get().police) == (0, 0, "")
    line.connect()
    line.register(identity_number="", identity_check="fetched")
    assert (line.run(), PoliceQuery.objects.count()) == (0, 0)
    visit = Visit.objects.order_by("number").first()
    actions.ask_police(visit, by=POLICE)
    assert actions.ask_police(visit, by=POLICE).code == "access.police_not_asked"
    assert PoliceQuery.objects.count() == 1


def test_attention_calls_the_leader_and_asks_for_his_word_and_holds_nobody(line):
    leader = line.team("李强", "squad_leader")
    line.connect()
    line.gateway.answers = [saying("attention")]
    visit = line.register()
    actions.answer_visit(visit, agrees=True, by=line.ground.host)
    actions.vouch_for_visit(visit, note="常来", by=leader)
    line.run()
    notice = Notice.objects.get()
    assert line.row() == ("answered", "http 200", "attention", "attention", "", "attention")
    assert (notice.level, notice.title, notice.counted) == (2, "公安核验提示关注：L2026-0001", 2)
    assert notice.text == "公安核验提示关注，请当班队长到场核实，必要时拨打110；不得扣留人员。"
    assert PoliceQuery.objects.get().notice == notice
    assert actions.let_visit_in(visit, lane=line.ground.walk, by=line.guard).code == "access.police_attention"
    assert (Passage.objects.get().outcome, Passage.objects.get().code, Visit.objects.get().state) == ("ask", "police_attention", "agreed")
    actions.vouch_for_visit(visit, note="已到场核实", by=leader)
    assert actions.let_visit_in(visit, lane=line.ground.walk, by=line.guard).state == "inside"
    assert actions.let_visit_out(visit, lane=line.ground.walk, by=line.guard).state == "left"


def test_who_is_inside_when_attention_comes_leaves_freely(line):
    line.connect()
    line.gateway.answers = [saying("attention")]
    visit = line.register()
    actions.answer_visit(visit, agrees=True, by=line.ground.host)
    assert actions.let_visit_in(visit, lane=line.ground.walk, by=line.guard).state == "inside"
    line.run()
    assert (Visit.objects.get().state, Visit.objects.get().police, Notice.objects.count()) == ("inside", "attention", 1)
    assert actions.let_visit_out(visit, lane=line.ground.walk, by=line.guard).state == "left"


def test_unknown_is_written_as_compared_by_eye(line):
    line.connect()
    line.gateway.answers = [saying("unknown")]
    line.register()
    line.run()
    assert (*line.row(), Notice.objects.count()) == ("answered", "http 200", "unknown", "by_eye", "", "by_eye", 0)


def of_another(body: bytes):
    return signed({"request_id": "0" * 32, "result": "attention", "at": "2026-03-05T09:00:01+08:00"})


HOSTILE = {
    "wrong signature": (lambda body: signed({"request_id": json.loads(body)["request_id"], "result": "clear", "at": "2026-03-05T09:00:01+08:00"}, secret="x" * 20), "bad signature"),
    "no signature": (lambda body: (200, {"request_id": json.loads(body)["request_id"], "result": "clear", "at": "2026-03-05T09:00:01+08:00"}), "bad signature"),
    "its own question sent back": (lambda body: signed(body), "unreadable"),
    "another visit": (of_another, "other request"),
    "html": (lambda body: signed(b"<html>clear</html>"), "no json"),
    "a list": (lambda body: signed(b"[1]"), "no json"),
    "5 MB": (lambda body: signed(b'{"result":"clear","x":"' + b"x" * 5_000_000 + b'"}'), "bad signature"),
    "redirect": ((302, b"", {"Location": "http://127.0.0.1:9/"}), "http 302"),
    "error": ((503, {}), "http 503"),
    "no such result": (saying("arrest"), "unreadable"),
    "a list for a result": (saying(["clear"]), "unreadable"),
    "no time": (saying("clear", at="yesterday"), "unreadable"),
    "no zone": (saying("clear", at="2026-03-05T09:00:01"), "unreadable"),
    "impossible day": (saying("clear", at="2026-02-31T09:00:01+08:00"), "unreadable"),
}


@pytest.mark.parametrize("said", HOSTILE)
def test_what_is_no_answer_changes_nothing_and_is_asked_again_under_the_same_id(line, said):
    answer, response = HOSTILE[said]
    line.connect()
    line.gateway.answers = [answer, saying("clear")]
    line.register()
    assert line.run() == 1
    assert (*line.row(), Notice.objects.count()) == ("waiting", response, "", "", "", "waiting", 0)
    assert (line.run(), line.run(2)) == (0, 1)
    assert line.row() == ("answered", "http 200", "clear", "clear", "", "clear")
    assert {json.loads(body)["request_id"] for _path, _headers, body in line.gateway.asked} == {PoliceQuery.objects.get().request_id}


def test_who_is_too_slow_or_not_there_is_asked_again_and_given_up_after_half_an_hour(line, monkeypatch):
    monkeypatch.setattr(leaving, "MOST_SECONDS", 0.2)
    line.connect()
    wait = threading.Event()
    line.gateway.answers = [lambda body: (wait.wait(1), saying("attention")(body))[1], (500, {})]
    line.register()
    assert [line.run(minute) for minute in (0, 1, 2, 3, 4, 7, 8, 15, 16, 23, 24)] == [1, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0]
    wait.set()
    assert (PoliceQuery.objects.get().tries, Visit.objects.get().police) == (6, "waiting")
    assert line.run(31) == 0
    assert (*line.row(), Notice.objects.count()) == ("given_up", "http 500", "", "by_eye", "unanswered", "by_eye", 0)
    late = actions.answer_police_query(PoliceQuery.objects.get(), answer="attention", by=POLICE)
    assert (late.code, Visit.objects.get().police, Notice.objects.count()) == ("access.police_over", "by_eye", 0)
    assert line.run(60) == 0


def test_an_answer_counts_once_and_after_the_visit_only_in_the_log(line):
    line.connect()
    visit = line.register()
    query = PoliceQuery.objects.get()
    assert actions.answer_police_query(query, answer="arrest", by=POLICE).code == "access.police_answer"
    assert line.row() == WAITS
    actions.turn_visit_away(visit, reason="未预约", by=line.guard)
    late = actions.answer_police_query(query, answer="attention", response="http 200", by=POLICE)
    assert (late.answer, late.effect, Visit.objects.get().police, Notice.objects.count()) == ("attention", "by_eye", "by_eye", 0)
    assert actions.answer_police_query(query, answer="clear", by=POLICE).code == "access.police_over"
    assert PoliceQuery.objects.get().answer == "attention"


@pytest.mark.parametrize(("what", "why"), [("left", "over"), ("erased", "erased"), ("line", "unconnected")])
def test_over_erased_or_unconnected_is_not_asked_about(line, what, why):
    connected = line.connect()
    visit = line.register()
    if what == "left":
        actions.turn_visit_away(visit, reason="未预约", by=line.guard)
    elif what == "erased":
        Visit.objects.filter(pk=visit.pk).update(identity_number="")
    else:
        actions.remove_police_line(connected, by=line.manager)
        assert (PoliceLine.objects.get().secret, PoliceLine.objects.get().hint) == ("", "")
    assert line.run() == 0
    assert line.row() == ("given_up", "", "", "by_eye", why, "by_eye")


def test_a_corrected_number_makes_no_old_answer_count(line):
    line.connect()
    visit = line.register()
    line.run()
    assert Visit.objects.get().police == "clear"
    actions.correct_visit(visit, identity_number="11010519491231002X", by=line.guard)
    assert (Visit.objects.get().police, line.run(5), PoliceQuery.objects.count()) == ("by_eye", 0, 1)


def test_twenty_a_minute_leave_and_one_while_nobody_answers(line):
    line.connect()
    for _each in range(22):
        line.register()
    assert [line.run(), line.run(0.5), line.run(2)] == [20, 0, 2]
    assert PoliceQuery.objects.filter(answer="clear").count() == 22
    line.gateway.answers = [(503, {})]
    with clock.frozen(START + timedelta(minutes=5)):
        for _each in range(3):
            line.register()
    assert [line.run(5), line.run(6), line.run(7)] == [1, 1, 1]


def test_a_killed_sender_asks_again_after_the_pause_under_the_same_id(line):
    line.connect()
    line.register()
    killed = pytest.MonkeyPatch()
    killed.setattr(leaving, "exchanged", lambda *_rest, **_more: (_ for _ in ()).throw(SystemExit))
    with pytest.raises(SystemExit):
        jobs.ask_police.func(str(PoliceQuery.objects.get().pk))
    killed.undo()
    assert (line.row(), line.run(), line.run(1)) == (WAITS, 0, 1)
    assert (PoliceQuery.objects.get().tries, PoliceQuery.objects.get().answer) == (2, "clear")


def test_the_clock_hands_what_is_due_to_the_worker(line, monkeypatch):
    line.connect()
    line.register()
    handed = []
    monkeypatch.setattr("anju.domains.access.schedule.enqueue", lambda work, *given: handed.append((work, given)))
    minutely(line.ground.where)
    assert handed == [("access.ask_police", (str(PoliceQuery.objects.get().pk),))]
    assert police.due(line.ground.where, at=START - timedelta(seconds=1)) == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"allows_lan": False}, "notices.not_https"),
        ({"address": "https://127.0.0.1/ask", "allows_lan": False}, "notices.inner_address"),
        ({"address": "https://localhost/ask", "allows_lan": False}, "notices.inner_address"),
        ({"address": "https://169.254.169.254/ask"}, "notices.forbidden_address"),
        ({"address": "https://100.100.100.200/ask"}, "notices.forbidden_address"),
        ({"address": "https://0x7f000001/ask"}, "notices.forbidden_address"),
        ({"address": "http://10.0.0.5/ask"}, "access.police_https"),
        ({"address": "http://gateway.lan/ask"}, "access.police_https"),
        ({"address": "smtps://police.example.cn/ask"}, "access.police_https"),
        ({"address": "https://me:pw@police.example.cn/ask"}, "notices.bad_address"),
        ({"secret": "short"}, "access.police_secret"),
        ({"secret": ""}, "access.police_secret"),
        ({"community_code": " "}, "access.police_code"),
    ],
)
def test_a_line_that_leads_elsewhere_is_refused(line, changed, code):
    assert line.connect(**changed).code == code
    assert (PoliceLine.objects.count(), Entry.objects.filter(name="access.police_line_connected").count()) == (0, 0)


def test_the_manager_alone_connects_and_a_new_address_needs_the_secret_again(line):
    given = {"address": "https://police.example.cn/ask", "community_code": "1", "secret": SECRET}
    assert actions.connect_police_line(line.ground.where, **given, by=line.guard).code == "kernel.not_permitted"
    one = line.connect()
    assert (one.secret, one.hint, SECRET.encode() in bytes(one.sealed)) == (SECRET, "••••ine", False)
    assert line.connect(secret="", community_code="440305002").secret == SECRET
    assert line.connect(address="https://police.example.cn/ask", secret="").code == "access.police_secret"
    assert (PoliceLine.objects.get().address, PoliceLine.objects.get().community_code) == (line.gateway.address, "440305002")


def test_a_name_that_leads_inside_is_not_called(line, monkeypatch):
    line.connect(address="https://police.example.cn/ask", allows_lan=False)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_rest, **_more: [(0, 0, 0, "", ("10.0.0.5", 443))])
    line.register()
    assert (line.run(), line.row()) == (0, ("waiting", "blocked address", "", "", "", "waiting"))


def test_what_is_over_or_not_due_is_refused_and_stays_as_it_is(line):
    connected = line.connect()
    line.register()
    query = PoliceQuery.objects.get()
    assert actions.remove_police_line(connected, by=line.guard).code == "kernel.not_permitted"
    assert actions.try_police_query(query, by=line.manager).code == "kernel.not_permitted"
    assert actions.try_police_query(query, by=POLICE).tries == 1
    assert actions.try_police_query(query, by=POLICE).code == "access.police_not_yet"
    assert (PoliceQuery.objects.get().tries, line.row()) == (1, WAITS)
    actions.answer_police_query(query, answer="clear", response="http 200", by=POLICE)
    assert actions.try_police_query(query, by=POLICE).code == "access.police_over"
    assert actions.note_no_police_answer(query, response="http 500", given_up_for="over", by=POLICE).code == "access.police_over"
    assert line.row() == ("answered", "http 200", "clear", "clear", "", "clear")
    actions.remove_police_line(connected, by=line.manager)
    assert actions.remove_police_line(connected, by=line.manager).code == "access.police_gone"
