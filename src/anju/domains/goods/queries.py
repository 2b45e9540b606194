"""Public questions about goods. Later rooms and pages ask here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from anju.domains.passes.queries import items_of, numbered_like, public_keys, tokens
from anju.domains.people.queries import Person, dwellings_of, owners_of, residents_of
from anju.domains.places.queries import Place
from anju.kernel import clock, ledger
from anju.kernel.models import Scope

from .actions.parcels import code_of
from .actions.releasing import gone_of, left_of
from .counting import has_slip
from .kinds import CODES, OCCASIONS, PARTIES, PAUSE_ENDS, PAUSE_REASONS, RESPONSE_FINDINGS, SEALS, SEALS_OF, Class
from .models import GoodsCheck, GoodsClass, Parcel, Pause, Response, Slip, SlipBatch
from .rules import classes_in, next_told
from .states import AT_GATE, ParcelState, PauseState, SlipState
from .telling import class_of, classes_of

__all__ = [
    "AT_GATE", "CODES", "OCCASIONS", "PARTIES", "PAUSE_ENDS", "PAUSE_REASONS", "SEALS", "SEALS_OF", "Class", "GoodsCheck", "GoodsClass", "Hand", "Line", "Parcel", "ParcelState",
    "Pause", "PauseState", "RESPONSE_FINDINGS", "Response", "Slip", "SlipBatch", "SlipState", "asked_slips", "batches", "checks_today", "class_of", "class_choices", "classes_in", "classes_of", "code_of", "custody_of", "has_slip",
    "left_of", "lines_of", "next_told", "parcels_here", "parcels_for", "pauses_waiting", "plan_of", "plans_running", "past_keeping", "slip_like", "slip_of_pass", "slips_for", "to_gather", "waiting_of_notice",
]  # fmt: skip

SHOWN = 40


@dataclass(frozen=True)
class Line:
    """One thing on a slip: how many stand on it, went and came back, and its photo."""

    position: int
    name: str
    quantity: int
    gone: int
    back: int
    photo: Any

    @property
    def left(self) -> int:
        return self.quantity - self.gone

    @property
    def owed(self) -> int:
        return self.gone - self.back


def lines_of(slip: Slip) -> list[Line]:
    gone, back = gone_of(slip), gone_of(slip, is_return=True)
    return [Line(one.position, one.name, one.quantity, gone[one.position], back[one.position], one.photo_id) for one in items_of(slip.permit)]


def _rows(scope: Scope) -> QuerySet[Slip]:
    return Slip.objects.filter(scope=scope).select_related("permit", "dwelling", "scope", "asked_by")


def slip_like(scope: Scope, typed: str) -> Slip | None:
    """The slip whose code was scanned or whose number, or last four digits (of a slip that is still used at the gate), was typed."""
    text = typed.strip()
    if tokens.looks_like(text):
        try:
            claims = tokens.read(text, scope_id=scope.id, public_keys=public_keys(scope))
        except tokens.Unusable:
            return None
        return _rows(scope).filter(permit=claims.pass_id).first()
    if len(text) == 4 and text.isdigit():
        few = list(_rows(scope).filter(permit__number__endswith=text, state__in=(*AT_GATE, "away"))[:2])
        return few[0] if len(few) == 1 else None
    permit = numbered_like(scope, text)
    return _rows(scope).filter(permit=permit).first() if permit else None


def slip_of_pass(scope_id: UUID, permit: UUID) -> Slip | None:
    return Slip.objects.filter(scope=scope_id, permit=permit).select_related("permit", "dwelling", "scope").first()


def waiting_of_notice(scope_id: UUID, notice: UUID) -> Slip | None:
    """The slip about which a notice asked the owner, while it waits."""
    return Slip.objects.filter(scope=scope_id, notice=notice, state="asked").select_related("scope", "dwelling", "permit").first()


def asked_slips(scope: Scope) -> list[Slip]:
    """What the front desk has to stamp, the oldest first."""
    return list(_rows(scope).filter(state="asked").order_by("asked_at")[:SHOWN])


def slips_for(scope: Scope, person: UUID) -> list[Slip]:
    """The slips that somebody asked for, those for the home in which he lives, and those that wait for his word as owner."""
    homes = _homes(scope, person)
    lived = [dwelling for dwelling in homes if residents_of(dwelling).filter(person=person).exists()]
    owned = [dwelling for dwelling in homes if owners_of(dwelling).filter(person=person).exists()]
    rows = _rows(scope).filter(Q(asked_by=person) | Q(dwelling__in=lived) | Q(dwelling__in=owned, is_owner_asked=True))
    return list(rows.order_by("-asked_at")[:SHOWN])


def _homes(scope: Scope, person: UUID) -> list[Place]:
    him = Person.objects.filter(pk=person).first()
    return list(Place.objects.filter(scope=scope, pk__in=dwellings_of(him, scope)).order_by("ordering")) if him else []


def to_gather(scope: Scope) -> list[Slip]:
    """Slips that went out and are still at the gate."""
    return list(_rows(scope).filter(state__in=("gone", "away"), batch=None).exclude(last_out_at=None).order_by("last_out_at")[:SHOWN])


def batches(scope: Scope) -> QuerySet[SlipBatch]:
    return SlipBatch.objects.filter(scope=scope).order_by("-at")


def past_keeping(scope: Scope) -> QuerySet[SlipBatch]:
    """Bundles whose two years are over."""
    return batches(scope).filter(state="filed", kept_until_on__lte=clock.today(scope))


def checks_today(scope: Scope) -> QuerySet[GoodsCheck]:
    start, _end = clock.day_bounds(scope, clock.today(scope))
    return GoodsCheck.objects.filter(scope=scope, at__gte=start).select_related("gate", "slip", "dwelling").order_by("-at")


def pauses_waiting(scope: Scope) -> list[Pause]:
    return list(Pause.objects.filter(scope=scope, state="waiting").select_related("gate", "dwelling", "scope").order_by("at")[:SHOWN])


def plans_running(scope: Scope) -> list[Response]:
    """Plans for suspicious things that run now, the oldest first."""
    rows = Response.objects.filter(scope=scope, state="running").select_related("pause__gate", "pause__case", "procedure", "scope")
    return list(rows.order_by("started_at")[:SHOWN])


def plan_of(scope: Scope, response: UUID) -> Response | None:
    return Response.objects.filter(scope=scope, pk=response).select_related("pause__gate", "pause__case", "procedure", "scope", "closed_by").first()


def parcels_here(scope: Scope, gate: Place | None = None) -> list[Parcel]:
    """What lies at the gatehouse, the longest first."""
    rows = Parcel.objects.filter(scope=scope, state="kept").select_related("gate", "dwelling", "scope").order_by("at")
    return list((rows if gate is None else rows.filter(gate=gate))[:200])


def parcels_for(scope: Scope, person: UUID) -> list[Parcel]:
    """The parcels for the homes of somebody, the newest first."""
    return list(Parcel.objects.filter(scope=scope, dwelling__in=_homes(scope, person)).select_related("gate", "dwelling", "scope").order_by("-at")[:SHOWN])


@dataclass(frozen=True)
class Hand:
    """One step in the chain of hands of a parcel: when, what was done, by whom, where it lay then."""

    at: datetime
    name: str
    actor: Any
    slot: str


def custody_of(parcel: Parcel) -> list[Hand]:
    """From the ledger: who had the parcel in his hands when, and on which slot it lay."""
    entries = sorted(ledger.history(parcel), key=lambda entry: entry.pk)
    words = ledger.words_of(entries)
    return [Hand(entry.at, entry.name.partition(".")[2], entry.actor_id, words.get(entry.pk, {}).get("slot", "")) for entry in entries]


def class_choices(scope: Scope) -> list[tuple[str, Any]]:
    return [(one.code, one.label) for one in classes_of(scope)]

