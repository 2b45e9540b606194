"""The filter bar as data: for each filter what may be chosen and what is chosen now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import django_filters as kinds
from django.http import QueryDict

from . import picking
from .declare import Screen, field_at
from .filters import filterset_of

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
        records = field_at(screen.model, name).related_model.objects.all()
        choices = picking.listed(records)
        return Part(name, one.label, "search" if choices is None else "select", picking.named(records, chosen) if choices is None else choices, chosen)
    if isinstance(one, kinds.ChoiceFilter | kinds.MultipleChoiceFilter):
        listed = one.extra["choices"]
        choices = [(str(code), str(label)) for code, label in (listed() if callable(listed) else listed)]
        is_few = isinstance(one, kinds.MultipleChoiceFilter) and len(choices) <= FEW
        return Part(name, one.label, "chips" if is_few else "select", choices, chosen)
    return Part(name, one.label, "text", [], chosen)


def matching(screen: Screen, name: str, typed: str) -> picking.Choices:
    """The records that a filter may choose whose label contains every typed word."""
    field = field_at(screen.model, name)
    return picking.matching(field.related_model.objects.all(), typed) if field.is_relation else []
