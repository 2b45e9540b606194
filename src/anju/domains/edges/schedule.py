"""The paper list is drawn up every evening, before it is needed."""

from __future__ import annotations

from anju.domains.places.queries import by_kind
from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.schedule import daily

from .actions import draw_up_paper
from .models import Edge


@daily("edges.draw_up_paper", at="19:30")
def draw_up_papers(scope: Scope) -> None:
    """One list for every gate at which a box stands; the gate desk prints it at the change of shift."""
    gates = set(Edge.objects.filter(scope=scope).values_list("place_id", flat=True))
    for gate in by_kind(scope, "gate").filter(pk__in=gates).select_related("scope"):
        draw_up_paper(gate, by=Actor.system("schedule"), at=clock.now())
