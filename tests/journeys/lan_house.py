"""Makes a community with one guard who can sign in: `python lan_house.py PASSWORD`. With `cases` instead it prints the cases."""

from __future__ import annotations

import json
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.project.settings")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from anju.domains.cases.models import Case, Evidence  # noqa: E402
from anju.domains.people import actions as people  # noqa: E402
from anju.domains.people.queries import link_of  # noqa: E402
from anju.domains.places import actions as places  # noqa: E402
from anju.kernel import scope as view  # noqa: E402
from anju.kernel.actors import Actor  # noqa: E402

SYSTEM = Actor.system("test")


def found(password: str) -> None:
    call_command("migrate", verbosity=0)
    company = places.found_organisation(places.platform(), name="安居物业", kind="company", by=SYSTEM).scope
    garden = places.found_community(company, name="锦绣花园", by=SYSTEM).scope
    with view.entered(garden):
        person = people.register_person(garden, name="李明", by=SYSTEM)
        people.grant_role(garden, person=person, role="guard", by=SYSTEM)
        account = people.open_account(person, username="guard", by=SYSTEM)
        people.choose_password(garden, link=link_of(account), password=password, by=SYSTEM)


def told() -> list[dict]:
    """Every case in the order in which it was taken in, with the content hashes of its photos."""
    hashes: dict = {}
    for evidence in Evidence.everywhere.select_related("file").order_by("id"):
        hashes.setdefault(evidence.case_id, []).append(evidence.file.sha256)
    return [{"number": case.number, "title": case.title, "hashes": hashes.get(case.id, [])} for case in Case.everywhere.order_by("number")]


if __name__ == "__main__":
    if sys.argv[1] == "cases":
        print(json.dumps(told(), ensure_ascii=False))
    else:
        found(sys.argv[1])
