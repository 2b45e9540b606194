"""Whether enough people patrol outdoors at every hour of the roster, and whether the rounds pass every home under renovation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anju.domains.people.queries import holdings_between
from anju.domains.renovation.queries import RUNNING, Project
from anju.kernel import clock
from anju.kernel.models import Scope

from .. import facts
from ..models import Checkpoint


@dataclass(frozen=True)
class Outdoors:
    """`wanted` at once by the plan in force; `fewest` that the roster of a day has at any moment, and `short`: from when to when it is fewer than wanted.

    `sites`: each renovation whose works run, with the routes that pass it.
    """

    wanted: int
    fewest: int
    short: tuple[tuple[datetime, datetime], ...]
    sites: tuple[tuple[Project, tuple[str, ...]], ...]

    @property
    def unpassed(self) -> list[Project]:
        return [project for project, routes in self.sites if not routes]


def outdoors(scope: Scope, on: date) -> Outdoors | None:
    """The check of a day; None without a plan in force. A site counts as passed when a point of a route stands in its building."""
    standing = facts.standing(scope)
    if standing is None:
        return None
    lines = facts.rows_of(standing)
    posts = {line.post_id for line in lines if line.post_id}
    spans = list(holdings_between(scope, *clock.day_bounds(scope, on)).filter(post_id__in=posts).values_list("start_at", "end_at"))
    fewest, short = _short(spans, *clock.day_bounds(scope, on), standing.outdoors_least)
    return Outdoors(standing.outdoors_least, fewest, short, _sites(scope, lines))


def _short(spans: list[tuple[datetime, datetime]], start: datetime, end: datetime, wanted: int) -> tuple[int, tuple[tuple[datetime, datetime], ...]]:
    """Within [start, end): the fewest at any moment, and the stretches with fewer than wanted; a minute of handover is no stretch."""
    edges = sorted({start, end, *(moment for span in spans for moment in span if start < moment < end)})
    parts = [(first, last, sum(since <= first and until >= last for since, until in spans)) for first, last in zip(edges, edges[1:], strict=False)]
    found: list[tuple[datetime, datetime]] = []
    for first, last, count in parts:
        if count < wanted:
            found = [*found[:-1], (found[-1][0], last)] if found and found[-1][1] == first else [*found, (first, last)]
    return min(count for _first, _last, count in parts), tuple(each for each in found if each[1] - each[0] > timedelta(minutes=1))


def _sites(scope: Scope, lines: list) -> tuple[tuple[Project, tuple[str, ...]], ...]:
    passed: dict = {}
    for route in {line.route_id: line.route for line in lines}.values():
        for point in facts.points_of(route.newest.points):
            passed.setdefault(point, set()).add(route.name)
    stands = list(Checkpoint.objects.filter(scope=scope, pk__in=passed).select_related("place__parent").values_list("pk", "place__path", "place__kind", "place__parent__path"))
    found = []
    for project in Project.objects.filter(scope=scope, state__in=RUNNING).select_related("dwelling").order_by("number"):
        routes = {name for point, path, kind, above in stands if _is_at(project.dwelling.path, path, kind, above) for name in passed[point]}
        found.append((project, tuple(sorted(routes))))
    return tuple(found)


def _is_at(dwelling: str, path: str, kind: str, above: str | None) -> bool:
    """Whether somebody at this point passes the dwelling: it lies in the place itself, or in the building whose lobby, stairway or roof the place is."""
    return bool(path and dwelling.startswith(path)) or (kind in ("lobby", "stairway", "roof") and bool(above) and dwelling.startswith(above))
