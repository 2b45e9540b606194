"""A line of a stay as one sentence in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anju.domains.access.queries import hhmm
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
        "coupon": _("Visitor coupon of %(minutes)s minutes: %(off)s yuan less"), "before": _("Billed ahead for this stay: %(off)s yuan less"),
    }  # fmt: skip
    return shapes.get(what, _("Parking: %(sum)s yuan")) % told


def tell(terms: Mapping[str, Any]) -> list[str]:
    """A price by stay as it is hung up at the entrance: everything that a driver may have to pay."""
    has_night, leave = terms["night_from"] != terms["night_until"], terms["leave_minutes"]
    shown = {
        **terms, "block": yuan(terms["block_fen"]), "first": yuan(terms["first_fen"]), "cap": yuan(terms["cap_fen"]), "night": yuan(terms["night_fen"]),
        "night_cap": yuan(terms["night_cap_fen"]), "holiday": yuan(terms["holiday_fen"]), "from": hhmm(terms["night_from"]), "until": hhmm(terms["night_until"]),
    }  # fmt: skip
    shapes = (
        (terms["free_minutes"], _("The first %(free_minutes)s minutes are free, also of longer stays") if terms["is_free_deducted"] else _("Up to %(free_minutes)s minutes are free")),
        (terms["first_minutes"], _("First %(first_minutes)s minutes: %(first)s yuan")),
        (True, _("Each %(block_minutes)s minutes begun: %(block)s yuan")),
        (has_night, _("At night, %(from)s to %(until)s, each %(block_minutes)s minutes begun: %(night)s yuan")),
        (has_night and terms["night_cap_fen"], _("At most %(night_cap)s yuan for a night")),
        (terms["holiday_fen"] >= 0, _("On days off each %(block_minutes)s minutes begun: %(holiday)s yuan")),
        (terms["cap_fen"], _("At most %(cap)s yuan for each 24 hours from the entry")),
        (leave, _("After paying ahead %(leave_minutes)s minutes to drive out")),
    )
    return [shape % shown for is_so, shape in shapes if is_so]


def _band(band: str) -> str:
    words = {"first": pgettext("price band", "first period"), "night": pgettext("price band", "night"), "holiday": pgettext("price band", "day off")}
    return words.get(band, pgettext("price band", "day"))
