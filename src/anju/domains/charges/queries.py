"""Public questions about charges. The rooms above ask here and nowhere else; nobody asks at a gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet, Sum

from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.models import Scope

from . import secrets, sight
from .actions.cash import expected_in
from .actions.refunding import left_of
from .kinds import WAYS
from .models import (
    Adjustment,
    Allocation,
    Balance,
    BillingRun,
    Charge,
    ChargeLine,
    Deduction,
    Deposit,
    Drawer,
    Merchant,
    Mismatch,
    Payment,
    Receipt,
    Refund,
    Tariff,
    TariffVersion,
)
from .money import capitals, fen_of, yuan, yuan_sign
from .pricers import Pricer, register_pricer
from .providers import Answer, register_provider
from .rules.pricing import Line as PriceLine
from .sentences import price_in_words, say
from .states import OWING, ChargeState, DrawerState

__all__ = [
    "Allocation", "Answer", "Balance", "BillingRun", "Charge", "ChargeState", "Deduction", "Deposit", "Drawer", "DrawerState", "Line", "Merchant", "Mismatch", "OWING", "Payment",
    "PriceLine", "Pricer", "Receipt", "Refund", "Tariff", "TariffVersion", "WAYS", "balance_of", "capitals", "cash_in", "charges_of_person", "deductions_of", "deposits_of_person", "drawers_of",
    "explained", "fen_of", "held_deposits", "keys_of", "left_of", "merchant_at", "monthly_tariffs", "newest_at", "open_drawer_of", "overdue_since",
    "owed", "payments_in", "payments_of_person", "price_in_words", "price_list", "price_on", "receipt_of", "register_pricer", "register_provider", "sum_owed", "taken_on", "wanted_deposits", "ways_on",
    "yuan", "yuan_sign",
]  # fmt: skip


@dataclass(frozen=True)
class Line:
    """A line of a charge as people read it."""

    kind: str
    amount_fen: int
    sentence: str


def explained(charges: list[Charge]) -> dict[UUID, list[Line]]:
    """The lines of these charges, each as a sentence. Two queries."""
    found: dict[UUID, list[Line]] = {charge.pk: [] for charge in charges}
    lines = list(ChargeLine.objects.filter(charge__in=list(found)).order_by("charge", "position"))
    wanted = {line.facts["adjustment"] for line in lines if "adjustment" in line.facts}
    reasons = {str(pk): reason for pk, reason in Adjustment.objects.filter(pk__in=wanted).values_list("pk", "reason")} if wanted else {}
    for line in lines:
        reason = reasons.get(line.facts.get("adjustment", ""), line.facts.get("reason", ""))
        found[line.charge_id].append(Line(line.kind, line.amount_fen, say(line.kind, line.amount_fen, line.facts, reason)))
    return found


def owed(scope: Scope, *, place: Place | None = None) -> QuerySet[Charge]:
    """What is owed, the oldest first; for one dwelling or all."""
    rows = Charge.objects.filter(scope=scope, state__in=OWING).select_related("place", "tariff")
    return (rows if place is None else rows.filter(place=place)).order_by("due_on", "number")


def overdue_since(scope: Scope, day: date) -> QuerySet[Charge]:
    """What should have been paid by a day."""
    return owed(scope).filter(due_on__lt=day, state__in=("overdue", "part_paid", "due"))


def charges_of_person(scope: Scope, person: UUID) -> QuerySet[Charge]:
    """The charges that concern somebody: his own and his home's, never another's. The newest first."""
    return Charge.objects.filter(sight.his(person, scope), scope=scope).select_related("place", "tariff").order_by("-due_on", "-number")


def sum_owed(rows: QuerySet[Charge]) -> int:
    sums = rows.aggregate(amount=Sum("amount_fen"), paid=Sum("paid_fen"))
    return (sums["amount"] or 0) - (sums["paid"] or 0)


def price_list(scope: Scope, *, on: date) -> QuerySet[TariffVersion]:
    """The published prices in force on a day: what is hung up, and all that may be billed."""
    rows = TariffVersion.objects.filter(scope=scope, state="published", tariff__state="in_use", starts_on__lte=on).exclude(ends_on__lt=on)
    return rows.select_related("tariff").order_by("tariff__kind", "tariff__name")


def price_on(tariff: Tariff, day: date) -> TariffVersion | None:
    return TariffVersion.objects.filter(scope=tariff.scope_id, tariff=tariff, state="published", starts_on__lte=day).exclude(ends_on__lt=day).order_by("-starts_on").first()


def monthly_tariffs(scope: Scope, kind: str = "property") -> QuerySet[Tariff]:
    return Tariff.objects.filter(scope=scope, kind=kind, state="in_use", basis__in=("area", "fixed")).order_by("created_at")


def newest_at(scope: Scope) -> datetime | None:
    """When the last charge was made."""
    return Charge.objects.filter(scope=scope).order_by("-issued_at").values_list("issued_at", flat=True).first()


def wanted_deposits(scope: Scope, *, place: Place | None = None) -> QuerySet[Deposit]:
    """Deposits that are to be paid."""
    rows = Deposit.objects.filter(scope=scope, state="wanted").select_related("tariff", "place")
    return (rows if place is None else rows.filter(place=place)).order_by("number")


def held_deposits(scope: Scope, *, place: Place | None = None) -> QuerySet[Deposit]:
    """Deposits that lie here for their payers."""
    rows = Deposit.objects.filter(scope=scope, state__in=("held", "returning")).select_related("tariff", "place")
    return (rows if place is None else rows.filter(place=place)).order_by("number")


def balance_of(scope: Scope, place: Place | None) -> int:
    """Fen paid ahead for a place."""
    return Balance.objects.filter(scope=scope, place=place).values_list("amount_fen", flat=True).first() or 0 if place is not None else 0


def open_drawer_of(scope: Scope, person: UUID | None) -> Drawer | None:
    return Drawer.objects.filter(scope=scope, cashier=person, state="open").first() if person else None


def drawers_of(scope: Scope, person: UUID | None) -> QuerySet[Drawer]:
    """Somebody's own drawers, the newest first."""
    return Drawer.objects.filter(scope=scope, cashier=person).select_related("taken_by").order_by("-opened_at") if person else Drawer.objects.none()


