"""Nobody came, left, asleep, short leave, relief and alone told apart; told to the leader, cleared, and judged by people."""

from __future__ import annotations

import pytest

from anju.domains.notices.models import Notice, Recipient
from anju.domains.people import actions as people
from anju.domains.people.models import Presence
from anju.domains.workforce import actions, queries
from anju.domains.workforce.models import Away, Establishment, Finding, Relief, WorkTerms
from anju.domains.workforce.reactions import when_somebody_is_on_post_again_end_his_leave
from anju.domains.workforce.watching import look
from anju.kernel import clock, ledger, reactions
from anju.kernel.actors import Actor
from anju.kernel.models import Entry

from .conftest import HOUR, MINUTE, START

NOON = START + 5 * HOUR


def open_kinds() -> list[tuple[str, str, str]]:
    return [(one.post.name, one.kind, one.person.name if one.person else "") for one in queries.open_findings(Finding.objects.first().scope)] if Finding.objects.exists() else []


def react() -> None:
    """Let every reaction of this room hear what was announced."""
    for entry in Entry.objects.filter(name__startswith="workforce.").order_by("id"):
        for one in reactions.registry.values():
            if one.name.startswith("workforce.") and entry.name in one.names and not Entry.objects.filter(request_id__startswith=one.request_id(entry)).exists():
                one.handle(entry)


@pytest.mark.clause("002-249", "002-232")
def test_nobody_came_is_told_after_its_minutes_and_cleared_when_he_comes(squad):
    for post, name in (("当班班长", "班长周"), ("机动岗", "刘洋"), ("消防控制室", "值机甲"), ("消防控制室", "值机乙")):
        squad.take(post, name, START - 5 * MINUTE)
    assert look(squad.community, START + 9 * MINUTE) == 0
    assert look(squad.community, START + 10 * MINUTE) == 1
    assert open_kinds() == [("南门岗", "nobody_came", "陈刚")]
    assert look(squad.community, START + 11 * MINUTE) == 0, "it is told once"
    with clock.frozen(START + 11 * MINUTE):
        react()
    notice = Notice.objects.get()
    told = Recipient.objects.get(notice=notice)
    assert (notice.level, notice.title, told.person.name) == (2, "空岗：南门岗", "班长周")
    squad.take("南门岗", "陈刚", START + 20 * MINUTE)
    assert look(squad.community, START + 20 * MINUTE) == 1
    found = Finding.objects.get()
    assert (found.state, found.cleared_at, found.source, found.holding.person.name) == ("cleared", START + 20 * MINUTE, "roster", "陈刚")
    with clock.frozen(START + 21 * MINUTE):
        react()
    assert Notice.objects.get().state == "withdrawn"


def test_the_minutes_are_those_of_the_community(squad):
    manager = squad.actor("赵敏", "security_manager")
    for wrong in ({"nobody_after_minutes": 0}, {"nobody_after_minutes": 10**9}, {"rest_hours": 7}, {"nobody_after_minutes": True}, {}):
        assert actions.set_terms(squad.community, **wrong, by=manager).code in ("workforce.bad_figure", "workforce.nothing_given")
    assert WorkTerms.objects.count() == 0
    assert actions.set_terms(squad.community, nobody_after_minutes=30, by=manager).short_leave_minutes == 10
    for post, name in (("当班班长", "班长周"), ("机动岗", "刘洋"), ("消防控制室", "值机甲"), ("消防控制室", "值机乙")):
        squad.take(post, name)
    assert look(squad.community, START + 29 * MINUTE) == 0
    assert look(squad.community, START + 30 * MINUTE) == 1


