"""What patrols do when something happened elsewhere: complaints and lost devices raise the density, rounds prove regular work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from anju.domains.cases.events import CaseOpened
from anju.domains.devices.events import DeviceLost, DeviceReturned
from anju.domains.duties import actions as duties
from anju.domains.workforce.events import ContingencySwitchedOff, ContingencySwitchedOn
from anju.domains.workforce.queries import Contingency
from anju.kernel import clock, ledger
from anju.kernel.actors import Actor
from anju.kernel.models import Entry, Scope
from anju.kernel.reactions import reaction
from anju.kernel.refusals import Refusal

from . import actions, crediting, figures
from .events import RiskAssessed, RoundFinished
from .models import Activation, Checkpoint, Raise, Scheme

COMPLAINTS, WITHIN = 2, timedelta(days=30)
"""So many complaints about one place within these days raise the density of its points."""
DAYS_FOR_DEVICE = timedelta(days=7)


def _points_at(scope: Scope, place: UUID | None) -> list[Checkpoint]:
    return list(Checkpoint.objects.filter(scope=scope, place=place, state="in_use").order_by("code")) if place else []


@reaction(on=CaseOpened)
def when_complained_raise_the_density(entry: Entry, event: CaseOpened) -> None:
    """The second complaint about a place within thirty days sends patrols there more often for two weeks."""
    if event.kind != "complaint" or not (points := _points_at(entry.scope, event.place)):
        return
    many = figures.complaints_at(entry.scope, event.place, event.opened_at - WITHIN, event.opened_at + timedelta.resolution)
    if many >= COMPLAINTS:
        for point in points:
            actions.raise_density(point, cause="complaint", complaints=many, link=f"/cases/{event.case}/", by=Actor.system("reaction"))


@reaction(on=DeviceLost)
def when_device_lost_raise_the_density(entry: Entry, event: DeviceLost) -> None:
    """What a camera or sensor does not see any more, people look at more often until it is back."""
    if event.is_repeated:
        return
    until_on = clock.local(entry.scope, entry.at + DAYS_FOR_DEVICE).date()
    for point in _points_at(entry.scope, event.place):
        actions.raise_density(point, cause="device", until_on=until_on, link=f"/devices/{event.device}/", by=Actor.system("reaction"))


@reaction(on=DeviceReturned)
def when_device_returned_lower_the_density(entry: Entry, event: DeviceReturned) -> None:
    """It sees again: back to the planned number of visits."""
    for raised in Raise.objects.filter(scope=entry.scope, state="active", cause="device", link=f"/devices/{event.device}/"):
        actions.lower_density(raised, by=Actor.system("reaction"))


@reaction(on=RiskAssessed)
def when_risk_rose_raise_the_density(entry: Entry, event: RiskAssessed) -> None:
    """A graver risk is looked at more often at once, whatever the review of its routes will say."""
    point = Checkpoint.objects.filter(scope=entry.scope, pk=event.checkpoint, state="in_use").first()
    if point is None:
        return
    if event.after < event.before:
        actions.raise_density(point, cause="risk", extra=event.before - event.after, link=f"/risk_assessments/{event.assessment}/", by=Actor.system("reaction"))
    else:
        for raised in Raise.objects.filter(checkpoint=point, state="active", cause="risk"):
            actions.lower_density(raised, by=Actor.system("reaction"))


@reaction(on=ContingencySwitchedOn)
def when_a_contingency_plan_is_on_patrol_by_its_weather(entry: Entry, event: ContingencySwitchedOn) -> None:
    """One touch for rain: the special patrol plan of the same weather runs as long as the plan of the posts. One that runs already stays as it is."""
    plan = Contingency.objects.get(pk=event.contingency)
    for scheme in Scheme.objects.filter(scope=entry.scope, state="ready", kind__in=plan.kinds).order_by("name"):
        actions.switch_on(scheme, trigger="weather", note=plan.name, by=Actor.system("reaction"))


@reaction(on=ContingencySwitchedOff)
def when_a_contingency_plan_is_off_patrol_as_usual(entry: Entry, event: ContingencySwitchedOff) -> None:
    """What was switched on with it ends with it; what somebody switched on by hand he ends by hand."""
    plan = Contingency.objects.get(pk=event.contingency)
    for running in Activation.objects.filter(scope=entry.scope, note=plan.name, by=None, until_at=None, scheme__kind__in=plan.kinds):
        actions.switch_off(running, by=Actor.system("reaction"))


@reaction(on=RoundFinished)
def when_round_finished_prove_regular_work(entry: Entry, event: RoundFinished) -> None:
    """Regular work of the kind patrol round that was due where and when the round was walked is entered as proven by it."""
    round_ = ledger.subject_of(entry)
    if round_ is None or round_.guard_id is None or not event.visited:
        return
    for slot in crediting.slots_of(round_):
        made = duties.prove_duty(slot, **_proof(round_), by=Actor.system("reaction"), at=round_.finished_at)
        if isinstance(made, Refusal) and made.code not in crediting.NOT_NOW:
            raise RuntimeError(f"round {round_.pk} was not entered for {slot.pk}: {made.code}")


def _proof(round_: Any) -> dict[str, Any]:
    return {
        "proof_label": f"{round_.number} {round_.title}", "proof_link": f"/patrol_rounds/{round_.pk}/", "person": round_.guard,
        "is_checked_by_device": round_.grade == "A",
    }  # fmt: skip
