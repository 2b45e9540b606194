"""What a box says of itself, what was found about its log, and who settled it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.notices import actions as notices
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..events import EdgeTold, FaultFound, FaultSettled
from ..kinds import CLOCKS, FAULTS, MANAGERS
from ..models import Edge
from ..rules import office as rules
from .enrolling import about, held

ClockInput = Annotated[str, Field(_("Clock"), choices=CLOCKS[1:])]


@action(title=_("Note what a box says of itself"), posts=(), event=EdgeTold)
def note_edge(
    edge: Edge,
    *,
    snapshot: Annotated[int, Field(_("Snapshot"), minimum=0)],
    until_at: Annotated[datetime | None, Field(_("Snapshot holds until"))] = None,
    unsent: Annotated[int, Field(_("Not brought home yet"), minimum=0)] = 0,
    clock: ClockInput = "sure",
    skew_ms: Annotated[int | None, Field(_("Clock ahead (ms)"))] = None,
    refused: Annotated[str, Field(_("Snapshot it refused"), max_length=24)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Edge | Refusal:
    """Keep which rights it knows and until when, how much it has not brought home, whether its clock is right, and which snapshot it refused."""
    edge = held(edge)
    if edge.state != "enrolled":
        return rules.may_bring_home(edge.state, "")
    if refused and refused != edge.refused:
        _tell(edge, _("A gatehouse box refused its snapshot"), _("The rights that reached it were changed or old. Look at the box and its network."), by, at)
    edge.snapshot_number, edge.snapshot_until_at, edge.unsent, edge.clock = snapshot, until_at, unsent, clock
    edge.skew_ms, edge.refused, edge.told_at = skew_ms, refused, at
    edge.save()
    announce(EdgeTold(**about(edge), snapshot=snapshot, until_at=until_at, clock=clock, refused=refused), subject=edge)
    return edge


@action(title=_("Report a finding about a log"), posts=(), event=FaultFound)
def report_fault(
    edge: Edge,
    *,
    fault: Annotated[str, Field(pgettext_lazy("edge", "Finding"), choices=FAULTS[1:])],
    number: Annotated[int, Field(_("At number"), minimum=0)],
    by: Actor,
    at: datetime | None = None,
) -> Edge | Refusal:
    """What came home does not fit what is here: nothing more is taken until a manager has looked at it, and he is told."""
    edge = held(edge)
    if edge.fault:
        return rules.may_bring_home(edge.state, edge.fault)
    edge.fault, edge.fault_number, edge.fault_at, edge.settled = fault, number, at, ""
    edge.save()
    _tell(edge, _("The log of a gatehouse box does not fit"), _("Lines are missing or were changed. Look at the box, then settle it on its page."), by, at)
    announce(FaultFound(**about(edge), fault=fault, number=number), subject=edge)
    return edge


def _tell(edge: Edge, title, text, by: Actor, at: datetime) -> None:
    notices.send_notice(
        edge.scope, level=2, title=str(title)[:40], text=f"{edge.name} ({edge.place.name}). " + say(str(text)), audience={"roles": list(MANAGERS)}, by=by, at=at
    )  # fmt: skip


@action(title=_("Settle what was found"), posts=MANAGERS, event=FaultSettled, confirm=True)
def settle_fault(edge: Edge, *, reason: Annotated[str, Field(_("What was found out"), max_length=200)], by: Actor, at: datetime | None = None) -> Edge | Refusal:
    """Write what was found out. The log goes on from wherever the box stands now; what is missing stays missing and is said here."""
    edge = held(edge)
    if no := rules.may_settle(edge.fault, reason):
        return no
    event = FaultSettled(**about(edge), fault=edge.fault, number=edge.fault_number or 0, reason=reason)
    edge.fault, edge.is_new_chain, edge.settled = "", True, reason.strip()
    edge.save()
    announce(event, subject=edge)
    return edge
