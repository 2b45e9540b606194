from __future__ import annotations

from collections import defaultdict
from datetime import UTC, date, datetime

import pytest

from anju.domains.access import actions
from anju.domains.access.models import Lane
from anju.domains.people.models import Residency
from anju.domains.people.tests.team import Team
from anju.domains.places.models import Place
from anju.kernel import clock, scope
from anju.kernel.models import Scope

START = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
"""Thursday 09:00 in the community."""


@pytest.fixture
def community(db):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where), clock.frozen(START):
        yield where


@pytest.fixture
def team(community) -> Team:
    return Team(community)


class Ground:
    """Two gates, a unit with a home, and the lanes of each."""

    def __init__(self, where: Scope, team: Team) -> None:
        self.where, self.team = where, team
        self.root = self.place(None, "community", "0", "锦绣花园")
        self.south, self.north = self.place(self.root, "gate", "S", "南门"), self.place(self.root, "gate", "N", "北门")
        self.building = self.place(self.root, "building", "3", "3栋")
        self.unit = self.place(self.building, "unit", "2", "3栋2单元")
        self.other_unit = self.place(self.building, "unit", "1", "3栋1单元")
        self.home = self.place(self.unit, "dwelling", "1502", "3栋2单元1502")
        manager = team("赵敏", "project_manager")
        self.walk = actions.add_lane(where, name="南门人行", place=self.south, has_passback=True, by=manager)
        self.drive = actions.add_lane(where, name="南门车道", place=self.south, traffic="vehicle", by=manager)
        self.back = actions.add_lane(where, name="北门人行", place=self.north, by=manager)
        self.door = actions.add_lane(where, name="3栋2单元门", place=self.unit, by=manager)
        self.wrong_door = actions.add_lane(where, name="3栋1单元门", place=self.other_unit, by=manager)

    def place(self, parent: Place | None, kind: str, code: str, name: str) -> Place:
        made = Place(scope=self.where, kind=kind, code=code, name=name, full_name=name, parent=parent, ordering=f"{kind}{code}")
        made.path = f"{parent.path if parent else ''}{made.pk.hex}/"
        made.save()
        return made

    def living(self, name: str, *, phone: bool = True):
        """Somebody who lives at home; his actor."""
        him = self.team(name, "resident")
        person = self.team.person(name, phone=phone)
        if phone and not person.phone:
            person.phone = "13900001111"
            person.save()
        Residency.objects.create(scope=self.where, dwelling=self.home, person=person, relation="tenant", since_on=date(2026, 1, 1))
        return him

    def card(self, holder: str = "林先生", secret: str = "04A1B2C3"):
        him = self.team.person(holder)
        by = self.team("前台小周", "front_desk")
        return actions.issue_credential(
            self.where, kind="card", secret=secret, holder=him, dwelling=self.home, checked="不动产权证 3-1502；身份证", by=by
        )

    def lane_count(self) -> int:
        return Lane.objects.count()


@pytest.fixture
def ground(community, team) -> Ground:
    made = Ground(community, team)
    made.host = made.living("林先生")
    return made


@pytest.fixture(autouse=True)
def _only_this_room(monkeypatch):
    """What a later room has against a pass is that room's to test."""
    monkeypatch.setattr("anju.domains.passes.objections.objections", defaultdict(list))
