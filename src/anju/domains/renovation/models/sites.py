from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..kinds import DAMAGES, DIRECTIONS, DISSUADED, ROUNDS, fault_choices
from ..states import DamageState, InspectionState, MaterialState, ViolationState
from .keys import case_key, dwelling_key, file_key, person_key, project_key


class Inspection(Record):
    """A look at a site: planned or done. `answers` by line; `faults` are keys of lines; `photos` are ids of files; `companions` of who came along."""

    project = project_key(_("Renovation"))
    dwelling = dwelling_key(_("Dwelling"))
    kind = models.CharField(_("Sort of visit"), max_length=12, choices=ROUNDS, default="daily")
    state = StateField(InspectionState, verbose_name=_("State"))
    why = models.CharField(_("Because of"), max_length=200, blank=True)
    due_at = models.DateTimeField(_("Due"), null=True, blank=True)
    at = models.DateTimeField(_("Looked at"), null=True, blank=True)
    by = person_key(_("Looked at by"))
    companions = models.JSONField(default=list, blank=True)
    is_joint = models.BooleanField(_("Together with another post"), default=False)
    answers = models.JSONField(_("Answers"), default=dict, blank=True)
    faults = models.JSONField(_("Not in order"), default=list, blank=True)
    reading_mm = models.PositiveSmallIntegerField(_("Drilled depth (mm)"), null=True, blank=True)
    test = models.CharField(_("Tests and readings"), max_length=200, blank=True)
    photos = models.JSONField(default=list, blank=True)
    note = models.CharField(_("Note"), max_length=400, blank=True)
    moved_devices = models.JSONField(default=list, blank=True)

    class Meta:
        verbose_name = _("Visit of a site")
        indexes = [
            models.Index(fields=["scope", "at"], name="site_visit_at"),
            models.Index(fields=["scope", "state", "due_at"], name="site_visit_due"),
            models.Index(fields=["scope", "project", "at"], name="site_visit_project"),
        ]


class Violation(Record):
    """Something against the rulebook, with or without a permit: what was done about it step by step, its case, and whom it was reported to."""

    number = models.CharField(_("Number"), max_length=20)
    project = project_key(_("Renovation"))
    dwelling = dwelling_key(_("Dwelling"))
    code = models.CharField(pgettext_lazy("works", "What is wrong"), max_length=16, choices=fault_choices())
    state = StateField(ViolationState, verbose_name=_("State"))
    words = models.CharField(_("What was seen"), max_length=400)
    inspection = models.ForeignKey("renovation.Inspection", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Visit of a site"))
    case = case_key(_("Case"))
    photos = models.JSONField(default=list, blank=True)
    found_at = models.DateTimeField(_("Violation found at"))
    found_by = person_key(_("Violation found by"))
    dissuaded_at = models.DateTimeField(_("Asked to stop at"), null=True, blank=True)
    dissuaded = models.CharField(_("What came of asking"), max_length=8, choices=DISSUADED, blank=True)
    notice_at = models.DateTimeField(_("Notice served at"), null=True, blank=True)
    notice_due_on = models.DateField(_("To be put right by"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("Works stopped at"), null=True, blank=True)
    stopped_by = person_key(_("Works stopped by"))
    reported_at = models.DateTimeField(_("Reported at"), null=True, blank=True)
    reports = models.JSONField(default=list, blank=True)
    put_right_at = models.DateTimeField(_("Put right at"), null=True, blank=True)
    put_right_by = person_key(_("Put right, noted by"))
    put_right_photo = file_key(_("Photo after the repair"))
    cleared_at = models.DateTimeField(_("Cleared at"), null=True, blank=True)

    class Meta:
        verbose_name = _("Violation in a renovation")
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_violation_per_number")]
        indexes = [
            models.Index(fields=["scope", "found_at"], name="violation_found"),
            models.Index(fields=["scope", "state", "found_at"], name="renovation_violation_state"),
            models.Index(fields=["scope", "project", "state"], name="violation_project"),
        ]

    def __str__(self) -> str:
        return self.number


class Damage(Record):
    """A pipe, a neighbour's dwelling or common parts were harmed: compensation agreed in writing, paid and repaired by who did it."""

    number = models.CharField(_("Number"), max_length=20)
    project = models.ForeignKey("renovation.Project", models.PROTECT, related_name="+", verbose_name=_("Renovation"))
    place = dwelling_key(_("Where it was harmed"))
    kind = models.CharField(_("What was harmed"), max_length=12, choices=DAMAGES)
    state = StateField(DamageState, verbose_name=_("State"))
    words = models.CharField(_("What happened"), max_length=400)
    photos = models.JSONField(default=list, blank=True)
    case = case_key(_("Case"))
    reported_at = models.DateTimeField(_("Reported at"))
    reported_by = person_key(_("Written down by"))
    compensation_fen = models.BigIntegerField(_("Compensation"), null=True, blank=True)
    agreed_words = models.CharField(_("What was agreed"), max_length=400, blank=True)
    agreed_paper = file_key(_("Signed agreement"))
    agreed_at = models.DateTimeField(_("Agreed at"), null=True, blank=True)
    repaired_at = models.DateTimeField(_("Repaired at"), null=True, blank=True)
    repaired_photo = file_key(_("Photo after the repair"))
    confirmed_by = person_key(_("Repair confirmed by"))

    class Meta:
        verbose_name = _("Damage by a renovation")
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_damage_per_number")]
        indexes = [models.Index(fields=["scope", "reported_at"], name="damage_reported")]

    def __str__(self) -> str:
        return self.number


class Material(Record):
    """Material that comes in or rubbish that goes out. `items` are [name, declared, seen or null]; `told` are the classes the renovation team heard of."""

    project = project_key(_("Renovation"))
    dwelling = dwelling_key(_("Dwelling"))
    direction = models.CharField(_("Direction"), max_length=3, choices=DIRECTIONS, default="in")
    state = StateField(MaterialState, verbose_name=_("State"))
    permit = models.ForeignKey("passes.Pass", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Pass"))
    items = models.JSONField(_("Things"), default=list)
    told = models.JSONField(_("Renovation team told of"), default=list, blank=True)
    at = models.DateTimeField(_("Time"))
    by = person_key(_("Written down by"))
    checked_at = models.DateTimeField(_("Compared at"), null=True, blank=True)
    checked_by = person_key(_("Checked by"))
    photo = file_key(_("Photo"))
    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Material at the gate")
        indexes = [models.Index(fields=["scope", "at"], name="site_material_at"), models.Index(fields=["scope", "project", "at"], name="site_material_project")]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.get_direction_display(), self.permit.number if self.permit_id else "")))
