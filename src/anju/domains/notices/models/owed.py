from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..codes import BODIES, CONTACT_OUTCOMES, CONTACT_WAYS, DECISIONS, MESSAGE_CHANNELS
from ..states import MessageState, ReportState


def _person(label: str) -> models.ForeignKey:
    return models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label)


class BodyReport(Record):
    """A report that a body is owed: by when, what was handed in, its receipt, and where it was published."""

    number = models.CharField(_("Number"), max_length=20)
    body = models.CharField(_("To the body"), max_length=16, choices=BODIES)
    title = models.CharField(_("Title"), max_length=80)
    due_at = models.DateTimeField(_("Due"))
    state = StateField(ReportState, verbose_name=_("State"))
    is_late = models.BooleanField(_("Report handed in late"), default=False)
    handed_in_at = models.DateTimeField(_("Handed in at"), null=True, blank=True)
    handed_in_by = _person(_("Report handed in by"))
    file = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Report as handed in"))
    receipt_number = models.CharField(_("Number of the receipt"), max_length=40, blank=True)
    receipt_at = models.DateTimeField(_("Receipt of"), null=True, blank=True)
    receipt_file = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Receipt"))
    published_at = models.DateTimeField(_("Published at"), null=True, blank=True)
    published_address = models.CharField(_("Published at address"), max_length=200, blank=True)
    notice = models.ForeignKey("notices.Notice", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Notice"))
    note = models.CharField(_("Note"), max_length=200, blank=True)
    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Report to a body")
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_body_report_per_number")]
        indexes = [
            models.Index(fields=["scope", "due_at"], name="body_report_due"),
            models.Index(fields=["scope", "state", "due_at"], name="body_report_state"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Contact(Record):
    """A household was told something by a call, a visit or a talk; a refusal stands with the explanation given and what came of it."""

    dwelling = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("Dwelling"))
    notice = models.ForeignKey("notices.Notice", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Notice"))
    way = models.CharField(_("Way"), max_length=8, choices=CONTACT_WAYS)
    outcome = models.CharField(_("Result"), max_length=8, choices=CONTACT_OUTCOMES)
    topic = models.CharField(_("About"), max_length=80, blank=True)
    objection = models.CharField(_("What was objected"), max_length=200, blank=True)
    explanation = models.CharField(_("What was explained"), max_length=200, blank=True)
    settled = models.CharField(_("What came of it"), max_length=200, blank=True)
    by = _person(_("Told by"))
    at = models.DateTimeField(_("Household told at"))

    class Meta:
        verbose_name = _("Contact with a household")
        indexes = [
            models.Index(fields=["scope", "dwelling", "at"], name="contact_dwelling"),
            models.Index(fields=["scope", "notice", "way"], name="contact_notice"),
            models.Index(fields=["scope", "at"], name="contact_at"),
        ]


class OwnerMessage(Record):
    """What an owner says to the management, by which of its channels, what was answered, and whether it was adopted."""

    number = models.CharField(_("Number"), max_length=20)
    channel = models.CharField(_("Came by"), max_length=10, choices=MESSAGE_CHANNELS)
    text = models.CharField(_("What was said"), max_length=500)
    person = _person(_("Who said it"))
    dwelling = models.ForeignKey("places.Place", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Dwelling"))
    came_at = models.DateTimeField(_("Came at"))
    recorded_by = _person(_("Written down by"))
    state = StateField(MessageState, verbose_name=_("State"))
    decision = models.CharField(pgettext_lazy("suggestion", "Decision"), max_length=10, choices=DECISIONS, blank=True)
    reply = models.CharField(_("Reply"), max_length=500, blank=True)
    replied_by = _person(_("Replied by"))
    replied_at = models.DateTimeField(_("Replied at"), null=True, blank=True)

    class Meta:
        verbose_name = _("Message of an owner")
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_owner_message_per_number")]
        indexes = [models.Index(fields=["scope", "came_at"], name="owner_message_came"), models.Index(fields=["scope", "state", "came_at"], name="owner_message_state")]

    def __str__(self) -> str:
        return self.number
