from __future__ import annotations

import io
import re

import openpyxl
import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.domains.places import actions as places
from anju.domains.places.models import Place
from anju.kernel import scope
from anju.kernel.models import Entry, Grant
from anju.kernel.screens import paging

from .conftest import SYSTEM


def text(answer) -> str:
    assert answer.status_code == 200, answer.content.decode()[:2000]
    return answer.content.decode()


def rows_in(page: str) -> int:
    return page.count('name="id"')


def statements(estate, address: str, *fragments: str) -> list[str]:
    """What a page asks of the tables that its screen is about."""
    with CaptureQueriesContext(connection) as captured:
        text(estate.client.get(address))
    return [one["sql"] for one in captured if any(fragment in one["sql"] for fragment in fragments)]


def test_a_list_shows_the_rows_of_this_community_alone(estate):
    estate.building("1")
    estate.building("9", estate.elsewhere)
    page = text(estate.client.get("/places/?kind=building"))
    assert "1栋" in page
    assert "9栋" not in page


def test_one_statement_for_the_rows_however_many(estate):
    estate.units(1, estate.building("1"))
    text(estate.client.get("/places/"))
    few = statements(estate, "/places/", "places_place")
    estate.units(30, estate.building("2"))
    cache.clear()
    text(estate.client.get("/places/"))
    many = statements(estate, "/places/", "places_place")
    assert len(few) == len(many) == 1
    assert not any("COUNT(" in one for one in many)


def test_the_same_number_of_statements_for_one_row_and_for_thirty(estate):
    estate.units(1, estate.building("1"))
    estate.client.get("/places/?kind=unit")
    with CaptureQueriesContext(connection) as one:
        assert rows_in(text(estate.client.get("/places/?kind=unit&rows=50"))) == 1
    estate.units(30, estate.building("2"))
    with CaptureQueriesContext(connection) as thirty:
        assert rows_in(text(estate.client.get("/places/?kind=unit&rows=50"))) == 31
    assert len(one) == len(thirty)


def test_the_total_is_asked_for_by_itself(estate):
    estate.units(30, estate.building("1"))
    assert "共 30 条" in text(estate.client.get("/places/total/?kind=unit"))


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("kind=building", 2),
        ("kind=building&kind=unit", 5),
        ("q=1栋", 4),
        ("q=1栋 2", 1),
        ("q=%25", 0),
        ("state=retired", 0),
        ("is_key=1", 0),
        ("is_key=0&kind=unit", 3),
        ("kind=castle", 0),
        ("parent=not-an-id", 0),
        ("kind='; DROP TABLE places_place; --", 0),
    ],
)
def test_filters_narrow_and_a_wrong_one_never_shows_all(estate, query, expected):
    estate.units(3, estate.building("1"))
    estate.building("2")
    assert rows_in(text(estate.client.get(f"/places/?{query}"))) == expected


def test_the_filter_is_said_as_a_sentence_and_can_be_taken_apart(estate):
    estate.building("1")
    page = text(estate.client.get("/places/?kind=building&q=1"))
    assert "类别：楼栋" in page
    assert 'href="?q=1"' in page
    assert 'href="?kind=building"' in page


def test_a_filter_finds_what_the_page_itself_asks_for(estate):
    estate.units(55, estate.building("1"))
    asked = re.search(r'name="(parent[^"]*)"[^>]*?hx-get="(/places/filters/parent/)"', text(estate.client.get("/places/")), re.DOTALL)
    found = text(estate.client.get(asked[2], {asked[1]: "33"}))
    assert re.findall(r"1栋\d+单元", found) == ["1栋33单元"]
    assert "没有名称含“仙境”的" in text(estate.client.get(asked[2], {asked[1]: "仙境"}))


def test_a_filter_by_another_communitys_record_finds_nothing(estate):
    theirs = estate.building("9", estate.elsewhere)
    estate.units(1, theirs)
    page = text(estate.client.get(f"/places/?parent={theirs.pk}"))
    assert rows_in(page) == 0
    assert "9栋" not in page
    assert "9栋" not in text(estate.client.get("/places/filters/parent/?parent.typed=9"))


@pytest.mark.parametrize("sort", ["full_name", "-full_name", "floor", "-floor", "kind", "area_m2", "-area_m2"])
def test_pages_forth_and_back_show_every_row_once(estate, sort):
    estate.dwellings(last_floor=20)
    Place.everywhere.filter(kind="dwelling", floor__gt=12).update(floor=None)
    seen, address = [], f"/places/?kind=dwelling&sort={sort}"
    first = ids_in(text(estate.client.get(address)))
    while address:
        page = text(estate.client.get(address))
        seen += ids_in(page)
        address = link(page, "next")
    assert (len(seen), len(set(seen))) == (40, 40)
    assert ids_in(text(estate.client.get(link(page, "prev")))) == first


def ids_in(page: str) -> list[str]:
    return [part.partition('value="')[2].partition('"')[0] for part in page.split('name="id"')[1:]]


def link(page: str, rel: str) -> str:
    found = page.partition(f'rel="{rel}" href="')[2].partition('"')[0].replace("&amp;", "&")
    return f"/places/{found}" if found else ""


@pytest.mark.parametrize("at", ["x", "W10", "WzEsMl0", "WyJhIiwgImIiLCB0cnVlXQ", "%00", "9" * 5000])
def test_a_position_that_is_none_shows_the_first_page(estate, at):
    estate.building("1")
    assert rows_in(text(estate.client.get(f"/places/?at={at}&kind=building"))) == 1


@pytest.mark.parametrize("sort", ["phone", "-phone", "scope__name", "--name", "person__account", "id); --"])
def test_only_shown_columns_can_be_sorted_by(estate, sort):
    estate.person("李小明", phone="13800001234")
    assert rows_in(text(estate.client.get("/people/", {"sort": sort}))) == 2


