"""The closed lists of the edges, and the kind of device that an edge is in the register."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.domains.devices.queries import Kind, register_kind

DEVICE = register_kind(Kind(code="gate_edge", label=_("Gatehouse box"), system="access", prefix="EDGE", report_s=20, is_gateway=True))

WAYS = (("server", _("Server")), ("edge", _("Gatehouse box")), ("camera", _("The camera's own list")), ("paper", _("Paper list")))
CLOCKS = (("", _("Not told yet")), ("sure", _("To be trusted")), ("unsure", _("Not to be trusted")))
FAULTS = (("", _("None")), ("gap", _("Lines are missing")), ("doubled", _("A line came twice with other content")), ("altered", _("The log was altered")))
LINES = (("passage", _("Passage")), ("opening", _("Opening")), ("going", _("Went through")), ("release", _("Let through after asking")), ("note", _("Note")))
FINDINGS = (("", _("None")), ("double_use", _("A one-use pass was used twice")), ("clock_unsure", _("Its time is not certain")))

DRIVERS = (
    ("isapi", _("Hikvision door controller (ISAPI)")), ("dahua", _("Dahua door controller (HTTP)")), ("modbus", _("Relay over Modbus TCP")),
    ("mqtt", _("Relay over MQTT")), ("uhppoted", _("UHPPOTE door controller")), ("osdp", _("Reader over OSDP")),
)  # fmt: skip
READS = (("", _("As the reader says")), ("in", _("In")), ("out", _("Out")))
TRIED = (
    ("", _("Not tried yet")), ("asked", _("Asked, no answer yet")), ("closed", _("Answers: closed")), ("open", _("Answers: open")), ("held", _("Answers: held open")),
    ("silent", _("Does not answer")), ("not_installed", _("The box lacks its library")), ("login", _("The login is not right")), ("address", _("Its address may not be used")),
    ("no_contact", _("Nothing says how the bar stands")),
    ("unknown_ca", _("Its certificate is signed by an authority that the box does not believe: start the box with --ca and that authority's certificate")),
    ("cert_expired", _("Its certificate is not valid today: look at the box's clock, or renew the certificate")),
    ("cert_name", _("Its certificate is for another name: write that name as the address, or have one made for this address")),
    ("no_tls", _("It does not speak TLS at port 8883: look at its port, or switch TLS on there")),
)  # fmt: skip
ANSWERS = {0: "closed", 1: "open", 2: "held", -1: "silent", -2: "not_installed", -3: "login", -4: "address", -5: "no_contact", -6: "unknown_ca", -7: "cert_expired", -8: "cert_name", -9: "no_tls"}
"""What a box writes into its log when it was asked to try a lane."""
NOTES = {
    "started": _("The box was started"), "clock_unsure": _("Its clock is not certain"), "clock_set": _("The server told it the time"), "clock_jumped": _("Its clock was set"),
    "snapshot_refused": _("It refused a snapshot"), "snapshot_over": _("Its snapshot is over"), "bar_unknown": _("A bar does not say how it stands"), "fire_on": _("Fire contact: every lane stands open"),
    "fire_off": _("The fire contact is open again"), "white_list": _("The camera's list was renewed"), "log_broken": _("Its log was damaged"),
    "no_receipt": _("The bar was told, and nothing came back"), "not_opened": _("The bar could not be told"), "lane_lost": _("The lane's controller is not heard"),
    "lane_back": _("The lane's controller is heard again"), "not_installed": _("The box lacks the library of this lane"), "tried": _("The lane was tried"),
    "car_late": _("A camera told afterwards of a car"), "camera_clock": _("A camera's clock is wrong: set it by the server's time"),
}  # fmt: skip

MANAGERS = ("security_manager", "project_manager")
MAKERS = ("engineer", *MANAGERS)
READERS = ("guard", "squad_leader", "team_leader", "monitor_operator", "engineer", "front_desk", *MANAGERS, "headquarters", "auditor")


def usual_ways(traffic: str, *, has_box: bool) -> list[str]:
    """The order where none was written: a box where one stands, else the server; a lane for cars has its camera's list in between."""
    if not has_box:
        return ["server", "paper"]
    return ["edge", "camera", "paper"] if traffic == "vehicle" else ["edge", "paper"]
