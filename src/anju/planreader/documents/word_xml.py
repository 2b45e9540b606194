"""Names and small questions of WordprocessingML."""

from __future__ import annotations

from lxml import etree

_TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def tag(local: str) -> str:
    return f"{{{_TRANSITIONAL}}}{local}"


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The element down a path of local names, None where one is missing."""
    for local in path:
        element = None if element is None else element.find(tag(local))
    return element


def value(element: etree._Element | None, otherwise: str = "") -> str:
    """The ``w:val`` of an element."""
    return otherwise if element is None else element.get(tag("val"), otherwise)


def is_on(element: etree._Element | None) -> bool:
    """A toggle such as ``w:vanish``: present means on unless it says otherwise."""
    return element is not None and value(element, "1") not in ("0", "false", "off", "none")


def transitional(root: etree._Element) -> etree._Element:
    """A strict document with the names of a transitional one, so that one reader serves both."""
    if not root.tag.startswith(f"{{{_STRICT}}}"):
        return root
    for element in root.iter(f"{{{_STRICT}}}*"):
        for key, held in list(element.attrib.items()):
            if key.startswith(f"{{{_STRICT}}}"):
                element.set(key.replace(_STRICT, _TRANSITIONAL), held)
        element.tag = element.tag.replace(_STRICT, _TRANSITIONAL)
    return root
