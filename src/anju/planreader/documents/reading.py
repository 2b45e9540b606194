"""``read_document``: bytes and a name in, a document or a refusal out."""

from __future__ import annotations

import re

from . import limits
from .blocks import Parsed
from .cleaning import broken_count, clean, has_traditional, pinyin_count
from .collection import find_plans
from .formats import parse
from .messages import Message, Refused, Unreadable, unreadable, warning
from .model import Document, Kind, Node
from .outline import build, is_sentence

_NAME_LENGTH = 120
_TITLE_LENGTH = 60


def read_document(data: bytes, name: str) -> Document | Unreadable:
    """The document in ``data``; ``name`` gives its kind and, where it has none, its title.

    Nothing raises: what cannot be read comes back as an :class:`Unreadable`.
    """
    name = safe_name(name)
    try:
        _check_size(data)
        parsed = parse(data, name)
        return _document(parsed, name)
    except Refused as refused:
        return unreadable(refused.code, **{"name": name, **refused.params})


def safe_name(name: str) -> str:
    """The last part of a path without control characters; a name is only shown, never opened."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(c for c in last if c.isprintable()).strip(" .")
    if len(visible) > _NAME_LENGTH:
        stem, dot, kind = visible.rpartition(".")
        visible = (stem or visible)[: _NAME_LENGTH - 10] + (dot + kind)[:10]
    return visible or "-"


def _check_size(data: bytes) -> None:
    if not data.strip(b"\x00\t\n\r "):
        raise Refused("empty")
    if len(data) > limits.FILE_BYTES:
        size_mb, limit_mb = round(len(data) / limits.MB), limits.FILE_BYTES // limits.MB
        raise Refused("file_too_large", size_mb=size_mb, limit_mb=limit_mb)


def _document(parsed: Parsed, name: str) -> Document:
    flat = build(parsed.blocks)
    if not any(c.isalnum() for node in flat for c in node.text):
        raise Refused("no_text")
    title = _title(parsed, flat, name)
    roots = tuple(node for node in flat if node.parent is None)
    plans = find_plans(flat, title)
    if len(plans) > 1 and title == plans[0].title:
        title = _name_title(name)
    return Document(title, roots, tuple(flat), plans, (*parsed.warnings, *_remarks(flat)))


def _title(parsed: Parsed, flat: list[Node], name: str) -> str:
    if stated := clean(parsed.title).text:
        return stated[:_TITLE_LENGTH]
    first = next((node for node in flat if node.kind is not Kind.noise), None)
    is_title = first and not first.number and not first.cells and len(first.text) <= _TITLE_LENGTH
    if is_title and not is_sentence(first.text) and not first.text.endswith(("：", ":", "，", ",")):
        return first.text
    return _name_title(name)


def _name_title(name: str) -> str:
    return clean(name.rpartition(".")[0] or name).text or name


def _remarks(flat: list[Node]) -> list[Message]:
    found = []
    originals = [node.original for node in flat]
    if any(has_traditional(line) for line in originals):
        found.append(warning("script_folded"))
    if pinyin := sum(map(pinyin_count, originals)):
        found.append(warning("pinyin_removed", count=pinyin))
    if broken := sum(map(broken_count, originals)):
        found.append(warning("broken_characters", count=broken))
    return found
