"""The tables of cases."""

from .case import Case, CasePolicy, Severity
from .chain import Approval, CaseLink, Escalation, Extension, Finding, Transfer
from .proof import Evidence, Recheck, ReturnVisit, Submission

__all__ = [
    "Approval",
    "Case",
    "CaseLink",
    "CasePolicy",
    "Escalation",
    "Evidence",
    "Extension",
    "Finding",
    "Recheck",
    "ReturnVisit",
    "Severity",
    "Submission",
    "Transfer",
]
