"""What the verbs share: computing where a place stands in its tree."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet, Value
from django.db.models.functions import Concat, Length, Substr

from anju.kernel.models import Scope

from .. import naming
from ..kinds import KINDS, REGIONS
from ..models import Place

_RANK = {kind: rank for rank, kind in enumerate(KINDS)}


def lock_tree(scope: Scope) -> None:
    """Let one change of a scope's tree wait for the other, so that no path is computed from a parent on the move."""
    Scope.objects.select_for_update().get(pk=scope.pk)


def latest(place: Place) -> Place:
    """The place as it stands now, with its scope's tree locked."""
    lock_tree(place.scope)
    place.refresh_from_db()
    return place


def placed(place: Place, *, under: Place | None) -> Place:
    """Fill in path, full name and ordering of a place that stands `under` another of the same scope."""
    is_named_alone = under is None or under.kind == "community" or under.kind in REGIONS
    place.full_name = place.name if is_named_alone else naming.joined_name(under.full_name, place.name)
    place.full_name = place.full_name[:200]
    place.path = f"{under.path if under else '/'}{place.id.hex}/"
    place.ordering = naming.joined_ordering(under.ordering if under else "", _RANK[place.kind], place.code)[:200]
    return place


def descendants(place: Place) -> QuerySet[Place]:
    """Everything below a place, retired ones too."""
    return Place.objects.filter(scope_id=place.scope_id, path__startswith=place.path).exclude(pk=place.pk)


def carry_along(below: QuerySet[Place], *, was: Place, now: Place) -> None:
    """Give all descendants the new beginning of their path, name and ordering: one statement, no row is loaded."""
    changes: dict[str, Any] = {}
    for column in ("path", "full_name", "ordering"):
        before, after = getattr(was, column), getattr(now, column)
        if before != after and not (column == "full_name" and now.kind == "community"):
            changes[column] = Concat(Value(after), Substr(F(column), Length(Value(before)) + 1))
    if changes:
        below.update(**changes)
