from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from anju.kernel.records import Rows, ScopedManager


class Observation(models.Model):
    """One message of a device, as it came. Written only by the observations writer; kept for a number of days and then dropped.

    `day` is the UTC day of the device's own time and divides the table on PostgreSQL; `number` is the device's own count. `skew_ms` is how
    far its clock was ahead of ours when it was sent. Ids of scope and device stand here without keys, so that a day can be dropped at once.
    """

    pk = models.CompositePrimaryKey("day", "scope_id", "device_id", "number")
    scope_id = models.UUIDField()
    device_id = models.UUIDField()
    number = models.BigIntegerField(_("Message number"))
    day = models.DateField(_("Day"))
    at = models.DateTimeField(_("Device time"))
    received_at = models.DateTimeField(_("Arrived here at"))
    skew_ms = models.BigIntegerField(_("Clock ahead (ms)"))
    kind = models.CharField(_("Message"), max_length=24)
    values = models.JSONField(_("Values"))

    objects = ScopedManager()
    everywhere = Rows.as_manager()

    class Meta:
        verbose_name = _("Observation")
