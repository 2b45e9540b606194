"""Dahua ITC: the passing car that a camera pushes as JSON (ITSAPI, `/NotificationInfo/TollgateInfo`), its sign of life, and the request that lifts a bar.

Sources: Dahua HTTP API (ITSAPI: `TollgateInfo`, `KeepAlive`, `Picture.Plate`, `Picture.SnapInfo`), the same messages as receivers in public repositories take them;
`/cgi-bin/trafficSnap.cgi`, `/cgi-bin/snapshot.cgi`. `SnapInfo.Direction` says only whether the car came or went before the lens, and is not believed.
"""

from __future__ import annotations

import base64
import json
from datetime import datetime

from .sighting import (
    Alive,
    Garbled,
    Sighting,
    Told,
    below,
    colour_named,
    object_in,
    picture,
    plate_told,
    vehicle_named,
    whole,
    words,
)

_NAMES = {"blue": "Blue", "yellow": "Yellow", "green": "Green", "yellow_green": "YellowGreen", "white": "White", "black": "Black"}


def read(content_type: str, body: bytes) -> Told:
    """What the camera tells; Garbled for what is no message of this dialect."""
    message = object_in(body)
    if "Picture" not in message:
        if "DeviceID" in message or "Active" in message or "KeepAlive" in message:
            return Alive()
        raise Garbled("not_a_message")
    plate, snap = below(message, "Picture", "Plate"), below(message, "Picture", "SnapInfo")
    vehicle = message["Picture"].get("Vehicle") or {}
    at = _moment(snap.get("AccurateTime") or snap.get("SnapTime"))
    colour = colour_named(words(plate.get("PlateColor"), 40))
    is_there = plate.get("IsExist", True) is True
    return Sighting(
        plate_told(words(plate.get("PlateNumber"), 40)) if is_there else "", min(whole(plate.get("Confidence"), 0, 255, otherwise=0), 100) / 100 if is_there else 0.0, at,
        f"{at.isoformat()} {words(snap.get('DeviceID'))} {whole(snap.get('LanNo'), 0, 99, otherwise=0)} {whole(plate.get('UploadNum'), 0, 2**31, otherwise=0)}", colour,
        vehicle_named(words(vehicle.get("VehicleType"), 40) if isinstance(vehicle, dict) else "", colour), snap.get("ResendFlag") is True or snap.get("OffLine") is True,
        picture(_content(message, "NormalPic") or _content(message, "VehiclePic")), picture(_content(message, "CutoutPic")),
    )  # fmt: skip


def _content(message: dict, name: str) -> object:
    found = message["Picture"].get(name)
    return found.get("Content") if isinstance(found, dict) else None


def _moment(text: object) -> datetime:
    """A camera of this maker says its own wall clock, without a zone."""
    try:
        return datetime.fromisoformat(words(text, 40))
    except ValueError:
        raise Garbled("no_time") from None


def told(seen: Sighting) -> tuple[str, bytes]:
    """(content type, body) as a camera would send it."""
    message = {
        "Picture": {
            "Plate": {"IsExist": bool(seen.text), "PlateNumber": seen.text, "PlateColor": _NAMES.get(seen.colour, "Unknown"), "Confidence": round(seen.sure * 100), "UploadNum": 1},
            "SnapInfo": {"AccurateTime": seen.at.replace(tzinfo=None).isoformat(sep=" ", timespec="milliseconds"), "DeviceID": seen.number, "LanNo": 1, "Direction": "Obverse",
                         "ResendFlag": seen.is_late},
            "Vehicle": {"VehicleType": {"freight": "LargeTruck", "engineering": "EngineeringVan", "bus": "LargeBus", "car": "SaloonCar"}.get(seen.vehicle, "Unknown")},
            "NormalPic": {"Content": base64.b64encode(seen.picture).decode(), "PicName": "normal.jpg"},
            "CutoutPic": {"Content": base64.b64encode(seen.closeup).decode(), "PicName": "plate.jpg"},
        }
    }  # fmt: skip
    return "application/json", json.dumps(message, ensure_ascii=False).encode()


def still(channel: int = 1) -> str:
    """The path of a still of a channel."""
    return f"/cgi-bin/snapshot.cgi?channel={channel}"


def lift(channel: int = 1) -> tuple[str, str, bytes]:
    """(method, path, body) that lifts the bar of a channel."""
    return "GET", f"/cgi-bin/trafficSnap.cgi?action=openStrobe&channel={channel}&info.openType=Normal", b""
