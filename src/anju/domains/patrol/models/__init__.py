"""The records of patrols."""

from .analysis import Analysis, Track
from .findings import Finding
from .ground import Assessment, Checkpoint, Tag, Zoning
from .plans import Activation, Raise, Route, RouteVersion, Scheme, SchemeLine
from .rounds import Partner, Round, RoundPoint, Scan

__all__ = [
    "Activation", "Analysis", "Assessment", "Checkpoint", "Finding", "Partner", "Raise", "Round", "RoundPoint", "Route", "RouteVersion", "Scan",
    "Scheme", "SchemeLine", "Tag", "Track", "Zoning",
]  # fmt: skip
