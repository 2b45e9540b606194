"""What is kept about the clocks of phones, and for how long their answers are kept."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction

from .. import clock
from ..actors import Actor
from ..models import PhoneClock, PhoneItem, Scope
from . import uploads
from .items import milliseconds, moment
from .timing import Reading, Sync, joined

MOST_READINGS = 20
KEPT = timedelta(days=90)


def measured(by: Actor, phone: UUID, sync: Sync) -> list[Reading]:
    """All measurements of this phone's clock with the present one, which is kept."""
    with transaction.atomic():
        rows = list(PhoneClock.objects.select_for_update().filter(account_id=by.id, phone=phone).order_by("since_at", "id"))
        before = [Reading(row.skew_ms, milliseconds(row.since_at), milliseconds(row.until_at)) for row in rows]
        readings = joined(before, sync)
        newest = readings[-1]
        if len(readings) == len(rows):
            PhoneClock.objects.filter(pk=rows[-1].pk).update(skew_ms=newest.skew_ms, until_at=moment(newest.until_ms))
        else:
            PhoneClock.objects.create(account_id=by.id, phone=phone, skew_ms=newest.skew_ms, since_at=moment(newest.since_ms), until_at=moment(newest.until_ms))
            PhoneClock.objects.filter(pk__in=[row.pk for row in rows[: len(readings) - MOST_READINGS]] if len(readings) > MOST_READINGS else []).delete()
    return readings


def forget(where: Scope) -> int:
    """Answers and clocks that no phone asks for any more; returns how many answers went."""
    before = clock.now() - KEPT
    old = list(PhoneItem.everywhere.filter(scope=where, created_at__lt=before).values_list("pk", flat=True)[:200])
    gone, _kinds = PhoneItem.everywhere.filter(pk__in=old).delete()
    PhoneClock.objects.filter(until_at__lt=before).delete()
    uploads.sweep()
    return gone
