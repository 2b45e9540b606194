from __future__ import annotations

from datetime import UTC, datetime

import pytest

from anju.domains.people import actions
from anju.domains.people.models import Person
from anju.domains.places import actions as place_actions
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

SYSTEM = Actor.system("test")
NOON = datetime(2026, 3, 5, 4, 0, tzinfo=UTC)  # 2026年3月5日 12:00 in Shanghai


@pytest.fixture(autouse=True)
def at_noon():
    with clock.frozen(NOON):
        yield


@pytest.fixture
def company() -> Scope:
    return place_actions.found_organisation(place_actions.platform(), name="安居物业", kind="company", by=SYSTEM).scope


@pytest.fixture
def garden(company) -> Scope:
    return place_actions.found_community(company, name="锦绣花园", by=SYSTEM).scope


@pytest.fixture
def next_door(company) -> Scope:
    with view.left():
        return place_actions.found_community(company, name="隔壁花园", by=SYSTEM).scope


@pytest.fixture
def inside(garden):
    with view.entered(garden):
        yield garden


@pytest.fixture
def staff():
    """Make a person with roles (and an account) in a scope, and give back the actor and the person."""

    def make(scope: Scope, name: str, *roles: str) -> tuple[Actor, Person]:
        with view.entered(scope):
            person = actions.register_person(scope, name=name, by=SYSTEM)
            for role in roles:
                granted = actions.grant_role(scope, person=person, role=role, by=SYSTEM)
                assert granted, str(granted)
            account = actions.open_account(person, username=f"u{person.id.hex}", by=SYSTEM)
        return Actor.of(account), person

    return make


@pytest.fixture
def dwelling(inside):
    place_actions.lay_out_floors(inside, building="3", unit="2", last_floor=2, dwellings_per_floor=2, by=SYSTEM)
    from anju.domains.places import queries

    return queries.by_code(inside, "3", "2", "101")
