"""Who may sign in on a phone that many people use: a number of his own, few tries, and only as long as his shift lasts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

PIN = re.compile(r"[0-9]{6}")
TRIES_BEFORE_LOCK = 5
TRIES_OF_A_PIN = 10
"""After so many wrong tries in a row the number is spent; its owner chooses another."""
TRIES_OF_A_PHONE = 10
LOCKED = timedelta(minutes=15)
CODE_LASTS = timedelta(minutes=15)
AFTER_SHIFT = timedelta(minutes=30)
"""For the handover; then the phone is wiped."""
WITHOUT_SHIFT = timedelta(hours=2)


@dataclass(frozen=True)
class Tries:
    """What is known about earlier tries of a number or on a phone."""

    tries: int = 0
    locked_until: datetime | None = None


def may_set_pin(pin: str, *, again: str, badge: str) -> Refusal | None:
    """Six digits, typed twice the same, that nobody guesses at once."""
    if not PIN.fullmatch(pin):
        return Refusal("workforce.pin_shape", _("Not saved: the PIN has exactly six digits."))
    if pin != again:
        return Refusal("workforce.pin_differs", _("Not saved: the two entries differ. Type the same PIN twice."))
    if _is_easy(pin) or pin in "".join(re.findall(r"[0-9]", badge)):
        return Refusal("workforce.pin_easy", _("Not saved: this PIN is guessed at once. No rows, no repeated digits, not your badge number."))
    return None


def _is_easy(pin: str) -> bool:
    steps = {(int(b) - int(a)) % 10 for a, b in zip(pin, pin[1:], strict=False)}
    return len(steps) == 1 or len(set(pin)) < 3 or pin[:3] == pin[3:] or pin[:2] * 3 == pin


def may_try(*, phone: Tries, pin: Tries, at: datetime) -> Refusal | None:
    """Whether another try counts at all."""
    until = max((each.locked_until for each in (phone, pin) if each.locked_until), default=None)
    if until is not None and at < until:
        minutes = -(-int((until - at).total_seconds()) // 60)
        return Refusal("workforce.phone_locked", _("Too many wrong tries. Try again in %(minutes)s minutes, or ask the squad leader."), minutes=minutes)
    return None


def tried(before: Tries, *, at: datetime, most: int) -> Tries:
    """How it stands after one more try; each is counted before it is known whether it was right."""
    tries = before.tries + 1
    return Tries(tries, at + LOCKED if tries % most == 0 else None)


def may_enter(*, is_in_use: bool, works_here: bool, has_account: bool, has_pin: bool) -> Refusal | None:
    if not is_in_use:
        return not_in_use()
    if not works_here or not has_account or not has_pin:
        return wrong_pin()
    return None


def not_in_use() -> Refusal:
    return Refusal("workforce.phone_withdrawn", _("This phone is no post phone any more. Ask the security manager."))


def wrong_pin() -> Refusal:
    """The same sentence whatever was wrong: it tells nobody which badge numbers exist."""
    return Refusal("workforce.wrong_pin", _("Badge number and PIN do not fit. Who has no PIN yet chooses one on the page “My PIN” with his own account."))


def ends_at(at: datetime, shift_ends_at: datetime | None) -> datetime:
    """When he is signed out at the latest."""
    return (shift_ends_at + AFTER_SHIFT) if shift_ends_at else at + WITHOUT_SHIFT
