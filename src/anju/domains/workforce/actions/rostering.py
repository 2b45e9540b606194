"""A roster is drafted, worked out by a job, looked at, and published; somebody falls ill and it is changed as little as can be."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people import actions as people
from anju.domains.people.queries import Holding, Person, working_here
from anju.kernel import clock, jobs
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..codes import LEADERS
from ..events import (
    RosterDiscarded,
    RosterDrafted,
    RosterFailed,
    RosterHeldBack,
    RosterImproved,
    RosterPartPublished,
    RosterPublishing,
    RosterReady,
    RosterStopped,
)  # fmt: skip
from ..models import Roster
from ..queries.rostering import Question, changed_cells, first_open
from ..rules import rostering as rules
from .holding import held

PART = 200
REPLAN_SECONDS = 15
SECONDS = Annotated[int, Field(_("Time to look (seconds)"), minimum=rules.SECONDS[0], maximum=rules.SECONDS[1])]


@action(title=_("Draft a roster"), posts=LEADERS, event=RosterDrafted)
def draft_roster(
    scope: Scope,
    *,
    first_on: Annotated[date, Field(_("First day"))],
    last_on: Annotated[date, Field(_("Last day"))],
    seconds: SECONDS = 60,
    by: Actor,
    at: datetime | None = None,
) -> Roster | Refusal:
    """Have a roster worked out in the background: every post filled, rest and weekly hours kept, leave respected, shifts shared evenly. It begins after what is published."""
    question = Question(scope, first_on, max(first_on, last_on))
    begins = first_open(scope, first_on, last_on)
    no = rules.may_draft(
        first=first_on, last=last_on, today=clock.today(scope), seconds=seconds, seats=len(question.seats), people=len(question.may), is_working=_is_working(scope), is_held=begins > last_on >= first_on,
    )  # fmt: skip
    return no or _begin(Roster(scope=scope, first_on=begins, last_on=last_on, seconds=seconds))


@action(title=_("Somebody falls ill"), posts=LEADERS, event=RosterDrafted, allowed_from=("published",))
def call_ill(
    roster: Roster,
    *,
    person: Annotated[Person, Field(_("Person"), query=working_here)],
    from_on: Annotated[date, Field(_("Out from"))],
    until_on: Annotated[date, Field(_("Out until"))],
    by: Actor,
    at: datetime | None = None,
) -> Roster | Refusal:
    """Work out how the roster goes on without somebody for some days, with as few changes as can be; what changes is shown before it is published."""
    one = held(roster)
    if one.state != "published":
        return _not_now(one)
    row = one.cells.get(str(person.pk), [])
    span = range(max((from_on - one.first_on).days, 0), max((until_on - one.first_on).days, -1) + 1)
    works = any(row[day] for day in span if day < len(row))
    is_working, today = _is_working(one.scope), clock.today(one.scope)
    no = rules.may_replan(from_on=from_on, until_on=until_on, first=one.first_on, last=one.last_on, today=today, works=works, is_working=is_working)
    return no or _begin(Roster(scope=one.scope, first_on=one.first_on, last_on=one.last_on, seconds=REPLAN_SECONDS, base=one, ill=person, ill_from_on=from_on, ill_until_on=until_on))


def _is_working(scope: Scope) -> bool:
    return Roster.objects.filter(scope=scope, state__in=("working", "publishing")).exists()


def _begin(one: Roster) -> Roster:
    one.save()
    jobs.enqueue("workforce.work_out", str(one.scope_id), str(one.pk))
    announce(RosterDrafted(roster=one.pk, first_on=one.first_on, last_on=one.last_on, base=one.base_id, ill=one.ill_id), subject=one)
    return one


@action(title=_("Keep the better roster"), posts=(), event=RosterImproved)
def keep_roster(roster: Roster, *, found: Annotated[dict, Field(_("What was found"))], second: Annotated[int, Field(_("Second"))], by: Actor, at: datetime | None = None) -> Roster | Refusal:
    """Show how far the work is. The product does this itself."""
    one = held(roster)
    if one.state != "working":
        return _over()
    _take(one, found)
    one.progress = [*one.progress, [second, one.cost, len(one.breaches)]]
    one.save(update_fields=["cells", "cost", "bound", "is_best", "breaches", "missed", "progress"])
    announce(RosterImproved(roster=one.pk, second=second, cost=one.cost, bound=one.bound, breaches=len(one.breaches)), subject=one)
    return one


def _take(one: Roster, found: dict) -> None:
    one.cells, one.cost, one.bound, one.is_best = found["cells"], found["cost"], found["bound"], found["is_best"]
    one.breaches, one.missed = found["breaches"], found["missed"]


def _not_now(one: Roster) -> Refusal:
    return Refusal("workforce.roster_not_now", _("This roster is not where that can be done: %(state)s."), state=one.get_state_display())


def _over() -> Refusal:
    return Refusal("workforce.roster_over", _("This roster is not being worked out any more."))


@action(title=_("Stop and keep the best so far"), posts=LEADERS, event=RosterStopped, allowed_from=("working",))
def stop_roster(roster: Roster, *, by: Actor, at: datetime | None = None) -> Roster | Refusal:
    """End the work; the best roster found so far becomes the draft."""
    one = held(roster)
    if one.state != "working":
        return _over()
    one.is_stop_asked = True
    one.save(update_fields=["is_stop_asked"])
    announce(RosterStopped(roster=one.pk), subject=one)
    return one


@action(title=_("Hand the roster over"), posts=(), event=RosterReady)
def finish_roster(roster: Roster, *, found: Annotated[dict, Field(_("What was found"))], by: Actor, at: datetime | None = None) -> Roster | Refusal:
    """Make the best roster found the draft. The product does this itself."""
    one = held(roster)
    if one.state != "working":
        return _over()
    _take(one, found)
    one.state = "ready"
    one.save()
    announce(RosterReady(roster=one.pk, cost=one.cost, bound=one.bound, breaches=len(one.breaches), is_best=one.is_best), subject=one)
    return one


@action(title=_("Give up the roster"), posts=(), event=RosterFailed)
def fail_roster(roster: Roster, *, by: Actor, at: datetime | None = None) -> Roster | Refusal:
    """Note that no roster was worked out. The product does this itself."""
    one = held(roster)
    if one.state != "working":
        return _over()
    one.state = "failed"
    one.save(update_fields=["state"])
    announce(RosterFailed(roster=one.pk), subject=one)
    return one


@action(title=_("Publish the roster"), posts=LEADERS, event=RosterPublishing, allowed_from=("ready",), confirm=True)
def publish_roster(roster: Roster, *, by: Actor, at: datetime | None = None) -> Roster | Refusal:
    """Name everybody for his shifts, in the background. Posts, phones and attendance go by it from then on."""
    one = held(roster)
    if one.state != "ready":
        return _not_now(one)
    if one.last_on < clock.today(one.scope):
        return Refusal("workforce.period_begun", _("A roster is made for days to come. Begin today or later."))
    if one.base_id and one.base.state != "published":
        return Refusal("workforce.base_replaced", _("The roster that this one changes was changed since. Call the person ill again on the newest one."))
    one.state, one.trouble, one.published_rows = "publishing", "", 0
    one.save(update_fields=["state", "trouble", "published_rows"])
    jobs.enqueue("workforce.publish_rows", str(one.scope_id), str(one.pk))
    announce(RosterPublishing(roster=one.pk), subject=one)
    return one


@action(title=_("Publish a part of the roster"), posts=(), event=RosterPartPublished)
def publish_part(roster: Roster, *, by: Actor, at: datetime | None = None) -> Roster | Refusal:
    """Name people for the next shifts of a roster, at most 200 at a time. The product does this itself."""
    one = held(roster)
    if one.state != "publishing":
        return _over()
    if one.base_id and one.published_rows == 0 and (no := _release(one, by=by, at=at)):
        return no
    rows = _left(one)
    part = rows[:PART]
    if part and isinstance(no := people.publish_holdings(one.scope, rows=part, by=by, at=at), Refusal):
        return no
    one.published_rows += len(part)
    is_last = len(part) == len(rows)
    if is_last:
        one.state = "published"
        if one.base_id:
            Roster.objects.filter(pk=one.base_id).update(state="replaced")
    one.save(update_fields=["published_rows", "state"])
    announce(RosterPartPublished(roster=one.pk, rows=len(part), is_last=is_last), subject=one)
    return one


def _left(one: Roster) -> list[dict]:
    """What is still to be published: of a replanned roster only what changed, and nothing that stands already."""
    standing = Question(one.scope, one.first_on, one.last_on).published
    cells = [(person, day, now) for person, day, _was, now in changed_cells(one)] if one.base_id else [(person, day, cell) for person, row in one.cells.items() for day, cell in enumerate(row)]
    named = ((person, day, *cell.split("|")) for person, day, cell in cells if cell and standing.get(person, {day: None})[day] != cell)
    rows = [{"person": person, "post": post, "shift": shift, "on": str(one.first_on + timedelta(days=day))} for person, day, post, shift in named]
    return sorted(rows, key=lambda row: (row["on"], row["person"]))


def _release(one: Roster, *, by: Actor, at: datetime) -> Refusal | None:
    """Take back the shifts that a replanned roster changes."""
    for person, day, was, _now in changed_cells(one):
        if was:
            post, _bar, shift = was.partition("|")
            on = one.first_on + timedelta(days=day)
            for holding in Holding.objects.filter(scope=one.scope, person_id=person, post_id=post, shift_id=shift, on=on, state="published"):
                if isinstance(no := people.release_post(holding, reason=str(_("Roster changed")), by=by, at=at), Refusal):
                    return no
    return None


@action(title=_("Hold the roster back"), posts=(), event=RosterHeldBack)
def hold_back(roster: Roster, *, trouble: Annotated[str, Field(_("Trouble"), max_length=300)], by: Actor, at: datetime | None = None) -> Roster | Refusal:
    """Note why a roster could not be published. The product does this itself."""
    one = held(roster)
    if one.state != "publishing":
        return _over()
    one.state, one.trouble = "ready", trouble
    one.save(update_fields=["state", "trouble"])
    announce(RosterHeldBack(roster=one.pk), subject=one)
    return one


@action(title=_("Discard the roster"), posts=LEADERS, event=RosterDiscarded, allowed_from=("ready", "failed"))
def discard_roster(roster: Roster, *, by: Actor, at: datetime | None = None) -> Roster | Refusal:
    """Put a draft away; nothing of it was published."""
    one = held(roster)
    if one.state not in ("ready", "failed"):
        return _not_now(one)
    if one.published_rows:
        return Refusal("workforce.partly_published", _("Part of it is published. Publish the rest, or withdraw the shifts first."))
    one.state = "discarded"
    one.save(update_fields=["state"])
    announce(RosterDiscarded(roster=one.pk), subject=one)
    return one
