"""The filter bar as data: for each filter what may be chosen and what is chosen now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters as kinds
from django.db.models import Q
from django.http import QueryDict

from .declare import Screen, field_at, label_path
from .detail import title_of
from .filters import MANY, filterset_of

FEW = 8


@dataclass(frozen=True)
class Part:
    """One filter. `widget`: chips, select, search (records found by typing), days (from, to) or text."""

    name: str
    label: Any
    widget: str
    choices: list[tuple[str, str]]
    chosen: list[str]


def bar(screen: Screen, params: QueryDict) -> list[Part]:
    """The parts in the declared order; the search field is not one of them."""
    return [_part(screen, name, one, params) for name, one in filterset_of(screen).base_filters.items() if name != "q"]


def _part(screen: Screen, name: str, one: kinds.Filter, params: QueryDict) -> Part:
    chosen = [value for value in params.getlist(name) if value]
    if isinstance(one, kinds.DateFromToRangeFilter):
        return Part(name, one.label, "days", [], [params.get(f"{name}_after", ""), params.get(f"{name}_before", "")])
    if isinstance(one, kinds.ModelChoiceFilter):
        choices = _records(screen, name, chosen)
        return Part(name, one.label, "select" if choices is not None else "search", choices or _named(screen, name, chosen), chosen)
    if isinstance(one, kinds.ChoiceFilter | kinds.MultipleChoiceFilter):
        listed = one.extra["choices"]
        choices = [(str(code), str(label)) for code, label in (listed() if callable(listed) else listed)]
        is_few = isinstance(one, kinds.MultipleChoiceFilter) and len(choices) <= FEW
        return Part(name, one.label, "chips" if is_few else "select", choices, chosen)
    return Part(name, one.label, "text", [], chosen)


def _records(screen: Screen, name: str, chosen: list[str]) -> list[tuple[str, str]] | None:
    """All records to choose from, or None when there are too many to list."""
    model = field_at(screen.model, name).related_model
    found = list(model.objects.order_by(label_path(model))[: MANY + 1])
    return None if len(found) > MANY else [(str(one.pk), title_of(one)) for one in found]


def _named(screen: Screen, name: str, chosen: list[str]) -> list[tuple[str, str]]:
    model = field_at(screen.model, name).related_model
    valid = [one for one in chosen if len(one) == 36]
    return [(str(one.pk), title_of(one)) for one in model.objects.filter(pk__in=valid)] if valid else []


def matching(screen: Screen, name: str, typed: str, limit: int = 10) -> list[tuple[str, str]]:
    """(id, label) of the records a filter may choose whose label contains every typed word."""
    field = field_at(screen.model, name)
    if not field.is_relation:
        return []
    model = field.related_model
    contains = [Q(**{f"{label_path(model)}__icontains": word}) for word in typed.split()[:6]]
    return [(str(one.pk), title_of(one)) for one in model.objects.filter(*contains).order_by(label_path(model))[:limit]]
