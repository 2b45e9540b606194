"""The API against everything its own description allows and much that it forbids: never a fault, and JSON whatever comes."""

from __future__ import annotations

import json
from urllib.parse import urlencode

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings

from anju.kernel import permissions, tokens
from anju.kernel.actors import Actor
from anju.kernel.models import ApiToken, Entry
from anju.surfaces.office.screens.tests.conftest import Estate

pytestmark = [pytest.mark.soak, pytest.mark.django_db]
TRIES = settings(max_examples=12, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))


class UndoAfter(Exception):
    """Ends a try, so that the next one finds the community as it was."""


@pytest.fixture
def client(db) -> Client:
    """A program with the manager's token for all he may do."""
    browser = Client()
    estate = Estate(browser)
    estate.units(3, estate.building("1"))
    by = Actor.of(estate.manager)
    made = tokens.issue_token(estate.here, name="fuzz", permissions=sorted(permissions.rights_of(by, estate.here)), days=1, by=by)
    assert isinstance(made, ApiToken), made
    return Client(headers={"Authorization": f"Bearer {made.shown_once}"})


def test_every_operation_withstands_what_its_description_allows_and_forbids(client):
    described = schemathesis.openapi.from_dict(json.loads(client.get("/api/v1/openapi.json").content))
    operations = [found.ok() for found in described.get_all_operations()]
    before = Entry.objects.count()
    faults = [fault for operation in operations if (fault := fault_of(operation, client))]
    assert faults == []
    assert (len(operations) > 300, Entry.objects.count()) == (True, before)


def fault_of(operation, client: Client) -> str:
    """The operation and what went wrong, or nothing."""

    @TRIES
    @given(case=operation.as_strategy())
    def once(case) -> None:
        try:
            with transaction.atomic():
                answer = asked(client, case)
                assert answer.status_code < 500, answer.content
                assert isinstance(answer.json(), dict)
                raise UndoAfter
        except UndoAfter:
            pass

    try:
        once()
    except Exception as wrong:
        return f"{operation.label}: {wrong!r}"[:600]
    return ""


def asked(client: Client, case):
    body = case.body if isinstance(case.body, dict | list | str | int | float | bool | None) else {}
    address = f"/api/v1{case.formatted_path.removeprefix('/api/v1')}?{urlencode(case.query or {}, doseq=True)}"
    return client.generic(case.method, address, json.dumps(body).encode(), content_type="application/json")
