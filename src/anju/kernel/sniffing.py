"""What a file is, from its own bytes. The name and the type that a browser sends are not believed."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

MAX_PIXELS = 80_000_000
_SIGNATURES = (
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"GIF8", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (4, b"ftyphei", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftyp", "video/mp4"),
    (8, b"WAVE", "audio/wav"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"OggS", "audio/ogg"),
    (0, b"\x1a\x45\xdf\xa3", "video/webm"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIPPED = (("word/", _OFFICE + "wordprocessingml.document"), ("xl/", _OFFICE + "spreadsheetml.sheet"))
_TAKEN, _OFFSET, _EXIF = 36867, 36881, 0x8769


class BadFile(ValueError):
    """The file is not taken; its one argument is a sentence for people."""


@dataclass(frozen=True)
class Picture:
    """Width and height in pixels, and the camera's own time (naive unless the camera wrote its offset)."""

    width: int
    height: int
    taken_at: datetime | None


def mime_of(file: BinaryIO) -> str:
    """The media type of an open file, by signature; text/plain for readable text, else application/octet-stream.

    Markup (HTML, SVG, XML) counts as text/plain, so that a browser never runs it.
    """
    file.seek(0)
    head = file.read(4096)
    for at, signature, mime in _SIGNATURES:
        if head[at : at + len(signature)] == signature:
            return mime
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(file)
    return "text/plain" if _is_text(head) else "application/octet-stream"


def _zip_kind(file: BinaryIO) -> str:
    try:
        names = zipfile.ZipFile(file).namelist()[:2000]
    except zipfile.BadZipFile:
        return "application/octet-stream"
    for prefix, mime in _ZIPPED:
        if any(name.startswith(prefix) for name in names):
            return mime
    return "application/zip"


def _is_text(head: bytes) -> bool:
    if b"\x00" in head:
        return False
    for encoding in ("utf-8", "gb18030"):
        try:
            io.TextIOWrapper(io.BytesIO(head), encoding).read()
            return True
        except UnicodeDecodeError as error:
            if error.start >= len(head) - 4:  # the 4096th byte may cut a character
                return True
    return False


def picture_in(file: BinaryIO) -> Picture:
    """The facts of a picture without decoding it; raises BadFile when it is broken or would unpack to too many pixels."""
    try:
        _reopened(file).verify()
        image = _reopened(file)
        return Picture(*image.size, _taken_at(image))
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        if isinstance(error, BadFile):
            raise
        raise BadFile(_("This picture is damaged and cannot be read. Take it or save it again.")) from None


def _reopened(file: BinaryIO) -> Image.Image:
    """The picture with nothing decoded yet; raises BadFile where decoding it would fill the memory."""
    file.seek(0)
    try:
        image = Image.open(file)
        is_small_enough = image.size[0] * image.size[1] <= MAX_PIXELS
    except Image.DecompressionBombError:
        is_small_enough = False
    if not is_small_enough:
        limit = MAX_PIXELS // 1_000_000
        raise BadFile(_("This picture has more than %(limit)s million points. Save it smaller and send it again.") % {"limit": limit})
    return image


def _taken_at(image: Image.Image) -> datetime | None:
    details = image.getexif().get_ifd(_EXIF)
    said, offset = str(details.get(_TAKEN, "")).strip("\x00 "), str(details.get(_OFFSET, "")).strip("\x00 ")
    for text, pattern in ((said + offset, "%Y:%m:%d %H:%M:%S%z"), (said, "%Y:%m:%d %H:%M:%S")):
        try:
            return datetime.strptime(text, pattern)
        except ValueError:
            continue
    return None


def without_particulars(file: BinaryIO, side: int) -> tuple[bytes, str]:
    """A copy for the screen, at most `side` pixels long, upright, without position, device or time inside: (bytes, media type)."""
    from PIL import ImageOps

    image = _reopened(file)
    image.draft("RGB", (side, side))
    image = ImageOps.exif_transpose(image)
    image.thumbnail((side, side))
    is_clear = image.mode in ("RGBA", "LA") or "transparency" in image.info
    image = image.convert("RGBA" if is_clear else "RGB")
    clean = Image.new(image.mode, image.size)
    clean.paste(image)
    out = io.BytesIO()
    clean.save(out, "PNG" if is_clear else "JPEG", quality=82)
    return out.getvalue(), "image/png" if is_clear else "image/jpeg"
