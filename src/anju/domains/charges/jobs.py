"""Work behind the screens: billing many dwellings, a chunk at a time, and going on where it stopped."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.jobs import job
from anju.kernel.refusals import Refusal

from . import secrets
from .actions.billing import end_billing, homes_of, issue_charge
from .actions.matching import take_notice
from .actions.paying import close_payment, note_pay_code
from .actions.refunding import note_refund_failed, note_refund_sent
from .models import BillingRun, Charge, Merchant, Payment, Refund
from .providers import Answer, provider_of

AT_ONCE = 50
UNANSWERED = timedelta(days=1)
"""So long an order is asked about whose provider gives no answer."""


@job
def bill_dwellings(run_id: str) -> None:
    """Bill every dwelling of a run. Run twice it bills nobody twice: who has a charge for the period is passed over."""
    run = BillingRun.everywhere.select_related("scope", "tariff", "place").filter(pk=UUID(run_id), state="running").first()
    if run is None:
        return
    by, left_out = Actor.system("billing"), []
    with view.entered(run.scope):
        homes = homes_of(run.place)
        same = {"tariff": run.tariff, "period_from_on": run.period_from_on, "period_until_on": run.period_until_on}
        for start in range(0, len(homes), AT_ONCE):
            chunk = homes[start : start + AT_ONCE]
            outcomes = issue_charge.spec.run_many(run.scope, [{**same, "place": home} for home in chunk], by=by, at=clock.now())
            left_out += [f"{home} {no.code}" for home, no in zip(chunk, outcomes, strict=True) if isinstance(no, Refusal) and no.code != "charges.billed_before"]
        made = Charge.objects.filter(scope=run.scope, tariff=run.tariff, place__in=homes, period_from_on=run.period_from_on, issued_at__gte=run.started_at)
        sums = list(made.values_list("amount_fen", flat=True))
        end_billing(run, billed=len(sums), amount_fen=sum(sums), left_out=left_out, by=by)


@job
def place_order(payment_id: str) -> None:
    """Ask the provider for the code to pay by, and keep its answer."""
    payment = Payment.everywhere.select_related("scope", "merchant").filter(pk=UUID(payment_id), state="open", pay_code="").first()
    if payment is None:
        return
    with view.entered(payment.scope):
        answer = _asked(payment.way, "place_order", payment, payment.merchant)
        note_pay_code(payment, pay_code=answer.pay_code[:512], trouble=answer.trouble[:200], by=Actor.system("provider"))


@job
def ask_order(payment_id: str) -> None:
    """Ask the provider whether an order was paid, for its notice may have been lost; give it up where it says no and its time is over."""
    payment = Payment.everywhere.select_related("scope", "merchant").filter(pk=UUID(payment_id), state__in=("open", "closed")).first()
    if payment is None:
        return
    by, now = Actor.system("provider"), clock.now()
    with view.entered(payment.scope):
        answer = _asked(payment.way, "ask_order", payment, payment.merchant)
        if answer.is_done:
            told = {"order_number": payment.order_number, "told_merchant": answer.told_merchant, "provider_number": answer.provider_number}
            take_notice(payment.merchant, notice_id=f"asked {payment.order_number}", outcome="paid", amount_fen=answer.amount_fen, by=by, **told)
        elif payment.state == "open" and payment.expires_at <= now - (UNANSWERED if answer.trouble else timedelta()):
            close_payment(payment, by=by)


@job
def place_refund(refund_id: str) -> None:
    """Tell the provider of a refund, under its own number, so that it is done once however often it is told."""
    refund = Refund.everywhere.select_related("scope", "payment", "payment__merchant").filter(pk=UUID(refund_id), state__in=("approved", "sent")).first()
    if refund is None:
        return
    by = Actor.system("provider")
    with view.entered(refund.scope):
        answer = _asked(refund.way, "place_refund", refund, refund.payment.merchant)
        if answer.trouble:
            note_refund_failed(refund, why=answer.trouble[:200], by=by)
            return
        if refund.state == "approved":
            note_refund_sent(refund, by=by)
        if answer.is_done:
            told = {"order_number": refund.payment.order_number, "refund_number": refund.number, "told_merchant": refund.payment.merchant.merchant_id}
            take_notice(refund.payment.merchant, notice_id=f"refund {refund.number}", outcome="refunded", amount_fen=refund.amount_fen, by=by, **told)


def _asked(way: str, what: str, record: Payment | Refund, merchant: Merchant | None) -> Answer:
    """The provider's answer; what goes wrong on the way is a sentence too."""
    provider = provider_of(way)
    if provider is None or merchant is None:
        return Answer(trouble=str(_("This provider is not connected here.")))
    try:
        return getattr(provider, what)(record, secrets.opened(merchant.scope_id, merchant.sealed))
    except OSError as error:
        return Answer(trouble=str(_("The provider cannot be reached (%(why)s).") % {"why": type(error).__name__}))
