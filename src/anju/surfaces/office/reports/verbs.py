"""What the buttons of a report do; a refusal stands on the page that was pressed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from anju.domains.plans import actions, queries
from anju.domains.plans.models import Report, ReportComment
from anju.domains.plans.screens import READ_PUBLISHED, SEE_REPORTS
from anju.kernel import clock
from anju.kernel.actions import Spec
from anju.kernel.refusals import Refusal

from ...doing import done
from ..doors import office_page
from .page import may_read, report_of, show

DONE = {
    "text": actions.write_text, "remark": actions.remark, "gap": actions.explain_gap, "goal": actions.set_goal, "send": actions.send_report,
    "approve": actions.approve_report, "back": actions.send_back_report, "submit": actions.submit_report, "receipt": actions.record_receipt,
    "publish": actions.publish_report, "papers": actions.make_papers,
}  # fmt: skip
NEEDS_FIGURES = ("gap", "send")


@require_POST
@office_page(permission=READ_PUBLISHED)
def do(request: HttpRequest, pk: UUID, verb: str) -> HttpResponse:
    """Do one thing to a report. What leaves its writers, and what speaks of its gaps, has its figures gathered first."""
    report = report_of(pk)
    if verb not in DONE or not may_read(request, report):
        raise Http404
    spec = DONE[verb].spec
    outcome = _fresh(request, report, verb) or _run(spec, report, request)
    if isinstance(outcome, Refusal):
        return show(request, report_of(pk), refusal=outcome)
    messages.success(request, _("Done: %(action)s") % {"action": spec.title})
    answer = redirect("report", pk)
    if section := request.POST.get("section", ""):
        answer["Location"] += f"#section-{section}" if report.about.section(section) else ""
    return answer


def _fresh(request: HttpRequest, report: Report, verb: str) -> Refusal | None:
    if report.is_frozen or not (verb in NEEDS_FIGURES or (verb == "submit" and not report.about.needs_approval)):
        return None
    outcome = actions.gather(report, by=request.actor)
    return outcome if isinstance(outcome, Refusal) else None


def _run(spec: Spec, subject, request: HttpRequest):
    return done(spec, subject, request, {one.name: request.POST[one.name] for one in spec.inputs if one.name in request.POST})


@require_POST
@office_page(permission=SEE_REPORTS)
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Settle a remark."""
    comment = get_object_or_404(ReportComment.objects.select_related("report", "scope"), pk=pk)
    outcome = actions.settle_remark(comment, by=request.actor)
    if isinstance(outcome, Refusal):
        return show(request, report_of(comment.report_id), refusal=outcome)
    answer = redirect("report", comment.report_id)
    answer["Location"] += f"#section-{comment.section}"
    return answer


@require_POST
@office_page(permission=SEE_REPORTS)
def brief(request: HttpRequest) -> HttpResponse:
    """The morning brief of today as Word and PDF: drafted where it does not stand yet, then printed."""
    today = clock.today(request.scope)
    report = Report.objects.filter(scope=request.scope, kind="brief", first_on=today).first()
    if report is None:
        report = actions.draft_report(request.scope, kind="brief", on=today, by=request.actor)
        if isinstance(report, Refusal):
            messages.error(request, str(report))
            return redirect("brief")
    actions.make_papers(queries.Report.objects.get(pk=report.pk), by=request.actor)
    return redirect("report", report.pk)
