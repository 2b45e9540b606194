"""The six steps: where each stands, what on that page it points at, and what to say. Only pages that exist and that the person may open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.domains.plans import queries as plans
from anju.kernel import clock, permissions

SEE = "plans.see_plans"


@dataclass(frozen=True)
class Step:
    """`target` is a selector on the page at `address`; `say` is what the presenter says there."""

    address: str
    target: str
    title: Any
    say: Any


def steps_for(request) -> list[Step]:
    """The steps that this person can take here, in order."""
    return list(_steps(request))


def _steps(request) -> Iterator[Step]:
    def may(permission: str) -> bool:
        return permissions.may(request.actor, permission, request.scope)

    yield Step(reverse("today"), "#manager section, main h1", _("What needs the boss today"), _("The first page shows the sentences of our own plan that are in danger, what is late, and who is on his post now. Nothing is typed in for the report: it is what happened."))
    plan = next(iter(plans.in_force()), None)
    if plan is not None:
        yield Step(reverse("plans:live", args=[plan.pk]), "nav.counts", _("The plan is the program"), _("This is the plan we handed in, sentence by sentence. Each has a state. Green with a seal means: a period is closed and the count was reached."))
        if (clause := _proven(plan)) is not None:
            yield Step(reverse("plans:clause", args=[clause.pk]), "ol.timeline, dl.facts", _("Every state leads to its evidence"), _("Who did it, when on the device and when on the server, with which photos. 甲 comes from a device, 乙 from a second person, 丙 is only the doer's own tick."))
    if may("duties.see_slots"):
        yield Step(reverse("brief"), "main .brief, main h1", _("The morning brief writes itself"), _("What happened last night, what is still open, what is due today. It can be printed and laid on the table."))
    if may("kernel.see_ledger"):
        yield Step(reverse("ledger"), ".page-head form", _("Nobody can make it greener afterwards"), _("Everything that was done stands here, sealed. Press “Check the chain”: a changed row would be named."))
    if may("kernel.see_health"):
        yield Step(reverse("health"), "#health", _("And it is still there tomorrow"), _("A backup every night, rehearsed, on another disk if you give it one. The data lie in our own house and open with our own key."))


def _proven(plan) -> Any:
    """A sentence with proof behind it, else any that is being carried out."""
    rows = plans.live(plan, at=clock.now())
    best = next((row for row in rows if row.state == "proven"), None) or next((row for row in rows if row.state != "not_applicable"), None)
    return best.clause if best else None
