"""The clock's own work on charges and payments, a chunk at a time."""

from __future__ import annotations

from datetime import date, datetime

from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .actions.billing import mark_overdue as mark
from .actions.paying import close_payment
from .models import Charge, Payment

AT_ONCE = 100


def mark_overdue(scope: Scope, today: date, *, by: Actor) -> int:
    """How many charges fell overdue."""
    late = list(Charge.objects.filter(scope=scope, state__in=("due", "part_paid"), due_on__lt=today).order_by("due_on", "number"))
    for start in range(0, len(late), AT_ONCE):
        mark.spec.run_many(scope, [{"charge": charge} for charge in late[start : start + AT_ONCE]], by=by)
    return len(late)


def close_expired(scope: Scope, now: datetime, *, by: Actor) -> int:
    """How many open payments were given up because their time was over; a provider's own time is the same."""
    over = list(Payment.objects.filter(scope=scope, state="open", expires_at__lte=now).order_by("expires_at")[:AT_ONCE])
    return sum(not isinstance(close_payment(payment, by=by), Refusal) for payment in over)
