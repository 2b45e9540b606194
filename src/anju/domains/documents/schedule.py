"""The clock looks once a day at what is late, and gives required reading to whoever joined."""

from __future__ import annotations

from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.schedule import daily

from .actions import hand_out_readings, note_follow_up_late, note_loan_late, note_reading_late
from .models import FollowUp, Loan, Reading
from .queries.using import readings_to_hand_out

CHUNK = 200


@daily("documents.note_late", at="06:10")
def note_late(scope: Scope) -> None:
    """Note readings, loans and follow-ups whose day is over; each is its own transaction."""
    today, by = clock.today(scope), Actor.system("schedule")
    for model, state, note in ((Reading, "owed", note_reading_late), (Loan, "out", note_loan_late), (FollowUp, "open", note_follow_up_late)):
        for one in model.objects.filter(scope=scope, state=state, due_on__lt=today).select_related("scope").order_by("due_on", "pk")[:CHUNK]:
            note(one, by=by)


@daily("documents.hand_out_readings", at="06:20")
def hand_out(scope: Scope) -> None:
    """Newcomers get what their post must read."""
    for document in readings_to_hand_out(scope):
        hand_out_readings(document, by=Actor.system("schedule"))
