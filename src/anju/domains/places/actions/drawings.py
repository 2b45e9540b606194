"""A drawing from its upload to its publication: read in a process of its own, laid on the ground, shown to all, replaced."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from anju.kernel import files, jobs
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import queries, rules
from ..events import DrawingCalibrated, DrawingDiscarded, DrawingGivenUp, DrawingPublished, DrawingRead, DrawingUploaded
from ..models import Drawing, Place, SitePlan
from ..picturing import reading
from .growth import lock_tree
from .tree import PLANNERS

_AT_ONCE = 200
_DIGITS = 3
X1, Y1 = Field(_("First point, from the left")), Field(_("First point, from below"))
X2, Y2 = Field(_("Second point, from the left")), Field(_("Second point, from below"))


@action(title=_("Upload a drawing"), posts=PLANNERS, event=DrawingUploaded)
def upload_drawing(
    scope: Scope,
    *,
    source: Annotated[File, Field(_("File"), help=_("A picture (PNG, JPEG, WebP), a PDF or a DXF file, up to 50 MB."))],
    place: Annotated[Place | None, Field(_("Of which place"), help=_("Left empty, it is the plan of the whole community."))] = None,
    floor: Annotated[int, Field(_("Floor"), minimum=-20, maximum=200, help=_("Only for a building or garage; 1 is the ground floor."))] = 0,
    page: Annotated[int, Field(_("Page of the PDF"), minimum=1, maximum=1000)] = 1,
    by: Actor,
    at: datetime | None = None,
) -> Drawing | Refusal:
    """Take in a new drawing of the community or of one floor. It is read in the background and shown to all once it is published."""
    kind = rules.kind_of_file(source.mime, next(files.read(source))[:4096])
    if isinstance(kind, Refusal):
        return kind
    lock_tree(scope)
    place = place or queries.community_of(scope)
    if place is None or place.scope_id != scope.id:
        return Refusal("places.elsewhere", _("That place belongs to another community. Choose one of this community."))
    if no := rules.may_carry_plan(place.kind):
        return no
    plan = _plan_of(scope, place, 0 if place.kind == "community" else floor)
    version = (Drawing.objects.filter(plan=plan).aggregate(last=Max("version"))["last"] or 0) + 1
    drawing = Drawing(scope=scope, plan=plan, version=version, source=source, page=page, kind=kind)
    drawing.save()
    jobs.enqueue("places.read_drawing", str(scope.id), str(drawing.id))
    announce(DrawingUploaded(drawing=drawing.id, plan=plan.id, plan_version=version, kind=kind), subject=drawing)
    return drawing


def _plan_of(scope: Scope, place: Place, floor: int) -> SitePlan:
    found = SitePlan.objects.filter(scope=scope, place=place, floor=floor).first()
    if found is None:
        found = SitePlan(scope=scope, place=place, floor=floor, name=rules.plan_name(place.kind, str(place), floor))
        found.save()
    return found


def read_in(drawing: Drawing, *, by: Actor) -> Drawing | Refusal:
    """Read the file of a drawing, outside of any transaction, and take its picture in. Harmless to repeat."""
    sheet = reading.read(files.read_all(drawing.source), drawing.kind, page=drawing.page)
    if isinstance(sheet, reading.Unreadable):
        return give_drawing_up(drawing, trouble=sheet.code, facts=sheet.facts, by=by)
    picture = files.checked(sheet.data, name=f"{drawing.plan}-{drawing.version}", accept=("image/",))
    scale = {"stated_m_per_px": sheet.metres_per_px, "notes": sheet.notes}
    return take_drawing_in(drawing, picture=picture, width_px=sheet.width, height_px=sheet.height, **scale, by=by)


@action(title=_("Take in what was read"), posts=(), event=DrawingRead)
def take_drawing_in(
    drawing: Drawing,
    *,
    picture: Annotated[File, Field(_("Picture"))],
    width_px: Annotated[int, Field(_("Width (points)"), minimum=1)],
    height_px: Annotated[int, Field(_("Height (points)"), minimum=1)],
    stated_m_per_px: Annotated[float | None, Field(_("Metres per point"))] = None,
    notes: Annotated[dict | None, Field(_("Notes"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Drawing | Refusal:
    """Keep the picture that was made of a drawing's file."""
    drawing = _held(drawing)
    if drawing.state != "reading":
        return Refusal("places.read_already", _("This drawing was read already."))
    drawing.picture, drawing.width_px, drawing.height_px = picture, width_px, height_px
    drawing.stated_m_per_px, drawing.notes, drawing.state = stated_m_per_px, notes or {}, "ready"
    drawing.save()
    announce(DrawingRead(drawing=drawing.id, width_px=width_px, height_px=height_px), subject=drawing)
    return drawing


