"""A report as a document, and as Word and PDF."""

from __future__ import annotations

from django.utils import translation

from ..models import Report
from . import paper, word
from .compose import PAPER_LANGUAGE, compose
from .document import Document, document_of


def papers_of(report: Report) -> tuple[bytes, bytes]:
    """Word and PDF of a report: of its frozen content, or of the draft as it stands now."""
    document = documented(report)
    return word.written(document), paper.printed(document)


def documented(report: Report) -> Document:
    with translation.override(PAPER_LANGUAGE):
        content = report.content if report.is_frozen else compose(report, language=PAPER_LANGUAGE)
        return document_of(report, content)
