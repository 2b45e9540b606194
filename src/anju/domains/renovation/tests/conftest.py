from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from anju.domains.charges import actions as charges
from anju.domains.charges.models import Tariff
from anju.domains.people.models import Ownership, Residency
from anju.domains.people.tests.team import Team
from anju.domains.places.models import Place
from anju.domains.renovation import actions
from anju.domains.renovation.models import Project, Violation, Worker
from anju.domains.renovation.rules.lists import lines_of
from anju.kernel import clock, files, scope
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

START = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
"""Thursday 09:00 in the community."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
IDENTITY = "110101199003074477"
PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)


def photo(name: str = "a.png"):
    return files.checked(PICTURE, name=name)


def must(outcome):
    assert not isinstance(outcome, Refusal), f"{outcome.code}: {outcome}"
    return outcome


def again(record):
    """The record as it stands in the database."""
    return type(record).objects.get(pk=record.pk)


def answers(kind: str = "daily", **changed: str) -> dict[str, str]:
    """Every line in order, except what is changed."""
    return {**{line.key: "ok" for line in lines_of(kind)}, **changed}


@pytest.fixture
def community(db):
    where = Scope.objects.create(kind="community", name="锦绣花园")
    with scope.entered(where), clock.frozen(START):
        yield where


@pytest.fixture
def team(community) -> Team:
    return Team(community)


class Site:
    """Building 3 with two homes in unit 2: that of an owner, and that of his neighbour. Each step of a renovation as one call."""

    def __init__(self, where: Scope, team: Team) -> None:
        self.where, self.team = where, team
        root = self.place(None, "community", "0", "锦绣花园")
        unit = self.place(self.place(root, "building", "3", "3栋"), "unit", "2", "3栋2单元")
        self.home, self.next_door = self.place(unit, "dwelling", "1502", "3栋2单元1502"), self.place(unit, "dwelling", "1402", "3栋2单元1402")
        self.owner, self.neighbour = self.dweller("林先生", self.home, owns=True), self.dweller("周女士", self.next_door, owns=True)
        self.desk, self.engineer = team("小周", "front_desk"), team("王工", "engineer")
        self.manager, self.chief = team("赵敏", "project_manager"), team("李强", "security_manager")
        self.guard, self.leader = team("陈刚", "guard"), team("刘班", "squad_leader")

    def place(self, parent: Place | None, kind: str, code: str, name: str) -> Place:
        made = Place(scope=self.where, kind=kind, code=code, name=name, full_name=name, parent=parent, ordering=f"{kind}{code}")
        made.path = f"{parent.path if parent else ''}{made.pk.hex}/"
        made.save()
        return made

    def dweller(self, name: str, home: Place, *, owns: bool):
        him = self.team(name, "owner" if owns else "resident")
        person = self.team.person(name)
        if owns:
            Ownership.objects.create(scope=self.where, dwelling=home, person=person, since_on=date(2025, 1, 1))
        else:
            Residency.objects.create(scope=self.where, dwelling=home, person=person, relation="tenant", since_on=date(2025, 1, 1))
        return him

    def applied(self, *works: str, by=None, **changed):
        """What `apply_renovation` answers; by default a harmless plan of the owner on his phone."""
        given = {"dwelling": self.home, "works": list(works) or ["painting", "waterproofing"], "company": "美居装饰", "licence": "A2026-11", "starts_on": date(2026, 3, 6), "ends_on": date(2026, 6, 5)}
        return actions.apply_renovation(self.where, **{**given, **changed}, by=by or self.owner)

    def approved(self, *works: str, **changed) -> Project:
        made = must(self.applied(*works, **changed))
        must(actions.tell_rules(made, by=self.owner))
        must(actions.pass_review(made, by=self.engineer))
        return must(actions.approve_application(made, by=self.manager))

    def deposit_item(self) -> Tariff:
        found = Tariff.objects.filter(scope=self.where, kind="renovation_deposit").first()
        if found is None:
            found = must(charges.add_tariff(self.where, name="装修保证金", kind="renovation_deposit", basis="piece", by=self.manager))
            price = must(charges.propose_price(found, price=Decimal(2000), starts_on=date(2026, 1, 1), legal_basis="《装修管理服务协议》第4条", by=self.desk))
            must(charges.publish_price(must(charges.approve_price(price, by=self.manager)), published_on=date(2026, 1, 1), published_where="公告栏", by=self.desk))
        return found

    def agreed(self, *works: str, **changed) -> Project:
        made = must(actions.sign_agreement(self.approved(*works, **changed), agreement=photo(), deposit_item=self.deposit_item(), by=self.desk))
        return must(actions.tell_neighbours(made, by=self.desk))

    def running(self, *works: str, **changed) -> Project:
        made = self.agreed(*works, **changed)
        must(charges.take_payment(self.where, way="transfer", deposits=[made.deposit], provider_number="ZZ1", by=self.desk))
        return must(actions.issue_permit(again(made), shutoff="水表井；钥匙在前台 3 号位", by=self.desk))

    def worker(self, project: Project | None, **changed):
        given = {"name": "张师傅", "identity_number": IDENTITY, "phone": "13800001111", "company": "美居装饰", "trade": "水电", "area": "3栋2单元1502 及货梯通道", "photo": photo()}
        kind = "renovation" if project is not None else "service"
        return actions.register_worker(self.where, **{**given, "project": project, "kind": kind, **changed}, by=self.desk)

    def live(self, project: Project | None, **changed) -> Worker:
        one = must(self.worker(project, **changed))
        must(actions.train_worker(one, topics=["rules", "bans", "fire", "power", "heights", "waste"], signature=photo(), by=self.leader))
        return must(actions.make_permit_live(one, by=self.chief))

    def violation(self, code: str, by=None, dwelling: Place | None = None) -> Violation:
        return must(actions.report_violation(self.where, dwelling=dwelling or self.home, code=code, words="现场所见", by=by or self.guard))

    def visit(self, by=None, at=None, **given):
        given = {"dwelling": self.home, "answers": answers(), "photos": [photo()], **given}
        return actions.visit_site(self.where, **given, by=by or self.engineer, **({"at": at} if at else {}))


@pytest.fixture
def site(community, team) -> Site:
    return Site(community, team)
