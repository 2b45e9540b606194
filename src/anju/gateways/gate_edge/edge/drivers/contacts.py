"""Inputs that are read again and again become facts: a contact that rises has opened, one that falls has closed, a loop that rises felt somebody go through."""

from __future__ import annotations

from ..lanes import Told


class Contacts:
    """What the inputs of a lane said last. The first look is no fact: what stands open then is read by the box at its start."""

    def __init__(self) -> None:
        self._contact: bool | None = None
        self._loop: bool | None = None

    def seen(self, contact: bool | None, loop: bool | None = None, *, cause: str = "device") -> list[Told]:
        """The facts between the last look and this one; None for what is not wired or was not told."""
        found = []
        if contact is not None:
            if self._contact is not None and contact != self._contact:
                found.append(Told("opened", cause=cause) if contact else Told("closed"))
            self._contact = contact
        if loop is not None:
            if loop and self._loop is False:
                found.append(Told("passed"))
            self._loop = loop
        return found
