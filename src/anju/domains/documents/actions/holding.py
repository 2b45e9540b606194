"""What every verb of this room does first and last: hold the record, say what the event is about, keep the search in step."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from anju.kernel import clock, search
from anju.kernel.ids import running_number
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..models import Document, DocumentClass, YearOfClass
from ..rules import filing as rules
from ..rules import periods
from ..rules.seeing import is_closed

PREFIXES = {"loan": "JY", "disposal": "XH", "handover": "YJ"}


def held(record: Any) -> Any:
    """The record as it stands now, locked until the transaction ends."""
    return type(record).objects.select_for_update().get(pk=record.pk)


def today_of(record: Any, at: datetime) -> date:
    """The business date of a moment where the record (or scope) stands."""
    return clock.local(record if isinstance(record, Scope) else record.scope, at).date()


def about(document: Document, *, version: int | None = None) -> dict[str, Any]:
    """The fields that every event about a document carries."""
    return {"document": document.pk, "klass": document.klass_id, "year": document.year, "version": document.version if version is None else version}


def told(document: Document, text: str) -> str:
    """What an event may repeat of what was written: nothing of a closed class."""
    return "" if is_closed(document.klass.level) else text


def numbered(klass: DocumentClass, year: int) -> str | Refusal:
    """The next archive number of a class and year, as many digits as its stamp has."""
    sequence = running_number(klass.scope, f"documents.{klass.code}", year)
    if no := rules.number_fits(sequence, klass.number_digits):
        return no
    return f"{klass.code}-{year}-{sequence:0{klass.number_digits}d}"


def list_number(scope: Scope, kind: str, at: datetime) -> str:
    year = today_of(scope, at).year
    return f"{PREFIXES[kind]}{year}-{running_number(scope, f'documents.{kind}', year):04d}"


def show_title(document: Document) -> None:
    """Set what lists show: the title, or for closed classes the class alone."""
    document.shown_title = str(document.klass.name) if is_closed(document.klass.level) else document.title


def keep(document: Document) -> None:
    """Set the last day of keeping by the class's years; saves and indexes the document."""
    document.keep_until_on = periods.keep_until(year=document.year, ended_on=document.ended_on, keep_years=document.klass.keep_years)
    document.save()
    search.index(document)


def is_archived(klass: UUID, year: int) -> bool:
    return YearOfClass.objects.filter(klass_id=klass, year=year, state="archived").exists()
