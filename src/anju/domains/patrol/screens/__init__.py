"""The pages of checkpoints, routes, patrol plans, rounds, scans and findings, and the points on the site plan."""

from .ground import AssessmentScreen, CheckpointScreen, TagScreen, ZoningScreen
from .plans import (
    ActivationScreen,
    RaiseScreen,
    RouteScreen,
    RouteVersionScreen,
    SchemeLineScreen,
    SchemeScreen,
)
from .rounds import AnalysisScreen, FindingScreen, PartnerScreen, RoundPointScreen, RoundScreen, ScanScreen, TrackScreen

__all__ = [
    "ActivationScreen",
    "AnalysisScreen",
    "AssessmentScreen",
    "CheckpointScreen",
    "FindingScreen",
    "PartnerScreen",
    "RaiseScreen",
    "RoundPointScreen",
    "RoundScreen",
    "RouteScreen",
    "RouteVersionScreen",
    "ScanScreen",
    "SchemeLineScreen",
    "SchemeScreen",
    "TagScreen",
    "TrackScreen",
    "ZoningScreen",
]
