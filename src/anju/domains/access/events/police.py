"""What was asked of the police, and what came of it. Who was asked about stands at the visit, never here."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from anju.kernel.events import event


@event("access.police_line_connected")
class PoliceLineConnected:
    allows_lan: bool
    has_new_secret: bool


@event("access.police_line_removed")
class PoliceLineRemoved:
    pass


@dataclass(frozen=True, kw_only=True)
class AboutPoliceQuery:
    visit: UUID
    request_id: str


@event("access.police_asked")
class PoliceAsked(AboutPoliceQuery):
    pass


@event("access.police_tried")
class PoliceTried(AboutPoliceQuery):
    tries: int


@event("access.police_answered")
class PoliceAnswered(AboutPoliceQuery):
    answer: str
    effect: str
    seconds: int


@event("access.police_not_answered")
class PoliceNotAnswered(AboutPoliceQuery):
    """`given_up_for` is empty while it is tried again."""

    response: str
    given_up_for: str = ""
