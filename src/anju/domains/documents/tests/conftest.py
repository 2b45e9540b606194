from __future__ import annotations

import io
from datetime import UTC, date, datetime

import pytest

from anju.domains.documents import actions
from anju.domains.documents.models import Document, DocumentClass
from anju.domains.people.tests.team import Team
from anju.domains.places.models import Place
from anju.kernel import clock, files, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Scope

START = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
"""09:00 in the community."""
TODAY = date(2026, 3, 5)
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def pdf(text: str = "x") -> bytes:
    """A small file that starts as a PDF does; each text is other bytes."""
    return b"%PDF-1.4\n" + text.encode() + b"\n%%EOF\n"


def upload(text: str = "x", name: str = "a.pdf") -> files.File:
    return files.checked(io.BytesIO(pdf(text)), name=name)


def photo(name: str = "a.png") -> files.File:
    return files.checked(io.BytesIO(PICTURE), name=name)


@pytest.fixture
def community(db):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where), clock.frozen(START):
        yield where


@pytest.fixture
def team(community) -> Team:
    return Team(community)


@pytest.fixture
def manager(team) -> Actor:
    return team("赵敏")


@pytest.fixture
def desk(team) -> Actor:
    return team("前台小周", "front_desk")


@pytest.fixture
def loaded(community, manager) -> dict[str, DocumentClass]:
    """The classes of a property company by code."""
    actions.load_classes(community, template="property_company", by=manager)
    return {one.code: one for one in DocumentClass.objects.all()}


@pytest.fixture
def dwellings(community) -> list[Place]:
    """A building with two floors of two dwellings; its root is `dwellings[0].parent`."""
    building = place(community, "building", "1", "1栋")
    return [place(community, "dwelling", f"{floor}0{door}", f"1栋{floor}0{door}", building, floor) for floor in (1, 2) for door in (1, 2)]


def place(where: Scope, kind: str, code: str, name: str, parent: Place | None = None, floor: int | None = None) -> Place:
    made = Place(scope=where, kind=kind, code=code, name=name, full_name=name, parent=parent, ordering=code, floor=floor)
    made.path = f"{parent.path if parent else ''}{made.pk.hex}/"
    made.save()
    return made


def filed(where: Scope, klass: DocumentClass, title: str, by: Actor, **given) -> Document:
    """A document of the class with a file of its own; approved by another where the class asks for it is the test's affair."""
    given.setdefault("file", upload(title))
    made = actions.file_document(where, klass=klass, title=title, by=by, **given)
    assert isinstance(made, Document), str(made)
    return made


def in_force(where: Scope, klass: DocumentClass, title: str, team: Team, **given) -> Document:
    """The same, approved by a second person."""
    made = filed(where, klass, title, team("前台小周", "front_desk"), **given)
    if made.state == "submitted":
        made = actions.approve_document(made, by=team("赵敏"))
    assert made.state == "effective", made.state
    return made
