"""What happened to post phones and to the numbers of those who use them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from anju.kernel.events import Words, event


@event("workforce.post_phone_prepared")
class PostPhonePrepared:
    phone: UUID
    post: UUID
    code_until_at: datetime


@event("workforce.post_phone_enrolled")
class PostPhoneEnrolled:
    phone: UUID
    post: UUID


@event("workforce.post_phone_withdrawn")
class PostPhoneWithdrawn:
    phone: UUID
    post: UUID
    reason: Words = ""


@event("workforce.pin_set")
class PinSet:
    of_person: UUID


@event("workforce.pin_tried")
class PinTried:
    """Somebody tried a number; whether it was right, the next event says. `of_person` is empty where the badge is nobody's."""

    phone: UUID
    of_person: UUID | None = None
    is_locked: bool
    is_spent: bool


@event("workforce.post_phone_entered")
class PostPhoneEntered:
    """`instead_of` had not signed out."""

    phone: UUID
    post: UUID
    of_person: UUID
    until_at: datetime
    instead_of: UUID | None = None


@event("workforce.post_phone_left")
class PostPhoneLeft:
    """`cause`: signed_out, handover or time."""

    phone: UUID
    post: UUID
    of_person: UUID
    cause: str
