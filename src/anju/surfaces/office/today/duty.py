"""One piece of regular work: what it asks, the form to enter it as done, what was entered, and the second person's word."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.duties import actions
from anju.domains.duties import queries as duties
from anju.domains.duties.models import Occurrence, Performance
from anju.domains.duties.states import OccurrenceState
from anju.domains.people import queries as people
from anju.kernel import clock, downloads, permissions
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page
from ..plans.evidence import MARKS


@office_page(permission="duties.see_slots")
def page(request, occurrence_id, refusal: Refusal | None = None):
    one = get_object_or_404(Occurrence.objects.select_related("duty__post", "duty__place", "assignee"), pk=occurrence_id)
    open_now = one.opens_at <= clock.now() and one.state in ("not_yet", "open", "running", "missed", "partly")
    context = {
        "one": one,
        "duty": one.duty,
        "state": OccurrenceState[one.state],
        "frequency": duties.words_of(one.duty).say(_),
        "responsible": one.assignee or one.duty.post or people.role_labels(request.scope).get(one.duty.role, one.duty.role),
        "may_perform": open_now and not one.is_continuous and permissions.may(request.actor, actions.perform_duty.spec.name, request.scope),
        "may_watch": open_now and one.is_continuous and permissions.may(request.actor, actions.record_presence.spec.name, request.scope),
        "records": [_record(request, record) for record in duties.performances_of(one)],
        "needs_photo": "photo" in one.duty.evidence,
        "needs_signature": "signature" in one.duty.evidence,
        "refusal": refusal,
    }
    return render(request, "today/duty.html", context, status=422 if refusal else 200)


def _record(request, record: Performance) -> dict:
    may_confirm = permissions.may(request.actor, actions.confirm_performance.spec.name, request.scope)
    waiting = record.confirmed_by_id is None and record.rejected_at is None
    return {
        "record": record,
        "mark": MARKS.get(record.grade, ""),
        "grade": record.grade.lower(),
        "may_confirm": may_confirm and waiting and record.person_id != request.actor.person,
    }


@require_POST
@office_page(permission="duties.see_slots")
def perform(request, occurrence_id):
    """Enter it as done: the answers, the photos and the signature go in together or not at all."""
    one = get_object_or_404(Occurrence.objects.select_related("duty"), pk=occurrence_id)
    spec = actions.perform_duty.spec
    given = {
        "answers": {item["key"]: request.POST.get(f"answer-{item['key']}", "") for item in one.duty.checklist},
        "photos": request.FILES.getlist("photos"),
        "signature": request.actor.name if request.POST.get("signed") else "",
        "note": request.POST.get("note", ""),
    }
    return _entered(request, one, spec, given)


@require_POST
@office_page(permission="duties.see_slots")
def watch(request, occurrence_id):
    """Enter from when to when somebody kept a watch that must have no gap."""
    one = get_object_or_404(Occurrence.objects.select_related("duty"), pk=occurrence_id)
    given = {name: request.POST.get(name, "") for name in ("starts_at", "ends_at")}
    return _entered(request, one, actions.record_presence.spec, given)


def _entered(request, one: Occurrence, spec, given: dict):
    """Run the action; what does not fit is said beside the form, and nothing is written."""
    outcome = done(spec, one, request, given)
    return page(request, one.id, outcome) if isinstance(outcome, Refusal) else redirect("duty", one.id)


@require_POST
@office_page(permission="duties.see_slots")
def confirm(request, performance_id):
    record = get_object_or_404(Performance.objects.select_related("occurrence__duty", "scope"), pk=performance_id)
    outcome = actions.confirm_performance(record, by=request.actor)
    if isinstance(outcome, Refusal):
        return page(request, record.occurrence_id, outcome)
    return redirect("duty", record.occurrence_id)


@office_page(permission="duties.see_slots")
def photo(request, performance_id, photo_id):
    """A photo of a record: only through the record it belongs to."""
    record = get_object_or_404(Performance.objects, pk=performance_id)
    if str(photo_id) not in record.photos:
        raise Http404
    return downloads.response(photo_id, by=request.actor)
