"""The report on paper: asked for by a person, made by a job, stored as files of the report."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel import jobs
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from ... import events
from ...models import Report
from ...states import PapersState
from .holding import READERS, facts, held

STEPS = (PapersState.composing, PapersState.printing, PapersState.failed)


@action(title=_("Make Word and PDF"), posts=READERS, event=events.PapersAsked)
def make_papers(report: Report, *, by: Actor, at: datetime | None = None) -> Report | Refusal:
    """Make the report as Word and PDF. It goes on when you leave the page; a report that is still written is marked as a draft."""
    report = held(report)
    is_running = report.papers in (PapersState.waiting, PapersState.composing, PapersState.printing)
    if is_running and report.papers_at is not None and (at - report.papers_at).total_seconds() < 600:
        return Refusal("plans.papers_under_way", _("Nothing was begun: the files are being made already. Wait a moment."))
    report.papers, report.papers_at = str(PapersState.waiting), at
    report.save(update_fields=["papers", "papers_at"])
    jobs.enqueue("plans.print_report", str(report.pk))
    announce(events.PapersAsked(**facts(report)), subject=report)
    return report


@action(title=_("Go on with the papers"), posts=(), event=events.PapersAdvanced)
def advance_papers(report: Report, *, step: Annotated[str, Field(_("Step"), max_length=20)], by: Actor, at: datetime | None = None) -> Report | Refusal:
    """Note how far the job is."""
    report = held(report)
    if step not in STEPS:
        return Refusal("plans.unknown_step", _("Nothing was noted: there is no such step."))
    report.papers = step
    report.save(update_fields=["papers"])
    announce(events.PapersAdvanced(**facts(report), step=step), subject=report)
    return report


@action(title=_("Attach the papers"), posts=(), event=events.PapersMade)
def attach_papers(
    report: Report,
    *,
    word: Annotated[File, Field(_("Word"))],
    pdf: Annotated[File, Field(_("PDF"))],
    digest: Annotated[str, Field(_("Content hash"))] = "",
    by: Actor,
    at: datetime | None = None,
) -> Report | Refusal:
    """Attach the files that the job made. Files of a content that was changed meanwhile are not taken."""
    report = held(report)
    if report.is_frozen and digest != report.digest:
        return Refusal("plans.papers_outdated", _("Not attached: the report was changed while its files were made. Make them again."))
    report.word, report.pdf, report.papers = word, pdf, str(PapersState.ready)
    report.save(update_fields=["word", "pdf", "papers"])
    announce(events.PapersMade(**facts(report), word=word.pk, pdf=pdf.pk), subject=report)
    return report
