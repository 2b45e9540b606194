"""臻识 (Vzenith) cameras: the plate that is pushed as JSON, changed inputs, heartbeats, and the answer that lifts the bar.

Over HTTP the camera lifts its bar when the answer to a plate or to a heartbeat says `info: ok`. What it kept while nobody answered comes with
`isoffline` 1, one by one, each after the answer `ContinuePushOffline`. Over MQTT it says the same in an envelope of its own under
`device/<serial>/message/up/…`, the plate in base64, and lifts its bar for a `gpio_out` under `…/down/…`.
Sources: 臻识开放平台 (open.vzicloud.com, HTTP 推送 and MQTT 车牌识别: 订阅识别结果), 自定义 MQTT 协议 v1.1.14.
"""

from __future__ import annotations

import base64
import json
import re
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
    decoded,
    object_in,
    picture,
    plate_told,
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
    text, colour = plate_told(words(result.get("license"), 40)), _COLOURS.get(whole(result.get("colorType"), 0, 99, otherwise=0), "")
    return Sighting(
        text, whole(result.get("confidence"), 0, 100, otherwise=0) / 100, at, f"{at.isoformat()} {whole(result.get('plateid'), 0, 2**40, otherwise=0)}",
        colour, vehicle_named("", colour), whole(result.get("isoffline"), 0, 1, otherwise=0) == 1, picture(result.get("imageFile")), picture(result.get("imageFragmentFile")),
    )  # fmt: skip


UP = "device/{serial}/message/up/{name}"
DOWN = "device/{serial}/message/down/{name}"
_TOPIC = re.compile(r"(?:device/([0-9A-Za-z][0-9A-Za-z_-]{3,59})|([0-9A-Za-z][0-9A-Za-z_-]{3,59})/device)/message/up/([a-z_]{1,30})")
"""Some cameras put their serial number first."""


def topic_of(topic: str) -> tuple[str, str]:
    """(serial number, name of the message) of a camera's topic; Garbled for any other."""
    found = _TOPIC.fullmatch(topic)
    if found is None:
        raise Garbled("wrong_topic")
    return found[1] or found[2], found[3]


def read_message(topic: str, body: bytes) -> Told:
    """What a camera says over MQTT. Its serial number stands in the topic and in the envelope, and both must be the same."""
    serial, name = topic_of(topic)
    message = object_in(body)
    if words(message.get("sn")) != serial:
        raise Garbled("wrong_topic")
    if name == "keep_alive":
        return Alive()
    told = below(message, "payload")
    if name == "gpio_in":
        trigger = below(told, "AlarmGioIn") if "AlarmGioIn" in told else told
        trigger = below(trigger, "result", "TriggerResult") if "result" in trigger else below(trigger, "TriggerResult")
        return InputChanged(whole(trigger.get("source"), 0, 7), whole(trigger.get("value"), 0, 1) == 1)
    if name == "ivs_result":
        result = below(told, "AlarmInfoPlate", "result", "PlateResult")
        result["license"] = _decoded(result.get("license"))
        result["imageFile"], result["imageFragmentFile"] = result.get("full_image_content"), result.get("small_image_content")
        return _plate(told)
    return Alive()


def _decoded(text: Any) -> str:
    """The plate, that is sent in base64 of UTF-8, or of GBK by old firmware."""
    try:
        data = base64.b64decode(words(text, 60), validate=True)
    except ValueError:
        raise Garbled("not_a_message") from None
    return decoded(data)


def lift_message(serial: str, command: str, *, channel: int = 1) -> tuple[str, bytes]:
    """(topic, body) that lifts the bar at a relay of the camera: one pulse of half a second."""
    body = {"id": command, "sn": serial, "name": "gpio_out", "version": "1.0", "payload": {"type": "gpio_out", "body": {"delay": 500, "io": channel - 1, "value": 2}}}
    return DOWN.format(serial=serial, name="gpio_out"), json.dumps(body).encode()


def message_told(serial: str, seen: Sighting) -> tuple[str, bytes]:
    """(topic, body) as a camera would publish what it saw."""
    push = json.loads(told(seen)[1])
    result = push["AlarmInfoPlate"]["result"]["PlateResult"]
    result["license"] = base64.b64encode(result["license"].encode()).decode()
    result["full_image_content"], result["small_image_content"] = result.pop("imageFile"), result.pop("imageFragmentFile")
    message = {"id": seen.number[-16:], "sn": serial, "name": "ivs_result", "version": "1.0", "timestamp": int(seen.at.timestamp()), "payload": push}
    return UP.format(serial=serial, name="ivs_result"), json.dumps(message).encode()


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
