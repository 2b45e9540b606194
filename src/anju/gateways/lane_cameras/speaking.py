"""What lane cameras say and hear, by maker: the same at the server's door and at that of a box. Needs no Django."""

from __future__ import annotations

import hashlib
from typing import Any

from anju.dialects import dahua, hikvision, vzenith
from anju.dialects.sighting import Sighting

DIALECTS = {"hikvision": hikvision, "dahua": dahua, "vzenith": vzenith}
LANE_BYTES = 3 * 1024 * 1024


def answered(maker: str, *, is_open: bool, told: Sighting | None = None) -> dict[str, Any]:
    """What a camera expects to hear; one that takes no orders only that it was heard."""
    if maker == "vzenith":
        return vzenith.answer(is_open=is_open, seen=told)
    return {"Result": True} if maker == "dahua" else {"statusCode": 1, "statusString": "OK"}


def mark_of(told: Sighting) -> str:
    """By which a push that is sent again is known, without what was read."""
    return hashlib.sha256(told.number.encode()).hexdigest()[:24]
