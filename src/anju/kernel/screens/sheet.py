"""Tables out: the rows of a list as xlsx, and the empty table that an import wants. Who took what stands in the ledger."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
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
from ..actions import Field, Spec, action, announce
from ..actors import Actor
from ..events import event
from ..inputs import Input
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
    order = screen.order if screen.order.lstrip("-") != "" else "pk"
    found = filtering.narrow(screen.model.objects.order_by(order, "pk"))
    rows = found.values_list(*(value_path(screen.model, column.path) for column in columns))[:MOST_ROWS]
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(str(screen.title)))
    sheet.freeze_panes = "A2"
    sheet.append([_head(sheet, column.label) for column in columns])
    makers = [_maker(screen, column) for column in columns]
    count = 0
    for row in rows.iterator(chunk_size=2000):
        sheet.append([_quoted(sheet, make(value)) for make, value in zip(makers, row, strict=True)])
        count += 1
    _about(book, [(one.label, one.text) for one in filtering.sentence()], count, by, where)
    return _saved(book), count


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


def _quoted(sheet: Any, value: Any) -> Any:
    """Text that a spreadsheet would take for a formula is marked as text."""
    if not isinstance(value, str):
        return value
    if not value.startswith(_RUNS):
        return value
    cell = WriteOnlyCell(sheet, value)
    cell.data_type, cell.quotePrefix = "s", True
    return cell


def _head(sheet: Any, label: Any) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, str(label))
    cell.font = Font(bold=True)
    return cell


def _about(book: Workbook, chosen: list[tuple[Any, str]], count: int, by: Actor, where: Scope) -> None:
    sheet = book.create_sheet(_("About this table"))
    lines = [(_("Community"), where.name), (_("Exported by"), by.name), (_("Exported at"), whole_moment(clock.now())), (_("Number of rows"), count), *chosen]
    if count == MOST_ROWS:
        lines.append((_("Not complete"), _("Only the first %(count)s rows. Narrow the filter for the rest.") % {"count": MOST_ROWS}))
    for label, value in lines:
        sheet.append([str(label), _quoted(sheet, value)])


def template(spec: Spec) -> IO[bytes]:
    """The empty table for an import: the inputs as heads, and a second sheet that explains each."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_sheet_name(str(spec.title)))
    sheet.append([_head(sheet, item.label) for item in importable(spec)])
    notes = book.create_sheet(_("How to fill it in"))
    notes.append([_head(notes, text) for text in (_("Column"), _("Needed"), _("What to write"))])
    for item in importable(spec):
        notes.append([str(item.label), _("Yes") if item.is_required else _("No"), " ".join(_hints(item))])
    return _saved(book)


def faults(found: list[tuple[int, str, str]]) -> IO[bytes]:
    """What was wrong with a table: row, column and sentence."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Errors"))
    sheet.append([_head(sheet, text) for text in (_("Row"), _("Column"), _("What to put right"))])
    for number, label, text in found:
        sheet.append([number, label, _quoted(sheet, text)])
    return _saved(book)


def importable(spec: Spec) -> list[Input]:
    """The inputs that a cell of a table can hold."""
    return [item for item in spec.inputs if item.kind not in ("file", "json") and not item.is_list]


def _hints(item: Input) -> Iterator[str]:
    if item.field.help:
        yield str(item.field.help)
    if item.kind == "choice":
        listed = item.choices() if callable(item.choices) else item.choices
        yield _("One of: %(choices)s") % {"choices": _(", ").join(str(label) for _code, label in listed)}
    known = {
        "date": _("A date such as 2026-03-05"),
        "moment": _("A date and time such as 2026-03-05 14:30"),
        "flag": _("Yes or no"),
        "record": _("The name as it stands in the system"),
    }
    if item.kind in known:
        yield known[item.kind]


def _sheet_name(title: str) -> str:
    return "".join(letter for letter in title if letter not in "[]:*?/\\")[:31] or "1"


def _saved(book: Workbook) -> IO[bytes]:
    file = tempfile.TemporaryFile()
    book.save(file)
    file.seek(0)
    return file
