"""The schedule and jobs: each due once per scope, missed runs made up by one, failures shown and not contagious."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from anju.kernel import clock, jobs, schedule, scope
from anju.kernel.models import Entry, ScheduledJob
from anju.kernel.schedule import Scheduler

from .sample import SYSTEM, check_lamp, community

NOON = datetime(2026, 3, 5, 4, 0, 30, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@contextmanager
def scheduling(declare):
    kept = dict(schedule.registry)
    schedule.registry.clear()
    try:
        yield declare
    finally:
        schedule.registry.clear()
        schedule.registry.update(kept)


@pytest.fixture
def ran():
    calls: list = []
    with scheduling(calls):
        yield calls


def run_at(worker: Scheduler, moment: datetime) -> int:
    with clock.frozen(moment):
        return worker.run_due()


def test_a_job_runs_in_each_scope_of_its_kind_when_due(ran):
    here, there = community("甲"), community("乙")
    schedule.every("kernel.tick", minutes=5)(lambda where: ran.append((where.name, scope.current())))
    worker = Scheduler()
    assert run_at(worker, NOON) == 0
    assert run_at(worker, NOON + timedelta(minutes=4)) == 0
    assert run_at(worker, NOON + timedelta(minutes=5)) == 2
    assert sorted(ran) == sorted([("甲", (here.id,)), ("乙", (there.id,))])
    assert run_at(worker, NOON + timedelta(minutes=5, seconds=1)) == 0


def test_missed_runs_are_made_up_by_one(ran, here):
    schedule.every("kernel.tick", minutes=5)(lambda where: ran.append(clock.now()))
    worker = Scheduler()
    run_at(worker, NOON)
    assert run_at(worker, NOON + timedelta(hours=6)) == 1
    assert len(ran) == 1
    assert ScheduledJob.objects.get().next_at == datetime(2026, 3, 5, 10, 5, tzinfo=UTC)


def test_a_daily_job_keeps_to_the_local_time_of_its_scope(ran):
    community("上海")
    community("乌鲁木齐", zone="Asia/Urumqi")
    schedule.daily("kernel.night", at="00:10")(lambda where: ran.append(where.name))
    worker = Scheduler()
    run_at(worker, NOON)
    run_at(worker, datetime(2026, 3, 5, 16, 10, tzinfo=UTC))
    assert ran == ["上海"]
    run_at(worker, datetime(2026, 3, 5, 18, 10, tzinfo=UTC))
    assert ran == ["上海", "乌鲁木齐"]


def test_a_failing_job_is_shown_and_the_others_go_on(ran, here):
    faults = [ValueError("no paper"), ValueError("no ink")]

    def print_report(where):
        if faults:
            raise faults.pop(0)
        ran.append("printed")

    schedule.every("kernel.a_print", minutes=5)(print_report)
    schedule.every("kernel.b_tick", minutes=5)(lambda where: ran.append("tick"))
    worker = Scheduler()
    run_at(worker, NOON)
    run_at(worker, NOON + timedelta(minutes=5))
    row = ScheduledJob.objects.get(name="kernel.a_print")
    assert (ran, row.failures, row.error[:21]) == (["tick"], 1, "ValueError: no paper ")
    run_at(worker, NOON + timedelta(minutes=10))
    run_at(worker, NOON + timedelta(minutes=15))
    row.refresh_from_db()
    assert (ran, row.failures, row.error) == (["tick", "tick", "printed", "tick"], 0, "")


def test_a_job_that_somebody_else_runs_is_left_alone_until_his_lease_ends(ran, here):
    schedule.every("kernel.tick", minutes=5)(lambda where: ran.append(1))
    worker = Scheduler()
    run_at(worker, NOON)
    ScheduledJob.objects.update(owner="other", leased_until=clock.machine() + timedelta(minutes=1))
    assert run_at(worker, NOON + timedelta(minutes=5)) == 0
    ScheduledJob.objects.update(leased_until=clock.machine() - timedelta(seconds=1))
    assert run_at(worker, NOON + timedelta(minutes=5)) == 1


def test_a_paused_job_does_not_run(ran, here):
    schedule.every("kernel.tick", minutes=5)(lambda where: ran.append(1))
    worker = Scheduler()
    run_at(worker, NOON)
    ScheduledJob.objects.update(is_paused=True)
    assert run_at(worker, NOON + timedelta(hours=1)) == 0


@jobs.job
def light(scope_id: str) -> str:
    from anju.kernel.models import Scope

    check_lamp(Scope.objects.get(pk=scope_id), number=1, by=SYSTEM)
    return "lit"


@pytest.mark.django_db(transaction=True)
def test_a_job_commits_with_its_action_and_is_gone_with_it():
    here = community()
    with transaction.atomic():
        jobs.enqueue("kernel.light", str(here.id))
        transaction.set_rollback(True)
    worker = jobs.Worker()
    assert worker.drain() == 0
    handle = jobs.enqueue("kernel.light", str(here.id))
    assert worker.drain() == 1
    handle.refresh()
    assert (handle.return_value, Entry.objects.count()) == ("lit", 1)


@jobs.job
def stumble() -> None:
    raise ValueError("stone")


@pytest.mark.django_db(transaction=True)
def test_a_failed_job_keeps_its_error_and_the_next_one_runs():
    here = community()
    failed, good = jobs.enqueue("kernel.stumble"), jobs.enqueue("kernel.light", str(here.id))
    assert jobs.Worker().drain() == 2
    failed.refresh(), good.refresh()
    assert "stone" in failed.errors[0].traceback
    assert good.return_value == "lit"
