"""The track of a round, played back: where its guard was, minute by minute, and the scans beside it. Every look is written down."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from markupsafe import Markup

from anju.domains.patrol import queries as patrol
from anju.domains.patrol.actions import look_at_track
from anju.domains.patrol.models import Round, Scan
from anju.kernel.refusals import Refusal

from ..doors import office_page

SEE = look_at_track.spec.name
WIDTH, MARGIN = 600, 20


@office_page(permission=SEE)
def page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The way walked, with a slider over its minutes; without a script the same as a table."""
    one = Round.objects.filter(pk=pk, scope=request.scope).select_related("guard").first()
    if one is None:
        raise Http404
    no = look_at_track(one, by=request.actor)
    rows = [] if isinstance(no, Refusal) else _rows(one)
    return render(request, "patrol/track.html", {"one": one, "no": no if isinstance(no, Refusal) else None, "told": _drawn(one, rows), "rows": rows})


def tab(round: Round) -> Markup:
    """On the page of a round only the way there: nobody sees a track without asking for it."""
    tracks = patrol.tracks_of(round)
    return Markup(render_to_string("patrol/_track_tab.html", {"round": round, "points": sum(len(one.points) for one in tracks), "left_out": sum(one.left_out for one in tracks)}))


def _rows(one: Round) -> list[dict[str, Any]]:
    """Positions in the order of time."""
    return [
        {"at": track.start_at + timedelta(seconds=seconds), "latitude": latitude, "longitude": longitude, "metres": round(metres)}
        for track in patrol.tracks_of(one)
        for seconds, latitude, longitude, metres in track.points
    ]


def _drawn(one: Round, rows: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The way as points of a picture, north up, with the round's checkpoints."""
    if not rows:
        return None
    points = patrol.RoundPoint.objects.filter(round=one, checkpoint__latitude__isnull=False).select_related("checkpoint").order_by("position")
    spots = [(row["latitude"], row["longitude"]) for row in rows] + [(each.checkpoint.latitude, each.checkpoint.longitude) for each in points]
    south, west = min(spot[0] for spot in spots), min(spot[1] for spot in spots)
    laid = patrol.flat((south, west))
    metres = [laid(*spot) for spot in spots]
    wide, high = max(x for x, _y in metres) or 1, max(y for _x, y in metres) or 1
    scale = (WIDTH - 2 * MARGIN) / max(wide, high)
    height = round(high * scale) + 2 * MARGIN
    drawn = [(round(x * scale + MARGIN, 1), round(height - MARGIN - y * scale, 1)) for x, y in metres]
    way = drawn[: len(rows)]
    begin = rows[0]["at"]
    played = [[round((row["at"] - begin).total_seconds()), *spot] for row, spot in zip(rows, way, strict=True)]
    return {
        "width": WIDTH, "height": max(height, 2 * MARGIN), "line": " ".join(f"{x},{y}" for x, y in way), "played": json.dumps(played), "begin": begin, "seconds": played[-1][0],
        "points": [(each.checkpoint.code, *spot) for each, spot in zip(points, drawn[len(rows) :], strict=True)],
        "scans": list(Scan.objects.filter(round=one).exclude(state="refused").select_related("checkpoint").order_by("at")),
    }  # fmt: skip

