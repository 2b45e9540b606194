from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from anju.domains.notices import actions
from anju.domains.notices.models import Channel, Notice
from anju.domains.people.models import Ownership, Person, Residency
from anju.domains.people.tests import team as people
from anju.domains.places.models import Place
from anju.kernel import clock, files, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

START = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
"""10:00 in the community."""
NIGHT = datetime(2026, 3, 5, 15, 30, tzinfo=UTC)
"""23:30 in the community."""
SECOND = timedelta(seconds=1)
SYSTEM = Actor.system("test")
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def photo():
    return files.checked(PICTURE)


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    settings.ANJU_FILES_DIR = tmp_path / "files"


@pytest.fixture
def community(db):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where), clock.frozen(START):
        yield where


class Team(people.Team):
    """Who lives somewhere too."""

    def home(self, dwelling: Place, name: str, *, owner: bool = True, phone: bool = False, account: bool = False) -> Person:
        person = self.person(name, phone=phone, account=account)
        if owner:
            Ownership.objects.create(scope=self.where, dwelling=dwelling, person=person, since_on=date(2026, 1, 1))
        Residency.objects.create(scope=self.where, dwelling=dwelling, person=person, relation="owner" if owner else "tenant", since_on=date(2026, 1, 1))
        return person


@pytest.fixture
def team(community) -> Team:
    return Team(community)


def place(where: Scope, kind: str, code: str, name: str, parent: Place | None = None) -> Place:
    made = Place(scope=where, kind=kind, code=code, name=name, full_name=name, parent=parent, ordering=code)
    made.path = f"{parent.path if parent else ''}{made.pk.hex}/"
    made.save()
    return made


@pytest.fixture
def houses(community) -> dict[str, Place]:
    """The community, two buildings with two dwellings each, two gates."""
    found = {"root": place(community, "community", "0", "锦绣花园")}
    for number in ("1", "2"):
        found[number] = place(community, "building", number, f"{number}栋", found["root"])
        for door in ("101", "102"):
            found[f"{number}-{door}"] = place(community, "dwelling", f"{number}-{door}", f"{number}栋{door}", found[number])
    for code, name in (("S", "南门"), ("N", "北门")):
        found[name] = place(community, "gate", code, name, found["root"])
    return found


@pytest.fixture
def manager(team) -> Actor:
    return team("赵敏", "project_manager")


@pytest.fixture
def channels(community, manager) -> dict[str, Channel]:
    """Text messages and voice calls, by recorders."""
    made = {way: actions.connect_channel(community, name=f"{way} 记录器", dialect="recorder", way=way, by=manager) for way in ("sms", "voice")}
    assert all(isinstance(one, Channel) for one in made.values()), made
    return made


@pytest.fixture
def send(community, manager):
    def sending(**given) -> Notice:
        facts = {"level": 2, "title": "暴雨将至", "text": "请关好门窗，车辆移出低洼处。", "audience": {"roles": ["guard"]}, "by": manager}
        return actions.send_notice(community, **{**facts, **given})

    return sending
