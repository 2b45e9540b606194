"""A process that sends messages until it is killed: `python -m tests.faults.messenger send PORT` hands over what is due to the gateway at a port.

`... messenger prepare PORT COUNT` makes the community, its channel and one urgent notice to COUNT people; `... messenger report` lets the sender
finish and prints who was reached, how often that was counted, and whether the ledger is whole.
"""

from __future__ import annotations

import json
import sys

import django

django.setup()

from django.core.management import call_command  # noqa: E402

from anju.domains.notices import actions, measures  # noqa: E402
from anju.domains.notices.models import Delivery, Recipient  # noqa: E402
from anju.domains.people.actions import grant_role, register_person  # noqa: E402
from anju.domains.places.actions import found_community, platform  # noqa: E402
from anju.gateways.messages.driver import Sender  # noqa: E402
from anju.kernel import clock, ledger, scope, verification  # noqa: E402
from anju.kernel.actors import Actor  # noqa: E402
from anju.kernel.models import Entry, Scope  # noqa: E402

DOER = Actor.system("test")


def prepare(port: str, count: str) -> None:
    call_command("migrate", interactive=False, verbosity=0)
    community = found_community(platform(), name="锦绣花园", by=DOER).scope
    with scope.entered(community):
        for number in range(int(count)):
            person = register_person(community, name=f"保安{number}", phone=f"138{number:08d}", by=DOER)
            grant_role(community, person=person, role="guard", by=DOER)
        line = {"dialect": "http", "way": "sms", "address": f"http://127.0.0.1:{port}/", "secret": "s", "allows_lan": True}
        actions.connect_channel(community, name="短信", **line, by=DOER)
        actions.send_notice(community, level=1, title="演练", text="请回复。", audience={"roles": ["guard"]}, by=DOER)


def send() -> None:
    while True:
        if Sender().run_once():
            print("sent", flush=True)


def report() -> None:
    """A minute later the leases of the killed are over; the sender goes on until nothing is due."""
    community = Scope.objects.get(kind="community")
    with clock.frozen(clock.machine() + actions.delivering.LEASE):
        while Sender().run_once():
            pass
    with scope.entered(community):
        rows = list(Delivery.objects.filter(way="sms").values_list("id", "state"))
        reached = list(Recipient.objects.values_list("state", flat=True))
    told = [ledger.event_of(row, None) for row in Entry.objects.filter(name="notices.deliveries_recorded")]
    counted = sum(count.numerator for event in told for count in measures.delivered(event) if count.dimension == "")
    is_whole = all(verification.verify(one).is_whole for one in Scope.objects.all())
    print(json.dumps({"keys": sorted(pk.hex for pk, _state in rows), "reached": reached, "counted": counted, "is_whole": is_whole}))


if __name__ == "__main__":
    {"prepare": prepare, "send": send, "report": report}[sys.argv[1]](*sys.argv[2:4] if sys.argv[1] == "prepare" else ())