@action(title=_("Give up reading"), posts=(), event=DrawingGivenUp)
def give_drawing_up(
    drawing: Drawing,
    *,
    trouble: Annotated[str, Field(_("Why it could not be read"), max_length=24)],
    facts: Annotated[dict | None, Field(_("Notes"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Drawing | Refusal:
    """Say why a drawing could not be read."""
    drawing = _held(drawing)
    if drawing.state != "reading":
        return Refusal("places.read_already", _("This drawing was read already."))
    drawing.trouble, drawing.notes, drawing.state = trouble, facts or {}, "unreadable"
    drawing.save()
    announce(DrawingGivenUp(drawing=drawing.id, trouble=trouble), subject=drawing)
    return drawing


def _held(drawing: Drawing) -> Drawing:
    return Drawing.objects.select_for_update(of=("self",)).select_related("plan", "scope").get(pk=drawing.pk)


@action(title=_("Set the scale"), posts=PLANNERS, event=DrawingCalibrated, allowed_from=("ready", "published"))
def calibrate_drawing(
    drawing: Drawing,
    *,
    x1: Annotated[float, X1],
    y1: Annotated[float, Y1],
    x2: Annotated[float, X2],
    y2: Annotated[float, Y2],
    distance_m: Annotated[float, Field(_("Distance (m)"), help=_("As measured on the ground between the two points"))],
    by: Actor,
    at: datetime | None = None,
) -> Drawing | Refusal:
    """Say how far two points of the picture lie apart. What was placed on the picture stays where it is on the picture."""
    drawing = _held(drawing)
    if no := _is_read(drawing) or _alone(drawing):
        return no
    laid = rules.by_distance((x1, y1), (x2, y2), distance_m)
    if isinstance(laid, Refusal):
        return laid
    before = queries.calibration_of(drawing)
    if before is not None:
        _carry_along(drawing.plan, before, laid)
    return _laid(drawing, laid, "distance")


def _is_read(drawing: Drawing) -> Refusal | None:
    if drawing.state in ("ready", "published"):
        return None
    return Refusal("places.not_read", _("The scale was not set: this drawing is not one that can be shown."))


def _alone(drawing: Drawing) -> Refusal | None:
    """A plan whose ground is known through another drawing keeps that ground."""
    other = queries.ground_of(drawing.plan, apart_from=drawing)
    if other is None or not queries.drawn_on(drawing.plan).exists():
        return None
    return Refusal(
        "places.ground_is_known",
        _("The scale was not set: things are placed on this plan already. Lay the drawing over two places that you find on it, so that all keep their place."),
    )


def _carry_along(plan: SitePlan, before: rules.Calibration, now: rules.Calibration) -> None:
    """Move what is drawn on the plan so that it stays where it is on the picture."""
    moved = list(queries.drawn_on(plan))
    for place in moved:
        points = [now.to_ground(before.to_picture((x, y))) for x, y in place.shape["points"]]
        place.shape = {**place.shape, "points": [[round(x, _DIGITS), round(y, _DIGITS)] for x, y in points]}
    Place.objects.bulk_update(moved, ["shape"], batch_size=_AT_ONCE)


def _laid(drawing: Drawing, laid: rules.Calibration, means: str) -> Drawing:
    drawing.metres_per_px, drawing.turn_deg, drawing.left_m, drawing.bottom_m = laid.metres_per_px, laid.turn_deg, laid.left_m, laid.bottom_m
    drawing.notes = {**drawing.notes, "laid_by": means}
    drawing.save()
    announce(DrawingCalibrated(drawing=drawing.id, micrometres_per_px=round(laid.metres_per_px * 1e6), means=means), subject=drawing)
    return drawing


@action(title=_("Take the scale of the file"), posts=PLANNERS, event=DrawingCalibrated, allowed_from=("ready",))
def adopt_scale(drawing: Drawing, *, by: Actor, at: datetime | None = None) -> Drawing | Refusal:
    """Use the units that a DXF file states; its own coordinates become those of the ground."""
    drawing = _held(drawing)
    if no := _is_read(drawing):
        return no
    if not drawing.stated_m_per_px or "corner" not in drawing.notes:
        return Refusal("places.no_stated_scale", _("The scale was not set: this file does not say one. Choose two points and enter their distance."))
    other = queries.ground_of(drawing.plan, apart_from=drawing)
    if (other is None or other.notes.get("laid_by") != "file") and (no := _alone(drawing)):
        return no
    laid = rules.Calibration(drawing.stated_m_per_px, 0.0, *drawing.notes["corner"])
    return _laid(drawing, laid, "file")


@action(title=_("Lay it over two known places"), posts=PLANNERS, event=DrawingCalibrated, allowed_from=("ready",))
def align_drawing(
    drawing: Drawing,
    *,
    first: Annotated[Place, Field(_("First place"), query=queries.with_shape)],
    x1: Annotated[float, X1],
    y1: Annotated[float, Y1],
    second: Annotated[Place, Field(_("Second place"), query=queries.with_shape)],
    x2: Annotated[float, X2],
    y2: Annotated[float, Y2],
    by: Actor,
    at: datetime | None = None,
) -> Drawing | Refusal:
    """Say where two places that are drawn already lie on the new picture; all others follow."""
    drawing = _held(drawing)
    if no := _is_read(drawing):
        return no
    if any(place.shape is None or place.drawn_on_id != drawing.plan_id for place in (first, second)):
        return Refusal("places.not_on_this_plan", _("Nothing was set: both places must lie on this plan already."))
    laid = rules.by_two_points((x1, y1), (x2, y2), rules.middle_of(first.shape), rules.middle_of(second.shape))
    return laid if isinstance(laid, Refusal) else _laid(drawing, laid, "places")


@action(title=_("Same extent as before"), posts=PLANNERS, event=DrawingCalibrated, allowed_from=("ready",))
def carry_calibration(drawing: Drawing, *, by: Actor, at: datetime | None = None) -> Drawing | Refusal:
    """The new picture shows exactly what the one before showed: take over how that lay on the ground."""
    drawing = _held(drawing)
    other = queries.ground_of(drawing.plan, apart_from=drawing)
    if no := _is_read(drawing):
        return no
    if other is None or abs(other.width_px / other.height_px - drawing.width_px / drawing.height_px) > 0.01:
        return Refusal("places.other_extent", _("Nothing was set: there is no earlier drawing of the same proportions. Lay it over two known places."))
    return _laid(drawing, rules.resized(queries.calibration_of(other), other.width_px, drawing.width_px), "before")


@action(title=_("Publish the drawing"), posts=PLANNERS, event=DrawingPublished, allowed_from=("ready",))
def publish_drawing(drawing: Drawing, *, by: Actor, at: datetime | None = None) -> Drawing | Refusal:
    """Show the drawing to all; the one before is kept among the versions."""
    drawing = _held(drawing)
    if no := rules.may_publish(state=drawing.state, is_calibrated=drawing.metres_per_px is not None):
        return no
    before = Drawing.objects.filter(plan=drawing.plan, state="published").first()
    if before is not None:
        before.state = "replaced"
        before.save(update_fields=["state"])
    drawing.state, drawing.published_at = "published", at
    drawing.save(update_fields=["state", "published_at"])
    announce(DrawingPublished(drawing=drawing.id, plan=drawing.plan_id, replaced=before.id if before else None), subject=drawing)
    return drawing


@action(title=_("Discard the drawing"), posts=PLANNERS, event=DrawingDiscarded, confirm=True, allowed_from=("ready", "unreadable"))
def discard_drawing(drawing: Drawing, *, by: Actor, at: datetime | None = None) -> Drawing | Refusal:
    """Set a drawing aside that is not to be published. The file stays in the history."""
    drawing = _held(drawing)
    if drawing.state not in ("ready", "unreadable"):
        return Refusal("places.in_use_drawing", _("Not discarded: only a drawing that nobody was shown can be discarded. Publish another one instead."))
    drawing.state = "discarded"
    drawing.save(update_fields=["state"])
    announce(DrawingDiscarded(drawing=drawing.id), subject=drawing)
    return drawing
