"""Public questions about documents. The rooms above ask here and nowhere else."""

from ..actions.archiving import digest_of
from ..completeness import Coverage, Need, coverage, employees
from ..kinds import CHECKS, FILES_OF, LEVELS, LOANS, MEDIA, MOST_IN_LIST, SYSTEMS
from ..models import (
    Check,
    Disposal,
    DisposalItem,
    Document,
    DocumentClass,
    DocumentFile,
    FollowUp,
    Handover,
    HandoverItem,
    Issue,
    Loan,
    Look,
    Piece,
    Reading,
    Version,
    YearOfClass,
)
from ..rules.periods import FIRST_YEAR
from ..rules.seeing import is_closed
from ..seeing import may_open, may_read, shows_record
from ..states import HELD, DocumentState, LoanState, ReadingState
from .finding import (
    by_number,
    class_by_code,
    classes,
    documents_of,
    expiring,
    files_of,
    find,
    in_force,
    late_drafts,
    past_keeping,
    review_due,
    trace,
)
from .households import Floor, Household, households
from .using import (
    follow_ups_of,
    late_loans,
    late_readings,
    loans_of,
    looks_between,
    open_loans,
    owed_readings,
    reading_rate,
    readings_to_hand_out,
)

__all__ = [
    "CHECKS", "FILES_OF", "FIRST_YEAR", "HELD", "LEVELS", "LOANS", "MEDIA", "MOST_IN_LIST", "SYSTEMS", "Check", "Coverage", "Disposal", "DisposalItem", "Document", "DocumentClass", "DocumentFile",
    "DocumentState", "Floor", "FollowUp", "Handover", "HandoverItem", "Household", "Issue", "Loan", "LoanState", "Look", "Need", "Piece", "Reading", "ReadingState",
    "Version", "YearOfClass", "by_number", "class_by_code", "classes", "coverage", "digest_of", "documents_of", "employees", "expiring", "files_of", "find",
    "follow_ups_of", "households", "in_force", "is_closed", "late_drafts", "late_loans", "late_readings", "loans_of", "looks_between", "may_open", "may_read",
    "open_loans", "owed_readings", "past_keeping", "reading_rate", "readings_to_hand_out", "review_due", "shows_record", "trace",
]  # fmt: skip
