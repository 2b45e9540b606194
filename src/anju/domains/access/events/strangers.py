"""Regulars, strangers who were asked, and searches of movements."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from anju.kernel.events import Words, event


@event("access.regular_registered")
class RegularRegistered:
    regular: UUID
    category: str
    dwelling: UUID | None = None


@event("access.regular_ended")
class RegularEnded:
    regular: UUID
    category: str
    reason: Words = ""


@event("access.inquiry_recorded")
class InquiryRecorded:
    inquiry: UUID
    kind: str
    outcome: str
    lane: UUID | None = None
    words: Words = ""


@event("access.stranger_spotted")
class StrangerSpotted:
    """Somebody was seen and those on duty were told where; without `notice` nobody could be reached by message."""

    inquiry: UUID
    kind: str
    place: UUID
    notice: UUID | None = None
    words: Words = ""


@event("access.inquiry_closed")
class InquiryClosed:
    inquiry: UUID
    kind: str
    outcome: str
    seconds: int
    words: Words = ""


@event("access.movements_searched")
class MovementsSearched:
    by_what: str
    start: datetime | None = None
    end: datetime | None = None
    purpose: Words = ""
    wanted: Words = ""
