"""Two leaders at once: whatever the order, nobody holds two posts at the same time and no dwelling is owned twice over."""

from __future__ import annotations

import threading
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction

from anju.domains.people import actions
from anju.domains.people.models import Holding, Ownership
from anju.domains.places import actions as place_actions
from anju.domains.places import queries as places
from anju.kernel import scope as view
from anju.kernel.actors import Actor

from .conftest import NOON

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = Actor.system("test")


@pytest.fixture(autouse=True)
def two_writers():
    if connection.vendor != "postgresql":
        pytest.skip("two writers at once need PostgreSQL; SQLite lets one write at a time")


def at_once(scope, first, second) -> list:
    """Let `first` act and keep its transaction open until `second` waits for it or is through; gives back what both returned."""
    answers: list = []
    has_acted, is_through = threading.Event(), threading.Event()

    def leading() -> None:
        with view.entered(scope), transaction.atomic():
            answers.append(first())
            has_acted.set()
            while not is_through.wait(0.02) and not somebody_waits():
                pass

    def following() -> None:
        has_acted.wait()
        with view.entered(scope):
            answers.append(second())

    threads = [threading.Thread(target=_closing, args=(leading, has_acted)), threading.Thread(target=_closing, args=(following, is_through))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def _closing(work, done: threading.Event) -> None:
    try:
        work()
    finally:
        done.set()
        connection.close()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # a transaction goes on seeing the activity that it saw first
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0] > 0


def test_one_of_two_rosters_wins(garden, staff):
    _actor, guard = staff(garden, "保安甲", "guard")
    with view.entered(garden):
        posts = [actions.define_post(garden, name=name, role="guard", by=SYSTEM) for name in ("南门岗", "北门岗")]
    spans = [(NOON, NOON + timedelta(hours=8)), (NOON + timedelta(hours=1), NOON + timedelta(hours=9))]
    answers = at_once(
        garden,
        *(
            lambda post=post, span=span: actions.assign_post(post, person=guard, start_at=span[0], end_at=span[1], by=SYSTEM)
            for post, span in zip(posts, spans, strict=True)
        ),
    )
    assert sorted(getattr(answer, "code", "held") for answer in answers) == ["held", "people.double_booked"]
    assert Holding.everywhere.count() == 1


def test_one_of_two_whole_ownerships_wins(garden):
    with view.entered(garden):
        place_actions.lay_out_floors(garden, building="1", unit="1", last_floor=1, dwellings_per_floor=1, by=SYSTEM)
        door = places.by_code(garden, "1", "1", "101")
        persons = [actions.register_person(garden, name=name, by=SYSTEM) for name in ("业主甲", "业主乙")]
    answers = at_once(
        garden,
        *(lambda person=person: actions.add_ownership(garden, dwelling=door, person=person, share=Decimal(1), by=SYSTEM) for person in persons),
    )
    assert sorted(getattr(answer, "code", "owned") for answer in answers) == ["owned", "people.shares_exceed_whole"]
    assert Ownership.everywhere.count() == 1
