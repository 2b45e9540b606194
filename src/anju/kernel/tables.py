"""Reading the tables that people send: xlsx, xls or csv in, rows of plain values out. Knows no record.

What comes in is hostile until shown otherwise: sizes are bounded before anything is unpacked or allocated, formulas give the values
that were stored with them, and every refusal is a sentence.
"""

from __future__ import annotations

import csv
import functools
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .refusals import Refusal

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 300 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_CELL = 20_000
HEAD_WITHIN = 10

# calamine keeps a sheet as one full rectangle: a single cell in the far corner would ask for gigabytes, so cells are located first.
_NO_RESULT = re.compile(rb"<(?:\w+:)?c\s[^>]*?\br\s*=\s*\"([A-Z]{1,2})([0-9]{1,6})\"[^>]*>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v>\s*</(?:\w+:)?v>|<(?:\w+:)?v\s*/>)?\s*</(?:\w+:)?c>")
_LOCATED = re.compile(rb"<(?:\w+:)?(?:c|row)\s[^>]*?\br\s*=\s*(?:\"([A-Z]{0,3})([0-9]{1,7})\"|(.))")


class Unreadable(ValueError):
    """The file is no table we can read; the text says why and what to do."""


@dataclass(frozen=True)
class Wrong:
    """A cell that must not be taken for a value; `str()` says why, in the language of who reads."""

    why: Refusal

    def __str__(self) -> str:
        return str(self.why)


@dataclass(frozen=True)
class Remark:
    """What is to be said about a table as a whole: `is_good` where it agrees with itself."""

    is_good: bool
    said: Refusal


Lines = tuple[tuple[int, tuple[Any, ...]], ...]
"""The filled lines of a file: (row number in the file, values)."""


@dataclass(frozen=True)
class Table:
    """`head` is the first row with at least two filled cells (or one, if all have one); `rows` are (row number in the file, values).

    Who knows the program that wrote the file adds: `source` its name, `mapping` the column of each input, `fixed` inputs that are the same
    for the whole file, `remarks` on the file as a whole.
    """

    head: tuple[str, ...]
    rows: Lines
    source: Any = ""
    mapping: Mapping[str, int] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()


Reading = Callable[[Lines], Table | None]
"""What a list knows about files of other programs: its table, or None for any other file; raises Unreadable for a wrong one."""


def read(data: bytes, reading: Reading | None = None) -> Table:
    """The first sheet of a file with anything in it. Raises Unreadable."""
    lines = _filled(_lines(data))
    return (reading(lines) if reading and lines else None) or _table(lines)


def _lines(data: bytes) -> Iterator[list[Any]]:
    if len(data) > MAX_BYTES:
        raise Unreadable(_("The file is larger than %(limit)s MB. Divide it into several files.") % {"limit": MAX_BYTES // 2**20})
    if data[:4] == b"PK\x03\x04":
        _must_be_tame(data)
        return _sheet(data)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _sheet(data)
    return _csv(data)


def _filled(lines: Iterator[list[Any]]) -> Lines:
    numbered = ((number, tuple(map(_plain, line))) for number, line in enumerate(_limited(lines), 1))
    return tuple((number, line) for number, line in numbered if any(value not in (None, "") for value in line))


def _table(filled: Lines) -> Table:
    if len(filled) < 2:
        raise Unreadable(_("The table has no rows below its head. Download the template to see how it should look."))
    widest = max(_width(line) for _number, line in filled[:HEAD_WITHIN])
    at = next(i for i, (_number, line) in enumerate(filled) if _width(line) >= min(2, widest))
    head = tuple(" ".join(str(value).split())[:80] if value is not None else "" for value in filled[at][1])
    return Table(head, filled[at + 1 :])


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
            if any(part.filename.lower().endswith((".csv", ".txt", ".xlsx", ".xls")) for part in parts):
                raise Unreadable(_("The file is a packed archive. Unpack it and choose the table inside."))
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
        for index in range(len(book.sheet_names)):
            sheet = book.get_sheet_by_index(index)
            if sheet.height:
                return iter(_with_formulas(sheet.to_python(skip_empty_area=False), data, index))
    except PasswordError as error:
        raise Unreadable(_("The file is protected by a password. Save it without one and try again.")) from error
    except (CalamineError, ValueError, OSError) as error:
        raise Unreadable(_("The file is damaged or no spreadsheet. Open it in Excel or WPS and save it again as .xlsx.")) from error
    return iter(())


def _with_formulas(lines: list[list[Any]], data: bytes, index: int) -> list[list[Any]]:
    """Formulas whose result was never stored read as empty cells: they are shown as what they are."""
    if data[:2] != b"PK":
        return lines
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        name = f"xl/worksheets/sheet{index + 1}.xml"
        found = _NO_RESULT.findall(archive.read(name)) if name in archive.namelist() else []
    for letters, digits in found:
        row, column = int(digits) - 1, functools.reduce(lambda number, letter: number * 26 + letter - 64, letters, 0) - 1
        if row < len(lines) and column < len(lines[row]) and lines[row][column] in (None, ""):
            why = gettext_lazy("Cell %(cell)s holds a formula whose result is not in the file. Open it in Excel or WPS and save it again.")
            lines[row][column] = Wrong(Refusal("kernel.formula_without_result", why, cell=f"{letters.decode()}{digits.decode()}"))
    return lines


def _csv(data: bytes) -> Iterator[list[Any]]:
    text = _decoded(data)
    sample = text[:4096].replace("\t,", ",")  # some write a tab behind each value, so that a spreadsheet takes it for text
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
