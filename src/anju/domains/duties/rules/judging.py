"""What became of a slot: judged from facts, at any moment, always with the same answer. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.domains.duties.calendar import Span
from anju.domains.duties.coverage import coverage
from anju.domains.duties.states import Grade, OccurrenceState

BACKFILL_AFTER = timedelta(hours=24)
LONGEST_MAKE_UP = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One slot as far as judging goes. `grace` still counts as on time; until `late_until` it can be made up."""

    opens_at: datetime
    due_at: datetime
    late_until: datetime
    owed: int = 1
    most: int | None = None
    grace: timedelta = timedelta()
    has_distinct_days: bool = False
    needs_second_person: bool = False
    is_excused: bool = False

    @property
    def closes_at(self) -> datetime:
        return self.due_at + self.grace


@dataclass(frozen=True, kw_only=True)
class Done:
    """One time it was done. `on` is its business date; `is_admitted` whether that day and hour count at all.

    `is_independent` when a device or an outside party vouches for it.
    """

    at: datetime
    on: date
    entered_at: datetime
    is_admitted: bool = True
    is_confirmed: bool = False
    is_independent: bool = False

    @property
    def is_backfilled(self) -> bool:
        return is_backfilled(self.at, self.entered_at)

    @property
    def grade(self) -> Grade:
        return Grade.A if self.is_independent else Grade.B if self.is_confirmed else Grade.C


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A slot's state with its figures: counted in time, counted at all, waiting for a second person, over the limit."""

    state: str
    on_time: int = 0
    counted: int = 0
    waiting: int = 0
    over: int = 0
    grade: str = ""
    covered: timedelta = timedelta()
    longest_gap: timedelta = timedelta()


def is_backfilled(done_at: datetime, entered_at: datetime) -> bool:
    """Whether it was entered so long after the fact that it can never count as on time (补录)."""
    return entered_at - done_at > BACKFILL_AFTER


def make_up_until(starts_at: datetime, due_at: datetime) -> datetime:
    """How long a missed slot may be made up: as long again as the slot was, at most thirty days."""
    return due_at + min(due_at - starts_at, LONGEST_MAKE_UP)


def is_on_time(owed: Owed, done: Done) -> bool:
    return owed.opens_at <= done.at < owed.closes_at and done.is_admitted and not done.is_backfilled


def judge(owed: Owed, done: Sequence[Done], now: datetime) -> Verdict:
    """The state of a slot that owes a number of times, at the moment `now`."""
    vouched = [one for one in done if _is_vouched(owed, one)]
    in_time = [one for one in vouched if is_on_time(owed, one)]
    counted = [one for one in vouched if owed.opens_at <= one.at < max(owed.late_until, owed.closes_at)]
    on_time, total = _times(owed, in_time), _times(owed, counted)
    waiting = len(done) - len(vouched)
    return Verdict(
        state=_state(owed, on_time, total, waiting, now),
        on_time=on_time,
        counted=total,
        waiting=waiting,
        over=max(0, total - owed.most) if owed.most is not None else 0,
        grade=_grade(owed, counted) if total >= max(owed.owed, 1) else "",
    )


def _is_vouched(owed: Owed, done: Done) -> bool:
    return done.is_confirmed or done.is_independent or not owed.needs_second_person


def _times(owed: Owed, done: Iterable[Done]) -> int:
    return len({one.on for one in done}) if owed.has_distinct_days else len(list(done))


def _state(owed: Owed, on_time: int, total: int, waiting: int, now: datetime) -> str:
    if owed.owed and on_time >= owed.owed:
        return OccurrenceState.done
    if owed.owed and total >= owed.owed:
        return OccurrenceState.done_late
    if owed.is_excused:
        return OccurrenceState.excused
    if now < owed.opens_at:
        return OccurrenceState.not_yet
    if now < owed.closes_at:
        return OccurrenceState.running if total or waiting else OccurrenceState.open
    if not owed.owed:
        return OccurrenceState.done
    return OccurrenceState.partly if total or waiting else OccurrenceState.missed


def _grade(owed: Owed, counted: Sequence[Done]) -> str:
    """The weakest word among the best ones that were needed."""
    best = sorted(one.grade.value for one in counted)
    return best[: max(owed.owed, 1)][-1]


@dataclass(frozen=True, kw_only=True)
class Present:
    """A stretch of time for which somebody's presence is on record."""

    starts_at: datetime
    ends_at: datetime
    entered_at: datetime
    is_independent: bool = False


def judge_presence(owed: Owed, present: Sequence[Present], now: datetime, *, tolerance: timedelta) -> Verdict:
    """The state of a slot that owes presence without a gap; what was entered a day late covers nothing."""
    whole = Span(owed.opens_at, owed.due_at)
    valid = [one for one in present if not is_backfilled(one.ends_at, one.entered_at)]
    spans = [Span(one.starts_at, one.ends_at) for one in valid]
    found = coverage(whole, spans, until=now, tolerance=tolerance)
    state = _presence_state(owed, bool(found.covered), bool(found.gaps), now)
    is_done = state == OccurrenceState.done
    return Verdict(
        state=state,
        on_time=int(is_done),
        counted=int(is_done),
        grade=(Grade.A if all(one.is_independent for one in valid) else Grade.C).value if is_done else "",
        covered=found.covered,
        longest_gap=found.longest_gap,
    )


def _presence_state(owed: Owed, has_coverage: bool, has_gaps: bool, now: datetime) -> str:
    if now < owed.opens_at:
        return OccurrenceState.excused if owed.is_excused else OccurrenceState.not_yet
    if now < owed.closes_at:
        return OccurrenceState.running if has_coverage else OccurrenceState.open
    if has_coverage and not has_gaps:
        return OccurrenceState.done
    if owed.is_excused:
        return OccurrenceState.excused
    return OccurrenceState.partly if has_coverage else OccurrenceState.missed


def next_look_at(owed: Owed, now: datetime) -> datetime | None:
    """When the passing of time alone will next change the state; None when it cannot any more."""
    if now < owed.opens_at:
        return owed.opens_at
    return owed.closes_at if now < owed.closes_at else None
