"""Checks drawn at random and signed by both, formations, and shifts handed over with what is counted and open."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.cases import actions as cases
from anju.domains.cases.models import Case
from anju.domains.passes.models import Key, Pass, PassUse
from anju.domains.passes.tests.conftest import PICTURE
from anju.domains.people.models import Presence
from anju.domains.workforce import actions, measures, queries, schedule
from anju.domains.workforce.events import CheckSigned, GatheringHeld, HandoverTaken
from anju.domains.workforce.models import CheckPlan, Gathering, Handover, PostCheck, RandomCheck
from anju.domains.workforce.rules.checking import drawn
from anju.kernel import clock, files, ledger
from anju.kernel.models import Entry

from .conftest import DAY, HOUR, MINUTE, START, SYSTEM

NOON = START + 5 * HOUR
CHANGE = START + 8 * HOUR


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.ANJU_FILES_DIR = tmp_path


def photo():
    return files.checked(PICTURE)


def event_of(name: str):
    entry = Entry.objects.filter(name=name).order_by("-id").first()
    return ledger.event_of(entry, ledger.words_of([entry]).get(entry.id))


def test_a_month_of_checks_is_drawn_from_a_kept_seed_and_can_be_drawn_again(squad):
    manager = squad.actor("赵敏", "security_manager")
    for wrong in ({"wanted": 0}, {"wanted": 10**9}, {"first_hour": 22, "last_hour": 22}, {"last_hour": 25}):
        assert actions.draw_checks(squad.community, month=DAY, **{"wanted": 20, **wrong}, by=manager).code == "workforce.bad_draw"
    assert actions.draw_checks(squad.community, month=DAY, by=squad.actor("班长周")).code == "kernel.not_permitted"
    assert CheckPlan.objects.count() == 0
    plan = actions.draw_checks(squad.community, month=DAY, wanted=60, first_hour=22, last_hour=24, by=manager)
    again = drawn(plan.seed, plan.month, wanted=60, posts=4, first_hour=22, last_hour=24)
    assert again == drawn(plan.seed, plan.month, wanted=60, posts=4, first_hour=22, last_hour=24)
    assert again != drawn(plan.seed[::-1], plan.month, wanted=60, posts=4, first_hour=22, last_hour=24)
    kept = list(RandomCheck.objects.order_by("due_at"))
    midnight = START - 7 * HOUR - 4 * timedelta(days=1)
    ahead = sorted(midnight + since for since, _post in again if midnight + since > START)
    assert [one.due_at for one in kept] == ahead
    assert {clock.local(squad.community, one.due_at).hour for one in kept} == {22, 23}
    assert len({one.post_id for one in kept}) == 4
    assert actions.draw_checks(squad.community, month=DAY, by=manager).code == "workforce.drawn_already"
    one = kept[0]
    assert actions.miss_check(one, by=SYSTEM, at=one.due_at + HOUR).code == "workforce.not_missed"
    with clock.frozen(one.due_at + HOUR + MINUTE):
        schedule.end_plans(squad.community)
    assert (RandomCheck.objects.get(pk=one.pk).state, RandomCheck.objects.filter(state="drawn").count()) == ("missed", len(kept) - 1)


@pytest.mark.clause("002-026")
def test_a_check_has_a_photo_and_a_question_and_counts_once_both_have_signed(on_post):
    gate, leader, chen = on_post.posts["南门岗"], on_post.actor("班长周"), on_post.actor("陈刚")
    plan = CheckPlan.objects.create(scope=on_post.community, month=DAY.replace(day=1), seed="x", wanted=1)
    RandomCheck.objects.create(scope=on_post.community, plan=plan, due_at=NOON + 30 * MINUTE, post=gate)
    good = {"question": "夜间放行大件物品看什么？", "photo": photo(), "faults": ["uniform", "courtesy"]}
    for wrong, code in (
        ({"photo": None}, "no_photo"), ({"question": " "}, "no_question"), ({"checked": ["log"]}, "bad_items"),
    ):  # fmt: skip
        assert actions.check_post(gate, **{**good, **wrong}, by=leader, at=NOON).code == f"workforce.{code}"
    assert actions.check_post(on_post.posts["当班班长"], **good, by=leader, at=NOON).code == "workforce.own_check"
    on_post.leave("机动岗", "刘洋", "meal", NOON)
    assert actions.check_post(on_post.posts["机动岗"], **good, by=leader, at=NOON).code == "workforce.nobody_to_check"
    assert PostCheck.objects.count() == 0
    check = actions.check_post(gate, **good, by=leader, at=NOON)
    assert (check.person.name, check.kind, check.kept, check.of, check.state) == ("陈刚", "random", 6, 8, "recorded")
    assert check.results == {"uniform": False, "grooming": True, "posture": True, "courtesy": False, "log": True, "equipment": True, "order": True, "answer": True}
    assert RandomCheck.objects.get().state == "done"
    assert actions.sign_check(check, by=leader).code == "workforce.not_yours_to_sign"
    signed = actions.sign_check(check, objection="胸卡当日在换发", by=chen, at=NOON + 5 * MINUTE)
    assert (signed.state, signed.objection) == ("disputed", "胸卡当日在换发")
    assert actions.sign_check(check, by=chen).code == "workforce.signed_already"
    told = event_of("workforce.check_signed")
    assert isinstance(told, CheckSigned)
    assert [(one.numerator, one.denominator, one.dimension, one.grade) for one in measures.compliance(told)] == [(6, 8, "", "B"), (6, 8, "random", "B")]


@pytest.mark.clause("000-065", "002-029")
def test_a_formation_says_who_came_and_how_they_were_dressed(on_post):
    leader = on_post.actor("班长周")
    formation = {"kind": "formation", "title": "早班队列点名"}
    stranger = on_post.person("外人", "guard")
    for wrong, code in (
        ({"title": " "}, "nobody_expected"), ({"badly_dressed": [stranger]}, "not_there"), ({"absent": [stranger]}, "not_there"), ({"cost_fen": -1}, "bad_gathering"),
        ({"held_at": NOON + HOUR}, "bad_gathering"),
    ):  # fmt: skip
        assert actions.hold_gathering(on_post.community, **{**formation, **wrong}, by=leader, at=NOON).code == f"workforce.{code}"
    assert Gathering.objects.count() == 0
    one = actions.hold_gathering(on_post.community, **formation, absent=[on_post.person("值机乙")], badly_dressed=[on_post.person("陈刚")], by=leader, at=NOON)
    assert (one.expected_count, one.came_count, one.faults_count) == (5, 4, 1)
    told = event_of("workforce.gathering_held")
    assert isinstance(told, GatheringHeld)
    assert [(each.numerator, each.denominator) for each in measures.uniform_dress(told)] == [(3, 4)]


@pytest.mark.clause("003-207", "003-208")
def test_meetings_keep_minutes_team_days_their_cost_and_proposals_their_answer(on_post):
    manager = on_post.actor("赵敏", "security_manager")
    met = actions.hold_gathering(on_post.community, kind="meeting", title="三月部门会", minutes_text="夜班增加热饮", by=manager)
    outing = actions.hold_gathering(on_post.community, kind="team_building", title="登山", expected=[on_post.person("陈刚"), on_post.person("刘洋")], absent=[on_post.person("刘洋")], cost_fen=80_000, by=manager)
    assert (met.minutes_text, met.came_count, outing.expected_count, outing.came, outing.cost_fen) == ("夜班增加热饮", 5, 2, [str(on_post.person("陈刚").pk)], 80_000)
    proposal = cases.open_case(on_post.community, kind="staff_request", category="suggestion", title="岗亭装遮阳帘", by=on_post.actor("陈刚"))
    assert (proposal.state, proposal.due_at - proposal.opened_at) == ("new", timedelta(hours=168))
    leader = on_post.actor("班长周")
    cases.accept_case(proposal, by=leader)
    assert cases.finish_work(proposal, done="已装两处，答复本人", by=leader).state == "to_call_back"
    bad = cases.open_case(on_post.community, kind="staff_request", category="fire", title="错类", by=on_post.actor("陈刚"))
    assert (bad.code, Case.objects.count()) == ("cases.unknown_category", 1)


@pytest.fixture
def change(on_post):
    """Ten to three: the south gate hands over. Six goods passes went out, and a grave case is open."""
    on_post.hold("南门岗", "孙强", shift=1)
    gate = on_post.posts["南门岗"]
    permit = Pass.objects.create(scope=on_post.community, number="F2026-0001", kind="goods", state="used", starts_at=START, ends_at=START + 99 * HOUR, asked_at=START)
    for number in range(6):
        PassUse.objects.create(scope=on_post.community, permit=permit, at=NOON + number * MINUTE, place=gate.place, direction="out", outcome="allowed", code="valid", is_use=True)
    PassUse.objects.create(scope=on_post.community, permit=permit, at=START - HOUR, place=gate.place, direction="out", outcome="allowed", code="valid", is_use=True)
    actions.add_gear(on_post.community, code="dj-01", kind="radio", post=gate, by=SYSTEM)
    cases.open_case(on_post.community, kind="incident", category="theft", severity=2, title="快递柜被撬", place=gate.place, by=SYSTEM)
    return on_post


def test_a_key_that_is_overdue_is_named_at_the_handover_of_the_post_that_gave_it_out(change):
    gate, at = change.posts["南门岗"], CHANGE - 12 * MINUTE
    change.take("南门岗", "孙强", CHANGE - 16 * MINUTE)
    key = Key.objects.create(scope=change.community, code="PD-01", name="配电房")
    facts = {"scope": change.community, "kind": "key", "key": key, "holder": change.person("刘洋"), "starts_at": START, "asked_at": START, "out_at": START, "state": "overdue"}
    late = Pass.objects.create(number="K2026-0001", ends_at=at - MINUTE, out_post=gate, **facts)
    Pass.objects.create(number="K2026-0002", ends_at=at + HOUR, out_post=gate, **{**facts, "state": "out"})
    Pass.objects.create(number="K2026-0003", ends_at=at - MINUTE, **facts)
    given = actions.hand_over(gate, slips=6, keys=2, radios=1, by=change.actor("陈刚"), at=at)
    assert [(one["number"], one["title"]) for one in given.open_matters][0] == (late.number, f"钥匙逾期未还：{key}，在刘洋手中")
    assert len(given.open_matters) == 2


@pytest.mark.clause("003-196", "001-029", "000-066")
def test_a_shift_is_handed_over_to_somebody_who_is_there_counted_and_confirmed_by_both(change):
    gate, chen, sun = change.posts["南门岗"], change.actor("陈刚"), change.actor("孙强")
    at = CHANGE - 12 * MINUTE
    counts = {"slips": 6, "keys": 0, "radios": 1}
    assert actions.hand_over(gate, **counts, by=chen, at=at).code == "workforce.nobody_to_take_over"
    change.take("南门岗", "孙强", CHANGE - 16 * MINUTE)
    short = actions.hand_over(gate, **{**counts, "slips": 5}, by=chen, at=at)
    assert (short.code, short.params) == ("workforce.slips_differ", {"out": 6, "back": 5})
    assert str(short) == "还不能交班：今日放行 6 笔，回收放行条 5 张。请补交或注明去向。"
    assert actions.hand_over(gate, **{**counts, "radios": 0}, by=chen, at=at).code == "workforce.count_differs"
    assert actions.hand_over(gate, **{**counts, "keys": -1}, by=chen, at=at).code == "workforce.bad_count"
    assert actions.hand_over(gate, **counts, by=change.actor("刘洋"), at=at).code == "workforce.not_on_post"
    assert Handover.objects.count() == 0
    given = actions.hand_over(gate, **counts, notes="东侧道闸偶尔落杆慢", by=chen, at=at)
    assert (given.for_holding.person.name, given.counts, [one["title"] for one in given.open_matters]) == ("孙强", {"slips": [6, 6], "keys": [0, 0], "radios": [1, 1]}, ["快递柜被撬"])
    assert actions.hand_over(gate, **counts, by=chen, at=at).code == "workforce.handed_over_already"
    assert queries.waiting_handover(change.person("孙强")) == given
    assert actions.take_over(given, by=chen, at=at).code == "workforce.own_handover"
    assert actions.take_over(given, by=change.actor("刘洋"), at=at).code == "workforce.not_on_post"
    assert Presence.objects.filter(post=gate, until_at=None).count() == 2
    taken = actions.take_over(given, by=sun, at=at + MINUTE)
    assert (taken.state, taken.minutes_early, taken.is_in_time, taken.case_number) == ("accepted", 16, True, "")
    (left,) = Presence.objects.filter(post=gate, until_at=None)
    assert left.person.name == "孙强", "who handed over is off post with the last word"
    assert actions.take_over(given, by=sun).code == "workforce.taken_over_already"
    assert Case.objects.count() == 1


def test_a_difference_becomes_a_case_and_a_late_next_shift_is_marked(change):
    gate, chen, sun = change.posts["南门岗"], change.actor("陈刚"), change.actor("孙强")
    change.take("南门岗", "孙强", CHANGE - 14 * MINUTE)
    given = actions.hand_over(gate, slips=5, radios=1, explanation="一张被业主带走", by=chen, at=CHANGE - 10 * MINUTE)
    taken = actions.take_over(given, objection="对讲机电池少一块", by=sun, at=CHANGE - 9 * MINUTE)
    case = Case.objects.get(source="handover")
    assert (taken.state, taken.case_number, taken.minutes_early, taken.is_in_time) == ("disputed", case.number, 14, False)
    assert (case.kind, case.category, case.owner_role, case.note) == ("problem", "security", "squad_leader", "一张被业主带走\n对讲机电池少一块")
    told = event_of("workforce.handover_taken")
    assert isinstance(told, HandoverTaken)
    assert [(one.numerator, one.denominator) for one in measures.handover_in_time(told)] == [(0, 1)]
