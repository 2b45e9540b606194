"""Findings about posts, short leaves, reliefs, and the terms they are judged by."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from anju.kernel.screens import Screen

from .. import actions
from ..codes import GUARDS, READERS
from ..models import Away, Finding, Relief, WorkTerms
from .naming import colleague


class FindingScreen(Screen):
    model = Finding
    name = "post_findings"
    title = _("Findings about posts")
    menu = "staff"
    icon = "ti-user-question"
    position = 12
    columns = ("post", "kind", "state", colleague(), "since_at", "cleared_at", "source")
    filters = "state kind source post raised_at"
    order = "-raised_at"
    quick = ((_("Unattended now"), "state=open"), (_("To judge"), "state=cleared"))
    facts = (
        "post", "kind", "state", colleague(), "source", "since_at", "raised_at", "cleared_at", colleague("raised_by", _("Seen by")), "photo",
        colleague("judged_by", _("Judged by")), "judged_at", "verdict",
    )  # fmt: skip
    row = (actions.clear_finding, actions.judge_finding)
    empty = _("Every post was kept. What the clock, a camera or a leader finds about a post stands here.")
    posts = (*READERS, "monitor_operator")


class AwayScreen(Screen):
    model = Away
    name = "short_leaves"
    title = _("Short leaves and meals")
    menu = "staff"
    minor = True
    icon = "ti-coffee"
    position = 22
    columns = ("post", colleague(), "kind", "reason", "state", "left_at", "due_at", "back_at")
    filters = "kind state post left_at"
    order = "-left_at"
    empty = _("Nobody left for a short while yet. Guards do it on the phone, with a reason.")
    posts = READERS


class ReliefScreen(Screen):
    model = Relief
    name = "reliefs"
    title = _("Reliefs")
    menu = "staff"
    minor = True
    icon = "ti-users-minus"
    position = 23
    columns = ("post", colleague("person", _("Stand-in")), colleague("relieved", _("Relieved colleague")), "state", "since_at", "until_at")
    filters = "state post since_at"
    order = "-since_at"
    row = (actions.give_back,)
    empty = _("Nobody stood in for anybody yet. Whoever stands in takes the post on the phone.")
    posts = (*READERS, *GUARDS)


class TermsScreen(Screen):
    model = WorkTerms
    name = "work_terms"
    title = _("Terms of work")
    menu = "staff"
    minor = True
    icon = "ti-adjustments"
    position = 90
    columns = ("nobody_after_minutes", "short_leave_minutes", "handover_early_minutes", "rest_hours", colleague("leave_approver", _("Approves leave")))
    facts = (
        "nobody_after_minutes", "short_leave_minutes", "meal_minutes", "handover_early_minutes", "late_after_minutes", "rest_hours", "lone_worker_minutes",
        colleague("leave_approver", _("Approves leave")), colleague("attendance_recorder", _("Keeps the attendance")),
    )  # fmt: skip
    create = actions.set_terms
    exporting = False
    empty = _("The usual terms hold: 10 minutes until nobody came, 10 minutes of short leave, 15 minutes early, 11 hours of rest.")


