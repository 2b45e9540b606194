"""Makes what the ingest's fault test needs, and tells what is left: `python -m tests.faults.door prepare COUNT`, `... door report`."""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from anju.domains.devices import actions  # noqa: E402
from anju.domains.devices.models import Observation  # noqa: E402
from anju.domains.places.actions import found_community, platform  # noqa: E402
from anju.kernel import scope  # noqa: E402
from anju.kernel.actors import Actor  # noqa: E402

DOER = Actor.system("test")


def prepare(count: str) -> None:
    """Make a gateway with devices behind it; prints its key."""
    call_command("migrate", interactive=False, verbosity=0)
    community = found_community(platform(), name="锦绣花园", by=DOER).scope
    with scope.entered(community):
        gateway = actions.add_device(community, kind="gateway", name="网关", number="GW-001", by=DOER)
        for number in range(int(count)):
            actions.add_device(community, kind="pump", name="水泵", number=f"WP-{number:03d}", gateway=gateway, by=DOER)
        token = actions.issue_enrolment(gateway, by=DOER).shown_once
        print(actions.enrol_device(gateway, token=token, by=DOER).key)


def report() -> None:
    """Every stored (message, position), as the values say."""
    rows = Observation.everywhere.order_by("device_id", "number").values_list("device_id", "number", "values")
    print(json.dumps([[str(device), number, values["who"], values["turn"]] for device, number, values in rows]))


if __name__ == "__main__":
    {"prepare": prepare, "report": report}[sys.argv[1]](*sys.argv[2:])
