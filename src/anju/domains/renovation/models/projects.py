from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.personal import PersonNameField, PhoneField
from anju.kernel.records import Record, StateField

from ..kinds import CHANNELS, PAPERS
from ..rules.book import Book, read
from ..rules.checking import Finding, Planned
from ..states import OPEN, BookState, ProjectState
from .keys import dwelling_key, file_key, person_key, project_key


class Rulebook(Record):
    """One version of what is forbidden, conditional and advised here, with the hours of noise. `terms` are plain values of a `Book`."""

    version = models.PositiveIntegerField(_("Version"))
    state = StateField(BookState, verbose_name=_("State"))
    terms = models.JSONField(_("Terms"), default=dict)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    drafted_by = person_key(_("Drafted by"))
    put_by = person_key(_("Put in force by"))
    since_at = models.DateTimeField(_("In force since"), null=True, blank=True)

    class Meta:
        verbose_name = _("Rulebook of renovation")
        constraints = [
            models.UniqueConstraint(fields=["scope", "version"], name="one_rulebook_per_version"),
            models.UniqueConstraint(fields=["scope"], condition=models.Q(state="in_force"), name="one_rulebook_in_force"),
        ]

    def __str__(self) -> str:
        return str(self.version)

    @property
    def book(self) -> Book:
        return read(self.version, self.terms)


class Project(Record):
    """A renovation of one dwelling. `items` are [code, detail, depth_mm]; `findings` are [code, verdict, reason] by the rulebook of `book_version`;
    `device_marks` are {device id: place id} of what stood in the dwelling when the works began.
    """

    number = models.CharField(_("Number"), max_length=20)
    dwelling = dwelling_key(_("Dwelling"))
    state = StateField(ProjectState, verbose_name=_("State"))
    applicant = person_key(_("Applicant"))
    is_tenant = models.BooleanField(_("Applied by a tenant"), default=False)
    channel = models.CharField(_("Applied at"), max_length=8, choices=CHANNELS, default="desk")
    company = models.CharField(_("Renovation company"), max_length=80)
    licence = models.CharField(_("Company licence number"), max_length=60, blank=True)
    manager_name = PersonNameField(_("Site manager"), blank=True, erase_after="personal_erase_on")
    manager_phone = PhoneField(_("Site manager's phone"), erase_after="personal_erase_on")
    items = models.JSONField(_("Planned works"), default=list)
    findings = models.JSONField(_("Findings of the check"), default=list)
    book_version = models.PositiveIntegerField(_("Rulebook version"), default=0)
    starts_on = models.DateField(_("Works begin on"))
    ends_on = models.DateField(_("Works end on"))
    applied_at = models.DateTimeField(_("Applied for on"))
    told_at = models.DateTimeField(_("Told what is forbidden on"), null=True, blank=True)
    told_signature = file_key(_("Applicant's signature"))
    reviewed_by = person_key(_("Plan reviewed by"))
    reviewed_at = models.DateTimeField(_("Reviewed on"), null=True, blank=True)
    approved_by = person_key(_("Approved by"))
    approved_at = models.DateTimeField(_("Approved at"), null=True, blank=True)
    returned_why = models.CharField(_("To be changed because"), max_length=400, blank=True)
    signed_at = models.DateTimeField(_("Agreement signed on"), null=True, blank=True)
    deposit = models.ForeignKey("charges.Deposit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Deposit"))
    neighbours_notice = models.ForeignKey("notices.Notice", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Notice to the neighbours"))
    permit = models.ForeignKey("passes.Pass", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Construction permit"))
    permitted_at = models.DateTimeField(_("Permit issued on"), null=True, blank=True)
    shutoff = models.CharField(_("Shut-off of water, gas and power, and its keys"), max_length=200, blank=True)
    duty = models.ForeignKey("duties.Duty", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Daily round"))
    rounds_per_day = models.PositiveSmallIntegerField(_("Rounds a day"), default=1)
    device_marks = models.JSONField(default=dict, editable=False)
    first_accepted_at = models.DateTimeField(_("First acceptance"), null=True, blank=True)
    closed_at = models.DateTimeField(_("Second acceptance"), null=True, blank=True)
    personal_erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Renovation")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_renovation_per_number"),
            models.UniqueConstraint(fields=["dwelling"], condition=models.Q(state__in=OPEN), name="one_open_renovation_per_dwelling"),
        ]
        indexes = [
            models.Index(fields=["scope", "applied_at"], name="renovation_applied"),
            models.Index(fields=["scope", "state", "ends_on"], name="renovation_state"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.dwelling}"

    @property
    def planned(self) -> list[Planned]:
        return [Planned(*item) for item in self.items]

    @property
    def found(self) -> list[Finding]:
        return [Finding(*finding) for finding in self.findings]

    @property
    def has_ban(self) -> bool:
        return any(one.verdict == "refused" for one in self.found)


class Paper(Record):
    """A drawing, consent, licence or other paper of a renovation."""

    project = project_key(_("Renovation"))
    kind = models.CharField(_("Sort of paper"), max_length=12, choices=PAPERS)
    file = file_key(_("File"))
    note = models.CharField(_("Note"), max_length=200, blank=True)
    at = models.DateTimeField(_("Handed in on"))
    by = person_key(pgettext_lazy("works", "Handed in by"))

    class Meta:
        verbose_name = _("Paper of a renovation")
        indexes = [models.Index(fields=["scope", "project", "at"], name="renovation_paper_at")]
