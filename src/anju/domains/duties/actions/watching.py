"""Watches that allow no gap."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.duties import rules
from anju.domains.duties.actions.belonging import is_mine, responsible_for
from anju.domains.duties.actions.settling import locked, settle
from anju.domains.duties.events import PresenceRecorded
from anju.domains.duties.models import Occurrence, Presence
from anju.domains.people.queries import STAFF, Person
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal


@action(title=_("Record a watch"), posts=STAFF, event=PresenceRecorded, offline=True)
def record_presence(
    occurrence: Occurrence,
    *,
    starts_at: Annotated[datetime, Field(_("From"))],
    ends_at: Annotated[datetime, Field(_("Until"))],
    person: Annotated[Person | None, Field(_("Person"), help=_("Leave empty if you were there yourself."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Presence | Refusal:
    """Say from when to when somebody kept a watch that allows no gap."""
    occurrence, now = locked(occurrence), clock.now()
    watcher = person.id if person else by.person
    if not is_mine(occurrence, by, watcher):
        return rules.not_yours(responsible_for(occurrence))
    no = rules.may_record_presence(
        is_continuous=occurrence.is_continuous, starts_at=starts_at, ends_at=ends_at, now=now
    )
    if no:
        return no
    presence = Presence.objects.create(
        scope_id=occurrence.scope_id,
        occurrence=occurrence,
        person_id=watcher,
        starts_at=starts_at,
        ends_at=ends_at,
        entered_at=now,
        is_independent=by.kind == "device",
    )
    _settle_and_tell(occurrence, presence, now)
    return presence


def _settle_and_tell(occurrence: Occurrence, presence: Presence, now: datetime) -> None:
    change = settle(occurrence, now)
    announce(
        PresenceRecorded(
            **change,
            presence=presence.id,
            person=presence.person_id,
            starts_at=presence.starts_at,
            ends_at=presence.ends_at,
            covered_seconds=occurrence.covered_seconds,
            longest_gap_seconds=occurrence.longest_gap_seconds,
        ),
        subject=occurrence,
    )
