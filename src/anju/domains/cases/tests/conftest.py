from __future__ import annotations

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from anju.domains.people.models import Person
from anju.domains.places.models import Place
from anju.kernel import clock, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

START = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
"""09:00 in the community."""


@pytest.fixture
def community(db):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where), clock.frozen(START):
        yield where


class Team:
    """People of a community, made when first named: `team("陈刚", "guard")` is his actor."""

    def __init__(self, where: Scope) -> None:
        self.where, self.people = where, {}

    def person(self, name: str) -> Person:
        if name not in self.people:
            self.people[name] = Person.objects.create(scope=self.where, name=name)
        return self.people[name]

    def __call__(self, name: str, *posts: str) -> Actor:
        return Actor(
            "account",
            id=uuid4(),
            person=self.person(name).id,
            name=name,
            posts={self.where.id: frozenset(posts or ("project_manager",))},
        )


@pytest.fixture
def team(community) -> Team:
    return Team(community)


@pytest.fixture
def garage(community) -> Place:
    return Place.objects.create(scope=community, kind="garage", code="B2E", name="地下车库 B2 东", path="b2e/")
