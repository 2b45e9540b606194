from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.personal import PersonNameField, PhoneField
from anju.kernel.records import Record, StateField

from ..kinds import CLAIMS, FINDINGS
from ..states import ParcelState
from .checks import photo_of, place_of
from .slips import person_of


class Parcel(Record):
    """Something that the gatehouse keeps for somebody: on which slot since when, in whose hands, fetched by whom."""

    number = models.CharField(_("Number"), max_length=20)
    state = StateField(ParcelState, verbose_name=_("State"))
    gate = place_of(_("Kept at"))
    slot = models.CharField(_("Slot"), max_length=12)
    company = models.CharField(_("Courier company"), max_length=40, blank=True)
    name = PersonNameField(_("Parcel for"), blank=True, erase_after="personal_erase_on")
    phone = PhoneField(_("Phone"), erase_after="personal_erase_on")
    dwelling = place_of(_("Dwelling"))
    photo = photo_of(_("Photo"))
    at = models.DateTimeField(_("Parcel taken in at"))
    received_by = person_of(_("Parcel taken in by"))
    notice = models.ForeignKey("notices.Notice", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Notice"))
    fetched_at = models.DateTimeField(_("Parcel fetched at"), null=True, blank=True)
    fetched_by = PersonNameField(_("Fetched by"), blank=True, erase_after="personal_erase_on")
    handed_out_by = person_of(_("Handed out by"))
    signature = photo_of(_("Signature"))
    claim = models.CharField(_("What is wrong with the parcel"), max_length=8, choices=CLAIMS, blank=True)
    claim_words = models.CharField(_("What was said"), max_length=400, blank=True)
    claimed_at = models.DateTimeField(_("Trouble reported at"), null=True, blank=True)
    finding = models.CharField(_("What came of it"), max_length=10, choices=FINDINGS, blank=True)
    finding_words = models.CharField(_("What was found out"), max_length=400, blank=True)
    settled_by = person_of(_("Cleared up by"))
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Parcel")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_parcel_per_number"),
            models.UniqueConstraint(fields=["scope", "gate", "slot"], condition=models.Q(state="kept"), name="one_parcel_per_slot"),
        ]
        indexes = [
            models.Index(fields=["scope", "at"], name="parcel_at"),
            models.Index(fields=["scope", "state", "at"], name="parcel_state"),
        ]

    def __str__(self) -> str:
        return self.number
