"""臻识 (Vzenith) cameras: the plate that is pushed as JSON, changed inputs, heartbeats, and the answer that lifts the bar.

The camera lifts its bar when the answer to a plate or to a heartbeat says `info: ok`. What it kept while nobody answered comes with
`isoffline` 1, one by one, each after the answer `ContinuePushOffline`.
"""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from typing import Any

from .multipart import is_multipart, parts_of
from .sighting import (
    Alive,
    Garbled,
    InputChanged,
    Sighting,
    Told,
    below,
    object_in,
    picture,
    vehicle_named,
    whole,
    words,
)

_COLOURS = {1: "blue", 2: "yellow", 3: "white", 4: "black", 5: "green", 6: "yellow_green"}
NO_PLATE = "_无_"


def read(content_type: str, body: bytes) -> Told:
    """What the camera tells; Garbled for what is no message of this dialect."""
    if is_multipart(content_type):
        names = {one.name for one in parts_of(content_type, body)}
        if "serialno" not in names:
            raise Garbled("not_a_message")
        return Alive()
    message = object_in(body)
    if "AlarmGioIn" in message:
        trigger = below(message, "AlarmGioIn", "result", "TriggerResult")
        return InputChanged(whole(trigger.get("source"), 0, 7), whole(trigger.get("value"), 0, 1) == 1)
    if "AlarmInfoPlate" in message:
        return _plate(message)
    if "heartbeat" in message or "serialno" in message:
        return Alive()
    raise Garbled("not_a_message")


def _plate(message: dict[str, Any]) -> Sighting:
    result = below(message, "AlarmInfoPlate", "result", "PlateResult")
    moment = below(result, "timeStamp", "Timeval")
    at = datetime.fromtimestamp(whole(moment.get("sec"), 0, 2**32), UTC).replace(microsecond=whole(moment.get("usec"), 0, 999_999, otherwise=0))
    text, colour = words(result.get("license"), 24), _COLOURS.get(whole(result.get("colorType"), 0, 99, otherwise=0), "")
    return Sighting(
        "" if text == NO_PLATE else text, whole(result.get("confidence"), 0, 100, otherwise=0) / 100, at, f"{at.isoformat()} {whole(result.get('plateid'), 0, 2**40, otherwise=0)}",
        colour, vehicle_named("", colour), whole(result.get("isoffline"), 0, 1, otherwise=0) == 1, picture(result.get("imageFile")), picture(result.get("imageFragmentFile")),
    )  # fmt: skip


def answer(*, is_open: bool, seen: Sighting | None = None) -> dict[str, Any]:
    """What the camera hears: lift the bar or not; to what it had kept only that the next may come."""
    plate_id = int(seen.number.rpartition(" ")[2]) if seen else 0
    if seen is not None and seen.is_late:
        return {"Response_AlarmInfoPlate": {"ContinuePushOffline": {"plateid": plate_id, "continue": 1}}}
    told: dict[str, Any] = {"info": "ok" if is_open else "no"}
    return {"Response_AlarmInfoPlate": {**told, **({"plateid": plate_id} if plate_id else {})}}


def is_lift(answered: dict[str, Any]) -> bool:
    """Whether an answer lifts the bar: for the camera's side."""
    return isinstance(told := answered.get("Response_AlarmInfoPlate"), dict) and told.get("info") == "ok"


def told(seen: Sighting) -> tuple[str, bytes]:
    """(content type, body) as a camera would send it."""
    codes = {name: code for code, name in _COLOURS.items()}
    last = seen.number.rpartition(" ")[2]
    result = {
        "license": seen.text or NO_PLATE, "confidence": round(seen.sure * 100), "colorType": codes.get(seen.colour, 0), "plateid": int(last) if last.isdigit() else 0,
        "isoffline": int(seen.is_late), "type": 0, "triggerType": 4, "timeStamp": {"Timeval": {"sec": int(seen.at.timestamp()), "usec": seen.at.microsecond}},
        "imageFile": base64.b64encode(seen.picture).decode(), "imageFragmentFile": base64.b64encode(seen.closeup).decode(),
    }  # fmt: skip
    message = {"AlarmInfoPlate": {"channel": 0, "deviceName": "IVS", "ipaddr": "192.168.1.100", "serialno": "d85b1269-8f942256", "result": {"PlateResult": result}}}
    return "application/json", json.dumps(message, ensure_ascii=False).encode()


def input_told(source: int, is_on: bool) -> tuple[str, bytes]:
    """(content type, body) of a changed input."""
    message = {"AlarmGioIn": {"deviceName": "IVS", "ipaddr": "192.168.1.100", "result": {"TriggerResult": {"source": source, "value": int(is_on)}}, "serialno": "d85b1269-8f942256"}}
    return "application/json", json.dumps(message).encode()
