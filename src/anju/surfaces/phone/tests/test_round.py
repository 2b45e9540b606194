"""A round in the phone's queue: told in the day's bundle, sent twice, sent two days late, points gone meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from anju.domains.patrol import actions
from anju.domains.patrol.models import Round, RoundPoint, Scan
from anju.domains.people import actions as people
from anju.domains.places import actions as places
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.models import Entry

from .conftest import NOON, SYSTEM

MINUTE = timedelta(minutes=1)
RECORD = {"problems": "无", "result": "无", "handover": "已交"}


@pytest.fixture
def walked(garden, guard):
    """The guard on post, and a round of two points from noon."""
    with view.entered(garden), clock.frozen(NOON - 10 * MINUTE):
        lobby = places.add_place(garden, kind="building", code="1", name="1栋", by=SYSTEM)
        post = people.define_post(garden, name="巡逻一岗", role="guard", by=SYSTEM)
        people.assign_post(post, person=guard.account.person, start_at=NOON - 60 * MINUTE, end_at=NOON + 600 * MINUTE, by=SYSTEM)
        people.take_post(post, person=guard.account.person, by=SYSTEM)
        for code in ("C-01", "C-02"):
            actions.add_checkpoint(garden, code=code, name=f"点{code}", place=lobby, focus="charging", by=SYSTEM)
        route = actions.add_route(garden, code="R1", name="一号线", by=SYSTEM)
        actions.publish_route(route, points=["C-01 2", "C-02 3"], by=SYSTEM)
        route.refresh_from_db()
        return actions.add_round(garden, route=route, starts_at=NOON, post=post, by=SYSTEM)


def items_of(guard, one) -> list[dict]:
    """The whole round as the phone queues it, minute by minute."""
    points = list(RoundPoint.everywhere.filter(round=one).order_by("position"))
    made = []
    for minute, action, subject, inputs in (
        (0, "start_round", one.pk, {}), (2, "scan_point", one.pk, {"way": "typed", "code": "C-01"}), (3, "answer_point", points[0].pk, {"answers": {item["key"]: "ok" for item in points[0].checklist}}),
        (5, "scan_point", one.pk, {"way": "typed", "code": "C-02"}), (6, "answer_point", points[1].pk, {"answers": {item["key"]: "ok" for item in points[1].checklist}}), (8, "finish_round", one.pk, RECORD),
    ):  # fmt: skip
        with clock.frozen(NOON + minute * MINUTE):
            made.append(guard.item(f"patrol.{action}", inputs, subject=str(subject)))
    return made


def test_the_day_tells_the_round_and_what_was_queued_offline_counts_once_at_its_own_time(guard, walked):
    with clock.frozen(NOON - 5 * MINUTE):
        told = guard.client.get(f"/phone/day?phone={guard.id}").json()["round"]
    assert (told["id"], told["is_running"], [point["code"] for point in told["points"]]) == (str(walked.pk), False, ["C-01", "C-02"])
    assert {"patrol.start_round", "patrol.scan_point", "patrol.answer_point", "patrol.skip_point", "patrol.finish_round"} <= set(guard.client.get("/phone/day").json()["actions"])
    items = items_of(guard, walked)
    with clock.frozen(NOON + 240 * MINUTE):
        first = guard.send(*items)
        again = guard.send(*items)
    assert [one["state"] for one in first] == ["done"] * 6 == [one["state"] for one in again]
    done = Round.everywhere.get()
    assert (done.state, done.started_at, done.finished_at, done.on_time_count, done.received_at) == ("finished", NOON, NOON + 8 * MINUTE, 2, NOON + 240 * MINUTE)
    assert (Scan.everywhere.count(), Entry.objects.filter(name="patrol.point_scanned").count()) == (2, 2)
    assert {tuple(scan.flags) for scan in Scan.everywhere.all()} == {("late_upload",)}


def test_what_comes_two_days_late_counts_by_when_it_was_done(guard, walked, garden):
    items = items_of(guard, walked)
    with clock.frozen(NOON + timedelta(days=2)):
        from anju.domains.patrol.schedule import close_rounds

        with view.entered(garden):
            close_rounds(garden)
        answers = guard.send(*items, guard.item())
    assert [one["state"] for one in answers][-1] == "done"
    assert Round.everywhere.get().finished_at == NOON + 8 * MINUTE, "judged by when it was done, not by when it came"
    assert [one["state"] for one in answers[:6]] == ["done"] * 6


def test_a_point_that_went_meanwhile_and_hostile_inputs_are_answered_with_reasons(guard, walked, garden):
    items = items_of(guard, walked)
    with view.entered(garden), clock.frozen(NOON + MINUTE):
        point = RoundPoint.objects.filter(round=walked).order_by("position").last().checkpoint
        actions.retire_checkpoint(point, reason="改造", by=SYSTEM)
    hostile = [
        guard.item("patrol.scan_point", {"way": "typed", "code": "😀" * 30}, subject=str(walked.pk)), guard.item("patrol.scan_point", {"way": "magic"}, subject=str(walked.pk)),
        guard.item("patrol.scan_point", {"way": "gps", "latitude": 10**9}, subject=str(walked.pk)), guard.item("patrol.answer_point", {"answers": [1]}, subject=str(walked.pk)),
    ]  # fmt: skip
    with clock.frozen(NOON + 30 * MINUTE):
        answers = guard.send(*items, *hostile)
    codes = [(one["state"], one["code"]) for one in answers]
    assert codes[:3] == [("done", ""), ("done", ""), ("done", "")]
    assert codes[4] == ("refused", "patrol.not_scanned")
    assert codes[5] == ("done", ""), "the round closes without the point that is gone"
    assert all(state in ("refused", "done") for state, _code in codes[6:])
    assert Round.everywhere.get().point_count == 1


def test_a_point_removed_while_the_guard_was_offline_holds_up_nothing_else(guard, walked, garden):
    items = items_of(guard, walked)
    with clock.frozen(NOON + 4 * MINUTE), view.entered(garden):
        gone = RoundPoint.objects.select_related("checkpoint").get(round=walked, position=2).checkpoint
        actions.retire_checkpoint(gone, reason="改造", by=SYSTEM)
    with clock.frozen(NOON + 60 * MINUTE):
        answers = guard.send(*items)
        again = guard.send(*items)
    assert [one["state"] for one in answers][:3] == ["done"] * 3 and answers[-1]["state"] == "done", answers
    assert [(one["state"], one["code"]) for one in again] == [(one["state"], one["code"]) for one in answers]
    done = Round.everywhere.get()
    assert (done.state, done.visited_count, done.point_count) == ("finished", 1, 1)
    assert Scan.everywhere.filter(code="").count() == 1, "the scan of what hangs there no more ticks nothing"


def test_a_phone_killed_in_the_middle_sends_the_rest_after_its_next_start(guard, walked):
    """The first part arrived but its answer was lost; the page starts anew (another boot) and sends everything once more."""
    items = items_of(guard, walked)
    with clock.frozen(NOON + 30 * MINUTE):
        guard.send(*items[:3])
        guard.boot, guard.started_at = "boot-2", NOON + 29 * MINUTE
        answers = guard.send(*items)
    assert [one["state"] for one in answers] == ["done"] * 6
    assert (Scan.everywhere.count(), Round.everywhere.get().visited_count) == (2, 2)
    assert Entry.objects.filter(name="patrol.round_started").count() == 1
