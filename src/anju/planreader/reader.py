"""Read a plan: from verbatim text to clauses with their figures, kind, domain and actor."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from . import actors, schedules, targets, times, weighing, windows
from .clause import Clause
from .features import Features, features
from .rewording import reworded
from .text import fold
from .tokens import tokenise
from .units import cut, numbering_length, strip_bullet

#: What is longer is no sentence; figures are looked for in its beginning only.
_LONGEST = 4000

#: How many times as likely as any kind it must be that a unit asks nothing. To leave out a unit that states a figure or an
#: actor loses them, so that it needs more.
_NONE, _NONE_THOUGH_STATING = 0.7, 1.4
#: Above this chance no actor is looked for.
_SURE_OF_NONE = 0.9

#: Nearly any duty may be called a step of some work: that is its kind only where no other is half as likely.
_ANY_DUTY, _SHARE_OF_ANY_DUTY = "workflow", 0.5

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
    folded, start, figures = _taken_apart(verbatim)
    seen = features(folded[start:].strip(), folded[:start], figures, tuple(map(fold, path)))
    valued = list(weighing.values(seen))
    chances = weighing.kind_chances(valued)
    who = [] if chances["none"] > _SURE_OF_NONE else actors.read_actors(folded, verbatim, start=start)
    kind, sure_of_kind = _kind(chances, stating=bool(figures or who))
    if kind == "none":
        return Clause(text=verbatim, path=path, confidence=round(sure_of_kind, 2))
    domains = weighing.domain_chances(valued)
    domain = max(domains, key=lambda name: domains[name])
    clause = Clause(text=verbatim, path=path, kind=kind, domain=domain)
    clause.confidence = round((sure_of_kind + domains[domain]) / 2, 2)
    _fill(clause, figures)
    _name(clause, who)
    return clause


def _kind(chances: dict[str, float], *, stating: bool) -> tuple[str, float]:
    none, any_duty = chances.pop("none"), chances.pop(_ANY_DUTY)
    kind = max(chances, key=lambda name: chances[name])
    if none > (sum(chances.values()) + any_duty) * (_NONE_THOUGH_STATING if stating else _NONE):
        return "none", none
    return (kind, chances[kind]) if chances[kind] >= any_duty * _SHARE_OF_ANY_DUTY else (_ANY_DUTY, any_duty)


def shown(text: str) -> Features:
    """What a unit read alone shows, for those who learn weights from it."""
    folded, start, figures = _taken_apart(strip_bullet(text))
    return features(folded[start:].strip(), folded[:start], figures)


def _taken_apart(verbatim: str) -> tuple[str, int, dict[str, Any]]:
    """Folded, where its words begin behind the list number, and its figures."""
    folded = fold(verbatim)[:_LONGEST]
    start = numbering_length(folded)
    return folded, start, _figures(folded[start:])


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


def _figures(folded: str) -> dict[str, Any]:
    tokens = tokenise(reworded(folded))
    if not any(token.code not in ".,l()" for token in tokens):
        return {}
    found = schedules.read_schedules(tokens)
    aims, changes = targets.read_targets(tokens), targets.read_changes(tokens)
    stated = times.read_times(tokens)
    figures = {
        "schedules": found,
        "targets": aims,
        "changes": changes,
        "windows": windows.read_windows(tokens),
        "continuous": schedules.is_continuous(tokens),
        **(found[0] if found else {}),
        "deadline": stated.deadline,
        "retention": stated.retention,
        "duration": stated.duration,
    }
    if stated.retention_bound and "bound" not in figures:
        figures["bound"] = stated.retention_bound
    return {name: value for name, value in figures.items() if value}


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
