"""The records of the gate: lanes, credentials, passages and openings, visits, regulars, inquiries, the watch list, the rules."""

from .cars import LaneCamera, Sighting
from .ground import Credential, Lane, RuleSet
from .passing import Opening, Passage
from .visits import Inquiry, Regular, Visit
from .watch import WatchEntry

__all__ = ["Credential", "Inquiry", "Lane", "LaneCamera", "Opening", "Passage", "Regular", "RuleSet", "Sighting", "Visit", "WatchEntry"]
