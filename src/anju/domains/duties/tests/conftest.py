from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from anju.domains.duties import actions
from anju.domains.duties.models import Duty
from anju.domains.duties.tests.stage import SYSTEM
from anju.kernel import clock, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(text: str) -> datetime:
    """A Shanghai wall clock time such as "2026-03-05 08:00" in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI).astimezone(UTC)


@pytest.fixture
def community(db) -> Iterator[Scope]:
    made = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(made):
        yield made


@pytest.fixture
def hire(community) -> Callable[..., Actor]:
    """Takes on somebody with these roles and returns him as an actor."""
    from anju.domains.people.models import Membership, Person

    def hired(name: str, *roles: str) -> Actor:
        person = Person(scope=community, name=name)
        person.save()
        for role in roles:
            Membership(scope=community, person=person, role=role, since_on=date(2026, 1, 1)).save()
        posts = {community.id: frozenset(roles)}
        return Actor(kind="account", id=uuid4(), person=person.id, name=name, posts=posts)

    return hired


@pytest.fixture
def frozen() -> Iterator[Callable[[str], None]]:
    """Sets the clock: `frozen("2026-03-05 08:00")`, as often as one likes."""
    with ExitStack() as held:
        yield lambda text: held.enter_context(clock.frozen(at(text)))


@pytest.fixture
def make(community):
    """Creates a duty of the guards and plans it up to a day."""

    def made(schedule: dict, until_on: str = "", **more) -> Duty:
        duty = actions.create_duty(
            community, **{"title": "检查", "role": "guard", "schedule": schedule, "by": SYSTEM, **more}
        )
        if until_on:
            actions.plan_occurrences(duty, until_on=date.fromisoformat(until_on), by=SYSTEM)
        return duty

    return made
