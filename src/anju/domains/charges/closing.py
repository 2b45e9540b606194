"""The clock's own work on charges and payments, a chunk at a time."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from anju.kernel.actors import Actor
from anju.kernel.jobs import enqueue
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .actions.billing import mark_overdue as mark
from .actions.paying import close_payment
from .models import Charge, Payment

AT_ONCE = 100
FIRST_ASKED = timedelta(minutes=3)


def mark_overdue(scope: Scope, today: date, *, by: Actor) -> int:
    """How many charges fell overdue."""
    late = list(Charge.objects.filter(scope=scope, state__in=("due", "part_paid"), due_on__lt=today).order_by("due_on", "number"))
    for start in range(0, len(late), AT_ONCE):
        mark.spec.run_many(scope, [{"charge": charge} for charge in late[start : start + AT_ONCE]], by=by)
    return len(late)


def close_expired(scope: Scope, now: datetime, *, by: Actor) -> int:
    """How many open payments were given up because their time was over. Where a code was given out, the provider is asked first."""
    over = list(Payment.objects.filter(scope=scope, state="open", pay_code="", expires_at__lte=now).order_by("expires_at")[:AT_ONCE])
    return sum(not isinstance(close_payment(payment, by=by), Refusal) for payment in over)


def ask_providers(scope: Scope, now: datetime) -> int:
    """How many orders are asked about: those that may be paid, and were not told of yet."""
    waiting = Payment.objects.filter(scope=scope, state="open", opened_at__lte=now - FIRST_ASKED).exclude(pay_code="")
    found = list(waiting.order_by("opened_at").values_list("pk", flat=True)[:AT_ONCE])
    for pk in found:
        enqueue("charges.ask_order", str(pk))
    return len(found)
