from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import ROLE_CHOICES
from anju.kernel.personal import IdentityNumberField
from anju.kernel.records import Record, StateField

from ..kinds import CERTIFICATES, KINDS
from ..states import CertificateState, FindingState, SupportState


def someone(label: str, **more) -> models.ForeignKey:
    """A person who may be missing."""
    return models.ForeignKey("people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label, **more)


class Certificate(Record):
    """A paper that says what its holder may do, from `issued_on` to `expires_on` (both included; without an end it lasts).

    `verified_by` is the second person who saw the original: only then is it proof of grade B.
    """

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Holder"))
    kind = models.CharField(_("Kind"), max_length=24, choices=CERTIFICATES)
    number = IdentityNumberField(_("Certificate no."), erase_after="number_erase_on")
    issuer = models.CharField(pgettext_lazy("certificate", "Issued by"), max_length=60, blank=True)
    issued_on = models.DateField(_("Issued on"))
    expires_on = models.DateField(_("Expires on"), null=True, blank=True)
    file = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("File"))
    recorded_by = someone(pgettext_lazy("certificate", "Recorded by"))
    verified_by = someone(_("Original seen by"))
    verified_at = models.DateTimeField(_("Original seen at"), null=True, blank=True)
    warned_days = models.PositiveSmallIntegerField(null=True, editable=False)
    state = StateField(CertificateState, verbose_name=_("State"))
    end_reason = models.CharField(_("Reason"), max_length=200, blank=True)
    number_erase_on = models.DateField(_("Number erased on"), null=True, editable=False)

    class Meta:
        verbose_name = _("Certificate")
        indexes = [
            models.Index(fields=["scope", "state", "expires_on"], name="certificate_state"),
            models.Index(fields=["scope", "created_at"], name="certificate_created"),
            models.Index(fields=["person", "kind"], name="certificate_person"),
        ]

    def __str__(self) -> str:
        return f"{KINDS.get(self.kind, self.kind)} {self.person}"


class Requirement(Record):
    """What a post, or everybody of a role, must have. `is_barring`: who lacks it is taken off the roster; else it is only shown."""

    role = models.CharField(_("Role"), max_length=40, choices=ROLE_CHOICES, blank=True)
    post = models.ForeignKey("people.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Post"))
    kind = models.CharField(_("Certificate"), max_length=24, choices=CERTIFICATES, blank=True)
    course = models.ForeignKey("training.Course", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Course"))
    is_key = models.BooleanField(_("Key post"), default=False)
    is_barring = models.BooleanField(_("Bars from the roster"), default=True)
    is_used = models.BooleanField(_("In force"), default=True)
    basis_label = models.CharField(_("Basis"), max_length=200, blank=True)
    basis_link = models.CharField(_("Link to the basis"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Requirement of a post")
        constraints = [
            models.CheckConstraint(condition=Q(post=None) ^ Q(role=""), name="required_of_a_post_or_a_role"),
            models.CheckConstraint(condition=Q(course=None) ^ Q(kind=""), name="requires_a_paper_or_a_course"),
        ]
        indexes = [models.Index(fields=["scope", "created_at"], name="requirement_created")]

    def __str__(self) -> str:
        return f"{self.post or self.get_role_display()} {KINDS.get(self.kind) or self.course}"


class Finding(Record):
    """Somebody stood on the roster without what his post asks for. `missing` are codes such as `certificate:guard:expired` and `course:induction:unfinished`."""

    holding = models.ForeignKey("people.Holding", models.PROTECT, related_name="+", verbose_name=_("Holding of a post"))
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Person"))
    post = models.ForeignKey("people.Post", models.PROTECT, related_name="+", verbose_name=_("Post"))
    starts_at = models.DateTimeField(_("Start"))
    ends_at = models.DateTimeField(_("End"))
    missing = models.JSONField(_("What the post lacks"))
    found_at = models.DateTimeField(_("Seen at"))
    state = StateField(FindingState, verbose_name=_("State"))
    note = models.CharField(_("Note"), max_length=200, blank=True)
    settled_by = someone(_("Settled by"))

    class Meta:
        verbose_name = _("Finding on the roster")
        constraints = [models.UniqueConstraint(fields=["holding"], name="one_finding_a_holding")]
        indexes = [models.Index(fields=["scope", "found_at"], name="finding_found"), models.Index(fields=["scope", "state", "starts_at"], name="finding_state")]

    def __str__(self) -> str:
        return f"{self.post} {self.person}"


class CertifiedDay(Record):
    """How it stood on a day: by name (`duty`, `duty.key`, `role.ROLE`) how many needed certificates, had them, and had them seen by a second person."""

    on = models.DateField(_("Day"))
    counts = models.JSONField(_("Figures of the day"))
    missing = models.JSONField(_("What the post lacks"))

    class Meta:
        verbose_name = _("Day of certificates")
        constraints = [models.UniqueConstraint(fields=["scope", "on"], name="one_count_of_certificates_a_day")]

    def __str__(self) -> str:
        return f"{self.on:%Y-%m-%d}"


class Support(Record):
    """Help to get a certificate: hours off and a fee, asked for, approved by somebody else, reported with what came of it."""

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Person"))
    kind = models.CharField(_("Certificate"), max_length=24, choices=CERTIFICATES)
    hours = models.PositiveSmallIntegerField(_("Hours off"), default=0)
    fee = models.DecimalField(_("Fee (yuan)"), max_digits=9, decimal_places=2, default=0)
    reason = models.CharField(_("Reason"), max_length=200)
    asked_at = models.DateTimeField(_("Asked at"))
    decided_by = someone(_("Decided by"))
    answer = models.CharField(_("Answer"), max_length=200, blank=True)
    spent = models.DecimalField(_("Spent (yuan)"), max_digits=9, decimal_places=2, null=True, blank=True)
    result = models.CharField(_("Result"), max_length=200, blank=True)
    certificate = models.ForeignKey("training.Certificate", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=pgettext_lazy("support", "Certificate"))
    state = StateField(SupportState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Support for a certificate")
        indexes = [models.Index(fields=["scope", "asked_at"], name="support_asked")]

    def __str__(self) -> str:
        return f"{KINDS.get(self.kind, self.kind)} {self.person}"
