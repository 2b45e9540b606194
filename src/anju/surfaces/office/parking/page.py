"""One page for everybody who has to do with cars today; what concerns money is shown to whom it is for, and nobody at a gate needs it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anju.domains.charges.queries import Drawer, cash_in
from anju.domains.parking import actions
from anju.domains.parking import queries as parking
from anju.domains.parking.screens import StayScreen
from anju.kernel import clock, permissions
from anju.kernel.refusals import Refusal

from ..doors import office_page

SEE = f"parking.see_{StayScreen.name}"
MONEY, CASH = "charges.see_charges", "charges.see_drawers"
SHOWN = 12


@office_page(permission=SEE)
def now(request: HttpRequest) -> HttpResponse:
    """Zones with their free spaces, cars to look after, violations, cash; a plate finds where its car stands."""
    scope, at = request.scope, clock.now()
    typed = request.GET.get("plate", "")[:12]
    inside = parking.cars_inside(scope)
    bound, cars = parking.fixed_share(scope)
    context = {
        "rooms": parking.rooms(scope), "inside": inside.count(), "overstay": inside.filter(state="overstay")[:SHOWN], "halves": parking.half_stays(scope)[:SHOWN],
        "violations": [(one, parking.ViolationState[one.state]) for one in parking.open_violations(scope)[:SHOWN]], "repeats": len(parking.repeat_offenders(scope, at=at)),
        "vouchers": parking.vouchers_out(scope)[:SHOWN], "supply": parking.supply(scope), "bound": bound, "cars": cars, "signs": parking.signs_in_order(scope),
        "typed": typed, "found": _found(request, typed), "waiting": parking.Vehicle.objects.filter(scope=scope, state="asked").count(),
        "may_record": permissions.may(request.actor, actions.record_violation.spec.name, scope), "states": parking.StayState, **_money(request),
    }  # fmt: skip
    return render(request, "parking/now.html", context)


def _found(request: HttpRequest, typed: str) -> list:
    """Where these cars stand; each look is kept with who looked."""
    rows = parking.find_by_plate(request.scope, typed) if typed else []
    return [one for one in rows if not isinstance(actions.find_car(one, by=request.actor), Refusal)]


def _money(request: HttpRequest) -> dict[str, Any]:
    """What is open of stays, and the drawers of this shift; nothing for whom neither is meant."""
    scope, found = request.scope, {}
    if permissions.may(request.actor, MONEY, scope):
        rows = parking.owed_stays(scope)
        found |= {"owed": [(one, sum(bill.owed_fen for bill in (one.prepaid, one.charge) if bill)) for one in rows[:SHOWN]], "owed_fen": parking.owed_fen(rows), "owed_count": rows.count()}
    if permissions.may(request.actor, CASH, scope):
        open_ones = Drawer.objects.filter(scope=scope, state__in=("open", "counted")).select_related("cashier").order_by("opened_at")[:SHOWN]
        found["drawers"] = [(one, cash_in(one)) for one in open_ones]
    return found


@office_page(permission=SEE)
def board(request: HttpRequest) -> HttpResponse:
    """Free spaces in large figures, for a screen at the entrance; it follows the sensors by itself."""
    return render(request, "parking/board.html", {"rooms": parking.rooms(request.scope)})
