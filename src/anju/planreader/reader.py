"""Read a plan: from verbatim text to clauses with their figures, kind, domain and actor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from . import actors, classify, modality, schedules, targets, times
from .clause import Clause
from .text import fold
from .tokens import tokenise
from .units import cut, numbering_length, strip_bullet

#: What is longer is no sentence; figures are looked for in its beginning only.
_LONGEST = 4000

_DEPTHS = (
    re.compile(r"#{1,6}\s*|第.{1,3}[章篇部]|篇"),
    re.compile(r"[一二三四五六七八九十]{1,3}[、.]"),
    re.compile(r"\([一二三四五六七八九十]{1,3}\)"),
    re.compile(r"\d{1,2}[、.]"),
    re.compile(r"\(\d{1,2}\)|\d{1,2}\)|[①-⑳]"),
)


def read_unit(text: str, context: Iterable[str] = ()) -> Clause:
    """Read one unit. `context` are the headings above it, outermost first."""
    path = tuple(context)
    verbatim = strip_bullet(text)
    folded = fold(verbatim)[:_LONGEST]
    start = numbering_length(folded)
    body = folded[start:].strip()
    figures = _figures(folded, start)
    above = tuple(map(fold, path))
    if _asks_nothing(body, folded[:start], figures, classify.heading_points(above).get("none", 0.0)):
        return Clause(text=verbatim, path=path, confidence=0.7)
    kind, certain_kind = classify.classify_kind(body, figures, above)
    domain, certain_domain = classify.classify_domain(body, above, lean=_lean(figures))
    clause = Clause(text=verbatim, path=path, kind=kind, domain=domain)
    clause.confidence = round(min(1.0, (certain_kind + certain_domain) * 0.9), 2)
    _fill(clause, figures)
    _name(clause, actors.read_actors(folded, verbatim, start=start))
    return clause


def read_text(lines: Iterable[str] | str) -> list[Clause]:
    """Every unit of a text in order, each with the headings above it. A string is split into its lines."""
    if isinstance(lines, str):
        lines = lines.splitlines()
    clauses: list[Clause] = []
    path: list[tuple[int, str]] = []
    for line in lines:
        units = cut(line)
        for unit in units:
            clause = read_unit(unit, context=[words for _, words in path])
            clauses.append(clause)
            if len(units) == 1 and clause.kind == "none" and (depth := _depth(unit)) is not None:
                path = [*[entry for entry in path if entry[0] < depth], (depth, unit)]
    return clauses


def _depth(unit: str) -> int | None:
    """How deep a heading stands, by its list number; None for lines that are no heading."""
    folded = fold(unit)
    if len(folded) > 40 or re.search(r"[。;!?]$", folded):
        return None
    return next((depth for depth, pattern in enumerate(_DEPTHS) if pattern.match(folded)), None)


def _figures(folded: str, start: int) -> dict[str, Any]:
    tokens = tokenise(folded, start=start)
    if not any(token.code not in ".,l()" for token in tokens):
        return {}
    found = schedules.read_schedules(tokens)
    aims, changes = targets.read_targets(tokens), targets.read_changes(tokens)
    stated = times.read_times(tokens)
    figures = {
        "schedules": found,
        "targets": aims,
        "changes": changes,
        "windows": times.read_windows(tokens),
        "continuous": schedules.is_continuous(tokens),
        **(found[0] if found else {}),
        "deadline": stated.deadline,
        "retention": stated.retention,
        "duration": stated.duration,
    }
    if stated.retention_bound and "bound" not in figures:
        figures["bound"] = stated.retention_bound
    return {name: value for name, value in figures.items() if value}


def _asks_nothing(body: str, marked: str, figures: dict[str, Any], told: float) -> bool:
    """`told` speaks for a section that only tells, such as 基本情况."""
    stated = bool(figures.keys() - {"windows"})
    counted = bool(figures.keys() - {"windows", "period", "schedules"})
    if modality.is_heading(body, marked=marked, figures=counted) or modality.is_table_head(body):
        return True
    hours = any(":" in (end or "") for window in figures.get("windows", ()) for end in window)
    return modality.obligation(body, figures=stated, hours=hours) <= told


def _lean(figures: dict[str, Any]) -> dict[str, float]:
    units = [target["unit"] for target in figures.get("targets", ())]
    lean: dict[str, float] = {}
    if "分" in units:
        lean["generic-scoring"] = 8.0
    if "%" in units or "次" in units or figures.get("changes"):
        lean["plans-kpi-reports"] = 2.0
    if "人" in units:
        lean["staffing-roster"] = 4.0
    return lean


def _fill(clause: Clause, figures: dict[str, Any]) -> None:
    for name in ("count", "period", "bound", "deadline", "retention", "duration", "continuous"):
        setattr(clause, name, figures.get(name, getattr(clause, name)))
    if aims := figures.get("targets"):
        clause.op, clause.value, clause.unit = aims[0]["op"], aims[0]["value"], aims[0]["unit"]
        clause.targets = aims if len(aims) > 1 else []
    if windows := figures.get("windows"):
        clause.window, clause.windows = windows[0], windows if len(windows) > 1 else []
    if changes := figures.get("changes"):
        clause.baseline_change, clause.baseline_changes = changes[0], changes if len(changes) > 1 else []
    if len(figures.get("schedules", ())) > 1:
        clause.schedules = figures["schedules"]


def _name(clause: Clause, who: list[str]) -> None:
    if who:
        clause.who, clause.whos = who[0], who if len(who) > 1 else []
