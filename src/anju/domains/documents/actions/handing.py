"""Who must read a version: rows for everybody of the named posts, at most two hundred at once; the schedule hands out the rest."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from anju.domains.people.queries import Person, people_with_role

from ..models import Document, Reading
from .holding import today_of

CHUNK = 200


def readers_of(document: Document) -> list[Person]:
    """Everybody who holds one of the posts that must read it, once."""
    found = {one.pk: one for role in document.reading_roles for one in people_with_role(document.scope, role)}
    return sorted(found.values(), key=lambda one: (str(one), one.pk))


def without_reading(document: Document, readers: list[Person]) -> list[UUID]:
    """Those of the readers who have no row for the version in force."""
    have = set(Reading.objects.filter(document=document, version=document.version).exclude(state="dropped").values_list("person_id", flat=True))
    return [one.pk for one in readers if one.pk not in have]


def hand_out(document: Document, *, at: datetime) -> int:
    """Give the version in force to its readers; what they owe of older versions falls away. Returns how many it was given to."""
    if not document.reading_roles or not document.version:
        return 0
    open_rows = Reading.objects.filter(document=document, state__in=("owed", "overdue"))
    open_rows.exclude(version=document.version).update(state="dropped")
    readers = readers_of(document)
    open_rows.filter(version=document.version).exclude(person__in=[one.pk for one in readers]).update(state="dropped")
    wanted = without_reading(document, readers)[:CHUNK]
    due_on = today_of(document, at) + timedelta(days=document.reading_days)
    again = Reading.objects.filter(document=document, version=document.version, state="dropped", person__in=wanted)
    returned = set(again.values_list("person_id", flat=True))
    again.update(state="owed", due_on=due_on)
    Reading.objects.bulk_create(
        Reading(scope=document.scope, document=document, version=document.version, person_id=pk, due_on=due_on, asked=len(document.questions), created_at=at)
        for pk in wanted if pk not in returned
    )  # fmt: skip
    return len(wanted)
