"""A process that does actions until it is killed: `python -m tests.faults.writer write` acknowledges each on its own line.

`... writer report` prints what a later start finds: the codes of the places, and whether every scope's ledger is whole.
"""

from __future__ import annotations

import itertools
import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from anju.domains.places.actions import add_place, found_community, platform  # noqa: E402
from anju.domains.places.models import Place  # noqa: E402
from anju.kernel import scope, seals, verification  # noqa: E402
from anju.kernel.actors import Actor  # noqa: E402
from anju.kernel.models import Entry, Scope  # noqa: E402

DOER = Actor.system("test")


def write() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    community = Scope.objects.filter(kind="community").first() or found_community(platform(), name="锦绣花园", by=DOER).scope
    with scope.entered(community):
        done = Place.objects.filter(kind="building").count()
        for number in itertools.count(done + 1):
            place = add_place(community, kind="building", code=str(number), by=DOER)
            print(place.code, flush=True)
            if number % 10 == 0:
                seals.seal(community)


def report() -> None:
    community = Scope.objects.get(kind="community")
    with scope.entered(community):
        codes = list(Place.objects.filter(kind="building").values_list("code", flat=True))
    reports = [verification.verify(one) for one in Scope.objects.all()]
    rows = Entry.objects.filter(name="places.place_added").count()
    print(json.dumps({"codes": codes, "is_whole": all(one.is_whole for one in reports), "rows": rows}))


if __name__ == "__main__":
    {"write": write, "report": report}[sys.argv[1]]()
