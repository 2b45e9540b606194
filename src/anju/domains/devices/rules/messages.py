"""What a device or a gateway sends, made safe: read, bounded and typed, or refused with a sentence. Knows no database.

    {"sent_at": "2026-03-05T01:00:00Z",
     "observations": [{"number": 17, "at": "2026-03-05T00:59:58Z", "kind": "reading", "values": {"pressure": 0.41}, "device": "WP-001"}]}

`device` is the number of a device behind a gateway; without it the sender speaks of itself. Everything in one message is stored or nothing.
"""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

import orjson
from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

MOST_BYTES = 256 * 1024
MOST_OBSERVATIONS = 500
MOST_VALUES = 20
MOST_VALUES_BYTES = 2000
CLOCK_TOLERANCE = timedelta(minutes=5)
OLDEST = timedelta(days=7)
MOST_KIND = 24
NAME = re.compile(r"[a-z][a-z0-9_]{0,31}")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Heard(NamedTuple):
    """One observation of a message. Moments are microseconds since 1970; `values` is JSON text; `about` is "" for the sender itself."""

    about: str
    number: int
    at_us: int
    kind: str
    values: str
    facts: dict[str, Any]


class Message(NamedTuple):
    skew_ms: int
    heard: list[Heard]


def micros(at: datetime) -> int:
    """Microseconds since 1970."""
    since = at - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def read(body: bytes, *, now: datetime) -> Message | Refusal:
    """A message from its bytes."""
    try:
        told = orjson.loads(body)
    except ValueError:
        return Refusal("devices.not_json", _("This is not valid JSON in UTF-8."))
    if not isinstance(told, dict) or not isinstance(told.get("observations"), list):
        return Refusal("devices.not_a_message", _("A message is an object with “sent_at” and a list “observations”."))
    rows = told["observations"]
    if not 1 <= len(rows) <= MOST_OBSERVATIONS:
        return Refusal("devices.too_many", _("A message holds 1 to %(most)s observations."), most=MOST_OBSERVATIONS)
    sent_at = _moment(told.get("sent_at"))
    if sent_at is None:
        return Refusal("devices.no_sending_time", _("“sent_at” must be the device's own time with its zone, such as 2026-03-05T01:00:00Z."))
    skew = sent_at - now
    if abs(skew) > CLOCK_TOLERANCE:
        return Refusal("devices.clock_wrong", _("The device's clock is %(seconds)s s off. Set it by “server_time” and send again."), seconds=round(skew.total_seconds()))
    latest, oldest = micros(max(sent_at, now)) + 1_000_000, micros(now - OLDEST)
    heard = []
    for position, row in enumerate(rows):
        one = _observation(row, latest, oldest)
        if type(one) is not Heard:
            return Refusal("devices.bad_observation", _("Observation %(position)s: %(why)s"), position=position, why=one)
        heard.append(one)
    return Message(skew // timedelta(milliseconds=1), heard)


def _moment(text: Any) -> datetime | None:
    """An aware moment; None for anything else."""
    if type(text) is not str or len(text) > 40:
        return None
    try:
        at = datetime.fromisoformat(text)
        return None if at.tzinfo is None else at if at.tzinfo is UTC else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _observation(row: Any, latest: int, oldest: int) -> Any:
    """What was heard, or the sentence that says why not."""
    if type(row) is not dict:
        return _("an observation is an object.")
    number, kind, facts, about = row.get("number"), row.get("kind"), row.get("values", {}), row.get("device", "")
    if type(number) is not int or not 1 <= number < 2**63:
        return _("“number” must be the device's own count, a whole number from 1.")
    if type(kind) is not str or len(kind) > MOST_KIND or (kind not in _good_names and not _is_name(kind)):
        return _("“kind” must be a short word in small letters.")
    if type(about) is not str or len(about) > 24:
        return _("“device” must be a device number.")
    at = _moment(row.get("at"))
    if at is None:
        return _("“at” must be a time with its zone.")
    at_us = micros(at)
    if at_us > latest:
        return _("“at” lies in the future.")
    if at_us < oldest:
        return _("“at” is more than 7 days old.")
    if type(facts) is not dict or len(facts) > MOST_VALUES or not _are_values(facts):
        return _("“values” holds at most 20 numbers, flags and short texts under names in small letters.")
    text = orjson.dumps(facts)
    if len(text) > MOST_VALUES_BYTES:
        return _("“values” is too long.")
    return Heard(about, number, at_us, kind, text.decode(), facts)


_good_names: set[str] = set()
"""Names that were looked at and are good: devices say the same ones again and again."""


def _are_values(facts: dict[str, Any]) -> bool:
    for name, value in facts.items():
        if name not in _good_names and not _is_name(name):
            return False
        kind = type(value)
        if kind is float:
            if not math.isfinite(value):
                return False
        elif kind is int:
            if abs(value) >= 2**53:
                return False
        elif kind is str:
            if len(value) > 120 or not value.isprintable():
                return False
        elif kind is not bool:
            return False
    return True


def _is_name(name: str) -> bool:
    if not NAME.fullmatch(name):
        return False
    if len(_good_names) < 5000:
        _good_names.add(name)
    return True
