from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..states import RELATIONS
from .terms import Term


class Ownership(Term):
    """A person owns a share (more than 0, at most 1) of a dwelling: he votes and pays."""

    dwelling = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("Dwelling"))
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", verbose_name=_("Owner"))
    share = models.DecimalField(_("Share"), max_digits=7, decimal_places=6, default=1)

    class Meta:
        verbose_name = _("Ownership")
        indexes = [
            models.Index(fields=["scope", "dwelling"], name="ownership_scope_dwelling"),
            models.Index(fields=["person", "scope"], name="ownership_person_scope"),
        ]


class Residency(Term):
    """A person lives in a dwelling, as its owner, family or tenant."""

    dwelling = models.ForeignKey("places.Place", models.PROTECT, related_name="+", verbose_name=_("Dwelling"))
    person = models.ForeignKey("people.Person", models.CASCADE, related_name="+", verbose_name=_("Resident"))
    relation = models.CharField(_("Relation"), max_length=12, choices=RELATIONS)

    class Meta:
        verbose_name = _("Residency")
        indexes = [
            models.Index(fields=["scope", "dwelling"], name="residency_scope_dwelling"),
            models.Index(fields=["person", "scope"], name="residency_person_scope"),
        ]
