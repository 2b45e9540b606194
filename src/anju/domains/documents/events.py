"""What happened in the archive. Titles of closed classes never stand in an event: `title` is what lists show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from anju.kernel.events import Words, event


@event("documents.class_added")
class ClassAdded:
    level: str
    keep_years: int
    name: Words = ""


@event("documents.class_changed")
class ClassChanged:
    level: str
    keep_years: int
    name: Words = ""


@event("documents.class_retired")
class ClassRetired:
    reason: Words = ""


@event("documents.classes_loaded")
class ClassesLoaded:
    """A set of classes that comes with the product was taken over."""

    template: str
    classes: int
    pieces: int


@event("documents.piece_added")
class PieceAdded:
    klass: UUID
    per: str
    name: Words = ""


@event("documents.piece_dropped")
class PieceDropped:
    klass: UUID
    reason: Words = ""


@dataclass(frozen=True, kw_only=True)
class About:
    """Which document, of which class and year, at which version."""

    document: UUID
    klass: UUID
    year: int
    version: int = 0


@event("documents.document_registered")
class DocumentRegistered(About):
    number: str
    is_filed: bool
    title: Words = ""


@event("documents.document_filed")
class DocumentFiled(About):
    """A finished file went into a class; `state` is effective, or submitted where a second person must approve."""

    number: str
    period: str
    state: str
    sha256: str
    title: Words = ""
    basis: Words = ""


@event("documents.document_changed")
class DocumentChanged(About):
    title: Words = ""


@event("documents.version_added")
class VersionAdded(About):
    """A file came in as a draft of the next version."""

    sha256: str
    size: int
    note: Words = ""


@event("documents.part_added")
class PartAdded(About):
    sha256: str
    part: Words = ""


@event("documents.document_submitted")
class DocumentSubmitted(About):
    files: int


@event("documents.document_approved")
class DocumentApproved(About):
    """A version came into force; `readers` must read it."""

    effective_on: date
    readers: int
    note: Words = ""


@event("documents.document_sent_back")
class DocumentSentBack(About):
    reason: Words = ""


@event("documents.document_withdrawn")
class DocumentWithdrawn(About):
    keep_until_on: date | None = None
    reason: Words = ""


@event("documents.document_moved")
class DocumentMoved(About):
    cabinet: Words = ""
    box: Words = ""


@event("documents.document_reclassified")
class DocumentReclassified(About):
    number_before: str
    number: str


@event("documents.filing_recorded")
class FilingRecorded(About):
    filed_on: date
    filed_with: Words = ""
    filing_number: Words = ""


@event("documents.document_checked")
class DocumentChecked(About):
    check: UUID
    kind: str
    is_fine: bool
    clause: Words = ""
    note: Words = ""


@event("documents.files_verified")
class FilesVerified(About):
    """The bytes on the disk were read again: `damaged` of `files` are not what was filed."""

    files: int
    damaged: int


@event("documents.follow_up_added")
class FollowUpAdded(About):
    follow_up: UUID
    owner: UUID
    due_on: date
    title: Words = ""


@event("documents.follow_up_done")
class FollowUpDone(About):
    follow_up: UUID
    is_on_time: bool
    result: Words = ""


@event("documents.follow_up_late")
class FollowUpLate(About):
    follow_up: UUID
    owner: UUID
    due_on: date


@event("documents.text_issued")
class TextIssued(About):
    issue: UUID
    dwelling: UUID


@event("documents.document_opened")
class DocumentOpened(About):
    """A document of a closed class was opened, for a purpose."""

    level: str
    purpose: Words = ""


@event("documents.reading_required")
class ReadingRequired(About):
    roles: list[str]
    readers: int
    days: int
    questions: int


@event("documents.readings_handed_out")
class ReadingsHandedOut(About):
    """People who came later, or to a newer version."""

    readers: int
    due_on: date


@event("documents.reading_opened")
class ReadingOpened(About):
    reading: UUID
    person: UUID


@event("documents.reading_answered")
class ReadingAnswered(About):
    """Acknowledged when `is_passed`; else some answers were wrong and it is still owed."""

    reading: UUID
    person: UUID
    is_passed: bool
    is_on_time: bool
    score: int
    asked: int
    attempt: int


@event("documents.reading_late")
class ReadingLate(About):
    reading: UUID
    person: UUID
    due_on: date


@event("documents.loan_asked")
class LoanAsked(About):
    loan: UUID
    kind: str
    borrower: UUID
    due_on: date
    purpose: Words = ""


@event("documents.loan_approved")
class LoanApproved(About):
    loan: UUID
    kind: str
    borrower: UUID


@event("documents.loan_refused")
class LoanRefused(About):
    loan: UUID
    reason: Words = ""


@event("documents.loan_handed_out")
class LoanHandedOut(About):
    loan: UUID
    kind: str
    borrower: UUID
    due_on: date


@event("documents.loan_returned")
class LoanReturned(About):
    loan: UUID
    is_on_time: bool
    days_late: int
    condition: Words = ""


@event("documents.loan_extended")
class LoanExtended(About):
    loan: UUID
    due_before_on: date
    due_on: date


@event("documents.loan_late")
class LoanLate(About):
    loan: UUID
    borrower: UUID
    due_on: date


@event("documents.arranging_begun")
class ArrangingBegun:
    klass: UUID
    year: int
    held: int
    needed: int


@event("documents.year_archived")
class YearArchived:
    klass: UUID
    year: int
    documents: int
    is_on_time: bool
    digest: str


@event("documents.disposal_listed")
class DisposalListed:
    number: str
    documents: int
    reason: Words = ""


@event("documents.disposal_approved")
class DisposalApproved:
    number: str
    documents: int


@event("documents.disposal_refused")
class DisposalRefused:
    number: str
    reason: Words = ""


@event("documents.disposal_done")
class DisposalDone:
    number: str
    documents: int
    files: int
    witness: UUID
    method: str


@event("documents.handover_drawn")
class HandoverDrawn:
    number: str
    kind: str
    documents: int


@event("documents.handover_counted")
class HandoverCounted:
    handover: UUID
    is_there: bool
    note: Words = ""


@event("documents.handover_signed")
class HandoverSigned:
    number: str
    documents: int
    missing: int
