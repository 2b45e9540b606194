"""What a message means, where it means something: a room declares which action follows from observations of a kind.

    @meaning("posture")
    def said_posture(device, heard): ...      # does an action; returns its record or refusal

It runs after the message is durable and before the device is told so, under a request number made of the device and its message
number: a device that never hears the answer sends again, and what was done is not done twice.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_meanings: dict[str, Callable[[Any, Any], Any]] = {}


def meaning(kind: str) -> Callable[[Callable], Callable]:
    """Declare what observations of this kind mean. Raises ValueError where somebody did already."""

    def declare(function: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
        if kind in _meanings:
            raise ValueError(f"observations of the kind {kind!r} have two meanings")
        _meanings[kind] = function
        return function

    return declare


def meaning_of(kind: str) -> Callable[[Any, Any], Any] | None:
    return _meanings.get(kind)
