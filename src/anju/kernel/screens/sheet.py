"""Tables out: the rows of a list as xlsx. Who took what stands in the ledger."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
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
from .paging import Position, scoped_page
from .shown import NUMBERS, labels_of, text_of, whole_moment

MOST_AT_ONCE = 20_000
PAGE = 2000
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


def workbook(
    screen: Screen, params: QueryDict, *, columns: Sequence[str] = (), by: Actor, where: Scope, most: int = MOST_AT_ONCE, told: Callable[[int], None] = lambda count: None
) -> tuple[IO[bytes], int]:
    """The rows that the filters leave, in the list's order, at most `most`; and how many. Personal columns stay masked.

    `columns` are paths that somebody chose; `told` hears after every page how many rows are written.
    """
    shown = shown_columns(screen, columns)
    filtering = Filtering(screen, params)
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(str(screen.title)))
    sheet.freeze_panes = "A2"
    sheet.append([head_cell(sheet, column.label) for column in shown])
    makers = [_maker(screen, column) for column in shown]
    count = 0
    for page in _pages(screen, shown, filtering, most):
        for row in page:
            sheet.append([quoted(sheet, make(value)) for make, value in zip(makers, row, strict=True)])
        count += len(page)
        told(count)
    _about(book, [(one.label, one.text) for one in filtering.sentence()], count, by, where, is_whole=count < most)
    return saved(book), count


def _pages(screen: Screen, columns: Sequence[Column], filtering: Filtering, most: int) -> Iterator[list[tuple]]:
    """The values of the columns, a page by one statement: an open cursor would keep the database from tidying up behind it."""
    sign, path = "-" if screen.order.startswith("-") else "", value_path(screen.model, screen.order.lstrip("-"))
    paths = [value_path(screen.model, column.path) for column in columns]
    at: Position | None = None
    for start in range(0, most, PAGE):
        size = min(PAGE, most - start)
        rows = list(scoped_page(screen.model, filtering.narrow, sign + path, size, at).values_list(path, "pk", *paths))
        yield [values for _order, _pk, *values in rows[:size]]
        if len(rows) <= size:
            return
        at = Position(rows[size - 1][0], rows[size - 1][1])


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


def _about(book: Workbook, chosen: list[tuple[Any, str]], count: int, by: Actor, where: Scope, *, is_whole: bool) -> None:
    sheet = book.create_sheet(_("About this table"))
    lines = [(_("Community"), where.name), (_("Exported by"), by.name), (_("Exported at"), whole_moment(clock.now())), (_("Number of rows"), count), *chosen]
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
