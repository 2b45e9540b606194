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

MANAGERS = ("security_manager", "project_manager")
MAKERS = ("engineer", *MANAGERS)
READERS = ("guard", "squad_leader", "team_leader", "monitor_operator", "engineer", "front_desk", *MANAGERS, "headquarters", "auditor")


def usual_ways(traffic: str, *, has_box: bool) -> list[str]:
    """The order where none was written: a box where one stands, else the server; a lane for cars has its camera's list in between."""
    if not has_box:
        return ["server", "paper"]
    return ["edge", "camera", "paper"] if traffic == "vehicle" else ["edge", "paper"]
