"""Attendance by day and month, leave, swaps, and who was called in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import STAFF
from anju.kernel.screens import Screen, Tab

from .. import actions
from ..codes import READERS
from ..models import Attendance, CallOut, CallOutAnswer, Leave, MonthSheet, Swap
from .naming import colleague


class AttendanceScreen(Screen):
    model = Attendance
    name = "attendance"
    title = _("Attendance")
    menu = "staff"
    icon = "ti-calendar-check"
    position = 14
    columns = ("on", colleague(), "post", "outcome", "came_at", "left_at", "minutes_late", "minutes_early", "source")
    filters = "on outcome post source"
    search = "post__name person__name"
    order = "-on"
    quick = ((pgettext_lazy("attendance", "Late"), "outcome=late&outcome=late_and_early"), (_("Absent"), "outcome=absent"), (_("Corrected"), "source=hand"))
    facts = (
        "on", colleague(), "post", "outcome", "start_at", "end_at", "came_at", "left_at", "minutes_late", "minutes_early", "minutes_worked", "source",
        colleague("corrected_by", _("Corrected by")), "correction",
    )  # fmt: skip
    create = actions.settle_day
    row = (actions.correct_attendance,)
    empty = _("No day is settled yet. Each morning the day before is written down from who was on post.")
    posts = READERS


class MonthSheetScreen(Screen):
    model = MonthSheet
    name = "attendance_months"
    title = _("Monthly attendance")
    menu = "staff"
    minor = True
    icon = "ti-calendar-month"
    position = 15
    columns = ("month", colleague(), "shifts", "present", "late", "early", "absent", "on_leave", "hours")
    filters = "month"
    search = "person__name"
    order = "-month"
    create = actions.draw_up_month
    empty = _("No month is drawn up yet. It follows from the settled days, or draw one up by hand.")
    posts = READERS


class LeaveScreen(Screen):
    model = Leave
    name = "leaves"
    title = _("Leave")
    menu = "staff"
    icon = "ti-beach"
    position = 16
    columns = (colleague(), "kind", "start_at", "end_at", "state", "reason", colleague("decided_by", _("Decided by")), "is_proxy")
    filters = "state kind start_at"
    search = "person__name"
    order = "-asked_at"
    quick = ((_("To approve"), "state=asked"),)
    create = actions.ask_leave
    row = (actions.decide_leave, actions.withdraw_leave)
    verbs = (actions.decide_leave,)
    facts = (
        colleague(), "kind", "state", "start_at", "end_at", "reason", "asked_at", colleague("decided_by", _("Decided by")), "decided_at", "is_proxy", "decision_note",
    )  # fmt: skip
    empty = _("Nobody asked for leave yet. Everybody asks on the phone or here.")
    posts = (*STAFF, "headquarters", "auditor")


class SwapScreen(Screen):
    model = Swap
    name = "swaps"
    title = _("Swaps of shifts")
    menu = "staff"
    minor = True
    icon = "ti-arrows-exchange"
    position = 17
    columns = (colleague("asker", _("Asked by")), colleague("colleague", _("Colleague")), "mine", "theirs", "state", "asked_at")
    filters = "state asked_at"
    order = "-asked_at"
    quick = ((_("Waits for the leader"), "state=agreed"),)
    create = actions.ask_swap
    row = (actions.decide_swap, actions.answer_swap)
    empty = _("Nobody asked for a swap yet. Offer a shift of yours to a colleague.")
    posts = (*STAFF, "headquarters", "auditor")


class CallOutScreen(Screen):
    model = CallOut
    name = "call_outs"
    title = _("Call-outs")
    menu = "staff"
    minor = True
    icon = "ti-speakerphone"
    position = 60
    label = "title"
    columns = "title state is_drill called_at called came came_in_time target_minutes"
    filters = "state is_drill called_at"
    order = "-called_at"
    create = actions.call_out
    row = (actions.end_call_out, actions.report_in)
    tabs = (Tab("answers", _("Who came"), screen="call_out_answers", via="call_out"),)
    empty = _("Nobody was called out yet. Call the team in for a drill and see how long it takes.")
    posts = (*STAFF, "headquarters", "auditor")


class CallOutAnswerScreen(Screen):
    model = CallOutAnswer
    name = "call_out_answers"
    title = _("Called in")
    columns = (colleague(), "came_at", "minutes")
    order = "person"
    empty = _("Nobody was called.")
    posts = (*STAFF, "headquarters", "auditor")
