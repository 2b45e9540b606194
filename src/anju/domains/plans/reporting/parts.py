"""What a block says: sentences, tables, charts, each with the numbers of its footnotes. Plain values, so that they can be frozen as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

Part = dict[str, Any]
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff\u202a-\u202e\u2066-\u2069]")


def plain(text: Any) -> str:
    """Without characters that no page can show and XML forbids, or that turn the direction of writing; everything else stays as it was written."""
    return _UNPRINTABLE.sub("", str(text))


def line(text: str, *notes: int) -> Part:
    return {"kind": "line", "text": plain(text), "notes": list(notes)}


def table(title: str, head: Sequence[str], rows: Iterable[Sequence[Any]], *, numbers: Iterable[int] = (), notes: Iterable[Sequence[int]] = ()) -> Part:
    """`numbers` are the columns that stand at the right; `notes` the footnotes of each row."""
    made = [[plain(cell) for cell in row] for row in rows]
    marked = [list(each) for each in notes] or [[] for _row in made]
    return {"kind": "table", "title": plain(title), "head": [plain(cell) for cell in head], "rows": made, "numbers": list(numbers), "notes": marked}


def chart(
    shape: str, title: str, finding: str, labels: Iterable[str], series: Iterable[tuple[str, Sequence[float | None]]], *, unit: str = "", goal: float | None = None,
    colours: Sequence[str] = (),
) -> Part:  # fmt: skip
    """`shape` is bars or lines; `finding` is the sentence above it, and what is read aloud instead of it."""
    drawn = [{"name": plain(name), "values": [None if one is None else round(float(one), 2) for one in values]} for name, values in series]
    said = {"title": plain(title), "finding": plain(finding), "labels": [plain(label) for label in labels]}
    return {"kind": "chart", "shape": shape, "series": drawn, "unit": unit, "goal": goal, "colours": list(colours), **said}


def cut(rows: Sequence[Any], most: int) -> tuple[Sequence[Any], int]:
    """The first rows, and how many were left out."""
    return rows[:most], max(0, len(rows) - most)
