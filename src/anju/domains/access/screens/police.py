"""The line to the police, and the log of what was asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Screen

from .. import actions
from ..kinds import LEADERS, MANAGERS
from ..models import PoliceLine, PoliceQuery


class PoliceQueryScreen(Screen):
    model = PoliceQuery
    name = "police_queries"
    title = _("Questions to the police")
    menu = "access"
    minor = True
    icon = "ti-shield-question"
    position = 48
    label = "request_id"
    posts = (*LEADERS, "auditor")
    columns = "request_id visit asked_at response state answer effect tries"
    filters = "state answer effect given_up_for visit asked_at"
    search = "request_id visit__number"
    order = "-asked_at"
    quick = ((_("The police ask for attention"), "answer=attention"), (_("Given up"), "state=given_up"))
    facts = "request_id visit asked_at state tries tried_at due_at response answer answered_at effect given_up_for notice"
    empty = _("Nobody was asked about. The police are asked by themselves once a line is connected.")


class PoliceLineScreen(Screen):
    model = PoliceLine
    name = "police_lines"
    title = _("Line to the police")
    menu = "access"
    minor = True
    icon = "ti-plug-connected"
    position = 49
    label = "community_code"
    posts = (*MANAGERS, "auditor")
    columns = "community_code address hint allows_lan state"
    filters = "state"
    order = "community_code"
    create = actions.connect_police_line
    row = (actions.remove_police_line,)
    empty = _("Not connected: guards compare person and document. Connect a line only by agreement with the police.")
