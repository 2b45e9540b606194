"""Whoever hands something to the writer gets an answer, whatever the database does; a part of the table that was not made is not taken for made."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import InterfaceError, connection, transaction

from anju.domains.devices.models import Observation
from anju.domains.devices.observations import partitions, store, writer
from anju.domains.devices.rules.messages import micros
from anju.kernel.models import Scope

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2026, 3, 5)


@pytest.fixture
def here(transactional_db) -> Scope:
    return Scope.objects.create(kind="community", name="锦绣花园")


@pytest.fixture
def pen(here, monkeypatch):
    monkeypatch.setattr(writer, "RETRY_SECONDS", (0.0,))
    made = writer.Writer().start()
    yield made
    made.stop()


def row(here: Scope, device: bytes, number: int, on: date = DAY) -> store.Row:
    at = micros(datetime(on.year, on.month, on.day, 4, tzinfo=UTC))
    return store.Row(here.pk.bytes, device, number, at, at, 0, "reading", "{}")


@pytest.mark.parametrize("error", [InterfaceError("gone"), RuntimeError("whatever")])
def test_what_goes_wrong_is_answered_and_the_next_is_stored(here, pen, monkeypatch, error):
    device = uuid4().bytes
    real = writer.keep

    def broken(*_given):
        raise error

    monkeypatch.setattr(writer, "keep", broken)
    with pytest.raises(writer.WriterFailed):
        pen.store_now([row(here, device, 1)], timeout=10)
    assert (Observation.everywhere.count(), pen.waiting) == (0, 0)
    monkeypatch.setattr(writer, "keep", real)
    assert pen.store_now([row(here, device, 1)], timeout=10) == writer.Outcome(1, 0)
    assert Observation.everywhere.count() == 1


def test_what_another_process_stored_meanwhile_is_found_and_counted_as_repeated(here, pen):
    device = uuid4().bytes
    pen.store_now([row(here, device, 1)], timeout=10)
    store.insert([row(here, device, 2), row(here, device, 3)])
    assert pen.store_now([row(here, device, number) for number in (2, 3, 4)], timeout=10) == writer.Outcome(1, 2)
    assert sorted(Observation.everywhere.values_list("number", flat=True)) == [1, 2, 3, 4]


def test_a_day_that_was_made_and_taken_back_is_made_again(here, pen):
    partitions.forget()
    partitions.drop_old(DAY + timedelta(days=9), keep_days=1)
    with transaction.atomic():
        partitions.ensure([partitions.day_number(DAY)])
        transaction.set_rollback(True)
    assert pen.store_now([row(here, uuid4().bytes, 1)], timeout=10) == writer.Outcome(1, 0)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has a part for each day")
def test_a_day_that_another_process_let_go_of_is_made_again(here, pen):
    device = uuid4().bytes
    pen.store_now([row(here, device, 1)], timeout=10)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {partitions.name_of(DAY)}")
    assert pen.store_now([row(here, device, 2)], timeout=10) == writer.Outcome(1, 0)
    assert list(Observation.everywhere.values_list("number", flat=True)) == [2]
