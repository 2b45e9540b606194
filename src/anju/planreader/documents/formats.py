"""Which reader a file needs: its first bytes decide, its name only where they say nothing."""

from __future__ import annotations

import re

from . import limits
from .archive import open_archive
from .blocks import Parsed
from .decoding import decode
from .messages import Refused
from .office import to_docx
from .pdf import read_pdf
from .text import read_text
from .web import read_web
from .word import main_part, read_word

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (
    b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"BM", b"II*\x00", b"MM\x00*", b"\x00\x00\x01\x00", b"RIFF",
)
_ARCHIVES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.text"
_OTHER_OFFICE = {"xl": ".xlsx", "ppt": ".pptx", "visio": ".vsdx"}
_TEXT_KINDS = {"", "txt", "md", "markdown", "text"}
_WEB_KINDS = {"html", "htm", "xhtml"}
_CONVERTED_KINDS = {"doc", "wps", "wpt", "dot", "rtf", "odt"}
_WORD_KINDS = {"docx", "docm", "dotx", "dotm"}
_WEB_START = re.compile(r"^[\s\ufeff]*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_PICTURE_KINDS = {"png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "webp", "heic", "heif"}


def parse(data: bytes, name: str) -> Parsed:
    """The lines of a file. A wrong ending does no harm where the bytes are plain about what they are."""
    stem, dot, ending = name.rpartition(".")
    kind = ending.lower() if dot else ""
    if data.startswith(_PICTURES) and _is_binary(data) or kind in _PICTURE_KINDS:
        raise Refused("picture")
    if data.startswith(_ARCHIVES):
        return _read_archive(data)
    if b"%PDF-" in data[:1024]:
        return read_pdf(data)
    if data.startswith(_OLD_OFFICE):
        return _read_old_office(data, kind)
    if data.startswith(b"{\\rtf"):
        return read_word(to_docx(data, "rtf"))
    if kind in _WORD_KINDS | {"pdf"}:
        raise Refused("not_a_document")
    if kind in _TEXT_KINDS | _WEB_KINDS | _CONVERTED_KINDS:
        return _read_characters(data, kind)
    raise Refused("kind_not_read", kind="." + kind[:12])


def _read_characters(data: bytes, kind: str) -> Parsed:
    if len(data) > limits.TEXT_BYTES:
        raise Refused("text_too_long", limit_mb=limits.TEXT_BYTES // limits.MB)
    text = decode(data)
    if kind in _WEB_KINDS or _WEB_START.match(text[:4096]):
        return read_web(text)
    return read_text(text, has_emphasis=kind in ("md", "markdown"))


def _read_archive(data: bytes) -> Parsed:
    with open_archive(data) as archive:
        folders = {name.partition("/")[0] for name in archive.namelist()}
        part = main_part(archive)
    for folder, kind in _OTHER_OFFICE.items():
        if folder in folders:
            raise Refused("kind_not_read", kind=kind)
    if part is not None:
        return read_word(data)
    if _OPEN_DOCUMENT in data[:200]:
        return read_word(to_docx(data, "odt"))
    raise Refused("kind_not_read", kind=".zip")


def _read_old_office(data: bytes, kind: str) -> Parsed:
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Refused("locked")
    return read_word(to_docx(data, kind if kind in ("doc", "wps", "wpt", "dot") else "doc"))


def _is_binary(data: bytes) -> bool:
    """A text may begin with BM or RIFF; a picture's first bytes are never all printable."""
    return any(byte < 9 or 13 < byte < 32 or byte > 126 for byte in data[:64])
