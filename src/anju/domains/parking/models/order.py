from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.personal import PlateField
from anju.kernel.records import Record, StateField

from ..kinds import ANSWERS, CHECK_RESULTS, OUTCOMES, VIOLATIONS, WAYS
from ..states import ViolationState
from .ground import person_key, photo_key, place_key


class Violation(Record):
    """A car that stands or drives against the rules, with photo; `repeat` is how often this plate did in the last 90 days. It costs nothing."""

    number = models.CharField(_("Number"), max_length=20)
    kind = models.CharField(_("Kind"), max_length=16, choices=VIOLATIONS)
    state = StateField(ViolationState, verbose_name=_("State"))
    plate = PlateField(_("Plate"), blank=True, erase_after="personal_erase_on")
    vehicle = models.ForeignKey("parking.Vehicle", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Vehicle"))
    zone = models.ForeignKey("parking.Zone", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Parking zone"))
    bay = models.ForeignKey("parking.Bay", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Parking bay"))
    place = place_key(_("Place"))
    words = models.CharField(_("What was seen"), max_length=200, blank=True)
    speed_kmh = models.PositiveSmallIntegerField(_("Speed (km/h)"), default=0)
    limit_kmh = models.PositiveSmallIntegerField(_("Limit (km/h)"), default=0)
    photo = photo_key()
    repeat = models.PositiveSmallIntegerField(_("Times in 90 days"), default=1)
    at = models.DateTimeField(_("Time"))
    seen_by = person_key(pgettext_lazy("parking", "Recorded by"))
    told_at = models.DateTimeField(_("Owner told at"), null=True, blank=True)
    told_way = models.CharField(_("Told by way of"), max_length=8, choices=WAYS, blank=True)
    notice = models.ForeignKey("notices.Notice", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Notice"))
    answer = models.CharField(pgettext_lazy("parking", "Answer"), max_length=12, choices=ANSWERS, blank=True)
    answered_at = models.DateTimeField(_("Answered at"), null=True, blank=True)
    outcome = models.CharField(pgettext_lazy("parking", "Outcome"), max_length=12, choices=OUTCOMES, blank=True)
    settled_at = models.DateTimeField(_("Settled at"), null=True, blank=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Case"))
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Parking violation")
        indexes = [
            models.Index(fields=["scope", "at"], name="violation_at"),
            models.Index(fields=["scope", "state", "at"], name="parking_violation_state"),
            models.Index(fields=["scope", "plate", "at"], name="violation_plate"),
        ]

    def __str__(self) -> str:
        return self.number


class CarCheck(Record):
    """A parked car that was looked at on the daily round: where, how it was, whether it stands on its own bay, whom one told."""

    at = models.DateTimeField(_("Time"))
    plate = PlateField(_("Plate"), erase_after="personal_erase_on")
    stay = models.ForeignKey("parking.Stay", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=pgettext_lazy("parking", "Stay"))
    bay = models.ForeignKey("parking.Bay", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Parking bay"))
    result = models.CharField(_("Result"), max_length=12, choices=CHECK_RESULTS)
    is_overnight = models.BooleanField(_("Stood overnight"), default=False)
    words = models.CharField(_("What was seen"), max_length=200, blank=True)
    photo = photo_key()
    checked_by = person_key(pgettext_lazy("parking", "Checked by"))
    told_at = models.DateTimeField(_("Owner told at"), null=True, blank=True)
    told_way = models.CharField(_("Told by way of"), max_length=8, choices=WAYS, blank=True)
    answer = models.CharField(pgettext_lazy("parking", "Answer"), max_length=12, choices=ANSWERS, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Check of a parked car")
        indexes = [models.Index(fields=["scope", "at"], name="car_check_at"), models.Index(fields=["scope", "result", "at"], name="car_check_result")]

    def __str__(self) -> str:
        return self._meta.get_field("plate").mask(self.plate)
