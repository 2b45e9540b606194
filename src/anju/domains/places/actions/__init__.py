"""The verbs of places: founding scopes, building the tree, laying out buildings in bulk."""

from .founding import found_community, found_organisation, platform
from .layout import add_dwelling, lay_out_buildings, lay_out_floors
from .tree import add_place, change_place, draw_place, move_place, reopen_place, retire_place

__all__ = ["add_dwelling", "add_place", "change_place", "draw_place", "found_community", "found_organisation", "lay_out_buildings",
           "lay_out_floors", "move_place", "platform", "reopen_place", "retire_place"]  # fmt: skip
