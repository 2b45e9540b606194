"""Where certificates, findings and requests stand."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.states import States, state


class CertificateState(States):
    """`expiring` from 30 days before its end; what counts for a shift are the dates, not this word."""

    valid = state(pgettext_lazy("certificate", "Valid"), "green", to=("expiring", "expired", "withdrawn"))
    expiring = state(pgettext_lazy("certificate", "Ends soon"), "yellow", to=("valid", "expired", "withdrawn"))
    expired = state(pgettext_lazy("certificate", "Expired"), "red", to=("valid", "withdrawn"))
    withdrawn = state(pgettext_lazy("certificate", "Withdrawn"), "grey", to=())


class FindingState(States):
    """`barred`: the roster entry was taken back; `warned`: it stands, and somebody must see to it."""

    barred = state(pgettext_lazy("roster", "Taken off the roster"), "red", to=("settled",))
    warned = state(pgettext_lazy("roster", "To be relieved"), "orange", to=("settled", "barred"))
    settled = state(pgettext_lazy("roster", "Settled"), "grey")


class SupportState(States):
    asked = state(pgettext_lazy("support", "Asked for"), "yellow", to=("approved", "refused"))
    approved = state(pgettext_lazy("support", "Approved"), "blue", to=("settled",))
    refused = state(pgettext_lazy("support", "Refused"), "grey")
    settled = state(pgettext_lazy("support", "Reported"), "green")


class CourseState(States):
    in_use = state(_("In use"), "green", to=("retired",))
    retired = state(_("No longer taught"), "grey")


class EnrolmentState(States):
    """`failed`: the exam, or a sign-off, said no; begin anew to come back."""

    running = state(_("Under way"), "blue", to=("completed", "failed", "withdrawn"))
    completed = state(pgettext_lazy("course", "Completed"), "green", to=("failed",))
    failed = state(pgettext_lazy("course", "Not passed"), "red", to=("withdrawn", "running"))
    withdrawn = state(pgettext_lazy("course", "Given up"), "grey")


class SessionState(States):
    planned = state(pgettext_lazy("session", "Planned"), "blue", to=("open", "held", "cancelled"))
    open = state(pgettext_lazy("session", "Signing in"), "yellow", to=("held", "cancelled"))
    held = state(pgettext_lazy("session", "Held"), "green")
    cancelled = state(pgettext_lazy("session", "Cancelled"), "grey")


class AttendanceState(States):
    """`made_up`: absent, and taught again later."""

    expected = state(pgettext_lazy("session", "Expected"), "grey", to=("present", "absent", "excused"))
    present = state(pgettext_lazy("session", "Came"), "green")
    absent = state(pgettext_lazy("session", "Absent"), "red", to=("made_up", "excused", "present"))
    excused = state(pgettext_lazy("session", "Excused"), "grey", to=("made_up",))
    made_up = state(pgettext_lazy("session", "Made up for"), "yellow")


class QuestionState(States):
    in_use = state(_("In use"), "green", to=("retired", "broken"))
    broken = state(pgettext_lazy("question", "Picture broken"), "orange", to=("retired",))
    retired = state(pgettext_lazy("question", "Taken out"), "grey")


class ExamState(States):
    open = state(pgettext_lazy("exam", "Open"), "blue", to=("closed",))
    closed = state(pgettext_lazy("exam", "Closed"), "grey")


class PaperState(States):
    """`late` came in after its time: the trainer decides whether it counts. `void` was never handed in."""

    sitting = state(pgettext_lazy("exam", "Being sat"), "blue", to=("passed", "failed", "late", "void"))
    passed = state(pgettext_lazy("exam", "Passed"), "green")
    failed = state(pgettext_lazy("exam", "Not passed"), "red")
    late = state(pgettext_lazy("exam", "Too late: to decide"), "yellow", to=("passed", "failed", "void"))
    void = state(pgettext_lazy("exam", "Not handed in"), "grey")


class PlanState(States):
    drawn = state(pgettext_lazy("growth", "To be taken on"), "yellow", to=("taken",))
    taken = state(pgettext_lazy("growth", "Taken on"), "blue")


class GroupState(States):
    standing = state(pgettext_lazy("group", "Stands"), "green", to=("dissolved",))
    dissolved = state(pgettext_lazy("group", "Replaced"), "grey")
