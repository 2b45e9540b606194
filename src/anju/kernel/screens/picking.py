"""Records to choose from, in filters and in forms: listed while they are few, else found by typing."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from .declare import label_path
from .detail import title_of

MANY = 50
"""More records than this are searched for instead of being listed."""
FOUND = 10
MAX_WORDS = 6

Choices = list[tuple[str, str]]


def listed(records: QuerySet) -> Choices | None:
    """(id, label) of all, by label; None when they are too many to list."""
    found = _choices(records, MANY + 1)
    return None if len(found) > MANY else found


def named(records: QuerySet, ids: Any) -> Choices:
    """Those of the ids that are among the records."""
    valid = [each for each in ids if _is_id(each)]
    return _choices(records.filter(pk__in=valid), MANY) if valid else []


def matching(records: QuerySet, typed: str) -> Choices:
    """The first whose label, or open name beside a number, contains every typed word."""
    words = typed.split()[:MAX_WORDS]
    paths = {label_path(records.model)} | _open_name(records.model)
    return _choices(records.filter(*(Q.create([(f"{path}__icontains", word) for path in sorted(paths)], Q.OR) for word in words)), FOUND)


def _open_name(model: type[Model]) -> set[str]:
    """A device is called by its number and by its name; whose name is personal is found by his label alone."""
    return {one.name for one in model._meta.concrete_fields if one.name == "name" and not hasattr(one, "mask")}


def _choices(records: QuerySet, limit: int) -> Choices:
    return [(str(one.pk), title_of(one)) for one in records.order_by(label_path(records.model))[:limit]]


def _is_id(text: Any) -> bool:
    try:
        return bool(UUID(text))
    except (ValueError, AttributeError, TypeError):
        return False
