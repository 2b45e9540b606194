"""Destroying what is over: listed, approved by another person, destroyed before a witness who did neither."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person
from anju.kernel import keeping, search
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.models.files import BlobState
from anju.kernel.refusals import Refusal

from ..events import DisposalApproved, DisposalDone, DisposalListed, DisposalRefused
from ..kinds import MANAGERS, METHODS, OFFICE
from ..models import Disposal, DisposalItem, Document, DocumentFile
from ..rules import ending as rules
from ..rules import filing
from .deciding import ReasonInput
from .holding import held, list_number, today_of
from .lending import is_lent


@action(title=_("Draw up a disposal list"), posts=OFFICE, event=DisposalListed)
def list_disposal(
    scope: Scope,
    *,
    documents: Annotated[list[Document], Field(_("Documents"))],
    reason: Annotated[str, Field(_("Reason"), max_length=200)],
    by: Actor,
    at: datetime | None = None,
) -> Disposal | Refusal:
    """Propose documents whose time of keeping is over; nothing is destroyed yet."""
    chosen = list({one.pk: one for one in documents}.values())
    if no := rules.may_list_disposal(documents=len(chosen), reason=reason):
        return no
    today = today_of(scope, at)
    for document in chosen:
        if no := _still_kept(scope, document, today):
            return no
    disposal = Disposal.objects.create(
        scope=scope, number=list_number(scope, "disposal", at), reason=reason, items=len(chosen), asked_by_id=by.person, asked_at=at
    )
    for document in chosen:
        count = DocumentFile.objects.filter(version__document=document).count()
        DisposalItem.objects.create(scope=scope, disposal=disposal, document=document, kept_until_on=document.keep_until_on, files=count)
    announce(DisposalListed(number=disposal.number, documents=len(chosen), reason=reason), subject=disposal)
    return disposal


def _still_kept(scope: Scope, document: Document, today, *, on_list: Disposal | None = None) -> Refusal | None:
    """Why a document may not go; asked when the list is drawn up and again when it is carried out."""
    if document.scope_id != scope.id:
        return Refusal("documents.not_here", _("Not saved: what was chosen belongs to another community."))
    others = DisposalItem.objects.filter(document=document, disposal__state__in=("asked", "approved"))
    others = others.exclude(disposal=on_list) if on_list else others
    state = document.state if document.state == "withdrawn" or not document.klass.is_governing else "draft"
    return rules.may_dispose(
        state, number=document.number, kept_until_on=document.keep_until_on, today=today, is_out=is_lent(document), is_listed=others.exists()
    )


@action(title=_("Approve the list"), posts=MANAGERS, event=DisposalApproved, allowed_from=("asked",), second_to=("documents.list_disposal",))
def approve_disposal(disposal: Disposal, *, by: Actor, at: datetime | None = None) -> Disposal | Refusal:
    """Say yes to a list that somebody else drew up."""
    disposal = held(disposal)
    if no := rules.may_answer_disposal(disposal.state, by=by.person, asked_by=disposal.asked_by_id):
        return no
    disposal.state, disposal.approved_by_id, disposal.approved_at = "approved", by.person, at
    disposal.save()
    announce(DisposalApproved(number=disposal.number, documents=disposal.items), subject=disposal)
    return disposal


@action(title=_("Refuse the list"), posts=MANAGERS, event=DisposalRefused, allowed_from=("asked",))
def refuse_disposal(disposal: Disposal, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Disposal | Refusal:
    """Say no to a list, with the reason; everything stays."""
    disposal = held(disposal)
    if no := rules.may_answer_disposal(disposal.state, by=by.person, asked_by=disposal.asked_by_id) or filing.reason_told(reason):
        return no
    disposal.state, disposal.approved_by_id, disposal.approved_at, disposal.refusal_reason = "refused", by.person, at, reason
    disposal.save()
    announce(DisposalRefused(number=disposal.number, reason=reason), subject=disposal)
    return disposal


@action(title=_("Destroy what is listed"), posts=OFFICE, event=DisposalDone, allowed_from=("approved",), confirm=True)
def destroy_documents(
    disposal: Disposal,
    *,
    witness: Annotated[Person, Field(_("Witness"), help=_("Neither who asked, nor who approved, nor who destroys."))],
    method: Annotated[str, Field(_("Method"), choices=METHODS)],
    signature: Annotated[File | None, Field(_("Signature of the witness"), accept=("image/",))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Disposal | Refusal:
    """Destroy papers and files before a witness. Numbers, hashes and the list stay for ever."""
    disposal = held(disposal)
    known = method in dict(METHODS)
    if no := rules.may_destroy(
        disposal.state, by=by.person, witness=witness.pk, asked_by=disposal.asked_by_id, approved_by=disposal.approved_by_id, is_method_known=known
    ):
        return no
    today, erased = today_of(disposal, at), 0
    for item in DisposalItem.objects.filter(disposal=disposal).order_by("pk"):
        document = held(item.document)
        if no := _still_kept(disposal.scope, document, today, on_list=disposal):
            return no
        erased += _erase(document, disposal.number, by)
    disposal.state, disposal.done_by_id, disposal.witness, disposal.method = "done", by.person, witness, method
    disposal.done_at, disposal.signature = at, signature
    disposal.save()
    announce(DisposalDone(number=disposal.number, documents=disposal.items, files=erased, witness=witness.pk, method=method), subject=disposal)
    return disposal


def _erase(document: Document, number: str, by: Actor) -> int:
    """Bytes, title and note go; the archive number, the hashes and the versions stay. Returns how many files went."""
    gone = 0
    for one in DocumentFile.objects.filter(version__document=document).select_related("file"):
        if one.file.state == BlobState.kept and one.file.owner_id == one.pk:
            keeping.erase_file(one.file, reason=number, by=by)
            gone += 1
    document.state, document.title, document.shown_title, document.note, document.copies = "disposed", "", document.klass.name, "", 0
    document.cabinet = document.box = ""
    document.save()
    search.forget(document)
    return gone
