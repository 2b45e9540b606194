"""Five frames of one car at a gate: a drawn street, a drawn car, its plate, and the camera's condition. Nothing here is a photograph."""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from . import camera, drawing, kinds

FRAME = (640, 360)
FRAMES = 5


@dataclass(frozen=True)
class Passing:
    """What a lane's camera saw of one plate. `corners` are the true ones, a (4, 2) array for each frame."""

    text: str
    kind: str
    condition: str
    width: int
    frames: list[np.ndarray]
    corners: list[np.ndarray]


def make_passing(seed: int, *, kind: str, condition: str, width: int, face: drawing.Face, frames: int = FRAMES) -> Passing:
    """One plate, `width` px across in every frame; between frames it moves a little, and blur, light and noise are drawn anew."""
    rng = np.random.default_rng(seed)
    text = kinds.make_text(kind, rng)
    plate = drawing.draw(text, kind, face, rng)
    view = camera.view_of(condition, rng)
    street = make_street(rng)
    centre = np.array([rng.uniform(0.3, 0.7) * FRAME[0], rng.uniform(0.45, 0.75) * FRAME[1]])
    car = _car(street, centre, width, rng)
    taken, true = [], []
    for _ in range(frames):
        now = _moved(view, condition, rng)
        corners = camera.corners_of(now, kinds.KINDS[kind].size, width, tuple(centre + rng.normal(0, 6, 2)))
        taken.append(camera.take(camera.place(plate, car, corners), now, width, rng))
        true.append(corners)
    return Passing(text, kind, condition, width, taken, true)


def _moved(view: camera.View, condition: str, rng: np.random.Generator) -> camera.View:
    """The same view a moment later."""
    fresh = camera.view_of(condition, rng)
    angles = {name: getattr(view, name) + float(rng.normal(0, 2)) for name in ("yaw", "pitch", "roll")}
    return replace(view, blur=fresh.blur, motion=fresh.motion, motion_angle=fresh.motion_angle, glare=fresh.glare, rain=fresh.rain, light=view.light * float(rng.uniform(0.9, 1.1)), **angles)


def make_street(rng: np.random.Generator) -> np.ndarray:
    """A street without a plate: sky, wall, asphalt with grain, windows, poles, a shop's sign of strokes, railings."""
    width, height = FRAME
    horizon = int(rng.uniform(0.25, 0.5) * height)
    scene = np.empty((height, width, 3), np.float32)
    scene[:horizon] = rng.uniform(90, 220, 3)
    scene[horizon:] = rng.uniform(50, 130) + rng.normal(0, 5, 3)
    coarse = rng.normal(0, 14, (height // 8, width // 8, 1)).astype(np.float32)
    scene += cv2.resize(coarse, FRAME)[:, :, None] + rng.normal(0, 5, (height, width, 1)).astype(np.float32)
    for _ in range(int(rng.integers(6, 18))):
        x, y = int(rng.uniform(0, width)), int(rng.uniform(0, horizon))
        cv2.rectangle(scene, (x, y), (x + int(rng.uniform(10, 60)), y + int(rng.uniform(8, 40))), tuple(map(float, rng.uniform(20, 220, 3))), -1)
    for _ in range(int(rng.integers(2, 7))):
        x = int(rng.uniform(0, width))
        cv2.line(scene, (x, 0), (x + int(rng.normal(0, 8)), height), tuple(map(float, rng.uniform(20, 200, 3))), int(rng.integers(1, 6)))
    x, y = int(rng.uniform(0, width - 160)), int(rng.uniform(10, horizon))
    for _ in range(int(rng.integers(0, 24))):
        first, second = rng.integers([x, y], [x + 150, y + 28], size=(2, 2))
        cv2.line(scene, tuple(map(int, first)), tuple(map(int, second)), tuple(map(float, rng.uniform(0, 255, 3))), 2)
    for x in range(int(rng.uniform(0, 30)), width, int(rng.uniform(14, 40))):
        cv2.line(scene, (x, horizon), (x, horizon + 40), (60, 60, 60), 1)
    return np.clip(scene, 0, 255).astype(np.uint8)


def _car(street: np.ndarray, centre: np.ndarray, width: int, rng: np.random.Generator) -> np.ndarray:
    """A car's front around the plate's place: body, grille, lamps, bumper, a label."""
    scene, unit = street.astype(np.float32), width / 100
    body = tuple(map(float, rng.choice([30, 60, 120, 190, 225]) + rng.normal(0, 18, 3)))

    def at(x: float, y: float) -> tuple[int, int]:
        return int(centre[0] + x * unit), int(centre[1] + y * unit)

    cv2.rectangle(scene, at(-190, -150), at(190, 60), body, -1)
    cv2.rectangle(scene, at(-120, -150), at(120, -110), (40, 40, 45), -1)
    cv2.rectangle(scene, at(-75, -75), at(75, -38), (28, 28, 30), -1)
    for y in range(-72, -38, 6):
        cv2.line(scene, at(-75, y), at(75, y), (90, 90, 95), max(1, int(unit)))
    for side in (-1, 1):
        cv2.ellipse(scene, at(side * 140, -58), (max(int(34 * unit), 2), max(int(15 * unit), 2)), 0, 0, 360, tuple(map(float, rng.uniform(150, 250, 3))), -1)
    cv2.rectangle(scene, at(-190, 34), at(190, 58), (35, 35, 35), -1)
    cv2.circle(scene, at(0, -92), max(int(9 * unit), 2), (170, 170, 175), 2)
    return np.clip(scene + rng.normal(0, 3, (*scene.shape[:2], 1)), 0, 255).astype(np.uint8)
