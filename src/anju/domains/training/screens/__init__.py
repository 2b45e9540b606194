"""The pages of training."""

from .certificates import CertificateScreen, DayScreen, FindingScreen, RequirementScreen, SupportScreen
from .exams import ExamScreen, PaperScreen, QuestionScreen
from .learning import (
    AttendanceScreen,
    CourseScreen,
    EnrolmentScreen,
    GroupScreen,
    GrowthScreen,
    MaterialScreen,
    ProgrammeScreen,
    ResultScreen,
    SessionScreen,
    StudyScreen,
)

__all__ = [
    "AttendanceScreen", "CertificateScreen", "CourseScreen", "DayScreen", "EnrolmentScreen", "ExamScreen", "FindingScreen", "GroupScreen", "GrowthScreen", "MaterialScreen",
    "PaperScreen", "ProgrammeScreen", "QuestionScreen", "RequirementScreen", "ResultScreen", "SessionScreen", "StudyScreen", "SupportScreen",
]  # fmt: skip
