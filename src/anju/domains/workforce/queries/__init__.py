"""Public questions about the workforce. The rooms above ask here and nowhere else."""

from .. import codes as codes
from ..codes import GEAR
from ..models import Away, Contingency, Finding, Handover, Leave, PostCheck, PostPhone, RandomCheck, StaffFile
from .attendance import attendance_rate, day_sheet, hours_between, leave_at, month_figures, own_figures
from .dress import shift_starts, uniforms
from .establishment import establishment_report, fit_for, hours_on, is_guidance
from .gear import missing_gear
from .handing import expected_counts, open_matters, waiting_handover
from .phones import by_badge, digest_of, is_running, phone_of, phone_to_enrol, pin_fits, pin_of, wrong_pin
from .presence import Standing, away_of, open_findings, relief_of, reliefs_at, standing_at
from .rostering import roster_ahead
from .shifts import Coverage, candidates, coverage, my_shift
from .staff import attrition, funnel, headcount, rotation, unassigned, without_contract, without_task
from .terms import terms_of

__all__ = [
    "GEAR", "Away", "Contingency", "Coverage", "Finding", "Handover", "Leave", "PostCheck", "PostPhone", "RandomCheck", "StaffFile", "Standing", "attendance_rate", "attrition", "away_of", "by_badge", "candidates", "codes", "coverage", "day_sheet", "digest_of",
    "establishment_report", "expected_counts", "fit_for", "funnel", "headcount", "hours_between", "hours_on", "is_guidance", "is_running", "leave_at", "missing_gear", "month_figures", "my_shift",
    "open_findings", "open_matters", "own_figures", "phone_of", "phone_to_enrol", "pin_fits", "pin_of", "relief_of", "reliefs_at", "roster_ahead", "rotation", "shift_starts", "standing_at", "terms_of", "unassigned", "uniforms", "waiting_handover",
    "without_contract", "without_task", "wrong_pin",
]  # fmt: skip
