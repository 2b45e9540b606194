"""Finding documents: by class, number, words, place and time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from anju.domains.places.queries import Place, above
from anju.kernel import search
from anju.kernel.models import Scope

from ..models import Check, Document, DocumentClass, DocumentFile, Version
from ..states import HELD


def classes(scope: Scope) -> QuerySet[DocumentClass]:
    """The classes in use, by group and code."""
    return DocumentClass.objects.filter(scope=scope, state="in_use").order_by("group", "code")


def class_by_code(scope: Scope, code: str) -> DocumentClass | None:
    return DocumentClass.objects.filter(scope=scope, code=code, state="in_use").first()


def documents_of(klass: DocumentClass, *, year: int | None = None) -> QuerySet[Document]:
    """What is in force in a class, by number."""
    rows = Document.objects.filter(klass=klass, state__in=HELD)
    return (rows.filter(year=year) if year else rows).order_by("number")


def by_number(scope: Scope, number: str) -> Document | None:
    """The document of an archive number, also of one that it had before it was put into another class."""
    found = Document.objects.filter(scope=scope, number=number).first()
    if found is not None or not number:
        return found
    ids = [pk for _model, pk in search.find([scope.pk], number, model="documents.document", limit=20)]
    return next((one for one in Document.objects.filter(pk__in=ids) if number in one.former_numbers), None)


def find(scope: Scope, words: str, *, klass: DocumentClass | None = None, limit: int = 50) -> list[Document]:
    """Documents whose number, shown title, place or device holds the words; the titles of closed classes are not searched."""
    ids = [pk for _model, pk in search.find([scope.pk], words, model="documents.document", limit=limit * 4)]
    rows = Document.objects.filter(pk__in=ids).select_related("klass")
    found = {one.pk: one for one in (rows.filter(klass=klass) if klass else rows)}
    return [found[pk] for pk in ids if pk in found][:limit]


def in_force(scope: Scope, *, on: date, klass: DocumentClass | None = None, place: Place | None = None) -> QuerySet[Document]:
    """What governs on a day: in the whole community, and with `place` also what applies only there or in what it lies in."""
    rows = Document.objects.filter(scope=scope, state__in=HELD, effective_on__lte=on).exclude(ended_on__lt=on)
    rows = rows.filter(klass=klass) if klass else rows
    around = [place.pk, *(one.pk for one in above(place))] if place else []
    return rows.filter(Q(zone=None) | Q(zone__in=around)).order_by("number")


def files_of(document: Document, *, version: int | None = None) -> QuerySet[DocumentFile]:
    """The files of a version, or of the one in force."""
    return DocumentFile.objects.filter(version__document=document, version__number=version or document.version).select_related("file", "version").order_by("pk")


def late_drafts(scope: Scope, *, on: date) -> QuerySet[Document]:
    """Drafts whose day is over, the latest first: somebody owes them."""
    return Document.objects.filter(scope=scope, state__in=("draft", "submitted"), due_on__lt=on).select_related("owner", "klass").order_by("due_on", "number")


def review_due(scope: Scope, *, on: date) -> QuerySet[Document]:
    """Documents in force whose review is due."""
    return Document.objects.filter(scope=scope, state="effective", review_due_on__lte=on).select_related("klass").order_by("review_due_on", "number")


def past_keeping(scope: Scope, *, on: date) -> QuerySet[Document]:
    """What may be destroyed now: its time is over, and what governed was withdrawn."""
    rows = Document.objects.filter(scope=scope, keep_until_on__lt=on).select_related("klass")
    return rows.filter(Q(state="withdrawn") | Q(state="effective", klass__tier=0, klass__review_months=0)).order_by("keep_until_on", "number")


def expiring(scope: Scope, *, on: date, days: int) -> QuerySet[Document]:
    """What will be past its time of keeping within some days."""
    rows = Document.objects.filter(scope=scope, keep_until_on__gte=on, keep_until_on__lt=on + timedelta(days=days))
    return rows.exclude(state="disposed").order_by("keep_until_on", "number")


@dataclass(frozen=True)
class Trace:
    """Where a document comes from: what it is based on, what it stands under, every version with its files, every check."""

    document: Document
    basis: str
    parents: list[Document]
    versions: list[tuple[Version, list[DocumentFile]]]
    checks: list[Check]


def trace(document: Document) -> Trace:
    parents: list[Document] = []
    above_it: Any = document.parent
    while above_it is not None and above_it not in parents and len(parents) < 10:
        parents.append(above_it)
        above_it = above_it.parent
    versions = list(Version.objects.filter(document=document).select_related("made_by", "decided_by").order_by("-number"))
    files: dict[Any, list[DocumentFile]] = {one.pk: [] for one in versions}
    for each in DocumentFile.objects.filter(version__in=versions).select_related("file").order_by("pk"):
        files[each.version_id].append(each)
    checks = list(Check.objects.filter(document=document).select_related("checked_by").order_by("-at"))
    return Trace(document, document.basis_label, parents, [(one, files[one.pk]) for one in versions], checks)
