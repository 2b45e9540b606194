"""Reading the tree of places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import QuerySet

from anju.kernel.models import Scope

from .. import naming
from ..models import Organisation, Place


@dataclass
class Node:
    """A place and what stands in it."""

    place: Place
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True)
class Suggestion:
    """What a written name means: the place, or the names that come near."""

    place: Place | None
    close: tuple[str, ...] = ()


def organisation_of(scope: Scope) -> Organisation | None:
    """The organisation whose own scope this is."""
    return Organisation.objects.filter(scope=scope).first()


def community_of(scope: Scope) -> Place | None:
    """The root place of a community's scope."""
    return Place.objects.filter(scope=scope, kind="community").first()


def in_use(scope: Scope) -> QuerySet[Place]:
    return Place.objects.filter(scope=scope, state="in_use").order_by("ordering")


def by_kind(scope: Scope, *kinds: str) -> QuerySet[Place]:
    """Places in use of these kinds, in natural order."""
    return in_use(scope).filter(kind__in=kinds)


def key_places(scope: Scope) -> QuerySet[Place]:
    """The key locations (重点部位) in use."""
    return in_use(scope).filter(is_key=True)


def below(place: Place) -> QuerySet[Place]:
    """All places in use that stand in this one, at any depth, in natural order."""
    return Place.objects.filter(scope_id=place.scope_id, path__startswith=place.path, state="in_use").exclude(pk=place.pk).order_by("ordering")


def above(place: Place) -> list[Place]:
    """The places this one stands in within its scope, the outermost first. One query."""
    ids = [UUID(hex=part) for part in place.path.strip("/").split("/")[:-1]]
    found = Place.objects.in_bulk(ids)
    return [found[i] for i in ids if i in found]


def tree(scope: Scope, *, kinds: Iterable[str] | None = None) -> list[Node]:
    """The places in use as nested nodes; with `kinds` only those, each under its nearest shown ancestor. One query."""
    shown = in_use(scope) if kinds is None else by_kind(scope, *kinds)
    tops: list[Node] = []
    stack: list[Node] = []
    for place in shown:
        while stack and not place.path.startswith(stack[-1].place.path):
            stack.pop()
        node = Node(place)
        (stack[-1].children if stack else tops).append(node)
        stack.append(node)
    return tops


def by_code(scope: Scope, *codes: str) -> Place | None:
    """The place reached from the community by these codes: by_code(scope, "3", "2", "1502"). One query."""
    reached = Place.objects.filter(scope=scope, code=codes[-1], state="in_use")
    hop = "parent__"
    for code in reversed(codes[:-1]):
        reached = reached.filter(**{f"{hop}code": code})
        hop += "parent__"
    return reached.filter(**{f"{hop}kind": "community"}).order_by("ordering").first()


def path_name(place: Place) -> str:
    """3栋2单元1502: the names from the building down."""
    return place.full_name or place.name


def names_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """The full names of these places. One query."""
    return dict(Place.objects.filter(pk__in=list(ids)).values_list("pk", "full_name"))


def dwellings_of(place: Place) -> QuerySet[Place]:
    """The dwellings in use of a building, unit or community."""
    return below(place).filter(kind="dwelling")


def building_of(place: Place) -> Place | None:
    return next((p for p in [*above(place), place] if p.kind == "building"), None)


def building_names(scope: Scope) -> dict[UUID, str]:
    """The name of the building that each dwelling of a community stands in. Two queries."""
    names = {pk.hex: name for pk, name in by_kind(scope, "building").values_list("pk", "full_name")}
    paths = by_kind(scope, "dwelling").values_list("pk", "path")
    return {pk: next((names[part] for part in path.strip("/").split("/") if part in names), "") for pk, path in paths}


def grid_of(place: Place) -> Place | None:
    """The grid (网格) that is responsible for a place: its own, or that of the nearest place it stands in."""
    for each in [place, *reversed(above(place))]:
        if each.grid_id:
            return each.grid
    return None


def find(scope: Scope, written: str, *, kinds: Iterable[str] = ()) -> Place | None:
    """The place that people mean by 3-2-1502, 3幢2门1502室 or its exact name; None when none or several fit."""
    suggestion = suggest(scope, written, kinds=kinds)
    return suggestion.place


def suggest(scope: Scope, written: str, *, kinds: Iterable[str] = ()) -> Suggestion:
    """The place meant, or the names that come near it: what an import tells about “13幢”."""
    shown = by_kind(scope, *kinds) if kinds else in_use(scope).exclude(kind="community")
    exact = list(shown.filter(full_name=written.strip())[:2])
    if len(exact) == 1:
        return Suggestion(exact[0])
    names = dict(shown.values_list("full_name", "pk"))
    close = naming.nearest(written, names)
    if len(close) == 1 and naming.key_of(close[0]) == naming.key_of(written):
        return Suggestion(shown.get(pk=names[close[0]]), tuple(close))
    return Suggestion(None, tuple(close))
