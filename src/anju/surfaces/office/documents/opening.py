"""Opening a document: who may, for what purpose, its versions and their files."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from anju.domains.documents import actions
from anju.domains.documents import queries as documents
from anju.domains.documents.models import Document, DocumentFile
from anju.domains.documents.states import DocumentState, VersionState
from anju.kernel import clock, downloads, permissions
from anju.kernel.actions import record_denial
from anju.kernel.inputs import BadInput
from anju.kernel.refusals import Refusal

from ..doors import office_page
from .overview import SEE

OPEN = actions.open_document.spec


@office_page(permission=OPEN.name)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The document with its files; a closed one asks first what it is needed for, and every view of it is kept."""
    document = _document(request, pk)
    no = documents.may_open(request.actor, document, clock.now())
    if request.method == "POST" and no is not None:
        no = _state_purpose(request, document)
        if no is None:
            return redirect("document", pk)
        return _asking(request, document, no, status=422)
    if no is not None:
        is_asking = documents.may_read(request.actor, document) is None
        if not is_asking:
            record_denial(OPEN.name, document, by=request.actor)
        return _asking(request, document, None if is_asking else no, is_asking=is_asking, status=200 if is_asking else 403)
    return render(request, "documents/document.html", _shown(request, document))


def _document(request: HttpRequest, pk: UUID) -> Document:
    """In view, and not one of which even the record is hidden from this person."""
    found = Document.objects.select_related("scope", "klass", "piece", "parent", "owner").filter(pk=pk).first()
    if found is None or (documents.may_read(request.actor, found) is not None and not _stands_in_his_list(request, found)):
        raise Http404
    return found


def _stands_in_his_list(request: HttpRequest, document: Document) -> bool:
    """Who may look into the catalogue learns that it exists, and how to ask for it."""
    return permissions.may(request.actor, SEE, document.scope) and documents.shows_record(request.actor, document)


def _state_purpose(request: HttpRequest, document: Document) -> Refusal | None:
    try:
        outcome = OPEN(document, by=request.actor, **OPEN.clean({"purpose": request.POST.get("purpose", "")}))
    except BadInput as bad:
        return Refusal("documents.purpose_needed", " ".join(str(text) for text in bad.errors.values()))
    return outcome if isinstance(outcome, Refusal) else None


def _asking(request: HttpRequest, document: Document, no: Refusal | None, *, is_asking: bool = True, status: int) -> HttpResponse:
    is_asking = is_asking and documents.may_read(request.actor, document) is None
    may_ask = permissions.may(request.actor, actions.ask_loan.spec.name, document.scope) and permissions.may(request.actor, SEE, document.scope)
    context = {"document": document, "refusal": no, "is_asking": is_asking, "may_ask": may_ask, "state": DocumentState[document.state]}
    return render(request, "documents/asking.html", context, status=status)


def _shown(request: HttpRequest, document: Document) -> dict:
    found = documents.trace(document)
    return {
        "document": document, "state": DocumentState[document.state], "trace": found, "is_closed": documents.is_closed(document.klass.level),
        "versions": [(one, VersionState[one.state], files) for one, files in found.versions],
        "may_see": permissions.may(request.actor, SEE, document.scope),
    }  # fmt: skip


@require_GET
@office_page(permission=OPEN.name)
def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A file of a document as it was filed; the download asks the document, and a closed one goes back to its purpose."""
    found = DocumentFile.objects.select_related("version__document__klass", "version__document__scope").filter(pk=pk).first()
    if found is None:
        raise Http404
    document = found.version.document
    no = documents.may_open(request.actor, document, clock.now())
    if no is not None and no.code == "documents.purpose_needed":
        return redirect("document", document.pk)
    if no is not None:
        raise Http404
    is_download = request.GET.get("download") == "1"
    return downloads.response(found.file_id, by=request.actor, original=is_download, download=is_download)
