"""Makes what the box's fault test needs, and tells what is left: `python -m tests.faults.gate prepare`, `... gate report`.

`prepare` makes a community with one gate and a card, adds a box and prints its token and its lane. `report` prints what came home.
"""

from __future__ import annotations

import json
import sys
from datetime import date

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from anju.domains.access import actions as access  # noqa: E402
from anju.domains.access.models import Opening, Passage  # noqa: E402
from anju.domains.devices import actions as devices  # noqa: E402
from anju.domains.edges import actions  # noqa: E402
from anju.domains.edges.models import Edge, LogLine  # noqa: E402
from anju.domains.people.models import Person  # noqa: E402
from anju.domains.places.actions import add_place, found_community, platform  # noqa: E402
from anju.domains.places.models import Place  # noqa: E402
from anju.kernel import scope, verification  # noqa: E402
from anju.kernel.actors import Actor  # noqa: E402
from anju.kernel.models import Scope  # noqa: E402

DOER = Actor.system("test")
CARD = "04A1B2C3"
PLATES = tuple(f"京A{number:05d}" for number in range(10_000, 10_040))


def prepare() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    community = found_community(platform(), name="锦绣花园", by=DOER).scope
    with scope.entered(community):
        gate = add_place(community, kind="gate", code="S", name="南门", by=DOER)
        lane = access.add_lane(community, name="南门人行", place=gate, by=DOER)
        access.issue_credential(community, kind="card", secret=CARD, category="staff", holder_name="保安", by=DOER)
        edge = actions.add_edge(community, name="南门主机", place=gate, by=DOER)
        token = actions.issue_token(edge, by=DOER).shown_once
        key = _camera(community, gate)
    print(json.dumps({"token": token, "lane": str(lane.pk), "camera": key}))


def _camera(community: Scope, gate: Place) -> str:
    """The key of a plate camera at a lane for cars; the cars `PLATES` are known."""
    drive = access.add_lane(community, name="南门车道", place=gate, traffic="vehicle", by=DOER)
    devices.review_product(community, kind="plate_camera", maker="m", model="p", verdict="approved", certificate="1", authority="a", by=DOER)
    eye = devices.add_device(community, kind="plate_camera", name="eye", maker="m", model="p", accepted_by="a", acceptance_number="1", place=gate, commissioned_on=date(2025, 1, 1), by=DOER)
    key = devices.enrol_device(eye, token=devices.issue_enrolment(eye, by=DOER).shown_once, by=DOER).key
    access.fit_lane_camera(drive, device=eye, direction="in", maker="vzenith", way="answer", by=DOER)
    driver = Person.objects.create(scope=community, name="林先生")
    for plate in PLATES:
        access.issue_credential(community, kind="plate", secret=plate, category="staff", holder=driver, checked="行驶证", by=DOER)
    return key


def report() -> None:
    """The numbers at home in the order in which they were taken in, what each passage says, and whether the ledger is whole."""
    community = Scope.objects.get(kind="community")
    with scope.entered(community):
        lines = list(LogLine.objects.order_by("created_at", "number").values_list("number", flat=True))
        passages = [(line.number, line.passage.outcome, line.passage.facts["epoch"]) for line in LogLine.objects.filter(kind="passage").select_related("passage").order_by("number")]
        cars = [one.plate for one in Passage.objects.exclude(camera=None).order_by("at")]
        told = {"lines": lines, "cars": cars, "passages": passages, "count": Passage.objects.count(), "openings": Opening.objects.count(), "fault": Edge.objects.get().fault}
    print(json.dumps({**told, "is_whole": all(verification.verify(one).is_whole for one in Scope.objects.all())}))


if __name__ == "__main__":
    {"prepare": prepare, "report": report}[sys.argv[1]]()
