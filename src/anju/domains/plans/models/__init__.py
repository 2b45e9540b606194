"""The tables of plans: the plan itself, and the reports about it."""

from .plan import Clause, FurtherDuty, Motion, Plan, Source, SpotCheck, StatuteAnswer
from .reports import Report, ReportComment, ReportGap, ReportGoal, ReportTerms, ReportText

__all__ = ["Clause", "FurtherDuty", "Motion", "Plan", "Report", "ReportComment", "ReportGap", "ReportGoal", "ReportTerms", "ReportText", "Source", "SpotCheck", "StatuteAnswer"]
