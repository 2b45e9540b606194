from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.personal import IdentityNumberField, PersonNameField, PhoneField, PlateField
from anju.kernel.records import Record, StateField

from ..kinds import WATCH_REASONS
from ..states import WatchState


def _person(label) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class WatchEntry(Record):
    """Somebody about whom the squad leader is asked: for a closed reason, agreed to by a second person, for 90 days at most, open to appeal."""

    state = StateField(WatchState, verbose_name=_("State"))
    name = PersonNameField(_("Person's name"), erase_after="personal_erase_on")
    phone = PhoneField(_("Phone"), erase_after="personal_erase_on")
    identity_number = IdentityNumberField(_("Identity number"), erase_after="personal_erase_on")
    plate = PlateField(_("Plate"), blank=True, erase_after="personal_erase_on")
    reason = models.CharField(_("Reason"), max_length=16, choices=WATCH_REASONS)
    words = models.CharField(_("What happened"), max_length=400)
    paper = models.CharField(_("Document"), max_length=80, blank=True)
    starts_at = models.DateTimeField(_("From"))
    ends_at = models.DateTimeField(pgettext_lazy("watch", "Until"))
    proposed_by = _person(_("Proposed by"))
    agreed_by = _person(_("Agreed by"))
    agreed_at = models.DateTimeField(_("Agreed at"), null=True, blank=True)
    appeal = models.CharField(_("Appeal"), max_length=400, blank=True)
    appealed_at = models.DateTimeField(_("Appealed at"), null=True, blank=True)
    answer = models.CharField(_("Answer to the appeal"), max_length=400, blank=True)
    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True)
    end_reason = models.CharField(_("Reason of the end"), max_length=200, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Watch entry")
        constraints = [models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="watch_ends_after_start")]
        indexes = [models.Index(fields=["scope", "state", "ends_at"], name="watch_state"), models.Index(fields=["scope", "starts_at"], name="watch_starts")]

    def __str__(self) -> str:
        return str(self.get_reason_display())
