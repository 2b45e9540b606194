"""The tables of the workforce."""

from .attendance import Attendance, CallOut, CallOutAnswer, Leave, MonthSheet, Swap
from .checks import CheckPlan, Gathering, PostCheck, RandomCheck
from .openings import Candidate, Vacancy
from .phones import PhonePin, PostPhone
from .posts import Contingency, Establishment, EstablishmentChange, Gear, GearIssue, Warning, WorkTerms
from .presence import Away, Finding, Handover, Relief
from .rosters import Roster
from .staff import Mentoring, Pledge, StaffFile, StaffNote

__all__ = [
    "Attendance", "Away", "Candidate", "CallOut", "CallOutAnswer", "CheckPlan", "Contingency", "Establishment", "EstablishmentChange", "Finding", "Gathering", "Gear", "GearIssue",
    "Handover", "Leave", "Mentoring", "MonthSheet", "PhonePin", "Pledge", "PostCheck", "PostPhone", "RandomCheck", "Relief", "Roster", "StaffFile", "StaffNote", "Swap", "Vacancy", "Warning", "WorkTerms",
]  # fmt: skip
