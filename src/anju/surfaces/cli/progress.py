"""How far a long command is: one line that is written over on a terminal, and nothing where the output goes into a file."""

from __future__ import annotations

import sys


class Progress:
    """Call it with what is being done and how much of it; `end` leaves a clean line."""

    def __init__(self) -> None:
        self._is_shown = sys.stderr.isatty()

    def __call__(self, name: str, count: int) -> None:
        if self._is_shown:
            sys.stderr.write(f"\r\033[K{name}  {count:,}")
            sys.stderr.flush()

    def end(self) -> None:
        if self._is_shown:
            sys.stderr.write("\r\033[K")
