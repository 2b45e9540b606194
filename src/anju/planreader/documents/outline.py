"""Lines into a tree: which line stands under which, from headings, numbers, and what was lost of both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .blocks import Block
from .cleaning import clean
from .markers import Marker, bullet_length, marker_of
from .model import Kind, Node, Position
from .noise import is_noise

_SENTENCE_END = re.compile(r"[。！？!?；;…]$")
_ANNEX = re.compile(r"附[件录表则]")
_LEAD_LENGTH = 20
_HEADING_LENGTH = 40


@dataclass(slots=True)
class _Open:
    """A node that still takes children."""

    node: Node
    style: str
    ordinal: int
    rank: float
    heading: int

    @property
    def takes_paragraphs(self) -> bool:
        return self.node.kind is Kind.heading or not is_sentence(self.node.body)


def is_sentence(words: str) -> bool:
    """Whether the words say something whole, rather than head what follows."""
    return bool(_SENTENCE_END.search(words)) or len(words) > _HEADING_LENGTH


def build(blocks: Sequence[Block]) -> list[Node]:
    """All nodes in reading order, each knowing its parent and children."""
    pairs = [(node, block.heading) for block in blocks if (node := _node(block)) is not None]
    nodes = [node for node, _ in pairs]
    markers = [marker_of(node.text) if node.number else None for node in nodes]
    opened: list[_Open] = []
    for at, (node, heading) in enumerate(pairs):
        node.index = at
        if node.kind is Kind.noise:
            continue
        following = markers[at + 1] if at + 1 < len(nodes) else None
        _make_room(opened, node, markers[at], heading, following)
        _hang(opened, node)
        if entry := _entry(opened, node, markers[at], heading):
            opened.append(entry)
    return nodes


def _node(block: Block) -> Node | None:
    cleaned = clean(block.number + block.text, skip=block.skip, marks=block.marks)
    if not cleaned.text:
        return None
    if not block.skip and not block.number and not block.cells and (bullet := bullet_length(cleaned.text)):
        inner = len(block.text) - len(block.text.lstrip()) + bullet
        cleaned, block.is_item = clean(block.text, skip=inner, marks=block.marks), True
    marker = None if block.cells else marker_of(cleaned.text)
    dashes = len(cleaned.text) - len(cleaned.text.lstrip("—"))
    block.is_item = block.is_item or bool(dashes)
    node = Node(
        index=0, cleaned=cleaned, kind=Kind.paragraph, position=Position(block.line, block.page),
        number=marker.number if marker else "", body_start=marker.end if marker else dashes,
        columns=block.columns, cells=block.cells,
    )
    node.kind = _kind(block, node, marker)
    return node


def _kind(block: Block, node: Node, marker: Marker | None) -> Kind:
    if block.cells:
        return Kind.table_row
    if block.is_noise or is_noise(node.text):
        return Kind.noise
    if block.heading:
        return Kind.heading
    if marker is None:
        return Kind.list_item if block.is_item else Kind.paragraph
    is_short_title = len(node.body) <= _LEAD_LENGTH and not re.search("[，,；;]", node.body)
    if marker.heads_sections and (is_short_title or not is_sentence(node.body)):
        return Kind.heading
    return Kind.list_item


def _make_room(
    opened: list[_Open], node: Node, marker: Marker | None, heading: int, following: Marker | None
) -> None:
    """Close what the node does not belong under."""
    if marker is not None and not node.cells:
        _close_for_number(opened, node, marker, heading)
    elif heading:
        while opened and (not opened[-1].heading or opened[-1].heading >= heading):
            opened.pop()
    elif node.kind is Kind.paragraph and _leads(node, following):
        node.kind = Kind.heading
        _close_for_lead(opened, following)
    elif node.kind is Kind.paragraph:
        while opened and not opened[-1].takes_paragraphs:
            opened.pop()


def _leads(node: Node, following: Marker | None) -> bool:
    """An unnumbered line such as 阳台及门窗： that heads the numbered lines after it."""
    if following is None or len(node.text) > _LEAD_LENGTH or re.search("[。，,；;！!]", node.text):
        return False
    if _ANNEX.match(node.text):
        return True
    if re.search("[：:].", node.text):
        return False
    return following.ordinal == 1 or node.text.endswith(("：", ":"))


def _close_for_lead(opened: list[_Open], following: Marker | None) -> None:
    styles = [entry.style for entry in opened]
    if following is not None and following.style in styles:
        del opened[styles.index(following.style) :]
    while opened and opened[-1].style == "lead":
        opened.pop()


def _close_for_number(opened: list[_Open], node: Node, marker: Marker, heading: int) -> None:
    sibling = _sibling(opened, marker, heading)
    if sibling is not None:
        del opened[sibling:]
        return
    if opened and marker.rank > opened[-1].rank:
        return
    heads_directly = opened and opened[-1].node.index == node.index - 1 and opened[-1].takes_paragraphs
    if marker.ordinal == 1 and heads_directly:
        return
    while opened and opened[-1].rank >= marker.rank and (heading or not opened[-1].heading):
        opened.pop()


def _sibling(opened: list[_Open], marker: Marker, heading: int) -> int | None:
    """The open line that this number continues, best the one numbered just before it."""
    same = [at for at, entry in enumerate(opened) if entry.style == marker.style]
    for at in reversed(same):
        if opened[at].ordinal == marker.ordinal - 1:
            return at
    if same and opened[same[-1]].heading and not heading and marker.ordinal == 1:
        return None
    return same[-1] if same else None


def _hang(opened: list[_Open], node: Node) -> None:
    if opened:
        node.parent = opened[-1].node
        node.level = node.parent.level + 1
        node.parent.children.append(node)


def _entry(opened: list[_Open], node: Node, marker: Marker | None, heading: int) -> _Open | None:
    if node.kind is Kind.table_row:
        return None
    above = opened[-1].rank if opened else -1.0
    if marker is not None:
        return _Open(node, marker.style, marker.ordinal, max(marker.rank, above + 0.01), heading)
    if heading:
        return _Open(node, f"h{heading}", 0, above + 0.01, heading)
    if node.kind is Kind.heading:
        return _Open(node, "lead", 0, above + 0.01, 0)
    return None
