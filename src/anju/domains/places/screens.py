"""Pages of places: the tree as a list in its natural order, and the organisations."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Screen, Tab

from . import actions, queries
from .layers import Layer, Mark, add_layer
from .models import Drawing, Organisation, Place, PlanSign


def way(place: Place) -> SafeString:
    """The places around it, the outermost first, and the grid in charge."""
    around = " › ".join(str(p) for p in queries.above(place)) or "--"
    return format_html("<p>{}</p><p>{}: {}</p>", around, _("Grid"), queries.grid_of(place) or "--")


KINDS_OF_FILE = [("picture", _("Picture")), ("pdf", "PDF"), ("dxf", "DXF")]


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
    row = [actions.move_place, actions.set_reach, actions.retire_place, actions.reopen_place]
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


class DrawingScreen(Screen):
    model = Drawing
    name = "drawings"
    title = _("Drawings")
    menu = "settings"
    minor = True
    icon = "ti-map-2"
    position = 15
    columns = "plan state version kind created_at published_at"
    filters = "state plan"
    order = "-created_at"
    facts = "plan state version kind width_px height_px metres_per_px turn_deg created_at published_at"
    create = actions.upload_drawing
    row = [
        actions.publish_drawing, actions.calibrate_drawing, actions.adopt_scale, actions.align_drawing, actions.carry_calibration, actions.discard_drawing,
    ]  # fmt: skip
    choices = {"kind": KINDS_OF_FILE}
    empty = _("There is no site plan yet. Upload a drawing, then put places and devices on it.")
    posts = PlaceScreen.posts


class PlanSignScreen(Screen):
    model = PlanSign
    name = "plan_signs"
    title = _("Plans at entrances")
    columns = "gate drawing hung_at"
    filters = "gate hung_at"
    order = "-hung_at"
    create = actions.hang_plan
    empty = _("No plan hangs at an entrance yet. Print the site plan, hang it at the gate, and record it here.")
    posts = PlaceScreen.posts


class OrganisationScreen(Screen):
    model = Organisation
    name = "organisations"
    title = _("Organisations")
    menu = "settings"
    minor = True
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


_GROUPS = {
    "buildings": (_("Buildings"), "ti-building", ("building",)),
    "gates": (_("Gates"), "ti-door", ("gate", "lane")),
    "zones": (_("Zones"), "ti-polygon", (*queries.GROUND_KINDS, "perimeter")),
}


def _marks_of(kinds: tuple[str, ...], *, others: bool = False):
    def marks(scope):
        drawn = queries.with_shape(scope)
        for place in drawn.exclude(kind__in=kinds) if others else drawn.filter(kind__in=kinds):
            yield _mark(place, _("Key location") if place.is_key else "")

    return marks


def _past_of(kinds: tuple[str, ...], *, others: bool = False):
    def marks(scope, at):
        stood = queries.stood_at(scope, at)
        for place in stood.places:
            if (place.kind in kinds) != others:
                yield _mark(place, _("Drawn anew since: it may have stood elsewhere") if place.pk in stood.redrawn else "")

    return marks


def _mark(place: Place, note: Any) -> Mark:
    sign = ("door" if place.kind in ("gate", "lane") else "square") if place.shape["type"] == "point" else ""
    return Mark(
        str(place.pk), str(place), place.name, sign, shape=place.shape, plan=place.drawn_on_id, link=f"/places/{place.pk}/", note=note, place=place.pk,
        kind=place.get_kind_display(),
    )  # fmt: skip


_SEEN = {"records": ("places.place",), "permission": PlaceScreen().permission}
for _turn, (_name, (_title, _icon, _kinds)) in enumerate(_GROUPS.items()):
    add_layer(Layer(_name, _title, _icon, _marks_of(_kinds), position=10 + _turn, past=_past_of(_kinds), **_SEEN))
_grouped = tuple(_kind for _title, _icon, _kinds in _GROUPS.values() for _kind in _kinds)
add_layer(Layer("rooms", _("Rooms"), "ti-door-enter", _marks_of(_grouped, others=True), position=14, past=_past_of(_grouped, others=True), **_SEEN))
