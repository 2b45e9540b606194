"""The closed lists of the gate: categories of people, credentials, lanes, reasons. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CREDENTIALS = (
    ("card", _("Door card")), ("pin", _("PIN")), ("qr", _("QR code")), ("nfc", _("Bluetooth or NFC phone")), ("plate", _("Plate")), ("tag", _("Bluetooth tag or card of a car")),
    ("face", _("Face")), ("fingerprint", pgettext_lazy("credential", "Fingerprint")),
)  # fmt: skip
BODY = ("face", "fingerprint")
"""Parts of the body: a reference alone, off by default, and never the only way in."""

BASES = (
    ("credential", _("Own credential")),
    ("pass", _("Valid pass")),
    ("host", _("The host's word")),
    ("desk", _("The front desk's word")),
    ("registered", _("Registered once, known by code or phone")),
)


@dataclass(frozen=True)
class Category:
    """Who somebody is at a gate. `check`, `fields`, `basis`, `stay_minutes` are what a community starts with; its rules may say otherwise."""

    label: Any
    basis: str
    check: Any
    fields: tuple[str, ...] = ("name",)
    stay_minutes: int = 0
    off_hours: str = "free"
    is_home: bool = False


CATEGORIES: dict[str, Category] = {
    "resident": Category(_("Owner or resident"), "credential", _("Card, code or face of the directory"), is_home=True),
    "staff": Category(_("Own staff"), "credential", _("Badge with the stamp of the service centre")),
    "relative": Category(_("Relative without a card"), "host", _("Ask for the name and the dwelling, then the owner"), ("name", "dwelling")),
    "visitor": Category(_("Visitor"), "host", _("Identity document, or the host comes to the gate"), ("name", "identity", "dwelling", "host_phone"), 720, "confirm"),
    "helper": Category(_("Regular helper"), "registered", _("Photo on the page"), ("name", "phone", "dwelling"), 720),
    "courier": Category(_("Courier"), "registered", _("Work clothes and parcels"), ("name", "phone", "company"), 30),
    "rider": Category(_("Takeaway rider"), "registered", _("Work clothes and the order"), ("name", "phone", "company"), 30),
    "delivery": Category(_("Water, goods and moving crew"), "host", _("The client confirms first; somebody escorts them until they leave"), ("name", "dwelling", "escort"), 240, "confirm"),
    "worker": Category(_("Renovation worker"), "pass", _("Worker permit with photo"), ("name", "dwelling"), 720, "confirm"),
    "once": Category(_("Worker for one visit"), "host", _("No permit for a single visit; somebody escorts him"), ("name", "phone", "dwelling", "escort"), 240, "confirm"),
    "business": Category(_("On business with the office"), "desk", _("Ask where to and guide the way"), ("name", "reason"), 240, "confirm"),
}


def category_choices() -> list[tuple[str, Any]]:
    return [(code, one.label) for code, one in CATEGORIES.items()]


def category_label(code: str) -> str:
    return str(CATEGORIES[code].label) if code in CATEGORIES else code


OF_PASS = {"worker": "worker", "entry_permit": "helper", "visitor": "visitor", "temporary_car": "visitor", "heavy_vehicle": "delivery", "vehicle": "resident"}
"""Which category holds a pass of a kind; goods, keys and tools let nobody in."""

REGULARS = [(code, CATEGORIES[code].label) for code in ("courier", "rider", "helper")]
WALK_INS = [(code, CATEGORIES[code].label) for code in ("visitor", "relative", "delivery", "once", "business")]

TRAFFIC = (("people", _("People")), ("vehicle", _("Vehicles")))
LANE_DIRECTIONS = (("both", _("In and out")), ("in", _("In")), ("out", _("Out")))
DIRECTIONS = (("in", _("In")), ("out", _("Out")))

IDENTITY_CHECKS = (("document", _("Person and document match")), ("fetched", _("Shows no document: the host comes to the gate")), ("known", _("Known by sight")))
MATCHES = (("matches", _("The same")), ("differs", _("Another")))
CHANNELS = (("manual", _("Written by hand")), ("reader", _("Identity card reader")), ("booking", _("Booked by the host")), ("registered", _("Known from before")), ("outer", _("At the guidance post outside")))
WAYS = (("app", _("In the app")), ("phone", _("Telephone")), ("intercom", _("Intercom")), ("desk", _("Front desk")))

STRANGERS = (
    ("stranger", _("Stranger")), ("salesperson", _("Salesperson")), ("suspicious", pgettext_lazy("person", "Suspicious")), ("lost", _("Lost the way")),
    ("resident", _("Resident whose identity is in doubt")), ("worker", _("Worker without a pass")), ("business", _("On business here")),
    ("vehicle", pgettext_lazy("vehicle", "Suspicious vehicle")),
)  # fmt: skip
OUTCOMES = (("admitted", _("Let in after all")), ("left", _("Asked to leave, left")), ("guided", _("Shown the way")), ("escalated", _("Reported to the squad leader or 110")),
            ("to_desk", _("Taken to the front desk for a pass")))
INQUIRY_OUTCOMES = (*OUTCOMES, ("open", _("Somebody is on the way")))

WATCH_REASONS = (
    ("police_notice", _("Written notice of the police")), ("trespass", _("Came in without permission before")), ("violence", _("Threatened or hurt somebody here")),
    ("theft", _("Took what belongs to others, reported to the police")), ("soliciting", _("Solicits again after being asked to leave")), ("court_order", _("Order of a court")),
)  # fmt: skip
WATCH_DAYS = 90

EMERGENCIES = (("ambulance", _("Ambulance")), ("fire_engine", _("Fire engine")), ("police_car", pgettext_lazy("vehicle", "Police")), ("rescue", _("Gas, water and power rescue")))

CAUSES = (
    ("device", _("By its controller")), ("remote", _("Remote control")), ("button", _("Exit button")), ("hand", _("By hand or with a key")),
    ("held", _("Bar held up")), ("power", _("Power went off")), ("behind", _("Somebody went through behind another")), ("fire", _("Fire release")),
)  # fmt: skip

PROCEDURES = (
    ("guidance", _("Guidance of who comes")), ("car_entry", _("Cars coming and going")), ("parking", _("Guiding cars to their bay")), ("violation", _("Dealing with violations")),
    ("suspicious", _("Suspicious parcel or thing")),
)  # fmt: skip
"""What is done at the gates by a written procedure, which guards acknowledge and leaders check."""

OCCASIONS = (("morning", _("Morning rush")), ("evening", _("Evening rush")), ("holiday", _("Days off and holidays")))
PEAK_WAITS = tuple((code, one.label) for code, one in CATEGORIES.items() if code in ("delivery", "courier", "worker", "once", "business"))
"""Who may be asked to wait until the peak is over; who lives or works here never is."""

ENTRY_CHECKS = (("temperature", _("Temperature")), ("code", _("Health code")), ("mask", _("Mask worn")), ("trip", _("Trip declared")), ("proof", _("Test result shown")))
WORD_FOR = tuple((code, one.label) for code, one in CATEGORIES.items() if not one.is_home and code not in ("staff", "relative"))
MODE_DAYS = 90

POLICE_ANSWERS = (("clear", _("Nothing against it")), ("attention", _("The police ask for attention")), ("unknown", _("Not known there")))
POLICE_EFFECTS = (("clear", _("Clear, written at the visit")), ("attention", _("Leader told, the gate asks")), ("by_eye", _("Guard compares by eye")))
POLICE_GIVEN_UP = (
    ("unanswered", _("No answer in time")), ("over", _("The visit was over")), ("erased", _("No identity number any more")), ("unconnected", _("The line was taken away")),
)  # fmt: skip
POLICE = (
    ("waiting", _("Asked the police, no answer yet")), ("clear", _("Police: nothing against it")), ("attention", _("Police: attention")),
    ("by_eye", _("Compared by the guard's eye")),
)  # fmt: skip
"""How the check with the police stands at a visit; empty where nobody was asked."""

GATE = ("guard", "squad_leader", "team_leader", "monitor_operator")
LEADERS = ("squad_leader", "team_leader", "security_manager", "project_manager")
DESK = ("front_desk", "security_manager", "project_manager")
MANAGERS = ("security_manager", "project_manager")
CHECKERS = (*dict.fromkeys((*GATE, *LEADERS, *DESK)),)
DWELLERS = ("owner", "resident")
READERS = (*dict.fromkeys((*CHECKERS, "headquarters", "auditor", "police")),)
