"""What happened to persons, accounts, roles, homes and posts."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from anju.kernel.events import Words, event


@event("people.person_registered")
class PersonRegistered:
    of_person: UUID
    called: Words = ""


@event("people.person_changed")
class PersonChanged:
    of_person: UUID
    changed: list[str]


@event("people.person_signed_off")
class PersonSignedOff:
    """Somebody has left; the last of the personal values is erased on that day."""

    of_person: UUID
    erase_on: date


@event("people.person_forgotten")
class PersonForgotten:
    of_person: UUID


@event("people.account_opened")
class AccountOpened:
    account: UUID
    of_person: UUID
    username: Words = ""


@event("people.link_issued")
class LinkIssued:
    """A one-time link to choose a password was made; it makes older ones worthless."""

    account: UUID
    number: int


@event("people.password_chosen")
class PasswordChosen:
    account: UUID


@event("people.account_closed")
class AccountClosed:
    account: UUID
    reason: Words = ""


@event("people.account_reopened")
class AccountReopened:
    account: UUID


@event("people.signed_in")
class SignedIn:
    account: UUID
    method: str


@event("people.sign_in_failed")
class SignInFailed:
    account: UUID


@event("people.language_chosen")
class LanguageChosen:
    account: UUID
    language: str


@event("people.role_granted")
class RoleGranted:
    membership: UUID
    of_person: UUID
    role: str
    since_on: date
    until_on: date | None = None


@event("people.role_ended")
class RoleEnded:
    membership: UUID
    of_person: UUID
    role: str
    reason: Words = ""


@event("people.rights_asked")
class RightsAsked:
    """With `is_waiting` nothing has changed yet: a second person must agree."""

    change: UUID
    post: str
    granted: list[str]
    withdrawn: list[str]
    is_waiting: bool
    reason: Words = ""


@event("people.rights_confirmed")
class RightsConfirmed:
    change: UUID
    post: str


@event("people.rights_refused")
class RightsRefused:
    change: UUID
    post: str
    reason: Words = ""


@event("people.role_named")
class RoleNamed:
    role: str
    label: Words = ""


@event("people.ownership_added")
class OwnershipAdded:
    ownership: UUID
    dwelling: UUID
    of_person: UUID
    share: str


@event("people.ownership_ended")
class OwnershipEnded:
    ownership: UUID
    dwelling: UUID
    of_person: UUID


@event("people.residency_added")
class ResidencyAdded:
    residency: UUID
    dwelling: UUID
    of_person: UUID
    relation: str


@event("people.residency_ended")
class ResidencyEnded:
    residency: UUID
    dwelling: UUID
    of_person: UUID


@event("people.pattern_defined")
class PatternDefined:
    pattern: UUID
    shifts: int
    crews: int
    weekly_hours: float


@event("people.pattern_changed")
class PatternChanged:
    pattern: UUID
    shifts: int
    crews: int
    weekly_hours: float


@event("people.pattern_retired")
class PatternRetired:
    pattern: UUID


@event("people.post_defined")
class PostDefined:
    post: UUID
    role: str
    people_per_shift: int


@event("people.post_changed")
class PostChanged:
    post: UUID
    changed: list[str]


@event("people.post_retired")
class PostRetired:
    post: UUID
    reason: Words = ""


@event("people.post_assigned")
class PostAssigned:
    holding: UUID
    post: UUID
    of_person: UUID
    start_at: datetime
    end_at: datetime


@event("people.post_released")
class PostReleased:
    holding: UUID
    post: UUID
    of_person: UUID
    end_at: datetime
    is_withdrawn: bool
    reason: Words = ""


@event("people.holdings_published")
class HoldingsPublished:
    count: int
    first_on: date
    last_on: date
    posts: list[UUID]


@event("people.holdings_withdrawn")
class HoldingsWithdrawn:
    count: int
    first_on: date
    last_on: date


@event("people.post_taken")
class PostTaken:
    """Somebody went on post: `present` people are there now of the `needed`."""

    presence: UUID
    post: UUID
    of_person: UUID
    holding: UUID | None
    present: int
    needed: int


@event("people.post_left")
class PostLeft:
    """Somebody went off post; `is_alone` says that one person is left where two are needed."""

    presence: UUID
    post: UUID
    of_person: UUID
    left_for: str
    present: int
    needed: int
    is_alone: bool
    note: Words = ""


@event("people.trial_begun")
class TrialBegun:
    """Somebody looks around as this post."""

    post: str


@event("people.trial_ended")
class TrialEnded:
    post: str
