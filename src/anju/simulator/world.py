"""The community as the simulator holds it while time goes by: the cast, who is on post, the clock's work, and what was refused."""

from __future__ import annotations

import heapq
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from anju.domains.people.queries import Person, on_duty
from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from . import rosters
from .cast import Cast

HOUR = timedelta(hours=1)
TOLD_DAYS = 30


@dataclass(frozen=True, order=True)
class Deed:
    """Something that somebody does at a moment. Deeds of one moment happen in the order in which they were planned."""

    at: datetime
    turn: int
    do: Callable[[], Any] = field(compare=False)
    earliest: datetime | None = field(default=None, compare=False)


class Script(Protocol):
    """What goes wrong on purpose: it may change what is meant to be done about a slot."""

    def meant(self, slot: Any, meant: Any) -> Any: ...

    def kept(self, watch: Any, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]: ...

    def fate(self, case: Any) -> str: ...


class Unscripted:
    """Nothing goes wrong but by chance."""

    def meant(self, slot: Any, meant: Any) -> Any:
        return meant

    def kept(self, watch: Any, start: datetime, end: datetime) -> list[tuple[datetime, datetime]]:
        return [(start, end)]

    def fate(self, case: Any) -> str:
        return ""


UNSCRIPTED = Unscripted()


@dataclass
class World:
    """One community in motion. `present` holds the post that each person is on; `ends_on` is the day on which the history ends."""

    cast: Cast
    seed: str
    zone: ZoneInfo
    present: dict[UUID, str] = field(default_factory=dict)
    agenda: list[Deed] = field(default_factory=list)
    planned: int = 0
    week: tuple[int, int] = (0, 0)
    actors: dict[UUID, Actor] = field(default_factory=dict)
    known: set[Any] = field(default_factory=set)
    down: set[UUID] = field(default_factory=set)
    script: Script = UNSCRIPTED
    workers: dict[UUID, set[UUID]] = field(default_factory=dict)
    stand_ins: dict[rosters.Turn, Person] = field(default_factory=dict)
    ends_on: date | None = None
    refused: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)

    @property
    def scope(self) -> Scope:
        return self.cast.scope

    def lot(self, *about: object) -> random.Random:
        """A generator of its own for every question, so that one more question changes no other answer."""
        return self.lot_of(self.seed, *about)

    @staticmethod
    def lot_of(seed: str, *about: object) -> random.Random:
        return random.Random(":".join([seed, *map(str, about)]))

    def act(self, verb: Any, subject: Any, *, by: Person | Actor, **inputs: Any) -> Any | None:
        """Do it, or take no for an answer; refusals are counted."""
        outcome = verb(subject, by=by if isinstance(by, Actor) else self.actor(by), **inputs)
        if isinstance(outcome, Refusal):
            self.refused[f"{verb.spec.name} {outcome.code}"] += 1
            return None
        self.done[verb.spec.name] += 1
        return outcome

    def actor(self, person: Person) -> Actor:
        """Somebody acting this week. An actor remembers his posts, so it is made anew with every roster."""
        week = self.local(clock.now()).isocalendar()[:2]
        if self.week != week:
            self.week, self.actors = week, {}
        if person.pk not in self.actors:
            self.actors[person.pk] = self.cast.actor(person)
        return self.actors[person.pk]

    def plan(self, at: datetime, do: Callable[[], Any], *, earliest: datetime | None = None) -> None:
        """Put something on the agenda; with `earliest` it may as well be done from then on."""
        self.planned += 1
        heapq.heappush(self.agenda, Deed(at, self.planned, do, earliest))

    def take_early(self, now: datetime) -> Deed | None:
        """Take the next thing off the agenda that may be done now though it was meant for later."""
        ready = [deed for deed in self.agenda if deed.earliest is not None and deed.earliest <= now]
        if not ready:
            return None
        self.agenda.remove(first := min(ready))
        heapq.heapify(self.agenda)
        return first

    def due(self, until: datetime) -> Iterator[Deed]:
        """Take what is planned before a moment off the agenda, in order; what is planned meanwhile comes in its turn."""
        while self.agenda and self.agenda[0].at < until:
            yield heapq.heappop(self.agenda)

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def moment(self, day: date, hour: float) -> datetime:
        """A wall-clock hour of a day (26.5 is half past two of the next morning)."""
        return datetime.combine(day, datetime.min.time(), self.zone) + timedelta(hours=hour)

    def look_around(self) -> None:
        """Learn from the records who is on which post now."""
        standing = on_duty(self.scope, clock.now())
        self.present = {one.person.pk: one.post.name for one in standing if one.is_present}

    def days_left(self, day: date) -> int:
        """How many days before the end of the history a day lies; 0 in the present, which has no end."""
        return (self.ends_on - day).days if self.ends_on is not None else 0

    def is_told(self, day: date) -> bool:
        """Whether the small things of a day are told: every day of the last month, every other day of the time before."""
        return self.days_left(day) <= TOLD_DAYS or day.toordinal() % 2 == 0

    def on_shift(self, role: str) -> list[Person]:
        """Who of a role is at work now, in the order of employee numbers; managers without a post keep office hours."""
        if role in rosters.OFFICE_ROLES:
            wall = self.local(clock.now())
            is_there = rosters.is_at_work(role, wall.date()) and 8 <= wall.hour < 18
            return self.cast.staff[role] if is_there else []
        return [person for person in self.cast.staff.get(role, ()) if person.pk in self.present]

    def anyone(self, *roles: str, but: UUID | None = None) -> Person | None:
        """Somebody of the first of these roles that is at work now, except one person; drawn by lot."""
        for role in roles:
            there = [person for person in self.on_shift(role) if person.pk != but]
            if there:
                return self.lot("anyone", role, clock.now()).choice(there)
        return None
