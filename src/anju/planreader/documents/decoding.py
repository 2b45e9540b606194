"""Bytes into text: byte order marks, UTF-8, UTF-16, GB18030, Big5, and text that was once decoded wrongly."""

from __future__ import annotations

import codecs
import re

import ftfy
from ftfy.badness import is_bad

from . import limits
from .messages import Refused

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE_BYTES = 60_000
_WRONGLY_DECODED = re.compile(r"[\u0080-\u024f\u02c6\u02dc\u2013-\u2122]{3}")
_NEVER_IN_TEXT = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_BADLY_READ_SHARE = 0.05
_REPAIRED_CHARACTERS = 20_000
_FAMILIAR_SHARE = 0.8


def decode(data: bytes) -> str:
    """The text of a file whose encoding nobody states; refuses bytes that are not text."""
    text = _by_mark(data) or _by_zero_bytes(data) or _by_strict_reading(data) or _by_lenient_reading(data)
    if text.count("\n") + text.count("\r") > 10 * limits.LINES:
        raise Refused("too_many_lines", limit=limits.LINES)
    lines = re.split(r"\r\n|[\n\r\x0b\x0c\u2028\u2029]", text)
    repaired = "\n".join(map(repair, lines))
    if not looks_like_text(repaired):
        raise Refused("not_text")
    return repaired


def looks_like_text(text: str) -> bool:
    """Whether few of the characters are control or replacement characters."""
    sample = text[:_SAMPLE_BYTES]
    odd = sum(1 for _ in _NEVER_IN_TEXT.finditer(sample))
    return odd <= len(sample) * _BADLY_READ_SHARE and sample.count("\x00") <= len(sample) // 4


def _by_mark(data: bytes) -> str | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    return None


def _by_zero_bytes(data: bytes) -> str | None:
    """UTF-16 without a mark: the zero bytes of its digits and line ends betray it."""
    if 0 not in data[:_SAMPLE_BYTES]:
        return None
    readings = [data.decode(encoding, errors="replace") for encoding in ("utf-16-le", "utf-16-be")]
    text = max(readings, key=familiar_share)
    return text if familiar_share(text) > _FAMILIAR_SHARE else None


def _by_strict_reading(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    readings = []
    for encoding in ("gb18030", "big5hkscs"):
        try:
            readings.append(data.decode(encoding))
        except UnicodeDecodeError:
            continue
    return max(readings, key=familiar_share, default=None)


def _by_lenient_reading(data: bytes) -> str:
    readings = [data.decode(encoding, errors="replace") for encoding in ("utf-8", "gb18030", "big5hkscs")]
    return max(readings, key=lambda text: familiar_share(text) - text.count("\ufffd") / (len(text) or 1))


def familiar_share(text: str) -> float:
    """Share of the non-ASCII characters that are everyday Chinese ones; 1.0 when all are ASCII.

    The first levels of GB2312 and Big5 hold the few thousand characters in daily use, so a text read in
    the wrong one of the two encodings falls far below a text read in the right one.
    """
    foreign = [c for c in text[: _SAMPLE_BYTES // 2] if c > "\x7f"]
    if not foreign:
        return 1.0
    return sum(1 for c in foreign if _is_familiar(c)) / len(foreign)


def _is_familiar(character: str) -> bool:
    if "\u3000" <= character <= "\u301f" or "\uff01" <= character <= "\uff5e" or character in "“”‘’—…·":
        return True
    for encoding, last in (("gb2312", b"\xd7\xf9"), ("big5", b"\xc6\x7e")):
        try:
            code = character.encode(encoding)
        except UnicodeEncodeError:
            continue
        if (b"\xb0\xa1" if encoding == "gb2312" else b"\xa4\x40") <= code <= last:
            return True
    return False


def repair(line: str) -> str:
    """A line of mojibake as it was meant; any other line unchanged."""
    if len(line) > _REPAIRED_CHARACTERS or not _WRONGLY_DECODED.search(line):
        return line
    for encoding in ("latin-1", "cp1252"):
        try:
            again = line.encode(encoding).decode("gb18030")
        except (UnicodeEncodeError, UnicodeDecodeError):
            continue
        if len(again) < len(line) and familiar_share(again) > _FAMILIAR_SHARE and not _is_utf8(line):
            return again
    return ftfy.fix_encoding(line) if is_bad(line) else line


def _is_utf8(line: str) -> bool:
    try:
        line.encode("latin-1").decode("utf-8")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return False
    return True
