"""The list of rosters; the grid of one is a page of its own."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Screen

from .. import actions
from ..codes import READERS
from ..models import Roster
from .naming import colleague


class RosterScreen(Screen):
    model = Roster
    name = "rosters"
    title = _("Rosters")
    menu = "staff"
    icon = "ti-calendar-event"
    position = 7
    minor = True
    columns = ("first_on", "last_on", "state", colleague("ill", _("Falls out")), "cost", "bound", "published_rows")
    filters = "state first_on"
    order = "-first_on"
    facts = ("first_on", "last_on", "state", "seconds", "cost", "bound", "is_best", "base", colleague("ill", _("Falls out")), "ill_from_on", "ill_until_on", "published_rows", "trouble")
    create = actions.draft_roster
    row = (actions.publish_roster, actions.stop_roster, actions.call_ill, actions.discard_roster)
    empty = _("No roster yet. Draft one: every post is filled by the law and by what people asked for.")
    posts = READERS
