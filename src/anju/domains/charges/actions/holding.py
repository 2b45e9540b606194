"""What the verbs of this room share: holding records in one order, numbers, prices in force, lines, and what events carry."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from anju.domains.people.queries import owners_of
from anju.kernel import clock
from anju.kernel.ids import running_numbers
from anju.kernel.models import Scope

from ..models import Charge, ChargeLine, ChargeTerms, Deposit, Payment, Refund, Tariff, TariffVersion
from ..rules.deciding import standing
from ..rules.pricing import Line, Price


def held(record: Any) -> Any:
    """The record as it stands now, locked until the transaction ends."""
    return type(record).objects.select_for_update().get(pk=record.pk)


def held_charges(scope: Scope, ids: list[Any]) -> list[Charge]:
    """Charges locked in the order of their ids, given back in the order asked for."""
    found = {one.pk: one for one in Charge.objects.select_for_update().filter(scope=scope, pk__in=ids).order_by("pk")}
    return [found[each] for each in ids if each in found]


def numbers(scope: Scope, prefix: str, at: datetime, count: int = 1, *, digits: int = 6) -> list[str]:
    """B2026-000001 and those after it: one row of numbers per prefix and year of the community."""
    year = clock.local(scope, at).year
    return [f"{prefix}{year}-{number:0{digits}d}" for number in running_numbers(scope, f"charges {prefix}", year, count)]


def number(scope: Scope, prefix: str, at: datetime) -> str:
    return numbers(scope, prefix, at)[0]


def terms_of(scope: Scope) -> ChargeTerms:
    return ChargeTerms.objects.filter(scope=scope).first() or ChargeTerms(scope=scope)


def published(tariff: Tariff) -> list[TariffVersion]:
    return list(TariffVersion.objects.filter(scope=tariff.scope_id, tariff=tariff, state="published").order_by("starts_on"))


def price_of(version: TariffVersion, basis: str) -> Price:
    """A version as the rules need it."""
    steps = tuple((None if upper is None else Decimal(upper), Decimal(each)) for upper, each in version.steps)
    names = ("number", "price", "starts_on", "ends_on", "minimum_fen", "free_minutes", "is_free_deducted", "block_minutes", "daily_cap_fen", "rounding", "legal_basis", "terms")
    return Price(basis=basis, steps=steps, version=version, **{name: getattr(version, name) for name in names})


def owner_of(place: Any) -> Any:
    """The first owner of a dwelling, the one with the largest share."""
    first = owners_of(place).first() if place is not None and place.kind in ("dwelling", "shop") else None
    return first.person if first else None


def lines_of(charge: Charge, lines: list[Line], *, after: int = 0) -> list[ChargeLine]:
    return [
        ChargeLine(scope_id=charge.scope_id, charge=charge, position=after + place, kind=one.kind, amount_fen=one.amount_fen, version=one.version, facts=one.facts, created_at=clock.now())
        for place, one in enumerate(lines, 1)
    ]


def add_line(charge: Charge, line: Line, *, today: date) -> ChargeLine:
    """One further line, and the charge's new sum and state. The charge must be held."""
    last = ChargeLine.objects.filter(scope=charge.scope_id, charge=charge).count()
    (made,) = lines_of(charge, [line], after=last)
    made.save()
    charge.amount_fen += line.amount_fen
    set_standing(charge, today=today)
    charge.save()
    return made


def set_standing(charge: Charge, *, today: date, is_disputed: bool | None = None) -> None:
    """The state that follows from the figures. Does not save."""
    disputed = charge.state == "disputed" if is_disputed is None else is_disputed
    charge.state = standing(amount_fen=charge.amount_fen, paid_fen=charge.paid_fen, due_on=charge.due_on, today=today, is_disputed=disputed)


def about_charge(charge: Charge) -> dict[str, Any]:
    return {
        "charge": charge.pk, "kind": charge.kind, "amount_fen": charge.amount_fen, "paid_fen": charge.paid_fen, "due_on": charge.due_on,
        "place": charge.place_id, "state": charge.state,
    }  # fmt: skip


def about_payment(payment: Payment) -> dict[str, Any]:
    return {"payment": payment.pk, "way": payment.way, "amount_fen": payment.amount_fen, "place": payment.place_id}


def about_refund(refund: Refund) -> dict[str, Any]:
    part = refund.part
    kind = part.charge.kind if part.charge_id else part.deposit.kind if part.deposit_id else "balance"
    return {"refund": refund.pk, "payment": refund.payment_id, "way": refund.way, "amount_fen": refund.amount_fen, "kind": kind}


def about_deposit(deposit: Deposit) -> dict[str, Any]:
    return {"deposit": deposit.pk, "kind": deposit.kind, "amount_fen": deposit.amount_fen, "left_fen": deposit.left_fen, "place": deposit.place_id}


def today_of(record: Any, at: datetime) -> date:
    return clock.local(record if isinstance(record, Scope) else record.scope, at).date()
