from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..codes import LEAVES, MARKS, OUTCOMES
from ..states import CallOutState, LeaveState, SwapState
from .keys import to_holding, to_person, to_post, when


class Attendance(Record):
    """One shift of one person as it was kept: when he came and went, by what that is known, and what follows from it."""

    holding = to_holding(needed=True)
    person = to_person(needed=True)
    post = to_post()
    on = models.DateField(_("Date"))
    start_at = when(_("Start"), needed=True)
    end_at = when(_("End"), needed=True)
    came_at = when(_("Came on post at"))
    left_at = when(_("Left at"))
    source = models.CharField(_("Known by"), max_length=8, choices=MARKS, default="none")
    outcome = models.CharField(pgettext_lazy("attendance", "Outcome"), max_length=16, choices=OUTCOMES)
    minutes_late = models.PositiveIntegerField(_("Minutes late"), default=0)
    minutes_early = models.PositiveIntegerField(_("Minutes left early"), default=0)
    minutes_worked = models.PositiveIntegerField(_("Minutes worked"), default=0)
    corrected_by = to_person(_("Corrected by"))
    correction = models.CharField(_("Reason of the correction"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Attendance")
        indexes = [
            models.Index(fields=["scope", "on", "outcome"], name="attendance_scope_on"),
            models.Index(fields=["scope", "person", "on"], name="attendance_scope_person"),
        ]
        constraints = [models.UniqueConstraint(fields=["holding"], name="one_attendance_a_shift")]

    def __str__(self) -> str:
        return f"{self.on} {self.person} {self.get_outcome_display()}"


class MonthSheet(Record):
    """A person's attendance of one month in figures; `month` is its first day."""

    person = to_person(needed=True)
    month = models.DateField(_("Sheet month"))
    shifts = models.PositiveSmallIntegerField(_("Shifts due"), default=0)
    present = models.PositiveSmallIntegerField(pgettext_lazy("attendance", "On time"), default=0)
    late = models.PositiveSmallIntegerField(_("Times late"), default=0)
    early = models.PositiveSmallIntegerField(_("Times left early"), default=0)
    absent = models.PositiveSmallIntegerField(_("Absent"), default=0)
    on_leave = models.PositiveSmallIntegerField(_("On leave"), default=0)
    hours = models.DecimalField(_("Hours worked"), max_digits=6, decimal_places=1, default=0)

    class Meta:
        verbose_name = _("Monthly attendance")
        indexes = [models.Index(fields=["scope", "month"], name="monthsheet_scope_month")]
        constraints = [models.UniqueConstraint(fields=["scope", "person", "month"], name="one_sheet_a_month")]


class Leave(Record):
    """A wish not to work for some time, and who decided it. Only approved leave counts."""

    person = to_person(needed=True)
    kind = models.CharField(_("Kind"), max_length=12, choices=LEAVES)
    start_at = when(_("Start"), needed=True)
    end_at = when(_("End"), needed=True)
    reason = models.CharField(_("Reason"), max_length=200)
    state = StateField(LeaveState, verbose_name=_("State"))
    asked_at = when(_("Asked at"), needed=True)
    decided_by = to_person(_("Decided by"))
    decided_at = when(_("Decided at"))
    is_proxy = models.BooleanField(_("Decided in place of the approver"), default=False)
    decision_note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Leave")
        indexes = [models.Index(fields=["scope", "asked_at"], name="leave_scope_asked"), models.Index(fields=["scope", "person", "start_at"], name="leave_person_start")]
        constraints = [models.CheckConstraint(condition=Q(end_at__gt=models.F("start_at")), name="leave_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.person} {self.get_kind_display()}"


class Swap(Record):
    """Two people want to exchange shifts, or one to give his away (then `theirs` is empty)."""

    mine = to_holding(_("Gives"), needed=True)
    theirs = to_holding(_("Takes instead"))
    asker = to_person(_("Asked by"), needed=True)
    colleague = to_person(_("Colleague"), needed=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    state = StateField(SwapState, verbose_name=_("State"))
    asked_at = when(_("Asked at"), needed=True)
    agreed_at = when(_("Agreed at"))
    decided_by = to_person(_("Decided by"))
    decided_at = when(_("Decided at"))

    class Meta:
        verbose_name = _("Swap of shifts")
        indexes = [models.Index(fields=["scope", "asked_at"], name="swap_scope_asked")]

    def __str__(self) -> str:
        return f"{self.asker} ⇄ {self.colleague}"


class CallOut(Record):
    """Everybody is called in at once: for a real emergency or a drill. `place` is where they gather."""

    title = models.CharField(_("Title"), max_length=40)
    is_drill = models.BooleanField(_("Drill"), default=False)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Place of muster"))
    state = StateField(CallOutState, verbose_name=_("State"))
    called_at = when(_("Called at"), needed=True)
    called_by = to_person(_("Called by"))
    ended_at = when(_("Ended at"))
    target_minutes = models.PositiveSmallIntegerField(_("Minutes allowed"), default=15)
    called = models.PositiveSmallIntegerField(_("Called"), default=0)
    came = models.PositiveSmallIntegerField(_("Turned out"), default=0)
    came_in_time = models.PositiveSmallIntegerField(_("Came in time"), default=0)

    class Meta:
        verbose_name = _("Call-out")
        indexes = [models.Index(fields=["scope", "called_at"], name="callout_scope_called")]

    def __str__(self) -> str:
        return self.title


class CallOutAnswer(Record):
    call_out = models.ForeignKey("workforce.CallOut", models.CASCADE, related_name="+", verbose_name=_("Call-out"))
    person = to_person(needed=True)
    came_at = when(_("Mustered at"))
    minutes = models.PositiveSmallIntegerField(_("Minutes to muster"), null=True, blank=True)

    class Meta:
        verbose_name = _("Called in")
        indexes = [models.Index(fields=["scope", "call_out"], name="callout_answer_scope")]
        constraints = [models.UniqueConstraint(fields=["call_out", "person"], name="called_out_once")]
