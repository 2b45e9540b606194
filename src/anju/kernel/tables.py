"""Reading the tables that people send: xlsx, xls or csv in, rows of plain values out. Knows no record.

What comes in is hostile until shown otherwise: sizes are bounded before anything is unpacked or allocated, formulas give the values
that were stored with them, and every refusal is a sentence.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELL = 20_000
HEAD_WITHIN = 10

# calamine keeps a sheet as one full rectangle: a single cell in the far corner would ask for gigabytes, so cells are located first.
_LOCATED = re.compile(rb"<(?:\w+:)?(?:c|row)\s[^>]*?\br\s*=\s*(?:\"([A-Z]{0,3})([0-9]{1,7})\"|(.))")


class Unreadable(ValueError):
    """The file is no table we can read; the text says why and what to do."""


@dataclass(frozen=True)
class Table:
    """`head` is the first row with at least two filled cells (or one, if all have one); `rows` are (row number in the file, values)."""

    head: tuple[str, ...]
    rows: tuple[tuple[int, tuple[Any, ...]], ...]


def read(data: bytes) -> Table:
    """The first sheet of a file with anything in it. Raises Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable(_("The file is larger than %(limit)s MB. Divide it into several files.") % {"limit": MAX_BYTES // 2**20})
    if data[:4] == b"PK\x03\x04":
        _must_be_tame(data)
        lines = _sheet(data)
    elif data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        lines = _sheet(data)
    else:
        lines = _csv(data)
    return _table(lines)


def _table(lines: Iterator[list[Any]]) -> Table:
    numbered = [(number, tuple(map(_plain, line))) for number, line in enumerate(_limited(lines), 1)]
    filled = [(number, line) for number, line in numbered if any(value not in (None, "") for value in line)]
    if len(filled) < 2:
        raise Unreadable(_("The table has no rows below its head. Download the template to see how it should look."))
    widest = max(_width(line) for _number, line in filled[:HEAD_WITHIN])
    at = next(i for i, (_number, line) in enumerate(filled) if _width(line) >= min(2, widest))
    head = tuple(" ".join(str(value).split())[:80] if value is not None else "" for value in filled[at][1])
    return Table(head, tuple(filled[at + 1 :]))


def _width(line: tuple[Any, ...]) -> int:
    return sum(value not in (None, "") for value in line)


def _limited(lines: Iterator[list[Any]]) -> Iterator[list[Any]]:
    for number, line in enumerate(lines):
        if number > MAX_ROWS:
            raise Unreadable(_("The table has more than %(limit)s rows. Divide it into several files.") % {"limit": MAX_ROWS})
        if len(line) > MAX_COLUMNS:
            raise Unreadable(_("The table has more than %(limit)s columns. Keep only those that the template has.") % {"limit": MAX_COLUMNS})
        yield line


def _plain(value: Any) -> Any:
    if type(value) is str:
        return value.replace("\x00", "").strip()[:MAX_CELL]
    if type(value) is float and value.is_integer() and abs(value) < 1e15:
        return int(value)
    return value


def _must_be_tame(data: bytes) -> None:
    """Unpack every part once within the limit, so that sizes which lie are found, and see that no cell lies far out."""
    broken = _("The file is damaged or no spreadsheet. Open it in Excel or WPS and save it again as .xlsx.")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED or len(parts) > 2000:
                raise Unreadable(_("The file unpacks to more than %(limit)s MB. It was not opened.") % {"limit": MAX_UNPACKED // 2**20})
            for part in parts:
                unpacked = archive.read(part)
                if part.filename.startswith("xl/worksheets/"):
                    _must_be_near(unpacked)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise Unreadable(broken) from error


def _must_be_near(sheet: bytes) -> None:
    for found in _LOCATED.finditer(sheet):
        letters, row, strange = found.groups()
        if strange or len(letters) > 2 or int(row) > MAX_ROWS + HEAD_WITHIN or (len(letters) == 2 and letters >= b"GS"):
            raise Unreadable(
                _("The table reaches beyond %(rows)s rows or %(columns)s columns. Delete the far cells and save it again.")
                % {"rows": MAX_ROWS, "columns": MAX_COLUMNS}
            )


def _sheet(data: bytes) -> Iterator[list[Any]]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = (book.get_sheet_by_index(index) for index in range(len(book.sheet_names)))
        for sheet in sheets:
            if sheet.height:
                return iter(sheet.to_python(skip_empty_area=False))
    except PasswordError as error:
        raise Unreadable(_("The file is protected by a password. Save it without one and try again.")) from error
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable(_("The file is damaged or no spreadsheet. Open it in Excel or WPS and save it again as .xlsx.")) from error
    return iter(())


def _csv(data: bytes) -> Iterator[list[Any]]:
    text = _decoded(data)
    sample = text[:4096]
    delimiter = max(",;\t", key=sample.count)
    if delimiter not in sample:
        raise Unreadable(_("This is neither an Excel file nor a table in text. Save it as .xlsx or .csv."))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from reader
    except csv.Error as error:
        raise Unreadable(_("This is neither an Excel file nor a table in text. Save it as .xlsx or .csv.")) from error


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Unreadable(_("This is neither an Excel file nor a table in text. Save it as .xlsx or .csv."))
