from __future__ import annotations

from datetime import date

import pytest

from anju.domains.people import actions as people
from anju.domains.people.models import Account, Membership, Person
from anju.domains.places import actions as places
from anju.domains.places.models import Place
from anju.kernel import scope
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

SYSTEM = Actor.system("test")


class Estate:
    """A community with a project manager who is signed in, and a neighbour he knows nothing of."""

    def __init__(self, client) -> None:
        self.client = client
        company = places.found_organisation(places.platform(), name="安居物业", kind="company", by=SYSTEM)
        self.company = company.scope
        self.here = places.found_community(self.company, name="锦绣花园", by=SYSTEM).scope
        self.elsewhere = places.found_community(self.company, name="隔壁小区", by=SYSTEM).scope
        self.manager = self.account("manager", "project_manager")
        client.force_login(self.manager)

    def account(self, username: str, role: str, where: Scope | None = None) -> Account:
        where = where or self.here
        person = Person.everywhere.create(scope=where, name=f"{username}某")
        Membership.everywhere.create(scope=where, person=person, role=role, since_on=date(2020, 1, 1))
        return Account.everywhere.create(username=username, person=person)

    def building(self, code: str = "1", where: Scope | None = None) -> Place:
        where = where or self.here
        with scope.entered(where):
            return places.add_place(where, kind="building", code=code, by=SYSTEM)

    def units(self, count: int, building: Place) -> list[Place]:
        with scope.entered(building.scope):
            return [places.add_place(building.scope, kind="unit", code=str(n), parent=building, by=SYSTEM) for n in range(1, count + 1)]

    def dwellings(self, last_floor: int = 3, where: Scope | None = None) -> None:
        where = where or self.here
        places.lay_out_floors(where, building="1", unit="1", last_floor=last_floor, dwellings_per_floor=2, by=SYSTEM)

    def place(self, pk) -> Place:
        return Place.everywhere.get(pk=pk)

    def person(self, name: str, where: Scope | None = None, **facts) -> Person:
        return people.register_person(where or self.here, name=name, by=SYSTEM, **facts)


@pytest.fixture
def estate(client, db) -> Estate:
    return Estate(client)
