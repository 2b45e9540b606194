"""What others may ask about plans and their reports."""

from ..models import (
    Clause,
    Motion,
    Plan,
    Report,
    ReportComment,
    ReportGap,
    ReportGoal,
    ReportTerms,
    ReportText,
    Source,
    SpotCheck,
    StatuteAnswer,
)
from ..reporting.charts import drawn
from ..reporting.compose import compose
from ..reporting.kinds import KINDS, Kind, kind_choices, kind_of
from ..rules import CONFIRMED, Standing, Tally, live_state
from ..standing import standings
from .assigning import assigned_to, roles_above, unassigned
from .living import (
    OUTSIDE_ROLES,
    LiveClause,
    ReviewCounts,
    absent_features,
    confirmed,
    difference,
    doubtful,
    duties_of,
    features,
    in_danger,
    in_force,
    in_review_order,
    left_out,
    live,
    missing_statutes,
    review_counts,
    spot_checks,
    state_counts,
    statute_ids,
    strongest_role,
    unrealised,
    will_become,
)
from .reports import (
    Line,
    basis_said,
    board,
    comments_of,
    due_at,
    finding_of,
    goals_of,
    kinds_on,
    makers_of,
    missing,
    next_period,
    owed_reports,
    past_due,
    period_said,
    plan_of_days,
    punctuality_of,
    reasons_of,
    terms_of,
    texts_of,
    title_of,
    usual_owner,
)

__all__ = [
    "CONFIRMED", "KINDS", "OUTSIDE_ROLES", "Clause", "Kind", "Line", "LiveClause", "Motion", "Plan", "Report", "ReportComment", "ReportGap", "ReportGoal",
    "ReportTerms", "ReportText", "ReviewCounts", "Source", "SpotCheck", "Standing", "StatuteAnswer", "Tally", "absent_features", "assigned_to", "basis_said", "board",
    "comments_of", "compose", "confirmed", "difference", "doubtful", "drawn", "due_at", "duties_of", "features", "finding_of", "goals_of", "in_danger", "in_force",
    "in_review_order", "kind_choices", "kind_of", "kinds_on", "left_out", "live", "live_state", "makers_of", "missing", "missing_statutes", "next_period", "owed_reports", "past_due", "period_said",
    "plan_of_days", "punctuality_of", "reasons_of", "review_counts", "roles_above", "spot_checks", "standings", "state_counts", "statute_ids",
    "strongest_role", "terms_of", "texts_of", "title_of", "unassigned", "unrealised", "usual_owner", "will_become",
]  # fmt: skip
