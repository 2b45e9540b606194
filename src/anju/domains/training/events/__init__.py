"""What happened in training."""

from .certificates import (
    AboutCertificate,
    AboutSupport,
    CertificateAdded,
    CertificateExpired,
    CertificateRenewed,
    CertificatesCounted,
    CertificateVerified,
    CertificateWarned,
    CertificateWithdrawn,
    FindingSettled,
    RequirementDropped,
    RequirementMade,
    SupportApproved,
    SupportAsked,
    SupportRefused,
    SupportSettled,
    UnfitFound,
)
from .contests import ContestResultEntered, DeductedCalled, GroupSetUp
from .exams import (
    AboutExam,
    AboutMark,
    ExamClosed,
    ExamOpened,
    LatePaperCounted,
    PaperBegun,
    PaperHandedIn,
    PaperVoided,
    QuestionAdded,
    QuestionRetired,
)
from .growing import GrowthPlanDrawn, GrowthPlanTaken, StudyPublished
from .teaching import (
    AboutEnrolment,
    AboutSession,
    AssessmentConfirmed,
    AttendanceEntered,
    CourseChanged,
    CourseCreated,
    CourseRetired,
    Enrolled,
    EnrolmentCompleted,
    EnrolmentFailed,
    EnrolmentWithdrawn,
    EssayReviewed,
    MaterialAdded,
    MentorNamed,
    ModuleSignedOff,
    ProgrammeEnded,
    ProgrammePlanned,
    ReflectionHandedIn,
    SessionCalled,
    SessionCancelled,
    SessionHeld,
    SessionMoved,
    SessionOpened,
    SessionsPlanned,
    SignedIn,
)

__all__ = ["AboutCertificate", "AboutEnrolment", "AboutExam", "AboutMark", "AboutSession", "AboutSupport", "AssessmentConfirmed", "AttendanceEntered", "CertificateAdded", "CertificateExpired", "CertificateRenewed", "CertificateVerified", "CertificateWarned", "CertificateWithdrawn", "CertificatesCounted", "ContestResultEntered", "CourseChanged", "CourseCreated", "CourseRetired", "DeductedCalled", "Enrolled", "EnrolmentCompleted", "EnrolmentFailed", "EnrolmentWithdrawn", "EssayReviewed", "ExamClosed", "ExamOpened", "FindingSettled", "GroupSetUp", "GrowthPlanDrawn", "GrowthPlanTaken", "LatePaperCounted", "MaterialAdded", "MentorNamed", "ModuleSignedOff", "PaperBegun", "PaperHandedIn", "PaperVoided", "ProgrammeEnded", "ProgrammePlanned", "QuestionAdded", "QuestionRetired", "ReflectionHandedIn", "RequirementDropped", "RequirementMade", "SessionCalled", "SessionCancelled", "SessionHeld", "SessionMoved", "SessionOpened", "SessionsPlanned", "SignedIn", "StudyPublished", "SupportApproved", "SupportAsked", "SupportRefused", "SupportSettled", "UnfitFound"]
