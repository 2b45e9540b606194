"""Between the rule and `charges`: how a price by stay is laid down, computed and said there."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from anju.domains.charges.queries import PriceLine, Pricer, register_pricer
from anju.kernel.refusals import Refusal

from . import rules
from .sentences import say, tell

BASIS = "stay"
HERE = "Asia/Shanghai"


def terms_of(kept: dict[str, Any]) -> rules.Terms:
    """Terms from what a price keeps; what a later version added has its default."""
    known = {one.name for one in fields(rules.Terms)}
    return rules.Terms(**{name: value for name, value in kept.items() if name in known})


def stay_of(entered_at: datetime, left_at: datetime, facts: dict[str, Any]) -> rules.Stay:
    """The stay by the wall clock of its community; `facts` as `charging.facts_of` makes them."""
    zone = ZoneInfo(facts.get("zone", HERE))
    return rules.Stay(
        entered_at=entered_at.astimezone(zone), left_at=left_at.astimezone(zone), days_off=frozenset(date.fromisoformat(one) for one in facts.get("days_off", ())),
        coupon_minutes=int(facts.get("coupon_minutes", 0)), waived_by=facts.get("waived_by", ""), billed_fen=int(facts.get("billed_fen", 0)),
    )  # fmt: skip


def _lines(price: Any, use: Any) -> list[PriceLine] | Refusal:
    lines = rules.charge(stay_of(use.entered_at, use.left_at, dict(use.facts)), terms_of(dict(price.terms)))
    if isinstance(lines, Refusal):
        return lines
    return [PriceLine("price", one.fen, {"basis": BASIS, "what": one.what, "version": str(price.number), **one.facts}, price.version) for one in lines]


register_pricer(BASIS, Pricer(fit=rules.fit, lines=_lines, say=say, tell=lambda kept: tell(asdict(terms_of(dict(kept))))))
