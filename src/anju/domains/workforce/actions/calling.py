"""Somebody is called in: one to stand in, or everybody at once."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people import actions as people
from anju.domains.people.queries import STAFF, Holding, Person, Post, people_with_role, working_here
from anju.domains.places.queries import Place
from anju.kernel import permissions
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import queries
from ..codes import GUARDS, LEADERS, MANAGERS, WATCHERS
from ..events import CalledOut, CallOutEnded, Mustered, StandInCalled
from ..models import CallOut, CallOutAnswer
from ..queries.shifts import others_of
from ..rules import swapping as rules
from .holding import foreign, held, nobody


@action(title=_("Call in a stand-in"), posts=LEADERS, event=StandInCalled, allowed_from=("in_use",))
def call_in(
    post: Post,
    *,
    person: Annotated[Person, Field(_("Person"), query=working_here)],
    start_at: Annotated[datetime, Field(_("Start"))],
    end_at: Annotated[datetime, Field(_("End"))],
    reason: Annotated[str, Field(_("Reason"), max_length=200)],
    despite: Annotated[str, Field(_("Too little rest, approved because"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Holding | Refusal:
    """Name somebody for a post that nobody holds. His rest is looked at; only a manager may overrule it, with a reason."""
    span, hours = (start_at, end_at), queries.terms_of(post.scope).rest_hours
    may_overrule = by.is_system or bool(permissions.posts_of(by, post.scope) & set(MANAGERS))
    no = foreign(post.scope, post) or rules.rested(person.name, span, others_of(person, span), hours=hours, despite=despite, may_overrule=may_overrule)
    if no := no or queries.fit_for(person, post, start_at.date()):
        return no
    holding = people.assign_post(post, person=person, start_at=start_at, end_at=end_at, by=by, at=at)
    if isinstance(holding, Refusal):
        return holding
    why = f"{reason} {despite}".strip()
    announce(StandInCalled(holding=holding.pk, post=post.pk, of_person=person.pk, start_at=start_at, end_at=end_at, reason=why), subject=post, person=person.pk)
    return holding


@action(title=_("Call everybody out"), posts=WATCHERS, event=CalledOut, linkable=True)
def call_out(
    scope: Scope,
    *,
    title: Annotated[str, Field(_("Title"), max_length=40)],
    place: Annotated[Place | None, Field(_("Place of muster"))] = None,
    target_minutes: Annotated[int, Field(_("Minutes allowed"), minimum=1, maximum=240)] = 15,
    is_drill: Annotated[bool, Field(_("Drill"))] = False,
    by: Actor,
    at: datetime | None = None,
) -> CallOut | Refusal:
    """Call the whole guarding team in, for an emergency or a drill; the minutes until each is there are counted."""
    people_called = sorted({one.pk for role in GUARDS for one in people_with_role(scope, role)} - {by.person})
    is_running = CallOut.objects.filter(scope=scope, state="running").exists()
    if no := foreign(scope, place) or rules.may_call_out(title=title, minutes=target_minutes, counted=len(people_called), is_running=is_running):
        return no
    one = CallOut(
        scope=scope, title=title.strip(), place=place, target_minutes=target_minutes, is_drill=is_drill, called_at=at, called_by_id=by.person, called=len(people_called)
    )
    one.save()
    CallOutAnswer.objects.bulk_create([CallOutAnswer(scope=scope, call_out=one, person_id=pk, created_at=at) for pk in people_called], batch_size=200)
    announce(CalledOut(call_out=one.id, is_drill=is_drill, called=one.called, target_minutes=target_minutes, title=one.title), subject=one)
    return one


@action(title=_("I am at the muster"), posts=STAFF, event=Mustered, offline=True, allowed_from=("running",))
def report_in(call_out: CallOut, *, by: Actor, at: datetime | None = None) -> CallOut | Refusal:
    """Say that one has come."""
    one = held(call_out)
    answer = CallOutAnswer.objects.filter(scope=one.scope_id, call_out=one, person_id=by.person).first()
    no = nobody(by) or rules.may_report_in(is_running=one.state == "running", is_called=answer is not None, has_come=bool(answer and answer.came_at))
    if no:
        return no
    minutes = max(0, int((at - one.called_at).total_seconds() // 60))
    answer.came_at, answer.minutes = at, minutes
    answer.save(update_fields=["came_at", "minutes"])
    is_in_time = minutes <= one.target_minutes
    one.came, one.came_in_time = one.came + 1, one.came_in_time + is_in_time
    one.save(update_fields=["came", "came_in_time"])
    announce(Mustered(call_out=one.id, of_person=by.person, minutes=minutes, is_in_time=is_in_time, is_drill=one.is_drill), subject=one)
    return one


@action(title=_("End the call-out"), posts=WATCHERS, event=CallOutEnded, allowed_from=("running",))
def end_call_out(call_out: CallOut, *, by: Actor, at: datetime | None = None) -> CallOut | Refusal:
    """Close the list: how many were called, came, and came in time."""
    one = held(call_out)
    if one.state != "running":
        return Refusal("workforce.call_out_over", _("This call-out is over."))
    one.state, one.ended_at = "ended", at
    one.save(update_fields=["state", "ended_at"])
    announce(CallOutEnded(call_out=one.id, is_drill=one.is_drill, called=one.called, came=one.came, came_in_time=one.came_in_time), subject=one)
    return one
