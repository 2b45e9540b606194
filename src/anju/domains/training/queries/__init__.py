"""Public questions about certificates, courses and exams. The rooms above ask here and nowhere else."""

from ..audience import people_of
from ..codes import code_at, seconds_left
from ..fitness import Asked, Missing, Standing, standing, unfit
from ..kinds import CERTIFICATES, KINDS, WAYS
from ..models import (
    Attendance,
    Certificate,
    CertifiedDay,
    Course,
    Enrolment,
    Exam,
    Finding,
    GrowthPlan,
    Material,
    Paper,
    Programme,
    Question,
    Requirement,
    Result,
    Session,
    Study,
    Support,
    TrainingGroup,
)
from ..templates import templates
from .certificates import certified, requirements_of
from .learning import (
    Cell,
    ExamResult,
    Mastery,
    Progress,
    complaints_around,
    exam_result,
    exams_for,
    findings_after,
    hours_of,
    mastery,
    matrix,
    missed_by,
    papers_of,
    progress,
    sessions_between,
    sessions_for,
    tiers,
    wrong_of,
)
from .showing import code_of, shown_paper

__all__ = [
    "CERTIFICATES", "KINDS", "WAYS", "Asked", "Attendance", "Cell", "Certificate", "CertifiedDay", "Course", "Enrolment", "Exam", "ExamResult", "Finding",
    "GrowthPlan", "Mastery", "Material", "Missing", "Paper", "Programme", "Progress", "Question", "Requirement", "Result", "Session", "Standing", "Study",
    "Support", "TrainingGroup", "certified", "code_at", "code_of", "complaints_around", "exam_result", "exams_for", "findings_after", "hours_of", "mastery",
    "matrix", "missed_by", "papers_of", "people_of", "progress", "requirements_of", "seconds_left", "sessions_between", "sessions_for",
    "shown_paper", "standing", "templates", "tiers", "unfit", "wrong_of",
]  # fmt: skip
