from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record, StateField

from ..bodies import BODIES
from ..kinds import CHOICES
from ..states import PlaceState


class Organisation(Record):
    """A body that runs or oversees communities. Its scope is its own, one to one."""

    name = models.CharField(_("Name"), max_length=120)
    kind = models.CharField(_("Kind"), max_length=24, choices=BODIES)
    credit_code = models.CharField(_("Unified social credit code"), max_length=18, blank=True)

    class Meta:
        verbose_name = _("Organisation")
        constraints = [models.UniqueConstraint(fields=["scope"], name="one_organisation_per_scope")]

    def __str__(self) -> str:
        return self.name


class Place(Record):
    """A node of the tree of places.

    `path` is the ids from the top of the scope, joined and ended by "/": what lies below a place shares its prefix.
    `full_name` (3栋2单元1502) and `ordering` (natural order of the codes, depth first) are computed by the actions.
    `shape` lies on the ground of the site plan `drawn_on`, in metres; `reach` is how far somebody on post there sees: radius_m, and
    heading_deg (clockwise from the top of the plan) with width_deg where it is a sector.
    The community itself is the one place of kind `community` in its scope; its parent may be a region of a scope above.
    """

    kind = models.CharField(_("Kind"), max_length=20, choices=CHOICES)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Stands in"))
    grid = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Grid"))
    code = models.CharField(_("Code"), max_length=20)
    name = models.CharField(_("Name"), max_length=80)
    full_name = models.CharField(_("Full name"), max_length=200, editable=False)
    path = models.CharField(max_length=400, editable=False)
    ordering = models.CharField(max_length=200, editable=False)
    floor = models.SmallIntegerField(_("Floor"), null=True, blank=True)
    area_m2 = models.DecimalField(_("Area (m²)"), max_digits=12, decimal_places=2, null=True, blank=True)
    shape = models.JSONField(_("Shape on the site plan"), null=True, blank=True)
    drawn_on = models.ForeignKey("places.SitePlan", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("Drawn on"))
    reach = models.JSONField(_("Watched range"), null=True, blank=True)
    is_key = models.BooleanField(_("Key location"), default=False)
    state = StateField(PlaceState, verbose_name=_("State"))

    class Meta:
        verbose_name = _("Place")
        indexes = [
            models.Index(fields=["scope", "kind", "ordering"], name="place_scope_kind"),
            models.Index(fields=["scope", "ordering"], name="place_scope_ordering"),
            models.Index(fields=["scope", "path"], name="place_scope_path"),
            models.Index(fields=["scope", "full_name"], name="place_scope_full_name"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["scope", "parent", "kind", "code"], name="one_code_among_siblings"),
            models.UniqueConstraint(fields=["scope", "kind", "code"], condition=models.Q(parent=None), name="one_code_among_tops"),
            models.UniqueConstraint(fields=["scope"], condition=models.Q(kind="community"), name="one_community_per_scope"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.name
