from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from anju.domains.goods import actions
from anju.domains.people.models import Ownership, Residency
from anju.domains.people.tests.team import Team
from anju.domains.places.models import Place
from anju.kernel import clock, files, scope
from anju.kernel.models import Scope

START = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
"""Thursday 09:00 in the community."""
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def photo():
    return files.checked(PICTURE)


class House:
    """A gate and a home with an owner who lives elsewhere and a tenant."""

    def __init__(self, where: Scope, team: Team) -> None:
        self.where, self.team = where, team
        self.root = self.place(None, "community", "0", "锦绣花园")
        self.south, self.north = self.place(self.root, "gate", "S", "南门"), self.place(self.root, "gate", "N", "北门")
        self.home = self.place(self.root, "dwelling", "1502", "3栋2单元1502")
        self.owner, self.tenant = team("王女士", "owner"), team("林先生", "resident")
        Ownership.objects.create(scope=where, dwelling=self.home, person=team.person("王女士"), share="1", since_on=date(2020, 1, 1))
        Residency.objects.create(scope=where, dwelling=self.home, person=team.person("林先生"), relation="tenant", since_on=date(2026, 1, 1))
        self.guard, self.leader = team("陈刚", "guard"), team("李强", "squad_leader")
        self.desk, self.manager = team("前台小周", "front_desk"), team("赵敏", "security_manager")

    def place(self, parent: Place | None, kind: str, code: str, name: str) -> Place:
        made = Place(scope=self.where, kind=kind, code=code, name=name, full_name=name, parent=parent, ordering=f"{kind}{code}")
        made.path = f"{parent.path if parent else ''}{made.pk.hex}/"
        made.save()
        return made

    def ask(self, by=None, **changed):
        given = {"dwelling": self.home, "party": "tenant", "items": "纸箱 × 3\n电视 × 1", "by": by or self.tenant}
        return actions.ask_release(self.where, **{**given, **changed})

    def slip(self, **changed):
        """A slip that counts."""
        return actions.stamp_release(self.ask(**changed), seal="signature", seal_by="林先生", by=self.desk)

    def release(self, slip, counts, **changed):
        return actions.release_goods(slip, **{"gate": self.south, "counts": counts, "photo": photo(), "by": self.guard, **changed})


@pytest.fixture
def community(db):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where), clock.frozen(START):
        yield where


@pytest.fixture
def house(community) -> House:
    return House(community, Team(community))
