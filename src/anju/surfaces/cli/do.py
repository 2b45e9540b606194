"""`anju do ROOM.ACTION SUBJECT --json '{…}'`: run one action from the shell, as the system."""

from __future__ import annotations

import argparse
import json
from uuid import UUID

from . import console, set_up


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", help="for example cases.open_case; `list` prints them all")
    parser.add_argument("subject", nargs="?", help="id of the record or scope it is done to")
    parser.add_argument("--json", default="{}", help="the inputs as a JSON object")


def run(given: argparse.Namespace) -> int:
    set_up()
    from anju.kernel.actions import registry

    if given.action == "list":
        for name, spec in sorted(registry.items()):
            console(f"{name:40} {spec.title}")
        return 0
    if given.action not in registry or not given.subject:
        console(f"There is no action {given.action!r}, or its subject is missing. `anju do list` names them.")
        return 2
    return _do(registry[given.action], given)


def _do(spec, given: argparse.Namespace) -> int:
    from anju.kernel import scope
    from anju.kernel.actors import Actor
    from anju.kernel.inputs import BadInput
    from anju.kernel.models import Scope
    from anju.kernel.refusals import Refusal

    manager = spec.subject.objects if spec.subject is Scope else spec.subject.everywhere
    subject = manager.filter(pk=UUID(given.subject)).first()
    if subject is None:
        console(f"There is no {spec.subject.__name__} {given.subject}.")
        return 2
    where = subject if isinstance(subject, Scope) else subject.scope
    with scope.entered(where):
        try:
            inputs = spec.clean(json.loads(given.json))
        except (BadInput, ValueError) as error:
            console(str(error))
            return 2
        outcome = spec(subject, by=Actor.system("cli"), **inputs)
    if isinstance(outcome, Refusal):
        console(json.dumps(outcome.as_json(), ensure_ascii=False))
        return 1
    console(json.dumps({"id": str(outcome.pk)}))
    return 0
