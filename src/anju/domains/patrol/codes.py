"""The words that patrols are planned and told in: bands of the day, ways of proof, focus areas, items to check, findings, flags. Pure."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DAY, NIGHT, SMALL = "day", "night", "small"
BANDS: dict[str, Any] = {DAY: _("By day"), NIGHT: _("By night"), SMALL: _("Small hours")}
DARK = (NIGHT, SMALL)

FOCUS: dict[str, Any] = {
    "general": _("General point"),
    "garage": _("Underground garage"),
    "corner": _("Remote corner"),
    "high_risk": _("High-risk area"),
    "children": _("Children's play area"),
    "fitness": _("Fitness area"),
    "water": _("Water feature"),
    "waste": _("Waste-sorting point"),
    "charging": _("Charging shed for e-bikes"),
    "plant": _("Equipment room"),
    "building": _("Building and stairs"),
    "perimeter": _("Perimeter"),
    "fire_lane": _("Fire lane"),
    "gate": _("Gate"),
}
DENSER_AT_NIGHT = ("garage", "corner", "high_risk")
"""Where night and small hours must see more visits an hour than the day."""
SPECIAL = ("children", "fitness", "water", "waste", "charging")

WAYS: dict[str, tuple[Any, str]] = {
    "nfc": (_("NFC tag"), "A"),
    "rfid": (_("RFID tag"), "A"),
    "baton": (_("Patrol baton"), "A"),
    "ble": (_("Bluetooth beacon"), "B"),
    "qr": (_("QR code"), "B"),
    "gps": (pgettext_lazy("patrol", "Position"), "B"),
    "typed": (_("Code typed by hand"), "C"),
    "radio": (_("Called in by radio"), "C"),
    "drone": (_("Drone"), "A"),
    "robot": (_("Patrol robot"), "A"),
}
"""How somebody shows that he was there, and how far that proves it: a tag read by a device, something that can be copied or is vague, a word."""
WAY_CHOICES = [(code, label) for code, (label, _grade) in WAYS.items()]
TAG_CHOICES = [(code, WAYS[code][0]) for code in ("nfc", "rfid", "ble", "qr", "baton")]
MACHINES = ("drone", "robot")

CHECKS: dict[str, tuple[Any, str, str]] = {
    "order": (_("Public order"), "problem", "security"),
    "theft": (_("Theft and break-in"), "problem", "security"),
    "vandalism": (_("Vandalism"), "problem", "security"),
    "fire": (_("Fire risk"), "hazard", "other"),
    "flood": (_("Water ingress"), "repair", "water"),
    "fire_facility": (_("Fire facilities"), "hazard", "fire_facility"),
    "lighting": (_("Public lighting and street lamps"), "repair", "power"),
    "lift": (_("Lifts"), "repair", "lift"),
    "drainage": (_("Drainage and drain covers"), "repair", "water"),
    "falling": (_("Objects that may fall"), "hazard", "falling_objects"),
    "wiring": (_("Private wiring"), "hazard", "private_wiring"),
    "renovation": (_("Illegal renovation"), "hazard", "illegal_building"),
    "door": (_("Unit doors, windows and glass"), "repair", "door"),
    "stairs": (_("Stairs and corridors"), "hazard", "clutter"),
    "lane": (_("Fire lane kept free"), "hazard", "blocked_fire_lane"),
    "facility": (_("Public facilities"), "repair", "equipment"),
    "suspicious": (_("Suspicious persons or vehicles"), "problem", "security"),
    "uncivil": (_("Uncivil behaviour"), "problem", "security"),
}
"""An item of a checklist: its wording, and the kind and category of the case that a fault becomes."""
FOUR = ("order", "theft", "fire", "flood")
HAZARDS = ("fire_facility", "lighting", "lift", "drainage", "falling", "wiring", "renovation")
_EVERYWHERE = (*HAZARDS, "facility", "suspicious", "vandalism", "uncivil")
STANDARD: dict[str, tuple[str, ...]] = {
    "general": (*FOUR, *_EVERYWHERE),
    "high_risk": (*FOUR, *_EVERYWHERE),
    "building": ("door", "stairs", "theft", *_EVERYWHERE),
    "garage": (*FOUR, "fire_facility", "lighting", "drainage", "wiring", "suspicious"),
    "corner": (*FOUR, "lighting", "falling", "suspicious"),
    "plant": ("fire", "flood", "fire_facility", "facility"),
    "fire_lane": ("lane", "fire_facility", "uncivil"),
    "charging": ("fire", "wiring", "fire_facility", "facility"),
    "perimeter": ("order", "theft", "lighting", "suspicious"),
}
USUAL = ("order", "facility", "lighting", "uncivil")


def standard_checklist(focus: str) -> list[dict[str, str]]:
    """The items that a point of this focus is checked for unless the community says otherwise."""
    return [{"key": key} for key in STANDARD.get(focus, USUAL)]


def wording_of(item: dict[str, str]) -> str:
    """An item as people read it: the community's own words, or those of the standard item."""
    return item.get("wording") or str(CHECKS[item["key"]][0] if item["key"] in CHECKS else item["key"])


