"""What a door controller tells: a contact, a card that its reader saw, a button."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DoorEvent:
    """`what` is opened, closed, button or shown; `door` counts from 1; `card` is what the reader saw, `way` in or out where the reader says so."""

    what: str
    door: int
    card: str = ""
    way: str = ""
