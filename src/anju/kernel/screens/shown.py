"""How values look to people: one function per column, chosen once and then called for every row."""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from markupsafe import Markup, escape

from .. import clock
from ..records import StateField
from ..states import States
from .declare import Column, Screen, field_at, value_path

NOTHING = Markup('<span class="nothing">--</span>')
NUMBERS = (models.IntegerField, models.FloatField, models.DecimalField)


def css_of(screen: Screen, column: Column) -> str:
    """`number` or `time` for columns that stand at the right, `short` for words of a list, which never break."""
    field = field_at(screen.model, column.path)
    if isinstance(field, models.DateField | models.TimeField):
        return "time"
    if field.choices or column.path in screen.choices:
        return "short"
    return "number" if isinstance(field, NUMBERS) and column.render is None else ""


def is_sortable(screen: Screen, column: Column) -> bool:
    """Whether the database can order by it: not by what is encrypted, nor by what is no plain value."""
    field = field_at(screen.model, value_path(screen.model, column.path))
    return not isinstance(field, models.BinaryField | models.JSONField)


def cell_of(screen: Screen, column: Column, *, is_whole: bool = False, is_masked: bool = True) -> Callable[[Any], Any]:
    """The function that turns a value of this column into safe HTML; `is_whole` writes times and texts out in full."""
    plain = text_of(screen, column, is_whole=is_whole, is_masked=is_masked)
    field = field_at(screen.model, value_path(screen.model, column.path))
    if column.render is not None:
        return lambda value: escape(column.render(value))
    if isinstance(field, StateField) and field.states:
        chips = _chips(field.states, get_language())
        return lambda value: chips.get(value) or escape(value)
    if is_whole:
        return lambda value: _lines(plain(value)) or NOTHING
    return lambda value: escape(_short(plain(value))) or NOTHING


@functools.lru_cache(maxsize=512)
def _chips(states: type[States], language: str | None) -> dict[str, Markup]:
    """The chips of a state table by code, drawn once for each language."""
    return {str(state): state_chip(state) for state in states}


def state_chip(state: Any) -> Markup:
    return Markup('<span class="state state-{}">{}</span>').format(state.colour, state.label)


def text_of(screen: Screen, column: Column, *, is_whole: bool = False, is_masked: bool = True) -> Callable[[Any], str]:
    """The function that turns a value of this column into plain text; "" for nothing. Personal fields come out masked unless told."""
    field = field_at(screen.model, value_path(screen.model, column.path))
    choices = labels_of(screen, column.path, field)
    if choices:
        # A label is translated when it is said: once for a page, not once for each row.
        return functools.cache(lambda value: "" if value in (None, "") else str(choices.get(value, value)))
    if is_masked and (mask := getattr(field, "mask", None)):
        return lambda value: mask(value) if value else ""
    if isinstance(field, models.DateTimeField):
        return whole_moment if is_whole else short_moment()
    if isinstance(field, models.DateField):
        return whole_day if is_whole else lambda value: value.isoformat() if value else ""
    return plain_text


def labels_of(screen: Screen, path: str, field: models.Field) -> dict[Any, Any]:
    """Labels by code of a column with choices; empty for others."""
    declared = screen.choices.get(path) or field.choices or ()
    return dict(declared() if callable(declared) else declared)


def plain_text(value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return whole_moment(value)
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list | tuple):
        return _(", ").join(plain_text(each) for each in value)
    return str(value)


def short_moment() -> Callable[[datetime | None], str]:
    """For tables: month and time this year, the date in other years."""
    this_year = localtime(clock.now()).year

    def show(at: datetime | None) -> str:
        if at is None:
            return ""
        there = localtime(at)
        return f"{there:%m-%d %H:%M}" if there.year == this_year else f"{there:%Y-%m-%d}"

    return show


def whole_moment(at: datetime | None) -> str:
    """2026年3月5日 14:30, or 5 Mar 2026 14:30."""
    return f"{whole_day(localtime(at).date())} {localtime(at):%H:%M}" if at else ""


def moment_with_seconds(at: datetime) -> str:
    """For evidence: with seconds."""
    return f"{whole_moment(at)}:{localtime(at):%S}"


def whole_day(day: date | None) -> str:
    if day is None:
        return ""
    if (get_language() or "zh").startswith("zh"):
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%b %Y}"


def _short(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def _lines(text: str) -> Markup:
    return Markup("<br>").join(text.splitlines())
