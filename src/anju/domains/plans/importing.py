"""From a file to drafted plans: read it, cut it into units, propose an object for each. Only actions write."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from anju import planreader
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal
from anju.planreader import documents

from . import actions
from .models import Plan, Source
from .proposals import propose


def take_in(scope: Scope, data: bytes, *, name: str, year: int, by: Actor) -> list[Plan] | Refusal:
    """Draft every plan that the file holds. A Refusal says why the file cannot be read; then nothing is kept."""
    document = documents.read_document(data, name)
    if isinstance(document, documents.Unreadable):
        return Refusal(f"plans.{document.code}", document.sentence, **document.params)
    lines = list(documents.document_lines(document))
    source = actions.receive_source(
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
    return _draft_all(source, document, lines, year, by)


def _draft_all(source: Source, document: Any, lines: list, year: int, by: Actor) -> list[Plan] | Refusal:
    drafted = []
    for found in document.plans:
        numbered = [(index, line) for index, line in enumerate(lines) if line.plan is found]
        if not numbered:
            continue
        plan = actions.draft_plan(
            source, title=found.title[:200], year=year, first_line=numbered[0][0], last_line=numbered[-1][0], by=by
        )
        if isinstance(plan, Refusal):
            return plan
        for rows in _chunks(_rows(numbered)):
            if isinstance(done := actions.propose_clauses(plan, rows=rows, by=by), Refusal):
                return done
        drafted.append(plan)
    return drafted


def _rows(numbered: list[tuple[int, Any]]) -> Iterator[dict[str, Any]]:
    position = 0
    for index, line in numbered:
        end = 0
        for unit in planreader.cut(line.text):
            start = max(line.text.find(unit, end), end)
            end = min(start + len(unit), len(line.text))
            clause = planreader.read_unit(unit, context=line.path)
            position += 1
            yield row_of(clause.as_json(), position=position, line=index, start=start, end=end)


def row_of(reading: dict[str, Any], *, position: int, line: int, start: int, end: int) -> dict[str, Any]:
    """The fields of a Clause for one unit of text."""
    proposal = propose(reading)
    return {
        "position": position,
        "line": line,
        "start": start,
        "end": end,
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
        if len(chunk) == actions.CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
