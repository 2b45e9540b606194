"""How a version comes into force: submitted, approved by another person or sent back; and how a document ends."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..events import DocumentApproved, DocumentSentBack, DocumentSubmitted, DocumentWithdrawn
from ..kinds import MANAGERS, OFFICE
from ..models import Document, DocumentFile, Reading, Version
from ..rules import filing as rules
from ..rules import periods
from .handing import hand_out
from .holding import about, held, keep, today_of, told
from .receiving import missing_parts, pending

ReasonInput = Annotated[str, Field(_("Reason"), max_length=200)]


def come_into_force(document: Document, version: Version, *, on: date, by: Actor, at: datetime) -> int:
    """Make a version the one that counts; returns how many must read it. The caller keeps the document."""
    Version.objects.filter(document=document, state="effective").update(state="replaced")
    version.state, version.decided_by_id, version.decided_at = "effective", by.person, at
    version.save()
    document.state, document.version, document.effective_on = "effective", version.number, on
    months = document.klass.review_months
    document.review_due_on = periods.months_after(on, months) if months else None
    return hand_out(document, at=at)


@action(title=_("Submit for approval"), posts=OFFICE, event=DocumentSubmitted, allowed_from=("draft", "effective"))
def submit_document(document: Document, *, by: Actor, at: datetime | None = None) -> Document | Refusal:
    """Submit the new version. Where the class asks for no approval it is in force at once."""
    document = held(document)
    version = pending(document)
    missing = missing_parts(document, version) if version else []
    if no := rules.may_submit(document.state, has_draft=version is not None and version.state == "draft", missing_parts=missing):
        return no
    if document.klass.is_approved:
        document.state = "revising" if document.version else "submitted"
        version.state = "submitted"
        version.save()
    else:
        come_into_force(document, version, on=today_of(document, at), by=by, at=at)
    keep(document)
    files = DocumentFile.objects.filter(version=version).count()
    announce(DocumentSubmitted(**about(document, version=version.number), files=files), subject=document)
    return document


@action(title=_("Approve the document"), posts=MANAGERS, event=DocumentApproved, allowed_from=("submitted", "revising"), second_to=("documents.submit_document",))
def approve_document(
    document: Document,
    *,
    effective_on: Annotated[date | None, Field(pgettext_lazy("document", "In force from"), help=_("Left empty it is today."))] = None,
    note: Annotated[str, Field(_("Note"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Document | Refusal:
    """Say yes to a version that somebody else entered. Who must read it is told."""
    document = held(document)
    version = pending(document)
    if no := rules.may_decide(document.state, by=by.person, made_by=version.made_by_id if version else None):
        return no
    on = effective_on or today_of(document, at)
    readers = come_into_force(document, version, on=on, by=by, at=at)
    document.approved_by_id, document.approved_at = by.person, at
    keep(document)
    announce(DocumentApproved(**about(document), effective_on=on, readers=readers, note=told(document, note)), subject=document)
    return document


@action(title=_("Send it back"), posts=MANAGERS, event=DocumentSentBack, allowed_from=("submitted", "revising"))
def send_back_document(document: Document, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Document | Refusal:
    """Say no to a version, with the reason; the version in force stays."""
    document = held(document)
    version = pending(document)
    if no := rules.may_decide(document.state, by=by.person, made_by=version.made_by_id if version else None) or rules.reason_told(reason):
        return no
    version.state, version.decided_by_id, version.decided_at, version.reason = "refused", by.person, at, reason
    version.save()
    document.state = "effective" if document.version else "draft"
    keep(document)
    announce(DocumentSentBack(**about(document, version=version.number), reason=told(document, reason)), subject=document)
    return document


@action(title=_("Withdraw the document"), posts=MANAGERS, event=DocumentWithdrawn, allowed_from=("draft", "effective"))
def withdraw_document(
    document: Document,
    *,
    reason: ReasonInput,
    ended_on: Annotated[date | None, Field(pgettext_lazy("document", "In force until"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Document | Refusal:
    """Put a document out of force. It is kept until its time is over; nobody has to read it any more."""
    document = held(document)
    if no := rules.may_withdraw(document.state, reason=reason):
        return no
    document.state, document.withdrawn_at, document.ended_on = "withdrawn", at, ended_on or today_of(document, at)
    Reading.objects.filter(document=document, state__in=("owed", "overdue")).update(state="dropped")
    keep(document)
    announce(DocumentWithdrawn(**about(document), keep_until_on=document.keep_until_on, reason=told(document, reason)), subject=document)
    return document
