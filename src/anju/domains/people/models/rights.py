from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, StateField

from ..roles import CHOICES
from ..states import RightsState


class RightsChange(Record):
    """What one role may do here from now on, or no longer: asked for with a reason; what is sensitive waits for a second person."""

    state = StateField(RightsState, verbose_name=_("State"))
    post = models.CharField(_("Role"), max_length=40, choices=CHOICES)
    granted = models.JSONField(_("May do from now on"), default=list)
    withdrawn = models.JSONField(_("May no longer do"), default=list)
    reason = models.CharField(_("Reason"), max_length=200)
    asked_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Asked by"))
    decided_by = models.ForeignKey("people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("Decided by"))
    decided_at = models.DateTimeField(_("Decided at"), null=True)

    class Meta:
        verbose_name = _("Change of rights")
        indexes = [models.Index(fields=["scope", "created_at"], name="rightschange_scope_created")]

    def __str__(self) -> str:
        return f"{self.get_post_display()} +{len(self.granted)} −{len(self.withdrawn)}"
