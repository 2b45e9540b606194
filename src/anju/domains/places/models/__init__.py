"""The tree of places, and the drawings on which they lie."""

from .drawings import Drawing, PlanSign, SitePlan
from .tree import Organisation, Place

__all__ = ["Drawing", "Organisation", "Place", "PlanSign", "SitePlan"]
