"""Files on their way in: their names and bytes agree, an office package holds what an office program writes, nothing is unpacked."""

from __future__ import annotations

import zipfile
from typing import Any
from uuid import UUID

from anju.kernel import files
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from ..models import Document, DocumentFile, Version
from ..rules import hostile

_ZIPPED = ("docx", "xlsx", "pptx", "ofd")


def unfit(file: File) -> Refusal | None:
    """Why a file does not go into the archive. Only its first bytes and the table of contents of a package are read."""
    if no := hostile.name_fits(file.name, file.mime):
        return no
    ending = file.name.rpartition(".")[2].lower()
    if ending == "dwg":
        return None if _head(file, 6).startswith(b"AC10") else hostile.lies(file.name)
    if ending in _ZIPPED and hasattr(file, "source"):
        return _package(file)
    return None


def _head(file: File, size: int) -> bytes:
    if not hasattr(file, "source"):
        return next(files.read(file))[:size]
    file.source.seek(0)
    return file.source.read(size)


def _package(file: File) -> Refusal | None:
    file.source.seek(0)
    try:
        entries = [(one.filename, one.file_size) for one in zipfile.ZipFile(file.source).infolist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return hostile.lies(file.name)
    return hostile.package_fits(file.name, entries, file.size)


def add_file(version: Version, file: File, *, part: str = "") -> DocumentFile:
    """Put a file under a version; it belongs to this row, so that downloads ask here who may open it."""
    made = DocumentFile.objects.create(
        scope=version.scope, version=version, part=part[:60], file=file, sha256=file.sha256, size=file.size, mime=file.mime
    )
    files.own([file], made)
    return made


def new_version(document: Document, file: File, *, note: str, by: UUID | None, state: str) -> Version:
    number = (Version.objects.filter(document=document).order_by("-number").values_list("number", flat=True).first() or 0) + 1
    version = Version.objects.create(scope=document.scope, document=document, number=number, note=note, made_by_id=by, state=state)
    add_file(version, file)
    return version


def missing_parts(document: Document, version: Version) -> list[str]:
    """Parts that the class asks for and this version lacks."""
    there = set(DocumentFile.objects.filter(version=version).values_list("part", flat=True))
    return [part for part in document.klass.part_names if part not in there]


def pending(document: Document) -> Version | None:
    """The version that is being written or waits for approval."""
    return Version.objects.filter(document=document, state__in=("draft", "submitted")).order_by("-number").first()


def same_scope(scope_id: UUID, *records: Any) -> bool:
    return all(record is None or record.scope_id == scope_id for record in records)
