"""The doorbell wakes those who wait, in this process and in others; it never carries the news itself."""

from __future__ import annotations

import asyncio
import threading

import pytest
from django.db import connection, transaction

from anju.kernel import doorbell

from .sample import SYSTEM, check_lamp, community


@pytest.mark.django_db(transaction=True)
def test_it_rings_after_the_commit_and_not_before():
    seen = doorbell.count()
    with transaction.atomic():
        check_lamp(community(), number=1, by=SYSTEM)
        assert doorbell.count() == seen
    assert doorbell.count() > seen


@pytest.mark.django_db(transaction=True)
def test_nothing_rings_when_the_action_was_undone():
    seen = doorbell.count()
    with transaction.atomic():
        check_lamp(community(), number=1, by=SYSTEM)
        transaction.set_rollback(True)
    assert doorbell.count() == seen


def test_a_waiting_thread_is_woken():
    seen = doorbell.count()
    woken = []
    thread = threading.Thread(target=lambda: woken.append(doorbell.wait(seen, timeout=30)))
    thread.start()
    doorbell._wake()
    thread.join(30)
    assert woken and woken[0] > seen


def test_a_ring_before_the_wait_is_not_lost():
    seen = doorbell.count()
    doorbell._wake()
    assert doorbell.wait(seen, timeout=30) > seen


def test_a_waiting_task_is_woken():
    async def scenario() -> tuple[bool, bool]:
        with doorbell.Waiter() as bell:
            threading.Thread(target=doorbell._wake).start()
            heard = await bell.wait(timeout=30)
            return heard, await bell.wait(timeout=0.01)

    assert asyncio.run(scenario()) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_other_processes_hear_it_through_postgresql():
    if connection.vendor != "postgresql":
        pytest.skip("NOTIFY is PostgreSQL's")
    ours, theirs = doorbell._Line(), doorbell._Line()
    try:
        theirs.is_listening.wait(10)
        seen = doorbell.count()
        ours.post()
        assert doorbell.wait(seen, timeout=10) > seen
    finally:
        ours.close()
        theirs.close()
