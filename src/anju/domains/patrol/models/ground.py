from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, StateField

from ..codes import FOCUS, RISKS, TAG_CHOICES
from ..states import ReviewState, UseState, ZoningState


def somebody(label: str) -> models.ForeignKey:
    return models.ForeignKey(
        "people.Person", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


def somewhere(label: str, **more) -> models.ForeignKey:
    return models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=label, **more)


class Checkpoint(Record):
    """A point that patrols pass: where it lies, how close one must come, what is checked there, how often at least.

    `x_m` and `y_m` lie on the ground of the site plan `plan`; `latitude` and `longitude` are what a phone measures there.
    `checklist` are items `{key, wording?}`; `intervals` the longest minutes between two visits by band; `baseline_per_day` the visits a
    day of the time before, against which more is proven.
    """

    code = models.CharField(_("Point number"), max_length=20)
    name = models.CharField(_("Name"), max_length=60)
    place = somewhere(_("Place"))
    plan = models.ForeignKey(
        "places.SitePlan", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Site plan")
    )
    x_m = models.FloatField(_("Metres to the right"), null=True, blank=True)
    y_m = models.FloatField(_("Metres up"), null=True, blank=True)
    latitude = models.FloatField(_("Latitude"), null=True, blank=True)
    longitude = models.FloatField(_("Longitude"), null=True, blank=True)
    reach_m = models.PositiveSmallIntegerField(_("How close (metres)"), default=30)
    focus = models.CharField(_("Focus"), max_length=12, choices=list(FOCUS.items()), default="general")
    is_key = models.BooleanField(_("Key point"), default=False)
    checklist = models.JSONField(_("Checklist"), default=list, blank=True)
    checklist_version = models.PositiveSmallIntegerField(_("Version of the checklist"), default=1)
    intervals = models.JSONField(_("Longest minutes between visits"), default=dict, blank=True)
    baseline_per_day = models.DecimalField(
        _("Visits a day before"), max_digits=5, decimal_places=1, null=True, blank=True
    )
    risk = models.PositiveSmallIntegerField(_("Risk level"), choices=RISKS, default=4)
    state = StateField(UseState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Checkpoint")
        constraints = [models.UniqueConstraint(fields=["scope", "code"], name="one_checkpoint_per_code")]
        indexes = [
            models.Index(fields=["scope", "state", "code"], name="checkpoint_state_code"),
            models.Index(fields=["scope", "place"], name="checkpoint_place"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def title(self) -> str:
        return str(self)


class Tag(Record):
    """What hangs at a checkpoint. Of its secret only a keyed digest is kept: a list of tags lets nobody make one.

    A tag that counts its readings (`is_counting`) makes a copied reading worthless.
    """

    checkpoint = models.ForeignKey("patrol.Checkpoint", models.PROTECT, related_name="+", verbose_name=_("Checkpoint"))
    way = models.CharField(_("How it is read"), max_length=8, choices=TAG_CHOICES)
    digest = models.CharField(max_length=64, editable=False)
    is_counting = models.BooleanField(_("Counts its readings"), default=False)
    last_count = models.PositiveBigIntegerField(default=0, editable=False)
    fitted_by = somebody(_("Fitted by"))
    fitted_at = models.DateTimeField(_("Fitted at"))
    withdrawn_at = models.DateTimeField(_("Taken away at"), null=True, blank=True)
    state = StateField(UseState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Tag at a checkpoint")
        constraints = [models.UniqueConstraint(fields=["scope", "digest"], name="one_tag_per_secret")]
        indexes = [
            models.Index(fields=["scope", "checkpoint", "state"], name="tag_checkpoint"),
            models.Index(fields=["scope", "fitted_at"], name="tag_fitted"),
            models.Index(fields=["digest"], name="tag_digest"),
        ]


class Zoning(Record):
    """How the estate is cut into patrol zones, from which inputs, and who approved it.

    `inputs` are the figures it was drawn from (area_m2, buildings, dwellings, risk_points, digest); `zones` are `{name, places, weight}`.
    """

    number = models.PositiveSmallIntegerField(_("Version"))
    inputs = models.JSONField(_("Inputs"), default=dict)
    zones = models.JSONField(_("Zones"), default=list)
    state = StateField(ZoningState, verbose_name=_("State"))
    drawn_by = somebody(_("Zone drawn by"))
    drawn_at = models.DateTimeField(_("Drawn at"))
    decided_by = somebody(_("Decided by"))
    decided_at = models.DateTimeField(_("Decided at"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Patrol zones")
        constraints = [
            models.UniqueConstraint(fields=["scope", "number"], name="one_zoning_per_number"),
            models.UniqueConstraint(fields=["scope"], condition=Q(state="approved"), name="one_zoning_in_force"),
        ]
        indexes = [models.Index(fields=["scope", "drawn_at"], name="zoning_drawn")]

    def __str__(self) -> str:
        return f"{self.number}"


class Assessment(Record):
    """The risk of a point was assessed anew: its routes must be reviewed, and are adjusted or kept with a reason."""

    checkpoint = models.ForeignKey("patrol.Checkpoint", models.PROTECT, related_name="+", verbose_name=_("Checkpoint"))
    reference = models.CharField(_("Number of the assessment"), max_length=60)
    assessed_on = models.DateField(_("Assessed on"))
    before = models.PositiveSmallIntegerField(_("Risk before"), choices=RISKS)
    after = models.PositiveSmallIntegerField(_("Risk after"), choices=RISKS)
    state = StateField(ReviewState, verbose_name=_("State"))
    entered_by = somebody(_("Entered by"))
    version = models.ForeignKey(
        "patrol.RouteVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("New version of the route"),
    )
    decided_by = somebody(_("Decided by"))
    decided_at = models.DateTimeField(_("Decided at"), null=True, blank=True)
    reason = models.CharField(_("Reason"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Risk assessment of a point")
        indexes = [
            models.Index(fields=["scope", "state", "assessed_on"], name="assessment_state"),
            models.Index(fields=["scope", "assessed_on"], name="assessment_on"),
        ]

    def __str__(self) -> str:
        return self.reference
