"""The report as a document to be set: title, facts, sections with the manager's words, footnotes, and the footer with row and seal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from anju.kernel import clock

from .. import queries
from ..models import Report
from .parts import Part, plain, table


@dataclass(frozen=True)
class Document:
    """`sections` are (title, paragraphs, parts); `notes` the footnotes in order; `mark` a word across a draft."""

    title: str
    facts: list[tuple[str, str]]
    sections: list[tuple[str, list[str], list[Part]]]
    notes: list[str]
    footer: str
    mark: str = ""


def document_of(report: Report, content: dict[str, Any]) -> Document:
    """What both papers show, in the language that is switched on."""
    texts, reasons = queries.texts_of(report), queries.reasons_of(report)
    sections = [(one["title"], _paragraphs(texts.get(one["code"], "")), one["parts"]) for one in content["sections"]]
    if content["gaps"]:
        rows = [[gap["title"], gap["why"], reasons.get(gap["key"], _("not explained yet"))] for gap in content["gaps"]]
        sections.append((_("Figures that are missing"), [], [table(_("Figures that are missing"), [_("Figure"), _("Why"), _("Explanation")], rows)]))
    return Document(
        title=plain(report.title),
        facts=[(label, plain(value)) for label, value in _facts(report, content) if value],
        sections=sections,
        notes=[note["text"] for note in content["notes"]],
        footer=_footer(report, content),
        mark="" if report.is_handed_in else _("Draft"),
    )


def _paragraphs(text: str) -> list[str]:
    return [plain(part.strip()) for part in text.splitlines() if part.strip()]


def _facts(report: Report, content: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (_("Community"), report.scope.name),
        (_("Period of the report"), queries.period_said(report.about.length, report.first_on, report.last_on)),
        (_("Plan"), content["plan"]),
        (_("Written by"), report.owner.name if report.owner_id else ""),
        (_("Approved by"), report.decided_by.name if report.decided_by_id else ""),
        (_("Handed in to"), report.receiver),
        (_("Due"), _moment(report, report.due_at)),
        (pgettext("time", "Handed in"), _moment(report, report.submitted_at)),
    ]


def _moment(report: Report, at: Any) -> str:
    if at is None:
        return ""
    there = clock.local(report.scope, at)
    return f"{there.year}年{there.month}月{there.day}日 {there:%H:%M}"


def _footer(report: Report, content: dict[str, Any]) -> str:
    row = _("ledger row %(entry)s") % {"entry": f"{content['entry']:,}"}
    seal = content["seal"]
    sealed = _("seal %(number)s %(hash)s") % {"number": seal["number"], "hash": seal["hash"][:16]} if seal else _("not sealed yet")
    content_hash = _("content %(digest)s") % {"digest": report.digest[:16]}
    return " · ".join([row, sealed, content_hash] if report.is_frozen else [row, sealed])