def payments_in(drawer: Drawer) -> int:
    """How many payments lie in a drawer. Not how much: whoever counts does not look at the sum first."""
    return Payment.objects.filter(scope=drawer.scope_id, drawer=drawer, state="settled").count()


def ways_on(scope: Scope) -> list[str]:
    """The providers by whom one can pay here now."""
    return list(Merchant.objects.filter(scope=scope, state="on").order_by("way").values_list("way", flat=True).distinct())


def payments_of_person(scope: Scope, person: UUID) -> QuerySet[Payment]:
    """The payments that concern somebody, the newest first."""
    return Payment.objects.filter(sight.his(person, scope), scope=scope).select_related("place").order_by("-opened_at")


def deposits_of_person(scope: Scope, person: UUID) -> QuerySet[Deposit]:
    return Deposit.objects.filter(sight.his(person, scope), scope=scope).select_related("tariff", "place").order_by("-opened_at")


def deductions_of(deposits: list[Deposit]) -> dict[UUID, list[Deduction]]:
    found: dict[UUID, list[Deduction]] = {one.pk: [] for one in deposits}
    for one in Deduction.objects.filter(deposit__in=list(found)).order_by("proposed_at"):
        found[one.deposit_id].append(one)
    return found


def receipt_of(payment: Payment) -> Receipt | None:
    """The valid receipt of a payment."""
    return Receipt.objects.filter(scope=payment.scope_id, payment=payment, state="valid").first()


def merchant_at(pk: UUID) -> Merchant | None:
    """The account that a provider's message is addressed to, whatever the community: nobody has entered a scope yet."""
    return Merchant.everywhere.select_related("scope").filter(pk=pk).first()


def keys_of(merchant: Merchant) -> dict[str, str]:
    """The opened keys, for the gateway that signs and checks. They go nowhere else."""
    return secrets.opened(merchant.scope_id, merchant.sealed)


def taken_on(scope: Scope, day: date) -> dict[str, int]:
    """Fen that came in on a day, by way of payment."""
    start, end = clock.day_bounds(scope, day)
    rows = Payment.objects.filter(scope=scope, state="settled", settled_at__gte=start, settled_at__lt=end).exclude(way="balance")
    return dict(rows.values_list("way").annotate(sum=Sum("amount_fen")).order_by("way"))


def cash_in(drawer: Drawer) -> int:
    """Fen that should lie in a drawer now."""
    return expected_in(drawer)


def parts_of(payment: Payment) -> list[Allocation]:
    """What a payment was divided into."""
    return list(Allocation.objects.filter(scope=payment.scope_id, payment=payment).order_by("id"))
