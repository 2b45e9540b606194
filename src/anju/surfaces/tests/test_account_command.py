"""The first account of an installation comes from its own shell, by a link and never with a password."""

from __future__ import annotations

import argparse

import pytest

from anju.domains.people import queries
from anju.domains.people.models import Account
from anju.domains.places.models import Organisation
from anju.surfaces.cli import account as command

pytestmark = pytest.mark.django_db
FIRST = ["first", "boss", "--name", "赵一", "--organisation", "安居物业", "--address", "https://anju.example"]


def run(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    command.configure(parser)
    return command.run(parser.parse_args(arguments))


def test_the_first_account_is_headquarters_and_has_a_link(capsys, client):
    assert run(FIRST) == 0
    link = capsys.readouterr().out.strip()
    assert link.startswith("https://anju.example/accounts/link/")
    account = Account.everywhere.get(username="boss")
    assert queries.account_by_link(link.rstrip("/").rpartition("/")[2]) == account
    assert [(scope.name, role) for scope, role in queries.scopes_with_roles(account.person_id)] == [("安居物业", "headquarters")]
    assert run(["link", "Boss"]) == 0
    assert queries.account_by_link(link.rstrip("/").rpartition("/")[2]) is None


def test_a_refusal_leaves_nothing_behind(capsys):
    assert run(["first", "不行", *FIRST[2:]]) == 1
    assert not Organisation.everywhere.exists()
    assert not Account.everywhere.exists()
    assert run(["link", "nobody"]) == 2
