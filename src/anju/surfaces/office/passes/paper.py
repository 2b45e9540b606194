"""A pass on paper: an A4 sheet, an A6 permit card or an 80 mm receipt, each with its signed code."""

from __future__ import annotations

from uuid import UUID

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from markupsafe import Markup

from anju.domains.passes import queries as passes
from anju.domains.passes.actions import print_pass
from anju.domains.passes.models import Pass
from anju.domains.places.queries import names_of
from anju.kernel import clock
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page
from .desk import _permit


@office_page(permission=print_pass.spec.name)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose the paper; the page that answers is the paper itself, and the ledger keeps who asked for it."""
    permit = _permit(pk)
    if request.method != "POST":
        return _choice(request, permit)
    outcome = done(print_pass.spec, permit, request, {"layout": request.POST.get("layout", "")})
    if isinstance(outcome, Refusal):
        return _choice(request, permit, refusal=outcome)
    return render(request, "passes/paper.html", {**_paper(permit), "layout": request.POST["layout"]})


def _choice(request: HttpRequest, permit: Pass, refusal: Refusal | None = None) -> HttpResponse:
    layouts = print_pass.spec.inputs[0].options
    context = {"permit": permit, "layouts": layouts, "usual": permit.about.layout, "refusal": refusal}
    return render(request, "passes/choose_paper.html", context, status=422 if refusal else 200)


def _paper(permit: Pass) -> dict:
    gates = names_of(UUID(gate) for gate in permit.gates)
    return {
        "permit": permit,
        "kind": permit.kind_label,
        "community": permit.scope.name,
        "items": list(passes.items_of(permit)),
        "gates": "、".join(sorted(gates.values())),
        "code": picture_of(passes.code_of(permit)),
        "printed_at": clock.now(),
    }


def picture_of(code: str) -> Markup:
    """The code as an SVG that scales with its box: error correction M, a white margin of four modules."""
    return Markup(segno.make(code, error="m", micro=False).svg_inline(omitsize=True, border=4, svgclass="pass-code", lineclass=None))
