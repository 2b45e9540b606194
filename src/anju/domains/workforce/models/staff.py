from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel import masking
from anju.kernel.personal import DataClass, EncryptedField, PersonNameField, PhoneField, declare_class
from anju.kernel.records import Record, StateField

from ..codes import CHANNELS, NOTES
from ..states import MentoringState, PledgeState, StaffState
from .keys import to_person, to_post, when

declare_class(
    DataClass("vetting", _("Vetting and test results"), _("To decide whether somebody may be hired and where he may be posted"), 365, masking.mask_all, True),
    DataClass("confidence", _("Confidential talks"), _("To help an employee who asked for it"), 365, masking.mask_all, True),
)


class StaffFile(Record):
    """One employee from the application to the departure. What the tests said is encrypted, masked and shown for a purpose only.

    `scores` are points 0 to 100 by criterion; `preferences` are codes. The person is registered when he is hired.
    """

    number = models.CharField(_("Number"), max_length=20)
    person = to_person()
    name = PersonNameField(_("Person's name"), erase_after="personal_erase_on", blank=True)
    phone = PhoneField(_("Phone"), erase_after="personal_erase_on")
    role = models.CharField(_("Role applied for"), max_length=40)
    state = StateField(StaffState, verbose_name=_("State"))
    vacancy = models.ForeignKey("workforce.Vacancy", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Vacancy"))
    channel = models.CharField(_("Recruited by"), max_length=16, choices=CHANNELS)
    preferences = models.JSONField(_("Preferred because"), default=list, blank=True)
    scores = models.JSONField(_("Scores"), default=dict, blank=True)
    background = EncryptedField(_("Background check"), data_class="vetting", erase_after="personal_erase_on", null=True, blank=True)
    background_source = models.CharField(_("Source of the check"), max_length=80, blank=True)
    background_on = models.DateField(_("Checked on"), null=True, blank=True)
    is_clean = models.BooleanField(_("No criminal record"), null=True, blank=True)
    fitness_passed = models.BooleanField(_("Fitness test passed"), null=True, blank=True)
    psychology = EncryptedField(_("Psychological test"), data_class="vetting", erase_after="personal_erase_on", null=True, blank=True)
    psychology_passed = models.BooleanField(_("Psychological test passed"), null=True, blank=True)
    fit_for = models.CharField(_("Fit for"), max_length=200, blank=True)
    applied_on = models.DateField(_("Applied on"))
    applied_by = to_person(_("Application taken by"))
    vetted_by = to_person(_("Vetted by"))
    vetted_on = models.DateField(_("Vetted on"), null=True, blank=True)
    hired_on = models.DateField(_("Hired on"), null=True, blank=True)
    probation_until_on = models.DateField(_("Probation until"), null=True, blank=True)
    regular_on = models.DateField(_("Regular since"), null=True, blank=True)
    company = models.CharField(_("Company (outsourced)"), max_length=80, blank=True)
    contract_number = models.CharField(_("Contract"), max_length=40, blank=True)
    contract_from_on = models.DateField(_("Contract from"), null=True, blank=True)
    contract_until_on = models.DateField(_("Contract until"), null=True, blank=True)
    left_on = models.DateField(_("Left on"), null=True, blank=True)
    left_reason = models.CharField(_("Reason of leaving"), max_length=200, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Staff file")
        indexes = [
            models.Index(fields=["scope", "state", "applied_on"], name="stafffile_scope_state"),
            models.Index(fields=["scope", "applied_on"], name="stafffile_scope_applied"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_staff_file_number"),
            models.UniqueConstraint(fields=["scope", "person"], condition=Q(person__isnull=False) & ~Q(state="left"), name="one_staff_file_a_person"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class StaffNote(Record):
    """An honour, care, a talk, a promotion, a transfer: what happened to an employee. What was said in confidence is encrypted."""

    file = models.ForeignKey("workforce.StaffFile", models.PROTECT, related_name="+", verbose_name=_("Staff file"))
    kind = models.CharField(_("Kind"), max_length=12, choices=NOTES)
    on = models.DateField(_("Date"))
    title = models.CharField(_("Title"), max_length=80)
    post = to_post(_("To the post"), needed=False)
    from_post = to_post(_("From the post"), needed=False)
    until_on = models.DateField(pgettext_lazy("day", "Until"), null=True, blank=True)
    said = EncryptedField(_("Said in confidence"), data_class="confidence", erase_after="erase_on", null=True, blank=True)
    erase_on = models.DateField(_("Erased on"), null=True, editable=False)
    by_person = to_person(_("Noted by"))

    class Meta:
        verbose_name = _("Note in a staff file")
        indexes = [models.Index(fields=["scope", "on"], name="staffnote_scope_on"), models.Index(fields=["scope", "file", "on"], name="staffnote_scope_file")]

    def __str__(self) -> str:
        return self.title


class Mentoring(Record):
    """An experienced guard teaches a new one. `tasks` is a list of {"title", "signed_on"}; the mentor signs each, the leader the whole."""

    newcomer = to_person(_("New colleague"), needed=True)
    mentor = to_person(_("Mentor"), needed=True)
    tasks = models.JSONField(_("Tasks"), default=list)
    open_tasks = models.PositiveSmallIntegerField(_("Tasks open"), default=0)
    state = StateField(MentoringState, verbose_name=_("State"))
    since_on = models.DateField(_("Starts on"))
    until_on = models.DateField(_("Ends on"))
    result = models.CharField(_("Assessment"), max_length=200, blank=True)
    judged_by = to_person(_("Judged by"))

    class Meta:
        verbose_name = _("Mentoring")
        indexes = [models.Index(fields=["scope", "state", "until_on"], name="mentoring_scope_state")]
        constraints = [models.UniqueConstraint(fields=["newcomer"], condition=Q(state__in=["running", "extended"]), name="one_mentor_at_a_time")]


class Pledge(Record):
    """A letter of responsibility (责任书): what somebody answers for, handed down by his superior and signed by himself."""

    title = models.CharField(_("Title"), max_length=80)
    text = models.TextField(_("What he answers for"))
    person = to_person(needed=True)
    post = to_post(needed=False)
    superior = to_person(_("Handed down by"))
    year = models.PositiveSmallIntegerField(_("Year"))
    state = StateField(PledgeState, verbose_name=_("State"))
    signed_at = when(_("Signed at"))

    class Meta:
        verbose_name = _("Letter of responsibility")
        indexes = [models.Index(fields=["scope", "year", "state"], name="pledge_scope_year")]
        constraints = [models.UniqueConstraint(fields=["scope", "person", "title", "year"], name="one_pledge_a_year")]

    def __str__(self) -> str:
        return self.title
