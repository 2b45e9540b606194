"""The verbs of places: founding scopes, building the tree, laying out buildings in bulk, and drawing them on plans."""

from .drawing import draw_place, hang_plan, lift_place, set_reach
from .drawings import (
    adopt_scale,
    align_drawing,
    calibrate_drawing,
    carry_calibration,
    discard_drawing,
    give_drawing_up,
    publish_drawing,
    read_in,
    take_drawing_in,
    upload_drawing,
)
from .founding import found_community, found_organisation, platform
from .layout import add_dwelling, lay_out_buildings, lay_out_floors
from .tree import add_place, change_place, move_place, reopen_place, retire_place

__all__ = ["add_dwelling", "add_place", "adopt_scale", "align_drawing", "calibrate_drawing", "carry_calibration", "change_place", "discard_drawing",
           "draw_place", "found_community", "found_organisation", "give_drawing_up", "hang_plan", "lay_out_buildings", "lay_out_floors", "lift_place", "move_place",
           "platform", "publish_drawing", "read_in", "reopen_place", "retire_place", "set_reach", "take_drawing_in", "upload_drawing"]  # fmt: skip
