"""Hikvision door controllers over ISAPI: the request that opens, the state that is read, and the events of the alert stream.

Source: ISAPI, "Access Control on Person": `PUT /ISAPI/AccessControl/RemoteControl/door/<n>` with <cmd> open, close, alwaysOpen (close ends alwaysOpen),
`GET /ISAPI/AccessControl/AcsWorkStatus?format=json` (doorStatus 1 asleep, 2 stays open, 3 stays locked, 4 usual; magneticStatus 0 closed, 1 open, from 2 a fault),
`GET /ISAPI/Event/notification/alertStream`; AccessControllerEvent with majorEventType 5 and the minor types of HCNetSDK (0x06 to 0x09 a card that the controller
does not let in, 0x17 exit button, 0x19 and 0x1b opened, 0x1a closed). Shapes checked against public clients of these controllers.
"""

from __future__ import annotations

import json
import re
from typing import Any

from .doors import DoorEvent
from .sighting import Garbled

STREAM = "/ISAPI/Event/notification/alertStream"
STATUS = "/ISAPI/AccessControl/AcsWorkStatus?format=json"
HELD = 2
_MINOR = {0x06: "shown", 0x07: "shown", 0x08: "shown", 0x09: "shown", 0x17: "button", 0x19: "opened", 0x1B: "opened", 0x1A: "closed"}
_CODE = re.compile(rb"<statusCode>\s*(\d+)\s*</statusCode>")


def command(door: int, cmd: str) -> tuple[str, str, bytes]:
    """(method, path, body) for one of open, alwaysOpen, close."""
    body = f'<?xml version="1.0" encoding="UTF-8"?><RemoteControlDoor version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema"><cmd>{cmd}</cmd></RemoteControlDoor>'
    return "PUT", f"/ISAPI/AccessControl/RemoteControl/door/{door}", body.encode()


def is_done(body: bytes) -> bool:
    """Whether a ResponseStatus says OK (1); an empty answer with a good HTTP status counts as well."""
    found = _CODE.search(body[:4096])
    return found is None or found[1] == b"1"


def state(body: bytes, door: int) -> str:
    """open, closed or held; Garbled where the controller does not know or its contact is broken."""
    told = _object(body).get("AcsWorkStatus")
    stays, contact = (_at(told, name, door) for name in ("doorStatus", "magneticStatus"))
    if contact not in (0, 1):
        raise Garbled("no_contact")
    return "held" if stays == HELD else "open" if contact == 1 else "closed"


def _at(told: Any, name: str, door: int) -> Any:
    found = told.get(name) if isinstance(told, dict) else None
    return found[door - 1] if isinstance(found, list) and 1 <= door <= len(found) else None


def event(body: bytes) -> DoorEvent | None:
    """What one part of the alert stream tells of a door; None for signs of life, pictures and what concerns no door."""
    if not body.startswith(b"{"):
        return None
    told = _object(body)
    about = told.get("AccessControllerEvent")
    if told.get("eventType") != "AccessControllerEvent" or not isinstance(about, dict) or about.get("majorEventType") != 5:
        return None
    what, door, card = _MINOR.get(about.get("subEventType")), about.get("doorNo"), about.get("cardNo", "")
    if what is None or type(door) is not int or not isinstance(card, str) or (what == "shown" and not card):
        return None
    return DoorEvent(what, door, card.strip()[:32] if what == "shown" else "")


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except (ValueError, RecursionError):
        raise Garbled("bad_json") from None
    if not isinstance(found, dict):
        raise Garbled("bad_json")
    return found
