"""A sound and light alarm in the house: it plays a tone by level and reads the title aloud. It is told, it does not answer who heard it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ..wire import Access, Answer, Request, by_status
from . import own

TONES = {1: ("three_tone", 60), 2: ("two_tone", 30), 3: ("one_tone", 5), 4: ("one_tone", 5)}
"""Tone and seconds by level."""


def request(message: Any, access: Access, now: datetime, nonce: str) -> Request:
    tone, seconds = TONES[message.level]
    told = {"key": message.key, "level": message.level, "tone": tone, "seconds": seconds, "light": message.level <= 2, "say": f"{message.title}。{message.text}"}
    return own.posted(told, access, now)


def answer(status: int, body: bytes, access: Access) -> Answer:
    found = by_status(status, body or b"{}")
    return found if isinstance(found, Answer) and found.code != "no json" else Answer("delivered", "played")
