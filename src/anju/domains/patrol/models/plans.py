from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.records import Record, StateField

from ..codes import ALERTS, BANDS, CAUSES, LINE_KINDS, MODES, SCHEMES, TRIGGERS
from ..states import RaiseState, SchemeState, UseState
from .ground import somebody


class Route(Record):
    """A way through the estate. Its points stand in its versions; `newest` is the one from which rounds are planned."""

    code = models.CharField(_("Code"), max_length=20)
    name = models.CharField(_("Name"), max_length=60)
    newest = models.ForeignKey(
        "patrol.RouteVersion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Version")
    )
    state = StateField(UseState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Patrol route")
        constraints = [models.UniqueConstraint(fields=["scope", "code"], name="one_route_per_code")]
        indexes = [models.Index(fields=["scope", "state", "code"], name="route_state_code")]

    def __str__(self) -> str:
        return self.name


class RouteVersion(Record):
    """The points of a route in order: `[{checkpoint, walk_minutes}]`, the minutes it takes to get there from the one before."""

    route = models.ForeignKey("patrol.Route", models.PROTECT, related_name="+", verbose_name=_("Route"))
    number = models.PositiveSmallIntegerField(_("Version"))
    points = models.JSONField(pgettext_lazy("patrol", "Points"), default=list)
    point_count = models.PositiveSmallIntegerField(_("Number of points"), default=0)
    walk_minutes = models.PositiveSmallIntegerField(_("Minutes on foot"), default=0)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)
    published_by = somebody(_("Published by"))
    published_at = models.DateTimeField(_("Published at"))

    class Meta:
        verbose_name = _("Version of a route")
        constraints = [models.UniqueConstraint(fields=["route", "number"], name="one_route_version_per_number")]
        indexes = [models.Index(fields=["scope", "published_at"], name="route_version_published")]

    def __str__(self) -> str:
        return f"V{self.number}"


class Scheme(Record):
    """A patrol plan: its lines by band of the day. The standing one is always in force; special ones are switched on and off.

    The bands are: day from `day_from` o'clock, night from `night_from`, small hours from midnight. No round starts within `keep_clear`
    (`06:45-07:15`: handover, gate peak). A special plan names the `gear` that must be issued before a round starts.
    """

    name = models.CharField(_("Name"), max_length=60)
    kind = models.CharField(_("Kind"), max_length=12, choices=list(SCHEMES.items()))
    day_from = models.PositiveSmallIntegerField(_("Day begins at (hour)"), default=7)
    night_from = models.PositiveSmallIntegerField(_("Night begins at (hour)"), default=19)
    longest_gap_minutes = models.PositiveSmallIntegerField(_("Longest time without a round (minutes)"), default=120)
    tolerance_minutes = models.PositiveSmallIntegerField(_("Tolerance at a point (minutes)"), default=10)
    outdoors_least = models.PositiveSmallIntegerField(_("Outdoors at once, at least"), default=2)
    keep_clear = models.JSONField(_("No round starts within"), default=list, blank=True)
    gear = models.JSONField(_("Protective equipment"), default=list, blank=True)
    on_from = models.PositiveSmallIntegerField(_("Switched on at (hour)"), null=True, blank=True)
    on_until = models.PositiveSmallIntegerField(_("Switched off at (hour)"), null=True, blank=True)
    state = StateField(SchemeState, verbose_name=_("State"))
    published_by = somebody(_("Published by"))
    published_at = models.DateTimeField(_("Published at"), null=True, blank=True)

    class Meta:
        verbose_name = _("Patrol plan")
        constraints = [
            models.UniqueConstraint(fields=["scope"], condition=Q(state="in_force"), name="one_standing_scheme")
        ]
        indexes = [
            models.Index(fields=["scope", "state", "kind"], name="scheme_state_kind"),
            models.Index(fields=["scope", "created_at"], name="scheme_created"),
        ]

    def __str__(self) -> str:
        return self.name


