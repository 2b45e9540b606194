"""Reactions: once per event, whatever happens in between; one that cannot be digested stops nobody."""

from __future__ import annotations

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from anju.kernel import actions, clock, ledger, poison, reactions, scope
from anju.kernel.models import Cursor, Entry, PoisonEvent, Scope
from anju.kernel.runner import LeaseLost, Runner, _move

from .sample import SYSTEM, EchoHeard, LampChecked, check_lamp, community, hear_echo, reacting

pytestmark = pytest.mark.django_db(transaction=True)


def runner() -> Runner:
    return Runner(backoff_seconds=0)


def echo(entry, event) -> None:
    hear_echo(Scope.objects.get(pk=entry.scope_id), number=event.number, by=SYSTEM)


def echoes() -> list[int]:
    return [e.payload["number"] for e in Entry.objects.filter(name="kernel.echo_heard").order_by("tx", "id")]


def test_an_event_is_followed_by_its_reaction_once_and_in_order():
    here = community()
    with reacting(echo, on=LampChecked) as made:
        worker = runner()
        for number in (1, 2, 3):
            check_lamp(here, number=number, by=SYSTEM)
        assert worker.drain() == 3
        assert worker.drain() == 0
        assert echoes() == [1, 2, 3]
        worker.release()
        assert runner().drain() == 0
    caused = Entry.objects.filter(name="kernel.echo_heard").order_by("id").first()
    cause = Entry.objects.get(pk=caused.cause_id)
    assert (cause.name, caused.depth, caused.request_id) == ("kernel.lamp_checked", 1, made.request_id(cause))


@pytest.mark.parametrize(("from_start", "expected"), [(False, [2]), (True, [1, 2])])
def test_a_new_reaction_starts_at_the_end_unless_it_says_otherwise(from_start, expected):
    here = community()
    check_lamp(here, number=1, by=SYSTEM)
    with reacting(echo, on=LampChecked, from_start=from_start):
        worker = runner()
        check_lamp(here, number=2, by=SYSTEM)
        worker.drain()
    assert echoes() == expected


def test_what_a_failed_reaction_wrote_is_undone_with_its_cursor():
    here, failures = community(), []

    def stumble(entry, event) -> None:
        echo(entry, event)
        if len(failures) < 2:
            failures.append(event.number)
            raise ValueError("not yet")

    with reacting(stumble, on=LampChecked):
        worker = runner()
        check_lamp(here, number=7, by=SYSTEM)
        worker.run_once()
        assert echoes() == []
        assert Cursor.objects.get().tries == 1
        worker.drain()
    assert (failures, echoes()) == ([7, 7], [7])
    assert Cursor.objects.get().tries == 0


def test_a_poison_event_is_set_aside_after_five_tries_and_the_next_goes_on():
    here, tried = community(), []

    def choke(entry, event) -> None:
        tried.append(event.number)
        if event.number == 1:
            raise ValueError("bones")
        echo(entry, event)

    with reacting(choke, on=LampChecked):
        worker = runner()
        check_lamp(here, number=1, by=SYSTEM)
        check_lamp(here, number=2, by=SYSTEM)
        worker.drain()
    assert tried == [1, 1, 1, 1, 1, 2]
    assert echoes() == [2]
    shown = PoisonEvent.everywhere.get()
    assert (shown.state, shown.tries, shown.reaction, shown.scope_id) == ("waiting", 5, "kernel.choke", here.id)
    assert shown.error.startswith("ValueError: bones")


def test_a_poison_event_can_be_tried_again_or_dropped():
    here, is_repaired = community(), []

    def choke(entry, event) -> None:
        if not is_repaired:
            raise ValueError("bones")
        echo(entry, event)

    with reacting(choke, on=LampChecked):
        worker = runner()
        check_lamp(here, number=1, by=SYSTEM)
        worker.drain()
        with scope.entered(here):
            shown = PoisonEvent.objects.get()
            poison.retry_poison_event(shown, by=SYSTEM)
            worker.drain()
            shown.refresh_from_db()
            assert (shown.state, shown.tries, echoes()) == ("waiting", 6, [])
            is_repaired.append(True)
            poison.retry_poison_event(shown, by=SYSTEM)
            worker.drain()
            shown.refresh_from_db()
            assert (shown.state, echoes()) == ("done", [1])
            refused = poison.drop_poison_event(shown, reason="旧事", by=SYSTEM)
            assert refused.code == "kernel.poison_moved_on"
    assert not Entry.objects.filter(name="kernel.poison_event_dropped").exists()


def test_a_loop_of_reactions_is_cut():
    here = community()

    def forever(entry, event) -> None:
        check_lamp(here, number=event.number + 1, by=SYSTEM)

    with reacting(forever, on=LampChecked):
        worker = runner()
        check_lamp(here, number=0, by=SYSTEM)
        worker.drain()
    assert Entry.objects.count() == 1 + reactions.MAX_DEPTH
    assert PoisonEvent.everywhere.get().error.startswith("TooDeep")


def test_a_second_worker_gets_nothing_until_the_lease_ends(monkeypatch):
    here = community()
    with reacting(echo, on=LampChecked):
        first, second = runner(), runner()
        check_lamp(here, number=1, by=SYSTEM)
        first.run_once()
        assert second.run_once() == 0
        first.release()
        second._renew_at = None
        check_lamp(here, number=2, by=SYSTEM)
        assert second.run_once() == 1
    assert echoes() == [1, 2]


