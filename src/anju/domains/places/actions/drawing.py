"""Putting places on a plan, and taking them off."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import PlaceDrawn, PlaceLifted, PlanHung, ReachSet
from ..models import Drawing, Place, PlanSign, SitePlan
from .tree import PLANNERS

_DIGITS = 3


@action(title=_("Draw a place on the site plan"), posts=PLANNERS, event=PlaceDrawn, allowed_from=("in_use",))
def draw_place(
    place: Place,
    *,
    shape: Annotated[dict, Field(_("Shape"))],
    plan: Annotated[SitePlan | None, Field(_("Site plan"), help=_("Left empty, it is the plan of the whole community."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Place | Refusal:
    """Give a place its point, line or area on a plan, in metres."""
    if no := rules.may_be_drawn(shape):
        return no
    if place.state != "in_use":
        return Refusal("places.retired", _("Nothing was drawn: this place is retired. Reopen it first."))
    if plan is not None and plan.scope_id != place.scope_id:
        return Refusal("places.elsewhere", _("That place belongs to another community. Choose one of this community."))
    place.drawn_on = plan or place.drawn_on or SitePlan.objects.filter(scope_id=place.scope_id, place__kind="community").first()
    place.shape = {"type": shape["type"], "points": [[round(float(x), _DIGITS), round(float(y), _DIGITS)] for x, y in shape["points"]]}
    place.save(update_fields=["shape", "drawn_on"])
    announce(PlaceDrawn(place=place.id, points=len(shape["points"])), subject=place)
    return place


@action(title=_("Take a place off the site plan"), posts=PLANNERS, event=PlaceLifted)
def lift_place(place: Place, *, by: Actor, at: datetime | None = None) -> Place | Refusal:
    """Take a place off the plan; it stands among the things not yet placed again."""
    if place.shape is None:
        return Refusal("places.not_drawn", _("Nothing was set: the place does not lie on the plan yet. Put it there first."))
    place.shape = place.drawn_on = place.reach = None
    place.save(update_fields=["shape", "drawn_on", "reach"])
    announce(PlaceLifted(place=place.id), subject=place)
    return place


@action(title=_("Set the watched range"), posts=PLANNERS, event=ReachSet, allowed_from=("in_use",))
def set_reach(
    place: Place,
    *,
    radius_m: Annotated[int, Field(_("Radius (m)"), minimum=0, maximum=500, help=_("How far somebody on post here sees; 0 takes it back."))],
    heading_deg: Annotated[int | None, Field(_("Direction (°)"), minimum=0, maximum=359, help=_("Clockwise from the top of the plan; empty is all around."))] = None,
    width_deg: Annotated[int | None, Field(_("Width (°)"), minimum=1, maximum=360)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Place | Refusal:
    """Say how far somebody on post at this place sees, for the check of what nobody watches."""
    if radius_m == 0:
        place.reach = None
    elif no := rules.may_watch(is_drawn=place.shape is not None, radius_m=radius_m, heading_deg=heading_deg, width_deg=width_deg):
        return no
    else:
        sector = {} if heading_deg is None else {"heading_deg": heading_deg, "width_deg": width_deg}
        place.reach = {"radius_m": radius_m, **sector}
    place.save(update_fields=["reach"])
    announce(ReachSet(place=place.id, radius_m=radius_m, heading_deg=heading_deg, width_deg=width_deg), subject=place)
    return place


def _gates() -> QuerySet[Place]:
    return Place.objects.filter(kind="gate")


@action(title=_("Hang the plan at an entrance"), posts=(*PLANNERS, "team_leader", "squad_leader", "front_desk"), event=PlanHung)
def hang_plan(
    scope: Scope,
    *,
    gate: Annotated[Place, Field(_("Gate"), query=_gates)],
    drawing: Annotated[Drawing | None, Field(_("Drawing"), help=_("Left empty, it is the version shown to all."))] = None,
    photo: Annotated[File | None, Field(_("Photo"), accept=("image/",))] = None,
    by: Actor,
    at: datetime | None = None,
) -> PlanSign | Refusal:
    """Record that a printed plan hangs at an entrance; when a newer one is published, it counts as out of date."""
    if gate.kind != "gate" or gate.scope_id != scope.id:
        return Refusal("places.not_an_entrance", _("Nothing was recorded: a plan for everybody hangs at an entrance. Choose a gate."))
    shown = Drawing.objects.filter(scope=scope, plan__place__kind="community", state="published").first()
    drawing = drawing or shown
    if drawing is None or drawing.scope_id != scope.id or drawing.state not in ("published", "replaced"):
        return Refusal("places.nothing_to_hang", _("Nothing was recorded: that version was never published. Publish the plan, print it, then hang it."))
    sign = PlanSign(scope=scope, gate=gate, drawing=drawing, hung_at=at, photo=photo)
    sign.save()
    announce(PlanHung(sign=sign.id, gate=gate.id, drawing=drawing.id, plan_version=drawing.version), subject=sign)
    return sign
