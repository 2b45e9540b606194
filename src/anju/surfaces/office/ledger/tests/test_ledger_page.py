"""The ledger's page: for those who may, of their community alone; the check says which row was changed."""

from __future__ import annotations

import pytest
from django.db import connection

from anju.kernel import seals
from anju.kernel.models import Entry
from anju.surfaces.office.screens.tests.conftest import Estate

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def estate(client, transactional_db) -> Estate:
    return Estate(client)


def test_rows_are_those_of_the_community(estate):
    estate.building("1"), estate.building("9", where=estate.elsewhere)
    page = estate.client.get("/ledger/").content.decode()
    assert page.count("添加场所") >= 1
    assert Entry.objects.filter(scope=estate.here).count() < Entry.objects.count()


def test_a_guard_may_not_read_it(estate):
    estate.client.force_login(estate.account("guard", "guard"))
    assert estate.client.get("/ledger/").status_code == 403
    assert estate.client.post("/ledger/check/").status_code == 403


@pytest.mark.parametrize("before", ["x", "-5", "²", "9" * 30, "' OR 1=1"])
def test_a_senseless_position_shows_the_newest(estate, before):
    estate.building("1")
    page = estate.client.get("/ledger/", {"before": before})
    assert page.status_code == 200 and "添加场所" in page.content.decode()


def test_the_check_names_a_row_that_was_changed_behind_our_back(estate):
    estate.building("1")
    assert seals.seal(estate.here)
    assert "没有发现" in estate.client.post("/ledger/check/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_entry SET action = 'places.remove_place' WHERE scope_id = %s", [estate.here.pk.hex if connection.vendor == "sqlite" else estate.here.pk])
    assert "没有发现" not in estate.client.post("/ledger/check/").content.decode()
