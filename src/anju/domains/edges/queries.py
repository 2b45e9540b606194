"""Public questions about the boxes at the gates. The gateway and pages ask here and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from anju.domains.access.queries import Lane, lanes_of
from anju.domains.devices.queries import GONE, token_holder
from anju.domains.places.queries import Place
from anju.kernel.models import Scope

from .kinds import WAYS, usual_ways
from .models import Edge, LaneWay, LogLine, PaperList
from .signing import fingerprint, seal_key, sign_key
from .snapshots import HOLDS, has_changed, newest_position, paper_of, pushing, sections_of

__all__ = [
    "HOLDS", "WAYS", "Deciding", "Edge", "LaneStanding", "LaneWay", "LogLine", "PaperList", "cameras_at", "edge_of_token", "edges_of", "fingerprint", "has_changed", "lanes_standing", "newest_position",
    "paper_of", "paper_on", "passage_lines", "seal_key", "sections_of", "sign_key", "speaker", "who_decides",
]  # fmt: skip


def speaker(edge: UUID) -> Edge | None:
    """The edge that says it is this one, whatever the scope in view: a message is the first thing anybody knows of its sender."""
    return Edge.everywhere.select_related("scope", "place", "device").filter(pk=edge).first()


def edge_of_token(digest: str) -> Edge | None:
    """The edge for whose device a one-time token was made."""
    device = token_holder(digest)
    return device and Edge.everywhere.select_related("scope", "place", "device").filter(device=device.pk).first()


def cameras_at(edge: Edge) -> list[UUID]:
    """The devices of the plate cameras at the lanes of a box, which may push to it."""
    return [one.device_id for one in pushing(edge.scope, lanes_of(edge.scope, edge.place))]


def edges_of(scope: Scope) -> list[Edge]:
    """The boxes of a community with what the register knows of their contact, by gate."""
    return list(Edge.objects.filter(scope=scope).select_related("place", "device", "device__contact").order_by("place__ordering", "name"))


@dataclass(frozen=True)
class LaneStanding:
    """Who decides at a lane by the written order, and who as things stand now."""

    lane: Lane
    ways: list[str]
    now: str
    listed: LaneWay | None


def lanes_standing(scope: Scope) -> list[LaneStanding]:
    """Every lane with its order. A box decides where it stands, also while it is cut off; a revoked one, or one never enrolled, does not."""
    ways = {one.lane_id: one for one in LaneWay.objects.filter(scope=scope)}
    deciding = {edge.place_id for edge in edges_of(scope) if edge.state == "enrolled"}
    found = []
    for lane in lanes_of(scope):
        one = ways.get(lane.pk)
        order = list(one.ways) if one else usual_ways(lane.traffic, has_box=lane.place_id in deciding)
        able = {"server", "camera", "paper"} | ({"edge"} if lane.place_id in deciding else set())
        found.append(LaneStanding(lane, order, next((way for way in order if way in able), "paper"), one))
    return found


@dataclass(frozen=True)
class Deciding:
    """In words: who decides at a lane now, and who in which order when the network or the server is gone."""

    now: str
    then: list[str]


def who_decides(lane: Lane) -> Deciding | None:
    """The written order of a lane, as the desk and the guard's page say it."""
    words = dict(WAYS)
    one = next((each for each in lanes_standing(lane.scope) if each.lane.pk == lane.pk), None)
    return one and Deciding(words[one.now], [words[way] for way in one.ways if way != "server"])


def is_away(edge: Edge) -> bool:
    """Whether nothing is heard of an enrolled box: it decides alone."""
    return edge.state == "enrolled" and edge.device.online in GONE


def paper_on(gate: Place, on: date) -> PaperList | None:
    return PaperList.objects.select_related("place", "scope").filter(scope=gate.scope_id, place=gate, on=on).first()


def passage_lines(edge: Edge) -> QuerySet[LogLine]:
    """What came home of a box, the newest first."""
    return LogLine.objects.filter(scope=edge.scope_id, edge=edge).select_related("lane", "passage").order_by("-number")
