"""A line of a stay as one sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anju.domains.charges.queries import yuan


def say(amount_fen: int, facts: Mapping[str, Any]) -> str:
    """`facts` as the rule made them, as figures or as text; `amount_fen` is the line's sum."""
    what = facts.get("what", "")
    told = {"sum": yuan(amount_fen), "off": yuan(-amount_fen), **{name: facts.get(name, "") for name in ("minutes", "free", "rule", "day", "first", "last", "blocks", "block")}}
    if what == "blocks":
        return _("Day %(day)s, %(first)s to %(last)s, %(band)s: %(blocks)s × %(block)s minutes × %(price)s yuan = %(sum)s yuan") % {
            **told, "band": _band(facts.get("band", "")), "price": yuan(int(facts.get("price", 0)))}  # fmt: skip
    if what in ("cap", "night_cap"):
        told["cap"] = yuan(int(facts.get("cap", 0)))
        return (_("At most %(cap)s yuan for 24 hours: %(off)s yuan less") if what == "cap" else _("At most %(cap)s yuan for a night: %(off)s yuan less")) % told
    shapes = {
        "free": _("%(minutes)s minutes, within the free %(free)s minutes: 0 yuan"), "waived": _("%(minutes)s minutes, free: %(rule)s"),
        "coupon": _("Visitor coupon of %(minutes)s minutes: %(off)s yuan less"), "before": _("Paid ahead for this stay: %(off)s yuan less"),
    }  # fmt: skip
    return shapes.get(what, _("Parking: %(sum)s yuan")) % told


def _band(band: str) -> str:
    words = {"first": pgettext("price band", "first period"), "night": pgettext("price band", "night"), "holiday": pgettext("price band", "day off")}
    return words.get(band, pgettext("price band", "day"))
