"""Documents come in: registered as a draft, filed as finished, or with a new version."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import DocumentFiled, DocumentRegistered, DocumentWithdrawn, PartAdded, VersionAdded
from ..kinds import OFFICE
from ..models import Document, Version
from ..rules import filing as rules
from . import stating
from .deciding import come_into_force
from .holding import about, held, is_archived, keep, told
from .receiving import add_file, missing_parts, new_version, pending, unfit


@action(title=_("Register a document"), posts=OFFICE, event=DocumentRegistered)
def register_document(
    scope: Scope,
    *,
    klass: stating.ClassInput,
    title: stating.TitleInput,
    period: stating.PeriodInput = "",
    piece: stating.PieceInput = None,
    dated_on: stating.DatedInput = None,
    signed_on: stating.SignedInput = None,
    ended_on: stating.EndsInput = None,
    issuer: stating.IssuerInput = "",
    zone: stating.ZoneInput = None,
    dwelling: stating.DwellingInput = None,
    post: stating.PostInput = None,
    person: stating.PersonInput = None,
    device_label: stating.DeviceInput = "",
    device_link: stating.DeviceLinkInput = "",
    parent: stating.ParentInput = None,
    systems: stating.SystemsInput = None,
    owner: stating.OwnerInput = None,
    due_on: stating.DueInput = None,
    cabinet: stating.CabinetInput = "",
    box: stating.BoxInput = "",
    copies: stating.CopiesInput = 1,
    note: stating.NoteInput = "",
    basis_label: stating.BasisInput = "",
    basis_link: stating.BasisLinkInput = "",
    expected_file: stating.ExpectedInput = "",
    is_filed: Annotated[bool, Field(_("The original lies in its box already"), help=_("For papers without a file: it counts at once."))] = False,
    by: Actor,
    at: datetime | None = None,
) -> Document | Refusal:
    """Write down a document: a draft that somebody owes, a line of a list whose files follow, or a paper that lies in its box."""
    given = {name: value for name, value in locals().items() if name != "is_filed"}
    document = stating.stated(scope, given, by=by, at=at)
    if isinstance(document, Refusal):
        return document
    if is_filed and (klass.is_approved or not document.location):
        return Refusal("documents.file_needed", _("Not saved: without a file it counts only where it lies in a cabinet or box, and where nobody must approve it."))
    if is_filed:
        document.state, document.effective_on = "effective", dated_on or stating.today_of(scope, at)
    keep(document)
    announce(DocumentRegistered(**about(document), number=document.number, is_filed=is_filed, title=told(document, document.title)), subject=document)
    return document


@action(title=_("File a document"), posts=OFFICE, event=DocumentFiled, linkable=True)
def file_document(
    scope: Scope,
    *,
    klass: stating.ClassInput,
    title: stating.TitleInput,
    file: stating.FileInput,
    period: stating.PeriodInput = "",
    piece: stating.PieceInput = None,
    dated_on: stating.DatedInput = None,
    signed_on: stating.SignedInput = None,
    ended_on: stating.EndsInput = None,
    issuer: stating.IssuerInput = "",
    zone: stating.ZoneInput = None,
    dwelling: stating.DwellingInput = None,
    post: stating.PostInput = None,
    person: stating.PersonInput = None,
    device_label: stating.DeviceInput = "",
    device_link: stating.DeviceLinkInput = "",
    parent: stating.ParentInput = None,
    systems: stating.SystemsInput = None,
    cabinet: stating.CabinetInput = "",
    box: stating.BoxInput = "",
    copies: stating.CopiesInput = 1,
    note: stating.NoteInput = "",
    basis_label: stating.BasisInput = "",
    basis_link: stating.BasisLinkInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Document | Refusal:
    """File a finished file in a class, for a period. Where the class asks for it, another person approves before it counts."""
    given = dict(locals())
    if no := unfit(file):
        return no
    document = stating.stated(scope, given, by=by, at=at)
    if isinstance(document, Refusal):
        return document
    document.save()
    version = new_version(document, file, note="", by=by.person, state="draft")
    if not klass.is_approved and not klass.part_names:
        come_into_force(document, version, on=dated_on or stating.today_of(scope, at), by=by, at=at)
    elif not missing_parts(document, version):
        document.state = version.state = "submitted"
        version.save()
    keep(document)
    announce(_filed(document, version, file.sha256), subject=document)
    return document


def _filed(document: Document, version: Version, sha256: str) -> DocumentFiled:
    return DocumentFiled(
        **about(document, version=version.number), number=document.number, period=document.period or str(document.year), state=document.state, sha256=sha256,
        title=told(document, document.title), basis=document.basis_label,
    )  # fmt: skip


@action(title=_("Upload a version"), posts=OFFICE, event=VersionAdded, allowed_from=("draft", "effective"))
def add_version(
    document: Document,
    *,
    file: stating.FileInput,
    note: Annotated[str, Field(pgettext_lazy("document", "What changed"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Document | Refusal:
    """Put in the file of the next version. The version in force stays in force until the new one is approved."""
    document = held(document)
    waiting = pending(document)
    if no := _may_take(document, file, is_pending=waiting is not None):
        return no
    version = new_version(document, file, note=note, by=by.person, state="draft")
    announce(VersionAdded(**about(document, version=version.number), sha256=file.sha256, size=file.size, note=told(document, note)), subject=document)
    return document


def _may_take(document: Document, file, *, is_pending: bool) -> Refusal | None:
    no = unfit(file) or rules.may_add_version(document.state, is_pending=is_pending)
    if no or document.klass.is_governing:
        return no
    return rules.may_change(document.state, is_archived=is_archived(document.klass_id, document.year))


@action(title=_("Add a part"), posts=OFFICE, event=PartAdded, allowed_from=("draft", "effective"))
def add_part(
    document: Document,
    *,
    file: stating.FileInput,
    part: Annotated[str, Field(_("Part"), max_length=60, help=_("What this file is, such as: floor plan"))],
    by: Actor,
    at: datetime | None = None,
) -> Document | Refusal:
    """Add another file to the version that is being written."""
    document = held(document)
    version = pending(document)
    if version is None or version.state != "draft":
        return Refusal("documents.nothing_to_submit", _("Not done: there is no new version here. Upload one first."))
    if not part.strip():
        return Refusal("documents.part_needed", _("Not saved: say what this file is."))
    if no := unfit(file):
        return no
    add_file(version, file, part=part.strip())
    announce(PartAdded(**about(document, version=version.number), sha256=file.sha256, part=told(document, part)), subject=document)
    return document


@action(title=_("Take the draft back"), posts=OFFICE, event=DocumentWithdrawn, allowed_from=("draft",))
def discard_draft(document: Document, *, by: Actor, at: datetime | None = None) -> Document | Refusal:
    """Take back a draft that has no file yet, such as a wrong line of a list."""
    document = held(document)
    if document.state != "draft" or Version.objects.filter(document=document).exists():
        return Refusal("documents.has_files", _("Not done: this document has files already. Withdraw it instead."))
    document.state, document.withdrawn_at = "withdrawn", at
    keep(document)
    announce(DocumentWithdrawn(**about(document), keep_until_on=document.keep_until_on), subject=document)
    return document


