"""The tables of scores."""

from .results import Result, Round
from .schemes import Band, BandDecision, Item, Rule, Scheme
from .sheets import Mark, Points, Sheet, SheetRecheck
from .subjects import Enrolment, Filing, Subject
from .verdicts import Appeal, Consequence, Vote

__all__ = [
    "Appeal",
    "Band",
    "BandDecision",
    "Consequence",
    "Enrolment",
    "Filing",
    "Item",
    "Mark",
    "Points",
    "Result",
    "Round",
    "Rule",
    "Scheme",
    "Sheet",
    "SheetRecheck",
    "Subject",
    "Vote",
]
