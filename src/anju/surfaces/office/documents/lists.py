"""What is past its time of keeping becomes a disposal list; a heap of files becomes documents; a handover list becomes paper."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from anju.domains.documents import actions
from anju.domains.documents import queries as documents
from anju.domains.documents.models import Document, DocumentClass, Handover, HandoverItem
from anju.kernel import clock, downloads, files
from anju.kernel.actions import Spec
from anju.kernel.inputs import BadInput
from anju.kernel.refusals import Refusal
from anju.kernel.screens import registry

from ..doors import office_page
from ..screens.forms import create_by
from .overview import DAYS_AHEAD, SEE

LIST = actions.list_disposal.spec
FILE, VERSION = actions.file_document.spec, actions.add_version.spec
MOST_FILES = 100
SHOWN = 200


@office_page(permission=SEE)
def past(request: HttpRequest) -> HttpResponse:
    """What may go, ticked and proposed as a list; and what will be past its time soon."""
    today, refusal = clock.today(request.scope), None
    if request.method == "POST":
        outcome = _propose(request)
        if not isinstance(outcome, Refusal):
            return redirect("office:record", "document_disposals", outcome.pk)
        refusal = outcome
    rows = list(documents.past_keeping(request.scope, on=today)[:SHOWN])
    listed = {one.document_id for one in documents.DisposalItem.objects.filter(document__in=rows, disposal__state__in=("asked", "approved"))}
    context = {
        "rows": [(one, one.pk in listed) for one in rows], "soon": list(documents.expiring(request.scope, on=today, days=DAYS_AHEAD)[:SHOWN]), "days": DAYS_AHEAD,
        "refusal": refusal, "most": documents.MOST_IN_LIST, "may_list": LIST.name in (request.rights or {LIST.name}), "reason": request.POST.get("reason", ""),
        "ticked": request.POST.getlist("documents"),
    }  # fmt: skip
    return render(request, "documents/past.html", context, status=422 if refusal else 200)


def _propose(request: HttpRequest):
    try:
        given = LIST.clean({"documents": request.POST.getlist("documents"), "reason": request.POST.get("reason", "")})
    except BadInput as bad:
        return Refusal("documents.list_input", " ".join(str(text) for text in bad.errors.values()))
    return LIST(request.scope, by=request.actor, **given)


@dataclass
class Taken:
    """One file of a batch: the document it became a version of, or why it was not taken."""

    name: str
    document: Document | None = None
    refusal: Refusal | None = None


@office_page(permission=FILE.name)
def batch(request: HttpRequest) -> HttpResponse:
    """Many files at once: each goes to the draft that a list announced under its name, else becomes a document of the chosen class."""
    classes = list(documents.classes(request.scope))
    sent = request.FILES.getlist("files") if request.method == "POST" else []
    taken: list[Taken] = []
    refusal = None
    if request.method == "POST" and not 1 <= len(sent) <= MOST_FILES:
        refusal = Refusal("documents.batch_size", _("Nothing was taken: choose 1 to %(most)s files at once."), most=MOST_FILES)
    elif request.method == "POST":
        klass = _class(classes, request.POST.get("klass", ""))
        taken = [_take(request, each, klass) for each in sent]
    waiting = Document.objects.filter(scope=request.scope, state="draft", version=0).exclude(expected_file="").order_by("number")
    context = {
        "classes": classes, "taken": taken, "done": sum(one.document is not None for one in taken), "refusal": refusal, "most": MOST_FILES,
        "waiting": list(waiting[:SHOWN]), "klass": request.POST.get("klass", ""), "limit": files.MAX_BYTES >> 20,
    }  # fmt: skip
    return render(request, "documents/batch.html", context, status=422 if refusal or (taken and not context["done"]) else 200)


def _class(classes: list[DocumentClass], asked: str) -> DocumentClass | None:
    found = next((one for one in classes if str(one.pk) == asked), None)
    if asked and found is None:
        raise Http404
    return found


def _take(request: HttpRequest, sent, klass: DocumentClass | None) -> Taken:
    """Each file is its own transaction: a bad one stops no other."""
    name = sent.name or ""
    announced = Document.objects.filter(scope=request.scope, state="draft", version=0, expected_file=name).exclude(expected_file="").first()
    if announced is not None:
        outcome = _run(request, VERSION, announced, {"file": sent})
        if not isinstance(outcome, Refusal):
            submitted = actions.submit_document(outcome, by=request.actor)
            outcome = outcome if isinstance(submitted, Refusal) else submitted
    elif klass is None:
        outcome = Refusal("documents.not_announced", _("Not taken: no list names this file. Choose a class for it."))
    else:
        outcome = _run(request, FILE, request.scope, {"file": sent, "klass": str(klass.pk), "title": name.rpartition(".")[0][:120] or name[:120]})
    return Taken(name[-80:], refusal=outcome) if isinstance(outcome, Refusal) else Taken(name[-80:], document=outcome)


def _run(request: HttpRequest, spec: Spec, subject, given: dict):
    try:
        return spec(subject, by=request.actor, **spec.clean(given))
    except BadInput as bad:
        return Refusal("documents.not_usable", " ".join(str(text) for text in bad.errors.values()))


@office_page(permission=actions.load_classes.spec.name)
def load(request: HttpRequest) -> HttpResponse:
    """Choose a set of classes that comes with the product."""
    return create_by(request, registry["document_classes"], actions.load_classes.spec)


@office_page(permission=actions.register_document.spec.name)
def register(request: HttpRequest) -> HttpResponse:
    """Write down a document whose file comes later, or that exists on paper alone."""
    return create_by(request, registry["documents"], actions.register_document.spec)


@office_page(permission=SEE)
def handover(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The list as paper, with both signatures once it is signed."""
    one = _handover(pk)
    items = HandoverItem.objects.filter(handover=one).select_related("document").order_by("document__number")
    return render(request, "documents/handover.html", {"one": one, "items": list(items), "community": one.scope.name, "printed_at": clock.now()})


@office_page(permission=SEE)
def handover_signature(request: HttpRequest, pk: UUID, side: str) -> HttpResponseBase:
    """One of the two signatures: only through the list it belongs to."""
    one = _handover(pk)
    blob = {"giver": one.giver_signature_id, "receiver": one.receiver_signature_id}.get(side)
    if blob is None:
        raise Http404
    return downloads.response(blob, by=request.actor)


def _handover(pk: UUID) -> Handover:
    found = Handover.objects.select_related("scope").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
