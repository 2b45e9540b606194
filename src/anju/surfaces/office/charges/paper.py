"""A receipt on paper: A4, A6 or the 80 mm roll; and the price list as it is hung up."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from anju.domains.charges import actions
from anju.domains.charges import queries as charges
from anju.domains.charges.screens import ReceiptScreen, TariffScreen, price_in_words
from anju.kernel import clock
from anju.kernel.inputs import BadInput
from anju.kernel.refusals import Refusal

from ..doors import office_page

PRINT = actions.print_receipt.spec


@office_page(permission=ReceiptScreen().permission)
def receipt(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose the paper; the page that answers is the paper, and the ledger keeps who printed it."""
    found = charges.Receipt.objects.select_related("payment", "scope", "issued_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return _choice(request, found)
    try:
        outcome = PRINT(found, by=request.actor, **PRINT.clean({"layout": request.POST.get("layout", "")}))
    except BadInput:
        outcome = Refusal("charges.unknown_paper", _("Not printed: choose A4, A6 or the 80 mm receipt."))
    if isinstance(outcome, Refusal):
        return _choice(request, found, outcome)
    context = {
        "receipt": outcome, "community": found.scope.name, "layout": request.POST["layout"], "capitals": charges.capitals(found.amount_fen), "printed_at": clock.now(),
        "way": found.payment.get_way_display(), "place": found.payment.place,
    }  # fmt: skip
    return render(request, "charges/receipt.html", context)


def _choice(request: HttpRequest, found, refusal: Refusal | None = None) -> HttpResponse:
    context = {"receipt": found, "layouts": PRINT.inputs[0].options, "refusal": refusal}
    return render(request, "charges/choose_paper.html", context, status=422 if refusal else 200)


@office_page(permission=TariffScreen().permission)
def prices(request: HttpRequest) -> HttpResponse:
    """The published prices in force today, with their bases: to be printed and hung up (明码标价)."""
    today = clock.today(request.scope)
    rows = [(one, price_in_words(one)) for one in charges.price_list(request.scope, on=today)]
    return render(request, "charges/prices.html", {"rows": rows, "today": today})
