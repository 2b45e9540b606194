"""The chain of hands of a parcel on its page: when, what, who, on which slot."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from markupsafe import Markup

from anju.domains.goods import queries as goods
from anju.kernel.screens.history import names_of

STEPS = {
    "parcel_received": _("Taken in"), "parcel_moved": _("Put on another slot"), "parcel_handed_out": pgettext_lazy("parcel", "Handed out"), "parcel_sent_back": _("Back to the courier"),
    "parcel_claimed": _("Something is wrong with it"), "parcel_settled": _("Cleared up"),
}  # fmt: skip


def drawn(parcel: goods.Parcel) -> Markup:
    hands = goods.custody_of(parcel)
    names = names_of({one.actor for one in hands if one.actor})
    rows = [{"hand": one, "who": names.get(one.actor, "--"), "what": STEPS.get(one.name, one.name)} for one in hands]
    return Markup(render_to_string("goods/custody.html", {"rows": rows}, using="jinja2"))
