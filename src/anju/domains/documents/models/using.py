from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..kinds import LOANS
from ..states import LoanState, ReadingState
from .classes import somebody


class Reading(Record):
    """One person must read one version of a document by a day, and say so. `asked` questions, `score` of them right at the last try."""

    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+", verbose_name=_("Document"))
    version = models.PositiveSmallIntegerField(_("Version"))
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", verbose_name=_("Person"))
    due_on = models.DateField(_("Due on"))
    opened_at = models.DateTimeField(pgettext_lazy("document", "Opened at"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("Acknowledged at"), null=True, blank=True)
    asked = models.PositiveSmallIntegerField(_("Questions"), default=0)
    score = models.PositiveSmallIntegerField(_("Right answers"), default=0)
    attempts = models.PositiveSmallIntegerField(_("Attempts"), default=0)
    state = StateField(ReadingState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Required reading")
        constraints = [models.UniqueConstraint(fields=["document", "version", "person"], name="one_reading_each")]
        indexes = [
            models.Index(fields=["scope", "state", "due_on"], name="reading_scope_state"),
            models.Index(fields=["scope", "due_on"], name="reading_scope_due"),
            models.Index(fields=["person", "state"], name="reading_person_state"),
        ]

    def __str__(self) -> str:
        return f"{self.document} V{self.version}"


class Loan(Record):
    """A wish to consult, copy or borrow, the answer of another person, and the return."""

    number = models.CharField(pgettext_lazy("document", "Number"), max_length=20)
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+", verbose_name=_("Document"))
    kind = models.CharField(pgettext_lazy("document", "Kind"), max_length=8, choices=LOANS)
    borrower = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Borrower"))
    unit = models.CharField(_("For which unit"), max_length=80, blank=True)
    purpose = models.CharField(_("Purpose"), max_length=200)
    asked_by = somebody(_("Asked by"))
    asked_at = models.DateTimeField(_("Asked at"))
    due_on = models.DateField(_("Due on"))
    approved_by = somebody(_("Approved by"))
    approved_at = models.DateTimeField(_("Approved at"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    out_by = somebody(_("Handed out by"))
    out_at = models.DateTimeField(_("Handed out at"), null=True, blank=True)
    signature = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Signature"))
    returned_to = somebody(_("Returned to"))
    returned_at = models.DateTimeField(pgettext_lazy("document", "Returned at"), null=True, blank=True)
    condition = models.CharField(_("Condition"), max_length=200, blank=True)
    overdue_at = models.DateTimeField(_("Overdue since"), null=True, blank=True)
    state = StateField(LoanState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Loan of a document")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_loan_per_number"),
            models.UniqueConstraint(fields=["document"], condition=Q(kind="borrow", state__in=("out", "overdue")), name="an_original_is_in_one_hand"),
        ]
        indexes = [
            models.Index(fields=["scope", "asked_at"], name="loan_scope_asked"),
            models.Index(fields=["scope", "state", "due_on"], name="loan_scope_state"),
            models.Index(fields=["document", "borrower"], name="loan_document_borrower"),
        ]

    def __str__(self) -> str:
        return self.number


class Look(Record):
    """Somebody opened a document of a closed class, for a purpose."""

    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+", verbose_name=_("Document"))
    version = models.PositiveSmallIntegerField(_("Version"), default=0)
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Person"))
    purpose = models.CharField(_("Purpose"), max_length=200)
    at = models.DateTimeField(pgettext_lazy("document", "Opened at"))

    class Meta:
        verbose_name = _("View of a closed document")
        indexes = [
            models.Index(fields=["scope", "at"], name="look_scope_at"),
            models.Index(fields=["document", "person", "at"], name="look_document_person"),
        ]

    def __str__(self) -> str:
        return f"{self.document} {self.person}"
