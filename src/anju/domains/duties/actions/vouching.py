"""The second look at what somebody did: vouch for it or send it back."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.duties import rules
from anju.domains.duties.actions.belonging import OUTSIDERS
from anju.domains.duties.actions.settling import locked, settle
from anju.domains.duties.events import PerformanceConfirmed, PerformanceRejected
from anju.domains.duties.models import Performance
from anju.domains.duties.states import Grade
from anju.domains.people.queries import STAFF
from anju.kernel import clock, permissions
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal


@action(title=_("Vouch for it"), posts=(*STAFF, *sorted(OUTSIDERS)), event=PerformanceConfirmed, second_to=("duties.perform_duty",))
def confirm_performance(performance: Performance, *, by: Actor, at: datetime | None = None) -> Performance | Refusal:
    """Vouch for what another person did: grade B, or A when an outside party does it."""
    occurrence = locked(performance.occurrence)
    performance = Performance.objects.get(pk=performance.pk)
    if no := _refused_second_look(performance, by):
        return no
    is_outside = bool(permissions.posts_of(by, occurrence.scope) & OUTSIDERS)
    performance.confirmed_by_id, performance.confirmed_at = by.person, at
    performance.is_independent = performance.is_independent or is_outside
    performance.grade = Grade.A if performance.is_independent else Grade.B
    performance.save(update_fields=["confirmed_by", "confirmed_at", "is_independent", "grade"])
    change = settle(occurrence, clock.now())
    announce(
        PerformanceConfirmed(
            **change,
            performance=performance.id,
            confirmed_by=by.person,
            proof=performance.grade,
        ),
        subject=occurrence,
    )
    return performance


@action(title=_("Send back"), posts=(*STAFF, *sorted(OUTSIDERS)), event=PerformanceRejected)
def reject_performance(
    performance: Performance,
    *,
    reason: Annotated[str, Field(_("Reason"), max_length=200)],
    by: Actor,
    at: datetime | None = None,
) -> Performance | Refusal:
    """Say that it was not done as entered: it stays on record and counts for nothing."""
    occurrence = locked(performance.occurrence)
    performance = Performance.objects.get(pk=performance.pk)
    if no := _refused_second_look(performance, by):
        return no
    performance.rejected_at, performance.rejection = at, reason
    performance.save(update_fields=["rejected_at", "rejection"])
    change = settle(occurrence, clock.now())
    announce(
        PerformanceRejected(
            **change,
            performance=performance.id,
            reason=reason,
        ),
        subject=occurrence,
    )
    return performance


def _refused_second_look(performance: Performance, by: Actor) -> Refusal | None:
    return rules.may_confirm(
        doer=performance.person_id,
        confirmer=by.person,
        is_confirmed=performance.confirmed_at is not None,
        is_rejected=performance.rejected_at is not None,
    )
