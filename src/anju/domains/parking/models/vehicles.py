from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.personal import PersonNameField, PhoneField, PlateField
from anju.kernel.records import Record, StateField

from ..kinds import CLASSES, PAPERS, RIGHT_ENDS, VEHICLES
from ..states import RightState, VehicleState
from .ground import person_key, photo_key, place_key


class Vehicle(Record):
    """A car that the community knows: whose, of which dwelling or company. `has_autopay` pays a stay from the dwelling's balance."""

    plate = PlateField(_("Plate"), erase_after="personal_erase_on")
    kind = models.CharField(_("Kind"), max_length=12, choices=VEHICLES)
    vehicle_class = models.CharField(pgettext_lazy("parking", "Class"), max_length=12, choices=CLASSES, default="car")
    state = StateField(VehicleState, verbose_name=_("State"))
    holder = person_key(pgettext_lazy("parking", "Holder"))
    holder_name = PersonNameField(pgettext_lazy("parking", "Holder's name"), blank=True, erase_after="personal_erase_on")
    holder_phone = PhoneField(pgettext_lazy("parking", "Holder's phone"), erase_after="personal_erase_on")
    dwelling = place_key(_("Dwelling"))
    company = models.CharField(_("Company"), max_length=80, blank=True)
    looks = models.CharField(_("Make and colour"), max_length=60, blank=True)
    has_autopay = models.BooleanField(_("Pays at the exit from the prepaid balance"), default=False)
    photo = photo_key()
    registered_at = models.DateTimeField(_("Registered at"))
    registered_by = person_key(_("Registered by"))
    checked_by = person_key(_("Checked by"))
    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True)
    end_reason = models.CharField(_("Reason of the end"), max_length=200, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Vehicle")
        constraints = [models.UniqueConstraint(fields=["scope", "plate"], condition=Q(state__in=("asked", "known")), name="one_vehicle_per_plate")]
        indexes = [
            models.Index(fields=["scope", "plate"], name="vehicle_plate"),
            models.Index(fields=["scope", "registered_at"], name="vehicle_registered"),
            models.Index(fields=["scope", "dwelling", "state"], name="vehicle_dwelling"),
        ]

    def __str__(self) -> str:
        return self._meta.get_field("plate").mask(self.plate)


class Right(Record):
    """The right of a vehicle to park for a time: on which paper, where, for what monthly fee; `permit` is its pass at the gate."""

    vehicle = models.ForeignKey("parking.Vehicle", models.PROTECT, related_name="+", verbose_name=_("Vehicle"))
    state = StateField(RightState, verbose_name=_("State"))
    bay = models.ForeignKey("parking.Bay", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Parking bay"))
    paper = models.CharField(_("By which paper"), max_length=12, choices=PAPERS)
    paper_number = models.CharField(_("Number of the paper"), max_length=60)
    priority = models.PositiveSmallIntegerField(_("Turn"), default=3)
    tariff = models.ForeignKey("charges.Tariff", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Monthly fee"))
    starts_on = models.DateField(_("From the day"))
    ends_on = models.DateField(_("Until the day"))
    permit = models.ForeignKey("passes.Pass", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Pass"))
    given_by = person_key(pgettext_lazy("right to park", "Given by"))
    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True)
    end_reason = models.CharField(_("Reason of the end"), max_length=12, choices=RIGHT_ENDS, blank=True)

    class Meta:
        verbose_name = _("Right to park")
        constraints = [
            models.UniqueConstraint(fields=["scope", "vehicle"], condition=Q(state="active"), name="one_right_per_vehicle"),
            models.CheckConstraint(condition=Q(ends_on__gte=models.F("starts_on")), name="right_ends_after_start"),
        ]
        indexes = [models.Index(fields=["scope", "state", "ends_on"], name="right_state_ends"), models.Index(fields=["scope", "bay", "state"], name="right_bay")]

    def __str__(self) -> str:
        return f"{self.vehicle} {self.ends_on:%Y-%m-%d}"
