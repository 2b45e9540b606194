"""What people mean to do is the same each time it is asked, lies in the slot, and goes wrong as it is told to."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from anju.simulator.intentions import Slot, failed, intention

ZONE = ZoneInfo("Asia/Shanghai")
NINE = datetime(2026, 10, 13, 9, tzinfo=ZONE)


def slot(**changes) -> Slot:
    facts = {
        "key": "k", "title": "巡逻", "role": "guard", "opens_at": NINE, "due_at": NINE + timedelta(hours=2), "late_until": NINE + timedelta(hours=4),
        "owed": 1, "fault_rate": 0.0,
    }  # fmt: skip
    return Slot(**facts | changes)


def meant(one: Slot, seed: int = 1):
    return intention(one, random.Random(seed), ZONE)


def test_the_same_lot_gives_the_same_intention():
    assert meant(slot()) == meant(slot())


@pytest.mark.parametrize("owed", [1, 4])
@pytest.mark.parametrize("length", [timedelta(hours=2), timedelta(hours=8), timedelta(days=30)])
def test_what_does_not_fail_is_done_as_often_as_owed_within_the_slot(owed, length):
    one = slot(owed=owed, due_at=NINE + length, late_until=NINE + length * 2)
    for seed in range(60):
        found = meant(one, seed)
        if not found.failing:
            assert len(found.doings) == owed
            assert all(one.opens_at <= doing.at < one.due_at for doing in found.doings)


def test_long_work_fails_only_on_purpose():
    assert {meant(slot(due_at=NINE + timedelta(days=30)), seed).failing for seed in range(300)} == {""}


@pytest.mark.parametrize(
    ("failing", "check"),
    [
        ("missed", lambda one, found: found.doings == ()),
        ("late", lambda one, found: one.due_at < found.doings[-1].at < one.late_until),
        ("partly", lambda one, found: len(found.doings) == one.owed - 1),
        ("backfilled", lambda one, found: found.doings[-1].entered_at - found.doings[-1].at > timedelta(hours=24)),
        ("excused", lambda one, found: found.excuse and not found.doings),
    ],
)
def test_a_failing_shows(failing, check):
    one = slot(owed=2)
    sound = next(found for seed in range(60) if not (found := meant(one, seed)).failing)
    assert check(one, failed(sound, failing, one, random.Random(3)))
