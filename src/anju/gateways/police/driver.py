"""Asking: signed like the own dialect of messages in both directions, and out by the same way. Whatever goes wrong is a response, never an answer."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from anju.domains.access.queries import Asked, PoliceAnswer, PoliceLine
from anju.kernel import clock

from ..messages import leaving
from ..messages.translate import own
from ..messages.wire import Access, Request, parsed

RESULTS = ("clear", "attention", "unknown")
PURPOSE = "visitor_check"


class PoliceDriver:
    def ask(self, line: PoliceLine, asked: Asked) -> PoliceAnswer:
        access = Access(line.address, secret=line.secret, allows_lan=line.allows_lan)
        try:
            status, headers, body = leaving.exchanged(question(line.community_code, asked, access, clock.machine()), allows_lan=line.allows_lan)
        except leaving.Blocked:
            return PoliceAnswer("blocked address")
        except leaving.Unreachable as error:
            return PoliceAnswer(str(error)[:24])
        return answered(status, headers, body, access.secret, asked, clock.machine())


def question(community_code: str, asked: Asked, access: Access, now: datetime) -> Request:
    told = {
        "request_id": asked.request_id, "at": asked.at.isoformat(timespec="seconds"), "community_code": community_code, "identity_number": asked.identity_number,
        "name": asked.name, "purpose": PURPOSE,
    }  # fmt: skip
    return own.posted(told, access, now)


def answered(status: int, headers: Mapping[str, str], body: bytes, secret: str, asked: Asked, now: datetime) -> PoliceAnswer:
    """What counts as an answer: 200, signed by the holder of the secret within five minutes, to this very question."""
    if status != 200:
        return PoliceAnswer(f"http {status}")
    if not own.is_signed(secret, headers.get(own.TIME, ""), headers.get(own.SIGNATURE, ""), body, now):
        return PoliceAnswer("bad signature")
    said = parsed(body)
    if said is None:
        return PoliceAnswer("no json")
    if said.get("request_id") != asked.request_id:
        return PoliceAnswer("other request")
    if said.get("result") not in RESULTS or not _is_moment(said.get("at")):
        return PoliceAnswer("unreadable")
    return PoliceAnswer("http 200", said["result"])


def _is_moment(value: Any) -> bool:
    """Whether this is a date and time with its zone."""
    try:
        found = parse_datetime(value) if isinstance(value, str) else None
    except ValueError:
        return False
    return found is not None and found.tzinfo is not None
