"""The cashier's one page: find the dwelling, see what is owed and why, take the money, print the receipt."""

from __future__ import annotations

import secrets
from uuid import UUID

import segno
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from markupsafe import Markup

from anju.domains.charges import actions
from anju.domains.charges import queries as charges
from anju.domains.charges.models import Payment
from anju.domains.charges.states import ChargeState, PaymentState
from anju.domains.people.queries import owners_of
from anju.domains.places.queries import Place, suggest
from anju.kernel import clock, permissions
from anju.kernel.refusals import Refusal
from anju.kernel.screens import form

from ...doing import unusable
from ..asked import record_id
from ..doors import office_page

TAKE = actions.take_payment.spec
HOMES = ("dwelling", "shop")
SHOWN = 100


@office_page(permission=TAKE.name)
def page(request: HttpRequest) -> HttpResponse:
    """What was searched: one dwelling with its bills, or the names that come near."""
    typed = request.GET.get("find", "").replace("\x00", "").strip()[:60]
    place, close = _place(request, request.GET.get("place")), ()
    if place is None and typed:
        found = suggest(request.scope, typed, kinds=HOMES)
        place, close = found.place, found.close
    return _page(request, place, typed=typed, close=close)


def _place(request: HttpRequest, given: str | None) -> Place | None:
    pk = record_id(given)
    if pk is None:
        return None
    found = Place.objects.filter(pk=pk, scope=request.scope, kind__in=HOMES).first()
    if found is None:
        raise Http404
    return found


def _page(request: HttpRequest, place: Place | None, *, typed: str = "", close=(), refusal: Refusal | None = None) -> HttpResponse:
    taken = charges.taken_on(request.scope, clock.today(request.scope))
    context = {
        "typed": typed, "close": close[:8], "place": place, "refusal": refusal, "request_id": secrets.token_hex(16), "given": request.POST,
        "drawer": charges.open_drawer_of(request.scope, request.actor.person), "taken": [(label, taken[way]) for way, label in charges.WAYS if way in taken],
        "receipt": Payment.objects.filter(pk=record_id(request.GET.get("paid")), scope=request.scope).first() if request.GET.get("paid") else None,
        **(_owed(request, place) if place else {}),
    }  # fmt: skip
    if context["receipt"]:
        context["receipt"] = charges.receipt_of(context["receipt"])
    return render(request, "charges/desk.html", context, status=422 if refusal else 200)


def _owed(request: HttpRequest, place: Place) -> dict:
    owed = list(charges.owed(request.scope, place=place)[:SHOWN])
    lines, wanted = charges.explained(owed), list(charges.wanted_deposits(request.scope, place=place))
    owner = next(iter(owners_of(place)), None)
    return {
        "owner": owner.person._meta.get_field("name").mask(owner.person.name) if owner else "",
        "owed": [(one, ChargeState[one.state], lines[one.pk]) for one in owed],
        "wanted": wanted,
        "total": sum(one.owed_fen for one in owed) + sum(one.amount_fen for one in wanted),
        "balance": charges.balance_of(request.scope, place),
        "held": list(charges.held_deposits(request.scope, place=place)),
        "ways": [(way, label) for way, label in charges.WAYS if way in ("cash", "transfer", *charges.ways_on(request.scope))],
        "may_charge": permissions.may(request.actor, actions.issue_charge.spec.name, request.scope),
    }


@require_POST
@office_page(permission=TAKE.name)
def take(request: HttpRequest) -> HttpResponse:
    """Take cash or a transfer; or ask a provider for a code to pay by."""
    place = _place(request, request.POST.get("place"))
    spec = TAKE if request.POST.get("way") in ("cash", "transfer") else actions.open_payment.spec
    filled = form.ActionForm(spec, request.scope)
    made = filled.run(request.POST, request.actor, request_id=request.POST.get("request", "")[:64])
    if made is None:
        return _page(request, place, refusal=filled.refusal or unusable(spec, filled.errors))
    if spec is not TAKE:
        return redirect("cashier_payment", made.pk)
    messages.success(request, _("Taken: %(sum)s.") % {"sum": charges.yuan_sign(made.amount_fen)})
    return redirect(f"{reverse('cashier')}?{f'place={place.pk}&' if place else ''}paid={made.pk}")


@office_page(permission=TAKE.name)
def payment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The code that the payer scans; the page turns green when the provider says that the money is here."""
    return _payment(request, _found(request, pk))


def _found(request: HttpRequest, pk: UUID) -> Payment:
    found = Payment.objects.select_related("place", "merchant", "scope").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _payment(request: HttpRequest, one: Payment, refusal: Refusal | None = None) -> HttpResponse:
    context = {"payment": one, "state": PaymentState[one.state], "code": code_of(one), "receipt": charges.receipt_of(one), "refusal": refusal}
    return render(request, "charges/payment.html", context, status=422 if refusal else 200)


def code_of(one: Payment) -> Markup | str:
    """The code to pay by, as an SVG that scales with its box."""
    return Markup(segno.make(one.pay_code, error="m", micro=False).svg_inline(omitsize=True, border=4, svgclass="pay-code", lineclass=None)) if one.pay_code else ""


@require_POST
@office_page(permission=actions.ask_provider.spec.name)
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """He says that he has paid: the provider is asked at once."""
    one = _found(request, pk)
    outcome = actions.ask_provider(one, by=request.actor)
    return _payment(request, one, outcome) if isinstance(outcome, Refusal) else redirect("cashier_payment", pk)


@require_POST
@office_page(permission=actions.pay_as_test.spec.name)
def pay_as_test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The test payer of a demonstration, at the desk."""
    one = _found(request, pk)
    outcome = actions.pay_as_test(one, by=request.actor)
    return _payment(request, one, outcome) if isinstance(outcome, Refusal) else redirect("cashier_payment", pk)
