"""The filters of a screen: made from its fields by django-filter, said back as a sentence, kept in the address."""

from __future__ import annotations

import functools
import operator
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

import django_filters as kinds
from django.db import models
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from .declare import Screen, field_at, label_of, label_path, names
from .shown import labels_of, whole_day

MAX_WORDS = 6


@dataclass(frozen=True)
class Chosen:
    """One part of the filter sentence: what was chosen, and the address without it."""

    label: Any
    text: str
    without: str


@functools.cache
def filterset_of(screen: Screen) -> type[kinds.FilterSet]:
    """The FilterSet class of a screen; `q` searches its declared fields."""
    filters: dict[str, Any] = {path: _filter(screen, path) for path in names(screen.filters)}
    if names(screen.search):
        filters["q"] = kinds.CharFilter(label=_("Search"), max_length=100, method=functools.partial(_search, screen))
    return type(f"{screen.name}_filters", (kinds.FilterSet,), filters)


def _filter(screen: Screen, path: str) -> kinds.Filter:
    field = field_at(screen.model, path)
    given = {"field_name": path, "label": label_of(field)}
    if field.is_relation:
        target = field.related_model
        return kinds.ModelChoiceFilter(queryset=lambda request: target.objects.order_by(label_path(target)), **given)
    if path in screen.choices or field.choices:
        return kinds.MultipleChoiceFilter(choices=lambda: list(labels_of(screen, path, field).items()), distinct=False, **given)
    if isinstance(field, models.BooleanField):
        return kinds.ChoiceFilter(choices=[("1", _("Yes")), ("0", _("No"))], method=_is, **given)
    if isinstance(field, models.DateField):
        return kinds.DateFromToRangeFilter(**given)
    return kinds.CharFilter(lookup_expr="icontains", max_length=100, **given)


def _is(queryset: QuerySet, name: str, value: str) -> QuerySet:
    return queryset.filter(**{name: value == "1"})


def _search(screen: Screen, queryset: QuerySet, name: str, value: str) -> QuerySet:
    """Every word has to stand in one of the declared fields."""
    for word in value.split()[:MAX_WORDS]:
        queryset = queryset.filter(functools.reduce(operator.or_, (Q(**{f"{path}__icontains": word}) for path in names(screen.search))))
    return queryset


class Filtering:
    """What a request's parameters ask of a screen. Without parameters it costs nothing."""

    def __init__(self, screen: Screen, params: QueryDict, only: Mapping[str, Any] = MappingProxyType({})) -> None:
        self.screen, self.params, self.only = screen, params, only
        cls = filterset_of(screen)
        own = [key for key in params if any(params.getlist(key)) and _belongs(key, cls.base_filters)]
        self.set = cls(_only(params, own), queryset=screen.model.objects.none()) if own else None
        self.errors: Mapping[str, Any] = {} if self.set is None or self.set.is_valid() else self.set.errors

    def narrow(self, queryset: QuerySet) -> QuerySet:
        """The queryset with every understood filter; nothing where one was not understood: a wrong filter must not show all."""
        queryset = queryset.filter(**self.only)
        if self.set is None:
            return queryset
        return queryset.none() if self.errors else self.set.filter_queryset(queryset)

    def sentence(self) -> list[Chosen]:
        if self.set is None:
            return []
        cleaned = getattr(self.set.form, "cleaned_data", {})
        chosen = [(name, _said(self.set.form.fields[name], value)) for name, value in cleaned.items()]
        return [Chosen(self.set.form.fields[name].label, text, self._without(name)) for name, text in chosen if text]

    def _without(self, name: str) -> str:
        kept = [(key, value) for key, values in self.params.lists() for value in values if not _belongs(key, {name})]
        return urlencode([pair for pair in kept if pair[0] not in ("at", "part")])


def _only(params: QueryDict, keys: list[str]) -> QueryDict:
    kept = QueryDict(mutable=True)
    for key in keys:
        kept.setlist(key, params.getlist(key))
    return kept


def _belongs(key: str, names_of: Any) -> bool:
    return key in names_of or key.removesuffix("_after").removesuffix("_before") in names_of


def _said(field: Any, value: Any) -> str:
    """A cleaned value in words; "" when nothing was chosen."""
    if value in (None, "", [], ()):
        return ""
    if isinstance(value, slice):
        start, end = (_day(value.start), _day(value.stop))
        return " – ".join(part for part in (start, end)) if start or end else ""
    labels = {str(code): str(label) for code, label in getattr(field, "choices", ())} if not isinstance(value, models.Model) else {}
    each = value if isinstance(value, list | tuple) else [value]
    return str(_(", ")).join(labels.get(str(one), str(one)) for one in each)


def _day(at: date | datetime | None) -> str:
    from django.utils.timezone import localtime

    return whole_day(localtime(at).date() if isinstance(at, datetime) else at)
