"""What is done about reports outside a request: the job that makes Word and PDF."""

from __future__ import annotations

import io
import logging

from django.utils import translation

from anju.kernel import files
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.jobs import job
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..models import Report
from . import paper, word
from .compose import PAPER_LANGUAGE, compose
from .document import Document, document_of

SELF = Actor.system("reports")
_log = logging.getLogger(__name__)


def papers_of(report: Report) -> tuple[bytes, bytes]:
    """Word and PDF of a report: of its frozen content, or of the draft as it stands now."""
    document = documented(report)
    return word.written(document), paper.printed(document)


def documented(report: Report) -> Document:
    with translation.override(PAPER_LANGUAGE):
        content = report.content if report.is_frozen else compose(report, language=PAPER_LANGUAGE)
        return document_of(report, content)


@job()
def print_report(report_id: str) -> None:
    """Make the files of a report and attach them; what goes wrong is noted on the report."""
    from ..actions import advance_papers, attach_papers

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
