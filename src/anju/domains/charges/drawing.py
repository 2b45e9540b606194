"""What tabs and facts of this room draw: the lines of a bill as sentences, steps of a price."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from markupsafe import Markup

from . import queries
from .models import Charge
from .money import yuan


def lines_tab(charge: Charge) -> Markup:
    """Each line with its sentence, and the sum under them."""
    lines = queries.explained([charge])[charge.pk]
    rows = Markup("").join(Markup('<tr><td>{}</td><td class="number">{}</td></tr>').format(line.sentence, yuan(line.amount_fen)) for line in lines)
    foot = Markup('<tr><th>{}</th><th class="number">{}</th></tr>').format(_("Together"), yuan(charge.amount_fen))
    head = Markup('<tr><th>{}</th><th class="number">{}</th></tr>').format(_("How it was computed"), _("Sum (yuan)"))
    return Markup('<table class="table"><thead>{}</thead><tbody>{}</tbody><tfoot>{}</tfoot></table>').format(head, rows, foot)


def steps_in_words(steps: Any) -> str:
    """≤ 240: 0.5283; > 400: 0.8283."""
    last = "0"
    said = []
    for upper, price in steps or ():
        said.append(f"> {last}: {price}" if upper is None else f"≤ {upper}: {price}")
        last = upper or last
    return "; ".join(said)
