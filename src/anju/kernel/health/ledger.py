"""Checks of the ledger that cost little: the clock against its last rows, its seals without a gap. `anju ledger verify` reads it all."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Max, Min

from .. import clock, ledger, seals
from ..models import Entry, Scope, Seal
from . import Finding, _, bad, check, good, notice

TOLERANCE = timedelta(seconds=5)
LOOKED_AT = 2000


@check("clock")
def server_clock() -> Finding:
    """The machine's time against the newest rows, and the rows against one another."""
    rows = list(Entry.objects.order_by("-tx", "-id").values_list("scope_id", "at")[:LOOKED_AT])
    ahead = max((at for _scope, at in rows), default=clock.now()) - clock.now()
    if ahead > TOLERANCE:
        todo = _("Set the server's clock by the network (NTP). Until then deeds carry a wrong time.")
        return bad("clock", _("Server's clock"), _("the server's clock is %(minutes)s minutes behind the newest record"), todo, minutes=max(1, round(ahead.total_seconds() / 60)))
    back = _furthest_back(rows)
    if back > TOLERANCE:
        todo = _("Let the clock be set by the network (NTP). “anju ledger verify” names the rows.")
        return notice("clock", _("Server's clock"), _("it went back by %(minutes)s minutes among the last records"), todo, minutes=max(1, round(back.total_seconds() / 60)))
    return good("clock", _("Server's clock"), _("in step with the records"))


def _furthest_back(rows: list) -> timedelta:
    """How far a row lies before one that was written earlier in the same scope."""
    furthest, latest = timedelta(), {}
    for scope_id, at in reversed(rows):
        furthest = max(furthest, latest.get(scope_id, at) - at)
        latest[scope_id] = max(latest.get(scope_id, at), at)
    return furthest


@check("seals")
def seal_numbers() -> Finding:
    """Seals are numbered without a gap, and none is missing that was noted outside the database."""
    each_scope = Seal.objects.values("scope_id").annotate(first=Min("number"), last=Max("number"), count=Count("id"))
    if broken := sum(_has_gap(each) for each in each_scope):
        todo = _("Stop cleaning up, run “anju ledger verify” and call the administrator.")
        return bad("seals", _("Seals of the records"), _("there is a gap in %(count)s places"), todo, count=broken)
    if Entry.objects.filter(tx__gte=ledger.horizon()).exists() and _stands_out_of_order():
        return bad("seals", _("Seals of the records"), _("new records stand before old ones"), _("This database was moved by other means than “anju restore”. Move it with “anju backup” and “anju restore”."))
    return good("seals", _("Seals of the records"), _("%(count)s, none missing"), count=Seal.objects.count())


def _has_gap(each: dict) -> bool:
    """Whether a number is missing, or was noted outside the database and is not here."""
    noted = seals.noted_outside(Scope(id=each["scope_id"]))
    return each["first"] != 1 or each["count"] != each["last"] or (noted is not None and noted[0] > each["last"])


def _stands_out_of_order() -> bool:
    """Rows far above what this database counts: they were numbered by another one. A running transaction is only a little above."""
    highest = Entry.objects.aggregate(highest=Max("tx"))["highest"] or 0
    return highest > ledger.horizon() + 1_000_000
