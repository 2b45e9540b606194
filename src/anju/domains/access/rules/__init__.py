"""Decisions of the gate: pure functions over plain facts. They import without settings, so that an edge runs the same code."""

from .deciding import ALLOWED, ASK, REFUSED, decide, explained
from .facts import (
    DAY_MINUTES,
    REGULAR_CODES,
    Decision,
    Facts,
    Lane,
    Permit,
    Policy,
    Rules,
    Token,
    Turns,
    as_json,
    from_json,
    hhmm,
    is_within,
)

__all__ = [
    "ALLOWED", "ASK", "DAY_MINUTES", "REFUSED", "REGULAR_CODES", "Decision", "Facts", "Lane", "Permit", "Policy", "Rules", "Token", "Turns", "as_json", "decide", "explained", "from_json", "hhmm", "is_within",
]  # fmt: skip
