"""Money: prices are laid down and published, building 1 is billed each month, people pay at the desk, ahead or by the test payer.

A payment made twice is refunded, a renovation deposit is taken and handed back, the cash of a shift once does not agree, and the test
payer's day is held against its statement.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from random import Random

from anju.domains.charges import actions as charges
from anju.domains.charges import queries
from anju.domains.charges.queries import Drawer, Payment, Tariff
from anju.domains.people.queries import Person
from anju.domains.places.queries import Place, by_code, dwellings_of
from anju.kernel import clock
from anju.kernel.actors import Actor

from .world import World

CLOCKWORK = Actor.system("simulator")
BUILDING = "1"
CONTRACT, RENOVATION = "《锦绣花园前期物业服务合同》", "《装修管理服务协议》"
# name, sort of fee, measure, price, basis, further terms
PRICES = (
    ("物业服务费", "property", "area", "2.80", f"{CONTRACT}第12条", {"late_permille": Decimal("0.5"), "late_after_days": 15, "late_clause": f"{CONTRACT}第18条"}),
    ("临时停车费", "parking", "time", "5", "《停车场收费公示》", {"free_minutes": 30, "daily_cap": Decimal(25)}),
    ("门禁卡工本费", "card", "piece", "20", f"{CONTRACT}附件三", {}),
    ("入户有偿维修", "repair", "piece", "60", "《有偿服务价目表》", {}),
    ("装修保证金", "renovation_deposit", "piece", "2000", f"{RENOVATION}第4条", {}),
)
CASH_DAYS = (1, 3, 5)
FLOAT_YUAN = Decimal(300)
DIFFERS_EVERY, TWICE_EVERY = 11, 29
PAID_AT_DESK = 3


def expect(world: World, day: date) -> None:
    """Plan what the desk and the people do with money today."""
    lot = world.lot("charging", day)
    _furnish(world, day)
    if day.day == 1:
        _at(world, day, 9.2, _bill_month, lot, day)
    if day.isoweekday() in CASH_DAYS:
        _at(world, day, 9.6, _cash_day, lot, day)
    if day.isoweekday() == 6:
        _at(world, day, 10.4, _pay_by_phone, lot)
    if day.isoweekday() == 7:
        _at(world, day, 10.2, _reconcile, lot, day - timedelta(days=1))


def _at(world: World, day: date, hour: float, do, *given) -> None:
    at = world.moment(day, hour)
    if at >= clock.now():
        world.plan(at, partial(do, world, *given))


def _furnish(world: World, day: date) -> None:
    """The prices, once: proposed by the desk, approved by the project manager, made public the same day."""
    if "prices" in world.known:
        return
    world.known.add("prices")
    if Tariff.objects.filter(scope=world.scope).exists():
        return
    desk, manager = world.cast.staff["front_desk"][0], world.cast.staff["project_manager"][0]
    world.act(charges.set_charge_terms, world.scope, alone_up_to=Decimal(50), days_to_pay=25, by=manager)
    for name, kind, basis, price, ground, terms in PRICES:
        tariff = world.act(charges.add_tariff, world.scope, name=name, kind=kind, basis=basis, by=manager)
        version = world.act(charges.propose_price, tariff, price=Decimal(price), starts_on=day.replace(day=1) if day.day == 1 else day, legal_basis=ground, by=desk, **terms)
        version = world.act(charges.approve_price, version, by=manager)
        world.act(charges.publish_price, version, published_on=day, published_where="客户服务中心公示栏", by=desk)
    world.act(charges.set_merchant, world.scope, way="test", merchant_id="DEMO", by=manager)


def _homes(world: World) -> list[Place]:
    building = by_code(world.scope, BUILDING)
    return list(dwellings_of(building)) if building else []


def _bill_month(world: World, lot: Random, day: date) -> None:
    """The month's property fee for every dwelling of the building, a chunk at a time; what was paid ahead pays at once."""
    tariff = queries.monthly_tariffs(world.scope).first()
    month = {"period_from_on": day, "period_until_on": (day + timedelta(days=31)).replace(day=1) - timedelta(days=1)}
    homes = _homes(world)
    for start in range(0, len(homes), 50):
        made = charges.issue_charge.spec.run_many(world.scope, [{"tariff": tariff, "place": home, **month} for home in homes[start : start + 50]], by=CLOCKWORK)
        world.done["charges.issue_charge"] += len(made)
        for charge in made:
            if queries.balance_of(world.scope, charge.place):
                world.act(charges.pay_from_balance, world.scope, charge=charge, by=CLOCKWORK)


