"""Pages of places: the tree as a list in its natural order, and the organisations."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Screen, Tab

from . import actions, queries
from .models import Organisation, Place


def way(place: Place) -> SafeString:
    """The places around it, the outermost first, and the grid in charge."""
    around = " › ".join(str(p) for p in queries.above(place)) or "--"
    return format_html("<p>{}</p><p>{}: {}</p>", around, _("Grid"), queries.grid_of(place) or "--")


class PlaceScreen(Screen):
    model = Place
    name = "places"
    title = _("Places")
    menu = "owners"
    icon = "ti-building-community"
    position = 20
    columns = "full_name kind state code floor area_m2 is_key"
    filters = "kind state is_key parent"
    search = "full_name code"
    label = "full_name"
    order = "ordering"
    quick = [
        (_("Buildings"), "kind=building"),
        (_("Dwellings"), "kind=dwelling"),
        (_("Gates"), "kind=gate"),
        (_("Key locations"), "is_key=1"),
    ]
    facts = "full_name kind state parent code floor area_m2 is_key grid"
    create = actions.add_place
    edit = actions.change_place
    row = [actions.move_place, actions.retire_place, actions.reopen_place]
    bulk = [actions.retire_place, actions.reopen_place]
    importing = actions.add_dwelling
    undoing = actions.retire_place
    key = "building unit number"
    tabs = [Tab("inside", _("What stands here"), screen="places", via="parent"), Tab("way", _("Where it is"), render=way)]
    empty = _("There is no place yet. Lay out the buildings, or import the dwellings from a table.")
    posts = (
        "guard", "squad_leader", "team_leader", "monitor_operator", "fire_operator", "security_manager", "project_manager", "front_desk", "engineer",
        "cleaner", "gardener", "headquarters", "street_office", "fire_brigade", "police", "auditor",
    )  # fmt: skip


class OrganisationScreen(Screen):
    model = Organisation
    name = "organisations"
    title = _("Organisations")
    menu = "settings"
    icon = "ti-building"
    position = 10
    columns = "name kind credit_code created_at"
    filters = "kind"
    search = "name"
    order = "name"
    create = actions.found_organisation
    row = []
    empty = _("There is no organisation here. Found one, then its communities.")
    posts = ("headquarters", "auditor")
