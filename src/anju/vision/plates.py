"""A frame in, its plates out: found, straightened, read, each sign with its chances."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from anju.plates import Look

from . import crops, grammar, sessions
from .alphabet import KINDS, NO_PLATE
from .finder import Found, find_plates

LEAST_SURENESS = 0.2
"""Below this a reading is a guess: it is not even told as a candidate."""
SMALLEST_WIDTH = 40
_ASPECTS = (1.1, 6.5)


@dataclass(frozen=True)
class Reading:
    """One plate in one frame.

    `sureness` is the chance of its least sure sign, 0 to 1; `width` its width in pixels; `corners` (4, 2) pixels from top left clockwise.
    `look` holds the chances of each sign, for a vote over frames.
    """

    text: str
    kind: str
    sureness: float
    width: float
    corners: np.ndarray = field(repr=False)
    look: Look = field(repr=False)


def read_plates(frame: np.ndarray, *, least_sureness: float = LEAST_SURENESS) -> list[Reading]:
    """The plates of one BGR uint8 frame, surest first; empty where there is none. A single reading opens nothing: see `Vote`."""
    check_frame(frame)
    found = [one for one in find_plates(frame) if _is_plate_shaped(one, frame)]
    readings = [reading for reading in _read(frame, found) if reading.sureness >= least_sureness]
    return sorted(readings, key=lambda one: -one.sureness)


def check_frame(frame: np.ndarray) -> None:
    """A frame is a (height, width, 3) uint8 array of at least 16 pixels a side."""
    if not isinstance(frame, np.ndarray) or frame.dtype != np.uint8 or frame.ndim != 3 or frame.shape[2] != 3 or min(frame.shape[:2]) < 16:
        raise ValueError("a frame is a (height, width, 3) uint8 array, BGR, at least 16 pixels high and wide")


def _is_plate_shaped(found: Found, frame: np.ndarray) -> bool:
    """Wide, not tiny, not half of the picture. The finder is asked for doubtful ones too, and the reader throws them out."""
    top, bottom = np.linalg.norm(found.corners[1] - found.corners[0]), np.linalg.norm(found.corners[2] - found.corners[3])
    left, right = np.linalg.norm(found.corners[3] - found.corners[0]), np.linalg.norm(found.corners[2] - found.corners[1])
    width, height = (top + bottom) / 2, (left + right) / 2
    return SMALLEST_WIDTH <= width <= 0.8 * frame.shape[1] and _ASPECTS[0] <= width / max(height, 1) <= _ASPECTS[1] and max(left, right) < 2 * min(left, right) + 2


def _read(frame: np.ndarray, found: list[Found]) -> list[Reading]:
    """Each plate is looked at twice: the first look tells where its corners really are, the second reads."""
    settled = []
    if found:
        _, kinds, corners = _look(frame, [one.corners for one in found])
        plates = kinds[:, KINDS.index(NO_PLATE)] < 0.5
        settled = [crops.back(one.corners, seen) for one, seen, is_plate in zip(found, corners, plates, strict=True) if is_plate]
    if not settled:
        return []
    signs, kinds, _ = _look(frame, settled)
    return [_reading(*one) for one in zip(settled, signs, kinds, strict=True) if one[2][KINDS.index(NO_PLATE)] < 0.5]


def _look(frame: np.ndarray, plates: list[np.ndarray]) -> list[np.ndarray]:
    """Chances of signs (n, 8, 73) and kinds (n, 12), and the plate's corners (n, 4, 2) as fractions of the crop."""
    return sessions.run("plate_reader", crops.batch([crops.straighten(frame, corners) for corners in plates]))


def _reading(corners: np.ndarray, signs: np.ndarray, kinds: np.ndarray) -> Reading:
    look, kind = grammar.look_at(signs, kinds)
    return Reading(look.text, kind, look.sure, float(np.ptp(corners[:, 0])), corners, look)
