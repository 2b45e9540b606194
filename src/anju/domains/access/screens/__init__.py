"""The pages of the gate."""

from .gates import (
    CredentialScreen,
    InquiryScreen,
    LaneCameraScreen,
    LaneScreen,
    OpeningScreen,
    PassageScreen,
    RegularScreen,
    RuleScreen,
    SightingScreen,
    VisitScreen,
    WatchScreen,
)
from .police import PoliceLineScreen, PoliceQueryScreen
from .standing import (
    BodyUseScreen,
    EntryCheckScreen,
    EpidemicScreen,
    PeakPlanScreen,
    PeakRunScreen,
    ProcedureCheckScreen,
    ProcedureScreen,
)

__all__ = [
    "BodyUseScreen",
    "CredentialScreen",
    "EntryCheckScreen",
    "EpidemicScreen",
    "InquiryScreen",
    "LaneCameraScreen",
    "LaneScreen",
    "OpeningScreen",
    "PassageScreen",
    "PeakPlanScreen",
    "PeakRunScreen",
    "PoliceLineScreen",
    "PoliceQueryScreen",
    "ProcedureCheckScreen",
    "ProcedureScreen",
    "RegularScreen",
    "RuleScreen",
    "SightingScreen",
    "VisitScreen",
    "WatchScreen",
]
