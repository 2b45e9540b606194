"""What the tests of the verbs look at."""

from __future__ import annotations

import io

from PIL import Image

from anju.domains.duties import actions
from anju.domains.duties.models import Duty, Occurrence
from anju.kernel import files
from anju.kernel.actors import Actor
from anju.kernel.ledger import event_of
from anju.kernel.models import Entry
from anju.kernel.refusals import Refusal

SYSTEM = Actor.system("test")


def picture():
    """A small photo, as a phone would send it."""
    data = io.BytesIO()
    Image.new("RGB", (8, 8), "green").save(data, "JPEG")
    return files.checked(data.getvalue(), name="lamp.jpg")


def slots(duty: Duty) -> list[Occurrence]:
    return list(Occurrence.objects.filter(duty=duty).select_related("duty", "scope").order_by("due_at"))


def states(duty: Duty) -> list[str]:
    return [occurrence.state for occurrence in slots(duty)]


def close_all(community) -> None:
    while not isinstance(actions.close_due_occurrences(community, by=SYSTEM), Refusal):
        pass


def events(name: str) -> list:
    return [event_of(entry) for entry in Entry.objects.filter(name=name).order_by("id")]
