"""Where plates are in a frame: four corners each, by a small RetinaFace-style network (see models/NOTICE.md)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from . import sessions

# The anchors that the network was trained with: two squares per cell of three grids.
_GRIDS = ((8, (24, 48)), (16, (96, 192)), (32, (384, 768)))
_CENTRE_SCALE, _SIZE_SCALE = 0.1, 0.2
_PAPER = np.array([104, 117, 123], np.float32)
MOST_PLATES = 8
LEAST_SCORE = 0.05
"""Low on purpose: white and black plates in the dark score low. The reader knows what is no plate."""


@dataclass(frozen=True)
class Found:
    """`corners`: (4, 2) float32 pixels of the frame, from top left clockwise. `score`: 0 to 1."""

    corners: np.ndarray
    score: float


def find_plates(frame: np.ndarray, *, least_score: float = LEAST_SCORE, longest_side: int = 768) -> list[Found]:
    """Plates of a BGR uint8 frame, surest first, at most eight. Larger frames are looked at scaled down to `longest_side`."""
    scale = min(1.0, longest_side / max(frame.shape[:2]))
    small = cv2.resize(frame, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else frame
    height, width = small.shape[:2]
    picture = (small.astype(np.float32) - _PAPER).transpose(2, 0, 1)[None]
    places, surety, points = sessions.run("plate_finder", picture)
    likely = np.flatnonzero(surety[0, :, 1] > least_score)
    if not likely.size:
        return []
    anchors, scores = _anchors(height, width)[likely], surety[0, likely, 1]
    boxes = _boxes(places[0, likely], anchors)
    kept = _without_overlaps(boxes, scores)[:MOST_PLATES]
    corners = anchors[kept, None, :2] + points[0, likely[kept]].reshape(-1, 4, 2) * _CENTRE_SCALE * anchors[kept, None, 2:]
    return [Found(_clockwise(four / scale), float(score)) for four, score in zip(corners, scores[kept], strict=True)]


@lru_cache(maxsize=4)
def _anchors(height: int, width: int) -> np.ndarray:
    """(n, 4): centre x, centre y, width, height in pixels, in the network's order."""
    parts = []
    for step, sides in _GRIDS:
        rows, columns = np.mgrid[0 : -(-height // step), 0 : -(-width // step)].astype(np.float32)
        centres = np.stack([(columns + 0.5) * step, (rows + 0.5) * step], -1).reshape(-1, 1, 2).repeat(len(sides), 1)
        squares = np.broadcast_to(np.array(sides, np.float32)[None, :, None], centres.shape)
        parts.append(np.concatenate([centres, squares], 2).reshape(-1, 4))
    return np.concatenate(parts)


def _boxes(places: np.ndarray, anchors: np.ndarray) -> np.ndarray:
    """(n, 4): left, top, width, height."""
    middle = anchors[:, :2] + places[:, :2] * _CENTRE_SCALE * anchors[:, 2:]
    size = anchors[:, 2:] * np.exp(np.clip(places[:, 2:] * _SIZE_SCALE, -4, 4))
    return np.concatenate([middle - size / 2, size], 1)


def _without_overlaps(boxes: np.ndarray, scores: np.ndarray) -> np.ndarray:
    kept = cv2.dnn.NMSBoxes(boxes.tolist(), scores.tolist(), 0.0, 0.4)
    return np.asarray(kept, int).reshape(-1)


def _clockwise(four: np.ndarray) -> np.ndarray:
    """The corners from top left clockwise, whatever order the network gave them in."""
    middle = four.mean(0)
    around = four[np.argsort(np.arctan2(*(four - middle).T[::-1]))]
    return np.roll(around, -int(np.argmin(around @ np.array([1.0, 3.0]))), axis=0).astype(np.float32)
