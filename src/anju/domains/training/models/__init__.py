"""The records of training."""

from .certificates import Certificate, CertifiedDay, Finding, Requirement, Support
from .courses import Course, Enrolment, Material, Programme, Result
from .exams import Exam, Paper, Question
from .groups import TrainingGroup
from .growing import GrowthPlan, Study
from .sessions import Attendance, Session

__all__ = ["Attendance", "Certificate", "CertifiedDay", "Course", "Enrolment", "Exam", "Finding", "GrowthPlan", "Material", "Paper", "Programme", "Question", "Requirement", "Result", "Session", "Study", "Support", "TrainingGroup"]
