"""Deposits: taken, kept, handed back whole; less only what its payer agreed to, with a reason and evidence before him."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.permissions import posts_of
from anju.kernel.refusals import Refusal

from ..events import DeductionAgreed, DeductionContested, DeductionProposed, DepositCancelled, DepositOpened
from ..kinds import DEPOSITS, DESK, DWELLERS, GROUNDS
from ..models import Deduction, Deposit, Refund, Tariff
from ..money import fen_of
from ..rules import deciding
from ..rules.pricing import Use, price
from ..sight import may_touch
from ..states import UNDER_WAY
from .holding import about_deposit, held, number, owner_of, price_of, published, today_of

PAPERS = ("image/", "application/pdf")


def _deposit_items() -> Any:
    return Tariff.objects.filter(kind__in=DEPOSITS, state="in_use").order_by("name")


@action(title=_("Open a deposit"), posts=DESK, event=DepositOpened)
def open_deposit(
    scope: Scope,
    *,
    tariff: Annotated[Tariff, Field(_("Fee item"), query=_deposit_items)],
    place: Annotated[Place | None, Field(_("Dwelling or place"))] = None,
    payer: Annotated[Person | None, Field(_("Payer"), help=_("Empty: the owner."))] = None,
    payer_name: Annotated[str, Field(_("Payer's name"), max_length=60, personal=True)] = "",
    purpose: Annotated[str, Field(_("Purpose"), max_length=200)],
    quantity: Annotated[int, Field(_("Quantity"), minimum=1, maximum=1000)] = 1,
    basis_label: Annotated[str, Field(_("Because of"), max_length=200)] = "",
    basis_link: Annotated[str, Field(_("Link to the basis"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Deposit | Refusal:
    """Lay down that a deposit is to be paid, by its published sum; once paid it is held for its payer."""
    tariff = Tariff.objects.filter(pk=tariff.pk).first() or tariff
    if tariff.scope_id != scope.id or (place is not None and place.scope_id != scope.id):
        return Refusal("charges.other_place", _("Not charged: something of another community was named."))
    if tariff.kind not in DEPOSITS or tariff.state != "in_use":
        return Refusal("charges.no_deposit", _("Not opened: this fee item is no deposit, or is out of use."))
    lines = price([price_of(one, tariff.basis) for one in published(tariff)], Use(on=today_of(scope, at), quantity=Decimal(quantity)))
    if isinstance(lines, Refusal):
        return lines
    payer = payer or owner_of(place)
    if no := deciding.told(purpose) or (None if payer or payer_name.strip() else Refusal("charges.payer_needed", _("Not opened: say to whom the deposit goes back."))):
        return no
    deposit = Deposit.objects.create(
        scope=scope, number=number(scope, "D", at), tariff=tariff, kind=tariff.kind, place=place, payer=payer, payer_name=payer_name or (payer.name if payer else ""),
        purpose=purpose, amount_fen=sum(line.amount_fen for line in lines), version=lines[0].version, opened_at=at, opened_by_id=by.person, basis_label=basis_label,
        basis_link=basis_link,
    )  # fmt: skip
    announce(DepositOpened(**about_deposit(deposit), purpose=purpose), subject=deposit, person=deposit.payer_id)
    return deposit


@action(title=_("Cancel the deposit"), posts=DESK, event=DepositCancelled, confirm=True, allowed_from=("wanted",))
def cancel_deposit(deposit: Deposit, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Deposit | Refusal:
    """It is not needed after all; only before it was paid."""
    deposit = held(deposit)
    if no := deciding.told(reason):
        return no
    if deposit.state != "wanted":
        return Refusal("charges.deposit_paid", _("Not cancelled: this deposit was paid. Hand it back."))
    deposit.state, deposit.ended_at = "cancelled", at
    deposit.save()
    announce(DepositCancelled(**about_deposit(deposit), reason=reason), subject=deposit)
    return deposit


@action(title=_("Propose a deduction"), posts=DESK, event=DeductionProposed, allowed_from=("held",))
def propose_deduction(
    deposit: Deposit,
    *,
    ground: Annotated[str, Field(_("Ground"), choices=GROUNDS)],
    amount: Annotated[Decimal, Field(_("Sum (yuan)"))],
    reason: Annotated[str, Field(_("Reason"), max_length=200)],
    evidence: Annotated[File, Field(_("Evidence"), accept=PAPERS, help=_("A photo of the damage, or the bill of the cost."))],
    by: Actor,
    at: datetime | None = None,
) -> Deduction | Refusal:
    """Put a cost before the payer, with reason and evidence; without his yes the deposit goes back whole."""
    deposit, fen = held(deposit), fen_of(amount)
    if no := deciding.told(reason):
        return no
    if ground not in dict(GROUNDS) or evidence is None:
        return Refusal("charges.evidence_needed", _("Not proposed: a deduction needs one of the grounds and its evidence."))
    if deposit.state != "held" or fen is None or not 0 < fen <= deposit.left_fen:
        return Refusal("charges.more_than_held", _("Not proposed: not so much of this deposit is held, or it is being handed back."))
    made = Deduction.objects.create(scope=deposit.scope, deposit=deposit, ground=ground, amount_fen=fen, reason=reason, evidence=evidence, proposed_by_id=by.person, proposed_at=at)
    announce(DeductionProposed(**about_deposit(deposit), deduction=made.pk, ground=ground, deduct_fen=fen, reason=reason), subject=made, person=deposit.payer_id)
    return made


@action(title=_("Agree to the deduction"), posts=(*DESK, *DWELLERS), event=DeductionAgreed, allowed_from=("proposed",))
def agree_to_deduction(
    deduction: Deduction,
    *,
    signature: Annotated[File | None, Field(_("Payer's signature"), accept=PAPERS, help=_("At the desk the payer signs; on the phone his own account is enough."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Deduction | Refusal:
    """The payer says yes, himself on his phone or by his signature at the desk; only then the deposit is less."""
    deposit, deduction = held(deduction.deposit), held(deduction)
    if no := _not_the_payers(deposit, deduction, by):
        return no
    is_payer = by.person is not None and by.person == deposit.payer_id
    if not is_payer and (signature is None or not _is_desk(deposit, by)):
        return Refusal("charges.signature_needed", _("Not booked: without the payer's signature nothing is taken from his deposit."))
    under_way = sum(Refund.objects.filter(scope=deposit.scope_id, part__deposit=deposit, state__in=UNDER_WAY).values_list("amount_fen", flat=True))
    if deduction.amount_fen > deposit.left_fen - under_way:
        return Refusal("charges.more_than_held", _("Not proposed: not so much of this deposit is held, or it is being handed back."))
    deduction.state, deduction.answered_by_id, deduction.answered_at, deduction.signature = "agreed", by.person, at, signature
    deduction.save()
    deposit.deducted_fen += deduction.amount_fen
    deposit.state, deposit.ended_at = ("ended", at) if deposit.left_fen == 0 else (deposit.state, None)
    deposit.save()
    event = DeductionAgreed(**about_deposit(deposit), deduction=deduction.pk, ground=deduction.ground, deduct_fen=deduction.amount_fen, is_signed=signature is not None)
    announce(event, subject=deduction, person=deposit.payer_id)
    return deduction


@action(title=_("Do not agree to the deduction"), posts=(*DESK, *DWELLERS), event=DeductionContested, allowed_from=("proposed",))
def contest_deduction(deduction: Deduction, *, note: Annotated[str, Field(_("Payer's words"), max_length=200)], by: Actor, at: datetime | None = None) -> Deduction | Refusal:
    """The payer says no: nothing is taken, the deposit is handed back whole; a claim goes its own way."""
    deposit, deduction = held(deduction.deposit), held(deduction)
    if no := _not_the_payers(deposit, deduction, by) or deciding.told(note):
        return no
    deduction.state, deduction.answered_by_id, deduction.answered_at, deduction.answer_note = "contested", by.person, at, note
    deduction.save()
    event = DeductionContested(**about_deposit(deposit), deduction=deduction.pk, ground=deduction.ground, deduct_fen=deduction.amount_fen, note=note)
    announce(event, subject=deduction, person=deposit.payer_id)
    return deduction


def _not_the_payers(deposit: Deposit, deduction: Deduction, by: Actor) -> Refusal | None:
    if not may_touch(deposit, by):
        return Refusal("kernel.not_found", _("This record does not exist here. Check the community you are in."))
    return deciding.waiting(deduction.state, "proposed")


def _is_desk(deposit: Deposit, by: Actor) -> bool:
    return by.is_system or bool(posts_of(by, deposit.scope) & set(DESK))
