"""Kind and domain of a unit, from weighted words in it and in the headings above it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from .lexicon import table

_TIERS = {"topic": 7.0, "strong": 4.0, "plain": 2.0, "weak": 1.0}
_LABEL = re.compile(r"^([^,:。;]{2,20}):\s*(?=\S)")
_LABEL_GAIN, _HEAD_GAIN, _REPEAT_GAIN, _LENGTH_GAIN = 0.8, 0.4, 0.3, 0.1
_HEAD, _FADE = 14, 0.7
_CONTEXT = (0.45, 0.25, 0.1)


@cache
def _terms() -> list[tuple[str, list[tuple[str, float]]]]:
    """Every word with the domains it speaks for, longest first."""
    terms: dict[str, list[tuple[str, float]]] = {}
    for domain, tiers in table("domains").items():
        for tier, words in tiers.items():
            for word in words:
                terms.setdefault(word, []).append((domain, _TIERS[tier]))
    return sorted(terms.items(), key=lambda item: -len(item[0]))


def domain_scores(body: str) -> dict[str, float]:
    """Points a domain gets from the words of `body`.

    What stands early or as its label counts more; each further word of one domain counts less, so
    that a long enumeration does not outweigh what the sentence is about.
    """
    gains: dict[str, list[float]] = {}
    label = _LABEL.match(body)
    label_end = label.end() if label else 0
    for word, domains in _terms():
        at = body.find(word)
        if at < 0:
            continue
        gain = 1.0 + (_LABEL_GAIN if at < label_end else 0.0) + (_HEAD_GAIN if at - label_end < _HEAD else 0.0)
        gain += _REPEAT_GAIN * min(2, body.count(word) - 1) + _LENGTH_GAIN * (len(word) - 2)
        for domain, weight in domains:
            gains.setdefault(domain, []).append(weight * gain)
    return {domain: _faded(sorted(points, reverse=True)) for domain, points in gains.items()}


def _faded(points: list[float]) -> float:
    return sum(gain * _FADE**n for n, gain in enumerate(points))


def classify_domain(
    body: str, context: tuple[str, ...] = (), *, lean: dict[str, float] | None = None
) -> tuple[str, float]:
    """The best domain and its share of the points. `lean` adds points from the figures read."""
    scores = domain_scores(body)
    for heading, share in zip(reversed(context), _CONTEXT, strict=False):
        for domain, points in domain_scores(heading).items():
            scores[domain] = scores.get(domain, 0.0) + share * points
    for domain, points in (lean or {}).items():
        scores[domain] = scores.get(domain, 0.0) + points
    if not scores:
        return "generic-campaign", 0.0
    best = max(scores, key=lambda domain: scores[domain])
    return best, scores[best] / sum(scores.values())


@cache
def _cues() -> list[tuple[str, float, list[tuple[float, re.Pattern[str]]]]]:
    return [
        (kind, row["base"], [(weight, re.compile(pattern)) for weight, pattern in row["cues"]])
        for kind, row in table("kinds").items()
    ]


@cache
def _heading_cues() -> list[tuple[str, float, re.Pattern[str]]]:
    return [(kind, points, re.compile(cue)) for kind, rows in table("headings").items() for points, cue in rows]


def heading_points(context: tuple[str, ...]) -> dict[str, float]:
    """What the nearest heading adds to each kind."""
    points: dict[str, float] = {}
    for kind, gain, cue in _heading_cues():
        if context and cue.search(context[-1]):
            points[kind] = points.get(kind, 0.0) + gain
    return points


def classify_kind(body: str, figures: dict[str, Any], context: tuple[str, ...] = ()) -> tuple[str, float]:
    """The best kind and its share; `figures` are the fields read from the same unit."""
    scores = {kind: base + sum(w for w, cue in cues if cue.search(body)) for kind, base, cues in _cues()}
    for kind, points in [*_from_figures(figures).items(), *heading_points(context).items()]:
        scores[kind] = scores.get(kind, 0.0) + points
    scores.pop("none", None)
    best = max(scores, key=lambda kind: scores[kind])
    return best, scores[best] / (sum(scores.values()) or 1.0)


def _from_figures(figures: dict[str, Any]) -> dict[str, float]:
    points: dict[str, float] = {}
    if figures.get("period"):
        points["recurring-duty"] = 5.0
    elif figures.get("count"):
        points["recurring-duty"] = 3.0
    units = {target["unit"] for target in figures.get("targets", ())}
    if units & {"%", "次"} or figures.get("changes"):
        points["kpi"] = 6.0
    if units & {"分", "元"}:
        points["rule"] = 5.0
    if units & {"人"}:
        points["role"], points["rule"] = 4.0, points.get("rule", 0.0) + 1.5
    if figures.get("deadline") or figures.get("retention") or figures.get("duration"):
        points["rule"] = points.get("rule", 0.0) + 2.5
    return points
