from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from anju.domains.people import actions as people
from anju.domains.people.models import Holding, Person, Post, Shift
from anju.domains.people.tests.team import Team
from anju.domains.places.models import Place
from anju.kernel import clock, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

START = datetime(2026, 3, 4, 23, 0, tzinfo=UTC)
"""07:00 on 5 March in the community: the early shift begins."""
DAY = date(2026, 3, 5)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
SYSTEM = Actor.system("test")


@dataclass
class Squad:
    """A community with a leader, a south gate, a relief pool and a fire control room, each with its people of the early shift."""

    community: Scope
    team: Team
    posts: dict[str, Post] = field(default_factory=dict)
    shifts: list[Shift] = field(default_factory=list)

    def post(self, name: str, role: str = "guard", **more: Any) -> Post:
        made = people.define_post(self.community, name=name, role=role, pattern=self.shifts[0].pattern, by=SYSTEM, **more)
        self.posts[name] = made
        return made

    def person(self, name: str, *roles: str) -> Person:
        return self.team.person(name, *roles)

    def actor(self, name: str, *roles: str) -> Actor:
        """Somebody as he acts, with the roles he was given before or is given now."""
        known = self.team.person(name, *roles)
        from anju.domains.people.queries import roles_of

        held = roles_of(self.community, [known.pk]).get(known.pk, frozenset())
        return self.team(name, *(roles or tuple(held)))

    def hold(self, post: str, name: str, *, on: date = DAY, shift: int = 0, role: str = "") -> Holding:
        """Name somebody for a shift (0 early, 1 middle, 2 night) of a day."""
        person = self.person(name, role or self.posts[post].role)
        made = people.assign_post(self.posts[post], person=person, shift=self.shifts[shift], on=on, by=SYSTEM)
        assert isinstance(made, Holding), made
        return made

    def take(self, post: str, name: str, at: datetime | None = None) -> Any:
        return people.take_post(self.posts[post], by=self.actor(name), at=at)

    def leave(self, post: str, name: str, left_for: str, at: datetime | None = None) -> Any:
        return people.leave_post(self.posts[post], left_for=left_for, by=self.actor(name), at=at)


@pytest.fixture
def community(db):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where), clock.frozen(START):
        yield where


@pytest.fixture
def squad(community) -> Squad:
    made = Squad(community, Team(community))
    pattern = people.define_pattern(community, name="三班", shifts="早班 07:00-15:00\n中班 15:00-23:00\n夜班 23:00-07:00", crews=4, by=SYSTEM)
    made.shifts = list(Shift.objects.filter(pattern=pattern).order_by("position"))
    gate = Place.objects.create(scope=community, kind="gate", code="S", name="南门", full_name="南门", path="s/")
    made.post("当班班长", "squad_leader")
    made.post("南门岗", place=gate)
    made.post("机动岗")
    made.post("消防控制室", "fire_operator", people_per_shift=2, is_two_person=True)
    made.hold("当班班长", "班长周")
    made.hold("南门岗", "陈刚")
    made.hold("机动岗", "刘洋")
    for name in ("值机甲", "值机乙"):
        made.hold("消防控制室", name)
    return made


@pytest.fixture
def on_post(squad) -> Squad:
    """Everybody came at ten to seven."""
    for post, name in (("当班班长", "班长周"), ("南门岗", "陈刚"), ("机动岗", "刘洋"), ("消防控制室", "值机甲"), ("消防控制室", "值机乙")):
        assert squad.take(post, name, START - 10 * MINUTE)
    return squad
