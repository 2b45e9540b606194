"""A notice from the count before it is sent to the last reader, and what it refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.notices import actions, queries
from anju.domains.notices.actions import settling
from anju.domains.notices.models import Delivery, Notice, Recipient
from anju.domains.places.models import Place
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actions import requested
from anju.kernel.models import Entry, Scope

from .conftest import NIGHT, SECOND, START, SYSTEM


def at(seconds: int):
    return START + seconds * SECOND


def state_of(notice: Notice, person) -> str:
    return Recipient.objects.get(notice=notice, person=person).state


@pytest.mark.clause("000-040")
def test_everybody_of_the_audience_gets_it_at_once_and_delivery_and_reading_are_kept(community, team, send):
    """No second passes between sending and showing; the receipts say who was reached and who read it when."""
    chen, li = team.person("陈刚", "guard"), team.person("李明", "guard")
    team.person("前台小周", "front_desk")
    notice = send(level=3)
    assert (notice.counted, notice.written, notice.state, notice.number) == (2, 2, "sent", "2026-0001")
    assert [one.notice for one in queries.notices_for(community, chen.pk)] == [notice]
    guard = team("陈刚", "guard")
    actions.show_notice(notice, by=guard, at=at(0))
    actions.show_notice(notice, by=team("李明", "guard"), at=at(5))
    actions.read_notice(notice, answer="known", by=guard, at=at(42))
    mine = Recipient.objects.get(notice=notice, person=chen)
    assert (mine.state, mine.delivered_at, mine.delivered_by, mine.read_at, mine.answer) == ("read", at(0), "in_app", at(42), "known")
    assert queries.receipts(notice) == {"counted": 2, "waiting": 0, "delivered": 2, "read": 1, "undelivered": 0}
    assert [one.person for one in queries.unreached(notice)] == [li], "shown is not read"
    assert Entry.objects.get(name="notices.notice_read").payload["seconds"] == 42


def test_the_audience_is_counted_before_sending_and_each_person_once(community, team, houses, channels):
    """Owners and residents of one building, guards and one person: whoever belongs twice is counted once."""
    owner = team.home(houses["1-101"], "周一一", phone=True)
    team.home(houses["1-102"], "吴二二", owner=False)
    team.home(houses["2-101"], "郑三三")
    team.person("陈刚", "guard", phone=True)
    wanted = {"groups": ["owners", "residents"], "places": [str(houses["1"].pk)], "roles": ["guard"], "persons": [str(owner.pk)]}
    seen = queries.preview(community, level=1, title="停水", text="今晚停水。", audience=wanted, at=START)
    assert (seen.counted, seen.by_way, seen.by_none) == (3, {"in_app": 1, "sms": 2, "voice": 2}, 1)
    assert seen.text == "今晚停水。 对讲喊话：“各岗注意，停水。”"
    assert (Notice.objects.count(), Recipient.objects.count()) == (0, 0)
    all_homes = queries.preview(community, level=4, title="停水", text="今晚停水。", audience={"groups": ["residents"]}, at=START)
    assert (all_homes.counted, all_homes.by_way) == (3, {"in_app": 0})


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"audience": {}}, "no_audience"),
        ({"audience": {"roles": ["king"]}}, "bad_audience"),
        ({"audience": {"groups": ["everybody"]}}, "bad_audience"),
        ({"audience": {"places": ["1"]}}, "bad_audience"),
        ({"audience": {"persons": "all"}}, "bad_audience"),
        ({"audience": ["guard"]}, "bad_audience"),
        ({"audience": {"who": ["guard"]}}, "bad_audience"),
        ({"audience": {"roles": ["gardener"]}}, "nobody"),
        ({"level": 5}, "unknown_level"),
        ({"title": " "}, "nothing_said"),
        ({"title": "长" * 41}, "too_long"),
        ({"text": "长" * 501}, "too_long"),
        ({"text": "请联系 13800001234"}, "personal_data"),
        ({"text": "请联系 138 0000 1234"}, "personal_data"),
        ({"text": "请联系 １３８００００１２３４"}, "personal_data"),
        ({"text": "身份证 11010519491231002X"}, "personal_data"),
        ({"title": "请京A·12345挪车"}, "personal_data"),
        ({"radio": "请欧阳建国到门岗"}, "personal_data"),
        ({"text": "王强先生请到门岗"}, "personal_data"),
    ],
)
def test_what_is_not_sent(community, team, send, given, code):
    for name in ("欧阳建国", "王强"):
        team.person(name, "guard")
    before = Entry.objects.count()
    refused = send(**given)
    assert (refused.code, Notice.objects.count(), Recipient.objects.count(), Entry.objects.count()) == (f"notices.{code}", 0, 0, before)


def test_words_that_are_names_too_are_sent_and_amounts_only_where_many_are_told(team, send):
    for name in ("高峰", "陈刚"):
        team.person(name, "guard")
    assert send(text="晚高峰请走东门。").state == "sent"
    assert send(text="停车费每月 300 元，即日起。").state == "sent"
    one = {"persons": [str(team.person("陈刚").pk)]}
    assert send(text="您的账单 300 元。", audience=one).code == "notices.personal_data"


def test_a_request_that_comes_twice_is_one_notice(community, team, send):
    team.person("陈刚", "guard")
    with requested("req-1"):
        first = send()
    with requested("req-1"):
        again = send()
    assert (again, Notice.objects.count(), Recipient.objects.count()) == (first, 1, 1)


def test_a_large_audience_is_written_two_hundred_at_a_time(community, team, send):
    for number in range(450):
        team.person(f"某{number}", "guard", account=False)
    notice = send(level=4)
    assert (notice.counted, notice.written, notice.state) == (450, 200, "sending")
    settling.go_on(community, at(1))
    notice.refresh_from_db()
    assert (notice.written, notice.state, Recipient.objects.filter(notice=notice).count()) == (450, "sent", 450)
    assert actions.write_recipients(notice, by=SYSTEM).code == "notices.nothing_due"
    sizes = [entry.payload["written"] for entry in Entry.objects.filter(name="notices.recipients_written").order_by("id")]
    assert sizes == [200, 50]


def ladder_of(notice, person) -> list[tuple[str, int]]:
    rows = Delivery.objects.filter(notice=notice, recipient__person=person).order_by("due_at")
    return [(one.way, int((one.due_at - START).total_seconds())) for one in rows]


def test_the_next_way_comes_after_fifteen_seconds_and_the_last_ends_in_not_delivered(community, team, channels, send):
    chen = team.person("陈刚", "guard", phone=True)
    notice = send(level=1)
    for second in range(60):
        settling.go_on(community, at(second))
    assert ladder_of(notice, chen) == [("sms", 15), ("voice", 30)]
    assert state_of(notice, chen) == "undelivered"
    gone = Entry.objects.get(name="notices.notice_undelivered")
    assert (gone.payload["persons"], gone.payload["level"]) == ([str(chen.pk)], 1)
    assert actions.note_undelivered(notice, by=SYSTEM, at=at(99)).code == "notices.nothing_due"
    assert actions.climb_ladder(notice, by=SYSTEM, at=at(99)).code == "notices.nothing_due"


def test_who_was_reached_climbs_no_further(community, team, channels, send):
    chen = team.person("陈刚", "guard", phone=True)
    notice = send(level=1)
    actions.show_notice(notice, by=team("陈刚", "guard"), at=at(14))
    for second in range(60):
        settling.go_on(community, at(second))
    assert (ladder_of(notice, chen), state_of(notice, chen)) == ([], "delivered")


def test_who_has_no_app_is_texted_at_once_and_who_has_nothing_is_told_by_hand_at_once(community, team, channels, send):
    with_phone, without = team.person("李明", "guard", phone=True, account=False), team.person("老周", "guard", account=False)
    notice = send(level=2)
    settling.go_on(community, at(0))
    assert (ladder_of(notice, with_phone), ladder_of(notice, without)) == ([("sms", 0)], [])
    assert (state_of(notice, with_phone), state_of(notice, without)) == ("waiting", "undelivered")


@pytest.mark.parametrize(("level", "seconds"), [(1, 15), (2, 15), (3, 7.5 * 3600), (4, None)])
def test_quiet_hours_hold_back_all_but_levels_one_and_two(community, team, channels, send, level, seconds):
    """Sent at 23:30 to somebody off duty: 1 and 2 go on after 15 s, 3 is texted at 07:00, 4 stays in the app."""
    chen = team.person("陈刚", "guard", phone=True)
    notice = send(level=level, at=NIGHT)
    for pause in (0, 15, 16, 6 * 3600, 7.5 * 3600 - 1, 7.5 * 3600):
        settling.go_on(community, NIGHT + timedelta(seconds=pause))
    first = Delivery.objects.filter(notice=notice, recipient__person=chen).order_by("due_at").first()
    assert (first.due_at - NIGHT if first else None) == (timedelta(seconds=seconds) if seconds else None)


def test_whoever_is_on_duty_has_no_quiet_hours(community, team, channels, send):
    from anju.domains.people.models import Holding, Post

    chen, li = team.person("陈刚", "guard", phone=True), team.person("李明", "guard", phone=True)
    post = Post.objects.create(scope=community, name="南门岗", role="guard")
    Holding.objects.create(scope=community, post=post, person=chen, on=NIGHT.date(), start_at=NIGHT - timedelta(hours=1), end_at=NIGHT + timedelta(hours=7))
    notice = send(level=3, at=NIGHT)
    settling.go_on(community, NIGHT + 15 * SECOND)
    assert (len(ladder_of(notice, chen)), len(ladder_of(notice, li))) == (1, 0)
    only = send(level=3, audience={"groups": ["on_duty"]}, at=NIGHT)
    assert [one.person for one in Recipient.objects.filter(notice=only)] == [chen]


@pytest.mark.parametrize(("level", "ends"), [(1, True), (2, True), (3, False), (4, False)])
def test_urgent_notices_always_end_with_the_sentence_for_the_radio(team, send, level, ends):
    team.person("陈刚", "guard")
    assert queries.whole_text(send(level=level)).endswith("对讲喊话：“各岗注意，暴雨将至。”") is ends
    assert queries.whole_text(send(level=level, radio="东门岗请回话")).endswith("对讲喊话：“东门岗请回话”") is ends


def test_residents_alone_are_told_nothing_for_the_radio(community, team, send):
    wang, guard = team.person("王女士", "owner"), team.person("陈刚", "guard")
    alone, mixed = (send(level=2, audience={"persons": [str(one.pk) for one in those]}) for those in ((wang,), (wang, guard)))
    assert ("对讲" in queries.whole_text(alone), "对讲" in queries.whole_text(mixed)) == (False, True)


def test_only_recipients_read_it_and_only_the_answers_asked_for_are_taken(community, team, send):
    team.person("陈刚", "guard")
    notice = send(answers=["going", "cannot"])
    before = Entry.objects.count()
    assert actions.read_notice(notice, by=team("外人", "guard")).code == "notices.not_yours"
    assert actions.show_notice(notice, by=team("外人", "guard")).code == "notices.not_yours"
    guard = team("陈刚", "guard")
    assert actions.read_notice(notice, answer="safe", by=guard).code == "notices.unasked_answer"
    assert Entry.objects.count() == before
    assert actions.read_notice(notice, answer="going", by=guard) == notice
    assert actions.read_notice(notice, by=guard).code == "notices.read_already"
    assert actions.show_notice(notice, by=guard).code == "notices.shown_already"
    assert actions.read_notice(notice, answer="cannot", by=guard) == notice
    assert Recipient.objects.get(notice=notice).answer == "cannot"


def test_the_unread_are_reminded_by_the_other_ways_or_called(community, team, channels, send):
    chen, li = team.person("陈刚", "guard", phone=True), team.person("李明", "guard", phone=True)
    notice = send(level=3)
    for name in ("陈刚", "李明"):
        actions.show_notice(notice, by=team(name, "guard"), at=at(1))
    actions.read_notice(notice, by=team("李明", "guard"), at=at(2))
    assert actions.remind_unread(notice, by=team("赵敏"), at=at(100)).pk == notice.pk
    settling.go_on(community, at(100))
    assert (ladder_of(notice, chen), ladder_of(notice, li)) == ([("sms", 100)], [])
    actions.remind_unread(notice, way="voice", by=team("赵敏"), at=at(200))
    settling.go_on(community, at(200))
    assert ladder_of(notice, chen) == [("sms", 100), ("voice", 200)]
    actions.read_notice(notice, by=team("陈刚", "guard"), at=at(201))
    assert actions.remind_unread(notice, by=team("赵敏"), at=at(300)).code == "notices.all_read"


def test_a_withdrawn_notice_disappears_and_climbs_no_further(community, team, channels, send):
    chen = team.person("陈刚", "guard", phone=True)
    notice = send(level=1)
    assert actions.withdraw_notice(notice, reason=" ", by=team("赵敏")).code == "notices.reason_needed"
    assert actions.withdraw_notice(notice, reason="发错对象", by=team("赵敏")).state == "withdrawn"
    settling.go_on(community, at(60))
    assert (ladder_of(notice, chen), queries.notices_for(community, chen.pk)) == ([], [])
    assert actions.withdraw_notice(notice, reason="再撤", by=team("赵敏")).code == "notices.withdrawn"
    assert actions.remind_unread(notice, by=team("赵敏")).code == "notices.withdrawn"


def test_another_communitys_places_persons_and_notices_are_not_reached(community, team, houses, send):
    other = Scope.objects.create(kind="community", name="翠湖苑")
    with view.entered(community, other):
        there = Place.objects.create(scope=other, kind="building", code="9", name="9栋", path="x/")
    assert send(audience={"places": [str(there.pk)]}).code == "notices.nobody"
    team.person("陈刚", "guard")
    notice = send()
    with view.entered(other), clock.frozen(START):
        assert actions.read_notice(notice, by=team("陈刚", "guard")).code == "kernel.not_found"
        assert Notice.objects.count() == 0
