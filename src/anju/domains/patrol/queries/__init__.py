"""Public questions about patrols."""

from ..codes import (
    ALERTS,
    BANDS,
    CHECKS,
    DISSUADED,
    FINDINGS,
    FLAGS,
    FOCUS,
    INQUIRED,
    KINDS,
    OUTCOMES,
    REFUSED,
    SUBJECTS,
    UNCIVIL,
    WAYS,
    wording_of,
)
from ..facts import is_holiday, standing
from ..figures import (
    Hours,
    Visits,
    analysis,
    complaints_of,
    completion,
    findings,
    hours,
    irregular,
    planned_bands,
    visits,
)
from ..models import (
    Activation,
    Analysis,
    Assessment,
    Checkpoint,
    Finding,
    Partner,
    Raise,
    Round,
    RoundPoint,
    Route,
    Scan,
    Scheme,
    SchemeLine,
    Tag,
    Track,
    Zoning,
)
from ..states import VISITED, PointState, RoundState
from ..unpredictable import advice, compared, is_reproduced, seed_of
from .ground import Covered, coverage, is_zoning_outdated, points_on
from .outdoors import Outdoors, outdoors
from .phone import last_fault, mine
from .rounds import board, frequencies, next_rounds, over_now, to_plan_now
from .tracking import Position, flat, laid_on_plan, looks_at, own_tracks, positions, tracks_of, was_noted

__all__ = [
    "ALERTS", "BANDS", "CHECKS", "DISSUADED", "FINDINGS", "FLAGS", "FOCUS", "INQUIRED", "KINDS", "OUTCOMES", "Outdoors", "REFUSED", "SUBJECTS", "UNCIVIL", "VISITED", "WAYS", "Activation", "Analysis", "Assessment", "Checkpoint", "Covered",
    "Finding", "Hours", "Partner", "PointState", "Raise", "Round", "RoundPoint", "RoundState", "Route", "Scan", "Scheme", "SchemeLine", "Tag", "Track",
    "Visits", "Zoning", "advice", "analysis", "board", "complaints_of", "compared", "completion", "coverage", "findings", "frequencies", "hours", "irregular", "is_holiday",
    "is_reproduced", "is_zoning_outdated", "seed_of", "last_fault", "mine", "next_rounds", "over_now", "outdoors", "own_tracks", "planned_bands", "points_on", "Position", "flat", "laid_on_plan", "looks_at", "positions", "tracks_of", "was_noted", "standing", "to_plan_now", "visits", "wording_of",
]  # fmt: skip
