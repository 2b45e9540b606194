"""What a scan proves and what looks wrong about it. Flags go to a reviewer; nothing is deducted by a rule."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from ..codes import SOFT, WAYS

EARTH_M = 6_371_000
FAR_M = 60
VAGUE_M = 100
RUN_M_PER_S = 4.0
JUMP_M_PER_S = 30.0
SPAM = timedelta(seconds=10)
DRIFT_S = 120
LATE_UPLOAD = timedelta(minutes=5)


@dataclass(frozen=True)
class Seen:
    """A scan as it was made: where from, how exact, and the clocks of the phone."""

    at: datetime
    received_at: datetime
    way: str
    distance_m: float | None = None
    accuracy_m: float | None = None
    reach_m: int = 30
    drift_s: int | None = None
    is_old_photo: bool = False


@dataclass(frozen=True)
class Before:
    """The same person's scan before: when, how far away that point lies, and how far the phone's position moved."""

    at: datetime
    apart_m: float | None = None
    moved_m: float | None = None


def metres_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Between two positions (latitude, longitude), on the ground."""
    lat_a, lat_b = math.radians(a[0]), math.radians(b[0])
    half_lat, half_lon = (lat_b - lat_a) / 2, math.radians(b[1] - a[1]) / 2
    chord = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_M * math.asin(min(1.0, math.sqrt(chord)))


def is_position(latitude: float | None, longitude: float | None) -> bool:
    return latitude is not None and longitude is not None and -90 <= latitude <= 90 and -180 <= longitude <= 180


def refused_position(seen: Seen) -> str:
    """Why a position alone does not show that somebody was there; nothing where it does."""
    if seen.distance_m is None:
        return "no_position"
    return "too_far" if seen.distance_m - min(seen.accuracy_m or 0, VAGUE_M) > seen.reach_m else ""


def flags(seen: Seen, before: Before | None) -> list[str]:
    """What looks wrong about a scan."""
    checks = {
        "far": seen.distance_m is not None and seen.way != "gps" and seen.distance_m - (seen.accuracy_m or 0) > max(seen.reach_m, FAR_M),
        "inaccurate": seen.accuracy_m is not None and seen.accuracy_m > VAGUE_M,
        "clock": seen.drift_s is not None and abs(seen.drift_s) > DRIFT_S,
        "photo": seen.is_old_photo,
        "late_upload": seen.received_at - seen.at > LATE_UPLOAD,
        **(_against(seen, before) if before else {}),
    }
    return [name for name, is_so in checks.items() if is_so]


def _against(seen: Seen, before: Before) -> dict[str, bool]:
    seconds = max(abs((seen.at - before.at).total_seconds()), 1.0)
    return {
        "spam": abs(seen.at - before.at) < SPAM,
        "speed": before.apart_m is not None and before.apart_m / seconds > RUN_M_PER_S,
        "jump": before.moved_m is not None and before.moved_m / seconds > JUMP_M_PER_S,
    }


def needs_review(found: list[str]) -> bool:
    return any(flag not in SOFT for flag in found)


def grade_of(way: str) -> str:
    return WAYS[way][1]


def worst(grades: list[str]) -> str:
    """The weakest word among those that were needed; nothing where there is none."""
    return max(grades, default="")
