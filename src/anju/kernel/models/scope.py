from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from ..ids import new_id

KINDS = [("platform", _("Platform")), ("organisation", _("Organisation")), ("region", pgettext_lazy("scope", "Region")), ("community", _("Community"))]


class Scope(models.Model):
    """A walled part of the world. Rooms link their places and organisations to it one to one.

    `path` is the ids from the root joined by "/", ending in "/", so that everything below a scope shares its prefix.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    path = models.CharField(max_length=400, unique=True, editable=False)
    kind = models.CharField(max_length=16, choices=KINDS)
    name = models.CharField(max_length=120)
    zone = models.CharField(max_length=40, default="Asia/Shanghai")

    def __str__(self) -> str:
        return self.name

    def save(self, *args, **kwargs) -> None:
        """Compute the path once, from the parent's."""
        if not self.path:
            self.path = f"{self.parent.path if self.parent else '/'}{self.id.hex}/"
        super().save(*args, **kwargs)


class Counter(models.Model):
    """The last running number of a kind in a scope and year."""

    scope = models.ForeignKey(Scope, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "kind", "year"], name="one_counter_per_kind")]


class Grant(models.Model):
    """A scope's own word on who may do what: it adds a permission to a post or takes one away from its defaults."""

    scope = models.ForeignKey(Scope, models.CASCADE, related_name="+")
    post = models.CharField(max_length=40)
    permission = models.CharField(max_length=80)
    is_allowed = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "post", "permission"], name="one_grant_per_post")]