FINDINGS: dict[str, Any] = {
    "defect": _("Defect"),
    "hazard": _("Hazard"),
    "suspicion": _("Suspicious person or vehicle"),
    "dissuasion": _("Uncivil behaviour dissuaded"),
    "renovation": _("Renovation work against its permit"),
}
UNCIVIL: dict[str, Any] = {
    "littering": _("Littering"),
    "noise": _("Noise"),
    "dog": _("Dog off the lead"),
    "pet": _("Pet misconduct"),
    "parking": _("Disorderly parking"),
}
OUTCOMES: dict[str, Any] = {
    "heeded": _("Heeded"),
    "ignored": _("Not heeded"),
    "left": _("Left after being asked"),
    "explained": _("Explained himself"),
    "reported": _("Handed to the police"),
}
DISSUADED, INQUIRED = ("heeded", "ignored", "left"), ("explained", "left", "ignored", "reported")
"""How it ended with somebody who was asked to stop, and with somebody who was asked what he does here."""
RENOVATION: dict[str, Any] = {"hauling": _("Improper hauling of material"), "dumping": _("Rubbish dumped")}
SUBJECTS: dict[str, Any] = {"person": pgettext_lazy("patrol", "Person"), "vehicle": _("Vehicle")}
HAZARD_KINDS = ("illegal_building", "falling_objects", "illegal_parking", "blocked_fire_lane", "private_wiring", "fire_facility", "clutter", "other")

FLAGS: dict[str, Any] = {
    "far": _("Far from the point"),
    "inaccurate": _("Position inaccurate"),
    "speed": _("Faster than anybody walks"),
    "jump": _("Position jumped"),
    "clock": _("Clock of the phone was changed"),
    "spam": _("Scans in quick succession"),
    "photo": _("Photo used before"),
    "late_upload": _("Arrived late"),
}
SOFT = ("late_upload",)
"""Said beside the scan, but nothing a reviewer must decide."""
REFUSED: dict[str, Any] = {
    "forged": _("This code was not issued here. It was kept as a forged code."),
    "other_site": _("This code belongs to another community."),
    "withdrawn": _("This tag was replaced. Use the new one, and hand in the old one."),
    "replayed": _("This reading was used before. Hold the phone to the tag once more."),
    "not_on_route": _("This code is not on this route. If you really are at that point, keep it as an unplanned scan."),
    "too_far": _("Not counted: the position lies %(metres)s m from the point. Go closer and scan again."),
    "done_already": _("This point is done already in this round."),
    "no_position": _("Not counted: the phone has no position, or nobody entered where this point lies. Scan its code."),
}
MODES = [("fixed", _("Fixed times")), ("random", _("Unpredictable times"))]
KINDS: dict[str, Any] = {
    "fixed": _("Fixed round"),
    "random": _("Unpredictable round"),
    "focus": _("Focus round"),
    "special": _("Special-weather round"),
    "walk": _("Management by walking"),
    "estate": _("Comprehensive inspection of the estate"),
    "joint": _("Joint patrol"),
    "mission": _("Mission of a drone or robot"),
    "emergency": _("Emergency reconnaissance"),
}
LINE_KINDS = [(code, KINDS[code]) for code in ("fixed", "walk", "estate")]
EXECUTORS: dict[str, Any] = {"guard": _("Guard"), "drone": _("Drone"), "robot": _("Patrol robot")}
PARTNERS: dict[str, Any] = {"owner": _("Owner"), "merchant": _("Merchant"), "partner": _("Partner unit"), "employee": _("Employee"), "volunteer": _("Volunteer")}
SCHEMES: dict[str, Any] = {
    "standing": _("Standing plan"),
    "rainstorm": _("Rainstorm plan"),
    "snow": _("Heavy snow plan"),
    "typhoon": _("Typhoon plan"),
    "night": _("Special night plan"),
}
TRIGGERS: dict[str, Any] = {"weather": _("Weather warning"), "time": _("Time of day"), "order": _("By order")}
CAUSES: dict[str, Any] = {"complaint": _("Complaints"), "risk": _("Risk level"), "device": _("Device down"), "order": _("By order")}
RISKS = [(1, _("Red: major")), (2, _("Orange: considerable")), (3, _("Yellow: moderate")), (4, _("Blue: low"))]
ALERTS = [(1, _("Normal")), (2, _("Raised")), (3, _("High alert"))]

GRADES = [("A", _("Grade A: read by a device")), ("B", _("Grade B: can be copied, or is vague")), ("C", _("Grade C: his own word"))]
