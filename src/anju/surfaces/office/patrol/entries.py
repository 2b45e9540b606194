"""What is entered at the desk: reports of guards by word of mouth, and rounds planned by hand."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from anju.domains.patrol import actions
from anju.kernel.screens import registry

from ..doors import office_page
from ..screens.forms import create_by

FORMS = {
    "dissuasion": (actions.note_dissuasion, "patrol_findings"),
    "suspicion": (actions.report_suspicion, "patrol_findings"),
    "renovation": (actions.report_renovation, "patrol_findings"),
    "plan": (actions.plan_rounds, "patrol_rounds"),
    "reading": (actions.take_in_reading, "patrol_scans"),
}


@office_page
def page(request: HttpRequest, form: str) -> HttpResponse:
    """The form of one of these actions; who may not do it is told so by the form's own gate."""
    if form not in FORMS:
        raise Http404
    action, screen = FORMS[form]
    return create_by(request, registry[screen], action.spec)
