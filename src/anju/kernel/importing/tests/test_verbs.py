"""Each verb of an import in its place, and refused out of it."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.domains.places import actions as places
from anju.domains.places.models import Place
from anju.kernel import files, permissions, scope
from anju.kernel.actions import create_many
from anju.kernel.actors import Actor
from anju.kernel.importing import actions as verbs
from anju.kernel.importing import work
from anju.kernel.models import Entry, Import, Scope
from anju.kernel.screens import export_list

SYSTEM = Actor.system("test")
TABLE = "楼栋,单元,房号\n1栋,,101\n1栋,,102\n9栋,,101\n".encode()

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Scope:
    company = places.found_organisation(places.platform(), name="安居物业", kind="company", by=SYSTEM).scope
    where = places.found_community(company, name="锦绣花园", by=SYSTEM).scope
    with scope.entered(where):
        places.add_place(where, kind="building", code="1", by=SYSTEM)
        yield where


@pytest.fixture
def imported(here) -> Import:
    return verbs.import_table(here, screen="places", table=files.checked(TABLE, name="t.csv"), by=SYSTEM)


def until_done(imported: Import) -> Import:
    while imported.is_working:
        imported = work.work(imported.pk, seconds=1)
    return imported


def test_import_table_is_refused_for_a_list_that_takes_none_and_for_no_table(here):
    no = verbs.import_table(here, screen="organisations", table=files.checked(TABLE, name="t.csv"), by=SYSTEM)
    assert no.code == "kernel.no_such_screen"
    no = verbs.import_table(here, screen="places", table=files.checked(b"no table", name="t.csv"), by=SYSTEM)
    assert no.code == "kernel.table_unreadable"
    assert not Import.objects.exists()


def test_the_matching_of_columns_is_kept_for_tables_of_the_same_heads(here, imported):
    def table(head: str) -> Import:
        return verbs.import_table(here, screen="places", table=files.checked(f"{head}\n1栋,,103\n".encode(), name="t.txt"), by=SYSTEM)

    first = table("甲,乙,丙")
    assert first.mapping == {}, "nobody can guess what these heads mean"
    matched = until_done(verbs.match_columns(first, mapping=imported.mapping, by=SYSTEM))
    assert (matched.state, matched.good) == ("checked", 1)
    assert table("甲,乙,丙").mapping == imported.mapping != {}
    assert table("甲,乙,丁").mapping == {}, "another make, another format"


def test_the_whole_way(imported):
    imported = until_done(verbs.match_columns(imported, mapping=imported.mapping, by=SYSTEM))
    assert (imported.state, imported.good, imported.bad) == ("checked", 2, 1)
    imported = until_done(verbs.confirm_import(imported, by=SYSTEM))
    assert (imported.state, imported.done, imported.refused) == ("done", 2, 0)
    imported = until_done(verbs.undo_import(imported, by=SYSTEM))
    assert (imported.state, imported.taken_back, imported.kept) == ("undone", 2, 0)


def test_columns_may_be_matched_again_after_the_check(imported):
    imported = until_done(verbs.match_columns(imported, mapping=imported.mapping, by=SYSTEM))
    imported = until_done(verbs.match_columns(imported, mapping=imported.mapping, by=SYSTEM))
    assert (imported.good, imported.bad) == (2, 1)


def test_match_columns_is_refused_without_a_needed_column(imported):
    no = verbs.match_columns(imported, mapping={"building": 0, "number": 99, "by": 1}, by=SYSTEM)
    assert no.code == "kernel.columns_missing"


@pytest.mark.parametrize("verb", [verbs.confirm_import, verbs.undo_import])
def test_confirm_import_and_undo_import_are_refused_before_their_time(imported, verb):
    assert verb(imported, by=SYSTEM).code == "kernel.import_moved_on"
    imported.refresh_from_db()
    assert imported.state == "matching"


def test_confirm_import_is_refused_when_no_row_is_good(here):
    table = files.checked("楼栋,房号\n9栋,101\n".encode(), name="t.csv")
    imported = verbs.import_table(here, screen="places", table=table, by=SYSTEM)
    imported = until_done(verbs.match_columns(imported, mapping=imported.mapping, by=SYSTEM))
    assert verbs.confirm_import(imported, by=SYSTEM).code == "kernel.no_good_rows"


def test_undo_import_is_refused_where_nothing_can_be_taken_back(here):
    table = files.checked("姓名,电话\n李某,13800001234\n".encode(), name="t.csv")
    imported = verbs.import_table(here, screen="people", table=table, by=SYSTEM)
    imported = until_done(verbs.match_columns(imported, mapping=imported.mapping, by=SYSTEM))
    imported = until_done(verbs.confirm_import(imported, by=SYSTEM))
    assert imported.done == 1
    assert verbs.undo_import(imported, by=SYSTEM).code == "kernel.no_undo"


def test_give_up_import_ends_it_once_and_a_second_is_refused(imported):
    assert verbs.give_up_import(imported, by=SYSTEM).state == "given_up"
    assert verbs.give_up_import(imported, by=SYSTEM).code == "kernel.import_moved_on"


@pytest.mark.parametrize("verb", [verbs.finish_import, verbs.finish_undo])
def test_finish_import_and_finish_undo_are_refused_to_everybody_but_the_product(imported, verb, monkeypatch):
    monkeypatch.setattr(permissions, "_sources", [lambda actor, where: frozenset({"project_manager", "headquarters"})])
    before = Entry.objects.count()
    assert verb(imported, by=Actor("account", id=imported.pk)).code == "kernel.not_permitted"
    assert Entry.objects.count() == before


def test_export_list_is_refused_to_posts_without_a_list(here, monkeypatch):
    monkeypatch.setattr(permissions, "_sources", [lambda actor, where: frozenset({"nobody"})])
    assert export_list(here, screen="places", rows=1, by=Actor("account", id=here.pk)).code == "kernel.not_permitted"
    assert not Entry.objects.filter(name="kernel.list_exported").exists()


def test_a_list_that_nobody_named_is_not_noted(here):
    assert export_list(here, screen="张三 13800138000", rows=1, by=SYSTEM).code == "kernel.no_such_list"
    assert not Entry.objects.filter(name="kernel.list_exported").exists()


def test_a_check_decides_every_row_and_writes_nothing(here):
    rows = [{"building": "1栋", "number": "101"}, {"building": "1栋", "number": "101"}, {"building": "9栋", "number": "101"}]
    before = (Entry.objects.count(), Place.objects.count())
    with CaptureQueriesContext(connection) as asked:
        tried = places.add_dwelling.spec.try_many(here, rows, by=SYSTEM)
    assert [getattr(one, "code", "") for one in tried] == ["101", "places.code_taken", "places.no_such_place"]
    assert (Entry.objects.count(), Place.objects.count()) == before
    assert not [one["sql"] for one in asked if one["sql"].startswith("INSERT")]
    done = places.add_dwelling.spec.run_many(here, rows, by=SYSTEM)
    assert [getattr(one, "code", "") for one in done] == ["101", "places.code_taken", "places.no_such_place"]
    assert (Entry.objects.count(), Place.objects.count()) == (before[0] + 1, before[1] + 1)
    assert Place.objects.get(pk=done[0].pk).full_name == "1栋101"


def test_only_a_bulk_function_may_create_many(here):
    with pytest.raises(RuntimeError, match="bulk function"):
        create_many([Place(scope=here, kind="dwelling", code="1", name="1")])
    assert not Place.objects.filter(kind="dwelling").exists()
