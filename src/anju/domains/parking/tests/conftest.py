from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from PIL import Image

from anju.domains.access import actions as access
from anju.domains.access.models import Passage
from anju.domains.access.tests.conftest import START, Ground, community, team
from anju.domains.charges import actions as charges
from anju.domains.charges.models import TariffVersion
from anju.domains.parking import actions
from anju.domains.parking.models import Bay, Stay, Vehicle, Zone
from anju.domains.places.models import Place
from anju.kernel import clock, files
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.reactions import registry
from anju.kernel.refusals import Refusal

__all__ = ["START", "community", "team"]
SYSTEM = Actor.system("test")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


def must(outcome):
    assert not isinstance(outcome, Refusal), f"{outcome.code}: {outcome}"
    return outcome


def photo(colour: str = "red"):
    out = io.BytesIO()
    Image.new("RGB", (2, 2), colour).save(out, "PNG")
    return files.checked(out.getvalue(), name="车.png")


class Yard:
    """A garage with a zone for residents and one for visitors, a fire lane, a tariff of 5 yuan an hour capped at 25, and the car lane of the south gate."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.where, self.team, self.home, self.lane = ground, ground.where, ground.team, ground.home, ground.drive
        self.manager, self.desk = self.team("赵敏", "project_manager"), self.team("前台小周", "front_desk")
        self.guard, self.leader = self.team("陈刚", "guard"), self.team("班长老王", "squad_leader")
        self.garage = ground.place(ground.root, "garage", "B1", "地下车库B1")
        self.tariff = self.price()
        self.own_zone = self.zone("B1固定区", is_garage=True, capacity=10, speed_kmh=5)
        self.visitors = self.zone("地面访客区", use="visitors", capacity=2, stay_hours=4)
        self.fire_lane = self.zone("消防车通道", use="fire_lane", speed_kmh=15)

    def price(self, name: str = "临时停车费", **more):
        tariff = must(charges.add_tariff(self.where, name=name, kind="parking", basis="stay", by=self.manager))
        terms = {"block": Decimal(5), "cap": Decimal(25), "starts_on": date(2026, 1, 1), "legal_basis": "《停车场收费公示》", **more}
        must(actions.propose_parking_price(tariff, by=self.desk, **terms))
        version = TariffVersion.objects.get(tariff=tariff)
        must(charges.approve_price(version, by=self.manager))
        must(charges.publish_price(version, published_on=date(2026, 1, 1), published_where="入口公示牌", by=self.desk))
        return tariff

    def monthly(self, name: str = "车位月租", price: str = "300"):
        tariff = must(charges.add_tariff(self.where, name=name, kind="parking", basis="fixed", by=self.manager))
        version = must(charges.propose_price(tariff, price=Decimal(price), starts_on=date(2026, 1, 1), legal_basis="《车位租赁协议》", by=self.desk))
        must(charges.approve_price(version, by=self.manager))
        must(charges.publish_price(version, published_on=date(2026, 1, 1), published_where="公示栏", by=self.desk))
        return tariff

    def zone(self, name: str, **more) -> Zone:
        return must(actions.add_zone(self.where, name=name, place=self.garage, by=self.manager, **more))

    def bay(self, code: str, kind: str = "rented", zone: Zone | None = None, **more) -> Bay:
        return must(actions.add_bay(self.where, code=code, zone=zone or self.own_zone, kind=kind, by=self.manager, **more))

    def car(self, plate: str = "京A12345", *, kind: str = "owner", holder: str = "林先生", home: Place | None = None, **more) -> Vehicle:
        person = self.team.person(holder)
        home = (home or self.home) if kind in ("owner", "second", "tenant") else None
        return must(actions.register_vehicle(self.where, plate=plate, kind=kind, holder=person, dwelling=home, by=self.desk, **more))

    def right(self, car: Vehicle, bay: Bay | None = None, **more):
        given = {"paper": "lease", "paper_number": "ZL-2026-001", "starts_on": date(2026, 3, 1), "ends_on": date(2026, 12, 31), **more}
        return must(actions.give_right(car, bay=bay, by=self.desk, **given))

    def went(self, plate: str, direction: str = "in", at: datetime = START, *, lane=None) -> Passage:
        """The bar opened for a car, and what was announced is reacted to."""
        lane = lane or self.lane
        passage = Passage.objects.create(scope=self.where, at=at, lane=lane, direction=direction, outcome="allowed", code="allowed", rules_version=0, plate=plate)
        with clock.frozen(at):
            must(access.record_opening(lane, by=self.guard, at=at))
            self.react()
        return passage

    def react(self) -> None:
        react = registry["parking.when_a_car_went_through_count_its_stay"]
        for entry in Entry.objects.filter(name__in=react.names).order_by("pk"):
            react.handle(entry)

    def stay(self, plate: str) -> Stay:
        return Stay.objects.filter(plate=plate).latest("created_at")


@pytest.fixture
def yard(community, team) -> Yard:
    made = Ground(community, team)
    made.host = made.living("林先生")
    return Yard(made)


@pytest.fixture
def in_chinese():
    with translation.override("zh-hans"):
        yield
