"""The tables of measures."""

from .figures import DayFigure, FoldCursor, Indicator, RecordedFigure
from .targets import IndexDefinition, Operator, Target, TargetDependency, TargetReview

__all__ = [
    "DayFigure",
    "FoldCursor",
    "IndexDefinition",
    "Indicator",
    "Operator",
    "RecordedFigure",
    "Target",
    "TargetDependency",
    "TargetReview",
]
