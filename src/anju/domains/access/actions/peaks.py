"""Peak plans (高峰疏导预案): drawn up for people and cars, added to the roster by the clock, switched on at the gate, queues counted."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Annotated

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.notices import actions as notices
from anju.domains.people import actions as people
from anju.domains.people.queries import Post
from anju.domains.workforce.queries import candidates, is_guidance
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import PeakPlanDropped, PeakPlanned, PeakRostered, PeakSwitchedOff, PeakSwitchedOn, QueueCounted
from ..kinds import CHECKERS, LEADERS, MANAGERS, OCCASIONS, PEAK_WAITS
from ..models import Lane, PeakPlan, PeakRun
from ..rules import standing
from ..rules.office import reason_told
from .ground import elsewhere

TextInput = Annotated[str, Field(_("How people are led"), multiline=True, max_length=400)]
CarsInput = Annotated[str, Field(_("How cars are led"), multiline=True, max_length=400)]


@action(title=_("Draw up a peak plan"), posts=MANAGERS, event=PeakPlanned)
def plan_peak(
    scope: Scope,
    *,
    name: Annotated[str, Field(_("Name"), max_length=60, help=_("The name of a plan in force: this is its next version."))],
    occasion: Annotated[str, Field(pgettext_lazy("peak", "Occasion"), choices=OCCASIONS)],
    starts: Annotated[time, Field(_("Begins at"))],
    ends: Annotated[time, Field(_("Ends at"))],
    post: Annotated[Post, Field(_("Post for guiding"))],
    extra: Annotated[int, Field(_("People added"), minimum=1, maximum=10)] = 1,
    people_text: TextInput,
    cars_text: CarsInput,
    waits: Annotated[list[str] | None, Field(_("Wait until it is over"), choices=PEAK_WAITS, required=False)] = None,
    ways_in: Annotated[list[Lane] | None, Field(_("Lanes that lead in only"), required=False)] = None,
    ways_out: Annotated[list[Lane] | None, Field(_("Lanes that lead out only"), required=False)] = None,
    by: Actor,
    at: datetime | None = None,
) -> PeakPlan | Refusal:
    """Lay down how people and cars are led in a rush, who is added to the roster, who waits, and which lanes lead one way."""
    ways_in, ways_out = ways_in or [], ways_out or []
    if no := elsewhere(scope, post, *ways_in, *ways_out):
        return no
    minutes = (ends.hour - starts.hour) * 60 + ends.minute - starts.minute
    no = standing.may_plan_peak(
        name=name, occasion=occasion, minutes=minutes, extra=extra, people_text=people_text, cars_text=cars_text, waits=waits or [],
        is_guiding=post.state == "in_use" and post.place_id is not None and is_guidance(post),
    )  # fmt: skip
    if no := no or _ways_left(scope, ways_in, ways_out):
        return no
    before = PeakPlan.objects.select_for_update().filter(scope=scope, name=name.strip(), state="in_force").first()
    if before is not None:
        before.state = "replaced"
        before.save()
    one = PeakPlan(
        scope=scope, name=name.strip(), version=before.version + 1 if before else 1, occasion=occasion, starts=starts, ends=ends, post=post, extra=extra,
        people_text=people_text.strip(), cars_text=cars_text.strip(), waits=waits or [], since_at=at, drawn_up_by_id=by.person,
        one_way={**{str(lane.pk): "in" for lane in ways_in}, **{str(lane.pk): "out" for lane in ways_out}},
    )  # fmt: skip
    one.save()
    if before is not None:
        PeakRun.objects.filter(scope=scope, plan=before, state="planned").update(plan=one)
    announce(PeakPlanned(**about(one), extra=extra, replaces=before.version if before else 0), subject=one)
    return one


def _ways_left(scope: Scope, ways_in: list[Lane], ways_out: list[Lane]) -> Refusal | None:
    """For people and for cars some way in stays open; ways out are never taken, whoever leaves is let out at every lane."""
    out = {lane.pk for lane in ways_out}
    for traffic in {lane.traffic for lane in ways_out}:
        others = Lane.objects.filter(scope=scope, state="in_use", traffic=traffic, directions__in=("both", "in")).exclude(pk__in=out)
        if not others.exists():
            return Refusal("access.last_way_in", _("Not drawn up: this would leave no way in. Keep one lane for people and one for cars open."))
    if out & {lane.pk for lane in ways_in}:
        return Refusal("access.one_way_only", _("Not drawn up: a lane leads in or out, not both one-way."))
    return None


def about(plan: PeakPlan) -> dict:
    return {"plan": plan.pk, "occasion": plan.occasion, "version": plan.version}


@action(title=_("Drop the peak plan"), posts=MANAGERS, event=PeakPlanDropped, confirm=True, allowed_from=("in_force",))
def drop_peak_plan(plan: PeakPlan, *, why: Annotated[str, Field(_("Why"), max_length=200)], by: Actor, at: datetime | None = None) -> PeakPlan | Refusal:
    """It is not needed any more; nobody is added to the roster for it."""
    one = PeakPlan.objects.select_for_update().get(pk=plan.pk)
    if one.state != "in_force":
        return Refusal("access.peak_step", _("Not done: this plan is switched on already, or its day is over."))
    if no := reason_told(why):
        return no
    one.state = "dropped"
    one.save()
    PeakRun.objects.filter(scope=one.scope_id, plan=one, state="planned").update(state="over")
    announce(PeakPlanDropped(**about(one), why=why), subject=one)
    return one


@action(title=_("Add people to the roster for a rush"), posts=LEADERS, event=PeakRostered, allowed_from=("in_force",))
def roster_peak(plan: PeakPlan, *, on: Annotated[date, Field(_("Day"))], by: Actor, at: datetime | None = None) -> PeakRun | Refusal:
    """Name for one day as many people as the plan adds, of those who are rested and free; the clock does this a week ahead. Whom it lacks it says."""
    plan = PeakPlan.objects.select_for_update(of=("self",)).select_related("scope", "post__scope").get(pk=plan.pk)
    starts_at, ends_at = _span(plan, on)
    if plan.state != "in_force" or ends_at <= at:
        return Refusal("access.peak_step", _("Not done: this plan is switched on already, or its day is over."))
    run = PeakRun.objects.filter(scope=plan.scope_id, plan=plan, on=on).first() or PeakRun(
        scope=plan.scope, plan=plan, on=on, starts_at=starts_at, ends_at=ends_at, short=plan.extra
    )
    if run.named and not run.short:
        return Refusal("access.rostered_already", _("Nothing to do: everybody is named for this day."))
    named = _named(plan, run, by=by, at=at)
    run.named, was_new = [*run.named, *named], run._state.adding
    run.short = plan.extra - len(run.named)
    if not named and not was_new:
        return Refusal("access.nobody_free", _("Not done: nobody who is rested and free can be added. Call somebody in, or ask the manager."))
    run.save()
    if run.short and was_new:
        _tell_short(run, by=by, at=at)
    announce(PeakRostered(**about(plan), run=run.pk, on=on, named=len(named), short=run.short), subject=run)
    return run


def _span(plan: PeakPlan, on: date) -> tuple[datetime, datetime]:
    zone = clock.zone(plan.scope)
    return datetime.combine(on, plan.starts, zone), datetime.combine(on, plan.ends, zone)


def _named(plan: PeakPlan, run: PeakRun, *, by: Actor, at: datetime) -> list[str]:
    """The holdings that were made, as many as are missing and can be found."""
    found: list[str] = []
    for person in candidates(plan.post, run.starts_at, run.ends_at):
        if len(found) == run.short:
            break
        holding = people.assign_post(plan.post, person=person, start_at=run.starts_at, end_at=run.ends_at, by=by, at=at)
        if not isinstance(holding, Refusal):
            found.append(str(holding.pk))
    return found


def _tell_short(run: PeakRun, *, by: Actor, at: datetime) -> None:
    title = say("People missing: %(plan)s") % {"plan": run.plan.name}
    text = say("%(count)s more are needed on %(day)s. Name somebody on the roster.") % {"count": run.short, "day": f"{run.on:%m-%d}"}
    notices.send_notice(run.scope, level=3, title=title[:40], text=text, audience={"roles": ["security_manager", "team_leader"]}, by=by, at=at)


def _held(run: PeakRun) -> PeakRun:
    return PeakRun.objects.select_for_update(of=("self",)).select_related("plan", "scope").get(pk=run.pk)


@action(title=_("Switch the peak plan on"), posts=CHECKERS, event=PeakSwitchedOn, allowed_from=("planned",))
def switch_peak_on(run: PeakRun, *, by: Actor, at: datetime | None = None) -> PeakRun | Refusal:
    """From now on the lanes decide by the plan; the gate may do it up to an hour before, the clock does it when the rush begins."""
    one = _held(run)
    if no := standing.may_switch_on(one.state, at=at, starts_at=one.starts_at, ends_at=one.ends_at):
        return no
    one.state, one.on_at, one.on_by_id = "on", at, by.person
    one.save()
    announce(PeakSwitchedOn(**about(one.plan), run=one.pk, named=len(one.named), ends_at=one.ends_at), subject=one)
    return one


@action(title=_("Count the queue"), posts=CHECKERS, event=QueueCounted, offline=True, allowed_from=("on",))
def count_queue(
    run: PeakRun,
    *,
    people: Annotated[int, Field(_("People waiting"), minimum=0, maximum=500)] = 0,
    cars: Annotated[int, Field(_("Cars waiting"), minimum=0, maximum=500)] = 0,
    by: Actor,
    at: datetime | None = None,
) -> PeakRun | Refusal:
    """Write down how many people and cars wait now; the longest of each is what the plan is judged by."""
    one = _held(run)
    if one.state != "on":
        return Refusal("access.peak_not_on", _("Not recorded: this plan is not switched on."))
    there = clock.local(one.scope, at)
    one.queues = [*one.queues, [there.hour * 60 + there.minute, people, cars]][-200:]
    one.longest_people, one.longest_cars = max(one.longest_people, people), max(one.longest_cars, cars)
    one.save()
    announce(QueueCounted(**about(one.plan), run=one.pk, people=people, cars=cars), subject=one)
    return one


@action(title=_("Switch the peak plan off"), posts=CHECKERS, event=PeakSwitchedOff, allowed_from=("on",))
def switch_peak_off(run: PeakRun, *, by: Actor, at: datetime | None = None) -> PeakRun | Refusal:
    """The rush is over: the lanes decide as before. The clock does it at the end."""
    one = _held(run)
    if one.state != "on":
        return Refusal("access.peak_not_on", _("Not recorded: this plan is not switched on."))
    one.state, one.off_at = "over", at
    one.save()
    minutes = int((at - one.on_at).total_seconds() // 60)
    announce(PeakSwitchedOff(**about(one.plan), run=one.pk, minutes=minutes, longest_people=one.longest_people, longest_cars=one.longest_cars), subject=one)
    return one