def _cash_day(world: World, lot: Random, day: date) -> None:
    """A drawer is opened, some pay, and at the end of the day it is counted and taken over."""
    desk = world.anyone("front_desk")
    if desk is None or queries.open_drawer_of(world.scope, desk.pk) is not None:
        return
    drawer = world.act(charges.open_drawer, world.scope, opening=FLOAT_YUAN, by=desk)
    if drawer is None:
        return
    owed = list(queries.owed(world.scope).filter(kind="property", state__in=("due", "overdue", "part_paid"))[:60])
    for charge in lot.sample(owed, min(PAID_AT_DESK, len(owed))):
        world.act(charges.take_payment, world.scope, way="cash", charges=[charge], place=charge.place, amount=_amount(lot, charge.owed_fen), by=desk)
    if day.isoweekday() == CASH_DAYS[0]:
        _deposit(world, lot, desk, day)
    if day.toordinal() % TWICE_EVERY < 2:
        _paid_twice(world, lot, desk, day)
    world.plan(world.moment(day, 17.4), partial(_count, world, drawer.pk, desk, day))


def _amount(lot: Random, owed_fen: int) -> Decimal | None:
    """Most pay what they owe; some a part, some a half year ahead."""
    drawn = lot.random()
    if drawn < 0.12:
        return Decimal(owed_fen * 6) / 100
    return Decimal(owed_fen // 200) if drawn < 0.2 else None


def _count(world: World, pk, desk: Person, day: date) -> None:
    drawer = Drawer.objects.get(pk=pk)
    should = Decimal(queries.cash_in(drawer)) / 100
    is_short = day.toordinal() % DIFFERS_EVERY == 0
    counted = should - 5 if is_short else should
    done = world.act(charges.count_drawer, drawer, counted=counted, reason="找零时多付一张五元，已登记" if is_short else "", by=desk)
    other = next((one for one in (*world.on_shift("project_manager"), *world.on_shift("front_desk"), *world.on_shift("squad_leader")) if one.pk != desk.pk), None)
    if done is not None and other is not None:
        world.act(charges.take_over_drawer, done, counted=counted, by=other)


def _paid_twice(world: World, lot: Random, desk: Person, day: date) -> None:
    """Somebody pays ahead by mistake and has it back: asked for at the desk, approved by the manager."""
    home = lot.choice(_homes(world))
    paid = world.act(charges.take_payment, world.scope, way="cash", place=home, amount=Decimal("250.60"), by=desk)
    part = queries.parts_of(paid)[0] if paid else None
    refund = world.act(charges.ask_refund, part, reason="重复缴费", by=desk) if part else None
    if refund is not None and (refund := world.act(charges.approve_refund, refund, by=world.cast.staff["project_manager"][0])):
        world.act(charges.pay_out_refund, refund, by=desk)


def _deposit(world: World, lot: Random, desk: Person, day: date) -> None:
    """A renovation begins in one week, and one that is over gets its deposit back."""
    held = queries.held_deposits(world.scope).filter(state="held", basis_label="", held_at__lt=clock.now() - timedelta(days=20)).first()
    if held is not None:
        refund = world.act(charges.hand_back_deposit, held, reason="装修验收合格", by=desk)
        if refund is not None and (refund := world.act(charges.approve_refund, refund, by=world.cast.staff["project_manager"][0])):
            world.act(charges.pay_out_refund, refund, way="transfer", provider_number=f"TK{refund.number}", by=desk)
    elif lot.random() < 0.6:
        tariff, home = Tariff.objects.get(scope=world.scope, name=PRICES[4][0]), lot.choice(_homes(world))
        deposit = world.act(charges.open_deposit, world.scope, tariff=tariff, place=home, purpose=f"{home.full_name} 室内装修", by=desk)
        if deposit is not None:
            world.act(charges.take_payment, world.scope, way="transfer", deposits=[deposit], provider_number=f"ZZ{deposit.number}", by=desk)


def _pay_by_phone(world: World, lot: Random) -> None:
    """Two residents with accounts pay by the test payer."""
    for person in lot.sample(world.cast.residents, min(2, len(world.cast.residents))):
        owed = list(queries.charges_of_person(world.scope, person.pk).filter(state__in=("due", "overdue", "part_paid")).order_by("due_on", "number")[:1])
        opened = world.act(charges.open_payment, world.scope, way="test", charges=owed, by=person) if owed else None
        if opened is not None:
            world.act(charges.pay_as_test, opened, by=person)


def _reconcile(world: World, lot: Random, day: date) -> None:
    """Yesterday's statement of the test payer is taken in row by row and held against what stands here."""
    desk = world.anyone("front_desk", "project_manager")
    paid = Payment.objects.filter(scope=world.scope, way="test", state="settled", settled_at__gte=world.moment(day, 0), settled_at__lt=world.moment(day, 24)).order_by("number")
    rows = list(paid)
    if desk is None or not rows:
        return
    for place, one in enumerate(rows):
        fen = one.amount_fen - (1 if place == 0 and day.toordinal() % DIFFERS_EVERY == 0 else 0)
        row = {"way": "test", "on": day, "order_number": one.order_number, "provider_number": one.provider_number, "amount": Decimal(fen) / 100}
        world.act(charges.take_statement_row, world.scope, by=desk, **row)
    world.act(charges.reconcile_day, world.scope, way="test", on=day, by=desk)
