"""Patrol zones: drawn from area, buildings and risk points, decided by a second person."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.db.models import Max
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import grounds
from ..events import ZonesDecided, ZonesDrawn
from ..models import Zoning
from ..rules import zoning
from .holding import MANAGERS, held, told

ReasonInput = Annotated[str, Field(_("Reason"), max_length=200)]


@action(title=_("Draw the zones"), posts=MANAGERS, event=ZonesDrawn)
def draw_zones(
    scope: Scope, *, zones: Annotated[int, Field(_("How many zones"), minimum=1, maximum=20)] = 4, by: Actor, at: datetime | None = None
) -> Zoning | Refusal:
    """Cut the estate into zones of equal weight from its area, buildings and risk points; a second person decides."""
    found = grounds.of(scope)
    if len(found) < zones:
        return Refusal("patrol.too_few_places", _("Not drawn: there are only %(count)s buildings and spaces. Choose fewer zones."), count=len(found))
    parts = zoning.cut(found, zones)
    newest = Zoning.objects.filter(scope=scope).aggregate(newest=Max("number"))["newest"] or 0
    made = Zoning(scope=scope, number=newest + 1, inputs=grounds.inputs(found), drawn_by_id=by.person, drawn_at=at)
    made.zones = [
        {"name": _now("Zone %(number)s") % {"number": turn}, "places": [str(one.id) for one in part], "names": [one.name for one in part], "weight": round(sum(one.weight for one in part), 1)}
        for turn, part in enumerate(parts, 1)
    ]
    made.save()
    announce(
        ZonesDrawn(
            zoning=made.pk, number=made.number, zones=zones, area_m2=made.inputs["area_m2"], buildings=made.inputs["buildings"], risk_points=made.inputs["risk_points"]
        ),
        subject=made,
    )
    return made


@action(title=_("Approve"), posts=MANAGERS, event=ZonesDecided, allowed_from=("proposed",), second_to=("patrol.draw_zones",))
def approve_zones(zones: Zoning, *, by: Actor, at: datetime | None = None) -> Zoning | Refusal:
    """Put the zones in force; those before are replaced."""
    one = held(zones)
    if no := _may_decide(one, by):
        return no
    Zoning.objects.filter(scope=one.scope, state="approved").update(state="replaced")
    _decide(one, "approved", by, at)
    announce(ZonesDecided(zoning=one.pk, is_approved=True), subject=one)
    return one


@action(title=_("Send back"), posts=MANAGERS, event=ZonesDecided, allowed_from=("proposed",))
def refuse_zones(zones: Zoning, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Zoning | Refusal:
    """Say no to the zones, with the reason."""
    one = held(zones)
    if no := told(reason) or _may_decide(one, by):
        return no
    one.reason = reason
    _decide(one, "refused", by, at)
    announce(ZonesDecided(zoning=one.pk, is_approved=False, reason=reason), subject=one)
    return one


def _may_decide(one: Zoning, by: Actor) -> Refusal | None:
    if one.state != "proposed":
        return Refusal("patrol.decided_already", _("Not done: this was decided before."))
    if by.person is None or by.person == one.drawn_by_id:
        return Refusal("patrol.own_work", _("Not decided: somebody else than the one who made it decides."))
    return None


def _decide(one: Zoning, state: str, by: Actor, at: datetime) -> None:
    one.state, one.decided_by_id, one.decided_at = state, by.person, at
    one.save()
