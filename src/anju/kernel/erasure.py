"""Erasure: the words of a person, or of single rows, are destroyed with their salt; the ledger's chain stays whole.

What is left is the row and a commitment that nobody can open any more, and the event that says on what ground it was done.
Each erasure is also noted beside the keys, outside the database, so that a restored backup can be made to forget again (`replay`).
"""

from __future__ import annotations

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from .actions import Field, action, announce
from .actors import Actor
from .events import event
from .models import Entry, PrivateWords, Scope
from .refusals import Refusal

CHUNK = 200
GROUNDS = [("request", _("The person asks for it")), ("retention", _("The time of keeping is over")), ("order", _("By order of an authority"))]
Ground = Annotated[str, Field(_("Ground"), choices=GROUNDS)]


@event("kernel.person_erased")
class PersonErased:
    """Words of `entries` that belonged to `person` were destroyed; `left` rows of his still hold words."""

    person: UUID
    ground: str
    entries: list[int]
    left: int


@event("kernel.words_erased")
class WordsErased:
    ground: str
    entries: list[int]


@action(title=_("Erase a person's words"), posts=("project_manager",), event=PersonErased, confirm=True)
def erase_person(scope: Scope, *, person: Annotated[UUID, Field(_("Person"))], ground: Ground, by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """Destroy the words that the ledger keeps about a person, at most 200 rows at a time. Rooms that hold more react to the event."""
    his = PrivateWords.objects.filter(scope=scope, person=person)
    entries = list(his.order_by("entry_id").values_list("entry_id", flat=True)[:CHUNK])
    _destroy(scope, entries, person=person)
    announce(PersonErased(person=person, ground=ground, entries=entries, left=his.count()), subject=scope)
    return scope


@action(title=_("Erase words of the record"), posts=("project_manager",), event=WordsErased, confirm=True)
def erase_words(
    scope: Scope, *, entries: Annotated[list[int], Field(_("Rows"))], ground: Ground, by: Actor, at: datetime | None = None
) -> Scope | Refusal:
    """Destroy the words of single rows, for example what somebody typed into the wrong field."""
    if len(entries) > CHUNK:
        return Refusal("kernel.too_many", _("At most %(limit)s at a time. Do it in parts."), limit=CHUNK)
    there = set(PrivateWords.objects.filter(scope=scope, entry_id__in=entries).values_list("entry_id", flat=True))
    if missing := sorted(set(entries) - there):
        return Refusal("kernel.no_words", _("Row %(row)s holds no words here. Nothing was erased."), row=missing[0])
    _destroy(scope, entries)
    announce(WordsErased(ground=ground, entries=sorted(there)), subject=scope)
    return scope


def erase_all_of(scope: Scope, person: UUID, *, ground: str, by: Actor) -> Scope | Refusal:
    """Erase a person in as many steps as it takes."""
    done: Any = scope
    while not isinstance(done, Refusal):
        done = erase_person(scope, person=person, ground=ground, by=by)
        if not PrivateWords.objects.filter(scope=scope, person=person).exists():
            break
    return done


def _destroy(scope: Scope, entries: list[int], *, person: UUID | None = None) -> None:
    commitments = list(Entry.objects.filter(id__in=entries).values_list("id", "commitment"))
    PrivateWords.objects.filter(scope=scope, entry_id__in=entries).delete()
    if entries or person:
        transaction.on_commit(lambda: note(scope, rows=commitments, person=person and person.hex))


def erased_entries(scope: Scope) -> set[int]:
    """The ids of all rows of a scope whose words were lawfully erased."""
    events = Entry.objects.filter(scope=scope, name__in=[PersonErased.name, WordsErased.name])
    return {id for payload in events.values_list("payload", flat=True).iterator() for id in payload["entries"]}


def _notes() -> Path:
    return Path(settings.ANJU_KEYS_DIR) / "erased.log"


def note(scope: Scope, **facts: Any) -> None:
    """Write down beside the keys what was erased: `rows` of the ledger, a `person`, or a `file`."""
    with open(_notes(), "a", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(json.dumps({"scope": scope.id.hex, **facts}) + "\n")
        file.flush()
        os.fsync(file.fileno())


def noted() -> int:
    """How many erasures are written down."""
    return len(notes())


def notes() -> list[dict[str, Any]]:
    return [json.loads(line) for line in _notes().read_text().splitlines()] if _notes().exists() else []


def replay() -> int:
    """After a backup was restored: erase again, by the same actions, what had been erased since. Returns how many rows' words went."""
    return sum(_erase_again(each) for each in notes() if "rows" in each)


def _erase_again(noted: dict[str, Any]) -> int:
    """A row is the noted one only if its commitment is. A person whose erasure the ledger does not know is erased as a whole."""
    scope = Scope.objects.filter(pk=UUID(noted["scope"])).first()
    if scope is None:
        return 0
    by = Actor.system("restore")
    person = noted.get("person") and UUID(noted["person"])
    if person and not Entry.objects.filter(scope=scope, name=PersonErased.name, payload__person=str(person)).exists():
        before = PrivateWords.objects.filter(scope=scope, person=person).count()
        erase_all_of(scope, person, ground="retention", by=by)
        return before
    commitments = dict(noted["rows"])
    there = PrivateWords.objects.filter(scope=scope, entry_id__in=list(commitments)).select_related("entry")
    entries = [each.entry_id for each in there if each.entry.commitment == commitments[each.entry_id]]
    if entries:
        erase_words(scope, entries=entries, ground="retention", by=by)
    return len(entries)
