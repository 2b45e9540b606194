"""Receipts: numbered without gaps, printed as often as needed, void only with a reason."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..events import ReceiptIssued, ReceiptPrinted, ReceiptVoided
from ..kinds import DESK, DWELLERS, LAYOUTS
from ..models import Allocation, Payment, Receipt
from ..rules import deciding as rules
from ..sight import may_touch
from .holding import held, number


@action(title=_("Issue a receipt"), posts=DESK, event=ReceiptIssued, allowed_from=("settled",))
def issue_receipt(payment: Payment, *, by: Actor, at: datetime | None = None) -> Receipt | Refusal:
    """A receipt for money that came in; one is issued by itself, another only after that one was made void."""
    payment = held(payment)
    if payment.state != "settled" or payment.way == "balance":
        return Refusal("charges.no_receipt", _("No receipt: no new money came in by this payment."))
    if Receipt.objects.filter(scope=payment.scope_id, payment=payment, state="valid").exists():
        return Refusal("charges.has_receipt", _("No second receipt: this payment has a valid one. Print it again, or make it void first."))
    receipt = Receipt.objects.create(
        scope=payment.scope, number=number(payment.scope, "R", at), payment=payment, amount_fen=payment.amount_fen, parts=_parts(payment), payer_name=payment.payer_name,
        issued_at=at, issued_by_id=by.person,
    )  # fmt: skip
    announce(ReceiptIssued(number=receipt.number, payment=payment.pk, amount_fen=receipt.amount_fen), subject=receipt, person=payment.payer_id)
    return receipt


def _parts(payment: Payment) -> list[list]:
    """[[what for, fen]]; "" stands for the prepaid balance."""
    rows = Allocation.objects.filter(scope=payment.scope_id, payment=payment).select_related("charge", "deposit", "deposit__tariff").order_by("id")
    return [[one.charge.title if one.charge_id else f"{one.deposit.tariff.name} {one.deposit.number}" if one.deposit_id else "", one.amount_fen] for one in rows]


@action(title=_("Print the receipt"), posts=(*DESK, *DWELLERS), event=ReceiptPrinted)
def print_receipt(receipt: Receipt, *, layout: Annotated[str, Field(_("Paper"), choices=LAYOUTS)], by: Actor, at: datetime | None = None) -> Receipt | Refusal:
    """Put it on paper; from the second time on the paper says that it is a copy."""
    receipt = held(receipt)
    if not may_touch(receipt.payment, by):
        return Refusal("kernel.not_found", _("This record does not exist here. Check the community you are in."))
    if layout not in dict(LAYOUTS):
        return Refusal("charges.unknown_paper", _("Not printed: choose A4, A6 or the 80 mm receipt."))
    receipt.prints = min(receipt.prints + 1, 30_000)
    receipt.save(update_fields=["prints"])
    announce(ReceiptPrinted(number=receipt.number, layout=layout, prints=receipt.prints), subject=receipt)
    return receipt


@action(title=_("Make the receipt void"), posts=DESK, event=ReceiptVoided, confirm=True, allowed_from=("valid",))
def void_receipt(receipt: Receipt, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Receipt | Refusal:
    """Make it void with the reason; its number stays used, so that no number is missing."""
    receipt = held(receipt)
    if no := rules.told(reason):
        return no
    if receipt.state != "valid":
        return Refusal("charges.void_already", _("Not done: this receipt is void already."))
    receipt.state, receipt.voided_at, receipt.voided_by_id, receipt.void_reason = "void", at, by.person, reason
    receipt.save()
    announce(ReceiptVoided(number=receipt.number, amount_fen=receipt.amount_fen, reason=reason), subject=receipt)
    return receipt
