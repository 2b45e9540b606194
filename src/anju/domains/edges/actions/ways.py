"""Who decides when what fails, written before it is needed; and the paper that needs neither power nor network."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.access.queries import Lane
from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import expected
from ..events import PaperDrawnUp, WaysSet
from ..kinds import MANAGERS, READERS, WAYS
from ..models import Edge, LaneWay, PaperList
from ..rules import office as rules


@action(title=_("Set who decides"), posts=MANAGERS, event=WaysSet)
def set_ways(
    lane: Lane, *, ways: Annotated[list[str], Field(_("Order"), choices=WAYS, help=_("The first that stands decides; the paper list comes last."))], by: Actor, at: datetime | None = None
) -> LaneWay | Refusal:
    """Write the order in which server, gatehouse box, the camera's own list and the paper list decide at a lane."""
    has_edge = Edge.objects.filter(scope=lane.scope_id, place=lane.place_id).exclude(state="revoked").exists()
    if no := rules.may_order(ways, dict(WAYS), has_edge=has_edge, is_for_cars=lane.traffic == "vehicle"):
        return no
    one = LaneWay.objects.select_for_update().filter(scope=lane.scope_id, lane=lane).first() or LaneWay(scope=lane.scope, lane=lane)
    one.ways = list(ways)
    one.save()
    announce(WaysSet(lane=lane.pk, ways=one.ways), subject=one)
    return one


@action(title=_("Draw up tonight's paper list"), posts=READERS[:4] + MANAGERS, event=PaperDrawnUp)
def draw_up_paper(gate: Place, *, by: Actor, at: datetime | None = None) -> PaperList | Refusal:
    """Write down, masked, who and which cars are expected until tomorrow noon, to be printed for the gate; a second time today replaces the first."""
    if gate.kind != "gate":
        return Refusal("edges.not_a_gate", _("Not drawn up: choose a gate."))
    on = clock.local(gate.scope, at).date()
    rows: list[dict[str, Any]] = expected.expected_at(gate, at=at)
    one = PaperList.objects.select_for_update().filter(scope=gate.scope_id, place=gate, on=on).first() or PaperList(scope=gate.scope, place=gate, on=on)
    one.rows, one.drawn_at, one.people, one.cars = rows, at, sum(not row["plate"] for row in rows), sum(bool(row["plate"]) for row in rows)
    one.save()
    announce(PaperDrawnUp(paper=one.pk, place=gate.pk, on=on, people=one.people, cars=one.cars), subject=one)
    return one
