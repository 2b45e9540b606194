"""What tabs of this room draw: the lines of a bill as sentences, a price whole."""

from __future__ import annotations

from django.utils.translation import gettext as _
from markupsafe import Markup

from . import queries
from .models import Charge, TariffVersion
from .money import yuan
from .sentences import price_in_words


def lines_tab(charge: Charge) -> Markup:
    """Each line with its sentence, and the sum under them."""
    lines = queries.explained([charge])[charge.pk]
    rows = Markup("").join(Markup('<tr><td>{}</td><td class="number">{}</td></tr>').format(line.sentence, yuan(line.amount_fen)) for line in lines)
    foot = Markup('<tr><th>{}</th><th class="number">{}</th></tr>').format(_("Together"), yuan(charge.amount_fen))
    head = Markup('<tr><th>{}</th><th class="number">{}</th></tr>').format(_("How it was computed"), _("Sum (yuan)"))
    return Markup('<table class="table"><thead>{}</thead><tbody>{}</tbody><tfoot>{}</tfoot></table>').format(head, rows, foot)


def price_tab(version: TariffVersion) -> Markup:
    return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(one) for one in price_in_words(version)))
