"""Points for kinds and domains, from weighted words in a unit and in the headings above it."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from .lexicon import table
from .vocabulary import Vocabulary

_TIERS = {"topic": 7.0, "strong": 4.0, "plain": 2.0, "weak": 1.0}
_LABEL = re.compile(r"^([^,:。;]{2,20}):\s*(?=\S)")
_LABEL_GAIN, _HEAD_GAIN, _REPEAT_GAIN, _LENGTH_GAIN = 0.8, 0.4, 0.3, 0.1
_HEAD, _FADE = 14, 0.7
#: What the nearest heading counts, and the two above it.
_CONTEXT = (2.4, 1.2, 0.5)


@cache
def _weights() -> dict[str, list[tuple[str, float]]]:
    """Every word with the domains it speaks for."""
    weights: dict[str, list[tuple[str, float]]] = {word: [] for word in table("neutral")["words"]}
    for domain, tiers in table("domains").items():
        for tier, words in tiers.items():
            for word in words:
                weights.setdefault(word, []).append((domain, _TIERS[tier]))
    return weights


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(_weights())


def domain_scores(body: str) -> dict[str, float]:
    """Points a domain gets from the words of `body`.

    What stands early or as its label counts more; each further word of one domain counts less, so
    that a long enumeration does not outweigh what the sentence is about.
    """
    gains: dict[str, list[float]] = {}
    label = _LABEL.match(body)
    label_end = label.end() if label else 0
    for word, places in _vocabulary().find(body).items():
        at = places[0]
        gain = 1.0 + (_LABEL_GAIN if at < label_end else 0.0) + (_HEAD_GAIN if at - label_end < _HEAD else 0.0)
        gain += _REPEAT_GAIN * min(2, len(places) - 1) + _LENGTH_GAIN * (len(word) - 2)
        for domain, weight in _weights()[word]:
            gains.setdefault(domain, []).append(weight * gain)
    return {domain: _faded(sorted(points, reverse=True)) for domain, points in gains.items()}


def _faded(points: list[float]) -> float:
    return sum(gain * _FADE**n for n, gain in enumerate(points))


def heading_scores(context: tuple[str, ...]) -> dict[str, float]:
    """What the headings above a unit say of its domain, the nearest of them loudest: for units whose own words say nothing of it."""
    scores: dict[str, float] = {}
    for heading, share in zip(reversed(context), _CONTEXT, strict=False):
        for domain, points in domain_scores(heading).items():
            scores[domain] = scores.get(domain, 0.0) + share * points
    return scores


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


def kind_scores(body: str, figures: dict[str, Any]) -> dict[str, float]:
    """Points a kind gets from the words of `body` and the figures read in it."""
    scores = {kind: base + sum(w for w, cue in cues if cue.search(body)) for kind, base, cues in _cues()}
    for kind, points in _from_figures(figures).items():
        scores[kind] = scores.get(kind, 0.0) + points
    return scores


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
