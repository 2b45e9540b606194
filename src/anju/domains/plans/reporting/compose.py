"""Putting a report together: its blocks in order, the footnotes counted through, the ledger row and the seal it stands at."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from django.utils import translation

from anju.kernel import clock, seals
from anju.kernel.models import Scope

from . import blocks  # noqa: F401 - declares the blocks
from .about import BLOCKS, About
from .kinds import Kind
from .parts import Part
from .sentences import of_period, plan_for

PAPER_LANGUAGE = "zh-hans"


def compose(report: Any, *, at: datetime | None = None, language: str = "") -> dict[str, Any]:
    """What the report says now. `language` is that of a paper; pages speak the reader's."""
    about = About(scope=report.scope, first_on=report.first_on, last_on=report.last_on, at=at or clock.now(), read=of_period, length=report.about.length, report=report)
    with translation.override(language or translation.get_language()):
        about.plan = report.plan or plan_for(about)
        return _content(about, report.about)


def _content(about: About, kind: Kind) -> dict[str, Any]:
    sections = [
        {"code": one.code, "title": str(one.title), "must_write": one.must_write, "parts": _gathered(about, one.blocks)} for one in kind.sections
    ]
    return {
        "sections": sections,
        "notes": _in_order(sections, about.notes),
        "gaps": about.gaps,
        "basis": about.basis,
        "entry": about.entry_id,
        "at": about.at.isoformat(),
        "plan": about.plan.title if about.plan else "",
        "seal": seal_of(about.scope),
    }


def _gathered(about: About, names: tuple[str, ...]) -> list[Part]:
    return [part for name in names for part in BLOCKS[name](about)]


def _in_order(sections: list[dict[str, Any]], notes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The notes in the order in which the text refers to them; the references are set right."""
    order: list[int] = []
    for marks in (marks for section in sections for part in section["parts"] for marks in _marks(part)):
        for place, number in enumerate(marks):
            if number not in order:
                order.append(number)
            marks[place] = order.index(number) + 1
    return [notes[number - 1] for number in order]


def _marks(part: Part) -> list[list[int]]:
    """The lists of references of a part."""
    return part["notes"] if part["kind"] == "table" else [part["notes"]] if part["kind"] == "line" else []


def seal_of(scope: Scope) -> dict[str, Any]:
    """Number and hash of the newest seal; empty where nothing is sealed yet."""
    newest = seals.newest(scope)
    return {"number": newest.number, "hash": seals.hash_of(newest)} if newest else {}


def digest_of(content: dict[str, Any], texts: dict[str, str]) -> str:
    """The hash of all that a report says: figures, footnotes and the manager's words."""
    return hashlib.sha256(json.dumps([content, texts], sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()
