"""What a query selects is remembered by its shape; every query still gives what the ORM alone would give."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.db.models import Exists, F, OuterRef, QuerySet
from django.test.utils import CaptureQueriesContext

from anju.kernel import scope, selecting
from anju.kernel.models import Blob, Import
from anju.kernel.records import Rows

from .sample import community

SHAPES = {
    "all": lambda rows: rows.order_by("screen"),
    "first": lambda rows: rows.order_by("-screen")[:1],
    "one scope": lambda rows: rows.filter(scope__name="锦绣花园").order_by("screen"),
    "by its key": lambda rows: rows.filter(scope_id=Import.everywhere.order_by("screen")[0].scope_id).order_by("screen"),
    "with what may be missing": lambda rows: rows.select_related("table").order_by("screen"),
    "with two of one table": lambda rows: rows.select_related("table__scope", "scope").order_by("screen"),
    "the other way round": lambda rows: rows.select_related("scope", "table__scope").order_by("screen"),
    "ordered by another table": lambda rows: rows.select_related("table").order_by("table__name", "screen"),
    "ordered by an expression": lambda rows: rows.select_related("table").order_by(F("table__name").desc(nulls_last=True), "screen"),
    "narrowed by another table": lambda rows: rows.filter(table__name="b.txt").select_related("table", "scope").order_by("screen"),
    "few fields": lambda rows: rows.only("screen").order_by("screen"),
    "without a field": lambda rows: rows.select_related("table").defer("table__name").order_by("screen"),
    "counted along": lambda rows: rows.annotate(twice=F("total") * 2).order_by("twice"),
    "different ones": lambda rows: rows.distinct().order_by("screen"),
    "of a list": lambda rows: rows.filter(pk__in=rows.filter(total__gt=1)).order_by("screen"),
    "where there is one": lambda rows: rows.filter(Exists(Blob.everywhere.filter(pk=OuterRef("table")))).order_by("screen"),
    "two together": lambda rows: rows.filter(screen="a").union(rows.filter(screen="b")).order_by("screen"),
    "asked twice": lambda rows: _again(rows.select_related("scope")).filter(table__name="a.txt").order_by("screen"),
}


def _again(rows: QuerySet) -> QuerySet:
    list(rows)
    return rows


def facts(records: Any) -> list[dict[str, Any]]:
    """Every field of every record, and of those that came along."""
    return [_facts(record) for record in records]


def _facts(record: Any) -> dict[str, Any]:
    own = {name: value for name, value in vars(record).items() if name != "_state"}
    return own | {name: other and _facts(other) for name, other in record._state.fields_cache.items()}


@pytest.fixture
def imports(db) -> None:
    here, there = community(), community("隔壁小区")
    for turn, (screen, where) in enumerate({"a": here, "b": here, "c": there}.items()):
        table = Blob.everywhere.create(scope=there, name=f"{screen}.txt", mime="text/plain", sha256=screen * 64, size=turn) if screen != "c" else None
        Import.everywhere.create(scope=where, screen=screen, action="x", table=table, total=turn, head=[screen], language="en")


@pytest.mark.parametrize("name", SHAPES)
def test_a_remembered_query_gives_what_the_orm_gives(imports, name):
    shape = SHAPES[name]
    expected = facts(shape(QuerySet(Import)))
    assert expected, "a shape that finds nothing shows nothing"
    selecting._plans.clear()
    for _turn in range(3):
        assert facts(shape(Rows(Import))) == expected
    if connection.features.has_select_for_update_of and name in ("all", "with what may be missing"):
        assert facts(shape(Rows(Import)).select_for_update(of=("self",))) == expected


def test_records_of_two_scopes_never_meet_in_one_remembered_query(imports):
    one, other = (Import.everywhere.get(screen=screen) for screen in ("a", "c"))
    for mine, screens in ((one, {"a", "b"}), (other, {"c"})) * 2:
        with scope.entered(mine.scope_id):
            assert {each.screen for each in Import.objects.select_related("scope", "table")} == screens


def test_the_scope_that_was_entered_is_not_asked_for_again(imports):
    one, other = (Import.everywhere.get(screen=screen) for screen in ("a", "c"))
    here = one.scope
    one = Import.everywhere.get(pk=one.pk)
    with scope.entered(here), CaptureQueriesContext(connection) as asked:
        assert scope.of(one) is here
    assert len(asked) == 0
    with scope.entered(here), CaptureQueriesContext(connection) as asked:
        assert scope.of(other).name == "隔壁小区"
    assert len(asked) == 1
    fresh = Import.everywhere.get(pk=one.pk)
    with scope.entered(here.id):
        assert scope.of(fresh) == here and scope.of(fresh) is not here
