from __future__ import annotations

from uuid import uuid4

import pytest

from anju.kernel import permissions, tokens
from anju.kernel.actors import Actor
from anju.kernel.models import ApiToken, Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(monkeypatch) -> Scope:
    monkeypatch.setattr(permissions, "_sources", [lambda actor, where: frozenset({"project_manager"})])
    return Scope.objects.create(kind="community", name="锦绣花园")


def test_issue_token_keeps_only_a_hash_and_is_refused_beyond_ones_own_rights(here):
    by = Actor("account", id=uuid4())
    made = tokens.issue_token(here, name="考勤机", permissions=["kernel.issue_token"], by=by)
    assert tokens.find(made.shown_once).pk == made.pk
    assert made.digest == tokens.digest_of(made.shown_once)
    assert tokens.issue_token(here, name="x", permissions=["places.found_community"], by=by).code == "kernel.token_beyond_you"
    assert tokens.issue_token(here, name="x", permissions=[], by=Actor.system("test")).code == "kernel.token_needs_person"
    assert ApiToken.everywhere.count() == 1


def test_revoke_token_ends_it_and_is_refused_a_second_time(here):
    by = Actor("account", id=uuid4())
    made = tokens.issue_token(here, name="考勤机", permissions=["kernel.issue_token"], by=by)
    secret = made.shown_once
    assert tokens.revoke_token(made, by=by).state == "revoked"
    assert tokens.find(secret) is None
    assert tokens.revoke_token(made, by=by).code == "kernel.token_revoked"
