"""Hikvision ISAPI: the ANPR event that a camera pushes to a listening host, and the request that lifts a bar.

The event is an XML `EventNotificationAlert`, alone or as a part of a multipart body beside the pictures, in whatever order. A sign of life is an event of
another type, or one whose state is inactive. Which way the car drove is told too, and not believed: the lane says which way its camera looks.
Sources: Intelligent Security API (ANPR) Developer Guide; Device Network SDK (Traffic) Developer Guide, XML_EventNotificationAlert_ANPR;
open.hikvision.com, XML_EventNotificationAlert (eventState inactive for heartbeats); `/ISAPI/Parking/channels/<id>/barrierGate`, `/ISAPI/Streaming/channels/<id>01/picture`.
"""

from __future__ import annotations

import re
from datetime import datetime
from xml.sax.saxutils import escape

from lxml import etree

from .multipart import Part, is_multipart, parts_of, written
from .sighting import (
    Alive,
    Garbled,
    Sighting,
    Told,
    checked_picture,
    colour_named,
    decoded,
    plate_told,
    vehicle_named,
    whole,
    words,
)

_NAMES = {"blue": "blue", "yellow": "yellow", "green": "newEnergyGreen", "yellow_green": "newEnergyYellowGreen", "white": "white", "black": "black"}
_DECLARED = re.compile(rb"<!\s*(DOCTYPE|ENTITY|ELEMENT|ATTLIST)|<\?xml-stylesheet|<xi:", re.IGNORECASE)
MOST_XML = 64 * 1024


def read(content_type: str, body: bytes) -> Told:
    """What the camera tells; Garbled for what is no event of this dialect."""
    if not is_multipart(content_type):
        return _event(body, [])
    parts = parts_of(content_type, body)
    pictures = [(one.filename or one.name, one.body) for one in parts if one.mime.startswith("image/") or one.filename.lower().endswith((".jpg", ".jpeg", ".png"))]
    text = next((one.body for one in parts if one.mime.endswith("/xml") or (one.filename or one.name).lower().endswith(".xml")), None)
    if text is None:
        raise Garbled("no_event")
    return _event(text, pictures)


def _event(text: bytes, pictures: list[tuple[str, bytes]]) -> Told:
    root = _tree(text)
    if _under(root, "eventType").upper() != "ANPR" or _under(root, "eventState") == "inactive":
        return Alive()
    anpr = next((one for one in root if _tag(one) == "ANPR"), None)
    if anpr is None:
        raise Garbled("no_event")
    at = _moment(_under(root, "dateTime"))
    colour = colour_named(words(_under(anpr, "plateColor"), 40))
    text_read = plate_told(words(_under(anpr, "licensePlate") or _under(anpr, "originalLicensePlate"), 40))
    number = words(_under(root, "UUID") or _under(anpr, "UUID"), 60) or f"{at.isoformat()} {_under(root, 'channelID')} {_under(root, 'activePostCount')}"
    return Sighting(
        text_read, whole(_under(anpr, "confidenceLevel") or None, 0, 100, otherwise=0) / 100, at, number, colour,
        vehicle_named(words(_under(anpr, "vehicleType"), 40), colour), _under(root, "isDataRetransmission").lower() == "true",
        _named(pictures, ("detect", "vehicle", "background", "scene")), _named(pictures, ("licenseplate", "plate")),
    )  # fmt: skip


def _tree(text: bytes) -> etree._Element:
    """The XML without anything it could fetch, expand or include. What declares a document type is refused unread."""
    if len(text) > MOST_XML or b"\x00" in text:
        raise Garbled("bad_xml")
    text = decoded(text).encode()
    if _DECLARED.search(text):
        raise Garbled("bad_xml")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, encoding="utf-8")
    try:
        root = etree.fromstring(text.strip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise Garbled("bad_xml") from None
    if _tag(root) != "EventNotificationAlert" or root.getroottree().docinfo.doctype:
        raise Garbled("no_event")
    return root


def _tag(one: etree._Element) -> str:
    return etree.QName(one).localname if isinstance(one.tag, str) else ""


def _under(root: etree._Element, name: str) -> str:
    """The text of the direct child of this name, whatever its namespace."""
    return next(((one.text or "").strip() for one in root if _tag(one) == name), "")


def _moment(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text[:40])
    except ValueError:
        raise Garbled("no_time") from None


def _named(pictures: list[tuple[str, bytes]], beginnings: tuple[str, ...]) -> bytes:
    """The picture of this name; a single one without a name is the whole scene."""
    for beginning in beginnings:
        for name, body in pictures:
            if name.lower().startswith(beginning):
                return checked_picture(body)
    return checked_picture(pictures[0][1]) if len(pictures) == 1 and not pictures[0][0] and "scene" in beginnings else b""


def told(seen: Sighting, *, boundary: str = "7e13971310878") -> tuple[str, bytes]:
    """(content type, body) as a camera would send it."""
    xml = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<EventNotificationAlert version="2.0" xmlns="http://www.isapi.org/ver20/XMLSchema">'
        f"<ipAddress>192.168.1.64</ipAddress><channelID>1</channelID><dateTime>{seen.at.isoformat()}</dateTime><activePostCount>1</activePostCount>"
        f"<eventType>ANPR</eventType><eventState>active</eventState><UUID>{escape(seen.number)}</UUID><isDataRetransmission>{str(seen.is_late).lower()}</isDataRetransmission>"
        f"<ANPR><licensePlate>{escape(seen.text or 'unknown')}</licensePlate><confidenceLevel>{round(seen.sure * 100)}</confidenceLevel>"
        f"<plateColor>{_NAMES.get(seen.colour, 'unknown')}</plateColor><vehicleType>{ {'freight': 'truck', 'engineering': 'concreteMixer', 'bus': 'largeBus', 'car': 'vehicle'}.get(seen.vehicle, 'unknown')}</vehicleType></ANPR>"
        "</EventNotificationAlert>"
    )
    parts = [Part("anpr.xml", "anpr.xml", "text/xml", xml.encode())]
    parts += [Part(name, name, "image/jpeg", data) for name, data in (("licensePlatePicture.jpg", seen.closeup), ("detectionPicture.jpg", seen.picture)) if data]
    return f"multipart/form-data; boundary={boundary}", written(boundary, parts)


def still(channel: int = 1) -> str:
    """The path of a still of a channel's main stream."""
    return f"/ISAPI/Streaming/channels/{channel}01/picture"


def lift(channel: int = 1) -> tuple[str, str, bytes]:
    """(method, path, body) that lifts the bar of a channel."""
    body = '<?xml version="1.0" encoding="UTF-8"?><BarrierGate><ctrlMode>open</ctrlMode></BarrierGate>'
    return "PUT", f"/ISAPI/Parking/channels/{channel}/barrierGate", body.encode()
