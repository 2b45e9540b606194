"""What is done about reports outside a request: the job that makes Word and PDF."""

from __future__ import annotations

import io
import logging

from anju.kernel import files
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.jobs import job
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .actions import advance_papers, attach_papers
from .models import Report
from .reporting import paper, word
from .reporting.work import documented

SELF = Actor.system("reports")
_log = logging.getLogger(__name__)


@job
def print_report(report_id: str) -> None:
    """Make the files of a report and attach them; what goes wrong is noted on the report."""
    report = Report.everywhere.select_related("scope", "plan").get(pk=report_id)
    with view.entered(Scope.objects.get(pk=report.scope_id)):
        try:
            advance_papers(report, step="composing", by=SELF)
            document = documented(report)
            advance_papers(report, step="printing", by=SELF)
            made = {"word": (word.written(document), "docx"), "pdf": (paper.printed(document), "pdf")}
            blobs = {name: files.checked(io.BytesIO(data), name=f"{report.title}.{ending}") for name, (data, ending) in made.items()}
            outcome = attach_papers(report, **blobs, digest=report.digest, by=SELF)
            if isinstance(outcome, Refusal):
                advance_papers(report, step="failed", by=SELF)
        except Exception:
            _log.exception("the files of report %s were not made", report_id)
            advance_papers(report, step="failed", by=SELF)
            raise
