"""The list page as data: head, rows of finished cells, where the next page starts. One statement, no COUNT."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, urlencode

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from markupsafe import escape

from .. import scope
from ..actions import Spec
from . import choosing
from .declare import Column, Screen, field_at, value_path
from .filters import Chosen, Filtering
from .paging import Position, position_from, scoped_page
from .shown import cell_of, css_of, is_sortable

PAGE_SIZES = (25, 50, 100)
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Head:
    """A column's head: `turn` is the sort this head's link asks for ("" for none), `sorted` "ascending", "descending" or ""."""

    label: Any
    css: str
    turn: str
    sorted: str


@dataclass(frozen=True)
class Row:
    """One record: its id, its cells as safe HTML, and the verb at its right end."""

    pk: Any
    cells: list[Any]
    verb: Spec | None = None


@dataclass
class ListPage:
    screen: Screen
    heads: list[Head]
    rows: list[Row]
    chosen: list[Chosen]
    errors: Any
    sort: str
    size: int
    next: str = ""
    before: str = ""
    address: str = ""
    bulk: list[Spec] = field(default_factory=list)
    has_filters: bool = False

    @property
    def unsorted(self) -> str:
        """The address that another sort is added to."""
        kept = [pair for pair in parse_qsl(self.address) if pair[0] != "sort"]
        return urlencode(kept) + "&" if kept else ""


def list_page(
    screen: Screen, params: QueryDict, rights: frozenset[str] | None, *, only: Mapping[str, Any] | None = None, chosen: Sequence[str] = ()
) -> ListPage:
    """The page that `params` ask for (filters, `sort`, `rows`, `at`), for somebody with these rights; `only` narrows it beforehand.

    `chosen` are the paths of the columns that somebody wants to see, in his order.
    """
    columns, records, page = raw_page(screen, params, rights, only=only, chosen=chosen)
    page.rows = _rows(screen, columns, records, rights)
    return page


def raw_page(
    screen: Screen, params: QueryDict, rights: frozenset[str] | None, *, only: Mapping[str, Any] | None = None, chosen: Sequence[str] = ()
) -> tuple[tuple[Column, ...], list[tuple], ListPage]:
    """The columns, the rows as tuples (order's value, id, state, columns …), and the page around them, without its cells."""
    columns = shown_columns(screen, chosen)
    filtering = Filtering(screen, params, only or {})
    sort, path = _sort(screen, columns, params.get("sort", ""))
    size = next((n for n in PAGE_SIZES if params.get("rows") == str(n)), PAGE_SIZES[0])
    at = position_from(params["at"], field_at(screen.model, path.lstrip("-"))) if params.get("at") else None
    records, has_more = _records(screen, columns, filtering, path, size, at)
    page = ListPage(screen, _heads(screen, columns, sort), [], filtering.sentence(), filtering.errors, sort, size)
    page.has_filters = filtering.set is not None
    page.bulk = [spec for spec in screen.specs("bulk") if rights is None or spec.name in rights]
    page.address = _address(params)
    if records:
        goes_back = bool(at and at.is_back)
        page.next = _code(records[-1]) if has_more or goes_back else ""
        page.before = _code(records[0], is_back=True) if (at and not goes_back) or (goes_back and has_more) else ""
    return columns, records, page


def shown_columns(screen: Screen, chosen: Sequence[str] = ()) -> tuple[Column, ...]:
    """The columns somebody chose, else those declared; the community behind the first when several are in view."""
    columns = choosing.columns_of(screen, chosen)
    if len(scope.current()) > 1 and not any(column.path == "scope" for column in columns):
        columns = (*columns[:1], Column("scope", _("Community")), *columns[1:])
    return columns


def _records(screen: Screen, columns: Any, filtering: Filtering, order: str, size: int, at: Position | None) -> tuple[list[tuple], bool]:
    """Rows as tuples: the order's value, the id, the state, then the columns; and whether more follow that way."""
    found = scoped_page(screen.model, filtering.narrow, order, size, at)
    paths = [value_path(screen.model, column.path) for column in columns]
    rows = list(found.values_list(order.lstrip("-"), "pk", screen.state_field or "pk", *paths))
    has_more = len(rows) > size
    rows = rows[:size]
    return (rows[::-1] if at and at.is_back else rows), has_more


def _sort(screen: Screen, columns: tuple[Column, ...], asked: str) -> tuple[str, str]:
    """The sort by name as addresses say it, and the path it orders by; the screen's own where nothing known is asked."""
    known = {column.path for column in columns if is_sortable(screen, column)}
    sort = asked if asked.lstrip("-") in known and asked.count("-") <= 1 else screen.order
    sign = "-" if sort.startswith("-") else ""
    return sort, sign + value_path(screen.model, sort.lstrip("-"))


def _heads(screen: Screen, columns: tuple[Column, ...], sort: str) -> list[Head]:
    def head(column: Column) -> Head:
        is_sorted = sort.lstrip("-") == column.path
        is_descending = sort.startswith("-")
        turn = f"-{column.path}" if is_sorted and not is_descending else column.path
        turn = turn if is_sortable(screen, column) else ""
        return Head(escape(column.label), css_of(screen, column), turn, ("descending" if is_descending else "ascending") if is_sorted else "")

    return [head(column) for column in columns]


def _rows(screen: Screen, columns: tuple[Column, ...], records: list[tuple], rights: frozenset[str] | None) -> list[Row]:
    cells = [cell_of(screen, column) for column in columns]
    verbs = [spec for spec in screen.specs("verbs") if (spec.allowed_from or not screen.state_field) and spec.verb not in screen.fits and (rights is None or spec.name in rights)]
    by_state: dict[Any, Spec | None] = {}
    for _value, _pk, state, *_rest in records:
        if state not in by_state:
            by_state[state] = next((spec for spec in verbs if not screen.state_field or state in spec.allowed_from), None)
    return [Row(pk, [cell(value) for cell, value in zip(cells, rest, strict=True)], by_state[state]) for _v, pk, state, *rest in records]


def _code(record: tuple, *, is_back: bool = False) -> str:
    return Position(record[0], record[1], is_back).code()


def _address(params: QueryDict) -> str:
    """What stays in the address when the page turns: filters, sort and size."""
    return urlencode([(key, value) for key, values in params.lists() for value in values if value and key not in ("at", "part")])


def total(screen: Screen, params: QueryDict, *, most: int = MOST_COUNTED + 1) -> int:
    """How many there are, counted up to `most`."""
    return Filtering(screen, params).narrow(screen.model.objects.order_by())[:most].count()
