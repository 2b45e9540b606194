"""What a new promise sets off."""

from __future__ import annotations

from anju.domains.duties import actions, queries
from anju.domains.duties.events import DutyCreated, DutyRescheduled, DutyResumed
from anju.kernel import clock, ledger
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.reactions import reaction


@reaction(on=(DutyCreated, DutyRescheduled, DutyResumed))
def when_duty_promised_plan_its_first_slots(entry: Entry, event: DutyCreated | DutyRescheduled | DutyResumed) -> None:
    """Show it in today's list at once; the schedule plans on from there."""
    duty = ledger.subject_of(entry)
    if duty is not None and (until_on := queries.planned_to(duty, clock.now())) is not None:
        actions.plan_occurrences(duty, until_on=until_on, by=Actor.system("reaction"))
