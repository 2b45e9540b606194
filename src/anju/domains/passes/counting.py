"""Passes whose things are counted by a later room: that room lets them through, thing by thing, and no desk spends them without a count."""

from __future__ import annotations

from collections.abc import Callable

from .models import Pass

counted_by: list[Callable[[Pass], bool]] = []
"""A later room adds a question: does it count what is on this pass?"""


def is_counted(permit: Pass) -> bool:
    return any(asks(permit) for asks in counted_by)
