"""What one sentence of a plan says: its kind, its domain and the figures in it."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

Number = int | float

#: Fields that hold a figure read from the words. A sentence that states none leaves all of them empty.
FIGURES = (
    "count",
    "period",
    "bound",
    "continuous",
    "op",
    "value",
    "unit",
    "deadline",
    "retention",
    "duration",
    "window",
    "windows",
    "schedules",
    "targets",
    "baseline_change",
    "baseline_changes",
)


@dataclass
class Clause:
    """One unit of a plan, read.

    `text` is verbatim and `path` the headings above it, outermost first. `kind` is one of
    `lexicon.KINDS` ("none" when the unit asks nothing of anybody) and `domain` one of
    `lexicon.DOMAINS`, empty for "none".

    Schedule: `count` times in `period` (ISO 8601 or "shift"), `bound` is "exact", "min" or "max";
    `continuous` for round the clock. Target: `op` in = >= <= < >, `value` a number, `unit` as in
    `lexicon/units.toml`. Times (`deadline`, `retention`, `duration`) are ISO 8601. A window is
    [start, end] of "HH:MM", "MM-DD", "YYYY-MM-DD" or "MM", where None is an open end.
    `schedules`, `targets`, `windows`, `whos`, `baseline_changes` are filled when there are two or
    more; the plain field repeats the first. `baseline_change` is a signed percentage against today.
    `confidence` is between 0 and 1: how sure the reader is of kind and domain.
    """

    text: str
    path: tuple[str, ...] = ()
    kind: str = "none"
    domain: str = ""
    count: int | None = None
    period: str | None = None
    bound: str | None = None
    continuous: bool = False
    op: str | None = None
    value: Number | None = None
    unit: str | None = None
    deadline: str | None = None
    retention: str | None = None
    duration: str | None = None
    window: list[str | None] | None = None
    windows: list[list[str | None]] = field(default_factory=list)
    who: str | None = None
    whos: list[str] = field(default_factory=list)
    schedules: list[dict[str, Any]] = field(default_factory=list)
    targets: list[dict[str, Any]] = field(default_factory=list)
    baseline_change: Number | None = None
    baseline_changes: list[Number] = field(default_factory=list)
    confidence: float = 0.0

    @property
    def has_figures(self) -> bool:
        return any(_is_present(getattr(self, name)) for name in FIGURES)

    def as_json(self) -> dict[str, Any]:
        """The clause as plain JSON values; a field that the words do not state is left out."""
        return {f.name: _plain(value) for f in fields(self) if _is_present(value := getattr(self, f.name))}


def _is_present(value: Any) -> bool:
    return value is not None and value is not False and value != [] and value != () and value != ""


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Decimal):
        return tidy(value)
    return value


def tidy(number: Decimal | Number) -> Number:
    """A whole number as int, everything else as float: 95.0 -> 95."""
    return int(number) if number == int(number) else float(number)
