"""What people mean to do about each thing that is owed. Pure: the same slot has the same intention every time it is asked."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from .rosters import OFFICE_ROLES, is_office_day

A_DAY = timedelta(hours=26)
BY_NIGHT = ("夜间", "夜班", "凌晨")
# Of a thousand slots of a day's work: how many are missed, made up late, done in part, entered long after, excused.
FAILINGS = (("missed", 5), ("late", 6), ("partly", 3), ("backfilled", 2), ("excused", 1))


@dataclass(frozen=True)
class Doing:
    """One time it is done: when, when it is entered, whether something is found faulty, after how long a second person looks."""

    at: datetime
    entered_at: datetime
    finds_fault: bool = False
    vouched_after: timedelta | None = None


@dataclass(frozen=True)
class Intention:
    doings: tuple[Doing, ...] = ()
    excuse: str = ""
    failing: str = ""


@dataclass(frozen=True)
class Slot:
    """What the intention depends on; `grace_until` is how long a late one can still be made up."""

    key: str
    title: str
    role: str
    opens_at: datetime
    due_at: datetime
    late_until: datetime
    owed: int
    fault_rate: float

    @property
    def is_within_a_day(self) -> bool:
        return self.due_at - self.opens_at <= A_DAY


def intention(slot: Slot, lot: random.Random, zone: ZoneInfo) -> Intention:
    """When it is done, and what goes wrong with it by chance. What is owed for longer than a day goes wrong only on purpose."""
    failing = _chance(lot) if slot.is_within_a_day else ""
    moments = [_moment(slot, part, lot, zone) for part in range(slot.owed)]
    doings = tuple(Doing(at, at, lot.random() < slot.fault_rate, timedelta(minutes=lot.randint(12, 90))) for at in moments)
    return failed(Intention(doings), failing, slot, lot)


def failed(meant: Intention, failing: str, slot: Slot, lot: random.Random) -> Intention:
    """The same intention with one thing gone wrong."""
    if failing == "missed":
        return Intention(failing=failing)
    if failing == "excused":
        return Intention(excuse="极端天气红色预警，按预案暂停户外作业", failing=failing)
    if failing == "partly" and slot.owed > 1:
        return replace(meant, doings=meant.doings[:-1], failing=failing)
    if failing == "late" and slot.late_until > slot.due_at + timedelta(minutes=20):
        at = slot.due_at + min((slot.late_until - slot.due_at) * lot.uniform(0.1, 0.4), timedelta(days=3))
        return replace(meant, doings=(*meant.doings[:-1], replace(meant.doings[-1], at=at, entered_at=at)), failing=failing)
    if failing == "backfilled":
        last = meant.doings[-1]
        entered = last.at + timedelta(hours=lot.randint(26, 50))
        return replace(meant, doings=(*meant.doings[:-1], replace(last, entered_at=entered)), failing=failing)
    return meant


def _chance(lot: random.Random) -> str:
    drawn = lot.randrange(1000)
    for failing, of_thousand in FAILINGS:
        if drawn < of_thousand:
            return failing
        drawn -= of_thousand
    return ""


def _moment(slot: Slot, part: int, lot: random.Random, zone: ZoneInfo) -> datetime:
    """The part of the slot's time in which one of its times falls, and a moment in it at which people work."""
    length = slot.due_at - slot.opens_at
    if slot.is_within_a_day:
        at = slot.opens_at + length * ((part + lot.uniform(0.2, 0.75)) / slot.owed)
        return at if slot.role not in OFFICE_ROLES and not _is_day_work(slot) else _in_hours(at, slot, lot, zone)
    at = slot.opens_at + length * 0.85 * ((part + lot.uniform(0.1, 0.9)) / slot.owed)
    return _on_a_good_day(at, slot, lot, zone)


def _is_day_work(slot: Slot) -> bool:
    return slot.role in ("front_desk", "engineer", "cleaner", "gardener")


def _in_hours(at: datetime, slot: Slot, lot: random.Random, zone: ZoneInfo) -> datetime:
    """The same day between half past eight and five, where the slot allows it."""
    wall = at.astimezone(zone)
    wanted = wall.replace(hour=lot.randint(9, 14), minute=lot.randrange(60))
    return wanted if slot.opens_at <= wanted < slot.due_at else at


def _on_a_good_day(at: datetime, slot: Slot, lot: random.Random, zone: ZoneInfo) -> datetime:
    """A working day near the moment, at an hour that fits the work."""
    wall = at.astimezone(zone)
    hour = lot.choice((22, 23)) if any(word in slot.title for word in BY_NIGHT) else lot.choice((9, 10, 14, 15))
    for shift in (0, 1, 2, 3, -1, -2, -3, 4, 5, 6, 7, 8):
        wanted = (wall + timedelta(days=shift)).replace(hour=hour, minute=lot.randrange(60))
        if slot.opens_at <= wanted < slot.due_at and is_office_day(wanted.date()):
            return wanted
    return at
