"""Public questions about figures and targets."""

from __future__ import annotations

from .asked import Member, changes, compared, exceptions, members, series, sources, value, value_across
from .composites import composite
from .standing import (
    Progress,
    course,
    dashboard,
    dependents,
    findings_followed,
    gaps,
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
    "leaves",
    "members",
    "narrative",
    "progress",
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
