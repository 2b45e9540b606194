"""What happened to passes, keys and found things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class About:
    """What every count over passes asks for: which pass, of what kind, for what place, how long."""

    permit: UUID
    kind: str
    place: UUID | None = None
    starts_at: datetime
    ends_at: datetime


@event("passes.pass_asked")
class PassAsked(About):
    purpose: Words = ""


@event("passes.pass_approved")
class PassApproved(About):
    note: Words = ""


@event("passes.pass_refused")
class PassRefused(About):
    reason: Words = ""


@event("passes.pass_issued")
class PassIssued(About):
    signed_with: str
    uses: int
    purpose: Words = ""


@event("passes.pass_handed_out")
class PassHandedOut(About):
    """`proof` is signature or witness."""

    key: UUID | None = None
    copy: int | None = None
    holder: UUID | None = None
    proof: str


@event("passes.pass_scanned")
class PassScanned:
    """A code was looked at. Without `permit` it was none of ours."""

    use: UUID
    permit: UUID | None = None
    kind: str = ""
    outcome: str
    code: str
    place: UUID | None = None
    direction: str = ""


@event("passes.pass_used")
class PassUsed(About):
    use: UUID
    at_place: UUID | None = None
    direction: str = ""
    uses_done: int


@event("passes.use_recorded")
class UseRecorded(About):
    """A place that was cut off let it through and tells so later. `is_double`: more often than the pass allows."""

    use: UUID
    at_place: UUID | None = None
    direction: str = ""
    used_at: datetime
    device: str
    is_double: bool


@event("passes.pass_returned")
class PassReturned(About):
    """`is_complete`: nothing is owed any more. `minutes_late` beyond the window, 0 when in time."""

    is_complete: bool
    is_in_time: bool
    was_counted_overdue: bool
    minutes_late: int = 0
    note: Words = ""


@event("passes.pass_extended")
class PassExtended(About):
    ended_before_at: datetime
    overdue_at: datetime | None = None
    reason: Words = ""


@event("passes.pass_revoked")
class PassRevoked(About):
    reason: Words = ""


@event("passes.pass_reported_lost")
class PassReportedLost(About):
    reason: Words = ""


@event("passes.pass_reissued")
class PassReissued(About):
    issue: int
    reason: Words = ""


@event("passes.pass_fell_overdue")
class PassOverdue(About):
    """It was due back at `ends_at` and did not come."""

    key: UUID | None = None
    holder: UUID | None = None
    post: UUID | None = None


@event("passes.pass_expired")
class PassExpired(About):
    state_before: str


@event("passes.pass_printed")
class PassPrinted(About):
    layout: str


@event("passes.pass_discarded")
class PassDiscarded(About):
    """The time of keeping was over: items, checks and personal values are gone, the number stays."""

    number: str
    kept_until_on: date
    items: int
    checks: int


@event("passes.key_added")
class KeyAdded:
    code: Words = ""
    hook: Words = ""
    copies: int


@event("passes.key_changed")
class KeyChanged:
    code: Words = ""
    hook: Words = ""
    copies: int


@event("passes.key_withdrawn")
class KeyWithdrawn:
    reason: Words = ""


@event("passes.found_recorded")
class FoundRecorded:
    category: str
    place: UUID | None = None
    found_at: datetime
    title: Words = ""


@event("passes.found_announced")
class FoundAnnounced:
    category: str
    lawful_on: date


@event("passes.found_claimed")
class FoundClaimed:
    category: str
    said: Words = ""


@event("passes.found_claim_refused")
class FoundClaimRefused:
    category: str
    reason: Words = ""


@event("passes.found_handed_out")
class FoundHandedOut:
    category: str
    witness: UUID
    days_kept: int


@event("passes.found_given_to_police")
class FoundGivenToPolice:
    category: str
    receipt: Words = ""


@event("passes.found_disposed")
class FoundDisposed:
    category: str
    announced_on: date
    witness: UUID
    receipt: Words = ""