def test_a_worker_that_lost_its_lease_writes_nothing():
    here = community()
    with reacting(echo, on=LampChecked):
        slow, quick = runner(), runner()
        slow.run_once()
        (held,) = slow._held.values()
        Cursor.objects.update(leased_until=clock.machine() - timedelta(seconds=1))
        quick.run_once()
        check_lamp(here, number=1, by=SYSTEM)
        with pytest.raises(LeaseLost):
            _move(held, Entry.objects.get())
        assert slow.run_once() == 1
        assert echoes() == []
        assert quick.drain() == 1
    assert echoes() == [1]


def test_an_event_that_kills_the_process_each_time_is_set_aside():
    here = community()

    class Killed(BaseException):
        pass

    def die(entry, event) -> None:
        if event.number == 1:
            raise Killed
        echo(entry, event)

    with reacting(die, on=LampChecked):
        reactions.enrol()
        check_lamp(here, number=1, by=SYSTEM)
        check_lamp(here, number=2, by=SYSTEM)
        for _life in range(7):
            try:
                runner().drain()
            except Killed:
                Cursor.objects.update(leased_until=clock.machine() - timedelta(seconds=1))
    assert PoisonEvent.everywhere.get().error.startswith("the process ended")
    assert echoes() == [2]


def test_partitions_split_the_scopes_and_a_new_count_repeats_nothing(settings):
    settings.ANJU_REACTION_PARTITIONS = 4
    heres = [community(f"小区{n}", id=UUID(int=n)) for n in range(8)]
    with reacting(echo, on=LampChecked, from_start=True):
        worker = runner()
        assert {c.partition for c in Cursor.objects.all()} == {"048c", "159d", "26ae", "37bf"}
        for n, here in enumerate(heres):
            check_lamp(here, number=n, by=SYSTEM)
        worker.drain()
        worker.release()
        assert sorted(echoes()) == list(range(8))
        settings.ANJU_REACTION_PARTITIONS = 2
        runner().drain()
        assert {c.partition for c in Cursor.objects.all()} == {"02468ace", "13579bdf"}
    assert sorted(echoes()) == list(range(8))


def test_several_actions_of_one_reaction_each_have_their_own_request_id():
    here = community()

    def twice(entry, event) -> None:
        echo(entry, event)
        hear_echo(here, number=-1, by=SYSTEM)
        hear_echo(here, number=99, by=SYSTEM)

    with reacting(twice, on=LampChecked) as made:
        worker = runner()
        check_lamp(here, number=5, by=SYSTEM)
        worker.drain()
        entry = Entry.objects.get(name="kernel.lamp_checked")
        made.handle(entry)
    assert echoes() == [5, 99]
    ids = list(Entry.objects.filter(name="kernel.echo_heard").order_by("id").values_list("request_id", flat=True))
    assert ids == [made.request_id(entry), made.request_id(entry) + ".2"]


def test_a_request_number_cannot_be_used_for_something_else():
    here = community()
    with actions.requested("phone-9"):
        check_lamp(here, number=1, by=SYSTEM)
    with actions.requested("phone-9"):
        refused = hear_echo(here, number=1, by=SYSTEM)
    assert refused.code == "kernel.request_taken"
    assert Entry.objects.count() == 1


def test_a_worker_in_a_thread_hears_the_bell_and_stops():
    here, stop, heard = community(), threading.Event(), threading.Event()

    def listen(entry, event) -> None:
        heard.set()

    with reacting(listen, on=LampChecked):
        worker = runner()
        thread = threading.Thread(target=worker.run_forever, args=(stop,))
        thread.start()
        try:
            check_lamp(here, number=1, by=SYSTEM)
            assert heard.wait(10)
        finally:
            stop.set()
            thread.join(10)
    assert not thread.is_alive()
    assert Cursor.objects.get().owner == ""


def test_reading_stops_below_a_row_that_may_still_change():
    assert ledger.newest() == ledger.START
    here = community()
    check_lamp(here, number=1, by=SYSTEM)
    entry = Entry.objects.get()
    assert ledger.newest() == (entry.tx, entry.id)
    assert [e.id for e in ledger.after(ledger.START)] == [entry.id]
    assert ledger.after(ledger.newest()) == []
    assert EchoHeard.name == "kernel.echo_heard"


def test_a_running_transaction_of_this_database_holds_readers_back_and_one_of_another_does_not():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")
    import psycopg

    given = {key: value for key, value in connection.get_connection_params().items() if key in ("dbname", "user", "password", "host", "port")}
    here = community()
    with psycopg.connect(**given | {"dbname": "postgres"}) as foreign, psycopg.connect(**given) as ours:
        foreign.execute("SELECT pg_current_xact_id()")
        check_lamp(here, number=1, by=SYSTEM)
        assert len(ledger.after(ledger.START)) == 1
        ours.execute("SELECT pg_current_xact_id()")
        check_lamp(here, number=2, by=SYSTEM)
        assert len(ledger.after(ledger.START)) == 1
        ours.rollback()
        assert len(ledger.after(ledger.START)) == 2
        foreign.rollback()
