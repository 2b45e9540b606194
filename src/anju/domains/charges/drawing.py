"""What tabs and facts of this room draw: the lines of a bill as sentences, steps of a price."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from . import queries
from .models import Charge, TariffVersion
from .money import plain, yuan
from .pricers import pricers


def lines_tab(charge: Charge) -> Markup:
    """Each line with its sentence, and the sum under them."""
    lines = queries.explained([charge])[charge.pk]
    rows = Markup("").join(Markup('<tr><td>{}</td><td class="number">{}</td></tr>').format(line.sentence, yuan(line.amount_fen)) for line in lines)
    foot = Markup('<tr><th>{}</th><th class="number">{}</th></tr>').format(_("Together"), yuan(charge.amount_fen))
    head = Markup('<tr><th>{}</th><th class="number">{}</th></tr>').format(_("How it was computed"), _("Sum (yuan)"))
    return Markup('<table class="table"><thead>{}</thead><tbody>{}</tbody><tfoot>{}</tfoot></table>').format(head, rows, foot)


def price_in_words(version: TariffVersion) -> list[str]:
    """A price whole, as it is hung up: what a block costs, how long is free, what is the most. One sentence a line."""
    basis = version.tariff.basis
    if basis in pricers:
        return pricers[basis].tell(version.terms)
    if version.steps:
        return steps_in_words(version.steps).split("; ")
    if basis != "time":
        return [plain(version.price)]
    free = _("The first %(minutes)s minutes are free") % {"minutes": version.free_minutes} if version.free_minutes else ""
    block = _("%(price)s yuan for each %(minutes)s minutes begun") % {"price": plain(version.price), "minutes": version.block_minutes}
    cap = _("At most %(cap)s yuan for 24 hours") % {"cap": yuan(version.daily_cap_fen)} if version.daily_cap_fen else ""
    return [one for one in (free, block, cap) if one]


def price_tab(version: TariffVersion) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(one) for one in price_in_words(version)))


def steps_in_words(steps: Any) -> str:
    """≤ 240: 0.5283; > 400: 0.8283."""
    last = "0"
    said = []
    for upper, price in steps or ():
        said.append(f"> {last}: {price}" if upper is None else f"≤ {upper}: {price}")
        last = upper or last
    return "; ".join(said)
