from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record


class Place(Record):
    """A node of the tree of places."""

    name = models.CharField(_("Name"), max_length=80)

    def __str__(self) -> str:
        return self.name
