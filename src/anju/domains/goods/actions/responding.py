"""The emergency plan for a suspicious thing: cordon, written steps in their order, and the word of who declares it safe. Ways out stay open."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.access.queries import procedure_of
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import CordonSet, PlanClosed, PlanStarted, StepDone
from ..kinds import CHECKERS, LEADERS, LEAST_RADIUS, RESPONSE_FINDINGS, RESPONSE_STEPS
from ..models import Pause, Response


@action(title=_("Start the plan for suspicious things"), posts=CHECKERS, event=PlanStarted, allowed_from=("waiting",))
def start_plan(pause: Pause, *, by: Actor, at: datetime | None = None) -> Response | Refusal:
    """The community's procedure for suspicious things, or the usual steps, begins now; done by itself when such a thing is found at a gate."""
    if pause.reason != "suspicious" or pause.state != "waiting" or Response.objects.filter(pause=pause).exists():
        return Refusal("goods.no_plan_here", _("Not started: the plan is for a suspicious thing that waits, and is started once."))
    procedure = procedure_of(pause.scope, "suspicious")
    texts = procedure.steps if procedure else [str(one) for one in RESPONSE_STEPS]
    one = Response(scope=pause.scope, pause=pause, procedure=procedure, started_at=at, steps=[{"text": text, "at": "", "by": "", "note": ""} for text in texts])
    one.save()
    announce(
        PlanStarted(**about(one), seconds=_since(one, at), steps=len(texts), version=procedure.version if procedure else 0, case=pause.case_id), subject=one
    )
    return one


def about(one: Response) -> dict:
    return {"response": one.pk, "pause": one.pause_id, "gate": one.pause.gate_id}


def _since(one: Response, at: datetime) -> int:
    return max(int((at - one.pause.at).total_seconds()), 0)


def _held(response: Response) -> Response:
    return Response.objects.select_for_update(of=("self",)).select_related("scope", "pause__gate", "pause__scope").get(pk=response.pk)


def _over() -> Refusal:
    return Refusal("goods.plan_over", _("Nothing to do: this plan is closed."))


@action(title=_("Set the cordon"), posts=CHECKERS, event=CordonSet, allowed_from=("running",), offline=True)
def set_cordon(
    response: Response,
    *,
    radius_metres: Annotated[int, Field(_("Cordon (metres)"), minimum=1, maximum=1000)] = LEAST_RADIUS,
    cleared: Annotated[int, Field(_("People led away"), minimum=0, maximum=10000)] = 0,
    by: Actor,
    at: datetime | None = None,
) -> Response | Refusal:
    """Say how far away everybody is kept, and how many were led away; it may be widened."""
    one = _held(response)
    if one.state != "running":
        return _over()
    if radius_metres < max(LEAST_RADIUS, one.radius_metres):
        return Refusal("goods.cordon_too_small", _("Not set: keep %(metres)s metres at least; a cordon is widened, and ends with the plan."), metres=max(LEAST_RADIUS, one.radius_metres))
    one.radius_metres, one.cordon_at, one.cleared = radius_metres, one.cordon_at or at, max(one.cleared, cleared)
    one.save()
    announce(CordonSet(**about(one), radius_metres=radius_metres, cleared=one.cleared, seconds=_since(one, at)), subject=one)
    return one


@action(title=_("Tick the step"), posts=CHECKERS, event=StepDone, allowed_from=("running",), offline=True)
def do_step(
    response: Response,
    *,
    number: Annotated[int, Field(_("Step"), minimum=1, maximum=20)],
    note: Annotated[str, Field(_("Note"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Response | Refusal:
    """Say that a step was done, by whom and when it is then written."""
    one = _held(response)
    if one.state != "running":
        return _over()
    if number not in one.open_steps:
        return Refusal("goods.step_done_already", _("Nothing to do: this step was ticked, or there is none with this number."))
    one.steps[number - 1] = {**one.steps[number - 1], "at": at.isoformat(), "by": str(by.person or ""), "note": note.strip()}
    one.save()
    announce(StepDone(**about(one), number=number, seconds=_since(one, at), note=note), subject=one)
    return one


@action(title=_("Close the plan"), posts=LEADERS, event=PlanClosed, allowed_from=("running",), confirm=True)
def close_plan(
    response: Response,
    *,
    finding: Annotated[str, Field(_("What it was"), choices=RESPONSE_FINDINGS)],
    cleared_by: Annotated[str, Field(_("Who declared it safe"), max_length=80, help=_("Officer and station, or who the owner is."))],
    by: Actor,
    at: datetime | None = None,
) -> Response | Refusal:
    """End the cordon once it was declared safe: manager and 110 were told, the cordon stood, and every step was ticked."""
    one = _held(response)
    told = [each["whom"] for each in one.pause.told]
    if one.state != "running":
        return _over()
    if no := rules.may_close_plan(finding=finding, cleared_by=cleared_by, told=told, has_cordon=one.cordon_at is not None, open_steps=one.open_steps):
        return no
    one.state, one.finding, one.cleared_by, one.closed_at, one.closed_by_id = "closed", finding, cleared_by.strip(), at, by.person
    one.save()
    announce(PlanClosed(**about(one), finding=finding, minutes=_since(one, at) // 60, cleared_by=cleared_by), subject=one)
    return one
