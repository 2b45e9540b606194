"""How many rows a transaction takes, what is done before one begins, and where the chunks of the check and of the letting in differ."""

from __future__ import annotations

import gc

import pytest
from django.db import connection, transaction

from anju.domains.places import actions as places
from anju.domains.places.models import Place
from anju.kernel import files, scope, tables
from anju.kernel.actors import Actor
from anju.kernel.importing import actions as verbs
from anju.kernel.importing import pace, work
from anju.kernel.models import Import, ImportPart, Scope

SYSTEM = Actor.system("test")


@pytest.fixture
def here(db) -> Scope:
    company = places.found_organisation(places.platform(), name="安居物业", kind="company", by=SYSTEM).scope
    where = places.found_community(company, name="锦绣花园", by=SYSTEM).scope
    with scope.entered(where):
        places.add_place(where, kind="building", code="1", by=SYSTEM)
        yield where


def worked(imported: Import) -> Import:
    while imported.is_working:
        imported = work.work(imported.pk, seconds=0)
    return imported


@pytest.mark.django_db
@pytest.mark.parametrize(("took", "rows"), [(0.005, 100), (0.016, 62), (0.02, 50), (0.4, 50)])
def test_a_quick_transaction_is_followed_by_a_longer_and_a_slow_one_by_a_shorter(monkeypatch, took, rows):
    now = iter((10.0, 10.0 + took))
    monkeypatch.setattr(pace.time, "perf_counter", lambda: next(now))
    one = pace.Pace(is_at_once=True)
    with one.transaction():
        assert not gc.isenabled() and connection.in_atomic_block
    assert one.rows == rows and gc.isenabled()


@pytest.mark.django_db
def test_no_transaction_takes_more_rows_than_the_house_allows(monkeypatch):
    monkeypatch.setattr(pace, "BUDGET", 10**6)
    one = pace.Pace(is_at_once=False)
    for rows in (10, 20, 40, 80, 160, 200, 200):
        with one.transaction():
            pass
        assert one.rows == rows


@pytest.mark.django_db
def test_a_chunk_that_fails_leaves_the_pace_and_lets_python_collect_again():
    one = pace.Pace(is_at_once=True)
    with pytest.raises(RuntimeError), one.transaction():
        raise RuntimeError("power cut")
    assert one.rows == 50 and gc.isenabled()


@pytest.mark.django_db(transaction=True)
def test_a_table_is_read_before_anything_is_locked(monkeypatch):
    company = places.found_organisation(places.platform(), name="安居物业", kind="company", by=SYSTEM).scope
    here = places.found_community(company, name="锦绣花园", by=SYSTEM).scope
    read, inside = tables.read, []
    monkeypatch.setattr(tables, "read", lambda data, reading: inside.append(transaction.get_connection().in_atomic_block) or read(data, reading))
    with scope.entered(here):
        imported = verbs.import_table(here, screen="places", table=files.checked("楼栋,房号\n1栋,101\n".encode(), name="t.csv"), by=SYSTEM)
        no = verbs.import_table(here, screen="places", table=files.checked(b"no table", name="t.csv"), by=SYSTEM)
        assert (imported.total, no.code, inside, Import.objects.count()) == (1, "kernel.table_unreadable", [False, False], 1)


def test_chunks_of_the_letting_in_may_begin_elsewhere_than_those_of_the_check(here, monkeypatch):
    lines = [f"1栋,{100 + n}" if n != 5 else "9栋,105" for n in range(1, 11)]
    table = files.checked("\n".join(["楼栋,房号", *lines]).encode(), name="t.csv")
    monkeypatch.setattr(pace, "MOST", 4)
    monkeypatch.setattr(pace, "FEWEST_AT_ONCE", 4)
    imported = verbs.import_table(here, screen="places", table=table, by=SYSTEM)
    imported = worked(verbs.match_columns(imported, mapping=imported.mapping, by=SYSTEM))
    assert [part.start for part in ImportPart.objects.filter(of=imported).order_by("start")] == [0, 4, 8]
    monkeypatch.setattr(pace, "MOST", 3)
    monkeypatch.setattr(pace, "FEWEST_AT_ONCE", 3)
    Place.objects.create(scope=here, kind="dwelling", code="108", name="108", parent=Place.objects.get(kind="building"))
    imported = worked(verbs.confirm_import(imported, by=SYSTEM))
    assert (imported.done, imported.refused, imported.good, imported.bad) == (8, 1, 9, 1)
    assert [number for number, _label, _text in work.faults_of(imported, 10)] == [6, 9]
    made = [each for part in ImportPart.objects.filter(of=imported) for each in part.records]
    assert len(set(made)) == len(made) == 8
    imported = worked(verbs.undo_import(imported, by=SYSTEM))
    assert (imported.taken_back, imported.kept) == (8, 0)
    assert list(Place.objects.filter(kind="dwelling", state="in_use").values_list("code", flat=True)) == ["108"]
