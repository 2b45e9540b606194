"""Search by two neighbouring characters: the same on SQLite and PostgreSQL, and it finds 巡逻 as well as CAM-18.

A model says what can be searched in `search_text()`; its actions call `index(record)` after they wrote. Personal fields never
enter: a text that contains the value of one is refused as a fault of the model.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Max

from . import personal
from .models import SearchToken

MAX_TOKENS = 1000


def normal(text: str) -> str:
    """One spelling for what people type: full-width as half-width, capitals as small letters."""
    return unicodedata.normalize("NFKC", text).casefold()


def tokens_of(text: str) -> list[str]:
    """The overlapping pairs of each run of letters and digits, in order and without repeats; a run of one character is itself."""
    runs = "".join(c if c.isalnum() else " " for c in normal(text)).split()
    pairs = (run[at : at + 2] for run in runs for at in range(max(1, len(run) - 1)))
    return list(dict.fromkeys(pairs))


def index(record: Any) -> None:
    """Bring a record's tokens up to date with its `search_text()`. Call it inside the action that wrote the record."""
    text = record.search_text()
    _refuse_personal(record, text)
    wanted = set(tokens_of(text)[:MAX_TOKENS])
    place = {"scope_id": record.scope_id, "model": record._meta.label_lower, "object_id": record.pk}
    held = dict(SearchToken.objects.filter(model=place["model"], object_id=record.pk).values_list("token", "pk"))
    SearchToken.objects.filter(pk__in=[key for token, key in held.items() if token not in wanted]).delete()
    SearchToken.objects.bulk_create([SearchToken(token=token, **place) for token in sorted(wanted - held.keys())], ignore_conflicts=True)


def _refuse_personal(record: Any, text: str) -> None:
    plain = normal(text)
    for field in personal.fields_of(type(record)):
        value = normal(str(getattr(record, field.name) or ""))
        if len(value) > 1 and value in plain:
            raise ValueError(f"search_text of {record._meta.label} contains its personal field {field.name}")


def forget(record: Any) -> None:
    """Take a record out of the index."""
    SearchToken.objects.filter(model=record._meta.label_lower, object_id=record.pk).delete()


def find(scope_ids: Iterable[UUID], query: str, *, model: str | None = None, limit: int = 50) -> list[tuple[str, UUID]]:
    """(model, id) of the records that hold every pair of the query, newest first; nothing for a query without letters or digits.

    A single character finds what has it at the beginning of a pair.
    """
    asked = tokens_of(query)[:40]
    if not asked:
        return []
    rows = SearchToken.objects.filter(scope_id__in=list(scope_ids), **({"model": model} if model else {}))
    if len(asked) == 1 and len(asked[0]) == 1:
        rows, needed = rows.filter(token__startswith=asked[0]), 1
    else:
        rows, needed = rows.filter(token__in=asked), len(asked)
    held = rows.values("model", "object_id").annotate(held=Count("token", distinct=True), written=Max("id"))
    found = held.filter(held__gte=needed).order_by("-written", "-object_id")
    return [(row["model"], row["object_id"]) for row in found[:limit]]
