"""Leaders' verbs on one occurrence: excuse it, or give it to somebody else."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.duties import rules
from anju.domains.duties.actions.settling import locked, settle
from anju.domains.duties.events import OccurrenceExcused, OccurrenceReassigned
from anju.domains.duties.models import Occurrence
from anju.domains.duties.queries import works_here
from anju.domains.people.queries import Person
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

LEADERS = ("squad_leader", "team_leader", "security_manager", "project_manager")
UNFINISHED = ("not_yet", "open", "running", "missed", "partly")


@action(
    title=_("Excuse"), posts=("security_manager", "project_manager"), event=OccurrenceExcused, allowed_from=UNFINISHED
)
def excuse_occurrence(
    occurrence: Occurrence,
    *,
    reason: Annotated[str, Field(_("Reason"), max_length=200)],
    by: Actor,
    at: datetime | None = None,
) -> Occurrence | Refusal:
    """Say with a reason why it need not be done this once. It is counted apart, never as done."""
    occurrence = locked(occurrence)
    if no := rules.may_excuse(state=occurrence.state, reason=reason):
        return no
    occurrence.is_excused, occurrence.excuse = True, reason.strip()
    change = settle(occurrence, clock.now(), "is_excused", "excuse")
    announce(
        OccurrenceExcused(**change, reason=occurrence.excuse),
        subject=occurrence,
    )
    return occurrence


@action(title=_("Re-assign"), posts=LEADERS, event=OccurrenceReassigned, allowed_from=UNFINISHED)
def reassign_occurrence(
    occurrence: Occurrence,
    *,
    person: Annotated[Person, Field(_("Person"))],
    by: Actor,
    at: datetime | None = None,
) -> Occurrence | Refusal:
    """Give this one to a person, instead of whoever holds the post or role."""
    occurrence = locked(occurrence)
    previous = occurrence.assignee_id
    is_known = works_here(person, occurrence.scope)
    if no := rules.may_reassign(state=occurrence.state, is_same=previous == person.id, is_known=is_known):
        return no
    occurrence.assignee = person
    occurrence.save(update_fields=["assignee"])
    announce(
        OccurrenceReassigned(
            occurrence=occurrence.id,
            duty=occurrence.duty_id,
            person=person.id,
            previous=previous,
            due_at=occurrence.due_at,
        ),
        subject=occurrence,
    )
    return occurrence
