"""`anju account first` opens the first account of an installation; `anju account link` makes a new password link for any account."""

from __future__ import annotations

import argparse
from typing import Any

from . import console, set_up


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True)
    first = verbs.add_parser("first", help="found the organisation and open an account of its headquarters")
    first.add_argument("username")
    first.add_argument("--name", required=True, help="name of the person")
    first.add_argument("--organisation", required=True, help="name of the organisation")
    link = verbs.add_parser("link", help="print a new one-time link to choose a password")
    link.add_argument("username")
    for one in (first, link):
        one.add_argument("--address", default="http://127.0.0.1:8000", help="where this installation is reached")


def run(given: argparse.Namespace) -> int:
    set_up()
    from django.urls import reverse

    from anju.domains.people import queries
    from anju.kernel.refusals import Refusal

    account = _first(given) if given.verb == "first" else _again(given.username)
    if account is None:
        console(f"There is no account {given.username!r}.")
        return 2
    if isinstance(account, Refusal):
        console(str(account))
        return 1
    console(given.address.rstrip("/") + reverse("choose_password", args=[queries.link_of(account)]))
    return 0


def _first(given: argparse.Namespace) -> Any:
    """Organisation, person, role and account in one transaction; the first refusal undoes them all."""
    from django.db import transaction

    from anju.domains.people import actions as people
    from anju.domains.places import actions as places
    from anju.kernel.actors import Actor
    from anju.kernel.refusals import Refusal

    by = Actor.system("setup")
    with transaction.atomic():
        made: Any = places.found_organisation(places.platform(), name=given.organisation, kind="company", by=by)
        if not isinstance(made, Refusal):
            where = made.scope
            made = person = people.register_person(where, name=given.name, by=by)
        if not isinstance(made, Refusal):
            made = people.grant_role(where, person=person, role="headquarters", by=by)
        if not isinstance(made, Refusal):
            made = people.open_account(person, username=given.username, by=by)
        if isinstance(made, Refusal):
            transaction.set_rollback(True)
    return made


def _again(username: str) -> Any:
    from anju.domains.people import actions, queries
    from anju.kernel.actors import Actor

    account = queries.Account.everywhere.filter(username=username.lower()).first()
    return None if account is None else actions.issue_link(account, by=Actor.system("setup"))
