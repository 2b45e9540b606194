"""A process that reacts until it is killed: `python -m tests.faults.reactor react` answers each new place with an event of its own.

`... reactor prepare COUNT` makes the places, `... reactor report` lets the reaction finish and prints what it left.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from anju.domains.places.actions import add_place, found_community, platform  # noqa: E402
from anju.domains.places.events import PlaceAdded  # noqa: E402
from anju.kernel import reactions, scope, verification  # noqa: E402
from anju.kernel.actions import action, announce  # noqa: E402
from anju.kernel.actors import Actor  # noqa: E402
from anju.kernel.events import event  # noqa: E402
from anju.kernel.models import Entry, Scope  # noqa: E402
from anju.kernel.runner import Runner  # noqa: E402

DOER = Actor.system("test")


@event("faults.place_answered")
class PlaceAnswered:
    row: int


@action(title="Answer", posts=(), event=PlaceAnswered)
def answer(where: Scope, *, row: int, by: Actor, at: datetime | None = None) -> Scope:
    """Answer a place that was added."""
    announce(PlaceAnswered(row=row), subject=where)
    return where


def answer_place(entry, event) -> None:
    answer(Scope.objects.get(pk=entry.scope_id), row=entry.id, by=DOER)
    print(entry.id, flush=True)


reactions.registry.clear()
reactions.reaction(on=PlaceAdded, from_start=True)(answer_place)


def prepare(count: str) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    community = found_community(platform(), name="锦绣花园", by=DOER).scope
    with scope.entered(community):
        for number in range(int(count)):
            add_place(community, kind="building", code=str(number), by=DOER)


def react() -> None:
    Runner().drain()


def report() -> None:
    Runner().drain()
    asked = Entry.objects.filter(name=PlaceAdded.name).order_by("id").values_list("id", flat=True)
    answered = Entry.objects.filter(name=PlaceAnswered.name).order_by("id").values_list("payload__row", flat=True)
    is_whole = all(verification.verify(one).is_whole for one in Scope.objects.all())
    print(json.dumps({"asked": list(asked), "answered": list(answered), "is_whole": is_whole}))


if __name__ == "__main__":
    {"prepare": prepare, "react": react, "report": report}[sys.argv[1]](*sys.argv[2:])
