"""What a class must hold in a year, what it holds, and what is missing: one answer for the page, the year's archive and the figures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from django.db.models import Q

from anju.domains.people.queries import Person, Post, people_with_role
from anju.domains.places.queries import by_kind
from anju.kernel.models import Scope

from .kinds import STAFF
from .models import Document, DocumentClass, Piece
from .rules.periods import periods_of
from .states import HELD

NAMED = 20
"""How many missing things are named; the rest is a number."""


@dataclass
class Need:
    """One required piece in a year: how many are owed by now, how many are there, and which are missing by name."""

    piece: Piece
    needed: int
    held: int
    missing: list[str] = field(default_factory=list)

    @property
    def lacking(self) -> int:
        return self.needed - self.held


@dataclass
class Coverage:
    """A class in a year. `documents` counts all that is in force in it, required or not."""

    klass: DocumentClass
    year: int
    needs: list[Need]
    documents: int = 0

    @property
    def needed(self) -> int:
        return sum(need.needed for need in self.needs)

    @property
    def held(self) -> int:
        return sum(need.held for need in self.needs)

    @property
    def lacking(self) -> int:
        return self.needed - self.held

    @property
    def is_complete(self) -> bool:
        return not self.lacking

    @property
    def missing(self) -> list[Need]:
        return [need for need in self.needs if need.lacking]


def coverage(scope: Scope, year: int, *, today: date, classes: Iterable[DocumentClass] | None = None) -> list[Coverage]:
    """Every class in use, in a fixed number of queries however many documents there are."""
    chosen = list(classes) if classes is not None else list(
        DocumentClass.objects.filter(scope=scope, state="in_use").select_related("keeper", "second_keeper").order_by("group", "code")
    )  # fmt: skip
    pieces: dict[UUID, list[Piece]] = defaultdict(list)
    for piece in Piece.objects.filter(scope=scope, state="in_use", klass__in=chosen).order_by("position", "name"):
        pieces[piece.klass_id].append(piece)
    held = _Held(scope, year, chosen, today)
    return [Coverage(one, year, [_need(one, piece, held, year, today) for piece in pieces[one.pk]], held.documents[one.pk]) for one in chosen]


class _Held:
    """What is in force of some classes, counted once."""

    def __init__(self, scope: Scope, year: int, classes: list[DocumentClass], today: date) -> None:
        self.scope = scope
        rows = Document.objects.filter(scope=scope, klass__in=classes, state__in=HELD).filter(Q(effective_on=None) | Q(effective_on__lte=today))
        self.documents = Counter(rows.filter(year=year).order_by().values_list("klass_id", flat=True))
        self.once: Counter[UUID] = Counter()
        self.by_period: Counter[tuple[UUID, str]] = Counter()
        self.in_file: dict[UUID, set[str]] = defaultdict(set)
        self.devices: dict[UUID, set[str]] = defaultdict(set)
        named = rows.filter(year__lte=year).exclude(Q(piece=None) & Q(device_label=""))
        named = named.exclude(Q(ended_on__lt=today)).values_list("piece_id", "piece__is_signed", "signed_on", "year", "period", "klass_id", *_SUBJECTS)
        for piece, is_signed, signed_on, of_year, period, klass, *subject in named.order_by():
            whose = next((str(one) for one in subject if one), "")
            if subject[-1]:
                self.devices[klass].add(subject[-1])
            if piece is None or (is_signed and signed_on is None):
                continue
            self.once[piece] += 1
            self.in_file[piece].add(whose)
            if of_year == year:
                self.by_period[piece, period or str(year)] += 1
        self._subjects: dict[str, dict[str, str]] = {}

    def subjects(self, klass: DocumentClass) -> dict[str, str]:
        """Whose files a class keeps: id and name of every dwelling, post or employee; devices are those that have a file."""
        if klass.file_of == "device":
            return {label: label for label in sorted(self.devices[klass.pk])}
        if klass.file_of not in self._subjects:
            self._subjects[klass.file_of] = _subjects(self.scope, klass.file_of)
        return self._subjects[klass.file_of]


_SUBJECTS = ("dwelling_id", "post_id", "person_id", "device_label")


def _subjects(scope: Scope, file_of: str) -> dict[str, str]:
    if file_of == "dwelling":
        return {str(pk): name for pk, name in by_kind(scope, "dwelling").order_by("ordering").values_list("pk", "full_name")}
    if file_of == "post":
        return {str(pk): name for pk, name in Post.objects.filter(scope=scope, state="in_use").order_by("name").values_list("pk", "name")}
    return {str(one.pk): str(one) for one in employees(scope)}


def employees(scope: Scope) -> list[Person]:
    """Everybody who holds a working role here, once, by name."""
    found = {one.pk: one for role in STAFF for one in people_with_role(scope, role)}
    return sorted(found.values(), key=lambda one: (str(one), one.pk))


def _need(klass: DocumentClass, piece: Piece, held: _Held, year: int, today: date) -> Need:
    if piece.per == "file":
        whose = held.subjects(klass) if klass.file_of else {}
        there = held.in_file[piece.pk]
        missing = [name for pk, name in whose.items() if pk not in there]
        return Need(piece, len(whose), len(whose) - len(missing), missing[:NAMED])
    if piece.per == "once":
        there = min(held.once[piece.pk], piece.count)
        return Need(piece, piece.count, there, [piece.name] if there < piece.count else [])
    owed = periods_of(piece.per, year, today)
    there = {period: min(held.by_period[piece.pk, period], piece.count) for period in owed}
    return Need(piece, len(owed) * piece.count, sum(there.values()), [period for period in owed if there[period] < piece.count][:NAMED])
