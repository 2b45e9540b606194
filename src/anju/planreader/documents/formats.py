"""Which reader a file needs: its first bytes decide, its name only where they say nothing."""

from __future__ import annotations

from . import limits
from .blocks import Parsed
from .decoding import decode
from .messages import Refused
from .text import read_text


def parse(data: bytes, name: str) -> Parsed:
    if len(data) > limits.TEXT_BYTES:
        raise Refused("text_too_long", name=name, limit_mb=limits.TEXT_BYTES // limits.MB)
    return read_text(decode(data, name=name))
