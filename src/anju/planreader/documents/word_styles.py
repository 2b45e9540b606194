"""What a paragraph inherits from its style: outline level, list, and whether it is a contents line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from .word_xml import child, tag, value

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"(?:toc|目录)\s*(?:\d|heading|标题)", re.IGNORECASE)
_LONGEST_CHAIN = 12


@dataclass(slots=True)
class Style:
    """``heading`` counts from 1, 0 for body text; ``list_id`` and ``list_level`` as in numbering.xml."""

    heading: int = 0
    list_id: str = ""
    list_level: int | None = None
    is_title: bool = False
    is_contents: bool = False


class Styles:
    """The paragraph styles of a document by id."""

    def __init__(self, root: etree._Element | None) -> None:
        self._elements = {} if root is None else {e.get(tag("styleId"), ""): e for e in root.findall(tag("style"))}
        self._known: dict[str, Style] = {}

    def style(self, style_id: str) -> Style:
        if style_id not in self._known:
            self._known[style_id] = self._resolved(style_id)
        return self._known[style_id]

    def _resolved(self, style_id: str) -> Style:
        found = Style()
        for _ in range(_LONGEST_CHAIN):
            element = self._elements.get(style_id)
            if element is None:
                break
            name, properties = value(child(element, "name")), child(element, "pPr")
            found.is_contents = found.is_contents or bool(_CONTENTS_NAME.match(name))
            found.is_title = found.is_title or name.lower() in ("title", "标题")
            found.heading = found.heading or heading_level(properties) or _named_level(name)
            list_id, level = list_of(properties)
            found.list_id = found.list_id or list_id
            found.list_level = level if found.list_level is None else found.list_level
            style_id = value(child(element, "basedOn"))
        return found


def heading_level(properties: etree._Element | None) -> int:
    level = value(child(properties, "outlineLvl"))
    return int(level) + 1 if level in tuple("012345678") else 0


def list_of(properties: etree._Element | None) -> tuple[str, int | None]:
    """(list id, level) that paragraph properties state; list id "0" switches a style's list off."""
    level = value(child(properties, "numPr", "ilvl"))
    return value(child(properties, "numPr", "numId")), int(level) if level in tuple("0123456789") else None


def _named_level(name: str) -> int:
    found = _HEADING_NAME.match(name)
    return int(found[1]) if found else 0
