"""What a document is once it has been read: a tree of nodes, and the plans found inside it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from .messages import Message


class Kind(StrEnum):
    """What part a node plays on the page."""

    heading = "heading"
    paragraph = "paragraph"
    list_item = "list item"
    table_row = "table row"
    noise = "noise"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A line made readable, with the way back to the line as it stood in the file.

    ``breaks`` are pairs (offset in ``text``, offset in ``original``), one per run of
    characters that were kept; empty when every offset is the same on both sides.
    """

    text: str
    original: str
    breaks: tuple[tuple[int, int], ...] = ()

    @property
    def verbatim(self) -> str:
        """``text`` in the script of the file, character for character; what was inserted or broken stays out."""
        if not self.breaks:
            return self.original[: len(self.text)]
        return "".join(self.original[self.original_offset(at)] for at in range(len(self.text)))

    def original_offset(self, offset: int) -> int:
        """The place in ``original`` of the character at ``offset`` of ``text``."""
        if not self.breaks:
            return offset
        at = bisect_right(self.breaks, (offset, len(self.original) + 1)) - 1
        text_start, original_start = self.breaks[max(at, 0)]
        return original_start + offset - text_start

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """``text[start:end]`` as a half-open range of ``original``."""
        if end <= start:
            here = self.original_offset(start)
            return here, here
        return self.original_offset(start), self.original_offset(end - 1) + 1


@dataclass(frozen=True, slots=True)
class Position:
    """Where a node stands: the page of a PDF, and the line or paragraph, both counted from 1."""

    line: int
    page: int | None = None


@dataclass(slots=True)
class Node:
    """One physical line, paragraph or table row.

    ``text`` is cleaned and in simplified script and begins with ``number`` where there is one,
    written by hand or by the word processor; ``body`` is what follows it.
    A table row is one unit: its ``text`` joins the cells with `` | ``, ``columns`` are the headings of the table
    and ``cells`` the cells in the same order, empty ones included; ``readable`` says both in one sentence.
    """

    index: int
    cleaned: Cleaned
    kind: Kind
    position: Position
    level: int = 0
    number: str = ""
    body_start: int = 0
    columns: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()
    parent: Node | None = field(default=None, repr=False, compare=False)
    children: list[Node] = field(default_factory=list, repr=False, compare=False)

    @property
    def text(self) -> str:
        return self.cleaned.text

    @property
    def original(self) -> str:
        return self.cleaned.original

    @property
    def body(self) -> str:
        return self.text[self.body_start :]

    @property
    def readable(self) -> str:
        """The text for people; of a table row 项目：消防检查；频次：每月一次."""
        if not self.cells:
            return self.text
        heads = (*self.columns, *[""] * len(self.cells))
        pairs = [(head, cell) for head, cell in zip(heads, self.cells, strict=False) if cell]
        return "；".join(f"{head}：{cell}" if head and head != cell else cell for head, cell in pairs)

    @property
    def path(self) -> tuple[str, ...]:
        """The texts of the nodes above this one, outermost first."""
        above, node = [], self.parent
        while node is not None:
            above.append(node.text)
            node = node.parent
        return tuple(reversed(above))


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan inside a document: the nodes from ``start`` up to, not including, ``stop``."""

    ordinal: int
    title: str
    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read. ``flat`` holds every node in reading order, ``nodes`` the outermost ones."""

    title: str
    nodes: tuple[Node, ...]
    flat: tuple[Node, ...]
    plans: tuple[Plan, ...]
    warnings: tuple[Message, ...] = ()

    def nodes_of(self, plan: Plan) -> tuple[Node, ...]:
        return self.flat[plan.start : plan.stop]


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line for the unit cutter; offsets into ``text`` lead back to the file by ``original_span``."""

    node: Node
    plan: Plan | None

    @property
    def text(self) -> str:
        return self.node.text

    @property
    def path(self) -> tuple[str, ...]:
        return self.node.path

    @property
    def position(self) -> Position:
        return self.node.position

    def original_span(self, start: int, end: int) -> tuple[int, int, int]:
        """(node index, start, end) of ``text[start:end]`` in the original text of the node."""
        return self.node.index, *self.node.cleaned.original_span(start, end)


def document_lines(document: Document, *, with_noise: bool = False) -> Iterator[Line]:
    """The lines of every plan in reading order; what stands outside all plans has ``plan`` None."""
    plans = iter(document.plans)
    plan = next(plans, None)
    for node in document.flat:
        while plan is not None and node.index >= plan.stop:
            plan = next(plans, None)
        if node.kind is Kind.noise and not with_noise:
            continue
        inside = plan is not None and node.index >= plan.start
        yield Line(node, plan if inside else None)
