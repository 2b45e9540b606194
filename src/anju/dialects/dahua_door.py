"""Dahua door controllers over their HTTP API: the request that opens, the state that is read, and the events of the event manager.

Source: Dahua HTTP API, "Access Control": `accessControl.cgi?action=openDoor&channel=<n>&UserID=101&Type=Remote` → OK; `action=getDoorStatus` → Info.status=Open,
Close or Break; `configManager.cgi?action=setConfig&AccessControl[<n-1>].State=OpenAlways|Normal`; `eventManager.cgi?action=attach&codes=[AccessControl,DoorStatus]`
→ parts `Code=…;action=Pulse;index=<n-1>;data={…}` with CardNo, Status (0 not let in), Type (Entry, Exit). Shapes checked against public clients.
"""

from __future__ import annotations

import json
import re

from .doors import DoorEvent
from .sighting import Garbled

STREAM = "/cgi-bin/eventManager.cgi?action=attach&codes=[AccessControl,DoorStatus]&heartbeat=5"
OPEN_USER = "101"
_EVENT = re.compile(r"Code=(\w{1,40});action=(\w{1,20});index=(\d{1,3})(?:;data=(\{.*\}))?\s*\Z", re.DOTALL)
_STATUS = re.compile(r"^(?:Info\.)?status=(\w+)", re.MULTILINE | re.IGNORECASE)
_WAYS = {"Entry": "in", "Exit": "out"}


def open_once(door: int) -> tuple[str, str, bytes]:
    """(method, path, body) that opens a door once."""
    return "GET", f"/cgi-bin/accessControl.cgi?action=openDoor&channel={door}&UserID={OPEN_USER}&Type=Remote", b""


def stay_open(door: int, on: bool) -> tuple[str, str, bytes]:
    """(method, path, body) with which a door stands open, or works as usual again."""
    return "GET", f"/cgi-bin/configManager.cgi?action=setConfig&AccessControl[{door - 1}].State={'OpenAlways' if on else 'Normal'}", b""


def status(door: int) -> tuple[str, str, bytes]:
    return "GET", f"/cgi-bin/accessControl.cgi?action=getDoorStatus&channel={door}", b""


def is_done(body: bytes) -> bool:
    return body.strip().upper().startswith(b"OK")


def state(body: bytes) -> str:
    """open or closed; Garbled where the controller does not know."""
    found = _STATUS.search(body[:4096].decode("utf-8", "replace"))
    told = {"open": "open", "close": "closed"}.get(found[1].lower()) if found else None
    if told is None:
        raise Garbled("no_contact")
    return told


def event(body: bytes) -> DoorEvent | None:
    """What one part of the event stream tells of a door; None for signs of life and for what the controller opened by itself."""
    found = _EVENT.match(body.decode("utf-8", "replace").strip())
    if found is None:
        return None
    code, door, told = found[1], int(found[3]) + 1, _data(found[4])
    if code == "DoorStatus":
        what = {"open": "opened", "close": "closed"}.get(str(told.get("Status", "")).lower())
        return DoorEvent(what, door) if what else None
    card = told.get("CardNo", "")
    if code == "AccessControl" and told.get("Status") == 0 and isinstance(card, str) and card.strip():
        return DoorEvent("shown", door, card.strip()[:32], _WAYS.get(told.get("Type"), ""))
    return None


def _data(text: str | None) -> dict:
    try:
        found = json.loads(text or "{}")
    except (ValueError, RecursionError):
        raise Garbled("bad_json") from None
    return found if isinstance(found, dict) else {}
