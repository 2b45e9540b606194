"""Short leave, meals, and who stands in meanwhile."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people import actions as people
from anju.domains.people.queries import ROLES, Holding, Person, Post, Presence, post_now, presence_of, roles_of
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import queries
from ..codes import AWAY, GUARDS, LEADERS
from ..events import CameBack, ReliefGivenBack, ReliefTaken, SteppedAway
from ..models import Away, Establishment, Relief
from ..rules import standing as rules
from .findings import raise_finding
from .holding import held, leads, nobody

STANDING = tuple(dict.fromkeys((*GUARDS, *LEADERS)))
SYSTEM = Actor.system("watch")


@action(title=_("Leave for a short while"), posts=STANDING, event=SteppedAway, offline=True, allowed_from=("in_use",))
def step_away(
    post: Post,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=AWAY)],
    reason: Annotated[str, Field(_("Reason"), max_length=200)],
    minutes: Annotated[int | None, Field(_("Minutes"), minimum=1, help=_("Empty: as long as is allowed."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Away | Refusal:
    """Leave the post for a stated reason: a short leave ends after its minutes, a meal is covered only while somebody stands in."""
    terms = queries.terms_of(post.scope)
    limit = terms.short_leave_minutes if kind == "short_leave" else terms.meal_minutes
    minutes = minutes or limit
    here = presence_of(Person(pk=by.person)) if by.person else None
    is_here = here is not None and here.post_id == post.pk
    if no := nobody(by) or rules.may_step_away(is_here=is_here, kind=kind, reason=reason, minutes=minutes, limit=limit):
        return no
    left = people.leave_post(post, left_for=kind, note=reason.strip(), by=by, at=at)
    if isinstance(left, Refusal):
        return left
    one = Away(scope=post.scope, post=post, person_id=by.person, kind=kind, reason=reason.strip(), left_at=at, due_at=at + timedelta(minutes=minutes))
    one.save()
    wrong = _told_at_once(post, at)
    is_covered = not wrong
    event = SteppedAway(away=one.id, post=post.pk, of_person=by.person, kind=kind, due_at=one.due_at, is_covered=is_covered, reason=one.reason)
    announce(event, subject=one, person=by.person)
    return one


def _told_at_once(post: Post, at: datetime) -> bool:
    """A post that nobody keeps any more is told now, not with the clock's next look."""
    standing = next((one for one in queries.standing_at(post.scope, at) if one.now.post.pk == post.pk), None)
    for wrong in standing.wrong if standing else ():
        person, holding = Person.objects.filter(pk=wrong.person).first(), Holding.objects.filter(pk=wrong.holding).first()
        raise_finding(post, kind=wrong.kind, source=wrong.source, since_at=wrong.since_at, person=person, holding=holding, by=SYSTEM, at=at)
    return bool(standing and standing.wrong)


@action(title=_("Back on post"), posts=STANDING, event=CameBack, offline=True, allowed_from=("in_use",))
def come_back(
    post: Post, *, person: Annotated[Person | None, Field(_("Person"), help=_("Empty: yourself"))] = None, by: Actor, at: datetime | None = None
) -> Away | Refusal:
    """Take the post again after a short leave or a meal; whoever stood in is free. Who was put on it meanwhile by another way only ends his leave."""
    who = person.pk if person is not None else by.person
    one = Away.objects.select_for_update().filter(scope=post.scope, post=post, person_id=who, back_at=None).select_related("person").first()
    if person is None and (no := nobody(by)):
        return no
    if no := rules.may_come_back(is_away=one is not None, is_own=who == by.person, leads=leads(by, post.scope)):
        return no
    here = presence_of(one.person)
    if here is None or here.post_id != post.pk:
        taken = people.take_post(post, person=person, by=by, at=at)
        if isinstance(taken, Refusal):
            return taken
    for relief in Relief.objects.filter(scope=post.scope, post=post, relieved_id=who, until_at=None):
        give_back(relief, by=SYSTEM, at=at)
    one.state, one.back_at = "back", at
    one.save(update_fields=["state", "back_at"])
    minutes = max(0, int((at - one.left_at).total_seconds() // 60))
    announce(CameBack(away=one.id, post=post.pk, of_person=who, minutes=minutes, is_in_time=at <= one.due_at), subject=one)
    return one


@action(title=_("Stand in"), posts=STANDING, event=ReliefTaken, offline=True, allowed_from=("in_use",))
def take_relief(post: Post, *, by: Actor, at: datetime | None = None) -> Relief | Refusal:
    """Take somebody's place at his post while he eats or is away. It counts from the moment in which one stands there."""
    holders = [one for one in post_now(post, at) if one.person_id != by.person]
    relieved = _whom(post, holders)
    if no := nobody(by) or _may_relieve(post, holders, relieved, by, at):
        return no
    one = Relief(scope=post.scope, post=post, person_id=by.person, relieved=relieved, since_at=at)
    one.save()
    announce(ReliefTaken(relief=one.id, post=post.pk, of_person=by.person, relieved=relieved.pk), subject=one)
    return one


def _whom(post: Post, holders: list[Holding]) -> Person | None:
    """The holder who is away; where nobody is, the first who stands there and has nobody standing in yet."""
    away = set(Away.objects.filter(scope=post.scope, post=post, back_at=None).values_list("person_id", flat=True))
    ordered = sorted(holders, key=lambda one: (one.person_id not in away, one.start_at))
    return ordered[0].person if ordered else None


def _may_relieve(post: Post, holders: list[Holding], relieved: Person | None, by: Actor, at: datetime) -> Refusal | None:
    me = Person(pk=by.person)
    mine, here = queries.relief_of(me), presence_of(me)
    held_roles = roles_of(post.scope, [by.person]).get(by.person, frozenset())
    is_own = any(one.person_id == by.person for one in post_now(post, at)) or (here is not None and here.post_id == post.pk)
    taken = relieved is not None and Relief.objects.filter(scope=post.scope, post=post, relieved=relieved, until_at=None).exists()
    return rules.may_relieve(
        is_own_post=is_own, fits=post.role in held_roles or any(post.role in ROLES[role].stands_in_for for role in held_roles),
        standing_elsewhere=mine.post.name if mine else "", needed_at=_needed_at(here), is_post_held=relieved is not None, is_relieved_already=taken,
    )  # fmt: skip


def _needed_at(here: Presence | None) -> str:
    """The fixed post that would be short of people. The relief pool and leaders are there to stand in."""
    if here is None or here.post.role in LEADERS or Establishment.objects.filter(post=here.post, is_pool=True).exists():
        return ""
    present = Presence.objects.filter(scope=here.scope_id, post=here.post, until_at=None).count()
    return here.post.name if present <= here.post.people_per_shift else ""


@action(title=_("Give the post back"), posts=STANDING, event=ReliefGivenBack, offline=True, allowed_from=("standing",))
def give_back(relief: Relief, *, by: Actor, at: datetime | None = None) -> Relief | Refusal:
    """Stop standing in."""
    one = held(relief)
    is_own = by.person is not None and by.person == one.person_id
    if no := rules.may_give_back(is_standing=one.until_at is None, is_own=is_own, leads=leads(by, one.scope)):
        return no
    one.state, one.until_at = "over", max(at, one.since_at)
    one.save(update_fields=["state", "until_at"])
    minutes = int((one.until_at - one.since_at).total_seconds() // 60)
    announce(ReliefGivenBack(relief=one.id, post=one.post_id, of_person=one.person_id, relieved=one.relieved_id, minutes=minutes), subject=one)
    return one
