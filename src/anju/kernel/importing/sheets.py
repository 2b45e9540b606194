"""The tables of an import: the empty one to fill in, and the list of what is to be put right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook

from ..actions import Spec
from ..inputs import Input
from ..screens.sheet import head_cell, quoted, saved, sheet_name
from .cells import Fault, importable


def template(spec: Spec) -> IO[bytes]:
    """The empty table for an import: the inputs as heads, and a second sheet that explains each."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(str(spec.title)))
    sheet.append([head_cell(sheet, item.label) for item in importable(spec)])
    notes = book.create_sheet(_("How to fill it in"))
    notes.append([head_cell(notes, text) for text in (_("Column"), _("Needed"), _("What to write"))])
    for item in importable(spec):
        notes.append([str(item.label), _("Yes") if item.is_required else _("No"), " ".join(_hints(item))])
    return saved(book)


def faults(found: list[Fault]) -> IO[bytes]:
    """What was wrong with a table: row, column and sentence."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Errors"))
    sheet.append([head_cell(sheet, text) for text in (_("Row"), _("Column"), _("What to put right"))])
    for number, label, text in found:
        sheet.append([number, label, quoted(sheet, text)])
    return saved(book)


def _hints(item: Input) -> Iterator[str]:
    if item.field.help:
        yield str(item.field.help)
    if item.kind == "choice":
        yield _("One of: %(choices)s") % {"choices": _(", ").join(str(label) for _code, label in item.options)}
    known = {
        "date": _("A date such as 2026-03-05"),
        "moment": _("A date and time such as 2026-03-05 14:30"),
        "flag": _("Yes or no"),
        "record": _("The name as it stands in the system"),
    }
    if item.kind in known:
        yield known[item.kind]
