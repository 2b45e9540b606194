"""Makes what the box's fault test needs, and tells what is left: `python -m tests.faults.gate prepare`, `... gate report`.

`prepare` makes a community with one gate and a card, adds a box and prints its token and its lane. `report` prints what came home.
"""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from anju.domains.access import actions as access  # noqa: E402
from anju.domains.access.models import Opening, Passage  # noqa: E402
from anju.domains.edges import actions  # noqa: E402
from anju.domains.edges.models import Edge, LogLine  # noqa: E402
from anju.domains.places.actions import add_place, found_community, platform  # noqa: E402
from anju.kernel import scope, verification  # noqa: E402
from anju.kernel.actors import Actor  # noqa: E402
from anju.kernel.models import Scope  # noqa: E402

DOER = Actor.system("test")
CARD = "04A1B2C3"


def prepare() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    community = found_community(platform(), name="锦绣花园", by=DOER).scope
    with scope.entered(community):
        gate = add_place(community, kind="gate", code="S", name="南门", by=DOER)
        lane = access.add_lane(community, name="南门人行", place=gate, by=DOER)
        access.issue_credential(community, kind="card", secret=CARD, category="staff", holder_name="保安", by=DOER)
        edge = actions.add_edge(community, name="南门主机", place=gate, by=DOER)
        token = actions.issue_token(edge, by=DOER).shown_once
    print(json.dumps({"token": token, "lane": str(lane.pk)}))


def report() -> None:
    """The numbers at home in the order in which they were taken in, what each passage says, and whether the ledger is whole."""
    community = Scope.objects.get(kind="community")
    with scope.entered(community):
        lines = list(LogLine.objects.order_by("created_at", "number").values_list("number", flat=True))
        passages = [(line.number, line.passage.outcome, line.passage.facts["epoch"]) for line in LogLine.objects.filter(kind="passage").select_related("passage").order_by("number")]
        told = {"lines": lines, "passages": passages, "count": Passage.objects.count(), "openings": Opening.objects.count(), "fault": Edge.objects.get().fault}
    print(json.dumps({**told, "is_whole": all(verification.verify(one).is_whole for one in Scope.objects.all())}))


if __name__ == "__main__":
    {"prepare": prepare, "report": report}[sys.argv[1]]()