def test_htmx_gets_the_table_alone(estate):
    estate.building("1")
    page = text(estate.client.get("/places/", HTTP_HX_REQUEST="true"))
    assert page.lstrip().startswith("<section")
    assert "<html" not in page


def test_personal_columns_are_masked_everywhere(estate):
    person = estate.person("李小明", phone="13800001234")
    for address in ("/people/", f"/people/{person.pk}/", f"/people/{person.pk}/tab/history/", f"/people/{person.pk}/change_person/"):
        assert "13800001234" not in text(estate.client.get(address)), address
    book = openpyxl.load_workbook(io.BytesIO(b"".join(estate.client.post("/people/export/"))))
    assert "13800001234" not in str(list(book.worksheets[0].values))


def test_personal_data_is_shown_for_a_purpose_that_the_ledger_keeps(estate):
    address = f"/people/{estate.person('李小明', phone='13800001234').pk}/show-personal/"
    answer = estate.client.post(address, {"purpose": ""})
    assert (answer.status_code, "13800001234" in answer.content.decode()) == (422, False)
    assert not Entry.objects.filter(name="kernel.personal_data_viewed").exists()
    assert "13800001234" in text(estate.client.post(address, {"purpose": "联系业主维修"}))
    assert Entry.objects.get(name="kernel.personal_data_viewed").actor_id == estate.manager.pk
    assert estate.client.get(address).status_code == 405
    theirs = estate.person("王小红", where=estate.elsewhere)
    assert estate.client.post(f"/people/{theirs.pk}/show-personal/", {"purpose": "x"}).status_code == 404


def test_an_export_keeps_scope_filter_and_formulas_harmless(estate):
    building = estate.building("1")
    estate.building("9", estate.elsewhere)
    with scope.entered(estate.here):
        places.change_place(building, name="=HYPERLINK(1)", by=SYSTEM)
    estate.units(2, building)
    answer = estate.client.post("/places/export/?kind=building")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer)))
    head, *rows = book.worksheets[0].values
    assert [row[0] for row in rows] == ["=HYPERLINK(1)"]
    cell = book.worksheets[0]["A2"]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)
    entry = Entry.objects.get(name="kernel.list_exported")
    assert (entry.actor_id, entry.payload) == (estate.manager.pk, {"rows": 1, "screen": "places"})


def test_a_post_sees_only_its_pages(estate):
    estate.client.force_login(estate.account("guard", "guard"))
    assert estate.client.get("/people/").status_code == 403
    assert estate.client.post("/people/export/").status_code == 403
    page = text(estate.client.get("/places/"))
    assert 'href="/people/"' not in page
    assert 'href="/places/new/"' not in page


def test_without_a_sign_in_there_is_only_the_door(estate):
    estate.client.logout()
    for address in ("/places/", "/places/new/", "/places/total/", "/places/import/"):
        answer = estate.client.get(address)
        assert (answer.status_code, answer["Location"].startswith("/accounts/login/")) == (302, True), address


def test_headquarters_sees_all_communities_and_which_is_which(estate):
    estate.building("1")
    estate.building("9", estate.elsewhere)
    boss = estate.account("boss", "headquarters", estate.company)
    estate.client.force_login(boss)
    estate.client.post("/community/", {"scope": str(estate.company.pk)})
    page = text(estate.client.get("/places/?kind=building"))
    assert rows_in(page) == 2
    assert "隔壁小区" in page and "锦绣花园" in page


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is SQLite's")
def test_several_communities_are_paged_by_index_not_sorted(estate):
    with scope.entered(estate.here, estate.elsewhere):
        plan = paging.scoped_page(Place, lambda rows: rows, "ordering", 25).values_list("pk").explain()
    outer, _ids, inner = plan.partition("LIST SUBQUERY")
    assert "(id=?)" in outer, plan
    assert inner.count("USING INDEX place_scope_ordering (scope_id=?)") == 2, plan
    sorts = [line for line in inner.partition("UNION ALL")[0].splitlines() if "TEMP B-TREE" in line]
    assert all("RIGHT PART" in line for line in sorts), plan


def test_many_communities_are_walked(estate, monkeypatch):
    monkeypatch.setattr(paging, "SCOPES_APART", 1)
    estate.building("1")
    estate.building("9", estate.elsewhere)
    estate.client.force_login(estate.account("boss", "headquarters", estate.company))
    estate.client.post("/community/", {"scope": str(estate.company.pk)})
    assert rows_in(text(estate.client.get("/places/?kind=building"))) == 2


def test_what_people_wrote_stands_in_a_row_as_text(estate):
    place = estate.building("1")
    Place.everywhere.filter(pk=place.pk).update(full_name="<script>1</script> & 100%", code="50% \\0")
    page = text(estate.client.get("/places/?kind=building"))
    assert f'<a href="/places/{place.pk}/">&lt;script&gt;1&lt;/script&gt; &amp; 100%</a>' in page
    assert "50% \\0" in page and "<script>1" not in page
    assert page.count(f'name="id" value="{place.pk}"') == 1


def test_the_menu_marks_the_page_and_follows_a_communitys_own_grants(estate):
    marked = '<a href="/places/" aria-current="page">'
    assert marked in text(estate.client.get("/places/"))
    assert marked not in text(estate.client.get("/people/"))
    Grant.objects.create(scope=estate.here, permission="people.see_people", post="project_manager", is_allowed=False)
    assert 'href="/people/"' not in text(estate.client.get("/places/"))
    assert estate.client.get("/people/").status_code == 403
    Grant.objects.all().delete()
    assert 'href="/people/"' in text(estate.client.get("/places/"))
