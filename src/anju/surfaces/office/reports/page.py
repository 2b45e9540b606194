"""P08: one report, its figures with their footnotes, the manager's words between them, remarks, and what to do next."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from anju.domains.people import queries as people
from anju.domains.plans import actions, queries
from anju.domains.plans.models import Report
from anju.domains.plans.screens import READ_PUBLISHED, SEE_REPORTS
from anju.domains.plans.states import PapersState, Punctuality, ReportState
from anju.kernel import clock, downloads, permissions
from anju.kernel.refusals import Refusal

from ..doors import office_page

RUNNING = (PapersState.waiting, PapersState.composing, PapersState.printing)
STEPS = [str(state) for state in (PapersState.waiting, PapersState.composing, PapersState.printing, PapersState.ready)]
VERBS = ("write_text", "remark", "settle_remark", "explain_gap", "set_goal", "send_report", "approve_report", "send_back_report", "submit_report",
         "record_receipt", "publish_report", "make_papers")  # fmt: skip


def report_of(pk: UUID) -> Report:
    """The report in view; another community's does not exist."""
    found = Report.objects.select_related("scope", "plan", "owner", "sent_by", "decided_by", "submitted_by", "word", "pdf").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def may_read(request: HttpRequest, report: Report) -> bool:
    return report.published_at is not None or permissions.may(request.actor, SEE_REPORTS, report.scope)


@office_page(permission=READ_PUBLISHED)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The report as it stands now; what was sent is shown as it was frozen."""
    return show(request, report_of(pk))


def show(request: HttpRequest, report: Report, *, refusal: Refusal | None = None) -> HttpResponse:
    if not may_read(request, report):
        raise Http404
    content = report.content if report.is_frozen else queries.compose(report)
    texts, reasons = queries.texts_of(report), queries.reasons_of(report)
    rights = {verb: permissions.may(request.actor, f"plans.{verb}", report.scope) for verb in VERBS}
    is_inside = permissions.may(request.actor, SEE_REPORTS, report.scope)
    revisions = {one.section: one.revision for one in queries.ReportText.objects.filter(report=report)}
    comments = list(queries.comments_of(report)) if is_inside else []
    context = {
        "report": report,
        "kind": report.about,
        "state": ReportState[report.state],
        "punctuality": Punctuality[queries.punctuality_of(report, clock.now())],
        "period": queries.period_said(report.about.length, report.first_on, report.last_on),
        "sections": [_section(one, texts, revisions, comments) for one in content["sections"]],
        "notes": [{**note, "url": _evidence(note)} for note in content["notes"]],
        "gaps": [{**gap, "reason": reasons.get(gap["key"], "")} for gap in content["gaps"]],
        "open_gaps": sum(gap["key"] not in reasons for gap in content["gaps"]),
        "unwritten": [one["title"] for one in content["sections"] if one["must_write"] and not texts.get(one["code"])],
        "content": content,
        "basis": _basis(report, content),
        "goals": list(queries.goals_of(report)),
        "rights": rights,
        "is_maker": request.actor.person in queries.makers_of(report),
        "is_inside": is_inside,
        "staff": list(people.working_here(report.scope)) if rights["set_goal"] and (report.about.has_goals or content["basis"]) else [],
        "refusal": refusal,
        **_papers(report),
    }
    return render(request, "reports/page.html", context, status=422 if refusal else 200)


def _section(one: dict[str, Any], texts: dict, revisions: dict, comments: list) -> dict[str, Any]:
    parts = [{**part, "svg": queries.drawn(part).svg()} if part["kind"] == "chart" else part for part in one["parts"]]
    mine = [comment for comment in comments if comment.section == one["code"]]
    return {**one, "parts": parts, "text": texts.get(one["code"], ""), "revision": revisions.get(one["code"], 0), "comments": mine}


def _evidence(note: dict[str, Any]) -> str:
    """Where the records behind a footnote are shown."""
    if note.get("measure"):
        asked = {"name": note["measure"], "dimension": note["dimension"], "from": note["first_on"], "to": note["last_on"]}
        return f"{reverse('figure')}?{urlencode(asked)}"
    return note.get("link", "")


def _basis(report: Report, content: dict[str, Any]) -> list[dict[str, Any]]:
    """The lines that carry over, each with the goal that answers it."""
    answered = {goal.carried: goal for goal in queries.goals_of(report) if goal.carried}
    return [{**line, "goal": answered.get(line["key"])} for line in content["basis"]]


def _papers(report: Report) -> dict[str, Any]:
    is_running = report.papers in RUNNING
    return {"papers": PapersState[report.papers], "is_running": is_running, "step": STEPS.index(report.papers) if is_running else 0, "steps": len(STEPS)}


@office_page(permission=READ_PUBLISHED)
def papers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the files are: asked again and again by a page that waits for them."""
    report = report_of(pk)
    if not may_read(request, report):
        raise Http404
    rights = {"make_papers": permissions.may(request.actor, actions.make_papers.spec.name, report.scope)}
    return render(request, "reports/_papers.html", {"report": report, "rights": rights, **_papers(report)})


@office_page(permission=READ_PUBLISHED)
def download(request: HttpRequest, pk: UUID, form: str) -> HttpResponseBase:
    """The report as Word or PDF: only through the report, and only for those who may read it."""
    report = report_of(pk)
    blob = {"word": report.word_id, "pdf": report.pdf_id}.get(form)
    if blob is None or not may_read(request, report):
        raise Http404
    return downloads.response(blob, by=request.actor, original=True, download=True)
