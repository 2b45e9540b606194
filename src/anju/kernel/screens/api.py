"""Screens as plain values, for the API: the same columns, filters, masks and pages as the office shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import models
from django.http import QueryDict

from .. import permissions, scope
from ..actions import Spec
from ..actors import Actor
from ..models import Scope
from . import detail
from .declare import Column, Screen, field_at, value_path
from .filters import filterset_of
from .history import history_page
from .listing import raw_page


def parameters(screen: Screen) -> list[str]:
    """The names of the filters in an address."""
    found: list[str] = []
    for name, one in filterset_of(screen).base_filters.items():
        found += [f"{name}_after", f"{name}_before"] if type(one).__name__ == "DateFromToRangeFilter" else [name]
    return found


def page(screen: Screen, params: QueryDict, rights: frozenset[str] | None) -> dict[str, Any]:
    """`items` with plain values, `next` for the parameter `at`, and `errors` of filters that were not understood."""
    columns, records, shown = raw_page(screen, params, rights)
    makers = [(column.path, _plain(screen, column)) for column in columns]
    items = [{"id": pk, **{path: make(value) for (path, make), value in zip(makers, rest, strict=True)}} for _v, pk, _state, *rest in records]
    return {"items": items, "next": shown.next or None, "errors": {name: texts[0] for name, texts in shown.errors.items()}}


def _plain(screen: Screen, column: Column) -> Callable[[Any], Any]:
    """Values as they are; personal ones masked; of a foreign key the label."""
    field = field_at(screen.model, value_path(screen.model, column.path))
    if mask := getattr(field, "mask", None):
        return lambda value: mask(value) if value else ""
    return (lambda value: None if value is None else str(value)) if isinstance(field, models.UUIDField) else lambda value: value


def record(screen: Screen, pk: UUID, actor: Actor, rights: frozenset[str] | None) -> dict[str, Any] | None:
    """A record's facts, and the names of the actions that are possible now; None where it is not in view."""
    found = _seen(screen, pk, actor)
    if found is None:
        return None
    held = rights if rights is None else rights & (permissions.rights_of(actor, found.scope) or rights)
    facts = {column.path: _plain(screen, column)(detail.value_at(found, value_path(screen.model, column.path))) for column in screen.fact_columns}
    can = [spec.name for spec in detail.buttons_of(screen, found, held)]
    return {"id": str(found.pk), "scope": str(found.scope_id), **facts, "actions": can}


def _seen(screen: Screen, pk: UUID, actor: Actor) -> Any:
    """The record in view, unless it is one that few of those who may open its page may see."""
    found, model = detail.find(screen, pk), screen.model._meta.label_lower
    if found is None or permissions.sees_every(model) or permissions.may_view_id(actor, model, found.pk, found.scope):
        return found
    return None


def history(screen: Screen, pk: UUID, actor: Actor, before: int | None) -> dict[str, Any] | None:
    found = _seen(screen, pk, actor)
    if found is None:
        return None
    happenings, older = history_page(screen, found, before)
    items = [{"id": one.id, "title": one.title, "who": one.who, "at": one.at, "is_late": one.is_late, "facts": dict(one.facts)} for one in happenings]
    return {"items": items, "before": older}


def subject(model: type[models.Model], pk: UUID) -> Any:
    """The record an action is done to, or the scope it is done in, if it is in view."""
    if model is Scope:
        return Scope.objects.filter(pk=pk).first() if pk in scope.current() else None
    return model.objects.select_related("scope").filter(pk=pk).first()


def cleaned(spec: Spec, subject: Any, raw: dict[str, Any]) -> dict[str, Any]:
    """The inputs, with records chosen from the subject's own scope. Raises BadInput."""
    with scope.entered(subject if isinstance(subject, Scope) else subject.scope):
        return spec.clean(raw)
