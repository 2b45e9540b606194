"""Two people exchange shifts: the colleague agrees, a leader decides, and both keep their rest."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people import actions as people
from anju.domains.people.queries import ROLES, STAFF, Holding, Person, roles_of, working_here
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import queries
from ..codes import LEADERS
from ..events import SwapAnswered, SwapAsked, SwapDecided
from ..models import Swap
from ..queries.shifts import others_of
from ..rules import swapping as rules
from .holding import foreign, held, nobody


@action(title=_("Ask for a swap"), posts=STAFF, event=SwapAsked, offline=True)
def ask_swap(
    scope: Scope,
    *,
    mine: Annotated[Holding, Field(_("Gives"))],
    colleague: Annotated[Person, Field(_("Colleague"), query=working_here)],
    theirs: Annotated[Holding | None, Field(_("Takes instead"), help=_("Empty: the colleague takes the shift and gives none."))] = None,
    reason: Annotated[str, Field(_("Reason"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Swap | Refusal:
    """Offer a shift of your own to a colleague, for one of his or for none."""
    if no := nobody(by) or foreign(scope, mine, theirs):
        return no
    no = rules.may_swap(
        is_mine=mine.person_id == by.person, is_theirs=theirs is None or theirs.person_id == colleague.pk, is_ahead=_are_ahead(mine, theirs, at=at),
        is_self=colleague.pk == by.person, is_open=Swap.objects.filter(mine=mine, state__in=("asked", "agreed")).exists(),
        same_kind=_fills(scope, colleague.pk, mine) and (theirs is None or _fills(scope, by.person, theirs)),
    )  # fmt: skip
    if no := no or _rest(scope, mine, theirs, colleague):
        return no
    one = Swap(scope=scope, mine=mine, theirs=theirs, asker_id=by.person, colleague=colleague, reason=reason, asked_at=at)
    one.save()
    announce(SwapAsked(swap=one.id, of_person=by.person, colleague=colleague.pk, reason=reason), subject=one, person=by.person)
    return one


def _are_ahead(*holdings: Holding | None, at: datetime) -> bool:
    return all(one is None or (one.state == "published" and one.start_at > at) for one in holdings)


def _fills(scope: Scope, person: object, holding: Holding) -> bool:
    roles = roles_of(scope, [person], on=holding.on).get(person, frozenset())
    return holding.post.role in roles or any(holding.post.role in ROLES[one].stands_in_for for one in roles)


def _rest(scope: Scope, mine: Holding, theirs: Holding | None, colleague: Person) -> Refusal | None:
    """Both must rest after the swap: each is looked at without the shift he gives away."""
    hours = queries.terms_of(scope).rest_hours
    gone = [mine.pk, *([theirs.pk] if theirs else [])]
    span = (mine.start_at, mine.end_at)
    if no := rules.rested(colleague.name, span, others_of(colleague, span, but=gone), hours=hours):
        return no
    if theirs is None:
        return None
    other = (theirs.start_at, theirs.end_at)
    return rules.rested(mine.person.name, other, others_of(mine.person, other, but=gone), hours=hours)


@action(title=_("Agree or decline"), posts=STAFF, event=SwapAnswered, offline=True, allowed_from=("asked",))
def answer_swap(swap: Swap, *, is_agreed: Annotated[bool, Field(_("I take it"))] = False, by: Actor, at: datetime | None = None) -> Swap | Refusal:
    """The colleague says whether he wants the swap."""
    one = held(swap)
    if no := rules.may_answer(state=one.state, is_colleague=by.person == one.colleague_id):
        return no
    one.state, one.agreed_at = ("agreed", at) if is_agreed else ("declined", None)
    one.save(update_fields=["state", "agreed_at"])
    announce(SwapAnswered(swap=one.id, of_person=one.colleague_id, is_agreed=is_agreed), subject=one)
    return one


@action(title=_("Decide on the swap"), posts=LEADERS, event=SwapDecided, allowed_from=("agreed",), second_to=("workforce.ask_swap",))
def decide_swap(swap: Swap, *, is_approved: Annotated[bool, Field(_("Approved"))] = False, by: Actor, at: datetime | None = None) -> Swap | Refusal:
    """Approve the swap, which then stands in the roster, or refuse it. The rest of both is looked at once more."""
    one = Swap.objects.select_for_update(of=("self",)).select_related("mine__person", "mine__post", "theirs__post", "theirs__person", "colleague").get(pk=swap.pk)
    is_party = by.person in (one.asker_id, one.colleague_id)
    no = nobody(by) or rules.may_decide(state=one.state, is_party=is_party, is_ahead=not is_approved or _are_ahead(one.mine, one.theirs, at=at))
    if no := no or (_rest(one.scope, one.mine, one.theirs, one.colleague) if is_approved else None):
        return no
    if is_approved and (no := _exchange(one, by, at)):
        return no
    one.state, one.decided_by_id, one.decided_at = "approved" if is_approved else "refused", by.person, at
    one.save(update_fields=["state", "decided_by", "decided_at"])
    announce(SwapDecided(swap=one.id, is_approved=is_approved), subject=one)
    return one


def _exchange(one: Swap, by: Actor, at: datetime) -> Refusal | None:
    pairs = [(one.mine, one.colleague)] + ([(one.theirs, one.mine.person)] if one.theirs else [])
    for holding, _new in pairs:
        released = people.release_post(holding, reason=str(one), by=by, at=at)
        if isinstance(released, Refusal):
            return released
    for holding, person in pairs:
        span = {"shift": holding.shift, "on": holding.on} if holding.shift_id else {"start_at": holding.start_at, "end_at": holding.end_at}
        assigned = people.assign_post(holding.post, person=person, **span, by=by, at=at)
        if isinstance(assigned, Refusal):
            return assigned
    return None
