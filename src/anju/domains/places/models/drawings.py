from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, StateField

from ..states import DrawingState


class SitePlan(Record):
    """A ground on which places are drawn: the community itself, or one floor of a building or garage.

    What stands on it is kept in metres, x to the right and y up. Its drawings come and go; each says how its picture lies on the
    ground, so that a new drawing keeps what was placed.
    """

    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("Of which place"))
    floor = models.SmallIntegerField(_("Floor"), default=0)
    name = models.CharField(_("Name"), max_length=120)

    class Meta:
        verbose_name = _("Site plan")
        constraints = [models.UniqueConstraint(fields=["scope", "place", "floor"], name="one_plan_per_floor")]
        indexes = [models.Index(fields=["scope", "floor"], name="site_plan_scope_floor")]

    def __str__(self) -> str:
        return self.name


class Drawing(Record):
    """One version of a plan's picture. `source` is the file as it came, `picture` what was made of it for the screen.

    A point (px, py) of the picture, py counted upwards from its lower edge, lies on the ground at
    (left_m, bottom_m) + metres_per_px · turned by turn_deg (px, py). `stated_m_per_px` is what the file itself says.
    """

    plan = models.ForeignKey("places.SitePlan", models.PROTECT, related_name="+", verbose_name=_("Site plan"))
    version = models.PositiveSmallIntegerField(_("Version"))
    state = StateField(DrawingState, verbose_name=_("State"))
    source = models.ForeignKey("kernel.Blob", models.PROTECT, related_name="+", verbose_name=_("File"))
    page = models.PositiveSmallIntegerField(_("Page of the PDF"), default=1)
    kind = models.CharField(_("Kind"), max_length=8)
    picture = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Picture"))
    width_px = models.PositiveIntegerField(_("Width (points)"), null=True, blank=True)
    height_px = models.PositiveIntegerField(_("Height (points)"), null=True, blank=True)
    trouble = models.CharField(_("Why it could not be read"), max_length=24, blank=True)
    notes = models.JSONField(default=dict, blank=True)
    metres_per_px = models.FloatField(_("Metres per point"), null=True, blank=True)
    stated_m_per_px = models.FloatField(null=True, blank=True)
    turn_deg = models.FloatField(_("Turned (°)"), default=0)
    left_m = models.FloatField(default=0)
    bottom_m = models.FloatField(default=0)
    published_at = models.DateTimeField(_("Shown since"), null=True, blank=True)

    class Meta:
        verbose_name = _("Drawing")
        indexes = [
            models.Index(fields=["scope", "state", "created_at"], name="drawing_scope_state"),
            models.Index(fields=["scope", "created_at"], name="drawing_scope_created"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["plan", "version"], name="one_drawing_per_version"),
            models.UniqueConstraint(fields=["plan"], condition=models.Q(state="published"), name="one_published_drawing"),
        ]

    def __str__(self) -> str:
        return f"{self.plan} · {self.version}"


class PlanSign(Record):
    """The plan that hangs at an entrance for everybody to read: which version it shows, and since when."""

    gate = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("Gate"))
    drawing = models.ForeignKey("places.Drawing", models.PROTECT, related_name="+", verbose_name=_("Drawing"))
    hung_at = models.DateTimeField(_("Hung at"))
    photo = models.ForeignKey("kernel.Blob", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Photo"))

    class Meta:
        verbose_name = _("Plan at an entrance")
        indexes = [
            models.Index(fields=["scope", "gate", "hung_at"], name="plan_sign_gate"),
            models.Index(fields=["scope", "hung_at"], name="plan_sign_hung"),
        ]

    def __str__(self) -> str:
        return f"{self.gate} {self.drawing}"
