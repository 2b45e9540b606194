"""Checkpoints, tags, zones, risk assessments, and the points on the site plan."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.domains.places.queries import Layer, Loose, Mark, add_layer
from anju.kernel.screens import Column, Screen, Tab

from .. import actions, queries
from ..actions.holding import LEADERS
from ..codes import FOCUS
from ..models import Assessment, Checkpoint, Raise, Tag, Zoning
from .words import READERS, checklist_words, interval_words, zone_words


class CheckpointScreen(Screen):
    model = Checkpoint
    name = "checkpoints"
    title = _("Checkpoints")
    menu = "security"
    icon = "ti-map-pin"
    position = 30
    label = "name"
    posts = READERS
    columns = ("code", "name", "place", "focus", "is_key", "risk", Column("intervals", render=interval_words), "baseline_per_day", "state")
    filters = "state focus is_key risk place"
    search = "code name"
    order = "code"
    quick = (
        (_("Key points"), "is_key=on"),
        (_("Garages, corners, high risk"), "focus=garage&focus=corner&focus=high_risk"),
        (_("Special areas"), "focus=children&focus=fitness&focus=water&focus=waste&focus=charging"),
    )
    facts = (
        "code", "name", "place", "focus", "is_key", "risk", "reach_m", Column("intervals", render=interval_words), "baseline_per_day",
        Column("checklist", render=checklist_words), "checklist_version", "plan", "x_m", "y_m", "latitude", "longitude", "state",
    )  # fmt: skip
    create = actions.add_checkpoint
    edit = actions.change_checkpoint
    row = (
        actions.fit_tag, actions.set_checklist, actions.raise_density, actions.assess_risk, actions.locate_checkpoint, actions.place_checkpoint, actions.retire_checkpoint,
    )  # fmt: skip
    importing, undoing, key = actions.add_checkpoint, actions.retire_checkpoint, "code"
    tabs = (
        Tab("tags", _("Tags"), screen="patrol_tags", via="checkpoint"),
        Tab("visits", _("Visits"), screen="patrol_points", via="checkpoint"),
        Tab("raises", _("Raised density"), screen="patrol_raises", via="checkpoint"),
    )
    empty = _("There is no checkpoint yet. Add them one by one or from a table, then put them on the site plan.")


class TagScreen(Screen):
    model = Tag
    name = "patrol_tags"
    title = _("Tags")
    posts = (*LEADERS, "auditor")
    columns = "way checkpoint is_counting state fitted_by fitted_at withdrawn_at"
    filters = "way state checkpoint"
    order = "-fitted_at"
    row = (actions.withdraw_tag,)
    empty = _("No tag hangs here yet. Fit one; until then the position or the typed number proves less.")


class ZoningScreen(Screen):
    model = Zoning
    name = "patrol_zones"
    title = _("Patrol zones")
    menu = "security"
    minor = True
    icon = "ti-border-outer"
    position = 36
    label = "number"
    posts = READERS
    columns = ("number", "state", "drawn_by", "drawn_at", "decided_by", "decided_at", "reason")
    order = "-drawn_at"
    create = actions.draw_zones
    row = (actions.approve_zones, actions.refuse_zones)
    tabs = (Tab("zones", _("Zones and inputs"), render=zone_words),)
    empty = _("The estate is not cut into patrol zones yet. Draw them from its buildings, spaces and risk points.")


class AssessmentScreen(Screen):
    model = Assessment
    name = "risk_assessments"
    title = _("Risk assessments of points")
    menu = "security"
    minor = True
    icon = "ti-alert-triangle"
    position = 37
    label = "reference"
    posts = READERS
    columns = "reference checkpoint before after assessed_on state version decided_by decided_at reason"
    filters = "state checkpoint assessed_on"
    order = "-assessed_on"
    quick = ((_("Routes to be reviewed"), "state=to_review"),)
    facts = "reference checkpoint before after assessed_on entered_by state version decided_by decided_at reason"
    row = (actions.keep_route,)
    empty = _("No risk was assessed yet. Enter an assessment on the page of the point it is about.")


def marks(scope: Any) -> Any:
    """Every point in use where it lies; orange where its density is raised."""
    raised = set(Raise.objects.filter(scope=scope, state="active").values_list("checkpoint", flat=True))
    for point in queries.points_on(scope):
        shape = {"type": "point", "points": [[point.x_m, point.y_m]]} if point.x_m is not None else None
        yield Mark(
            str(point.pk), point.name, point.code, colour="orange" if point.pk in raised else "", shape=shape, plan=point.plan_id, place=point.place_id,
            link=f"/checkpoints/{point.pk}/", kind=FOCUS[point.focus], note=_("Key point") if point.is_key else "",
        )  # fmt: skip


def loose(scope: Any, plan: Any) -> Any:
    """The points that lie on no plan yet."""
    return [Loose(str(point.pk), str(point), FOCUS[point.focus]) for point in queries.points_on(scope) if point.plan_id is None]


add_layer(
    Layer(
        "checkpoints", _("Checkpoints"), "ti-map-pin", marks, ("patrol.checkpoint", "patrol.raise"), CheckpointScreen().permission, position=8, loose=loose,
        placing=actions.place_checkpoint,
    )
)  # fmt: skip


def guard_marks(scope: Any) -> Any:
    """Guards on shift where their phones last told; what is on no plan yet stands in the table."""
    for one in queries.positions(scope):
        shape = {"type": "point", "points": [list(one.spot)]} if one.spot else None
        yield Mark(
            str(one.person.pk), one.person.name, one.person.name[:1], sign="disc", colour="blue", shape=shape, plan=one.plan if shape else None, note=one.post, at=one.at,
            state=_("exact to %(metres)s m") % {"metres": one.accuracy_m}, link=f"/people/{one.person.pk}/", kind=_("Guard on shift"),
        )  # fmt: skip


def note_look(scope: Any, actor: Any) -> None:
    """The look is an action of its own; where nobody is shown it is refused, and there is nothing to note."""
    actions.look_at_positions(scope, by=actor)


add_layer(
    Layer("guards", _("Positions of guards on shift"), "ti-walk", guard_marks, ("patrol.track",), actions.look_at_positions.spec.name, position=2, looked=note_look)
)  # fmt: skip
