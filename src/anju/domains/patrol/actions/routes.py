"""Routes and their versions, and what a changed risk means for them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import facts
from ..codes import RISKS
from ..events import RiskAssessed, RouteAdded, RouteKept, RoutePublished, RouteRetired
from ..models import Assessment, Checkpoint, Round, Route, RouteVersion, SchemeLine
from ..rules import density
from .holding import LEADERS, MANAGERS, elsewhere, held, told

MOST_POINTS, MOST_WALK = 100, 240
ReasonInput = Annotated[str, Field(_("Reason"), max_length=200)]


@action(title=_("Add a route"), posts=LEADERS, event=RouteAdded)
def add_route(
    scope: Scope,
    *,
    code: Annotated[str, Field(_("Code"), max_length=20)],
    name: Annotated[str, Field(_("Name"), max_length=60)],
    by: Actor,
    at: datetime | None = None,
) -> Route | Refusal:
    """Name a route; its points follow with its first version."""
    if not code.strip() or not name.strip():
        return Refusal("patrol.no_name", _("Not kept: give a number and a name."))
    if Route.objects.filter(scope=scope, code=code.strip()).exists():
        return Refusal("patrol.route_taken", _("Not kept: there is a route “%(point)s” already. Take another code."), point=code.strip())
    made = Route.objects.create(scope=scope, code=code.strip(), name=name.strip())
    announce(RouteAdded(route=made.pk, name=made.name), subject=made)
    return made


@action(title=_("Publish a version"), posts=LEADERS, event=RoutePublished, allowed_from=("in_use",))
def publish_route(
    route: Route,
    *,
    points: Annotated[list[str], Field(_("Points in order"), help=_("One a line: the point number, and the minutes on foot from the one before, e.g. C-01 4"))],
    reason: ReasonInput = "",
    assessment: Annotated[Assessment | None, Field(_("Because of a risk assessment"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> RouteVersion | Refusal:
    """Lay down the points in walking order. Rounds under way keep the version they began with; refused where the plan in force would get too thin."""
    one = held(route)
    if one.state != "in_use":
        return Refusal("patrol.route_retired", _("Not published: this route is not in use any more."))
    read = _read_points(one.scope, points)
    if isinstance(read, Refusal):
        return read
    if no := elsewhere(one.scope, assessment) or _may_answer(assessment, read) or _still_dense(one, read):
        return no
    version = _next_version(one, read, reason or (assessment.reference if assessment else ""), by, at)
    if assessment is not None:
        _adjusted(held(assessment), version, by, at)
    rounds = Round.objects.filter(scope=one.scope_id, version__route=one, state="running").count()
    announce(
        RoutePublished(
            route=one.pk, version=version.pk, number=version.number, points=version.point_count, walk_minutes=version.walk_minutes,
            assessment=assessment and assessment.pk, rounds=rounds, reason=reason,
        ),
        subject=one,
    )  # fmt: skip
    return version


def _read_points(scope: Scope, lines: list[str]) -> list[tuple[Checkpoint, int]] | Refusal:
    """The points named, each with the minutes from the one before."""
    texts = [line.strip() for entry in lines for line in str(entry).splitlines() if line.strip()]
    known = {point.code: point for point in Checkpoint.objects.filter(scope=scope, state="in_use")}
    found: list[tuple[Checkpoint, int]] = []
    for text in texts:
        code, _blank, minutes = text.partition(" ")
        if code not in known:
            return Refusal("patrol.unknown_point", _("Not published: there is no point “%(point)s” in use."), point=code[:40])
        walk = minutes.strip() or "3"
        if not (walk.isascii() and walk.isdigit() and int(walk) <= MOST_WALK):
            return Refusal("patrol.bad_minutes", _("Not published: “%(line)s” should end with minutes on foot, 0 to %(most)s."), line=text[:40], most=MOST_WALK)
        found.append((known[code], int(walk)))
    if not found or len(found) > MOST_POINTS:
        return Refusal("patrol.no_points", _("Not published: a route has 1 to %(most)s points. Put checkpoints on the site plan first, then name them in order."), most=MOST_POINTS)
    return found


def _may_answer(assessment: Assessment | None, read: list[tuple[Checkpoint, int]]) -> Refusal | None:
    if assessment is None:
        return None
    if assessment.state != "to_review":
        return Refusal("patrol.decided_already", _("Not done: this was decided before."))
    if assessment.checkpoint_id not in {point.pk for point, _walk in read}:
        return Refusal("patrol.other_point", _("Not published: this route does not pass the point whose risk was assessed."))
    return None


def _still_dense(route: Route, read: list[tuple[Checkpoint, int]]) -> Refusal | None:
    """The plan in force must keep its density with the new version too."""
    scheme = facts.standing(route.scope)
    rows = facts.rows_of(scheme)
    if not any(row.route_id == route.pk for row in rows):
        return None
    new = [point.pk for point, _walk in read]
    lines = [facts.line_of(row, points=new if row.route_id == route.pk else None) for row in rows]
    return density.fit_standing(lines, facts.spots_of(route.scope), facts.bands_of(scheme), longest_gap=scheme.longest_gap_minutes)


def _next_version(route: Route, read: list[tuple[Checkpoint, int]], reason: str, by: Actor, at: datetime) -> RouteVersion:
    number = RouteVersion.objects.filter(route=route).count() + 1
    points: list[dict[str, Any]] = [{"checkpoint": str(point.pk), "walk_minutes": minutes} for point, minutes in read]
    version = RouteVersion(
        scope=route.scope, route=route, number=number, points=points, point_count=len(points), walk_minutes=sum(minutes for _point, minutes in read),
        reason=reason, published_by_id=by.person, published_at=at,
    )  # fmt: skip
    version.save()
    route.newest = version
    route.save()
    return version


def _adjusted(assessment: Assessment, version: RouteVersion, by: Actor, at: datetime) -> None:
    assessment.state, assessment.version = "adjusted", version
    assessment.decided_by_id, assessment.decided_at = by.person, at
    assessment.save()


@action(title=_("Give the route up"), posts=MANAGERS, event=RouteRetired, confirm=True, allowed_from=("in_use",))
def retire_route(route: Route, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Route | Refusal:
    """Take a route out of use; refused while a plan in force sends rounds over it."""
    one = held(route)
    if no := told(reason):
        return no
    if one.state != "in_use":
        return Refusal("patrol.route_retired", _("Not published: this route is not in use any more."))
    if SchemeLine.objects.filter(route=one, scheme__state__in=("in_force", "ready")).exists():
        return Refusal("patrol.route_needed", _("Not given up: a plan in force sends rounds over this route. Publish another plan first."))
    one.state = "retired"
    one.save()
    announce(RouteRetired(route=one.pk, reason=reason), subject=one)
    return one


@action(title=_("Enter a risk assessment"), posts=MANAGERS, event=RiskAssessed, allowed_from=("in_use",))
def assess_risk(
    checkpoint: Checkpoint,
    *,
    reference: Annotated[str, Field(_("Number of the assessment"), max_length=60)],
    level: Annotated[int, Field(_("Risk after"), choices=RISKS)],
    assessed_on: Annotated[date | None, Field(_("Assessed on"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Assessment | Refusal:
    """Enter a changed risk level of a point. Its routes then stand among those to be reviewed until somebody adjusts or keeps them."""
    one, level = held(checkpoint), int(level)
    today = clock.local(one.scope, at).date()
    assessed_on = assessed_on or today
    if not reference.strip() or assessed_on > today:
        return Refusal("patrol.no_reference", _("Not entered: give the number of the assessment, and a day that is over."))
    if level not in dict(RISKS):
        return Refusal("patrol.bad_level", _("Not entered: the level is 1 (red) to 4 (blue)."))
    if level == one.risk:
        return Refusal("patrol.same_level", _("Not entered: the risk level stays as it is. Nothing has to be reviewed."))
    made = Assessment(scope=one.scope, checkpoint=one, reference=reference.strip(), assessed_on=assessed_on, before=one.risk, after=level, entered_by_id=by.person)
    made.save()
    one.risk = level
    one.save()
    announce(RiskAssessed(assessment=made.pk, checkpoint=one.pk, before=made.before, after=level, assessed_on=assessed_on), subject=made)
    return made


@action(title=_("Keep the route"), posts=MANAGERS, event=RouteKept, allowed_from=("to_review",))
def keep_route(assessment: Assessment, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Assessment | Refusal:
    """Say why the routes stay as they are after a changed risk."""
    one = held(assessment)
    if no := told(reason):
        return no
    if one.state != "to_review":
        return Refusal("patrol.decided_already", _("Not done: this was decided before."))
    one.state, one.reason, one.decided_by_id, one.decided_at = "kept", reason, by.person, at
    one.save()
    announce(RouteKept(assessment=one.pk, checkpoint=one.checkpoint_id, reason=reason), subject=one)
    return one

