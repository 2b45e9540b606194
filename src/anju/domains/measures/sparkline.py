"""A figure's course as a small drawing: points, the goal and the baseline as lines. Pure; gaps stay gaps."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from markupsafe import Markup

WIDTH, HEIGHT, EDGE = 240, 48, 4


def drawn(
    values: Sequence[Fraction | None],
    *,
    goal: Fraction | None = None,
    baseline: Fraction | None = None,
    label: str = "",
) -> Markup:
    """An SVG without styles of its own; empty when there is nothing to draw."""
    known = [value for value in (*values, goal, baseline) if value is not None]
    if not [value for value in values if value is not None]:
        return Markup("")
    low, high = min(known), max(known)

    def y(value: Fraction) -> float:
        return round(
            HEIGHT - EDGE - float((value - low) / (high - low) if high > low else Fraction(1, 2)) * (HEIGHT - 2 * EDGE),
            1,
        )

    def x(index: int) -> float:
        return round(EDGE + index * (WIDTH - 2 * EDGE) / max(len(values) - 1, 1), 1)

    lines = [_level(y(level), name) for level, name in ((baseline, "baseline"), (goal, "goal")) if level is not None]
    dots = [(x(index), y(value)) for index, value in enumerate(values) if value is not None]
    strokes = [_stroke([(x(index), y(values[index])) for index in run]) for run in _runs(values)]
    marks = Markup("").join(Markup('<circle cx="{}" cy="{}" r="2"/>').format(*dot) for dot in dots)
    return Markup('<svg class="sparkline" viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}</svg>').format(
        WIDTH, HEIGHT, label, Markup("").join(lines), Markup("").join(strokes), marks
    )


def _runs(values: Sequence[Fraction | None]) -> list[list[int]]:
    """Neighbouring points that are known."""
    runs: list[list[int]] = []
    for index, value in enumerate(values):
        if value is None:
            continue
        if runs and runs[-1][-1] == index - 1:
            runs[-1].append(index)
        else:
            runs.append([index])
    return [run for run in runs if len(run) > 1]


def _stroke(points: list[tuple[float, float]]) -> Markup:
    return Markup('<polyline fill="none" points="{}"/>').format(" ".join(f"{x},{y}" for x, y in points))


def _level(height: float, name: str) -> Markup:
    return Markup('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(name, EDGE, WIDTH - EDGE, height, height)
