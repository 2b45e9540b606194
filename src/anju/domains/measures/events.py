"""What happened to figures and targets."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from anju.kernel.events import Words, event


@event("measures.indicator_defined")
class IndicatorDefined:
    indicator: UUID
    code: str


@event("measures.figure_recorded")
class FigureRecorded:
    """A figure entered by hand; `…_before` is what it replaces, so that sums stay right."""

    indicator: UUID
    code: str
    group: str = ""
    on: date
    numerator: int
    denominator: int
    numerator_before: int = 0
    denominator_before: int = 0
    source: Words = ""


@event("measures.target_set")
class TargetSet:
    target: UUID
    parent: UUID | None = None
    measure: str = ""
    op: str
    value: Decimal | None = None
    starts_on: date
    ends_on: date
    title: Words = ""


@event("measures.targets_imported")
class TargetsImported:
    targets: list[UUID]


@event("measures.target_changed")
class TargetChanged:
    target: UUID
    value_before: Decimal | None = None
    value: Decimal | None = None
    ends_on: date
    must_be_signed_again: bool
    reason: Words = ""


@event("measures.target_assigned")
class TargetAssigned:
    target: UUID
    owner: UUID


@event("measures.targets_published")
class TargetsPublished:
    root: UUID
    targets: int
    leaves: int


@event("measures.target_signed")
class TargetSigned:
    """`terms` is a hash of what was signed: title, figure, period, acceptance test."""

    target: UUID
    owner: UUID
    terms: str


@event("measures.target_withdrawn")
class TargetWithdrawn:
    target: UUID
    reason: Words = ""


@event("measures.target_reviewed")
class TargetReviewed:
    target: UUID
    review: UUID
    outcome: str
    on: date


@event("measures.targets_linked")
class TargetsLinked:
    target: UUID
    needs: UUID


@event("measures.index_defined")
class IndexDefined:
    index: UUID
    code: str
    version: int


@event("measures.measure_recounted")
class MeasureRecounted:
    measure: str
    days: int
    corrected_days: int


@event("measures.sample_checked")
class SampleChecked:
    days: int
    measures: int
    differing: list[str]
