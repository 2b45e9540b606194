"""When each device was last heard: gathered in memory, written once a second, and never the reason for a commit per message."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from .store import EPOCH


class Sign(NamedTuple):
    """One device was heard at a moment (`is_contact`), or something was said of it. Moments in microseconds since 1970."""

    device: bytes
    at_us: int
    is_contact: bool = True
    number: int = 0
    skew_ms: int | None = None
    reported: str | None = None
    signal: int | None = None


def merge(signs: dict[bytes, Sign], more: Iterable[Sign]) -> None:
    """Keep the newest of each device, and the highest number."""
    for sign in more:
        known = signs.get(sign.device)
        signs[sign.device] = sign if known is None else _merged(known, sign)


def _merged(old: Sign, new: Sign) -> Sign:
    if new.at_us < old.at_us:
        old, new = new, old
    is_word = new.reported is not None
    return Sign(
        new.device,
        new.at_us,
        new.is_contact or (old.is_contact and not is_word),
        max(old.number, new.number),
        old.skew_ms if new.skew_ms is None else new.skew_ms,
        new.reported if is_word else old.reported,
        old.signal if new.signal is None else new.signal,
    )


_HEARD = """UPDATE devices_contact SET
 contact_since = CASE WHEN last_contact_at IS NULL OR last_contact_at < %s THEN %s ELSE contact_since END,
 last_contact_at = %s, last_number = CASE WHEN COALESCE(last_number, 0) < %s THEN %s ELSE last_number END,
 skew_ms = COALESCE(%s, skew_ms), signal = COALESCE(%s, signal), reported = COALESCE(%s, '')
 WHERE id = %s AND (last_contact_at IS NULL OR last_contact_at <= %s)"""
_SAID = "UPDATE devices_contact SET reported = %s, reported_at = %s, skew_ms = COALESCE(%s, skew_ms) WHERE id = %s"


def write(signs: dict[bytes, Sign]) -> None:
    """Bring the table of contacts up to what was seen."""
    patience = _patience(signs)
    heard = [_heard(sign, patience[sign.device]) for sign in signs.values() if sign.is_contact and sign.device in patience]
    said = [
        (sign.reported, _value(_moment(sign.at_us)), sign.skew_ms, _id(sign.device))
        for sign in signs.values()
        if not sign.is_contact and sign.reported is not None
    ]
    with connection.cursor() as cursor:
        if heard:
            cursor.executemany(_HEARD, heard)
        if said:
            cursor.executemany(_SAID, said)


def _heard(sign: Sign, patience_s: int) -> tuple:
    at = _moment(sign.at_us)
    now, before = _value(at), _value(at - timedelta(seconds=patience_s))
    return (before, now, now, sign.number, sign.number, sign.skew_ms, sign.signal, sign.reported, _id(sign.device), now)


def _patience(signs: dict[bytes, Sign]) -> dict[bytes, int]:
    from ..models import Contact

    ids = [UUID(bytes=each) for each in signs]
    found: dict[bytes, int] = {}
    for start in range(0, len(ids), 500):
        rows = Contact.everywhere.filter(pk__in=ids[start : start + 500]).values_list("pk", "patience_s")
        found |= {pk.bytes: seconds for pk, seconds in rows}
    return found


def touch(devices: Sequence[Any], at: datetime) -> None:
    """Note contact with these devices at a moment, as their messages would: for the simulator's history, which stores no messages."""
    us = (at - EPOCH) // timedelta(microseconds=1)
    write({device.pk.bytes: Sign(device.pk.bytes, us, skew_ms=0) for device in devices})


def _moment(us: int) -> datetime:
    return EPOCH + timedelta(microseconds=us)


def _value(at: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(at)


def _id(device: bytes) -> Any:
    return UUID(bytes=device) if connection.features.has_native_uuid_field else device.hex()


def touch_all(scope: Any, at: datetime, *, but: Iterable[UUID] = (), gap: timedelta = timedelta(hours=3)) -> None:
    """Note contact with every device of a community but some, in one statement; a silence up to `gap` does not break the contact."""
    now, before = _value(at), _value(at - gap)
    left_out = [_id(pk.bytes) for pk in but]
    marks = f" AND id NOT IN ({', '.join(['%s'] * len(left_out))})" if left_out else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE devices_contact SET contact_since = CASE WHEN last_contact_at IS NULL OR last_contact_at < %s THEN %s ELSE contact_since END,"
            f" last_contact_at = %s, reported = '' WHERE scope_id = %s{marks}",
            [before, now, now, _id(scope.pk.bytes), *left_out],
        )


def said_of(device: Any, state: str, at: datetime) -> None:
    """Note what a gateway says of a silent device, as its message would."""
    us = (at - EPOCH) // timedelta(microseconds=1)
    write({device.pk.bytes: Sign(device.pk.bytes, us, False, reported=state)})
