"""Tables out: the rows of a list as xlsx. Who took what stands in the ledger."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from datetime import date, datetime, time, timedelta
from typing import IO, Annotated, Any

from django.db import models
from django.http import QueryDict
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from .. import clock
from ..actions import Field, action, announce
from ..actors import Actor
from ..events import event, is_code
from ..models import Scope
from ..refusals import Refusal
from .declare import Column, Screen, field_at, value_path
from .filters import Filtering
from .listing import shown_columns
from .paging import Position, position_from, scoped_page
from .shown import NUMBERS, labels_of, text_of, whole_moment

MOST_AT_ONCE = 20_000
PAGE = 2000
_DATED = (datetime(2000, 1, 1), date(2000, 1, 1), time(1), timedelta(1))
_RUNS = ("=", "+", "-", "@", "\t", "\r")


@event("kernel.list_exported")
class ListExported:
    screen: str
    rows: int


@action(title=_lazy("Export the table"), posts=(), event=ListExported)
def export_list(scope: Scope, *, screen: Annotated[str, Field(_lazy("List"))], rows: Annotated[int, Field(_lazy("Number of rows"), minimum=0)], by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """Note who took which table with him."""
    if not is_code(screen):
        return Refusal("kernel.no_such_list", _lazy("Not noted: there is no list of this name."))
    announce(ListExported(screen=screen, rows=rows), subject=scope)
    return scope


class Rows:
    """The rows that the filters leave, in the list's order, as they are written; `columns` are paths that somebody chose. Personal columns stay masked."""

    def __init__(self, screen: Screen, params: QueryDict, columns: Sequence[str] = ()) -> None:
        self.screen, self.filtering = screen, Filtering(screen, params)
        self.shown = shown_columns(screen, columns)
        self._order = value_path(screen.model, screen.order.lstrip("-"))
        self._makers = [_maker(screen, column) for column in self.shown]

    def page(self, at: Position | None, size: int) -> tuple[list[list[Any]], Position | None]:
        """Up to `size` rows from `at` on by one statement (an open cursor would keep the database from tidying up behind it), and where the next begin."""
        sign = "-" if self.screen.order.startswith("-") else ""
        paths = [value_path(self.screen.model, column.path) for column in self.shown]
        found = list(scoped_page(self.screen.model, self.filtering.narrow, sign + self._order, size, at).values_list(self._order, "pk", *paths))
        after = Position(found[size - 1][0], found[size - 1][1]) if len(found) > size else None
        return [[make(value) for make, value in zip(self._makers, values, strict=True)] for _value, _pk, *values in found[:size]], after

    def position(self, code: str) -> Position | None:
        """The position that `Position.code` wrote down."""
        return position_from(code, field_at(self.screen.model, self._order))


def workbook(screen: Screen, params: QueryDict, *, columns: Sequence[str] = (), by: Actor, where: Scope, most: int = MOST_AT_ONCE) -> tuple[IO[bytes], int]:
    """The rows of a list as xlsx, at most `most`; and how many."""
    rows = Rows(screen, params, columns)
    book, sheet = begun(rows)
    count, at = 0, None
    while count < most:
        page, at = rows.page(at, min(PAGE, most - count))
        write(sheet, page)
        count += len(page)
        if at is None:
            break
    about(book, rows, count, by, where, is_whole=count < most)
    return saved(book), count


def begun(rows: Rows, *, with_head: bool = True) -> tuple[Workbook, Any]:
    """A book with its sheet and its heads. Its styles stand in a fixed order, so that rows of one book fit into another."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(str(rows.screen.title)))
    for cell in (head_cell(sheet, "x"), quoted(sheet, "=x"), *(WriteOnlyCell(sheet, value) for value in _DATED)):
        assert cell.style_id
    if with_head:
        sheet.freeze_panes = "A2"
        sheet.append([head_cell(sheet, column.label) for column in rows.shown])
    return book, sheet


def write(sheet: Any, rows: list[list[Any]]) -> None:
    for row in rows:
        sheet.append([quoted(sheet, value) for value in row])


def file_name(screen: Screen, where: Scope) -> str:
    return f"{screen.title}_{clock.today(where):%Y%m%d}.xlsx"


def _maker(screen: Screen, column: Column) -> Callable[[Any], Any]:
    """Numbers and times stay what they are, so that a spreadsheet can reckon with them."""
    field = field_at(screen.model, value_path(screen.model, column.path))
    if column.render is not None:
        return lambda value: str(column.render(value))
    if labels_of(screen, column.path, field) or getattr(field, "mask", None):
        return text_of(screen, column)
    if isinstance(field, models.DateTimeField):
        return lambda at: localtime(at).replace(tzinfo=None, microsecond=0) if at else None
    if isinstance(field, (*NUMBERS, models.DateField)) and not isinstance(field, models.BooleanField):
        return lambda value: value
    return text_of(screen, column)


def quoted(sheet: Any, value: Any) -> Any:
    """Text that a spreadsheet would take for a formula is marked as text."""
    if not isinstance(value, str):
        return value
    if not value.startswith(_RUNS):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type, cell.quotePrefix = "s", True
    return cell


def head_cell(sheet: Any, label: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, str(label))
    cell.font = Font(bold=True)
    return cell


def about(book: Workbook, rows: Rows, count: int, by: Actor, where: Scope, *, is_whole: bool) -> None:
    """The second sheet: who took which rows, when, and whether they are all."""
    sheet = book.create_sheet(_("About this table"))
    lines = [(_("Community"), where.name), (_("Exported by"), by.name), (_("Exported at"), whole_moment(clock.now())), (_("Number of rows"), count)]
    lines += [(one.label, one.text) for one in rows.filtering.sentence()]
    if not is_whole:
        lines.append((_("Not complete"), _("Only the first %(count)s rows. Narrow the filter for the rest.") % {"count": count}))
    for label, value in lines:
        sheet.append([str(label), quoted(sheet, value)])


def sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\")[:31] or "1"


def saved(book: Workbook) -> IO[bytes]:
    file = tempfile.TemporaryFile()
    book.save(file)
    file.seek(0)
    return file
