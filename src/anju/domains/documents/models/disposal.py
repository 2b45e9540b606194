from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.personal import PersonNameField
from anju.kernel.records import Record, StateField

from ..kinds import METHODS, TRANSFERS
from ..states import DisposalState, HandoverState
from .classes import somebody


class Disposal(Record):
    """A list of documents whose time is over: who asked, who approved, who destroyed them, and who watched."""

    number = models.CharField(pgettext_lazy("document", "Number"), max_length=20)
    reason = models.CharField(_("Reason"), max_length=200)
    items = models.PositiveSmallIntegerField(_("Documents"), default=0)
    asked_by = somebody(_("Asked by"))
    asked_at = models.DateTimeField(_("Asked at"))
    approved_by = somebody(_("Approved by"))
    approved_at = models.DateTimeField(_("Approved at"), null=True, blank=True)
    refusal_reason = models.CharField(_("Reason of refusal"), max_length=200, blank=True)
    method = models.CharField(_("Method"), max_length=8, choices=METHODS, blank=True)
    done_by = somebody(_("Destroyed by"))
    witness = somebody(_("Witness"))
    done_at = models.DateTimeField(_("Destroyed at"), null=True, blank=True)
    signature = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Signature of the witness"))
    state = StateField(DisposalState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Disposal list")
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_disposal_per_number")]
        indexes = [models.Index(fields=["scope", "asked_at"], name="disposal_scope_asked")]

    def __str__(self) -> str:
        return self.number


class DisposalItem(Record):
    """One document of a disposal list; number and title stay when the document is gone."""

    disposal = models.ForeignKey("documents.Disposal", models.PROTECT, related_name="+", verbose_name=_("Disposal list"))
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+", verbose_name=_("Document"))
    kept_until_on = models.DateField(_("Kept until"))
    files = models.PositiveSmallIntegerField(_("Files"), default=0)

    class Meta:
        verbose_name = _("Document of a disposal list")
        constraints = [models.UniqueConstraint(fields=["disposal", "document"], name="once_in_a_disposal")]
        indexes = [models.Index(fields=["scope", "created_at"], name="disposalitem_scope")]

    def __str__(self) -> str:
        return str(self.document)


class Handover(Record):
    """Documents go from one hand to another: counted piece by piece, then signed by both."""

    number = models.CharField(pgettext_lazy("document", "Number"), max_length=20)
    kind = models.CharField(pgettext_lazy("document", "Kind"), max_length=10, choices=TRANSFERS)
    giver = models.CharField(_("Given by"), max_length=80)
    receiver = models.CharField(_("Received by"), max_length=80)
    giver_name = PersonNameField(_("Who gives"), erase_after="erase_on", blank=True)
    receiver_name = PersonNameField(_("Who receives"), erase_after="erase_on", blank=True)
    items = models.PositiveSmallIntegerField(_("Documents"), default=0)
    missing = models.PositiveSmallIntegerField(_("Missing"), default=0)
    drawn_by = somebody(_("Drawn up by"))
    drawn_at = models.DateTimeField(_("Drawn up at"))
    giver_signature = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Signature of the giver"))
    receiver_signature = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Signature of the receiver"))
    signed_at = models.DateTimeField(_("Signed at"), null=True, blank=True)
    erase_on = models.DateField(_("Personal data erased on"), null=True, editable=False)
    state = StateField(HandoverState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Handover list")
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_handover_per_number")]
        indexes = [models.Index(fields=["scope", "drawn_at"], name="handover_scope_drawn")]

    def __str__(self) -> str:
        return self.number


class HandoverItem(Record):
    """One document of a handover list; `is_there` is unanswered until it was counted."""

    handover = models.ForeignKey("documents.Handover", models.PROTECT, related_name="+", verbose_name=_("Handover list"))
    document = models.ForeignKey("documents.Document", models.PROTECT, related_name="+", verbose_name=_("Document"))
    copies = models.PositiveSmallIntegerField(_("Originals"), default=1)
    is_there = models.BooleanField(pgettext_lazy("document", "Present"), null=True, blank=True)
    note = models.CharField(_("Note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Document of a handover list")
        constraints = [models.UniqueConstraint(fields=["handover", "document"], name="once_in_a_handover")]
        indexes = [models.Index(fields=["scope", "created_at"], name="handoveritem_scope")]

    def __str__(self) -> str:
        return str(self.document)
