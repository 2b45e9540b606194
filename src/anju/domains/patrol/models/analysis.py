from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..states import AnalysisState
from .ground import somebody


class Track(Record):
    """Where somebody on shift was: `points` are `[seconds since start_at, latitude, longitude, accuracy_m]`, in the order of time.

    Kept thirty days. Only what was measured on post, and of a round between its start and end, is taken. `jumps` counts positions that
    nobody reaches from the one before.
    """

    round = models.ForeignKey(
        "patrol.Round", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("Patrol round")
    )
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", verbose_name=_("Guard"))
    start_at = models.DateTimeField(_("Start"))
    received_at = models.DateTimeField(pgettext_lazy("patrol", "Received at"))
    points = models.JSONField(default=list)
    left_out = models.PositiveSmallIntegerField(pgettext_lazy("patrol", "Left out"), default=0)
    jumps = models.PositiveSmallIntegerField(_("Jumps"), default=0)
    erase_on = models.DateField(_("Erased on"))

    class Meta:
        verbose_name = _("Track of a shift")
        indexes = [
            models.Index(fields=["scope", "erase_on"], name="patrol_track_erase"),
            models.Index(fields=["scope", "round", "start_at"], name="patrol_track_round"),
            models.Index(fields=["scope", "person", "start_at"], name="patrol_track_person"),
        ]


class Analysis(Record):
    """What a period's patrols amounted to, worked out from the records and signed by a reviewer who did not write it."""

    title = models.CharField(_("Title"), max_length=80)
    first_on = models.DateField(pgettext_lazy("patrol", "From"))
    last_on = models.DateField(pgettext_lazy("patrol", "To"))
    figures = models.JSONField(_("Figures"), default=dict)
    remark = models.TextField(pgettext_lazy("patrol", "Remarks"), blank=True)
    written_by = somebody(_("Written by"))
    written_at = models.DateTimeField(_("Written at"))
    reviewed_by = somebody(pgettext_lazy("patrol", "Reviewed by"))
    reviewed_at = models.DateTimeField(pgettext_lazy("patrol", "Reviewed at"), null=True, blank=True)
    state = StateField(AnalysisState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Patrol analysis")
        indexes = [models.Index(fields=["scope", "last_on"], name="patrol_analysis_last")]

    def __str__(self) -> str:
        return self.title
