"""Reading the tree of places, and what is drawn of it. Every function reads within the scopes in view.

Later rooms declare layers of the site plan with `add_layer`.
"""

from .. import naming
from ..kinds import CHOICES, KINDS
from ..layers import Layer, Loose, Mark, add_layer, layer, layers_for, reach_at
from ..models import Drawing, Organisation, Place, SitePlan
from ..rules import Calibration, Coverage, Reach, Zone, coverage, middle_of, trouble_sentence
from .past import Stood, stood_at
from .plans import (
    GROUND_KINDS,
    SignAt,
    Spots,
    calibration_of,
    drawn_on,
    ground_of,
    newest_drawing,
    plans_of,
    shown_drawing,
    signs_of,
    site_plan,
    spots_on,
    unplaced,
    versions_of,
    with_shape,
    zones_on,
)
from .tree import (
    Node,
    Suggestion,
    above,
    below,
    building_names,
    building_of,
    by_code,
    by_kind,
    community_of,
    dwellings_of,
    find,
    grid_of,
    in_use,
    key_places,
    names_of,
    organisation_of,
    path_name,
    suggest,
    tree,
)

__all__ = [
    "CHOICES", "GROUND_KINDS", "KINDS", "Calibration", "Coverage", "Drawing", "Layer", "Loose", "Mark", "Node", "Organisation", "Place", "Reach", "SignAt", "SitePlan",
    "Spots", "Stood", "Suggestion", "Zone", "above", "add_layer", "below", "building_names", "building_of", "by_code", "by_kind", "calibration_of", "community_of", "coverage",
    "drawn_on", "dwellings_of", "find", "grid_of", "ground_of", "in_use", "key_places", "layer", "layers_for", "middle_of", "names_of", "naming",
    "newest_drawing", "organisation_of", "path_name", "plans_of", "reach_at", "shown_drawing", "signs_of", "site_plan", "stood_at", "spots_on", "suggest", "tree",
    "trouble_sentence", "unplaced", "versions_of", "with_shape", "zones_on",
]  # fmt: skip
