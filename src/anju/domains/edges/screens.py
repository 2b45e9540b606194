"""The pages of the boxes: the boxes, their logs, who decides at which lane."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.domains.access.queries import sentence_for
from anju.kernel.screens import Column, Screen, Tab, add_tab

from . import actions
from .entering import entered
from .kinds import NOTES, READERS
from .models import Edge, LaneWay, LogLine, PaperList, Wiring


class EdgeScreen(Screen):
    model = Edge
    name = "edges"
    title = _("Gatehouse boxes")
    menu = "access"
    minor = True
    icon = "ti-server-bolt"
    position = 46
    label = "name"
    posts = READERS
    columns = ("name", "place", "state", Column("device__online", label=_("Contact")), Column("device__contact__last_contact_at", label=_("Last contact")), "unsent", "snapshot_number", "snapshot_until_at", "clock", "skew_ms", "fault")
    filters = "state place fault clock"
    search = "name place__full_name"
    order = "place"
    facts = ("name", "place", "device", "state", Column("device__online", label=_("Contact")), Column("device__contact__last_contact_at", label=_("Last contact")), "enrolled_at", "revoked_at", "last_number", "unsent", "snapshot_number", "snapshot_until_at", "refused", "clock", "skew_ms", "told_at", "fault", "fault_number", "fault_at", "settled")
    quick = ((_("With a finding"), "fault=gap&fault=doubled&fault=altered"),)
    create = actions.add_edge
    row = (actions.issue_token, actions.settle_fault, actions.revoke_edge)
    tabs = (Tab("lines", _("Lines of its log"), screen="edge_lines", via="edge"),)
    empty = _("No box stands at a gate yet. Add one, make its token, and start “anju edge” at the gate.")


def _why(code: str) -> str:
    """A line's code in words: a note of the box, or the sentence of a decision."""
    return NOTES.get(code) or (sentence_for(code) if code else "")


class LogLineScreen(Screen):
    model = LogLine
    name = "edge_lines"
    title = _("Lines of gatehouse logs")
    menu = "access"
    minor = True
    icon = "ti-list-numbers"
    position = 47
    label = "number"
    posts = READERS
    columns = "number edge kind lane code at received_at is_late finding passage"
    filters = "edge kind lane is_late finding at"
    renderers = {"code": _why}  # noqa: RUF012
    order = "-at"
    quick = ((_("Used twice"), "finding=double_use"), (_("Brought home late"), "is_late=on"))
    empty = _("No box has brought anything home yet.")


class LaneWayScreen(Screen):
    model = LaneWay
    name = "lane_ways"
    title = _("Who decides at a lane")
    menu = "access"
    minor = True
    icon = "ti-route-alt-left"
    position = 48
    posts = READERS
    columns = "lane ways listed listed_at"
    order = "lane"
    empty = _("No order was written yet: a box decides where one stands, else the server; the paper list comes last.")


class WiringScreen(Screen):
    model = Wiring
    name = "lane_wirings"
    title = _("Wiring of the lanes")
    menu = "access"
    minor = True
    icon = "ti-plug-connected"
    position = 48
    posts = READERS
    columns = ("lane", "device", "driver", "channel", "tried", "tried_at")
    filters = "driver tried device"
    facts = ("lane", "device", Column("device__address", label=_("Address")), "driver", "channel", "unit", "contact", "loop", "topic", "way", "tried", "tried_at")
    order = "lane"
    create = actions.wire_lane
    row = (actions.try_wiring, actions.unwire_lane)
    empty = _("No lane is wired to a controller yet. Enter the controller in the register of devices with its address and login, then wire its lane.")


class PaperScreen(Screen):
    model = PaperList
    name = "paper_lists"
    title = _("Paper lists of the night")
    menu = "access"
    minor = True
    icon = "ti-printer"
    position = 49
    posts = READERS
    columns = "on place people cars drawn_at"
    filters = "place on"
    order = "-on"
    empty = _("No list was drawn up yet. It is made every evening for the gates with a box.")


add_tab("devices", Tab("wirings", _("Lanes it opens"), screen="lane_wirings", via="device"))
add_tab("lanes", Tab("wirings", _("Wiring of the lanes"), screen="lane_wirings", via="lane"))
add_tab("lane_cameras", Tab("entered", _("What to enter in the camera"), render=entered))
