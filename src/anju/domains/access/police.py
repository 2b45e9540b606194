"""The line to the police: the port by which a gateway asks, which questions are due, and how the line does."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from anju.kernel import clock
from anju.kernel.models import Scope

from .models import PoliceLine, PoliceQuery, Visit
from .states import OPEN

AT_ONCE = 20
"""So many questions a minute and community leave at most; one a minute while nobody answers."""
MINUTE = timedelta(minutes=1)
PAUSES = (MINUTE, 2 * MINUTE, 4 * MINUTE, 8 * MINUTE)
GIVEN_UP = timedelta(minutes=30)


@dataclass(frozen=True)
class Asked:
    """What is asked; it leaves this process only sealed in the signed request."""

    request_id: str
    at: datetime
    identity_number: str
    name: str


@dataclass(frozen=True)
class PoliceAnswer:
    """`result` is clear, attention or unknown, or empty where there is no answer that counts; `response` says how the line answered."""

    response: str
    result: str = ""


class Police(Protocol):
    def ask(self, line: PoliceLine, asked: Asked) -> PoliceAnswer: ...


_lines: list[Police] = []


def register_police(way: Police) -> None:
    _lines[:] = [way]


def way_out() -> Police | None:
    return _lines[0] if _lines else None


def line_of(scope: Scope) -> PoliceLine | None:
    """The line of a community, where one is connected."""
    return PoliceLine.objects.filter(scope=scope, state="connected").first()


def due(scope: Scope, *, at: datetime) -> list[UUID]:
    """The questions to send now, whoever waits longest first."""
    rows = PoliceQuery.objects.filter(scope=scope, state="waiting", due_at__lte=at)
    return list(rows.order_by("due_at").values_list("pk", flat=True)[:AT_ONCE])


def over_for(query: PoliceQuery, visit: Visit, line: PoliceLine | None, at: datetime) -> str:
    """Why nobody is asked about this any more; "" while it may be."""
    if line is None:
        return "unconnected"
    if not visit.identity_number:
        return "erased"
    if visit.state not in OPEN:
        return "over"
    return "unanswered" if at >= query.asked_at + GIVEN_UP else ""


def is_resting(scope_id: UUID, at: datetime) -> bool:
    """Whether enough was asked in the last minute, or somebody was tried who did not answer."""
    last = list(PoliceQuery.objects.filter(scope=scope_id, tried_at__gt=at - MINUTE).order_by("-tried_at")[:AT_ONCE])
    return len(last) >= AT_ONCE or any(one.state == "waiting" and one.response for one in last)


@dataclass(frozen=True)
class PoliceHealth:
    connected: int
    waiting: int
    given_up: int


def police_health() -> PoliceHealth:
    """Of all communities: lines connected, questions that wait for more than five minutes, and those of the last day that nobody answered."""
    now, rows = clock.now(), PoliceQuery.everywhere
    return PoliceHealth(
        PoliceLine.everywhere.filter(state="connected").count(),
        rows.filter(state="waiting", asked_at__lte=now - 5 * MINUTE).count(),
        rows.filter(given_up_for="unanswered", asked_at__gte=now - timedelta(days=1)).count(),
    )
