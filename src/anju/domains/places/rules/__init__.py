"""What may stand where, what may be drawn how, and what is seen from where. Pure."""

from .coverage import Coverage, Reach, Zone, coverage
from .drawings import (
    Calibration,
    by_distance,
    by_two_points,
    kind_of_file,
    may_be_drawn,
    may_carry_plan,
    may_publish,
    may_watch,
    middle_of,
    plan_name,
    resized,
    trouble_sentence,
)
from .tree import (
    MAX_ROWS,
    MAX_SUBTREE,
    Chunk,
    dwelling_code,
    layout,
    may_be_coded,
    may_be_found,
    may_lay_out,
    may_move,
    may_reopen,
    may_retire,
    may_rewrite,
    may_stand,
)

__all__ = [
    "MAX_ROWS", "MAX_SUBTREE", "Calibration", "Chunk", "Coverage", "Reach", "Zone", "by_distance", "by_two_points", "coverage", "dwelling_code",
    "kind_of_file", "layout", "may_be_coded", "may_be_drawn", "may_be_found", "may_carry_plan", "may_lay_out", "may_move", "may_publish", "may_reopen",
    "may_retire", "may_rewrite", "may_stand", "may_watch", "middle_of", "plan_name", "resized", "trouble_sentence",
]  # fmt: skip
