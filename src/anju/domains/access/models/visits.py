from __future__ import annotations

from datetime import time

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.personal import IdentityNumberField, PersonNameField, PhoneField, PlateField
from anju.kernel.records import Record, StateField

from ..kinds import (
    CHANNELS,
    IDENTITY_CHECKS,
    INQUIRY_OUTCOMES,
    MATCHES,
    POLICE,
    REGULARS,
    STRANGERS,
    WAYS,
    category_choices,
)
from ..states import RegularState, VisitState


def _person(label) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


def _place(label) -> models.ForeignKey:
    return models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


def _photo() -> models.ForeignKey:
    return models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Photo"))


class Visit(Record):
    """Somebody comes to see somebody: who, to whom, checked how, whose word, when in and when out."""

    number = models.CharField(_("Number"), max_length=20)
    category = models.CharField(_("Category"), max_length=12, choices=category_choices())
    state = StateField(VisitState, verbose_name=_("State"))
    name = PersonNameField(_("Visitor's name"), blank=True, erase_after="personal_erase_on")
    identity_number = IdentityNumberField(_("Identity number"), erase_after="personal_erase_on")
    phone = PhoneField(_("Phone"), erase_after="personal_erase_on")
    plate = PlateField(_("Plate"), blank=True, erase_after="personal_erase_on")
    company = models.CharField(_("Company"), max_length=80, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    people = models.PositiveSmallIntegerField(_("How many come"), default=1)
    dwelling = _place(_("Goes to"))
    host = _person(_("Host"))
    host_phone = PhoneField(_("Host's phone"), erase_after="personal_erase_on")
    photo = _photo()
    identity_check = models.CharField(_("Identity"), max_length=12, choices=IDENTITY_CHECKS, blank=True)
    person_match = models.CharField(_("Person and document"), max_length=8, choices=MATCHES, blank=True)
    person_sure = models.PositiveSmallIntegerField(_("Person alike (%)"), null=True, blank=True)
    police = models.CharField(_("Check with the police"), max_length=10, choices=POLICE, blank=True)
    channel = models.CharField(pgettext_lazy("visit", "Taken down by"), max_length=12, choices=CHANNELS, default="manual")
    post = models.ForeignKey("people.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Registered at the post"))
    escort = models.CharField(_("Escorted by"), max_length=60, blank=True)
    rules_version = models.PositiveIntegerField(_("Version of the rules"), default=0)
    permit = models.ForeignKey("passes.Pass", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Pass"))
    regular = models.ForeignKey("access.Regular", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Regular visitor"))
    at = models.DateTimeField(_("Registered at"))
    registered_by = _person(_("Registered by"))
    expected_at = models.DateTimeField(_("Expected at"), null=True, blank=True)
    until_at = models.DateTimeField(_("Until"), null=True, blank=True)
    asked_at = models.DateTimeField(_("Host asked at"), null=True, blank=True)
    asked_times = models.PositiveSmallIntegerField(_("Times asked"), default=0)
    notice = models.ForeignKey("notices.Notice", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Notice"))
    answered_at = models.DateTimeField(_("Answered at"), null=True, blank=True)
    answered_by = _person(_("Answered by"))
    answered_way = models.CharField(_("Answered by way of"), max_length=8, choices=WAYS, blank=True)
    answer_note = models.CharField(_("What was said"), max_length=200, blank=True)
    confirmed = models.JSONField(_("Confirmed by"), default=list, blank=True)
    entered_at = models.DateTimeField(pgettext_lazy("visit", "In"), null=True, blank=True)
    left_at = models.DateTimeField(pgettext_lazy("visit", "Out"), null=True, blank=True)
    end_note = models.CharField(_("How it ended"), max_length=200, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Visit")
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_visit_per_number")]
        indexes = [
            models.Index(fields=["scope", "at"], name="visit_at"),
            models.Index(fields=["scope", "state", "until_at"], name="visit_state"),
            models.Index(fields=["scope", "dwelling", "at"], name="visit_dwelling"),
        ]

    def __str__(self) -> str:
        return self.number


class Regular(Record):
    """Somebody who comes again and again and was registered once: a courier, a rider, a helper of a household."""

    category = models.CharField(_("Category"), max_length=12, choices=REGULARS)
    state = StateField(RegularState, verbose_name=_("State"))
    name = PersonNameField(_("Person's name"), erase_after="personal_erase_on")
    phone = PhoneField(_("Phone"), erase_after="personal_erase_on")
    company = models.CharField(_("Company"), max_length=80, blank=True)
    dwelling = _place(_("Works for"))
    photo = _photo()
    code = models.CharField(pgettext_lazy("regular", "Code"), max_length=12)
    at = models.DateTimeField(_("Registered at"))
    until_on = models.DateField(pgettext_lazy("day", "Until"), null=True, blank=True)
    days = models.CharField(pgettext_lazy("weekdays", "Days"), max_length=7, default="1234567")
    comes_from = models.TimeField(pgettext_lazy("regular", "Comes from"), default=time(0))
    comes_until = models.TimeField(pgettext_lazy("regular", "Comes until"), default=time(0))
    times = models.PositiveIntegerField(_("Times let in"), default=0)
    end_reason = models.CharField(_("Reason of the end"), max_length=200, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Regular visitor")
        constraints = [models.UniqueConstraint(fields=["scope", "code"], name="one_regular_per_code")]
        indexes = [models.Index(fields=["scope", "at"], name="regular_at")]

    def __str__(self) -> str:
        return self.code


class Inquiry(Record):
    """A stranger, a salesperson or somebody suspicious was asked politely, and what came of it. A resident is asked, never sent away."""

    at = models.DateTimeField(_("Time"))
    kind = models.CharField(_("Who"), max_length=12, choices=STRANGERS)
    outcome = models.CharField(_("What came of it"), max_length=12, choices=INQUIRY_OUTCOMES)
    lane = models.ForeignKey("access.Lane", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Lane or door"))
    words = models.CharField(_("What was said"), max_length=400)
    found = _person(_("Found in the directory"))
    plate = PlateField(_("Plate"), blank=True, erase_after="personal_erase_on")
    place = _place(_("Where"))
    spotted_by = _person(_("Seen by"))
    notice = models.ForeignKey("notices.Notice", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Notice"))
    closed_at = models.DateTimeField(_("Ended at"), null=True, blank=True)
    photo = _photo()
    guard = _person(_("Guard"))
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Inquiry")
        indexes = [models.Index(fields=["scope", "at"], name="inquiry_at")]

    def __str__(self) -> str:
        return str(self.get_kind_display())
