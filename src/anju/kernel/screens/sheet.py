"""Tables out: the rows of a list as xlsx. Who took what stands in the ledger."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
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
from ..events import event
from ..models import Scope
from ..refusals import Refusal
from .declare import Column, Screen, field_at, value_path
from .filters import Filtering
from .listing import shown_columns
from .shown import NUMBERS, labels_of, text_of, whole_moment

MOST_ROWS = 20_000
_RUNS = ("=", "+", "-", "@", "\t", "\r")


@event("kernel.list_exported")
class ListExported:
    screen: str
    rows: int


@action(title=_lazy("Export the table"), posts=(), event=ListExported)
def export_list(scope: Scope, *, screen: Annotated[str, Field(_lazy("List"))], rows: Annotated[int, Field(_lazy("Number of rows"))], by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """Note who took which table with him."""
    announce(ListExported(screen=screen, rows=rows), subject=scope)
    return scope


def workbook(screen: Screen, params: QueryDict, *, by: Actor, where: Scope) -> tuple[IO[bytes], int]:
    """The rows that the filters leave, in the list's order, at most MOST_ROWS; and how many. Personal columns stay masked."""
    columns = shown_columns(screen)
    filtering = Filtering(screen, params)
    found = filtering.narrow(screen.model.objects.order_by(screen.order, "pk"))
    rows = found.values_list(*(value_path(screen.model, column.path) for column in columns))[:MOST_ROWS]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(str(screen.title)))
    sheet.freeze_panes = "A2"
    sheet.append([head_cell(sheet, column.label) for column in columns])
    makers = [_maker(screen, column) for column in columns]
    count = 0
    for row in rows.iterator(chunk_size=2000):
        sheet.append([quoted(sheet, make(value)) for make, value in zip(makers, row, strict=True)])
        count += 1
    _about(book, [(one.label, one.text) for one in filtering.sentence()], count, by, where)
    return saved(book), count


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


def _about(book: Workbook, chosen: list[tuple[Any, str]], count: int, by: Actor, where: Scope) -> None:
    sheet = book.create_sheet(_("About this table"))
    lines = [(_("Community"), where.name), (_("Exported by"), by.name), (_("Exported at"), whole_moment(clock.now())), (_("Number of rows"), count), *chosen]
    if count == MOST_ROWS:
        lines.append((_("Not complete"), _("Only the first %(count)s rows. Narrow the filter for the rest.") % {"count": MOST_ROWS}))
    for label, value in lines:
        sheet.append([str(label), quoted(sheet, value)])


def sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\")[:31] or "1"


def saved(book: Workbook) -> IO[bytes]:
    file = tempfile.TemporaryFile()
    book.save(file)
    file.seek(0)
    return file
