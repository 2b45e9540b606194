"""What somebody must read: his list, the text with its questions, one press to acknowledge. Made for a phone in one hand."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from anju.domains.documents import actions
from anju.domains.documents import queries as documents
from anju.domains.documents.models import Reading
from anju.domains.documents.states import ReadingState
from anju.kernel import clock, files
from anju.kernel.inputs import BadInput
from anju.kernel.refusals import Refusal

from ..doors import office_page

READ = actions.acknowledge_reading.spec
SHOWN, LONGEST_TEXT = 20, 64 * 1024


@office_page(permission=READ.name)
def mine(request: HttpRequest) -> HttpResponse:
    """What is owed, the latest first, and what was acknowledged lately."""
    person, today = request.actor.person, clock.today(request.scope)
    owed = list(documents.owed_readings(request.scope, person)) if person else []
    done = Reading.objects.filter(scope=request.scope, person=person, state="acknowledged").select_related("document").order_by("-acknowledged_at")[:SHOWN]
    context = {"owed": [(one, one.due_on < today, (one.due_on - today).days) for one in owed], "done": list(done) if person else [], "today": today}
    return render(request, "documents/my_reading.html", context)


@office_page(permission=READ.name)
def one(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The text and the questions. Opening the first file notes that it was opened."""
    reading = Reading.objects.select_related("document__klass", "scope").filter(pk=pk, person=request.actor.person).first()
    if reading is None or request.actor.person is None:
        raise Http404
    if request.method != "POST":
        return _page(request, reading)
    if request.POST.get("verb") == "open":
        actions.open_reading(reading, by=request.actor)
        return redirect("reading", pk)
    outcome = _acknowledge(request, reading)
    if isinstance(outcome, Refusal):
        return _page(request, reading, refusal=outcome, status=422)
    if outcome.state != "acknowledged":
        wrong = Refusal("documents.wrong_answers", _("Not acknowledged: %(score)s of %(asked)s answers are right. Read it again and try once more."),
                        score=outcome.score, asked=outcome.asked)  # fmt: skip
        return _page(request, outcome, refusal=wrong, status=422)
    messages.success(request, _("Acknowledged: %(title)s") % {"title": reading.document.title})
    return redirect("my_reading")


def _acknowledge(request: HttpRequest, reading: Reading) -> Reading | Refusal:
    answers = [request.POST.get(f"answer.{number}", "") for number in range(len(reading.document.questions))]
    try:
        return READ(reading, by=request.actor, **READ.clean({"answers": [each for each in answers if each != ""]}))
    except BadInput as bad:
        return Refusal("documents.answer_all", " ".join(str(text) for text in bad.errors.values()))


def _page(request: HttpRequest, reading: Reading, *, refusal: Refusal | None = None, status: int = 200) -> HttpResponse:
    today = clock.today(request.scope)
    context = {
        "reading": reading, "document": reading.document, "state": ReadingState[reading.state], "refusal": refusal, "is_late": reading.due_on < today,
        "files": [(one, _words(one)) for one in documents.files_of(reading.document, version=reading.version)], "questions": list(enumerate(reading.document.questions)),
        "given": {number: request.POST.get(f"answer.{number}", "") for number in range(len(reading.document.questions))},
        "is_owed": reading.state in ("owed", "overdue"),
    }  # fmt: skip
    return render(request, "documents/reading.html", context, status=status)


def _words(one: documents.DocumentFile) -> str:
    """A short text stands on the page itself; everything else opens as a file, and so does what is closed."""
    if one.mime != "text/plain" or one.size > LONGEST_TEXT or one.file.state != "kept" or documents.is_closed(one.version.document.klass.level):
        return ""
    data = files.read_all(one.file)
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", errors="replace")


def notices(actor, scope) -> list[dict]:
    """For the phone's first page: that something is to be read, and by when."""
    owed = list(documents.owed_readings(scope, actor.person)[:SHOWN]) if actor.person else []
    if not owed:
        return []
    return [{"title": _("To read: %(count)s") % {"count": len(owed)}, "text": f"{owed[0].document.shown_title} {owed[0].due_on:%m-%d}"}]
