"""The pages of places."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Screen, Tab

from . import actions
from .models import Place


class PlaceScreen(Screen):
    model = Place
    name = "places"
    title = _("Places")
    menu = "settings"
    icon = "ti-map-pin"
    label = "full_name"
    columns = "full_name kind code floor area_m2 is_key state"
    filters = "kind state is_key parent"
    search = "full_name code"
    order = "ordering"
    facts = "full_name kind code name parent grid floor area_m2 is_key state created_at"
    create = actions.add_place
    edit = actions.change_place
    row = (actions.reopen_place, actions.move_place, actions.retire_place)
    bulk = (actions.retire_place, actions.reopen_place)
    importing = actions.add_dwelling
    undoing = actions.retire_place
    key = "building unit number"
    tabs = (Tab("inside", _("What stands here"), screen="places", via="parent"),)
    empty = _("There are no places yet. Add the buildings one by one, or import a table of all dwellings.")
