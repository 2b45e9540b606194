"""A few days of cars: they come, get their place, pay or not, and everybody gets out."""

from __future__ import annotations

from datetime import timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from anju.domains.access.tests.conftest import community, team
from anju.domains.access.tests.test_cars import Drive
from anju.domains.parking.models import Stay, Vehicle
from anju.domains.parking.tests.conftest import START, yard
from anju.domains.people.models import Residency
from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.simulator import driving
from anju.simulator.world import World

__all__ = ["community", "team", "yard"]


class Village(World):
    """A world whose people are always there and act by the posts they have here."""

    def actor(self, person) -> Actor:
        return self.team[person.pk]

    def anyone(self, *roles, but=None):
        return next((person for role in roles for person in self.cast.staff[role] if person.pk != but), None)


@pytest.fixture
def village(yard):
    yard.where.refresh_from_db()
    staff, team_ = {}, {}
    for role in ("front_desk", "project_manager", "security_manager", "guard", "squad_leader", "team_leader"):
        person = yard.team.person(f"{role}一", role)
        staff[role], team_[person.pk] = [person], yard.team(f"{role}一", role)
    made = Village(SimpleNamespace(scope=yard.where, staff=staff, residents=[]), "seed", ZoneInfo("Asia/Shanghai"))
    made.team = team_
    Drive(yard.where, yard.ground, yard.team)
    yard.ground.place(yard.ground.root, "playground", "HY", "中心花园")
    yard.ground.place(yard.ground.root, "fire_lane", "XF", "消防车通道")
    Residency.objects.create(scope=yard.where, dwelling=yard.home, person=yard.team.person("林先生"), relation="owner", since_on=START.date())
    type(yard.own_zone).objects.all().delete()
    return made


@pytest.mark.history
def test_days_of_cars(village, yard):
    begin = START - timedelta(hours=8)
    for number in range(6):
        day = clock.local(yard.where, begin + timedelta(days=number)).date()
        with clock.frozen(begin + timedelta(days=number)):
            driving.expect(village, day)
        for deed in village.due(begin + timedelta(days=number + 1)):
            with clock.frozen(deed.at):
                deed.do()
                yard.react()
    assert Vehicle.objects.filter(state="known").count() == 1
    assert {"parking.receive_car", "parking.take_fee", "parking.take_voucher_back", "charges.take_over_drawer", "parking.check_car"} <= set(village.done)
    assert Stay.objects.filter(state="left").exclude(vehicle__isnull=False).count() >= 6
    assert not [name for name in village.refused if name.startswith("parking.add")], village.refused
