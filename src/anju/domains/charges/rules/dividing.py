"""How money is divided among what is owed: whole fen, in order, nothing made and nothing lost."""

from __future__ import annotations

from typing import TypeVar

Key = TypeVar("Key")


def divide(amount_fen: int, owed: list[tuple[Key, int]]) -> tuple[list[tuple[Key, int]], int]:
    """(parts, rest): `amount_fen` goes to what is owed in the given order, each as far as it reaches; the rest is left over."""
    parts, rest = [], amount_fen
    for key, wanted in owed:
        part = min(rest, max(0, wanted))
        if part:
            parts.append((key, part))
            rest -= part
    return parts, rest
