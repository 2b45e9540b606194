"""The kinds of number plate of GA 36-2018 that are drawn: what stands on them, in millimetres and colours.

Left out: motorcycles, tractors, temporary paper plates, armed forces. Colours are as seen (BGR), not the standard's colour samples.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

PROVINCES = "京津冀晋蒙辽吉黑沪苏浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青宁新"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "0123456789"

BLACK, WHITE, RED = (25, 25, 25), (240, 240, 240), (40, 30, 200)
BLUE, YELLOW, GREEN = (170, 75, 15), (25, 180, 245), (120, 190, 70)


@dataclass(frozen=True)
class Kind:
    """`boxes` are (x, y, width, height) in mm, one a character; `ground` is one colour, or two for the new-energy plates."""

    name: str
    size: tuple[int, int]
    boxes: tuple[tuple[float, float, float, float], ...]
    ground: tuple[int, int, int]
    ink: tuple[int, int, int]
    dot: tuple[float, float] | None = None
    line: bool = True
    red: str = ""


def _row(*, widths: list[float], gaps: list[float], left: float, top: float, height: float) -> tuple[tuple[float, float, float, float], ...]:
    boxes, x = [], left
    for width, gap in zip(widths, [*gaps, 0], strict=True):
        boxes.append((x, top, width, height))
        x += width + gap
    return tuple(boxes)


SEVEN = _row(widths=[45] * 7, gaps=[12, 34, 12, 12, 12, 12], left=15.5, top=25, height=90)
EMBASSY = _row(widths=[45] * 7, gaps=[12, 12, 34, 12, 12, 12], left=15.5, top=25, height=90)
EIGHT = _row(widths=[45] + [43] * 7, gaps=[9, 49, 9, 9, 9, 9, 9], left=15.5, top=25, height=90)
TWO_ROWS = _row(widths=[80] * 2, gaps=[60], left=110, top=15, height=60) + _row(widths=[65] * 5, gaps=[15] * 4, left=27.5, top=90, height=110)

ROW, DOUBLE, ENERGY = (440, 140), (440, 220), (480, 140)
KINDS = {
    kind.name: kind
    for kind in (
        Kind("blue", ROW, SEVEN, BLUE, WHITE, (134.5, 70)),
        Kind("yellow", ROW, SEVEN, YELLOW, BLACK, (134.5, 70)),
        Kind("yellow_double", DOUBLE, TWO_ROWS, YELLOW, BLACK, (220, 45)),
        Kind("trailer", DOUBLE, TWO_ROWS, YELLOW, BLACK, (220, 45)),
        Kind("green_small", ENERGY, EIGHT, GREEN, BLACK, None, line=False),
        Kind("green_large", ENERGY, EIGHT, GREEN, BLACK, None, line=False),
        Kind("police", ROW, SEVEN, WHITE, BLACK, (134.5, 70), red="警"),
        Kind("learner", ROW, SEVEN, YELLOW, BLACK, (134.5, 70)),
        Kind("hk_macau", ROW, SEVEN, BLACK, WHITE, (134.5, 70)),
        Kind("embassy", ROW, EMBASSY, BLACK, WHITE, (191.5, 70), red="使"),
        Kind("consulate", ROW, SEVEN, BLACK, WHITE, (134.5, 70), red="领"),
    )
}


def make_text(kind: str, rng: np.random.Generator) -> str:
    """A number as the kind's grammar allows it; every province and letter is as likely as another."""

    def some(alphabet: str, count: int = 1) -> str:
        return "".join(alphabet[at] for at in rng.integers(len(alphabet), size=count))

    office = some(PROVINCES) + some(LETTERS)
    serial = _serial(rng, 5)
    match kind:
        case "green_small":
            return office + some("ABCDEFGHJK") + _serial(rng, 1) + some(DIGITS, 4)
        case "green_large":
            return office + some(DIGITS, 5) + some("ABCDEFGHJK")
        case "trailer":
            return office + serial[:4] + "挂"
        case "police":
            return office + serial[:4] + "警"
        case "learner":
            return office + serial[:4] + "学"
        case "hk_macau":
            return "粤Z" + serial[:4] + some("港澳")
        case "embassy":
            return some(DIGITS, 6) + "使"
        case "consulate":
            return office + some(DIGITS, 4) + "领"
    return office + serial


def _serial(rng: np.random.Generator, length: int) -> str:
    """Digits and at most two letters, the letters anywhere."""
    signs = [DIGITS[at] for at in rng.integers(10, size=length)]
    for at in rng.permutation(length)[: rng.integers(0, min(3, length + 1))]:
        signs[at] = LETTERS[rng.integers(24)]
    return "".join(signs)
