"""Contests, and the group that runs the training."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from anju.kernel.events import event

from .teaching import AboutSession


@event("training.contest_result_entered")
class ContestResultEntered(AboutSession):
    """`tenths` are tenths of a point; `rank` as it stands with this result."""

    of_person: UUID
    tenths: int
    rank: int


@event("training.deducted_called")
class DeductedCalled(AboutSession):
    """`chosen` are those from whom the scheme took at least so many tenths of a point this year."""

    scheme: UUID
    tenths: int
    chosen: list[UUID]


@event("training.group_set_up")
class GroupSetUp:
    group: UUID
    head: UUID
    members: list[UUID]
    since_on: date
    replaces: UUID | None = None
