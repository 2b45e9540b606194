"""What stood on the plans at an earlier moment, as far as the ledger proves it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from anju.kernel.models import Entry, Scope

from ..events import PlaceDrawn, PlaceLifted, PlaceRetired
from ..models import Place


@dataclass(frozen=True)
class Stood:
    """`places` stood on a plan then, where they are drawn now; `redrawn` were drawn anew since, `lifted` stand on none any more."""

    places: list[Place]
    redrawn: frozenset[UUID]
    lifted: list[Place]


def stood_at(scope: Scope, at: datetime) -> Stood:
    """Seven queries at most, whatever happened since."""
    drawn_since = _told_since(scope, PlaceDrawn, at)
    known = _told_by(scope, (PlaceDrawn,), drawn_since, at)
    retired, lifted = _told_since(scope, PlaceRetired, at), _told_since(scope, PlaceLifted, at)
    rows = Place.objects.filter(Q(state="in_use") | Q(pk__in=retired), scope=scope, shape__isnull=False).exclude(pk__in=drawn_since - known)
    gone = Place.objects.filter(scope=scope, pk__in=_told_by(scope, (PlaceDrawn,), lifted, at), shape__isnull=True)
    return Stood(list(rows.order_by("ordering")), frozenset(known), list(gone.order_by("ordering")))


def _told_since(scope: Scope, event: type, at: datetime) -> set[UUID]:
    return set(Entry.objects.filter(scope=scope, name=event.name, at__gt=at).values_list("subject_id", flat=True))


def _told_by(scope: Scope, events: Iterable[type], places: set[UUID], at: datetime) -> set[UUID]:
    """Those of the places about which such an event stood already at the moment."""
    if not places:
        return set()
    rows = Entry.objects.filter(scope=scope, subject_type="places.place", subject_id__in=places, name__in=[one.name for one in events], at__lte=at)
    return set(rows.values_list("subject_id", flat=True))
