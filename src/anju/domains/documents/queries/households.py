"""One household, one file: every dwelling of a building by its floor, with what its file holds and lacks."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from anju.domains.places.queries import Place, dwellings_of
from anju.kernel.models import Scope

from ..models import Document, DocumentClass, Piece
from ..states import HELD


@dataclass
class Household:
    """A dwelling's file: `held` of `needed` required pieces, and all documents in it."""

    dwelling: Place
    needed: int
    held: int = 0
    documents: int = 0
    missing: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        return self.held == self.needed


@dataclass
class Floor:
    name: str
    households: list[Household]


def households(scope: Scope, building: Place) -> list[Floor]:
    """The files of a building's dwellings, the top floor first. Three queries."""
    classes = list(DocumentClass.objects.filter(scope=scope, state="in_use", file_of="dwelling"))
    pieces = list(Piece.objects.filter(scope=scope, state="in_use", klass__in=classes, per="file").order_by("klass__code", "position"))
    homes = list(dwellings_of(building).order_by("ordering"))
    there: dict[object, set[object]] = defaultdict(set)
    count: dict[object, int] = defaultdict(int)
    rows = Document.objects.filter(scope=scope, state__in=HELD, dwelling__in=homes).order_by()
    for dwelling, piece in rows.values_list("dwelling_id", "piece_id"):
        there[dwelling].add(piece)
        count[dwelling] += 1
    floors: dict[str, list[Household]] = {}
    for home in homes:
        missing = [piece.name for piece in pieces if piece.pk not in there[home.pk]]
        one = Household(home, len(pieces), len(pieces) - len(missing), count[home.pk], missing)
        floors.setdefault("" if home.floor is None else str(home.floor), []).append(one)
    order = sorted(floors, key=lambda name: int(name) if name else -999, reverse=True)
    return [Floor(name, floors[name]) for name in order]
