"""Which expected car a misread plate means: the nearest by what readers confuse, if it is near enough and nobody else is.

A bar that opens for the wrong car is worse than a guard who looks: where two expected plates are about as near, or the nearest is far, the
answer is none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .grammar import PROVINCES

THRESHOLD = 0.8
MARGIN = 0.6
_STEP = 1.0
_ALIKE: dict[frozenset[str], float] = {}
for _pairs, _cost in (
    ("0O 0D 0Q 1I OQ OD", 0.15), ("8B 5S 2Z 1L 1T 7T 0U DQ", 0.3), ("6G 3B 8S 6B 7Z 4A CG UV VY MN EF PR KX HN WM 3E 9P 71 1J DO G0 C0 83 69 89 38 56", 0.5),
    ("苏赣 皖院 晋青 辽冀 鄂粤 豫渝 津沪 陕晋 鲁冀 川州 湘浙 桂贵 云宁 吉青 黑冀 闽赣", 0.5),
):  # fmt: skip
    _ALIKE.update({frozenset(pair): _cost for pair in _pairs.split()})
_PROVINCE = 0.7
"""Another province: the character that readers miss most often, and the one that tells least."""
_UNREAD = 0.45
"""The reader itself said that it could not tell this character."""
UNKNOWN = "?*#_"


@dataclass(frozen=True, slots=True)
class Match:
    """The expected plate that is meant, how far it lies from what was read (0 is exact), and how far the next one."""

    text: str
    distance: float
    next_distance: float


def distance(read: str, expected: str, *, most: float = 9.0) -> float:
    """How unlike two plain plates are: 0 for equal, a fraction for look-alikes, 1 for any other character, missing or added. At least `most` where they are far."""
    if read == expected:
        return 0.0
    if len(read) == len(expected):
        total = 0.0
        for one, other in zip(read, expected, strict=True):
            if one != other:
                total += _swap(one, other)
                if total >= most:
                    return most
        return total
    return _edited(read, expected) if abs(len(read) - len(expected)) == 1 else most


def _swap(one: str, other: str) -> float:
    if one in UNKNOWN:
        return _UNREAD
    if one in PROVINCES and other in PROVINCES:
        return _ALIKE.get(frozenset((one, other)), _PROVINCE)
    return _ALIKE.get(frozenset((one, other)), _STEP)


def _edited(read: str, expected: str) -> float:
    """One character more or less, and look-alikes beside it."""
    row = [float(n) for n in range(len(expected) + 1)]
    for number, one in enumerate(read, 1):
        before, row[0] = row[0], float(number)
        for at, other in enumerate(expected, 1):
            before, row[at] = row[at], min(row[at] + _STEP, row[at - 1] + _STEP, before + (0.0 if one == other else _swap(one, other)))
    return row[-1]


def match(read: str, expected: Iterable[str], *, threshold: float = THRESHOLD, margin: float = MARGIN) -> Match | None:
    """The one expected plate that was meant: within `threshold` of what was read, and every other at least `margin` further away. None: let the guard look."""
    best, nearest, second = "", 9.0, 9.0
    for one in expected:
        if one == best:
            continue
        far = distance(read, one, most=threshold + margin)
        if far < nearest:
            best, nearest, second = one, far, nearest
        elif far < second:
            second = far
    if not best or nearest > threshold or second - nearest < margin:
        return None
    return Match(best, nearest, second)