class SchemeLine(Record):
    """One route in one band: a round every so many minutes, denser on holidays, at fixed or unpredictable times, by whoever is on `post`."""

    scheme = models.ForeignKey("patrol.Scheme", models.CASCADE, related_name="+", verbose_name=_("Patrol plan"))
    band = models.CharField(_("Band of the day"), max_length=6, choices=list(BANDS.items()))
    route = models.ForeignKey("patrol.Route", models.PROTECT, related_name="+", verbose_name=_("Route"))
    post = models.ForeignKey(
        "people.Post", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Post")
    )
    kind = models.CharField(_("Kind"), max_length=10, choices=LINE_KINDS, default="fixed")
    every_days = models.PositiveSmallIntegerField(_("Every so many days"), default=1)
    every_minutes = models.PositiveSmallIntegerField(_("A round every (minutes)"))
    holiday_every_minutes = models.PositiveSmallIntegerField(_("On holidays every (minutes)"))
    mode = models.CharField(pgettext_lazy("patrol", "Times"), max_length=8, choices=MODES, default="fixed")
    alert = models.PositiveSmallIntegerField(_("Alert level"), choices=ALERTS, default=1)
    holiday_alert = models.PositiveSmallIntegerField(_("Alert level on holidays"), choices=ALERTS, default=2)
    focus = models.CharField(_("Focus of the band"), max_length=200)

    class Meta:
        verbose_name = _("Line of a patrol plan")
        indexes = [models.Index(fields=["scope", "scheme", "band"], name="scheme_line_band")]


class Activation(Record):
    """A special plan was switched on: why, and how many rounds an hour there were before and are now, by band."""

    scheme = models.ForeignKey("patrol.Scheme", models.PROTECT, related_name="+", verbose_name=_("Patrol plan"))
    trigger = models.CharField(_("Trigger"), max_length=8, choices=list(TRIGGERS.items()))
    note = models.CharField(_("Warning or order"), max_length=200, blank=True)
    before = models.JSONField(_("Rounds a day before"), default=dict)
    after = models.JSONField(_("Rounds a day after"), default=dict)
    since_at = models.DateTimeField(_("Since"))
    until_at = models.DateTimeField(_("Until"), null=True, blank=True)
    by = somebody(_("Switched on by"))

    class Meta:
        verbose_name = _("Special plan switched on")
        constraints = [
            models.UniqueConstraint(fields=["scheme"], condition=Q(until_at=None), name="one_activation_at_a_time")
        ]
        indexes = [models.Index(fields=["scope", "since_at"], name="activation_since")]


class Raise(Record):
    """A point is visited more often for a time: why, and how often a day before and after. `extra` are visits more in each band."""

    checkpoint = models.ForeignKey("patrol.Checkpoint", models.PROTECT, related_name="+", verbose_name=_("Checkpoint"))
    cause = models.CharField(_("Cause"), max_length=10, choices=list(CAUSES.items()))
    extra = models.PositiveSmallIntegerField(_("Visits more in each band"), default=1)
    before_per_day = models.DecimalField(_("Visits a day before"), max_digits=5, decimal_places=1)
    after_per_day = models.DecimalField(_("Visits a day after"), max_digits=5, decimal_places=1)
    note = models.CharField(_("Note"), max_length=200, blank=True)
    link = models.CharField(_("Link to the cause"), max_length=200, blank=True)
    since_on = models.DateField(_("Since"))
    until_on = models.DateField(pgettext_lazy("day", "Until"))
    complaints_before = models.PositiveSmallIntegerField(_("Complaints before"), default=0)
    state = StateField(RaiseState, verbose_name=_("State"))
    raised_by = somebody(_("Raised by"))
    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("Raised density")
        indexes = [
            models.Index(fields=["scope", "state", "until_on"], name="raise_state_until"),
            models.Index(fields=["scope", "since_on"], name="raise_since"),
        ]
