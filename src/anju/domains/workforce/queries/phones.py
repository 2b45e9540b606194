"""Post phones and the numbers by which people sign in on them."""

from __future__ import annotations

import hashlib
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password

from anju.domains.people.queries import Person, working_here
from anju.kernel import clock
from anju.kernel.models import Scope

from ..models import PhonePin, PostPhone
from ..rules.phones import wrong_pin as wrong_pin


def digest_of(secret: str) -> str:
    """Codes and keys are random and long: a plain digest hides them."""
    return hashlib.sha256(secret.encode()).hexdigest()


def tidy_code(typed: str) -> str:
    """A code as it was made, however it was typed."""
    return "".join(typed.split()).replace("-", "").upper()[:40]


def phone_of(key: str) -> PostPhone | None:
    """The post phone that shows this key, wherever it is; None for any other browser."""
    return PostPhone.everywhere.select_related("scope", "post").filter(key_digest=digest_of(key), state="in_use").first() if key else None


def phone_to_enrol(code: str, at: datetime) -> PostPhone | None:
    """The phone that waits for this one-time code."""
    return PostPhone.everywhere.select_related("scope", "post").filter(code_digest=digest_of(tidy_code(code)), state="waiting", code_until_at__gt=at).first()


def is_running(phone: UUID, *, visit: UUID, person: UUID | None, key: str, at: datetime | None = None) -> bool:
    """Whether somebody's sign-in on a post phone still holds: nobody came after him, his time is not over, and it is the same phone."""
    running = PostPhone.everywhere.filter(pk=phone, visit=visit, holder_id=person, until_at__gt=at or clock.now(), state="in_use", key_digest=digest_of(key))
    return running.exists()


def by_badge(scope: Scope, badge: str) -> Person | None:
    """Who of the staff has this badge number; None also where two have it."""
    badge = badge.strip()
    found = list(working_here(scope).filter(employee_number=badge)[:2]) if badge and len(badge) <= 20 else []
    return found[0] if len(found) == 1 else None


def pin_of(scope: Scope, person: UUID | None) -> PhonePin | None:
    return PhonePin.objects.filter(scope=scope, person_id=person).first() if person else None


def pin_fits(pin: PhonePin | None, typed: str) -> bool:
    """Whether the number is right. It takes as long where there is none, so that its time tells nothing; ask outside of a transaction."""
    if pin is None or not pin.digest:
        make_password(typed[:20])
        return False
    return check_password(typed[:20], pin.digest)
