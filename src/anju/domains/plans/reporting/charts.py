"""Charts as plain shapes with their words apart: pages and papers put both together. Pure; gaps stay gaps, no more than five series."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil
from typing import Any

from markupsafe import Markup

WIDTH, EDGE_LEFT, EDGE_RIGHT, TOP, BOTTOM = 640, 44, 120, 14, 34
PLOT_HEIGHT, BAR, BAR_GAP = 170, 13, 16
NAMES_WIDTH = 150
COLOURS = ("#0B5CAD", "#F07818", "#2F9E8F", "#A50F3C", "#667085")
NAMED = {"green": "#2F9E8F", "orange": "#F07818", "red": "#A50F3C", "grey": "#667085"}
RULE, INK = "#C9D0DA", "#1D2430"
MOST_SERIES, MOST_BARS = 5, 24


@dataclass(frozen=True)
class Label:
    """A word of a chart: `anchor` start, middle or end; `y` is the baseline."""

    x: float
    y: float
    text: str
    anchor: str = "start"
    size: float = 11
    colour: str = INK


@dataclass
class Drawing:
    height: float
    alt: str
    shapes: list[Markup] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)

    def add(self, shape: str, **values: Any) -> None:
        self.shapes.append(Markup(shape).format(**values))

    def rect(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        self.add('<rect x="{x:.1f}" y="{y:.1f}" width="{w:.1f}" height="{h:.1f}" fill="{c}"/>', x=x, y=y, w=width, h=height, c=colour)

    def line(self, x1: float, y1: float, x2: float, y2: float, colour: str, *, width: float = 1, dash: str = "none") -> None:
        self.add(
            '<line x1="{a:.1f}" y1="{b:.1f}" x2="{c:.1f}" y2="{d:.1f}" stroke="{k}" stroke-width="{w}" stroke-dasharray="{s}"/>',
            a=x1, b=y1, c=x2, d=y2, k=colour, w=width, s=dash,
        )  # fmt: skip

    def svg(self, *, words: bool = True) -> Markup:
        """The whole as one SVG without styles; without `words` only the shapes, for papers that set the words themselves."""
        inside = list(self.shapes)
        if words:
            inside += [
                Markup('<text x="{:.1f}" y="{:.1f}" text-anchor="{}" font-size="{}" fill="{}">{}</text>').format(
                    one.x, one.y, one.anchor, one.size, one.colour if one.colour != INK else "currentColor", one.text
                )
                for one in self.labels
            ]
        head = Markup('<svg xmlns="http://www.w3.org/2000/svg" class="chart" viewBox="0 0 {} {:.0f}" role="img" aria-label="{}">{}</svg>')
        return head.format(WIDTH, self.height, self.alt, Markup("").join(inside))


def drawn(part: dict[str, Any]) -> Drawing:
    """The drawing of a chart part."""
    alt = f"{part['title']}。{part['finding']}"
    series = [{**one, "colour": _colour(part, turn)} for turn, one in enumerate(part["series"][:MOST_SERIES])]
    return _bars(part, series, alt) if part["shape"] == "bars" else _lines(part, series, alt)


def _colour(part: dict[str, Any], turn: int) -> str:
    return NAMED[part["colours"][turn]] if turn < len(part["colours"]) else COLOURS[turn]


def _number(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.1f}"


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _bars(part: dict[str, Any], series: list[dict[str, Any]], alt: str) -> Drawing:
    """Lying bars, one group for each label, so that long Chinese names can be read."""
    labels = part["labels"][:MOST_BARS]
    group = BAR * len(series) + BAR_GAP
    picture = Drawing(height=TOP + group * len(labels) + 26, alt=alt)
    most = max((value or 0 for one in series for value in one["values"][:MOST_BARS]), default=0) or 1
    room = WIDTH - NAMES_WIDTH - 60
    for at, label in enumerate(labels):
        top = TOP + at * group
        picture.labels.append(Label(NAMES_WIDTH - 8, top + (group - BAR_GAP) / 2 + 4, _short(label, 12), "end"))
        for turn, one in enumerate(series):
            value = one["values"][at] or 0
            y, width = top + turn * BAR, room * value / most
            picture.rect(NAMES_WIDTH, y, max(width, 0.8), BAR - 2, one["colour"])
            picture.labels.append(Label(NAMES_WIDTH + width + 4, y + BAR - 3, _number(value), size=10))
    picture.line(NAMES_WIDTH, TOP - 4, NAMES_WIDTH, TOP + group * len(labels) - BAR_GAP + 4, RULE)
    _legend(picture, series, TOP + group * len(labels) + 10)
    return picture


def _legend(picture: Drawing, series: list[dict[str, Any]], y: float) -> None:
    x = float(NAMES_WIDTH)
    for one in series:
        picture.rect(x, y - 8, 10, 10, one["colour"])
        picture.labels.append(Label(x + 15, y + 1, one["name"]))
        x += 30 + 12 * len(one["name"])


def _lines(part: dict[str, Any], series: list[dict[str, Any]], alt: str) -> Drawing:
    """Lines over time, each labelled at its end; the goal is a dashed line."""
    picture = Drawing(height=TOP + PLOT_HEIGHT + BOTTOM, alt=alt)
    known = [value for one in series for value in one["values"] if value is not None] + ([part["goal"]] if part["goal"] is not None else [])
    low, high = _scale(known, part["unit"])
    count = len(part["labels"])

    def x(at: int) -> float:
        return EDGE_LEFT + at * (WIDTH - EDGE_LEFT - EDGE_RIGHT) / max(count - 1, 1)

    def y(value: float) -> float:
        return TOP + PLOT_HEIGHT - (value - low) / (high - low) * PLOT_HEIGHT

    for step in range(5):
        value = low + (high - low) * step / 4
        picture.line(EDGE_LEFT, y(value), WIDTH - EDGE_RIGHT, y(value), RULE)
        picture.labels.append(Label(EDGE_LEFT - 6, y(value) + 4, f"{_number(round(value, 1))}{part['unit']}", "end", 10))
    every = ceil(count / 12)
    for at, label in enumerate(part["labels"]):
        if at % every == 0:
            picture.labels.append(Label(x(at), TOP + PLOT_HEIGHT + 18, label, "middle", 10))
    if part["goal"] is not None:
        picture.line(EDGE_LEFT, y(part["goal"]), WIDTH - EDGE_RIGHT, y(part["goal"]), INK, dash="5 4")
    _strokes(picture, series, x, y)
    return picture


def _scale(known: list[float], unit: str) -> tuple[float, float]:
    """From a round number below the lowest value to one above the highest; percent never goes beyond 100."""
    if not known:
        return 0, 1
    low, high = min(known), max(known)
    step = 5 if unit == "%" else max(1, round((high - low) / 4))
    bottom, top = low // step * step, ceil(high / step) * step
    if top <= bottom:
        bottom, top = bottom - step, top + (0 if unit == "%" and top >= 100 else step)
    return float(bottom), float(top)


def _strokes(picture: Drawing, series: list[dict[str, Any]], x: Any, y: Any) -> None:
    ends: list[float] = []
    for one in series:
        points = [(x(at), y(value)) for at, value in enumerate(one["values"]) if value is not None]
        for (x1, y1), (x2, y2) in zip(points, points[1:], strict=False):
            picture.line(x1, y1, x2, y2, one["colour"], width=2)
        for at, height in points:
            picture.add('<circle cx="{x:.1f}" cy="{y:.1f}" r="2.6" fill="{c}"/>', x=at, y=height, c=one["colour"])
        if points:
            place = points[-1][1] + 4
            while any(abs(place - other) < 13 for other in ends):
                place += 13
            ends.append(place)
            picture.labels.append(Label(points[-1][0] + 8, place, _short(one["name"], 9), colour=one["colour"]))
