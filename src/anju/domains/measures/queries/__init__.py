"""Public questions about figures and targets."""

from __future__ import annotations

from .asked import Member, changes, compared, exceptions, members, series, sources, value, value_across
from .composites import composite
from .standing import (
    Progress,
    dashboard,
    dependents,
    gaps,
    leaves,
    narrative,
    progress,
    staged,
    statement,
    tree,
    upstream_impact,
    without_target,
)

__all__ = [
    "Member",
    "Progress",
    "changes",
    "compared",
    "composite",
    "dashboard",
    "dependents",
    "exceptions",
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
    "upstream_impact",
    "value",
    "value_across",
    "without_target",
]
