"""The records of the gate: lanes, credentials, passages and openings, visits, regulars, inquiries, the watch list, the rules, what is switched on, the line to the police."""

from .cars import LaneCamera, Sighting
from .ground import Credential, Lane, RuleSet
from .passing import Opening, Passage
from .police import PoliceLine, PoliceQuery
from .standing import BodyUse, EntryCheck, EpidemicMode, PeakPlan, PeakRun, Procedure, ProcedureCheck
from .visits import Inquiry, Regular, Visit
from .watch import WatchEntry

__all__ = [
    "BodyUse", "Credential", "EntryCheck", "EpidemicMode", "Inquiry", "Lane", "LaneCamera", "Opening", "Passage", "PeakPlan", "PeakRun", "PoliceLine", "PoliceQuery", "Procedure", "ProcedureCheck", "Regular", "RuleSet",
    "Sighting", "Visit", "WatchEntry",
]  # fmt: skip
