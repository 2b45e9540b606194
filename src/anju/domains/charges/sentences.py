"""A line of a charge as one sentence: what was multiplied by what, what came of it, and on what it rests; and a price as it is hung up."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from .kinds import ROUNDINGS
from .models import TariffVersion
from .money import plain, yuan
from .pricers import pricers


def say(kind: str, amount_fen: int, facts: dict[str, Any], reason: str = "") -> str:
    """The sentence of a line in the reader's language; `reason` is what was written for a change."""
    if kind == "price":
        return _price(amount_fen, facts)
    told = {"sum": yuan(amount_fen), "reason": reason}
    if kind == "minimum":
        return _("Up to the least sum of %(least)s yuan: %(sum)s yuan") % {"least": yuan(int(facts.get("minimum_fen", 0))), **told}
    if kind == "late":
        told |= {"owed": yuan(int(facts.get("owed_fen", 0))), "permille": facts.get("permille", ""), "days": facts.get("days", ""), "clause": facts.get("clause", "")}
        return _("Late charge by contract: %(owed)s yuan × %(permille)s‰ × %(days)s days = %(sum)s yuan, by %(clause)s") % told
    shapes = {"counter": _("Correction: %(sum)s yuan, because %(reason)s"), "waiver": _("Waiver: %(sum)s yuan, because %(reason)s")}
    return shapes.get(kind, _("No longer owed after a refund: %(sum)s yuan, because %(reason)s")) % told


def _price(amount_fen: int, facts: dict[str, Any]) -> str:
    if (pricer := pricers.get(facts.get("basis", ""))) is not None:
        return pricer.say(amount_fen, facts)
    told = {"sum": yuan(amount_fen), **{name: facts.get(name, "") for name in ("quantity", "price", "months", "first", "last", "minutes", "free", "above", "upto", "day")}}
    parts = [_shape(facts) % {**told, **_stay(facts)}]
    if cap := facts.get("cap"):
        parts.append(_("at most %(cap)s yuan for 24 hours") % {"cap": yuan(int(cap))})
    if exact := facts.get("exact"):
        parts.append(_("exactly %(exact)s yuan, rounded %(rounding)s") % {"exact": exact, "rounding": str(dict(ROUNDINGS)[facts["rounding"]]).lower()})
    if facts.get("legal_basis"):
        parts.append(_("by %(basis)s (version %(version)s)") % {"basis": facts["legal_basis"], "version": facts.get("version", "")})
    return _(", then ").join(parts)


def _shape(facts: dict[str, Any]) -> str:
    match facts.get("basis"):
        case "area":
            return _("%(quantity)s m² × %(price)s yuan × %(months)s months (%(first)s to %(last)s) = %(sum)s yuan")
        case "fixed":
            return _("%(price)s yuan a month × %(months)s months (%(first)s to %(last)s) = %(sum)s yuan")
        case "time" if facts.get("is_free"):
            return _("%(minutes)s minutes, within the free %(free)s minutes = %(sum)s yuan")
        case "time":
            return _("Day %(day)s: %(stay)s, counted as %(blocks)s × %(block)s minutes × %(price)s yuan = %(sum)s yuan")
        case "meter" if facts.get("upto"):
            return _("%(quantity)s units (above %(above)s up to %(upto)s) × %(price)s yuan = %(sum)s yuan")
        case "meter":
            return _("%(quantity)s units (above %(above)s) × %(price)s yuan = %(sum)s yuan")
    return _("%(quantity)s × %(price)s yuan = %(sum)s yuan")


def _stay(facts: dict[str, Any]) -> dict[str, str]:
    if "charged" not in facts:
        return {}
    hours, minutes = divmod(int(facts["charged"]), 60)
    return {"stay": _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}, "blocks": facts["blocks"], "block": facts["block"]}


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


def steps_in_words(steps: Any) -> str:
    """≤ 240: 0.5283; > 400: 0.8283."""
    last = "0"
    said = []
    for upper, price in steps or ():
        said.append(f"> {last}: {price}" if upper is None else f"≤ {upper}: {price}")
        last = upper or last
    return "; ".join(said)
