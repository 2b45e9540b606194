from __future__ import annotations

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Record


class Term(Record):
    """Something that holds from a day to a day (both counted), or until it is ended."""

    since_on = models.DateField(_("Starts on"))
    until_on = models.DateField(_("Ends on"), null=True, blank=True)
    ended_at = models.DateTimeField(_("Ended at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def current(on: date) -> models.Q:
    """The terms that hold on a day; one that was ended holds from that moment on no more."""
    return models.Q(ended_at=None, since_on__lte=on) & (models.Q(until_on=None) | models.Q(until_on__gte=on))
