"""What happened to schemes, sheets, points, results and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from anju.kernel.events import Words, event


@dataclass(frozen=True, kw_only=True)
class OfScheme:
    """Which scheme, in which version."""

    scheme: UUID
    code: str
    scheme_version: int


@event("scores.scheme_created")
class SchemeCreated(OfScheme):
    template: str = ""
    title: Words = ""


@event("scores.template_adopted")
class TemplateAdopted(OfScheme):
    template: str
    items: int
    bands: int
    rules: int


@event("scores.scheme_changed")
class SchemeChanged(OfScheme):
    pass


@event("scores.scheme_revised")
class SchemeRevised(OfScheme):
    before: UUID


@event("scores.scheme_activated")
class SchemeActivated(OfScheme):
    from_on: date
    items: int
    bands: int
    decisions: int
    replaces: UUID | None = None


@event("scores.scheme_withdrawn")
class SchemeWithdrawn(OfScheme):
    reason: Words = ""


@event("scores.item_set")
class ItemSet(OfScheme):
    item: UUID
    item_code: str
    full_marks: Decimal
    wording: Words = ""


@event("scores.item_removed")
class ItemRemoved(OfScheme):
    item_code: str


@event("scores.band_set")
class BandSet(OfScheme):
    lowest: Decimal
    highest: Decimal
    item_code: str = ""
    label: Words = ""


@event("scores.band_removed")
class BandRemoved(OfScheme):
    lowest: Decimal
    highest: Decimal


@event("scores.range_decided")
class RangeDecided(OfScheme):
    lowest: Decimal
    highest: Decimal
    item_code: str = ""
    decided_by: UUID
    label: Words = ""
    reason: Words = ""


@event("scores.rule_set")
class RuleSet(OfScheme):
    rule: UUID
    trigger: str
    kind: str


@event("scores.rule_removed")
class RuleRemoved(OfScheme):
    trigger: str
    kind: str


@event("scores.subject_registered")
class SubjectRegistered:
    subject: UUID
    kind: str
    name: Words = ""


@event("scores.subject_enrolled")
class SubjectEnrolled:
    subject: UUID
    code: str
    conditions: int = 0


@event("scores.enrolment_ended")
class EnrolmentEnded:
    subject: UUID
    code: str
    reason: Words = ""


@event("scores.subject_filed")
class SubjectFiled:
    subject: UUID
    institution: UUID
    on: date
    after: UUID | None = None


@event("scores.filing_ended")
class FilingEnded:
    subject: UUID
    institution: UUID
    on: date
    reason: Words = ""


@event("scores.own_rules_filed")
class OwnRulesFiled:
    subject: UUID
    on: date


@dataclass(frozen=True, kw_only=True)
class OfSheet:
    sheet: UUID
    round: UUID
    subject: UUID
    source: str


@event("scores.sheet_opened")
class SheetOpened(OfSheet):
    on: date
    is_backfilled: bool = False


@event("scores.item_scored")
class ItemScored(OfSheet):
    item_code: str
    points: Decimal
    quantity: int = 0
    level: str = ""
    reason: Words = ""


@event("scores.sheet_submitted")
class SheetSubmitted(OfSheet):
    """`grade` says how strong it is: A an outside party or a figure, B a second person, C a self-score."""

    scheme: UUID
    code: str
    on: date
    points: Decimal
    full: Decimal
    is_vetoed: bool = False
    is_backfilled: bool = False
    deductions: int = 0
    grade: str = "B"


@event("scores.sheet_voided")
class SheetVoided(OfSheet):
    code: str
    on: date
    was_submitted: bool
    reason: Words = ""


@event("scores.sheets_drawn")
class SheetsDrawn:
    round: UUID
    drawn: int
    of: int


@event("scores.sheet_rechecked")
class SheetRechecked(OfSheet):
    points: Decimal
    difference: Decimal


@event("scores.points_booked")
class PointsBooked:
    points: UUID
    scheme: UUID
    subject: UUID
    amount: Decimal
    year: int
    on: date
    channel: str
    balance: Decimal
    deducted_before: Decimal
    deducted: Decimal
    is_backfilled: bool = False
    reason: Words = ""


@event("scores.points_cancelled")
class PointsCancelled:
    points: UUID
    subject: UUID
    amount: Decimal
    year: int
    balance: Decimal
    reason: Words = ""


@event("scores.round_opened")
class RoundOpened(OfScheme):
    round: UUID
    first_on: date
    last_on: date


@event("scores.round_measured")
class RoundMeasured(OfScheme):
    """The figures of the system were taken into the round."""

    round: UUID
    items: int
    subjects: int
    without_figure: int


@event("scores.round_summed")
class RoundSummed(OfScheme):
    round: UUID
    owed: int
    scored: int
    is_uniform: bool = False


@event("scores.round_frozen")
class RoundFrozen(OfScheme):
    round: UUID
    owed: int
    scored: int
    last_on: date


@event("scores.round_published")
class RoundPublished(OfScheme):
    round: UUID
    appeal_until_on: date


@dataclass(frozen=True, kw_only=True)
class OfConsequence:
    consequence: UUID
    kind: str
    subject: UUID
    scheme: UUID


@event("scores.consequence_announced")
class ConsequenceAnnounced(OfConsequence):
    rule: UUID | None = None
    round: UUID | None = None
    points: UUID | None = None
    cause: UUID | None = None
    appeal_until_on: date
    reason: Words = ""


@event("scores.notice_given")
class NoticeGiven(OfConsequence):
    to: str
    on: date
    due_on: date
    is_in_time: bool


@event("scores.consequence_accepted")
class ConsequenceAccepted(OfConsequence):
    on: date


@event("scores.vote_cast")
class VoteCast(OfConsequence):
    voter: UUID
    is_for: bool | None = None
    is_stepping_back: bool = False
    reason: Words = ""


@event("scores.consequence_enforced")
class ConsequenceEnforced(OfConsequence):
    from_on: date
    until_on: date | None = None
    amount_yuan: Decimal = Decimal(0)
    case: UUID | None = None


@event("scores.consequence_lifted")
class ConsequenceLifted(OfConsequence):
    on: date
    reason: Words = ""


@event("scores.consequence_reported")
class ConsequenceReported(OfConsequence):
    on: date
    body: Words = ""


@event("scores.appeal_filed")
class AppealFiled:
    appeal: UUID
    subject: UUID
    about: str
    target: UUID
    grounds: Words = ""


@event("scores.panel_recorded")
class PanelRecorded:
    appeal: UUID
    on: date
    panel: Words = ""


@event("scores.appeal_upheld")
class AppealUpheld:
    """Points and rank are given back, and the ledger says so."""

    appeal: UUID
    subject: UUID
    about: str
    target: UUID
    restored: Decimal
    points_before: Decimal | None = None
    points_after: Decimal | None = None
    rank_before: int | None = None
    rank_after: int | None = None
    answer: Words = ""


@event("scores.appeal_rejected")
class AppealRejected:
    appeal: UUID
    subject: UUID
    about: str
    target: UUID
    answer: Words = ""
