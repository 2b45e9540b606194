"""PDF with a text layer: pages without running heads, lines that the page broke joined again."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import unicodedata
from collections import Counter

from . import limits
from .blocks import Block, Parsed
from .markers import marker_of
from .messages import Refused, warning
from .noise import is_noise

_REPEATED_ON_PAGES = 3
_FULL_LINE_SHARE = 0.85
_SENTENCE_END = tuple("。！？!?；;：:")
_HAN_GAP = re.compile(r"(?<=[\u4e00-\u9fff，。、；：（）“”]) (?=[\u4e00-\u9fff，。、；：（）“”])")


def read_pdf(data: bytes) -> Parsed:
    pages = _pages(data)
    pictures = [at + 1 for at, page in enumerate(pages) if page["pictures"]]
    lines = _without_running_heads([_lines(page["text"]) for page in pages])
    if pictures and not any(lines):
        raise Refused("pictures_only")
    parsed = Parsed()
    if pictures:
        parsed.warnings.append(warning("picture_pages", pages=page_ranges(pictures)))
    for text, page in _joined(lines):
        parsed.add(Block(text, len(parsed.blocks) + 1, page=page))
    return parsed


def page_ranges(pages: list[int]) -> str:
    """[3, 4, 5, 9] as "3-5, 9"."""
    spans: list[list[int]] = []
    for page in pages:
        if spans and page == spans[-1][1] + 1:
            spans[-1][1] = page
        else:
            spans.append([page, page])
    return ", ".join(str(first) if first == last else f"{first}-{last}" for first, last in spans)


def _pages(data: bytes) -> list[dict]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONIOENCODING": "utf-8"}
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", f"{__package__}.pdf_pages"], input=data,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            timeout=limits.PDF_SECONDS, env=environment, check=False,
        )
        found = json.loads(done.stdout)
    except subprocess.TimeoutExpired as late:
        raise Refused("too_slow", seconds=limits.PDF_SECONDS) from late
    except ValueError as broken:
        raise Refused("not_a_document") from broken
    if "refused" in found:
        raise Refused(found.pop("refused"), **found)
    if sum(len(page["text"]) for page in found["pages"]) > limits.TEXT_BYTES:
        raise Refused("text_too_long", limit_mb=limits.TEXT_BYTES // limits.MB)
    return found["pages"]


def _lines(text: str) -> list[str]:
    lines = (_HAN_GAP.sub("", " ".join(line.split())) for line in text.split("\n"))
    return [line for line in lines if line]


def _without_running_heads(pages: list[list[str]]) -> list[list[str]]:
    """Pages without the first and last lines that recur on most pages, page numbers set aside."""
    full = [page for page in pages if page]
    edges = Counter(_shape(line) for page in full for line in {page[0], page[-1]})
    least = max(_REPEATED_ON_PAGES, len(full) * 2 // 3)
    repeated = {shape for shape, count in edges.items() if count >= least}
    kept = []
    for page in pages:
        lines = list(page)
        for edge in (0, -1):
            if lines and (_shape(lines[edge]) in repeated or is_noise(lines[edge])):
                lines.pop(edge)
        kept.append(lines)
    return kept


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line)


def _joined(pages: list[list[str]]) -> list[tuple[str, int]]:
    """(text, page it begins on): a line that fills its row and does not end a sentence runs on in the next."""
    full = max((width(line) for lines in pages for line in lines), default=0) * _FULL_LINE_SHARE
    joined: list[tuple[str, int]] = []
    runs_on = False
    for page, lines in enumerate(pages, start=1):
        for line in lines:
            if runs_on and marker_of(line) is None:
                text, began = joined[-1]
                gap = " " if text[-1].isascii() and line[0].isascii() and text[-1].isalpha() else ""
                joined[-1] = (text + gap + line, began)
            else:
                joined.append((line, page))
            runs_on = width(line) >= full and not line.endswith(_SENTENCE_END)
    return joined


def width(line: str) -> int:
    """Columns that a line takes, a Chinese character counting two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line)
