"""A process that backs up or restores and tells each step, until it is killed: `python -m tests.faults.keeper write FILE`.

`... keeper prepare COUNT` makes a community, `... keeper restore FILE` puts a backup back, `... keeper report` says what stands here.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from anju.domains.places.actions import add_place, found_community, platform  # noqa: E402
from anju.domains.places.models import Place  # noqa: E402
from anju.kernel import scope, seals, verification  # noqa: E402
from anju.kernel.actors import Actor  # noqa: E402
from anju.kernel.backup import restoring, unfinished, writing  # noqa: E402
from anju.kernel.models import Entry, Scope  # noqa: E402

DOER = Actor.system("test")


def told(name: str, count: int) -> None:
    """Say it, and give whoever watches the time to kill."""
    print(name, count, flush=True)
    time.sleep(0.3)


def prepare(count: str) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    community = found_community(platform(), name="锦绣花园", by=DOER).scope
    with scope.entered(community):
        for number in range(int(count)):
            add_place(community, kind="building", code=str(number), by=DOER)
    seals.seal(community)


def write(path: str) -> None:
    writing.write(Path(path), told=told)


def restore(path: str) -> None:
    restoring.restore(Path(path), told=told)


def report() -> None:
    call_command("migrate", interactive=False, verbosity=0)
    is_whole = all(verification.verify(one).is_whole for one in Scope.objects.all())
    facts = {"rows": Entry.objects.count(), "places": Place.everywhere.count(), "is_whole": is_whole}
    print(json.dumps({**facts, "is_unfinished": unfinished.mark().exists()}))


if __name__ == "__main__":
    {"prepare": prepare, "write": write, "restore": restore, "report": report}[sys.argv[1]](*sys.argv[2:])
