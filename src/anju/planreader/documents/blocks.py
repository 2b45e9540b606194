"""What every file reader hands over: the lines of the file with what its format says about each."""

from __future__ import annotations

from dataclasses import dataclass, field

from . import limits
from .messages import Message, Refused


@dataclass(slots=True)
class Block:
    """One line before cleaning.

    ``skip`` characters at the start of ``text`` are marks of the format (``## ``, ``- ``), and so are the
    characters in the ranges ``marks`` (``**``).
    ``number`` was written by the word processor and is not in ``text``.
    ``heading`` is the level that the format states (1 is outermost), 0 for none.
    """

    text: str
    line: int
    page: int | None = None
    skip: int = 0
    marks: tuple[tuple[int, int], ...] = ()
    number: str = ""
    heading: int = 0
    is_item: bool = False
    is_noise: bool = False
    columns: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(slots=True)
class Parsed:
    """The lines of one file, its own title where the format has one, and what to tell people."""

    blocks: list[Block] = field(default_factory=list)
    title: str = ""
    warnings: list[Message] = field(default_factory=list)

    def add(self, block: Block) -> None:
        """Take a line; refuses a file of more or longer lines than a plan can have."""
        if len(self.blocks) >= limits.LINES:
            raise Refused("too_many_lines", limit=limits.LINES)
        if len(block.text) > limits.LINE_CHARACTERS:
            raise Refused("line_too_long", limit=limits.LINE_CHARACTERS)
        self.blocks.append(block)


def row_text(cells: tuple[str, ...]) -> str:
    """One table row as one line: 消防检查 | 每月一次."""
    return " | ".join(cell for cell in cells if cell)
