"""What happened to the boxes at the gates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class AboutEdge:
    edge: UUID
    place: UUID


@event("edges.edge_added")
class EdgeAdded(AboutEdge):
    device: UUID


@event("edges.token_issued")
class TokenIssued(AboutEdge):
    pass


@event("edges.edge_enrolled")
class EdgeEnrolled(AboutEdge):
    """`key` is the fingerprint of the key the edge made."""

    key: str


@event("edges.edge_revoked")
class EdgeRevoked(AboutEdge):
    reason: Words = ""


@event("edges.edge_told")
class EdgeTold(AboutEdge):
    """What an edge says of itself, when it is something new: its snapshot, its clock, which snapshot it refused."""

    snapshot: int
    until_at: datetime | None = None
    clock: str
    refused: str = ""


@event("edges.log_merged")
class LogMerged(AboutEdge):
    """Lines `first` to `last` came home; `late` of them more than five minutes after they were written."""

    first: int
    last: int
    passages: int
    late: int
    double: int = 0


@event("edges.fault_found")
class FaultFound(AboutEdge):
    """`fault` is gap, doubled or altered, at a line's number."""

    fault: str
    number: int


@event("edges.fault_settled")
class FaultSettled(AboutEdge):
    fault: str
    number: int
    reason: Words = ""


@event("edges.ways_set")
class WaysSet:
    lane: UUID
    ways: list[str]


@dataclass(frozen=True, kw_only=True)
class AboutWiring:
    wiring: UUID
    lane: UUID
    device: UUID


@event("edges.lane_wired")
class LaneWired(AboutWiring):
    driver: str


@event("edges.lane_unwired")
class LaneUnwired(AboutWiring):
    pass


@event("edges.wiring_tried")
class WiringTried(AboutWiring):
    """Somebody asked the box to read it; nothing is opened."""


@event("edges.wiring_answered")
class WiringAnswered(AboutWiring):
    answer: str


@event("edges.paper_drawn_up")
class PaperDrawnUp:
    paper: UUID
    place: UUID
    on: date
    people: int
    cars: int
