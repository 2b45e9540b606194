"""What stands between a plate and its picture: angle, distance, defocus, movement, night, rain, compression."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

CONDITIONS = ("clear", "blur", "tilt", "night", "rain")
TOGETHER = "together"
"""A rainy night, from the side, on the move: beyond what the goals are set for."""


@dataclass(frozen=True)
class View:
    """How one frame is taken. Angles in degrees, `blur` (sigma) and `motion` (length) in pixels of a plate 100 px wide."""

    yaw: float = 0
    pitch: float = 0
    roll: float = 0
    blur: float = 0
    motion: float = 0
    motion_angle: float = 0
    light: float = 1
    noise: float = 2
    glare: float = 0
    rain: float = 0
    quality: int = 88


def view_of(condition: str, rng: np.random.Generator) -> View:
    """A view as a condition gives it. Tilt, blur and weather do not come alone: each has some of the others, less of it."""

    def spread(most: float) -> float:
        return float(rng.uniform(-most, most))

    def up_to(most: float, least: float = 0) -> float:
        return float(rng.uniform(least, most))

    small = {"yaw": spread(15), "pitch": spread(10), "roll": spread(4), "blur": up_to(0.5), "quality": int(rng.integers(70, 95)), "light": up_to(1.15, 0.75)}
    match condition:
        case "blur":
            return View(**small | {"blur": up_to(1.3, 0.5), "motion": up_to(4, 0), "motion_angle": spread(90)})
        case "tilt":
            return View(**small | {"yaw": spread(38), "pitch": spread(22), "roll": spread(14)})
        case "night":
            return View(**small | {"light": up_to(0.5, 0.18), "noise": up_to(10, 4), "glare": up_to(1), "motion": up_to(2), "motion_angle": spread(90)})
        case "rain":
            return View(**small | {"rain": up_to(1, 0.3), "light": up_to(0.9, 0.6), "blur": up_to(0.8, 0.2), "noise": up_to(5, 2)})
        case "together":
            weather = {"rain": up_to(0.8, 0.3), "light": up_to(0.5, 0.25), "noise": up_to(9, 4), "glare": up_to(0.5)}
            movement = {"blur": up_to(1, 0.3), "motion": up_to(4), "motion_angle": spread(90)}
            return View(**small | weather | movement | {"yaw": spread(32), "pitch": spread(18), "roll": spread(10)})
    return View(**small)


def corners_of(view: View, size: tuple[int, int], width: float, centre: tuple[float, float]) -> np.ndarray:
    """(4, 2) float32: where the plate's corners (from top left, clockwise) fall, the picture of the plate being `width` px across."""
    yaw, pitch, roll = np.radians([view.yaw, view.pitch, view.roll])
    half = np.array([size[0] / size[0], size[1] / size[0]])
    flat = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]]) * [half[0], half[1], 0]
    about_y = np.array([[np.cos(yaw), 0, np.sin(yaw)], [0, 1, 0], [-np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), -np.sin(pitch)], [0, np.sin(pitch), np.cos(pitch)]])
    about_z = np.array([[np.cos(roll), -np.sin(roll), 0], [np.sin(roll), np.cos(roll), 0], [0, 0, 1]])
    turned = flat @ (about_z @ about_x @ about_y).T
    seen = turned[:, :2] / (1 + turned[:, 2:] / 14)
    seen *= width / np.ptp(seen[:, 0])
    return (seen + centre).astype(np.float32)


def place(plate: np.ndarray, scene: np.ndarray, corners: np.ndarray) -> np.ndarray:
    """The scene with the plate pressed into the four corners, without the jagged edge of a cut-out."""
    height, width = plate.shape[:2]
    shrink = np.ptp(corners[:, 0]) / width
    if shrink < 0.9:
        plate = cv2.GaussianBlur(plate, (0, 0), 0.45 / shrink)
    square = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    turn = cv2.getPerspectiveTransform(square, corners)
    seen = cv2.warpPerspective(plate, turn, (scene.shape[1], scene.shape[0]), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), turn, (scene.shape[1], scene.shape[0]))
    cover = mask.astype(np.float32)[:, :, None] / 255
    return (scene * (1 - cover) + seen * cover).astype(np.uint8)


def take(scene: np.ndarray, view: View, width: float, rng: np.random.Generator) -> np.ndarray:
    """The frame a camera would store of a scene whose plate is `width` px wide."""
    scale = width / 100
    frame = scene
    if view.motion * scale >= 1.5:
        frame = cv2.filter2D(frame, -1, _streak(view.motion * scale, view.motion_angle))
    if view.blur * scale > 0.2:
        frame = cv2.GaussianBlur(frame, (0, 0), view.blur * scale)
    frame = frame.astype(np.float32)
    if view.rain:
        frame = _rained_on(frame, view.rain, rng)
    frame *= view.light
    if view.glare:
        frame = _glaring(frame, view.glare, rng)
    small = rng.standard_normal(frame.shape, dtype=np.float32)
    frame += small * view.noise
    ok, stored = cv2.imencode(".jpg", np.clip(frame, 0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, view.quality])
    if not ok:
        raise RuntimeError("a frame could not be stored")
    return cv2.imdecode(stored, cv2.IMREAD_COLOR)


def _streak(length: float, angle: float) -> np.ndarray:
    side = int(np.ceil(length)) | 1
    kernel = np.zeros((side, side), np.float32)
    reach = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))]) * (length - 1) / 2
    middle = side // 2
    cv2.line(kernel, tuple(int(v) for v in np.round(middle - reach)), tuple(int(v) for v in np.round(middle + reach)), 1.0, 1, cv2.LINE_AA)
    return kernel / kernel.sum()


def _rained_on(frame: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    """Haze, streaks of falling drops and a few drops on the glass."""
    height, width = frame.shape[:2]
    frame = frame * (1 - 0.3 * amount) + 150 * 0.3 * amount
    layer = np.zeros((height, width), np.float32)
    for _ in range(int(amount * height * width / 700)):
        x, y, length = rng.uniform(0, width), rng.uniform(0, height), rng.uniform(4, 14)
        cv2.line(layer, (int(x), int(y)), (int(x + length * 0.2), int(y + length)), 1.0, 1, cv2.LINE_AA)
    frame += layer[:, :, None] * 45 * amount
    for _ in range(int(amount * height * width / 15_000)):
        x, y, radius = int(rng.uniform(0, width)), int(rng.uniform(0, height)), int(rng.uniform(3, 8))
        top, left = max(y - radius, 0), max(x - radius, 0)
        drop = frame[top : y + radius, left : x + radius]
        if drop.size:
            drop[:] = cv2.GaussianBlur(drop, (0, 0), radius / 3) + 12
    return frame


def _glaring(frame: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    """A lamp's halo somewhere in the picture."""
    height, width = frame.shape[:2]
    x, y = rng.uniform(0, width), rng.uniform(0, height)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    reach = rng.uniform(0.08, 0.25) * max(width, height)
    return frame + (200 * amount * np.exp(-((rows - y) ** 2 + (columns - x) ** 2) / (2 * reach**2)))[:, :, None]
