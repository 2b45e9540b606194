"""From a file to drafted plans: read it, cut it into units, propose an object for each. Only actions write."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext_lazy

from anju import planreader
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal
from anju.planreader import documents

from ..models import Plan, Source
from ..proposals import propose
from .intake import CHUNK, draft_plan, propose_clauses, receive_source


def take_in(scope: Scope, data: bytes, *, name: str, year: int, by: Actor) -> list[Plan] | Refusal:
    """Draft every plan that the file holds. A Refusal says why the file cannot be read; then nothing is kept."""
    document = documents.read_document(data, name)
    if isinstance(document, documents.Unreadable):
        return Refusal(f"plans.{document.code}", gettext_lazy(document.sentence), **document.params)
    lines = list(documents.document_lines(document))
    source = receive_source(
        scope,
        name=name[-200:],
        sha256=hashlib.sha256(data).hexdigest(),
        size_bytes=len(data),
        lines=[{"text": line.text, "number": line.position.line, "page": line.position.page} for line in lines],
        warnings=[{"code": w.code, "params": w.params} for w in document.warnings],
        by=by,
    )
    if isinstance(source, Refusal):
        return source
    return _draft_all(source, document, year, by)


def _draft_all(source: Source, document: Any, year: int, by: Actor) -> list[Plan] | Refusal:
    units = list(planreader.read_document_units(document))
    drafted = []
    for found in document.plans:
        own = [unit for unit in units if unit.line.plan is found]
        if not own:
            continue
        title = found.title[:200]
        plan = draft_plan(source, title=title, year=year, first_line=own[0].index, last_line=own[-1].index, by=by)
        if isinstance(plan, Refusal):
            return plan
        for rows in _chunks(row_of(unit, position) for position, unit in enumerate(own, 1)):
            if isinstance(done := propose_clauses(plan, rows=rows, by=by), Refusal):
                return done
        drafted.append(plan)
    return drafted


def row_of(unit: planreader.Found, position: int) -> dict[str, Any]:
    """The fields of a Clause for one unit of text."""
    reading = unit.clause.as_json()
    proposal = propose(reading)
    return {
        "position": position,
        "line": unit.index,
        "start": unit.start,
        "end": unit.end,
        "text": reading["text"],
        "path": list(reading.get("path", ())),
        "domain": reading.get("domain") or "",
        "reading": {key: value for key, value in reading.items() if key not in ("text", "path")},
        "becomes": proposal.becomes,
        "proposal": proposal.details,
        "doubts": list(proposal.doubts),
        "confidence": reading.get("confidence", 1.0),
    }


def _chunks(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    chunk: list[dict[str, Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
