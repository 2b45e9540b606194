"""What may be done with found things. The year is that of Civil Code article 318: from the announcement, then it falls to the state."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..states import FoundState


def lawful_on(announced_on: date) -> date:
    """One year after the announcement; 29 February becomes 1 March."""
    try:
        return announced_on.replace(year=announced_on.year + 1)
    except ValueError:
        return date(announced_on.year + 1, 3, 1)


def may_record(*, title: str, marks: str, category_known: bool, found_at: datetime, at: datetime) -> Refusal | None:
    if not title.strip() or not marks.strip() or not category_known:
        return Refusal("passes.say_what", _("Not recorded: say what it is, and a mark that only its owner knows."))
    if found_at > at:
        return Refusal("passes.found_later", _("Not recorded: it cannot have been found in the future."))
    return None


def may_move(state: str, to: str) -> Refusal | None:
    if not FoundState.may(state, to):
        return Refusal("passes.not_in_this_state", _("Not done: this thing is “%(state)s”."), state=FoundState[state].label)
    return None


def may_claim(state: str, *, name: str, said: str) -> Refusal | None:
    if not name.strip() or not said.strip():
        return Refusal("passes.claim_told", _("Not recorded: write down who claims it and how he describes it."))
    return may_move(state, "claimed")


def may_hand_out(state: str, *, by: UUID | None, witness: UUID | None, finder: UUID | None, claim_taken_by: UUID | None) -> Refusal | None:
    """Two people of the house stand by: who hands it out and a witness, neither of whom found it."""
    if no := may_move(state, "handed_out"):
        return no
    if by is None or witness is None or witness == by or finder in (by, witness) and finder is not None:
        return Refusal("passes.own_witness", _("Not done: the witness must be a third person."))
    return None


def may_dispose(state: str, *, lawful_on: date | None, today: date, by: UUID | None, witness: UUID | None) -> Refusal | None:
    if no := may_move(state, "disposed"):
        return no
    if lawful_on is None or today < lawful_on:
        return Refusal("passes.year_not_over", _("Not done: the year since the announcement ends on %(on)s."), on=lawful_on or "--")
    if by is None or witness is None or witness == by:
        return Refusal("passes.own_witness", _("Not done: the witness must be a third person."))
    return None
