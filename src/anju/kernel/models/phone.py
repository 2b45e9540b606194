from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from ..records import Record, StateField
from ..states import States, state


class ItemState(States):
    done = state(_("Received"), "green")
    late = state(_("Late, recorded"), "yellow")
    refused = state(_("Needs you"), "orange", to=("replaced",))
    replaced = state(_("Sent again"), "grey")


class PhoneItem(Record):
    """What became of one item of somebody's phone: the answer that every repeat of it gets.

    `device_at` is what the phone's clock said, `at` where its measured error puts it, `skew_ms` that error (server minus phone).
    The outcome holds what people wrote and is sealed; `digest` tells whether a repeat is the same item.
    """

    account_id = models.UUIDField()
    item = models.UUIDField()
    phone = models.UUIDField()
    number = models.PositiveBigIntegerField(default=0)
    action = models.CharField(_("Action"), max_length=80)
    digest = models.CharField(max_length=64)
    state = StateField(ItemState, verbose_name=_("State"))
    replaced_by = models.UUIDField(null=True)
    subject_type = models.CharField(max_length=60, blank=True)
    subject_id = models.UUIDField(null=True)
    sealed = models.BinaryField()
    device_at = models.DateTimeField(_("Phone's time"))
    at = models.DateTimeField(_("Time"))
    skew_ms = models.BigIntegerField(_("Clock error (ms)"))
    is_unsure = models.BooleanField(_("Time unsure"), default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account_id", "item"], name="one_outcome_per_item")]
        indexes = [models.Index(fields=["scope", "created_at"], name="phoneitem_scope_created")]


class PhoneClock(models.Model):
    """How far a phone's clock stood from the server's, each time it sent something from `since_at` to `until_at`."""

    account_id = models.UUIDField()
    phone = models.UUIDField()
    skew_ms = models.BigIntegerField()
    since_at = models.DateTimeField()
    until_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account_id", "phone", "since_at"], name="phoneclock_phone")]