def test_a_short_leave_has_a_reason_and_ten_minutes_then_he_left_the_post(on_post):
    gate, chen = on_post.posts["南门岗"], on_post.actor("陈刚")
    refused = actions.step_away(gate, kind="short_leave", reason=" ", by=chen, at=NOON)
    assert (refused.code, actions.step_away(gate, kind="short_leave", reason="如厕", minutes=11, by=chen, at=NOON).code) == ("workforce.reason_needed", "workforce.away_too_long")
    assert actions.step_away(gate, kind="short_leave", reason="如厕", by=on_post.actor("刘洋"), at=NOON).code == "workforce.not_on_post"
    assert (Away.objects.count(), Presence.objects.filter(until_at=None).count()) == (0, 5)
    away = actions.step_away(gate, kind="short_leave", reason="如厕", by=chen, at=NOON)
    assert (away.due_at, away.state) == (NOON + 10 * MINUTE, "away")
    assert look(on_post.community, NOON + 9 * MINUTE) == 0
    assert look(on_post.community, NOON + 10 * MINUTE) == 1
    assert [(one.kind, one.source, one.since_at) for one in Finding.objects.all()] == [("left", "leave", NOON + 10 * MINUTE)]
    back = actions.come_back(gate, by=chen, at=NOON + 13 * MINUTE)
    assert (back.state, Entry.objects.get(name="workforce.came_back").payload["is_in_time"]) == ("back", False)
    assert look(on_post.community, NOON + 13 * MINUTE) == 1
    assert Finding.objects.get().state == "cleared"
    assert actions.come_back(gate, by=chen, at=NOON + 14 * MINUTE).code == "workforce.not_away"


def test_who_is_put_on_post_by_another_way_is_back_and_not_locked_out(on_post):
    """A leader takes his word by radio, or a card is read at the gate, while the leave is open; his own word after it is no fault either."""
    gate, chen, leader = on_post.posts["南门岗"], on_post.actor("陈刚"), on_post.actor("班长周")
    Establishment.objects.create(scope=on_post.community, post=on_post.posts["机动岗"], is_pool=True)
    actions.take_relief(gate, by=on_post.actor("刘洋"), at=NOON)
    away = actions.step_away(gate, kind="meal", reason="午饭", by=chen, at=NOON + MINUTE)
    here = people.take_post(gate, person=on_post.person("陈刚"), by=leader, at=NOON + 20 * MINUTE)
    assert actions.come_back(gate, person=on_post.person("陈刚"), by=on_post.actor("值机甲")).code == "workforce.not_yours"
    assert actions.come_back(gate, by=Actor.system("x")).code == "workforce.person_needed", "without a name it is nobody's word"
    entry = Entry.objects.get(name="people.post_taken", subject_id=here.pk)
    for _twice in range(2):
        when_somebody_is_on_post_again_end_his_leave(entry, ledger.event_of(entry))
    away.refresh_from_db()
    assert (away.state, away.back_at, Relief.objects.get().state) == ("back", NOON + 20 * MINUTE, "over")
    assert Entry.objects.filter(name="workforce.came_back").count() == 1
    again = actions.step_away(gate, kind="short_leave", reason="如厕", by=chen, at=NOON + 30 * MINUTE)
    when_somebody_is_on_post_again_end_his_leave(entry, ledger.event_of(entry))
    again.refresh_from_db()
    assert again.back_at is None, "what was told late does not end a leave that began after it"
    people.take_post(gate, person=on_post.person("陈刚"), by=leader, at=NOON + 32 * MINUTE)
    assert actions.come_back(gate, by=chen, at=NOON + 33 * MINUTE).state == "back"
    assert Presence.objects.filter(person=on_post.person("陈刚"), until_at=None).count() == 1


@pytest.mark.clause("002-024")
def test_a_meal_with_somebody_standing_in_is_no_vacancy_and_without_one_it_is_told_at_once(on_post):
    gate, chen, pool = on_post.posts["南门岗"], on_post.actor("陈刚"), on_post.actor("刘洋")
    assert actions.take_relief(gate, by=pool, at=NOON).code == "workforce.needed_elsewhere", "a fixed post is not stripped"
    Establishment.objects.create(scope=on_post.community, post=on_post.posts["机动岗"], is_pool=True)
    assert actions.take_relief(gate, by=chen, at=NOON).code == "workforce.own_post"
    assert actions.take_relief(on_post.posts["消防控制室"], by=pool, at=NOON).code == "workforce.cannot_fill"
    relief = actions.take_relief(gate, by=pool, at=NOON)
    assert (relief.relieved.name, relief.state) == ("陈刚", "standing")
    assert actions.take_relief(gate, by=pool, at=NOON).code == "workforce.relieves_already"
    meal = actions.step_away(gate, kind="meal", reason="午饭", by=chen, at=NOON + MINUTE)
    assert meal.due_at == NOON + 41 * MINUTE
    assert look(on_post.community, NOON + 20 * MINUTE) == 0
    assert Finding.objects.count() == 0
    actions.come_back(gate, by=chen, at=NOON + 30 * MINUTE)
    assert (Relief.objects.get().state, queries.relief_of(on_post.person("刘洋"))) == ("over", None)
    assert actions.give_back(Relief.objects.get(), by=pool).code == "workforce.relief_over"
    actions.step_away(gate, kind="meal", reason="晚饭", by=chen, at=NOON + HOUR)
    found = Finding.objects.get()
    assert (found.kind, found.state, found.since_at, found.person.name) == ("left", "open", NOON + HOUR, "陈刚")
    assert Entry.objects.filter(name="workforce.stepped_away").order_by("id").last().payload["is_covered"] is False


