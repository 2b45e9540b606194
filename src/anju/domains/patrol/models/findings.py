from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..codes import FINDINGS, OUTCOMES, RENOVATION, SUBJECTS, UNCIVIL
from ..states import FindingState
from .ground import somebody, somewhere


class Finding(Record):
    """Something seen on patrol: what, where, when it was seen, told and handled, and the case it became."""

    number = models.CharField(pgettext_lazy("patrol", "Number"), max_length=20)
    kind = models.CharField(_("Kind"), max_length=12, choices=list(FINDINGS.items()))
    item = models.CharField(pgettext_lazy("patrol", "Item"), max_length=20, blank=True)
    type = models.CharField(
        _("Type"), max_length=20, blank=True, choices=[*UNCIVIL.items(), *RENOVATION.items(), *SUBJECTS.items()]
    )
    text = models.CharField(_("What was seen"), max_length=200)
    round = models.ForeignKey(
        "patrol.Round", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Patrol round")
    )
    checkpoint = models.ForeignKey(
        "patrol.Checkpoint", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Checkpoint")
    )
    place = somewhere(_("Place"), null=True, blank=True)
    case = models.ForeignKey(
        "cases.Case", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Case")
    )
    permit = models.ForeignKey(
        "passes.Pass", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Permit")
    )
    contractor = models.CharField(_("Contractor"), max_length=80, blank=True)
    outcome = models.CharField(pgettext_lazy("patrol", "Outcome"), max_length=10, choices=list(OUTCOMES.items()), blank=True)
    inquired = models.CharField(_("What was asked and answered"), max_length=200, blank=True)
    has_left = models.BooleanField(_("Asked to leave and left"), default=False)
    photo = models.ForeignKey(
        "kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Photo")
    )
    voice = models.ForeignKey(
        "kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Voice note")
    )
    flags = models.JSONField(_("What looks wrong"), default=list, blank=True)
    found_by = somebody(pgettext_lazy("patrol", "Found by"))
    found_at = models.DateTimeField(pgettext_lazy("patrol", "Found at"))
    reported_at = models.DateTimeField(_("Reported at"))
    acknowledged_by = somebody(_("Acknowledged by"))
    acknowledged_at = models.DateTimeField(_("Acknowledged at"), null=True, blank=True)
    handled_at = models.DateTimeField(_("Handled at"), null=True, blank=True)
    result = models.CharField(_("Result of handling"), max_length=200, blank=True)
    state = StateField(FindingState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Patrol finding")
        constraints = [models.UniqueConstraint(fields=["scope", "number"], name="one_finding_per_number")]
        indexes = [
            models.Index(fields=["scope", "found_at"], name="patrol_finding_found"),
            models.Index(fields=["scope", "state", "found_at"], name="patrol_finding_state"),
            models.Index(fields=["scope", "case"], name="patrol_finding_case"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.text}"
