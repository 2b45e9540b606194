"""From four corners in a frame to the small upright picture that the reader takes."""

from __future__ import annotations

import cv2
import numpy as np

WIDTH, HEIGHT = 128, 48
# Finders are a few hundredths off: a little more than the plate is taken.
_SPARE_X, _SPARE_Y = 0.04, 0.08
_TARGET = np.array(
    [
        [WIDTH * _SPARE_X, HEIGHT * _SPARE_Y],
        [WIDTH * (1 - _SPARE_X), HEIGHT * _SPARE_Y],
        [WIDTH * (1 - _SPARE_X), HEIGHT * (1 - _SPARE_Y)],
        [WIDTH * _SPARE_X, HEIGHT * (1 - _SPARE_Y)],
    ],
    np.float32,
)


def transform(corners: np.ndarray) -> np.ndarray:
    """(3, 3): frame to crop. `corners` are (4, 2) pixels: top left, top right, bottom right, bottom left."""
    return cv2.getPerspectiveTransform(corners.astype(np.float32), _TARGET)


def straighten(frame: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """(48, 128, 3) uint8 BGR: the plate seen from the front; one and two rows alike are stretched to the same size."""
    return cv2.warpPerspective(frame, transform(corners), (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def back(corners: np.ndarray, seen: np.ndarray) -> np.ndarray:
    """(4, 2) pixels of the frame: what was `seen`, as fractions of the crop that was taken at `corners`."""
    points = (seen * [WIDTH, HEIGHT]).astype(np.float32)[None]
    return cv2.perspectiveTransform(points, np.linalg.inv(transform(corners)))[0].astype(np.float32)


def batch(pictures: list[np.ndarray]) -> np.ndarray:
    """(n, 3, 48, 128) float32, each with its own mean at 0 and its spread at 1, so that night and day look alike."""
    stack = np.stack(pictures).astype(np.float32)
    mean = stack.mean(axis=(1, 2, 3), keepdims=True)
    spread = stack.std(axis=(1, 2, 3), keepdims=True)
    return ((stack - mean) / (spread + 4)).transpose(0, 3, 1, 2)
