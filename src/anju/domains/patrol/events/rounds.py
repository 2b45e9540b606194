"""Rounds, scans, findings, tracks and analyses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class AboutRound:
    """Which round, of what kind, in which band and on which day."""

    round: UUID
    kind: str
    band: str
    on: date


@event("patrol.round_added")
class RoundAdded(AboutRound):
    executor: str
    points: int


@event("patrol.round_cancelled")
class RoundCancelled(AboutRound):
    reason: Words = ""


@event("patrol.round_frozen")
class RoundFrozen(AboutRound):
    is_frozen: bool


@event("patrol.round_started")
class RoundStarted(AboutRound):
    guard: UUID | None = None
    executor: str
    minutes_late: int


@event("patrol.round_handed_on")
class RoundHandedOn(AboutRound):
    from_guard: UUID | None = None
    to_guard: UUID
    reason: Words = ""


@event("patrol.point_scanned")
class PointScanned:
    """`stands` is what became of the round's point: done, early, late, or nothing where it was no point of a round."""

    scan: UUID
    round: UUID | None = None
    checkpoint: UUID | None = None
    way: str
    grade: str
    state: str
    stands: str
    flags: list[str]
    code: str
    is_out_of_order: bool
    scanned_at: datetime


@event("patrol.point_answered")
class PointAnswered(AboutRound):
    point: UUID
    checkpoint: UUID
    items: int
    faults: list[str]
    version: int


@event("patrol.point_skipped")
class PointSkipped(AboutRound):
    point: UUID
    checkpoint: UUID
    reason: Words = ""


@event("patrol.round_finished")
class RoundFinished(AboutRound):
    guard: UUID | None = None
    executor: str
    points: int
    visited: int
    on_time: int
    missed: int
    skipped: int
    grade: str
    finished_at: datetime
    is_late_upload: bool


@event("patrol.round_missed")
class RoundMissed(AboutRound):
    """The clock found it over: nobody had begun it, or these points were left out."""

    points: int
    missed: int
    is_begun: bool


@event("patrol.scan_reviewed")
class ScanReviewed:
    scan: UUID
    round: UUID | None = None
    is_accepted: bool
    flags: list[str]
    note: Words = ""


@event("patrol.finding_reported")
class FindingReported:
    finding: UUID
    kind: str
    item: str
    type: str
    place: UUID | None = None
    checkpoint: UUID | None = None
    round: UUID | None = None
    case: UUID | None = None
    found_at: datetime
    minutes: int
    outcome: str = ""
    text: Words = ""


@event("patrol.finding_acknowledged")
class FindingAcknowledged:
    finding: UUID
    kind: str
    seconds: int


@event("patrol.finding_handled")
class FindingHandled:
    finding: UUID
    kind: str
    minutes: int
    result: Words = ""


@event("patrol.partner_joined")
class PartnerJoined(AboutRound):
    partner: UUID
    partner_kind: str


@event("patrol.partner_reported")
class PartnerReported(AboutRound):
    partner: UUID
    partner_kind: str
    report: Words = ""


@event("patrol.mission_logged")
class MissionLogged(AboutRound):
    executor: str
    minutes: int
    pictures: int


@event("patrol.track_recorded")
class TrackRecorded:
    track: UUID
    round: UUID | None
    points: int
    left_out: int
    jumps: int


@event("patrol.positions_seen")
class PositionsSeen:
    people: list[UUID]


@event("patrol.track_seen")
class TrackSeen:
    round: UUID
    of_person: UUID | None


@event("patrol.tracks_erased")
class TracksErased:
    tracks: int
    positions: int


@event("patrol.analysis_written")
class AnalysisWritten:
    analysis: UUID
    first_on: date
    last_on: date
    rounds: int
    findings: int


@event("patrol.analysis_signed")
class AnalysisSigned:
    analysis: UUID
    remark: Words = ""
