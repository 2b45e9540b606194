from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.personal import PersonNameField, PlateField
from anju.kernel.records import Record, StateField

from ..kinds import DIRECTIONS, OUTCOMES, PAUSE_REASONS
from ..states import PauseState
from .slips import person_of


def place_of(label, **more) -> models.ForeignKey:
    return models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=label, **more)


def photo_of(label) -> models.ForeignKey:
    return models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class GoodsCheck(Record):
    """Things stood at a gate and were looked at. `counted` is what was there by the position on the slip, `answers` what each question found."""

    at = models.DateTimeField(_("Time"))
    gate = place_of(_("Gate"))
    direction = models.CharField(_("Direction"), max_length=3, choices=DIRECTIONS)
    slip = models.ForeignKey("goods.Slip", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Release slip"))
    permit = models.ForeignKey("passes.Pass", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Pass"))
    dwelling = place_of(_("Comes from or goes to"), null=True, blank=True)
    goods_class = models.CharField(_("Class of goods"), max_length=24, blank=True)
    class_version = models.PositiveIntegerField(_("Version of the class"), default=0)
    things = models.CharField(_("Things"), max_length=400, blank=True)
    counted = models.JSONField(_("Counted here"), default=dict, blank=True)
    answers = models.JSONField(_("What is looked at"), default=dict, blank=True)
    outcome = models.CharField(_("Verdict"), max_length=8, choices=OUTCOMES)
    code = models.CharField(_("Why"), max_length=24)
    is_partial = models.BooleanField(_("A part of the slip"), default=False)
    is_return = models.BooleanField(_("Came back home"), default=False)
    note = models.CharField(_("Difference and note"), max_length=200, blank=True)
    carrier_name = PersonNameField(_("Carried by"), blank=True, erase_after="personal_erase_on")
    plate = PlateField(_("Plate"), blank=True, erase_after="personal_erase_on")
    escort = models.CharField(_("Escorted by"), max_length=60, blank=True)
    route = models.CharField(_("Way it goes"), max_length=120, blank=True)
    arrived_at = models.DateTimeField(_("In its place at"), null=True, blank=True)
    photo = photo_of(_("Live photo"))
    guard = person_of(_("Guard"))
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Case"))
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Check of goods")
        indexes = [
            models.Index(fields=["scope", "at"], name="goods_check_at"),
            models.Index(fields=["scope", "slip", "at"], name="goods_check_slip"),
        ]

    def __str__(self) -> str:
        return f"{self.gate} {self.get_outcome_display()}"


class Pause(Record):
    """Release is put off until somebody who may has said something. `told` holds who was told when and how; nothing changes hands."""

    at = models.DateTimeField(_("Time"))
    gate = place_of(_("Gate"))
    state = StateField(PauseState, verbose_name=_("State"))
    reason = models.CharField(_("Reason"), max_length=12, choices=PAUSE_REASONS)
    things = models.CharField(_("Things"), max_length=400)
    dwelling = place_of(_("Comes from or goes to"), null=True, blank=True)
    slip = models.ForeignKey("goods.Slip", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Release slip"))
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Case"))
    class_version = models.PositiveIntegerField(_("Version of the class"), default=0)
    told = models.JSONField(_("Told"), default=list, blank=True)
    photo = photo_of(_("Photo"))
    guard = person_of(_("Guard"))
    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True)
    ended_by = person_of(_("Ended by"))
    end_note = models.CharField(_("How it ended"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Release put off")
        indexes = [
            models.Index(fields=["scope", "at"], name="goods_pause_at"),
            models.Index(fields=["scope", "state", "at"], name="goods_pause_state"),
        ]

    def __str__(self) -> str:
        return self.things[:40]
