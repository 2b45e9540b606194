"""What is planned against the rulebook: each item refused, allowed on a condition, with advice, or allowed, with the sentence that says why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from ..kinds import BANS, WORKS
from .book import Book

MOST_ITEMS = 40
_NOT = re.compile(r"[不无未勿非][^，。；,;]{0,3}$")
SAYS: dict[str, Any] = {
    "too_deep": _("The drill goes deeper than the rulebook allows."),
    "where_needed": _("Write where it will hang before it can be approved."),
    "drawing_needed": _("Hand in a drawing of it before it can be approved."),
    "unknown": _("This sort of works is not in the rulebook. Choose one of the list."),
    "reads_like": _("What is written reads like something forbidden. Write it otherwise, or leave it out."),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """One item of an application. `depth_mm` only of drilling; `detail` is what its applicant wrote."""

    code: str
    detail: str = ""
    depth_mm: int = 0


@dataclass(frozen=True, slots=True)
class Finding:
    """What the rulebook says of an item. `reason` is "" for its ordinary sentence, else a code of `SAYS`."""

    code: str
    verdict: str
    reason: str = ""

    @property
    def label(self) -> Any:
        return WORKS[self.code].label if self.code in WORKS else self.code

    @property
    def sentence(self) -> Any:
        return SAYS[self.reason] if self.reason else WORKS[self.code].sentence

    @property
    def basis(self) -> Any:
        return WORKS[self.code].basis if self.code in WORKS else ""


def check(items: Iterable[Planned], book: Book, *, has_drawing: bool = False) -> list[Finding]:
    """The findings, forbidden ones first. Free text is read too: a forbidden thing under another name is still forbidden."""
    found = [finding for item in items for finding in _of(item, book, has_drawing)]
    order = {"refused": 0, "condition": 1, "advice": 2, "ok": 3}
    return sorted(dict.fromkeys(found), key=lambda one: order[one.verdict])


def _of(item: Planned, book: Book, has_drawing: bool) -> list[Finding]:
    if item.code not in WORKS:
        return [Finding(item.code, "refused", "unknown")]
    hidden = [Finding(code, "refused", "reads_like") for code in reads_like(item.detail) if code != item.code]
    return [_ordinary(item, book, has_drawing), *hidden]


def _ordinary(item: Planned, book: Book, has_drawing: bool) -> Finding:
    verdict = book.verdicts.get(item.code, WORKS[item.code].verdict)
    if verdict == "refused":
        return Finding(item.code, "refused")
    if item.code == "slab_drilling" and item.depth_mm > book.drilling_mm:
        return Finding(item.code, "refused", "too_deep")
    if item.code == "air_indoor" and not item.detail.strip():
        return Finding(item.code, "refused", "where_needed")
    if item.code == "partition" and not has_drawing:
        return Finding(item.code, "refused", "drawing_needed")
    return Finding(item.code, verdict)


def reads_like(text: str) -> list[str]:
    """The bans that a text speaks of, unless it says that they are left alone."""
    found = []
    for code in BANS:
        pattern = WORKS[code].words
        if pattern and any(not _NOT.search(text[: hit.start()]) for hit in re.finditer(pattern, text)):
            found.append(code)
    return found


def refusals(findings: Iterable[Finding]) -> list[Finding]:
    return [one for one in findings if one.verdict == "refused"]
