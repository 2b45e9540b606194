"""The parts of a multipart body, counted before they are cut: at most eight, each with a short head, none inside another."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .sighting import Garbled

MOST_PARTS = 8
MOST_HEAD = 2048
_BOUNDARY = re.compile(r'boundary="?([0-9A-Za-z\'()+_,./:=?\-]{1,70})"?', re.IGNORECASE)
_NAME = re.compile(r'(?:^|;)\s*(file)?name="?([^";\r\n]{0,120})"?', re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    name: str
    filename: str
    mime: str
    body: bytes


def is_multipart(content_type: str) -> bool:
    return content_type.strip().lower().startswith("multipart/")


def parts_of(content_type: str, body: bytes) -> list[Part]:
    """The parts in their order; Garbled for a body without the boundary that its head names, with too many parts, or with a part of parts."""
    found = _BOUNDARY.search(content_type)
    if found is None:
        raise Garbled("no_boundary")
    line = b"--" + found[1].encode("ascii")
    pieces = body.split(line, MOST_PARTS + 2)
    if len(pieces) > MOST_PARTS + 2:
        raise Garbled("too_many_parts")
    if len(pieces) < 2:
        raise Garbled("no_parts")
    return [_part(piece) for piece in pieces[1:] if not piece.startswith(b"--") and piece.strip()]


def _part(piece: bytes) -> Part:
    head, blank, body = piece.lstrip(b"\r\n").partition(b"\r\n\r\n")
    if not blank or len(head) > MOST_HEAD:
        raise Garbled("bad_part")
    lines = dict(_line(one) for one in head.decode("utf-8", "replace").split("\r\n") if ":" in one)
    mime = lines.get("content-type", "").split(";")[0].strip().lower()
    if mime.startswith("multipart/"):
        raise Garbled("parts_in_parts")
    names = {bool(found[1]): found[2] for found in _NAME.finditer(lines.get("content-disposition", ""))}
    return Part(names.get(False, ""), names.get(True, ""), mime, body.removesuffix(b"\r\n"))


def _line(one: str) -> tuple[str, str]:
    name, _colon, value = one.partition(":")
    return name.strip().lower(), value.strip()


def written(boundary: str, parts: list[Part]) -> bytes:
    """A body of these parts."""
    made = b""
    for one in parts:
        filename = f'; filename="{one.filename}"' if one.filename else ""
        made += f'--{boundary}\r\nContent-Disposition: form-data; name="{one.name}"{filename}\r\nContent-Type: {one.mime}\r\n\r\n'.encode() + one.body + b"\r\n"
    return made + f"--{boundary}--\r\n".encode()
