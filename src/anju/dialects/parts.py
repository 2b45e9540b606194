"""A multipart answer that never ends, as controllers and cameras stream their events: each part is given out as soon as it is whole."""

from __future__ import annotations

import re

from .sighting import Garbled

MOST_PART = 2 * 1024 * 1024
MOST_HEAD = 4096
_BOUNDARY = re.compile(r'boundary="?([0-9A-Za-z\'()+_,./:=?\-]{1,70})"?', re.IGNORECASE)
_LENGTH = re.compile(rb"content-length:\s*(\d{1,9})", re.IGNORECASE)


class PartStream:
    """Bytes in as they come, bodies of parts out."""

    def __init__(self, content_type: str) -> None:
        found = _BOUNDARY.search(content_type)
        if found is None:
            raise Garbled("no_boundary")
        self._line, self._kept = b"--" + found[1].removeprefix("--").encode("ascii"), b""

    def feed(self, data: bytes) -> list[bytes]:
        """The bodies that are whole now; Garbled for what is larger than any event with its picture."""
        self._kept += data
        bodies = []
        while (body := self._next()) is not None:
            bodies.append(body)
        if len(self._kept) > MOST_PART:
            raise Garbled("too_long")
        return [body for body in bodies if body]

    def _next(self) -> bytes | None:
        """The next body, b"" for none between two boundaries, None where more must come. A part ends at its length, else at the next boundary."""
        start = self._kept.find(self._line)
        if start < 0:
            return None
        self._kept = self._kept[start:]
        head_end = self._kept.find(b"\r\n\r\n")
        if head_end < 0:
            if len(self._kept) > MOST_HEAD:
                raise Garbled("bad_part")
            return None
        length = _LENGTH.search(self._kept, 0, head_end)
        begin = head_end + 4
        if length is None:
            end = self._kept.find(self._line, begin)
        else:
            end = begin + int(length[1])
            if end > MOST_PART:
                raise Garbled("too_long")
            end = end if len(self._kept) >= end else -1
        if end < 0:
            return None
        body, self._kept = self._kept[begin:end].strip(), self._kept[end:]
        return body
