"""Figures and names that a browser sends, made harmless: what is not one becomes the default, and nobody gets a fault page for it."""

from __future__ import annotations

from uuid import UUID

LARGEST = 2**53


def whole_number(text: str | None, default: int = 0, *, largest: int = LARGEST) -> int:
    """A whole number from 0 to `largest` (inclusive), or the default."""
    if not text or len(text) > 16 or not (text.isascii() and text.isdigit()):
        return default
    return int(text) if int(text) <= largest else default


def record_id(text: str | None) -> UUID | None:
    """The id in an address, or None where it cannot be one."""
    try:
        return UUID(text or "")
    except ValueError:
        return None
