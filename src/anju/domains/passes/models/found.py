from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.personal import PersonNameField, PhoneField
from anju.kernel.records import Record, StateField

from ..states import FoundState


class FoundCategory(models.TextChoices):
    keys = "keys", _("Keys and cards")
    papers = "papers", _("Identity papers")
    money = "money", _("Cash and valuables")
    phone = "phone", _("Phones and electronics")
    clothes = "clothes", _("Clothes and bags")
    toys = "toys", _("Toys and sports things")
    other = "other", _("Other")


def _person(label: str) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class FoundItem(Record):
    """Something that was found and handed in. `marks` are what only its owner can tell; they are never announced."""

    number = models.CharField(_("Number"), max_length=20)
    category = models.CharField(_("Category"), max_length=12, choices=FoundCategory.choices)
    title = models.CharField(_("What it is"), max_length=80)
    marks = models.CharField(_("Marks that only the owner knows"), max_length=200)
    place = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Found at place"))
    found_at = models.DateTimeField(_("Found at"))
    shelf = models.CharField(_("Kept where"), max_length=40, blank=True)
    photo = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Photo"))
    finder = _person(_("Finder"))
    finder_name = PersonNameField(_("Finder's name"), blank=True, erase_after="personal_erase_on")
    recorded_by = _person(_("Written down by"))
    state = StateField(FoundState, verbose_name=_("State"))
    announced_at = models.DateTimeField(_("Announced at"), null=True, blank=True)
    lawful_on = models.DateField(_("Falls to the state on"), null=True, blank=True)

    claimant_name = PersonNameField(_("Claimant's name"), blank=True, erase_after="personal_erase_on")
    claimant_phone = PhoneField(_("Claimant's phone"), erase_after="personal_erase_on")
    claim_said = models.CharField(_("What the claimant told"), max_length=200, blank=True)
    claimed_at = models.DateTimeField(_("Claimed at"), null=True, blank=True)
    claim_taken_by = _person(_("Claim taken by"))
    handed_out_by = _person(_("Handed out by"))
    witness = _person(_("Witness"))
    signature = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Signature"))
    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True)
    end_note = models.CharField(_("Note on the end"), max_length=200, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Found thing")
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_found_item_per_number")]
        indexes = [
            models.Index(fields=["scope", "state", "found_at"], name="found_state_at"),
            models.Index(fields=["scope", "found_at"], name="found_at"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
