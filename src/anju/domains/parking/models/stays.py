from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.personal import PlateField
from anju.kernel.records import Record, StateField

from ..kinds import CONSENTS, FREE, VEHICLES
from ..states import PolicyState, StayState
from .ground import person_key, photo_key, place_key


def passage_key(label) -> models.ForeignKey:
    return models.ForeignKey("access.Passage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class Stay(Record):
    """A car from its entry to its exit. `paid_until_at`: paid ahead, it may leave until then without a further charge.

    `free_by` says why it costs nothing; else `charge` is what it came to, and an earlier one paid ahead is `prepaid`.
    """

    plate = PlateField(_("Plate"), erase_after="personal_erase_on")
    state = StateField(StayState, verbose_name=_("State"))
    vehicle = models.ForeignKey("parking.Vehicle", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Vehicle"))
    dwelling = place_key(_("Goes to"))
    zone = models.ForeignKey("parking.Zone", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Parking zone"))
    bay = models.ForeignKey("parking.Bay", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Parking bay"))
    voucher = models.ForeignKey("passes.Pass", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Parking voucher"))
    permit = models.ForeignKey("passes.Pass", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Pass at the entry"))
    consent = models.CharField(_("Agreed to by"), max_length=8, choices=CONSENTS, blank=True)
    voucher_back_at = models.DateTimeField(_("Voucher handed back at"), null=True, blank=True)
    purpose = models.CharField(pgettext_lazy("parking", "Purpose"), max_length=120, blank=True)
    guide = person_key(_("Guided by"))
    is_told = models.BooleanField(_("Told what it costs"), default=False)
    at = models.DateTimeField(_("Time"))
    entry = passage_key(_("Passage in"))
    exit = passage_key(_("Passage out"))
    entered_at = models.DateTimeField(_("Entered at time"), null=True, blank=True)
    until_at = models.DateTimeField(_("Until"), null=True, blank=True)
    left_at = models.DateTimeField(_("Left at time"), null=True, blank=True)
    free_by = models.CharField(_("Free because"), max_length=8, choices=FREE, blank=True)
    coupon_minutes = models.PositiveIntegerField(_("Coupon minutes"), default=0)
    prepaid = models.ForeignKey("charges.Charge", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Paid ahead"))
    prepaid_fen = models.PositiveBigIntegerField(_("Billed ahead"), default=0)
    paid_until_at = models.DateTimeField(_("Leaves without paying until"), null=True, blank=True)
    charge = models.ForeignKey("charges.Charge", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Bill"))
    mended_by = person_key(_("Put right by"))
    mend_reason = models.CharField(_("Reason"), max_length=200, blank=True)
    photo = photo_key()
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("parking", "Stay")
        constraints = [
            models.UniqueConstraint(fields=["scope", "plate"], condition=Q(state__in=("inside", "overstay")), name="one_open_stay_per_plate"),
            models.UniqueConstraint(fields=["scope", "entry"], condition=Q(entry__isnull=False), name="one_stay_per_entry"),
            models.UniqueConstraint(fields=["scope", "exit"], condition=Q(exit__isnull=False), name="one_stay_per_exit"),
        ]
        indexes = [
            models.Index(fields=["scope", "at"], name="stay_at"),
            models.Index(fields=["scope", "entered_at"], name="stay_entered"),
            models.Index(fields=["scope", "state", "entered_at"], name="stay_state"),
            models.Index(fields=["scope", "bay", "state"], name="stay_bay"),
        ]

    def __str__(self) -> str:
        return self._meta.get_field("plate").mask(self.plate)


class Coupon(Record):
    """Parking time that a household or the company gives to a visitor's car; it counts once, at its next stay or the one under way."""

    plate = PlateField(_("Plate"), erase_after="personal_erase_on")
    minutes = models.PositiveIntegerField(_("Minutes"))
    dwelling = place_key(_("Given by dwelling"))
    given_by = person_key(pgettext_lazy("parking", "Given by"))
    given_at = models.DateTimeField(_("Given at"))
    ends_at = models.DateTimeField(_("Valid until"))
    stay = models.ForeignKey("parking.Stay", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=pgettext_lazy("parking", "Stay"))
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Visitor coupon")
        indexes = [models.Index(fields=["scope", "plate"], name="coupon_plate"), models.Index(fields=["scope", "dwelling", "given_at"], name="coupon_dwelling"), models.Index(fields=["scope", "given_at"], name="coupon_given")]

    def __str__(self) -> str:
        return self._meta.get_field("plate").mask(self.plate)


class Policy(Record):
    """A rule of the company by which a sort of vehicle parks free; proposed by one, agreed by another, with its paper."""

    title = models.CharField(pgettext_lazy("parking", "Rule"), max_length=80)
    covers = models.CharField(_("Vehicles"), max_length=12, choices=VEHICLES)
    paper = models.CharField(_("Document"), max_length=80)
    starts_on = models.DateField(_("From the day"))
    ends_on = models.DateField(_("Until the day"), null=True, blank=True)
    state = StateField(PolicyState, verbose_name=_("State"))
    proposed_by = person_key(_("Proposed by"))
    agreed_by = person_key(_("Agreed by"))

    class Meta:
        verbose_name = _("Company rule on parking")
        indexes = [models.Index(fields=["scope", "covers", "state"], name="policy_covers"), models.Index(fields=["scope", "starts_on"], name="policy_starts")]

    def __str__(self) -> str:
        return self.title
