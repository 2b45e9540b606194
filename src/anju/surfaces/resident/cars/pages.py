"""The resident's cars and the visiting cars at his home; another's car does not exist here."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.access.queries import homes_of
from anju.domains.parking import actions
from anju.domains.parking import queries as parking
from anju.domains.parking.models import Stay
from anju.kernel import clock
from anju.kernel.masking import show_plate
from anju.kernel.refusals import Refusal

from ..doors import resident_page, sent
from .picture import drawn

SHOWN, COUPONS_SHOWN = 30, 6
KINDS = ("owner", "second", "tenant")


@resident_page
def index(request: HttpRequest) -> HttpResponse:
    """My cars inside, my cars, the forms to register one and to give a visitor parking time."""
    return _index(request)


def _index(request: HttpRequest, refusal: Refusal | None = None) -> HttpResponse:
    person = request.actor.person
    stays = list(parking.my_stays(request.scope, person)[:SHOWN])
    context = {
        "inside": [_shown(request, one) for one in stays if one.state in parking.HERE], "earlier": [_shown(request, one) for one in stays if one.state not in parking.HERE],
        "vehicles": [(one, parking.VehicleState[one.state], show_plate(one.plate)) for one in parking.my_vehicles(request.scope, person)], "homes": homes_of(request.scope, person),
        "coupons": parking.coupons_of(request.scope, person)[:COUPONS_SHOWN], "now": clock.now(),
        "kinds": [(code, label) for code, label in parking.VEHICLES if code in KINDS], "given": request.POST, "refusal": refusal,
    }  # fmt: skip
    return render(request, "resident/cars.html", context, status=422 if refusal else 200)


def _shown(request: HttpRequest, one: Stay) -> dict:
    """My own plate whole, a visitor's masked."""
    is_mine = one.vehicle is not None and one.vehicle.holder_id == request.actor.person
    return {"one": one, "plate": show_plate(one.plate) if is_mine else str(one), "state": parking.StayState[one.state], "charge": one.charge or one.prepaid}


def _mine(request: HttpRequest, pk: UUID) -> Stay:
    found = parking.my_stays(request.scope, request.actor.person).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@resident_page
def stay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the car stands, on the plan, and what it costs so far, line by line."""
    return _stay(request, _mine(request, pk))


def _stay(request: HttpRequest, one: Stay, refusal: Refusal | None = None) -> HttpResponse:
    is_inside = one.state in parking.HERE
    if is_inside and request.method == "GET":
        actions.find_car(one, by=request.actor)
    quote = parking.quoted(one, clock.now()) if is_inside else None
    lines = parking.said(quote) if isinstance(quote, list) else []
    context = {**_shown(request, one), "is_inside": is_inside, "lines": lines, "sum": sum(fen for _sentence, fen in lines), "picture": drawn(one), "refusal": refusal, "may_leave": one.paid_until_at,
               "owed": parking.unpaid(one)}  # fmt: skip
    return render(request, "resident/stay.html", context, status=422 if refusal else 200)


@require_POST
@resident_page
def register(request: HttpRequest) -> HttpResponse:
    _made, refusal = sent(request, actions.register_vehicle.spec, request.scope)
    return _index(request, refusal) if refusal else redirect("my_cars")


@require_POST
@resident_page
def coupon(request: HttpRequest) -> HttpResponse:
    _made, refusal = sent(request, actions.give_coupon.spec, request.scope)
    return _index(request, refusal) if refusal else redirect("my_cars")


@require_POST
@resident_page
def pay(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bill the stay so far; the bill is paid like any other, and the bar opens meanwhile."""
    one = _mine(request, pk)
    charge = actions.prepay_stay(one, by=request.actor)
    return _stay(request, one, charge) if isinstance(charge, Refusal) else redirect("my_bill", charge.pk)


@require_POST
@resident_page
def place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """I stand on this bay: its code is painted on the ground."""
    one = _mine(request, pk)
    bay = parking.Bay.objects.filter(scope=request.scope, code=request.POST.get("bay", "").replace("\x00", "").strip().upper()[:20]).first()
    if bay is None:
        return _stay(request, one, Refusal("parking.no_such_bay", _("Not noted: there is no bay with this code. Read it from the ground or the pillar.")))
    outcome = actions.place_car(one, bay=bay, by=request.actor)
    return _stay(request, one, outcome) if isinstance(outcome, Refusal) else redirect("my_stay", pk)
