from __future__ import annotations

from collections import defaultdict
from datetime import UTC, datetime

import pytest

from anju.domains.passes import actions
from anju.domains.passes.models import Key, Pass
from anju.domains.people.tests.team import Team
from anju.domains.places.models import Place
from anju.kernel import clock, scope
from anju.kernel.models import Scope

START = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
"""09:00 in the community."""
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


@pytest.fixture
def community(db):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where), clock.frozen(START):
        yield where


@pytest.fixture
def team(community) -> Team:
    return Team(community)


@pytest.fixture
def gates(community) -> tuple[Place, Place]:
    """The south gate and the north gate."""
    root = Place.objects.create(scope=community, kind="community", code="0", name="锦绣花园", path="")
    made = []
    for code, name in (("S", "南门"), ("N", "北门")):
        gate = Place(scope=community, kind="gate", code=code, name=name, full_name=name, parent=root, ordering=code)
        gate.path = f"{gate.pk.hex}/"
        gate.save()
        made.append(gate)
    return made[0], made[1]


@pytest.fixture
def key(community, team) -> Key:
    return actions.add_key(
        community, code="PD-01", name="配电房", hook="A1", copies=2, may_take=["engineer", "guard"], longest_hours=12, by=team("赵敏")
    )


@pytest.fixture
def goods(community, team, gates) -> Pass:
    """A goods pass of the south gate."""
    return actions.issue_pass(
        community, kind="goods", holder_name="陈先生", items="空调外机 × 1\n纸箱 x 3", place=gates[0], home=gates[0], by=team("前台小周", "front_desk")
    )


@pytest.fixture(autouse=True)
def _only_this_room(monkeypatch):
    """What a later room has against a pass is that room's to test."""
    monkeypatch.setattr("anju.domains.passes.objections.objections", defaultdict(list))
