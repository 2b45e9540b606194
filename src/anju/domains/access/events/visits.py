"""What became of visits."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class AboutVisit:
    visit: UUID
    category: str
    dwelling: UUID | None = None


@event("access.visit_registered")
class VisitRegistered(AboutVisit):
    channel: str
    identity_check: str
    rules_version: int
    reason: Words = ""


@event("access.visitor_invited")
class VisitorInvited(AboutVisit):
    permit: UUID
    until_at: datetime
    people: int


@event("access.invitation_withdrawn")
class InvitationWithdrawn(AboutVisit):
    pass


@event("access.host_asked")
class HostAsked(AboutVisit):
    notice: UUID | None = None
    times: int


@event("access.visit_answered")
class VisitAnswered(AboutVisit):
    """`way` app is the host himself; any other is what somebody of the staff heard from him."""

    agrees: bool
    way: str
    seconds: int
    note: Words = ""


@event("access.visit_vouched")
class VisitVouched(AboutVisit):
    """`as_whom` is control_room or leader."""

    as_whom: str
    note: Words = ""


@event("access.visitor_let_in")
class VisitorLetIn(AboutVisit):
    passage: UUID
    lane: UUID
    seconds: int
    until_at: datetime | None = None


@event("access.visitor_let_out")
class VisitorLetOut(AboutVisit):
    lane: UUID
    minutes: int
    was_overstay: bool


@event("access.visitor_turned_away")
class VisitorTurnedAway(AboutVisit):
    reason: Words = ""


@event("access.visit_overstayed")
class VisitOverstayed(AboutVisit):
    until_at: datetime


@event("access.visit_lapsed")
class VisitLapsed(AboutVisit):
    state_before: str


@event("access.visit_corrected")
class VisitCorrected(AboutVisit):
    """`fields` of what was taken down by `channel` were wrong."""

    channel: str
    fields: int
