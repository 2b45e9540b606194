"""Judging from facts: late is late, missed is missed, and nobody's word counts for more than it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anju.domains.duties.rules import (
    Answered,
    Done,
    Item,
    Owed,
    PerformFacts,
    Present,
    check_answers,
    judge,
    judge_presence,
    make_up_until,
    may_confirm,
    may_excuse,
    may_loosen,
    may_perform,
    may_reassign,
    next_look_at,
    read_items,
    write_items,
)

OPENS = datetime(2026, 3, 5, tzinfo=UTC)
DUE = OPENS + timedelta(hours=8)
HOUR = timedelta(hours=1)


def owed(**changes) -> Owed:
    return Owed(**{"opens_at": OPENS, "due_at": DUE, "late_until": make_up_until(OPENS, DUE), **changes})


def done(hours: float, *, entered_after: float = 0, **changes) -> Done:
    at = OPENS + hours * HOUR
    return Done(**{"at": at, "on": at.date(), "entered_at": at + entered_after * HOUR, **changes})


@pytest.mark.parametrize(
    ("things", "now", "state"),
    [
        ([], -1, "not_yet"),
        ([], 0, "open"),
        ([], 7.9, "open"),
        ([], 8, "missed"),
        ([done(1)], 2, "done"),
        ([done(7.99)], 9, "done"),
        ([done(8)], 9, "done_late"),
        ([done(15.9)], 16, "done_late"),
        ([done(16)], 17, "missed"),
        ([done(-0.1)], 9, "missed"),
        ([done(1, is_admitted=False)], 9, "done_late"),
    ],
)
def test_one_time_owed(things, now, state):
    assert judge(owed(), things, OPENS + now * HOUR).state == state


@pytest.mark.parametrize(
    ("count", "now", "state"), [(0, 4, "open"), (1, 4, "running"), (2, 4, "done"), (0, 8, "missed"), (1, 8, "partly")]
)
def test_too_few_at_the_close_is_partly_and_none_is_missed(count, now, state):
    verdict = judge(owed(owed=2), [done(1 + n) for n in range(count)], OPENS + now * HOUR)
    assert (verdict.state, verdict.on_time) == (state, count)


def test_the_second_one_done_late_makes_the_slot_late():
    verdict = judge(owed(owed=2), [done(1), done(9)], OPENS + 10 * HOUR)
    assert (verdict.state, verdict.on_time, verdict.counted) == ("done_late", 1, 2)


def test_grace_counts_as_on_time():
    late_by_ten_minutes = [done(8 + 1 / 6)]
    assert judge(owed(), late_by_ten_minutes, OPENS + 9 * HOUR).state == "done_late"
    assert judge(owed(grace=timedelta(minutes=15)), late_by_ten_minutes, OPENS + 9 * HOUR).state == "done"
    assert judge(owed(grace=timedelta(minutes=15)), [], DUE + timedelta(minutes=14)).state == "open"


def test_entered_more_than_a_day_late_never_counts_as_on_time():
    assert judge(owed(), [done(1, entered_after=24)], OPENS + 30 * HOUR).state == "done"
    verdict = judge(owed(), [done(1, entered_after=24.01)], OPENS + 30 * HOUR)
    assert (verdict.state, verdict.on_time, verdict.counted) == ("done_late", 0, 1)


def test_a_phone_that_was_cut_off_turns_missed_into_done():
    assert judge(owed(), [], OPENS + 9 * HOUR).state == "missed"
    assert judge(owed(), [done(7, entered_after=3)], OPENS + 10 * HOUR).state == "done"


def test_what_needs_a_second_person_waits_for_him():
    waiting = judge(owed(needs_second_person=True), [done(1)], OPENS + 2 * HOUR)
    assert (waiting.state, waiting.waiting, waiting.counted) == ("running", 1, 0)
    assert judge(owed(needs_second_person=True), [done(1)], OPENS + 9 * HOUR).state == "partly"
    assert judge(owed(needs_second_person=True), [done(1, is_confirmed=True)], OPENS + 9 * HOUR).state == "done"
    assert judge(owed(needs_second_person=True), [done(1, is_independent=True)], OPENS + 9 * HOUR).state == "done"


@pytest.mark.parametrize(
    ("flags", "grade"),
    [
        ([{}], "C"),
        ([{"is_confirmed": True}], "B"),
        ([{"is_independent": True}], "A"),
        ([{"is_independent": True}, {}], "C"),
        ([{"is_independent": True}, {"is_confirmed": True}, {}], "B"),
    ],
)
def test_the_grade_is_the_weakest_word_that_was_needed(flags, grade):
    needed = min(len(flags), 2)
    things = [done(1 + n, **flag) for n, flag in enumerate(flags)]
    assert judge(owed(owed=needed), things, DUE).grade == grade


def test_two_on_one_day_are_one_day():
    week = owed(owed=2, due_at=OPENS + timedelta(days=7), has_distinct_days=True)
    assert judge(week, [done(1), done(2)], OPENS + 3 * HOUR).state == "running"
    assert judge(week, [done(1), done(30)], OPENS + 31 * HOUR).state == "done"


def test_excused_stays_excused_unless_it_was_done_after_all():
    assert judge(owed(is_excused=True), [], OPENS + 9 * HOUR).state == "excused"
    assert judge(owed(is_excused=True), [done(1)], OPENS + 9 * HOUR).state == "done"


def test_a_limit_is_kept_by_doing_nothing_and_says_when_it_is_broken():
    limit = owed(owed=0, most=1)
    assert judge(limit, [], DUE).state == "done"
    assert judge(limit, [done(1), done(2)], DUE).over == 1


@given(st.lists(st.floats(-2, 20), max_size=6), st.integers(1, 3), st.integers(-2, 30))
def test_more_evidence_never_makes_a_slot_worse(hours, count, now):
    rank = ["not_yet", "missed", "open", "partly", "running", "done_late", "done"]
    things = [done(hour) for hour in hours]
    states = [judge(owed(owed=count), things[:n], OPENS + now * HOUR).state for n in range(len(things) + 1)]
    assert [rank.index(state) for state in states] == sorted(rank.index(state) for state in states)


def test_the_clock_looks_when_it_opens_and_when_it_closes():
    slot = owed(grace=HOUR)
    assert next_look_at(slot, OPENS - HOUR) == OPENS
    assert next_look_at(slot, OPENS) == DUE + HOUR
    assert next_look_at(slot, DUE + HOUR) is None


def present(start: float, end: float, *, entered_after: float = 0) -> Present:
    return Present(
        starts_at=OPENS + start * HOUR, ends_at=OPENS + end * HOUR, entered_at=OPENS + (end + entered_after) * HOUR
    )


@pytest.mark.parametrize(
    ("stretches", "now", "state", "longest_gap"),
    [
        ([], -1, "not_yet", 0),
        ([], 3, "open", 3),
        ([present(0, 3)], 3, "running", 0),
        ([present(0, 5), present(4, 8)], 8, "done", 0),
        ([present(0, 4), present(5.5, 8)], 8, "partly", 1.5),
        ([], 8, "missed", 8),
        ([present(0, 8, entered_after=25)], 40, "missed", 8),
    ],
)
def test_a_watch_without_a_gap(stretches, now, state, longest_gap):
    verdict = judge_presence(owed(), stretches, OPENS + now * HOUR, tolerance=timedelta())
    assert (verdict.state, verdict.longest_gap) == (state, longest_gap * HOUR)


def test_a_short_change_of_guards_is_tolerated_and_still_not_counted_as_covered():
    stretches = [present(0, 4), present(4.1, 8)]
    verdict = judge_presence(owed(), stretches, DUE, tolerance=timedelta(minutes=6))
    assert (verdict.state, verdict.covered) == ("done", 7.9 * HOUR)
    assert judge_presence(owed(), stretches, DUE, tolerance=timedelta(minutes=5)).state == "partly"


def facts(**changes) -> PerformFacts:
    at = OPENS + HOUR
    return PerformFacts(**{"at": at, "now": at, "opens_at": OPENS, "late_until": DUE + 8 * HOUR, **changes})


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"is_paused": True}, "duties.paused"),
        ({"is_continuous": True}, "duties.needs_presence"),
        ({"is_mine": False}, "duties.not_yours"),
        ({"has_doer": False}, "duties.no_doer"),
        ({"at": OPENS + 2 * HOUR}, "duties.in_the_future"),
        ({"at": OPENS - HOUR}, "duties.not_open_yet"),
        ({"at": DUE + 8 * HOUR, "now": DUE + 9 * HOUR}, "duties.too_late"),
        ({"is_complete": True}, "duties.already_done"),
        ({"is_complete": True, "now": OPENS + 2 * HOUR}, None),
        ({"needs_photo": True, "has_photo": False}, "duties.photo_missing"),
        ({"needs_signature": True, "has_signature": False}, "duties.signature_missing"),
    ],
)
def test_who_may_enter_what_when(changes, code):
    refusal = may_perform(facts(**changes))
    assert (refusal and refusal.code) == code


@pytest.mark.parametrize(
    ("given_", "code"),
    [
        ({"doer": 1, "confirmer": 2}, None),
        ({"doer": 1, "confirmer": 1}, "duties.own_work"),
        ({"doer": 1, "confirmer": None}, "duties.no_confirmer"),
        ({"doer": 1, "confirmer": 2, "is_confirmed": True}, "duties.already_confirmed"),
        ({"doer": 1, "confirmer": 2, "is_rejected": True}, "duties.already_confirmed"),
    ],
)
def test_a_second_person_is_another_person(given_, code):
    refusal = may_confirm(**{"is_confirmed": False, "is_rejected": False, **given_})
    assert (refusal and refusal.code) == code


def test_excuses_need_a_reason_and_something_to_excuse():
    assert may_excuse(state="missed", reason="台风停工") is None
    assert may_excuse(state="missed", reason=" ").code == "duties.no_reason"
    assert may_excuse(state="done_late", reason="台风停工").code == "duties.done_needs_no_excuse"
    assert may_excuse(state="excused", reason="台风停工").code == "duties.already_excused"


def test_only_open_work_goes_to_another_person_who_works_here():
    assert may_reassign(state="open", is_same=False, is_known=True) is None
    assert may_reassign(state="done", is_same=False, is_known=True).code == "duties.nothing_left"
    assert may_reassign(state="open", is_same=True, is_known=True).code == "duties.same_person"
    assert may_reassign(state="open", is_same=False, is_known=False).code == "duties.not_staff"


def test_what_a_plan_promises_is_loosened_only_in_the_plan():
    assert may_loosen(basis="", is_system=False) is None
    assert may_loosen(basis="第12条", is_system=True) is None
    assert may_loosen(basis="第12条", is_system=False).code == "duties.promised_by_plan"


CHECKLIST = [
    {"key": "hydrant", "wording": "消火栓箱完好"},
    {"key": "pressure", "wording": "水压(MPa)", "kind": "number", "least": 0.3, "greatest": 0.6},
    {"key": "remark", "wording": "其他情况", "kind": "text", "is_optional": True},
]


def test_a_checklist_reads_back_as_written():
    items = read_items(CHECKLIST)
    assert [item.key for item in items] == ["hydrant", "pressure", "remark"]
    assert read_items(write_items(items)) == items


@pytest.mark.parametrize(
    "raw",
    [
        [{"key": "Hy drant", "wording": "x"}],
        [{"key": "a", "wording": "  "}],
        [{"key": "a", "wording": "x", "kind": "colour"}],
        [{"key": "a", "wording": "x", "least": "low"}],
        [{"key": "a", "wording": "x", "needs_photo": 1}],
        [{"key": "a", "wording": "x", "extra": 1}],
        [{"key": "a", "wording": "x"}, {"key": "a", "wording": "y"}],
        ["a"],
    ],
)
def test_a_checklist_that_cannot_be_asked_is_refused(raw):
    assert read_items(raw).code == "duties.bad_checklist_item"
    assert read_items("a").code == read_items([CHECKLIST[0]] * 61).code == "duties.bad_checklist"


@pytest.mark.parametrize(
    ("answers", "faults"),
    [
        ({"hydrant": "ok", "pressure": 0.4}, ()),
        ({"hydrant": "fault", "pressure": 0.4}, ("hydrant",)),
        ({"hydrant": "ok", "pressure": 0.7}, ("pressure",)),
        ({"hydrant": "ok", "pressure": "0.7"}, ("pressure",)),
        ({"hydrant": "ok", "pressure": "0.3"}, ()),
        ({"hydrant": "ok", "pressure": 0.29, "remark": "锈"}, ("pressure",)),
    ],
)
def test_faults_are_found_in_the_answers(answers, faults):
    answered = check_answers(read_items(CHECKLIST), answers, photos=0)
    assert isinstance(answered, Answered)
    assert answered.faults == faults
    assert [line["key"] for line in answered.lines] == list(answers)


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        ({"hydrant": "ok"}, "duties.answers_missing"),
        ({"hydrant": "maybe", "pressure": 0.4}, "duties.bad_answer"),
        ({"hydrant": "ok", "pressure": "high"}, "duties.bad_answer"),
        ({"hydrant": "ok", "pressure": "nan"}, "duties.bad_answer"),
        ({"hydrant": "ok", "pressure": 0.4, "colour": "red"}, "duties.unknown_answer"),
    ],
)
def test_incomplete_answers_are_refused(answers, code):
    assert check_answers(read_items(CHECKLIST), answers, photos=0).code == code


def test_an_item_that_needs_a_photo_is_not_ticked_without_one():
    items = (Item("a", "灭火器压力表", needs_photo=True),)
    assert check_answers(items, {"a": "ok"}, photos=0).code == "duties.photo_missing"
    assert check_answers(items, {"a": "ok"}, photos=1).faults == ()
