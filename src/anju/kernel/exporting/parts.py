"""The rows of a slice as a part of a sheet, and the parts joined to one book. Written by openpyxl throughout: a part is the rows of a book
of its own, with their numbers moved; books of the same list have the same styles in the same order."""

from __future__ import annotations

import hashlib
import re
import tempfile
import zipfile
import zlib
from typing import IO, Any

from .. import files, vault
from ..actors import Actor
from ..models import Export, Scope
from ..screens import sheet

SHEET = "xl/worksheets/sheet1.xml"
_FIRST, _LAST = b"<sheetData>", b"</sheetData>"
_NUMBERED = re.compile(rb'<(row|c) r="([A-Z]*)([0-9]+)"')


class Part:
    """Rows of a sheet from row number `first` on."""

    def __init__(self, rows: sheet.Rows, *, first: int) -> None:
        self._book, self._sheet = sheet.begun(rows, with_head=False)
        self._moved = first - 1
        self._is_empty = True

    def __enter__(self) -> Part:
        return self

    def __exit__(self, *_error: object) -> None:
        self._book.close()

    def write(self, rows: list[list[Any]]) -> None:
        self._is_empty = self._is_empty and not rows
        sheet.write(self._sheet, rows)

    def keep(self, where: Scope) -> str:
        """Bring the rows to the disk, sealed; returns the hash by which they are found again."""
        data = zlib.compress(self._rows(), 1)
        name = hashlib.sha256(data).hexdigest()
        path = files.path_of(where, name)
        if not vault.renew(path):
            vault.write(path, [data], files.key_of(where.id))
        return name

    def _rows(self) -> bytes:
        with sheet.saved(self._book) as file, zipfile.ZipFile(file) as archive:
            text = archive.read(SHEET)
        if self._is_empty:
            return b""
        text = text[text.index(_FIRST) + len(_FIRST) : text.rindex(_LAST)]
        return _NUMBERED.sub(lambda found: b'<%s r="%s%d"' % (found[1], found[2], int(found[3]) + self._moved), text)


def joined(export: Export, rows: sheet.Rows, by: Actor, *, is_whole: bool) -> IO[bytes]:
    """The whole book, from the parts on the disk, one after the other. Raises FileNotFoundError or vault.Damaged where one is gone."""
    book, _sheet = sheet.begun(rows)
    sheet.about(book, rows, export.position, by, export.scope, is_whole=is_whole)
    file = tempfile.TemporaryFile()
    with sheet.saved(book) as frame, zipfile.ZipFile(frame) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as new:
        for item in old.infolist():
            if item.filename != SHEET:
                new.writestr(item, old.read(item))
        before, _last, after = old.read(SHEET).partition(_LAST)
        with new.open(SHEET, "w") as out:
            out.write(before)
            for name in export.parts:
                out.write(zlib.decompress(b"".join(vault.read(files.path_of(export.scope, name), files.key_of(export.scope_id)))))
            out.write(_LAST + after)
    file.seek(0)
    return file
