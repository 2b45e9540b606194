"""What the hour of the day switches: special plans with their hours, and raised densities whose last day is over."""

from __future__ import annotations

from datetime import datetime

from anju.kernel import clock
from anju.kernel.models import Scope

from .models import Activation, Raise, Scheme


def _is_time(scheme: Scheme, hour: int) -> bool:
    """Whether the hour lies in the plan's hours, which may pass midnight."""
    start, end = scheme.on_from, scheme.on_until
    return start <= hour < end if start < end else hour >= start or hour < end


def to_switch_on(scope: Scope, at: datetime) -> list[Scheme]:
    hour = clock.local(scope, at).hour
    running = Activation.objects.filter(scope=scope, until_at=None).values("scheme")
    ready = Scheme.objects.filter(scope=scope, state="ready", on_from__isnull=False).exclude(pk__in=running)
    return [scheme for scheme in ready if _is_time(scheme, hour)]


def to_switch_off(scope: Scope, at: datetime) -> list[Activation]:
    """Those that the clock switched on and whose hours are over; what people switched on they switch off."""
    hour = clock.local(scope, at).hour
    running = Activation.objects.filter(scope=scope, until_at=None, trigger="time").select_related("scheme")
    return [one for one in running if one.scheme.on_from is None or not _is_time(one.scheme, hour)]


def over(scope: Scope, at: datetime) -> list[Raise]:
    return list(Raise.objects.filter(scope=scope, state="active", until_on__lt=clock.local(scope, at).date()))