def test_a_relief_is_given_back_by_himself_or_a_leader(on_post):
    Establishment.objects.create(scope=on_post.community, post=on_post.posts["机动岗"], is_pool=True)
    relief = actions.take_relief(on_post.posts["南门岗"], by=on_post.actor("刘洋"), at=NOON)
    assert actions.give_back(relief, by=on_post.actor("值机甲"), at=NOON).code == "workforce.not_yours"
    assert Relief.objects.get().until_at is None
    assert actions.give_back(relief, by=on_post.actor("班长周"), at=NOON + 5 * MINUTE).until_at == NOON + 5 * MINUTE


def test_where_two_are_needed_one_is_alone_at_once(on_post):
    room = on_post.posts["消防控制室"]
    actions.step_away(room, kind="short_leave", reason="如厕", by=on_post.actor("值机甲"), at=NOON)
    found = Finding.objects.get()
    assert (found.kind, found.person.name, found.since_at) == ("alone", "值机甲", NOON)


def test_going_off_at_the_end_of_a_shift_or_to_an_incident_is_not_leaving_the_post(on_post):
    on_post.leave("南门岗", "陈刚", "called_out", NOON)
    assert look(on_post.community, NOON + HOUR) == 0
    on_post.take("南门岗", "陈刚", NOON + HOUR)
    on_post.leave("南门岗", "陈刚", "end_of_shift", START + 8 * HOUR - 4 * MINUTE)
    assert look(on_post.community, START + 8 * HOUR - MINUTE) == 0
    on_post.leave("当班班长", "班长周", "left", NOON + 2 * HOUR)
    assert look(on_post.community, START + 8 * HOUR - MINUTE) == 1
    assert open_kinds() == [("当班班长", "left", "班长周")]


def test_asleep_is_seen_by_somebody_and_never_judged_by_himself(on_post):
    gate, leader = on_post.posts["南门岗"], on_post.actor("班长周")
    assert actions.report_finding(gate, kind="alone", by=leader).code == "workforce.unknown_finding"
    seen = actions.report_finding(gate, kind="asleep", by=leader, at=NOON)
    assert (seen.person.name, seen.source, seen.raised_by.name, seen.holding.post) == ("陈刚", "person", "班长周", gate)
    assert actions.report_finding(gate, kind="asleep", by=leader, at=NOON).code == "workforce.told_already"
    assert look(on_post.community, NOON + MINUTE) == 0, "what somebody saw is not cleared by the roster"
    assert actions.judge_finding(seen, is_upheld=True, why="照片为证", by=leader).code == "workforce.still_open"
    actions.clear_finding(seen, by=leader, at=NOON + 2 * MINUTE)
    assert actions.clear_finding(seen, by=leader).code == "workforce.finding_over"
    assert actions.judge_finding(seen, is_upheld=True, why=" ", by=leader).code == "workforce.reason_needed"
    assert actions.judge_finding(seen, is_upheld=True, why="不算", by=on_post.actor("陈刚", "squad_leader")).code == "workforce.own_finding"
    judged = actions.judge_finding(seen, is_upheld=True, why="照片为证", by=leader)
    assert (judged.state, judged.verdict, judged.judged_by.name) == ("upheld", "照片为证", "班长周")
    assert actions.judge_finding(seen, why="再看", by=leader).code == "workforce.judged_already"
    again = actions.raise_finding(gate, kind="asleep", source="camera", since_at=NOON, by=on_post.actor("陈刚"))
    assert (again.code, Finding.objects.count()) == ("kernel.not_permitted", 1)


def test_all_posts_are_looked_at_with_the_same_number_of_queries(on_post, django_assert_num_queries):
    with django_assert_num_queries(9):
        queries.standing_at(on_post.community, NOON)
    for number in range(12):
        on_post.post(f"岗{number}")
        on_post.hold(f"岗{number}", f"某{number}")
    with django_assert_num_queries(9):
        assert len(queries.standing_at(on_post.community, NOON)) == 16
