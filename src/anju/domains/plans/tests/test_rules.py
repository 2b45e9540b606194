"""How a sentence stands, who may decide on it, and what it becomes: all pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from anju.domains.plans import rules
from anju.domains.plans.proposals import propose
from anju.domains.plans.rules import Standing, Tally, live_state
from anju.domains.plans.statutes import left_out, statutes

NOW = datetime(2026, 11, 21, 6, tzinfo=UTC)
FULL, SHORT = Tally(done=2, owed=2), Tally(done=1, owed=2)


@pytest.mark.parametrize(
    ("standing", "state"),
    [
        (None, "not_applicable"),
        (Standing(running=SHORT), "on_track"),
        (Standing(closed=FULL), "proven"),
        (Standing(closed=SHORT), "broken"),
        (Standing(closed=FULL, overdue=1), "late"),
        (Standing(closed=FULL, running=SHORT, next_due_at=NOW + timedelta(days=2)), "due"),
        (Standing(closed=FULL, running=FULL, next_due_at=NOW + timedelta(days=2)), "proven"),
        (Standing(closed=SHORT, running=FULL, overdue=1), "broken"),
    ],
)
def test_the_state_of_a_sentence(standing, state):
    assert live_state(standing, at=NOW) == state


@pytest.mark.parametrize(
    ("length", "left", "state"),
    [
        (timedelta(hours=2), timedelta(minutes=31), "proven"),
        (timedelta(hours=2), timedelta(minutes=30), "due"),
        (timedelta(days=30), timedelta(days=3, minutes=1), "proven"),
        (timedelta(days=30), timedelta(days=3), "due"),
    ],
)
def test_what_is_owed_for_a_short_time_presses_only_in_its_last_quarter(length, left, state):
    standing = Standing(closed=FULL, running=SHORT, next_due_at=NOW + left, lead=rules.lead_of(length))
    assert live_state(standing, at=NOW) == state


def test_a_running_period_alone_never_proves():
    assert live_state(Standing(running=FULL), at=NOW) == "on_track"


@pytest.mark.parametrize(
    ("role", "answering", "late", "grade"),
    [
        ("auditor", "guard", False, "A"),
        ("security_manager", "guard", False, "B"),
        ("guard", "guard", False, "C"),
        ("security_manager", "guard", True, "C"),
        ("auditor", "guard", True, "C"),
    ],
)
def test_the_grade_of_a_spot_check(role, answering, late, grade):
    assert rules.grade_of_check(checker_role=role, answering_role=answering, entered_late=late) == grade


def test_two_reviewers_do_not_confirm_over_each_other():
    no = rules.may_review(plan_state="draft", seen_revision=0, revision=1, who="王芳", becomes="policy", has_schedule=False)
    assert (no.code, no.params) == ("plans.reviewed_meanwhile", {"who": "王芳"})


def test_a_duty_needs_a_frequency():
    asked = {"plan_state": "draft", "seen_revision": 0, "revision": 0, "who": ""}
    assert rules.may_review(**asked, becomes="duty", has_schedule=False).code == "plans.no_schedule"
    assert rules.may_review(**asked, becomes="duty", has_schedule=True) is None


def test_the_bulk_button_waits_for_the_doubtful_ones():
    assert rules.may_confirm_rest(plan_state="draft", doubtful_open=3).code == "plans.doubtful_open"
    assert rules.may_confirm_rest(plan_state="active", doubtful_open=0).code == "plans.already_in_force"
    assert rules.may_confirm_rest(plan_state="draft", doubtful_open=0) is None


def test_a_plan_takes_force_only_when_every_sentence_is_decided_and_made():
    asked = {"plan_state": "draft", "open_clauses": 0, "unrealised": 0, "confirmed": 4}
    assert rules.may_activate(**asked) is None
    assert rules.may_activate(**{**asked, "open_clauses": 1}).code == "plans.not_reviewed"
    assert rules.may_activate(**{**asked, "unrealised": 1}).code == "plans.not_generated"
    assert rules.may_activate(**{**asked, "confirmed": 0}).code == "plans.nothing_confirmed"
    assert rules.may_activate(**{**asked, "plan_state": "active"}).code == "plans.not_a_draft"


def test_a_frequency_makes_a_duty():
    made = propose({"kind": "recurring-duty", "domain": "emergency-drills", "count": 2, "period": "P1Y", "bound": "min", "confidence": 0.9})
    assert made.becomes == "duty"
    assert made.details["schedule"] == {"count": 2, "period": "P1Y", "bound": "min"}
    assert made.details["evidence"] == ["photo", "signature", "second_person"]
    assert made.doubts == ()


def test_a_duty_without_a_frequency_is_doubtful_and_only_a_suggestion():
    made = propose({"kind": "recurring-duty", "domain": "patrol", "confidence": 0.9})
    assert made.details["schedule"] == {"count": 1, "period": "P1M", "bound": "min"}
    assert made.doubts == ("no_frequency",)


def test_twenty_three_times_a_month_is_asked_about():
    made = propose({"kind": "recurring-duty", "domain": "governance-supervision", "count": 23, "period": "P1M", "confidence": 0.9})
    assert made.doubts == ("implausible",)


def test_a_rate_becomes_a_measure_and_an_entry_rule_a_pass_policy():
    assert propose({"kind": "kpi", "op": ">=", "value": 95, "unit": "%"}).becomes == "measure"
    assert propose({"kind": "rule", "domain": "access-goods"}).becomes == "pass_policy"
    assert propose({"kind": "rule", "domain": "surveillance"}).becomes == "policy"
    assert propose({"kind": "none"}).becomes == "nothing"


@pytest.mark.parametrize(("who", "role"), [("保安队长", "team_leader"), ("监控员", "monitor_operator"), ("保安员", "guard"), ("安全经理", "security_manager")])
def test_the_role_the_words_name_answers(who, role):
    assert propose({"kind": "rule", "who": who, "domain": "patrol"}).details["role"] == role


def test_what_the_law_asks_and_the_plan_leaves_out():
    ids = {s.id for s in left_out(["每月上旬对灭火器、消防栓全面检查一次", "监控录像至少保存30天"])}
    assert "C31" not in ids and "A09" not in ids
    assert {"C41", "E04", "F06"} <= ids
    assert "C05" not in ids, "a row that only states a penalty cannot be left out"


def test_unchecked_law_says_so():
    by_id = {s.id: s for s in statutes()}
    assert len(by_id) == 202
    assert by_id["C31"].is_unchecked and not by_id["C32"].is_unchecked
    assert by_id["C31"].is_covered_by("每月检查灭火器") and not by_id["C31"].is_covered_by("整理档案")
