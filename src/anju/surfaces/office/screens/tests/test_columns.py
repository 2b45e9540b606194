from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.kernel import permissions, scope
from anju.kernel.actors import Actor
from anju.kernel.models import ColumnChoice, Entry
from anju.kernel.screens import choosing, registry

from .conftest import SYSTEM

pytestmark = pytest.mark.django_db
PEOPLE = "/people/columns/"


def shown(estate, address: str = "/people/") -> list[str]:
    return re.findall(r'<td class="[^"]*" data-head="([^"]+)"', estate.client.get(address).content.decode())


def labels(*paths: str) -> list[str]:
    known = {column.path: str(column.label) for column in choosing.offered(registry["people"])}
    return [known[path] for path in paths]


def save(estate, *paths: str, address: str = PEOPLE):
    return estate.client.post(address, {"order": list(paths), "shown": list(paths), "save": "1"})


@pytest.fixture
def person(estate):
    return estate.person("李小明", phone="13800001234")


def test_the_list_and_its_export_follow_what_was_chosen(estate, person):
    chosen = [column.path for column in choosing.offered(registry["people"])][:3][::-1]
    before = shown(estate, "/people/?q=李小明")
    assert save(estate, *chosen)["Location"] == "/people/"
    assert shown(estate, "/people/?q=李小明") == labels(*chosen) != before
    book = openpyxl.load_workbook(io.BytesIO(b"".join(estate.client.post("/people/export/"))))
    assert list(next(book.worksheets[0].values)) == labels(*chosen)
    assert Entry.objects.get(name="kernel.columns_chosen").payload == {"columns": chosen, "screen": "people"}
    estate.client.post(PEOPLE, {"reset": "1"})
    assert shown(estate, "/people/?q=李小明") == before
    assert not ColumnChoice.objects.exists()


def test_a_choice_is_one_accounts_own(estate, person):
    before = shown(estate, "/people/?q=李小明")
    save(estate, "name")
    estate.client.force_login(estate.account("second", "project_manager"))
    assert shown(estate, "/people/?q=李小明") == before


def test_buttons_alone_put_the_columns_in_order_before_anything_is_kept(estate):
    first, second, *_rest = (column.path for column in registry["people"].list_columns)
    page = estate.client.post(PEOPLE, {"order": [first, second], "shown": [first], "down": first}).content.decode()
    assert re.findall(r'data-column="([^"]+)"', page)[:2] == [second, first]
    assert re.search(rf'name="down" value="{first}"[^>]*autofocus', page), "the keyboard stays on the button"
    assert re.search(rf'name="shown" value="{first}" checked', page) and not re.search(rf'name="shown" value="{second}" checked', page)
    page = estate.client.post(PEOPLE, {"order": [second, first], "shown": [first], "up": second}).content.decode()
    assert re.findall(r'data-column="([^"]+)"', page)[:2] == [second, first]
    assert not ColumnChoice.objects.exists()


@pytest.mark.parametrize("path", ["id", "created_at__year", "account__password", "phone_index", "person__name", "no_such"])
def test_a_column_that_is_not_offered_can_never_be_chosen(estate, person, path):
    assert path not in {column.path for column in choosing.offered(registry["people"])}
    before = shown(estate, "/people/?q=李小明")
    answer = save(estate, "name", path)
    assert (answer.status_code, "不在这个列表里" in answer.content.decode()) == (422, True)
    assert not ColumnChoice.objects.exists()
    ColumnChoice.objects.create(account_id=estate.manager.pk, screen="people", columns=[path])
    assert shown(estate, "/people/?q=李小明") == before, "what was kept before it became hidden is not shown either"


def test_where_few_may_open_a_record_its_facts_stay_there(estate, monkeypatch):
    screen = registry["people"]
    fact = next(column.path for column in choosing.offered(screen)[len(screen.list_columns) :])
    permission, _rule = permissions._viewing["people.person"]
    monkeypatch.setitem(permissions._viewing, "people.person", (permission, lambda actor, record: False))
    assert choosing.offered(screen) == screen.list_columns
    assert save(estate, "name", fact).status_code == 422
    assert not ColumnChoice.objects.exists()


def test_personal_columns_stay_masked_when_they_are_chosen(estate, person):
    save(estate, "name", "phone")
    page = estate.client.get("/people/?q=李小明").content.decode()
    assert "13800001234" not in page and "1234" in page


def test_at_least_one_column_must_be_ticked(estate):
    answer = estate.client.post(PEOPLE, {"order": ["name"], "save": "1"})
    assert (answer.status_code, "请至少选一列" in answer.content.decode()) == (422, True)
    assert not ColumnChoice.objects.exists()


def test_choose_columns_is_refused_to_who_may_not_open_the_list(estate):
    guard = Actor.of(estate.account("guard", "guard"))
    with scope.entered(estate.here):
        assert choosing.choose_columns(estate.here, screen="people", columns=["name"], by=guard).code == "kernel.list_not_open"
        assert choosing.choose_columns(estate.here, screen="people", columns=["name"], by=SYSTEM).code == "kernel.list_not_open"
    estate.client.force_login(estate.account("guard2", "guard"))
    assert estate.client.get(PEOPLE).status_code == 403
    assert save(estate, "name").status_code == 403
    assert not ColumnChoice.objects.exists()


def test_the_choice_costs_a_list_no_statement_and_is_there_at_the_next_sign_in(estate, person):
    before = shown(estate)
    with CaptureQueriesContext(connection) as asked:
        assert shown(estate) == before
    assert [one["sql"] for one in asked if "columnchoice" in one["sql"]] == []
    with scope.entered(estate.here):
        choosing.choose_columns(estate.here, screen="people", columns=["name"], by=Actor.of(estate.manager))
    estate.client.logout()
    estate.client.force_login(estate.manager)
    assert set(shown(estate)) == set(labels("name")) != set(before)
