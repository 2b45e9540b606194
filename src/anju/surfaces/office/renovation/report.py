"""The report on a violation as a paper for the owners' committee and the authorities: what, where, when, against which rule, what was ordered and until when."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from markupsafe import Markup

from anju.domains.notices.queries import BodyReport
from anju.domains.notices.screens import BodyReportScreen
from anju.domains.renovation import queries as renovation
from anju.domains.renovation.models import Violation
from anju.domains.renovation.screens import ViolationScreen
from anju.kernel import clock, downloads, permissions
from anju.kernel.screens.history import names_of

from ..doors import office_page

DONE = {
    "violation_dissuaded": lazy("Asked on the spot to stop"), "notice_served": lazy("Notice of rectification"), "work_stopped": lazy("All works ordered to stop"),
    "put_right_noted": lazy("Noted as put right"), "violation_cleared": lazy("Cleared after a recheck"),
}  # fmt: skip


def violation_of(request: HttpRequest, pk: UUID) -> Violation:
    """The violation in view of who may see violations, or who sees the reports that bodies got; for others it does not exist."""
    one = Violation.objects.filter(scope=request.scope, pk=pk).select_related("scope", "dwelling", "project__permit", "inspection", "found_by").first()
    sees = (ViolationScreen().permission, *((BodyReportScreen().permission,) if one is not None and one.reports else ()))
    if one is None or not any(permissions.may(request.actor, each, request.scope) for each in sees):
        raise Http404
    return one


@office_page
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """To the bodies of the address, else to all that got it; before it is handed in it is printed, signed and stamped."""
    one = violation_of(request, pk)
    reports, steps = renovation.reports_of(one), renovation.steps_of(one)
    asked, names = request.GET.getlist("to"), dict(renovation.BODIES)
    to = [code for code in names if code in asked] or list(dict.fromkeys(each.body for each in reports if each.body in names))
    who = names_of({each.by for each in steps if each.by})
    sentence, basis = renovation.rule_against(one.code)
    context = {
        "one": one, "back": reverse("office:record", args=["renovation_violations", one.pk]) if permissions.may(request.actor, ViolationScreen().permission, request.scope) else reverse("office:list", args=["body_reports"]),
        "bodies": renovation.BODIES, "to": to, "names": names, "reports": [each for each in reports if each.body in to], "rule": sentence, "basis": basis, "layout": "a4",
        "steps": [(each, DONE[each.name], who.get(each.by, "")) for each in steps], "pictures": renovation.pictures_of(one), "printed_at": clock.now(),
        "book": renovation.book_in_words(one.project.book_version if one.project is not None else renovation.book_in_force(request.scope).version),
    }  # fmt: skip
    return render(request, "renovation/report.html", context)


@office_page
def picture(request: HttpRequest, pk: UUID, blob: UUID) -> HttpResponse:
    """A picture of the report: only through the violation it belongs to."""
    if blob not in renovation.pictures_of(violation_of(request, pk)):
        raise Http404
    return downloads.response(blob, by=request.actor)


def of_violation(one: Violation) -> Markup:
    """The tab of a violation: its report on paper, and the reports that bodies got."""
    rows = [(reverse("office:record", args=["body_reports", each.pk]), each.number, each.get_body_display(), each.get_state_display()) for each in renovation.reports_of(one)]
    listed = Markup("").join(Markup('<p><a href="{}">{}</a> {} · {}</p>').format(*row) for row in rows)
    return _button(one) + (listed or Markup('<p class="nothing">{}</p>').format(_("No body got a report yet. Print it, have it signed, and hand it in with “Report to committee and authorities”.")))


def of_report(report: BodyReport) -> Markup:
    """The tab of a report to a body: the paper on what it is about."""
    one = renovation.reported_in(report)
    return _button(one, report.body) if one is not None else Markup('<p class="nothing">{}</p>').format(_("This report has only the file with which it was handed in."))


def _button(one: Violation, body: str = "") -> Markup:
    address = reverse("renovation_report", args=[one.pk]) + (f"?to={body}" if body else "")
    return Markup('<p><a class="btn btn-primary" href="{}">{}</a></p>').format(address, _("Report on %(number)s to print") % {"number": one.number})
