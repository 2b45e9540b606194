"""Opening a zip that a stranger sent: what it would unpack to is judged before anything is unpacked."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from . import limits
from .messages import Refused


def open_archive(data: bytes) -> zipfile.ZipFile:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, UnicodeError) as error:
        raise Refused("not_a_document") from error
    entries = archive.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > limits.ARCHIVE_ENTRIES or unpacked > limits.ARCHIVE_BYTES or any(map(_is_bomb, entries)):
        raise Refused("archive_bomb")
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("locked")
    return archive


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    if entry.file_size < limits.ARCHIVE_RATIO_FROM_BYTES:
        return False
    return entry.file_size > limits.ARCHIVE_RATIO * max(entry.compress_size, 1)


def read_xml(archive: zipfile.ZipFile, part: str) -> etree._Element | None:
    """The root of an XML part, None where the archive has no such part; entities are never resolved."""
    try:
        entry = archive.getinfo(part)
    except KeyError:
        return None
    if entry.file_size > limits.XML_PART_BYTES:
        raise Refused("archive_bomb")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(archive.read(entry), parser)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError,
            EOFError, OSError, ValueError) as error:
        raise Refused("not_a_document") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused("entities")
    return root
