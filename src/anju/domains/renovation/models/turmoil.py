from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, StateField

from ..kinds import COMPLAINTS, OCCASIONS
from ..states import OccasionState
from .keys import case_key, dwelling_key, person_key, project_key


class Occasion(Record):
    """A renovation's heavy day, a move, a wedding or a funeral, booked so that somebody keeps order and nobody else is disturbed."""

    kind = models.CharField(_("Occasion"), max_length=12, choices=OCCASIONS)
    dwelling = dwelling_key(_("Dwelling"))
    state = StateField(OccasionState, verbose_name=_("State"))
    starts_at = models.DateTimeField(_("Begins at"))
    ends_at = models.DateTimeField(_("Ends at"))
    words = models.CharField(_("What is expected"), max_length=200, blank=True)
    booked_by = person_key(_("Booked by"))
    booked_at = models.DateTimeField(_("Booked at"))
    guards = models.JSONField(_("Who keeps order"), default=list, blank=True)
    task = models.CharField(_("What they do"), max_length=200, blank=True)
    notice = models.ForeignKey("notices.Notice", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Notice"))
    staffed_by = person_key(_("Staffed by"))
    result = models.CharField(_("How it went"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Occasion")
        indexes = [models.Index(fields=["scope", "starts_at"], name="occasion_starts")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.dwelling}"


class Complaint(Record):
    """A neighbour complains of works or of an occasion; the complaint itself is a case."""

    kind = models.CharField(_("Of what"), max_length=12, choices=COMPLAINTS)
    dwelling = dwelling_key(_("Comes from"))
    project = project_key(_("Renovation"))
    occasion = models.ForeignKey("renovation.Occasion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Occasion"))
    case = case_key(_("Case"))
    at = models.DateTimeField(_("Time"))
    is_in_hours = models.BooleanField(_("Within the hours of noise"), default=True)

    class Meta:
        verbose_name = _("Complaint of works")
        indexes = [models.Index(fields=["scope", "at"], name="works_complaint_at"), models.Index(fields=["scope", "project", "at"], name="works_complaint_project")]
