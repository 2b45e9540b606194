from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..kinds import RESPONSE_FINDINGS
from ..states import ResponseState
from .slips import person_of


class Response(Record):
    """The emergency plan for a suspicious thing, started with the pause: its written steps, the cordon, and how it ended. Whom one told, and when, stands at the pause.

    `steps` are [{"text", "at", "by", "note"}] in the order of the procedure of which version; `by` is the id of a person.
    """

    pause = models.OneToOneField("goods.Pause", models.PROTECT, related_name="+", verbose_name=_("Release put off"))
    procedure = models.ForeignKey("access.Procedure", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=pgettext_lazy("gates", "Procedure"))
    state = StateField(ResponseState, verbose_name=_("State"))
    started_at = models.DateTimeField(_("Started at"))
    steps = models.JSONField(pgettext_lazy("gates", "Steps"), default=list)
    radius_metres = models.PositiveSmallIntegerField(_("Cordon (metres)"), default=0)
    cordon_at = models.DateTimeField(_("Cordon since"), null=True, blank=True)
    cleared = models.PositiveIntegerField(_("People led away"), default=0)
    finding = models.CharField(_("What it was"), max_length=12, choices=RESPONSE_FINDINGS, blank=True)
    cleared_by = models.CharField(_("Who declared it safe"), max_length=80, blank=True)
    closed_at = models.DateTimeField(_("Closed at"), null=True, blank=True)
    closed_by = person_of(_("Closed by"))

    class Meta:
        verbose_name = _("Plan for a suspicious thing")
        indexes = [models.Index(fields=["scope", "started_at"], name="goods_response_at")]

    def __str__(self) -> str:
        return str(self.pause)

    @property
    def open_steps(self) -> list[int]:
        """The numbers, from 1, of the steps that nobody did yet."""
        return [number for number, one in enumerate(self.steps, 1) if not one["at"]]
