"""The records of this room: the rulebook, renovations and their papers, workers, rounds, violations, damages, material, occasions."""

from .people import Breach, Worker
from .projects import Paper, Project, Rulebook
from .sites import Damage, Inspection, Material, Violation
from .turmoil import Complaint, Occasion

__all__ = ["Breach", "Complaint", "Damage", "Inspection", "Material", "Occasion", "Paper", "Project", "Rulebook", "Violation", "Worker"]
