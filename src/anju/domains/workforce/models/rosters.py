from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..states import RosterState
from .keys import to_person


class Roster(Record):
    """A roster of some weeks: found by the planner, looked at, published. A replanned one changes as little of its `base` as it can.

    `cells` is {person id: ["post id|shift id" or null for each day]}; `progress` [[second, cost, broken rules]]; `breaches` and `missed` as the
    planner names them (see anju.planners.rosters): [rule, person id, day, amount] and [person id, day].
    """

    first_on = models.DateField(_("First day"))
    last_on = models.DateField(_("Last day"))
    state = StateField(RosterState, verbose_name=_("State"))
    seconds = models.PositiveSmallIntegerField(_("Time to look (seconds)"), default=60)
    base = models.ForeignKey("workforce.Roster", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Changes the roster"))
    ill = to_person(_("Falls out"))
    ill_from_on = models.DateField(_("Out from"), null=True, blank=True)
    ill_until_on = models.DateField(_("Out until"), null=True, blank=True)
    cells = models.JSONField(default=dict, editable=False)
    cost = models.PositiveIntegerField(pgettext_lazy("roster", "Cost"), default=0)
    bound = models.PositiveIntegerField(_("Cannot go below"), default=0)
    is_best = models.BooleanField(_("Proven best"), default=False)
    breaches = models.JSONField(default=list, editable=False)
    missed = models.JSONField(default=list, editable=False)
    progress = models.JSONField(default=list, editable=False)
    is_stop_asked = models.BooleanField(default=False, editable=False)
    published_rows = models.PositiveIntegerField(_("Published shifts"), default=0)
    trouble = models.CharField(_("Trouble"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("Roster")
        indexes = [models.Index(fields=["scope", "first_on"], name="roster_scope_first")]

    def __str__(self) -> str:
        return f"{self.first_on:%Y-%m-%d} – {self.last_on:%Y-%m-%d}"

    @property
    def days(self) -> int:
        return (self.last_on - self.first_on).days + 1
