"""Public questions about figures and targets."""

from __future__ import annotations

from ..figures import reaches, rounded
from ..periods import Period
from ..periods import of as period_of
from .asked import (
    Member,
    changes,
    compared,
    exceptions,
    members,
    offered,
    positions,
    series,
    sources,
    value,
    value_across,
)
from .composites import composite
from .standing import (
    Progress,
    course,
    dashboard,
    dependents,
    findings_followed,
    gaps,
    goal_said,
    in_period,
    leaves,
    narrative,
    progress,
    staged,
    statement,
    tree,
    unfounded,
    unsigned,
    upstream_impact,
    without_task,
)

__all__ = [
    "Member",
    "Period",
    "Progress",
    "changes",
    "compared",
    "composite",
    "course",
    "dashboard",
    "dependents",
    "exceptions",
    "findings_followed",
    "gaps",
    "goal_said",
    "in_period",
    "leaves",
    "members",
    "offered",
    "narrative",
    "period_of",
    "positions",
    "progress",
    "reaches",
    "rounded",
    "series",
    "sources",
    "staged",
    "statement",
    "tree",
    "unfounded",
    "unsigned",
    "upstream_impact",
    "value",
    "value_across",
    "without_task",
]
