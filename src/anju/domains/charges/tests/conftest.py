from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from anju.domains.charges import actions
from anju.domains.charges.models import Charge, Tariff
from anju.domains.people.models import Ownership, Person, Residency
from anju.domains.people.tests.team import Team
from anju.domains.places.models import Place
from anju.kernel import clock, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

START = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
"""09:00 in the community."""
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
SYSTEM = Actor.system("test")


def must(outcome):
    assert not isinstance(outcome, Refusal), f"{outcome.code}: {outcome}"
    return outcome


@pytest.fixture
def community(db):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where), clock.frozen(START):
        yield where


@pytest.fixture
def team(community) -> Team:
    return Team(community)


@pytest.fixture
def desk(team) -> Actor:
    return team("小周", "front_desk")


@pytest.fixture
def manager(team) -> Actor:
    return team("赵敏", "project_manager")


class Estate:
    """Building 1 with dwellings of given areas; each has an owner."""

    def __init__(self, where: Scope, team: Team) -> None:
        self.where, self.team = where, team
        self.root = Place.objects.create(scope=where, kind="community", code="0", name="锦绣花园", path="")
        self.building = self._place("building", "1", "1栋", self.root)

    def _place(self, kind: str, code: str, name: str, parent: Place, area: str | None = None) -> Place:
        made = Place(scope=self.where, kind=kind, code=code, name=name, full_name=name, parent=parent, ordering=code, area_m2=area and Decimal(area))
        made.path = f"{parent.path}{made.pk.hex}/"
        made.save()
        return made

    def dwelling(self, code: str, area: str | None = "89.50", owner: str = "") -> Place:
        home = self._place("dwelling", code, f"1栋{code}", self.building, area)
        if owner:
            person = self.team.person(owner)
            Ownership.objects.create(scope=self.where, dwelling=home, person=person, since_on=date(2025, 1, 1))
        return home

    def tenant(self, home: Place, name: str, relation: str = "tenant") -> Person:
        person = self.team.person(name)
        Residency.objects.create(scope=self.where, dwelling=home, person=person, relation=relation, since_on=date(2025, 1, 1))
        return person


@pytest.fixture
def estate(community, team) -> Estate:
    return Estate(community, team)


@pytest.fixture
def home(estate) -> Place:
    return estate.dwelling("101", "89.50", "业主老林")


@pytest.fixture
def lay_down(community, team):
    """A fee item with a published price: proposed by the desk, approved by the manager."""

    def lay(name: str = "物业服务费", *, kind: str = "property", basis: str = "area", price: str = "2.80", starts_on: date = date(2026, 1, 1), needs_consent: bool = False, **terms) -> Tariff:
        desk, manager = team("小周", "front_desk"), team("赵敏", "project_manager")
        found = Tariff.objects.filter(scope=community, name=name).first()
        tariff = found or must(actions.add_tariff(community, name=name, kind=kind, basis=basis, needs_consent=needs_consent, by=manager))
        terms = {"legal_basis": "《物业服务合同》第12条", **terms}
        version = must(actions.propose_price(tariff, price=Decimal(price), starts_on=starts_on, by=desk, **terms))
        must(actions.approve_price(version, by=manager))
        must(actions.publish_price(version, published_on=min(starts_on, date(2026, 3, 1)), published_where="小区公告栏", by=desk))
        return tariff

    return lay


@pytest.fixture
def bill(community, lay_down, home, desk):
    """A month of property fee for the home: 89.50 m² × 2.80 = 250.60 yuan."""
    return must(
        actions.issue_charge(community, tariff=lay_down(), place=home, period_from_on=date(2026, 3, 1), period_until_on=date(2026, 3, 31), by=desk)
    )


def again(record):
    """The record as it stands in the database."""
    return type(record).objects.get(pk=record.pk)


def sums(charge: Charge) -> tuple[int, int, str]:
    found = again(charge)
    return found.amount_fen, found.paid_fen, found.state


@pytest.fixture
def drawer(community, desk):
    return must(actions.open_drawer(community, opening=Decimal(200), by=desk))


@pytest.fixture
def tester(community, manager):
    """The test payer, switched on."""
    return must(actions.set_merchant(community, way="test", merchant_id="DEMO", by=manager))
