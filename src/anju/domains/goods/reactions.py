"""What happened elsewhere and changes a release slip: the owner answered in the app, or its pass ended."""

from __future__ import annotations

from anju.domains.notices.events import NoticeRead
from anju.domains.passes.events import PassExpired, PassRefused, PassReportedLost, PassRevoked
from anju.domains.people.queries import Person
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.reactions import reaction

from .actions import end_slip, note_owner_word
from .queries import slip_of_pass, waiting_of_notice
from .telling import owns

SYSTEM = Actor.system("reaction")


@reaction(on=NoticeRead)
def when_the_owner_answers_in_the_app_write_it_down(entry: Entry, event: NoticeRead) -> None:
    """The notice at the phone asks for yes or no; it counts when an owner answers."""
    if event.answer not in ("agreed", "not_mine"):
        return
    slip = waiting_of_notice(entry.scope_id, entry.subject_id)
    if slip is not None and owns(Person.objects.filter(pk=event.person).first(), slip.dwelling):
        note_owner_word(slip, agrees=event.answer == "agreed", way="app", by=SYSTEM, at=entry.at)


@reaction(on=(PassExpired, PassRevoked, PassReportedLost, PassRefused))
def when_the_pass_ends_the_slip_ends(entry: Entry, event: PassExpired | PassRevoked | PassReportedLost | PassRefused) -> None:
    """What is no valid pass is no valid slip."""
    if event.kind == "goods" and (slip := slip_of_pass(entry.scope_id, event.permit)) is not None:
        end_slip(slip, by=SYSTEM, at=entry.at)


