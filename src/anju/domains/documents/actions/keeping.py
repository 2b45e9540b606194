"""What is done with a document while it is kept: changed, moved, put into another class, filed with a body, checked, handed to owners."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import Person
from anju.kernel import files, vault
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from ..events import (
    DocumentChanged,
    DocumentChecked,
    DocumentMoved,
    DocumentReclassified,
    FilesVerified,
    FilingRecorded,
    TextIssued,
)
from ..kinds import CHECKS, MANAGERS, OFFICE, SYSTEMS
from ..models import Check, Document, DocumentFile, Issue
from ..rules import filing as rules
from ..rules import periods
from ..states import HELD
from . import stating
from .holding import about, held, is_archived, keep, numbered, show_title, today_of, told

KEPT_FOR_ISSUES = 365 * 5
ALIVE = ("draft", "submitted", "effective", "revising")


@action(title=_("Change the facts"), posts=OFFICE, event=DocumentChanged, allowed_from=ALIVE)
def change_document(
    document: Document,
    *,
    piece: stating.PieceInput = None,
    dated_on: stating.DatedInput = None,
    signed_on: stating.SignedInput = None,
    ended_on: stating.EndsInput = None,
    issuer: stating.IssuerInput = "",
    zone: stating.ZoneInput = None,
    parent: stating.ParentInput = None,
    systems: stating.SystemsInput = None,
    owner: stating.OwnerInput = None,
    due_on: stating.DueInput = None,
    copies: stating.CopiesInput = 1,
    basis_label: stating.BasisInput = "",
    basis_link: stating.BasisLinkInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Document | Refusal:
    """Correct what is written about a document; its number, class and files stay."""
    facts = {name: value for name, value in locals().items() if name not in ("document", "systems", "by", "at")}
    document = held(document)
    if no := rules.may_change(document.state, is_archived=is_archived(document.klass_id, document.year)):
        return no
    if (piece and piece.klass_id != document.klass_id) or (parent and parent.pk == document.pk):
        return Refusal("documents.other_class", _("Not saved: this required piece belongs to another class."))
    for name, value in facts.items():
        setattr(document, name, value)
    document.systems = systems or []
    keep(document)
    announce(DocumentChanged(**about(document)), subject=document)
    return document


@action(title=_("Change the title"), posts=OFFICE, event=DocumentChanged, allowed_from=ALIVE)
def rename_document(
    document: Document, *, title: stating.TitleInput, note: stating.NoteInput = "", by: Actor, at: datetime | None = None
) -> Document | Refusal:
    """Give a document its right title and note."""
    document = held(document)
    if no := rules.may_change(document.state, is_archived=is_archived(document.klass_id, document.year)):
        return no
    if not title.strip():
        return Refusal("documents.title_needed", _("Not saved: give the document a title."))
    document.title, document.note = title.strip(), note
    show_title(document)
    keep(document)
    announce(DocumentChanged(**about(document), title=told(document, document.title)), subject=document)
    return document


@action(title=_("Put it in its box"), posts=OFFICE, event=DocumentMoved, allowed_from=(*ALIVE, "withdrawn"))
def place_document(
    document: Document, *, cabinet: stating.CabinetInput, box: stating.BoxInput = "", copies: stating.CopiesInput = 1, by: Actor, at: datetime | None = None
) -> Document | Refusal:
    """Say in which cabinet and box the original lies."""
    document = held(document)
    if document.state == "disposed" or not cabinet.strip():
        return Refusal("documents.location_needed", _("Not done: say in which cabinet and box it lies now."))
    document.cabinet, document.box, document.copies = cabinet.strip(), box.strip(), copies
    keep(document)
    announce(DocumentMoved(**about(document), cabinet=document.cabinet, box=document.box), subject=document)
    return document


@action(title=_("Put it in another class"), posts=MANAGERS, event=DocumentReclassified, allowed_from=(*ALIVE, "withdrawn"))
def reclassify_document(
    document: Document,
    *,
    klass: stating.ClassInput,
    period: stating.PeriodInput = "",
    cabinet: stating.CabinetInput,
    box: stating.BoxInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Document | Refusal:
    """Give a document another class or year, a new number and a new place; the old number still finds it."""
    document = held(document)
    year = periods.year_of(period) if period else document.year
    is_same = klass.pk == document.klass_id and year == document.year
    if no := periods.must_be_period(period) or rules.may_reclassify(
        document.state, is_same=is_same, is_in_use=klass.state == "in_use", location=bool(cabinet.strip())
    ):
        return no
    if klass.scope_id != document.scope_id or is_archived(document.klass_id, document.year) or is_archived(klass.pk, year):
        return Refusal("documents.year_archived", _("Not done: the class is archived for this year. File it in the present year."))
    number = numbered(klass, year)
    if isinstance(number, Refusal):
        return number
    before = document.number
    document.former_numbers = [*document.former_numbers, before]
    document.klass, document.piece, document.year, document.period, document.number = klass, None, year, period, number
    document.cabinet, document.box = cabinet.strip(), box.strip()
    show_title(document)
    keep(document)
    announce(DocumentReclassified(**about(document), number_before=before, number=number), subject=document)
    return document


@action(title=_("Record the filing"), posts=OFFICE, event=FilingRecorded, allowed_from=HELD)
def record_filing(
    document: Document,
    *,
    filed_with: Annotated[str, Field(pgettext_lazy("document", "Filed with"), max_length=80, help=_("Such as the street office or the housing bureau."))],
    filed_on: Annotated[date, Field(_("Filed on"))],
    filing_number: Annotated[str, Field(_("Filing number"), max_length=40)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Document | Refusal:
    """Note with which body the document was put on record, when, and under which number."""
    document = held(document)
    if document.state not in HELD:
        return Refusal("documents.not_in_force", _("Not done: this document is not in force."))
    if not filed_with.strip() or filed_on > today_of(document, at):
        return Refusal("documents.filing_past", _("Not saved: name the body, and a day that is not in the future."))
    document.filed_with, document.filed_on, document.filing_number = filed_with.strip(), filed_on, filing_number.strip()
    document.save()
    announce(FilingRecorded(**about(document), filed_on=filed_on, filed_with=document.filed_with, filing_number=document.filing_number), subject=document)
    return document


@action(title=_("Record a check"), posts=(*OFFICE, "squad_leader", "auditor", "headquarters"), event=DocumentChecked, allowed_from=HELD)
def check_document(
    document: Document,
    *,
    kind: Annotated[str, Field(pgettext_lazy("document", "Kind"), choices=CHECKS[:-1])],
    is_fine: Annotated[bool, Field(_("In order"))] = False,
    is_clear: Annotated[bool | None, Field(_("Clear"))] = None,
    is_accurate: Annotated[bool | None, Field(_("Accurate"))] = None,
    is_complete: Annotated[bool | None, Field(_("Complete"))] = None,
    system: Annotated[str, Field(_("Management system"), choices=SYSTEMS, required=False)] = "",
    clause: Annotated[str, Field(_("Clause"), max_length=40, help=_("Which clause was not kept, such as 3.2."))] = "",
    person: Annotated[Person | None, Field(_("Whom it concerns"))] = None,
    note: Annotated[str, Field(pgettext_lazy("document", "Finding"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Check | Refusal:
    """Record a regular review, an execution check, a record quality check or a conformance check."""
    document = held(document)
    if document.state not in HELD:
        return Refusal("documents.not_in_force", _("Not done: this document is not in force."))
    if no := rules.may_check(kind=kind, is_fine=is_fine, quality=(is_clear, is_accurate, is_complete), note=note):
        return no
    quality = {"is_clear": is_clear, "is_accurate": is_accurate, "is_complete": is_complete} if kind == "quality" else {}
    check = Check.objects.create(
        scope=document.scope, document=document, kind=kind, is_fine=is_fine, system=system, clause=clause, person=person, note=note, checked_by_id=by.person,
        at=at, **quality,
    )  # fmt: skip
    if kind == "review" and document.klass.review_months:
        document.review_due_on = periods.months_after(today_of(document, at), document.klass.review_months)
        document.save()
    announce(
        DocumentChecked(**about(document), check=check.pk, kind=kind, is_fine=is_fine, clause=clause, note=told(document, note)), subject=check, person=check.person_id
    )
    return check


@action(title=_("Verify the files"), posts=(*OFFICE, "auditor"), event=FilesVerified)
def verify_files(document: Document, *, by: Actor, at: datetime | None = None) -> Document | Refusal:
    """Read every file of every version again and compare it with the hash that was noted when it was filed."""
    found = list(DocumentFile.objects.filter(version__document=document).select_related("file", "version").order_by("version__number", "pk"))
    if not found:
        return Refusal("documents.no_files", _("Not done: this document has no files."))
    damaged = [one for one in found if not _is_whole(one)]
    Check.objects.create(
        scope=document.scope, document=document, kind="files", is_fine=not damaged, checked_by_id=by.person, at=at,
        note="、".join(f"V{one.version.number}" for one in damaged)[:200],
    )  # fmt: skip
    announce(FilesVerified(**about(document), files=len(found), damaged=len(damaged)), subject=document)
    return document


def _is_whole(one: DocumentFile) -> bool:
    try:
        files.read_all(one.file)
    except (FileNotFoundError, vault.Damaged):
        return False
    return one.file.sha256 == one.sha256


@action(title=_("Hand over a text"), posts=OFFICE, event=TextIssued, allowed_from=HELD)
def issue_text(
    document: Document,
    *,
    dwelling: stating.DwellingInput,
    receiver: Annotated[Person | None, Field(_("Received by"))] = None,
    receiver_name: Annotated[str, Field(_("Receiver's name"), max_length=60, personal=True)] = "",
    signature: Annotated[File | None, Field(_("Signature"), accept=("image/",))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Issue | Refusal:
    """Hand the version in force to an owner and keep the receipt."""
    document = held(document)
    if document.state not in HELD or not document.version:
        return Refusal("documents.not_in_force", _("Not done: this document is not in force."))
    if dwelling is None or (receiver is None and not receiver_name.strip()):
        return Refusal("documents.receiver_needed", _("Not saved: say for which dwelling, and who received it."))
    issue = Issue.objects.create(
        scope=document.scope, document=document, version=document.version, dwelling=dwelling, receiver=receiver, receiver_name=receiver_name, issued_at=at,
        issued_by_id=by.person, signature=signature, erase_on=today_of(document, at) + timedelta(days=KEPT_FOR_ISSUES),
    )  # fmt: skip
    announce(TextIssued(**about(document), issue=issue.pk, dwelling=dwelling.pk), subject=issue, person=issue.receiver_id)
    return issue


