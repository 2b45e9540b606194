"""Bills with their reasons, paying, receipts and deposits; another's bill does not exist here."""

from __future__ import annotations

import secrets
from uuid import UUID

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from markupsafe import Markup

from anju.domains.charges import actions
from anju.domains.charges import queries as charges
from anju.domains.charges.states import ChargeState, DeductionState, DepositState, PaymentState
from anju.kernel.refusals import Refusal

from ..doors import resident_page, sent

SHOWN = 60
OWING = charges.OWING


@resident_page
def index(request: HttpRequest) -> HttpResponse:
    """What is owed, what was paid, what lies here for me."""
    return _index(request)


def _index(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    mine = charges.charges_of_person(request.scope, request.actor.person)
    owed, settled = list(mine.filter(state__in=OWING).order_by("due_on", "number")[:SHOWN]), list(mine.exclude(state__in=OWING)[:SHOWN])
    deposits = list(charges.deposits_of_person(request.scope, request.actor.person)[:SHOWN])
    wanted = [one for one in deposits if one.state == "wanted"]
    payments = list(charges.payments_of_person(request.scope, request.actor.person).filter(state="settled")[:SHOWN])
    balances = {one.place: charges.balance_of(request.scope, one.place) for one in [*owed, *settled] if one.place_id}
    context = {
        "owed": [(one, ChargeState[one.state]) for one in owed], "settled": [(one, ChargeState[one.state]) for one in settled], "total": sum(one.owed_fen for one in owed) + sum(one.amount_fen for one in wanted), "wanted": wanted,
        "deposits": _deposits([one for one in deposits if one.state != "wanted"]), "payments": payments, "balances": {place: fen for place, fen in balances.items() if fen},
        "ways": [(way, label) for way, label in charges.WAYS if way in charges.ways_on(request.scope)], "request_id": secrets.token_hex(16), "refusal": refusal,
    }  # fmt: skip
    return render(request, "resident/bills.html", context, status=422 if refusal else 200)


def _deposits(deposits: list) -> list[dict]:
    found = charges.deductions_of(deposits)
    return [
        {"one": one, "state": DepositState[one.state], "deductions": [(each, DeductionState[each.state]) for each in found[one.pk]]}
        for one in deposits
    ]


@resident_page
def bill(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One bill: each line as a sentence, when to pay, whom to ask."""
    return _bill(request, _mine(request, pk))


def _bill(request: HttpRequest, charge, refusal: Refusal | None = None) -> HttpResponse:
    before = charges.charges_of_person(request.scope, request.actor.person).filter(tariff=charge.tariff, place=charge.place, period_from_on__lt=charge.period_from_on).first() \
        if charge.period_from_on else None  # fmt: skip
    context = {
        "charge": charge, "state": ChargeState[charge.state], "lines": charges.explained([charge])[charge.pk], "before": before, "refusal": refusal,
        "may_dispute": charge.state in ("due", "overdue", "part_paid"), "balance": charges.balance_of(request.scope, charge.place),
        "ways": [(way, label) for way, label in charges.WAYS if way in charges.ways_on(request.scope)], "request_id": secrets.token_hex(16),
    }  # fmt: skip
    return render(request, "resident/bill.html", context, status=422 if refusal else 200)


def _mine(request: HttpRequest, pk: UUID):
    found = charges.charges_of_person(request.scope, request.actor.person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@require_POST
@resident_page
def pay(request: HttpRequest) -> HttpResponse:
    """Ask the chosen provider for the sum of the ticked bills."""
    opened, refusal = sent(request, actions.open_payment.spec, request.scope)
    return _index(request, refusal) if refusal else redirect("my_payment", opened.pk)


@require_POST
@resident_page
def pay_from_balance(request: HttpRequest, pk: UUID) -> HttpResponse:
    charge = _mine(request, pk)
    outcome = actions.pay_from_balance(request.scope, charge=charge, by=request.actor)
    return _bill(request, charge, outcome) if isinstance(outcome, Refusal) else redirect("my_bill", pk)


@require_POST
@resident_page
def dispute(request: HttpRequest, pk: UUID) -> HttpResponse:
    charge = _mine(request, pk)
    _done, refusal = sent(request, actions.dispute_charge.spec, charge)
    return _bill(request, charge, refusal) if refusal else redirect("my_bill", pk)


@resident_page
def payment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A payment: the code to pay by, or that the money is here."""
    return _payment(request, _my_payment(request, pk))


def _my_payment(request: HttpRequest, pk: UUID):
    found = charges.payments_of_person(request.scope, request.actor.person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _payment(request: HttpRequest, one, refusal: Refusal | None = None) -> HttpResponse:
    code = Markup(segno.make(one.pay_code, error="m", micro=False).svg_inline(omitsize=True, border=4, svgclass="pay-code", lineclass=None)) if one.pay_code else ""
    context = {"payment": one, "state": PaymentState[one.state], "code": code, "receipt": charges.receipt_of(one), "refusal": refusal}
    return render(request, "resident/payment.html", context, status=422 if refusal else 200)


@require_POST
@resident_page
def pay_as_test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The test payer of a demonstration: no money moves."""
    one = _my_payment(request, pk)
    outcome = actions.pay_as_test(one, by=request.actor)
    return _payment(request, one, outcome) if isinstance(outcome, Refusal) else redirect("my_payment", pk)


@require_POST
@resident_page
def answer_deduction(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Yes or no to a deduction from my deposit."""
    mine = list(charges.deposits_of_person(request.scope, request.actor.person))
    found = next((each for rows in charges.deductions_of(mine).values() for each in rows if each.pk == pk), None)
    if found is None:
        raise Http404
    if request.POST.get("answer") == "yes":
        outcome = actions.agree_to_deduction(found, by=request.actor)
    else:
        outcome = actions.contest_deduction(found, note=request.POST.get("note", "").replace("\x00", "").strip()[:200], by=request.actor)
    return _index(request, outcome) if isinstance(outcome, Refusal) else redirect("my_bills")
