"""The list of products: what was reviewed, with what result, and which firmware is known to be good."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import ProductReviewed
from ..kinds import kind_choices, kind_of
from ..models import Product
from ..rules import register as rules
from ..states import Verdict
from .holding import MANAGERS

OUTCOMES = [(str(one), one.label) for one in Verdict]


@action(title=_("Review a product"), posts=MANAGERS, event=ProductReviewed)
def review_product(
    scope: Scope,
    *,
    kind: Annotated[str, Field(pgettext_lazy("device", "Kind"), choices=kind_choices)],
    maker: Annotated[str, Field(_("Maker"), max_length=60)],
    model: Annotated[str, Field(_("Model"), max_length=60)],
    verdict: Annotated[str, Field(pgettext_lazy("product", "Verdict"), choices=OUTCOMES)],
    is_counterfeit: Annotated[bool, Field(_("Counterfeit"))] = False,
    good_firmware: Annotated[str, Field(_("Known good from firmware"), max_length=40)] = "",
    authority: Annotated[str, Field(_("Authority"), max_length=80)] = "",
    certificate: Annotated[str, Field(_("Certificate number"), max_length=60)] = "",
    note: Annotated[str, Field(_("Note"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Product | Refusal:
    """Enter what the review of a maker's model came to. A later review of the same model takes the place of the earlier one."""
    known = kind in dict(kind_choices())
    maker, model, good_firmware = maker.strip(), model.strip(), good_firmware.strip()
    if no := rules.product_fits(maker, model, good_firmware, kind_known=known):
        return no
    if no := rules.may_approve(verdict, is_supervised=kind_of(kind).is_supervised, is_counterfeit=is_counterfeit, authority=authority, certificate=certificate):
        return no
    named = {"scope": scope, "kind": kind, "maker": maker, "model": model}
    product = Product.objects.select_for_update().filter(**named).first() or Product(**named)
    product.verdict, product.is_counterfeit, product.good_firmware = verdict, is_counterfeit, good_firmware
    product.authority, product.certificate, product.note = authority.strip(), certificate.strip(), note
    product.reviewed_by_id, product.reviewed_at = by.person, at
    product.save()
    told = {"maker": maker, "model": model, "authority": product.authority, "certificate": product.certificate, "note": note}
    announce(ProductReviewed(kind=kind, verdict=verdict, is_counterfeit=is_counterfeit, good_firmware=good_firmware, **told), subject=product)
    return product
