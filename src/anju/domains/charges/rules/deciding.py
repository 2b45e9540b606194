"""What may be done to tariffs and charges, by whom, and where a charge stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..kinds import DEPOSITS
from ..money import MOST_FEN, yuan


def standing(*, amount_fen: int, paid_fen: int, due_on: date, today: date, is_disputed: bool = False) -> str:
    """The state of a charge by its figures."""
    if paid_fen >= amount_fen:
        return "paid"
    if is_disputed:
        return "disputed"
    if due_on < today:
        return "overdue"
    return "part_paid" if paid_fen else "due"


def told(reason: str) -> Refusal | None:
    return None if reason.strip() else Refusal("charges.reason_needed", _("Not done: give the reason."))


def second_person(first: Any, second: Any, *, is_system: bool) -> Refusal | None:
    """Nobody answers what he asked for himself."""
    if is_system or (second is not None and second != first):
        return None
    return Refusal("charges.second_person", _("Not done: who asked for it cannot approve it. Ask another person with this right."))


def waiting(state: str, wanted: str = "asked") -> Refusal | None:
    return None if state == wanted else Refusal("charges.answered_already", _("Not done: this was answered already. Look at it again."))


def fit_steps(steps: Any) -> list[list[str | None]] | Refusal:
    """Steps as [[upper limit or null, price]]: limits rising, the last open, prices not below nothing."""
    bad = Refusal("charges.bad_steps", _("Not saved: steps are lines such as “240 0.5283”, limits rising, the last line “- 0.8783” without a limit."))
    fitted, below = [], Decimal(0)
    for place, line in enumerate(steps):
        if len(line) != 2 or (line[0] is None) != (place == len(steps) - 1):
            return bad
        upper, price = line
        if price is None or not price.is_finite() or not 0 <= price < 10**6 or (upper is not None and (not upper.is_finite() or upper <= below)):
            return bad
        below = upper or below
        fitted.append([None if upper is None else str(upper), str(price)])
    return fitted


def steps_of(text: str) -> list[list[Decimal | None]] | None:
    """What people write line by line: the upper limit (or -) and the price; None where a line is no such thing."""
    found = []
    for line in text.splitlines():
        words = line.replace("，", " ").replace(",", " ").split()
        if not words:
            continue
        try:
            numbers = [None if word in ("-", "—") else Decimal(word) for word in words]
        except ArithmeticError:
            return None
        if len(numbers) != 2 or numbers[1] is None:
            return None
        found.append(numbers)
    return found


def fit_version(*, basis: str, price: Decimal, steps: list, legal_basis: str, late_permille: Decimal, late_clause: str, block_minutes: int) -> Refusal | None:
    """Whether a price is complete: a basis, something to multiply by, and no late charge without its clause."""
    if not legal_basis.strip():
        return Refusal("charges.basis_needed", _("Not saved: say on what the price rests, such as the clause of the contract or the decision of the owners."))
    if not price.is_finite() or not 0 <= price < 10**6 or (price == 0 and not steps):
        return Refusal("charges.bad_price", _("Not saved: the price must be above nothing and below a million."))
    if steps and basis != "meter":
        return Refusal("charges.steps_of_meter", _("Not saved: only a fee by meter has steps."))
    if basis == "time" and not 1 <= block_minutes <= 1440:
        return Refusal("charges.bad_block", _("Not saved: a block of time has 1 to 1,440 minutes."))
    if late_permille and (not late_clause.strip() or not 0 < late_permille <= 1):
        return Refusal("charges.late_needs_clause", _("Not saved: a late charge needs the clause of the contract, and at most 1 per mille a day."))
    return None


def may_publish(*, state: str, starts_on: date, published_on: date, where: str, last_start: date | None) -> Refusal | None:
    """A price is published before it begins, somewhere people can read it, and after the one before it."""
    if state != "approved":
        return Refusal("charges.not_approved", _("Not published: this price was not approved. Nothing unapproved is billed."))
    if not where.strip():
        return Refusal("charges.where_needed", _("Not published: say where people can read it."))
    if published_on > starts_on:
        return Refusal("charges.published_late", _("Not published: a price is made public before the day it begins. Propose one that begins later."))
    if last_start is not None and starts_on <= last_start:
        return Refusal("charges.begins_too_early", _("Not published: a later price begins on %(day)s already."), day=last_start.isoformat())
    return None


def may_bill(*, state: str, kind: str, needs_consent: bool, has_consent: bool) -> Refusal | None:
    """Only published fee items in use are billed; what no contract covers only after the payer signed."""
    if state != "in_use":
        return Refusal("charges.tariff_withdrawn", _("Not charged: this fee item was taken out of use."))
    if kind in DEPOSITS:
        return Refusal("charges.is_deposit", _("Not charged: this is a deposit. Open a deposit instead."))
    if needs_consent and not has_consent:
        return Refusal("charges.consent_needed", _("Not charged: the contract does not cover this. Have the payer sign first and add the signed paper."))
    return None


def may_adjust(*, kind: str, amount_fen: int, charge_fen: int, paid_fen: int) -> Refusal | None:
    """A correction changes the sum and leaves it at or above what is paid; a waiver lowers it."""
    if amount_fen == 0 or abs(amount_fen) > MOST_FEN:
        return Refusal("charges.bad_amount", _("Not done: the sum must not be nothing, and has at most two decimals."))
    if kind == "waiver" and amount_fen > 0:
        return Refusal("charges.waiver_lowers", _("Not done: a waiver lowers what is owed. Write the sum without a sign."))
    if charge_fen + amount_fen < paid_fen:
        return Refusal("charges.below_paid", _("Not done: %(paid)s yuan of it are paid. Refund first what is too much."), paid=yuan(paid_fen))
    return None
