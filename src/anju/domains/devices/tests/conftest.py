from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from anju.domains.devices import actions
from anju.domains.devices.models import Device, Product
from anju.domains.people.models import Person
from anju.domains.places.models import Place
from anju.kernel import clock, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

START = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
"""09:00 in the community."""
SYSTEM = Actor.system("test")


@pytest.fixture
def community(db):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where), clock.frozen(START):
        yield where


@pytest.fixture
def manager(community) -> Actor:
    person = Person.objects.create(scope=community, name="赵敏")
    return Actor("account", id=uuid4(), person=person.pk, name="赵敏", posts={community.id: frozenset({"project_manager"})})


@pytest.fixture
def gate(community) -> Place:
    root = Place.objects.create(scope=community, kind="community", code="0", name="锦绣花园", path="")
    place = Place(scope=community, kind="gate", code="S", name="南门", full_name="南门", parent=root, ordering="S")
    place.path = f"{place.pk.hex}/"
    place.save()
    return place


def running(community: Scope, kind: str = "pump", number: str = "", **given) -> Device:
    """A device that is in service: what its kind demands is fulfilled."""
    given = {"maker": "海川", "model": f"{kind}-1", "accepted_by": "区公安分局", "acceptance_number": "验2026-01", **given}
    if not Product.objects.filter(kind=kind).exists():
        approve(community, kind, given["maker"], given["model"])
    made = actions.add_device(community, kind=kind, number=number, by=SYSTEM, **{"name": "设备", "commissioned_on": date(2025, 1, 1), **given})
    assert isinstance(made, Device), str(made)
    return made


def approve(community: Scope, kind: str, maker: str, model: str, **given) -> Product:
    told = {"authority": "公安部检测中心", "certificate": "JC-2025-0147", "verdict": "approved", **given}
    return actions.review_product(community, kind=kind, maker=maker, model=model, by=SYSTEM, **told)


def enrolled(device: Device) -> str:
    """The device's own key."""
    token = actions.issue_enrolment(device, by=SYSTEM).shown_once
    return actions.enrol_device(device, token=token, by=SYSTEM).key
