from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, StateField

from ..states import DrawerState
from .tariffs import person_key


class Drawer(Record):
    """The cash of one cashier for one shift: what lay in it, what came and went, what was counted, and who took it over."""

    number = models.CharField(_("Number"), max_length=20)
    cashier = models.ForeignKey("people.Person", models.PROTECT, related_name="+", verbose_name=_("Cashier"))
    state = StateField(DrawerState, verbose_name=_("State"))
    opened_at = models.DateTimeField(_("Begun at"))
    opening_fen = models.BigIntegerField(_("At the beginning"), default=0)
    expected_fen = models.BigIntegerField(_("Should be in it"), null=True, blank=True)
    counted_fen = models.BigIntegerField(_("Counted"), null=True, blank=True)
    difference_fen = models.BigIntegerField(_("Cash difference"), null=True, blank=True)
    difference_reason = models.CharField(_("Reason of the difference"), max_length=200, blank=True)
    counted_at = models.DateTimeField(_("Counted at"), null=True, blank=True)
    taken_by = person_key(_("Taken over by"))
    taken_at = models.DateTimeField(_("Taken over at"), null=True, blank=True)

    class Meta:
        verbose_name = _("Cash drawer")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_drawer_per_number"),
            models.UniqueConstraint(fields=["scope", "cashier"], condition=Q(state="open"), name="one_open_drawer_per_cashier"),
        ]
        indexes = [models.Index(fields=["scope", "opened_at"], name="drawer_opened")]

    def __str__(self) -> str:
        return self.number
