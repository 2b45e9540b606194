from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.personal import PersonNameField
from anju.kernel.records import Record, StateField

from ..kinds import CHECKS, SYSTEMS
from ..states import FollowUpState, YearState
from .classes import somebody


class YearOfClass(Record):
    """A class in a year on its way into the archive. `digest` covers the numbers and hashes of all that was archived."""

    klass = models.ForeignKey("documents.DocumentClass", models.PROTECT, related_name="+", verbose_name=_("Document class"))
    year = models.PositiveSmallIntegerField(_("Year"))
    due_on = models.DateField(_("Due on"))
    needed = models.PositiveIntegerField(_("Required"), default=0)
    held = models.PositiveIntegerField(_("Present"), default=0)
    arranged_by = somebody(_("Arranged by"))
    arranging_at = models.DateTimeField(_("Arranging since"), null=True, blank=True)
    archived_by = somebody(_("Archived by"))
    archived_at = models.DateTimeField(_("Archived at"), null=True, blank=True)
    is_on_time = models.BooleanField(_("On time"), default=False)
    documents = models.PositiveIntegerField(_("Documents"), default=0)
    first_number = models.CharField(_("First number"), max_length=32, blank=True)
    last_number = models.CharField(_("Last number"), max_length=32, blank=True)
    digest = models.CharField(_("Digest"), max_length=64, blank=True)
    state = StateField(YearState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Class in a year")
        constraints = [models.UniqueConstraint(fields=["klass", "year"], name="one_year_of_a_class")]
        indexes = [models.Index(fields=["scope", "year"], name="classyear_scope_year")]

    def __str__(self) -> str:
        return f"{self.klass} {self.year}"


class Check(Record):
    """Somebody looked whether a document is right, is kept to, or is what was filed. `clause` and `person`: which clause was not kept, by whom."""

    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+", verbose_name=_("Document"))
    kind = models.CharField(pgettext_lazy("document", "Kind"), max_length=12, choices=CHECKS)
    is_fine = models.BooleanField(_("In order"))
    is_clear = models.BooleanField(_("Clear"), null=True, blank=True)
    is_accurate = models.BooleanField(_("Accurate"), null=True, blank=True)
    is_complete = models.BooleanField(_("Complete"), null=True, blank=True)
    system = models.CharField(_("Management system"), max_length=12, choices=SYSTEMS, blank=True)
    clause = models.CharField(_("Clause"), max_length=40, blank=True)
    person = somebody(_("Whom it concerns"))
    note = models.CharField(pgettext_lazy("document", "Finding"), max_length=200, blank=True)
    checked_by = somebody(pgettext_lazy("document", "Checked by"))
    at = models.DateTimeField(pgettext_lazy("document", "Checked at"))

    class Meta:
        verbose_name = _("Check of a document")
        indexes = [models.Index(fields=["scope", "at"], name="doccheck_scope_at"), models.Index(fields=["document", "at"], name="doccheck_document")]

    def __str__(self) -> str:
        return f"{self.document} {self.get_kind_display()}"


class FollowUp(Record):
    """What a document asks for: who does it, by when, and that it was done."""

    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+", verbose_name=_("Document"))
    title = models.CharField(_("What is to be done"), max_length=160)
    owner = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Responsible"))
    due_on = models.DateField(_("Due on"))
    done_at = models.DateTimeField(_("Done at"), null=True, blank=True)
    done_by = somebody(_("Done by"))
    result = models.CharField(_("Result"), max_length=200, blank=True)
    evidence = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Evidence"))
    state = StateField(FollowUpState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Follow-up of a document")
        indexes = [models.Index(fields=["scope", "state", "due_on"], name="followup_scope_state"), models.Index(fields=["scope", "due_on"], name="followup_scope_due")]

    def __str__(self) -> str:
        return self.title


class Issue(Record):
    """A version was handed to somebody outside the staff, as an owner gets the covenant at his move-in."""

    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+", verbose_name=_("Document"))
    version = models.PositiveSmallIntegerField(_("Version"))
    dwelling = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("Dwelling"))
    receiver = models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Received by"))
    receiver_name = PersonNameField(_("Receiver's name"), blank=True, erase_after="erase_on")
    issued_at = models.DateTimeField(_("Handed over at"))
    issued_by = somebody(_("Handed over by"))
    signature = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Signature"))
    erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Text handed over")
        indexes = [models.Index(fields=["scope", "issued_at"], name="issue_scope_at"), models.Index(fields=["scope", "dwelling"], name="issue_scope_dwelling")]

    def __str__(self) -> str:
        return f"{self.document} V{self.version}"
