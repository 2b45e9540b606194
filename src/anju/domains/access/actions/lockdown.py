"""A lockdown of the gates: for a danger that comes from outside. It ends by itself, bars nobody from home, closes no way out, and a fire release beats it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import LockdownBegun, LockdownEnded
from ..kinds import LEADERS
from ..models import Lane
from ..rules.office import reason_told
from .ground import ReasonInput, elsewhere

MOST_HOURS = 12


@action(title=_("Lock down the gates"), posts=(*LEADERS, "monitor_operator"), event=LockdownBegun, confirm=True)
def lock_down(
    scope: Scope,
    *,
    reason: ReasonInput,
    hours: Annotated[int, Field(_("Hours, at most twelve"), minimum=1, maximum=MOST_HOURS)] = 2,
    gate: Annotated[Place | None, Field(_("Gate"), help=_("Empty: every gate."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Scope | Refusal:
    """From now on whoever neither lives nor works here waits for a leader's word. Said again, it counts from now and for these hours."""
    if no := reason_told(reason) or elsewhere(scope, gate):
        return no
    if not 1 <= hours <= MOST_HOURS:
        return Refusal("access.lockdown_too_long", _("Not locked down: one to twelve hours. It can be said again when they are over."))
    lanes = Lane.objects.filter(scope=scope, **({"place": gate} if gate else {})).exclude(directions="out")
    until = at + timedelta(hours=hours)
    count = lanes.update(locked_until=until)
    if not count:
        return Refusal("access.no_lane_there", _("Nothing to do: there is no lane or door by which somebody comes in."))
    announce(LockdownBegun(lanes=count, place=gate and gate.pk, until_at=until, reason=reason), subject=lanes.order_by("name").first())
    return scope


@action(title=_("End the lockdown"), posts=LEADERS, event=LockdownEnded, confirm=True)
def end_lockdown(scope: Scope, *, by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """The danger is over. The clock ends what is over by itself; a person ends all of it."""
    locked = Lane.objects.filter(scope=scope, locked_until__isnull=False)
    over = locked.filter(locked_until__lte=at) if by.is_system else locked
    first = over.order_by("name").first()
    if first is None:
        return Refusal("access.not_locked", _("Nothing to do: no gate is locked down."))
    announce(LockdownEnded(lanes=over.count(), because="time" if by.is_system else "hand"), subject=first)
    over.update(locked_until=None)
    return scope
