"""Seals and verification: whatever is done to the ledger behind our back is named, and a lawful erasure is not taken for it."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.db.models import F
from django.utils import translation

from anju.kernel import clock, erasure, ledger, seals
from anju.kernel.models import Entry, PrivateWords, Scope, Seal
from anju.kernel.verification import Finding, Report, verify

from .sample import SYSTEM, check_lamp, community

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sealed() -> Scope:
    """Six rows with words under two seals, three each."""
    where = community()
    for number in range(6):
        check_lamp(where, number=number, note=f"第{number}盏", by=SYSTEM)
        if number % 3 == 2:
            seals.seal(where)
    return where


def rows(where: Scope) -> list[int]:
    return list(Entry.objects.filter(scope=where).order_by("tx", "id").values_list("id", flat=True))


def found(where: Scope) -> list[tuple[str, int | None]]:
    return [(finding.kind, finding.row or finding.seal) for finding in verify(where).findings]


def test_an_untouched_ledger_is_whole(sealed):
    report = verify(sealed)
    assert (report.rows, report.seals, report.unsealed, report.erased, report.findings) == (6, 2, 0, 0, [])
    check_lamp(sealed, number=7, by=SYSTEM)
    assert (verify(sealed).unsealed, verify(sealed).is_whole) == (1, True)


def test_an_empty_scope_is_whole():
    assert verify(community()).is_whole


def test_seals_are_numbered_without_gaps_and_chained(sealed):
    first, second = Seal.objects.filter(scope=sealed).order_by("number")
    assert (first.number, second.number, first.rows, second.rows) == (1, 2, 3, 3)
    assert second.previous == seals.hash_of(first)
    assert seals.seal(sealed) is None


COLUMNS = {
    "name": "kernel.other_thing",
    "version": 2,
    "action": "kernel.other",
    "actor_kind": "account",
    "actor_code": "someone",
    "actor_id": uuid4(),
    "subject_type": "kernel.blob",
    "subject_id": uuid4(),
    "payload": {"number": 99},
    "device_at": datetime(2020, 1, 1, tzinfo=UTC),
    "at": F("at") + timedelta(seconds=1),
    "request_id": "x",
    "cause_id": 1,
    "depth": 1,
}


@pytest.mark.parametrize("column", COLUMNS)
def test_an_altered_row_is_named(sealed, column):
    victim = rows(sealed)[1]
    Entry.objects.filter(pk=victim).update(**{column: COLUMNS[column]})
    assert found(sealed) == [("altered", victim)]


def test_an_altered_commitment_is_named(sealed):
    victim = rows(sealed)[1]
    Entry.objects.filter(pk=victim).update(commitment="0" * 64)
    assert found(sealed) == [("altered", victim), ("words_altered", victim)]


def test_a_deleted_row_is_named(sealed):
    victim = rows(sealed)[4]
    PrivateWords.objects.filter(entry_id=victim).delete()
    Entry.objects.filter(pk=victim).delete()
    assert found(sealed) == [("deleted", victim)]


def test_a_row_slipped_in_is_named():
    where, elsewhere = community(), community("隔壁")
    check_lamp(where, number=1, by=SYSTEM)
    check_lamp(elsewhere, number=2, by=SYSTEM)
    check_lamp(where, number=3, by=SYSTEM)
    seals.seal(where)
    gap = rows(elsewhere)[0]
    Entry.objects.filter(pk=gap).update(scope=where)
    assert found(where) == [("inserted", gap)]


def test_two_rows_changed_for_each_other_are_named_as_moved(sealed):
    one, two = (Entry.objects.get(pk=id) for id in rows(sealed)[:2])
    for target, source in ((one.pk, two), (two.pk, one)):
        facts = {name: getattr(source, name) for name in ("payload", "commitment", "at")}
        Entry.objects.filter(pk=target).update(**facts)
    kinds = found(sealed)
    assert [each for each in kinds if each[0] == "moved"] == [("moved", one.pk), ("moved", two.pk)]
    assert {kind for kind, _row in kinds} == {"moved", "words_altered"}


def test_a_row_put_elsewhere_in_the_order_is_named_as_moved(sealed):
    victim = rows(sealed)[4]
    Entry.objects.filter(pk=victim).update(tx=-1)
    assert ("moved", victim) in found(sealed)
    assert {kind for kind, _row in found(sealed)} <= {"moved", "clock_back"}


def test_a_seal_that_was_changed_removed_or_signed_by_another_is_named(sealed):
    Seal.objects.filter(scope=sealed, number=1).update(signature=b"\x00" * 64)
    assert found(sealed) == [("seal_forged", 1)]
    Seal.objects.filter(scope=sealed, number=1).update(leaves=b"\x00" * 31)
    assert ("seal_broken", 1) in found(sealed)
    Seal.objects.filter(scope=sealed, number=1).delete()
    assert found(sealed) == [("seal_missing", 1)]


def test_a_row_and_its_seal_made_anew_without_the_key_are_named(sealed):
    victim = rows(sealed)[1]
    Entry.objects.filter(pk=victim).update(payload={"number": 99})
    first = Seal.objects.get(scope=sealed, number=1)
    forged = seals._made(sealed, None, list(Entry.objects.filter(scope=sealed).order_by("tx", "id")[:3]))
    Seal.objects.filter(pk=first.pk).update(leaves=forged.leaves, digest=forged.digest)
    assert found(sealed) == [("seal_forged", 1), ("seal_broken", 2)]


def test_a_database_put_back_to_an_earlier_day_is_named(sealed):
    last = Seal.objects.get(scope=sealed, number=2)
    PrivateWords.objects.filter(entry_id__in=rows(sealed)[3:]).delete()
    Entry.objects.filter(pk__in=rows(sealed)[3:]).delete()
    last.delete()
    assert found(sealed) == [("put_back", 2)]


def test_altered_words_are_told_from_erased_ones(sealed):
    person = uuid4()
    check_lamp(sealed, number=6, note="张三的电话", person=person, by=SYSTEM)
    altered, lost, his = rows(sealed)[0], rows(sealed)[1], rows(sealed)[6]
    words = PrivateWords.objects.get(entry_id=altered)
    PrivateWords.objects.filter(entry_id=altered).update(sealed=bytes(words.sealed)[:-1] + b"x")
    PrivateWords.objects.filter(entry_id=lost).delete()
    erasure.erase_person(sealed, person=person, ground="request", by=SYSTEM)
    seals.seal(sealed)
    report = verify(sealed)
    assert [(f.kind, f.row) for f in report.findings] == [("words_altered", altered), ("words_missing", lost)]
    assert report.erased == 1
    assert not PrivateWords.objects.filter(entry_id=his).exists()


def test_words_swapped_for_others_under_our_own_key_are_named(sealed):
    from anju.kernel import keys

    victim = rows(sealed)[2]
    salt = bytes(PrivateWords.objects.get(entry_id=victim).salt)
    forged = keys.sealed(ledger._canonical({"note": "别的话"}), keys.derived("ledger words", salt))
    PrivateWords.objects.filter(entry_id=victim).update(sealed=forged)
    assert found(sealed) == [("words_altered", victim)]


def test_an_erased_person_is_forgotten_and_the_chain_stays_whole(sealed):
    person, other = uuid4(), uuid4()
    for number in range(3):
        check_lamp(sealed, number=number, note="他说的话", person=person, by=SYSTEM)
    check_lamp(sealed, number=9, note="别人说的话", person=other, by=SYSTEM)
    seals.seal(sealed)
    erasure.erase_all_of(sealed, person, ground="request", by=SYSTEM)
    event = Entry.objects.get(name="kernel.person_erased")
    assert (len(event.payload["entries"]), event.payload["left"], event.payload["ground"]) == (3, 0, "request")
    assert not PrivateWords.objects.filter(person=person).exists()
    assert PrivateWords.objects.filter(person=other).count() == 1
    report = verify(sealed)
    assert (report.is_whole, report.erased) == (True, 3)


def test_erasing_goes_in_chunks_and_names_every_row(sealed, monkeypatch):
    monkeypatch.setattr(erasure, "CHUNK", 2)
    person = uuid4()
    for number in range(5):
        check_lamp(sealed, number=number, note="话", person=person, by=SYSTEM)
    erasure.erase_all_of(sealed, person, ground="retention", by=SYSTEM)
    assert list(Entry.objects.filter(name="kernel.person_erased").order_by("id").values_list("payload__left", flat=True)) == [3, 1, 0]
    assert verify(sealed).erased == 5


def test_single_rows_are_erased_only_where_they_hold_words(sealed):
    elsewhere = community("隔壁")
    check_lamp(elsewhere, number=1, note="隔壁的话", by=SYSTEM)
    foreign = rows(elsewhere)[0]
    refused = erasure.erase_words(sealed, entries=[rows(sealed)[0], foreign], ground="request", by=SYSTEM)
    assert refused.code == "kernel.no_words"
    assert PrivateWords.objects.count() == 7
    erasure.erase_words(sealed, entries=[rows(sealed)[0]], ground="request", by=SYSTEM)
    assert (verify(sealed).erased, verify(sealed).is_whole) == (1, True)


def test_a_restored_backup_forgets_again(sealed, settings, tmp_path):
    settings.ANJU_KEYS_DIR = Path(django_settings.ANJU_KEYS_DIR)
    person = uuid4()
    check_lamp(sealed, number=7, note="他的话", person=person, by=SYSTEM)
    backup = PrivateWords.objects.get(person=person)
    erasure.erase_person(sealed, person=person, ground="request", by=SYSTEM)
    backup.save(force_insert=True)
    assert [finding.kind for finding in verify(sealed).findings] == ["words_back"]
    assert erasure.replay() == 1
    assert not PrivateWords.objects.filter(person=person).exists()
    assert verify(sealed).is_whole
    assert erasure.replay() == 0


def test_a_clock_set_back_is_told_and_breaks_nothing():
    where, noon = community(), datetime(2026, 3, 5, 4, tzinfo=UTC)
    for minutes in (0, 1, -30, -29):
        with clock.frozen(noon + timedelta(minutes=minutes)):
            check_lamp(where, number=1, by=SYSTEM)
    report = verify(where)
    assert [(f.kind, f.row, f.minutes) for f in report.findings] == [("clock_back", rows(where)[2], 31)]
    assert report.is_whole


def test_the_sealer_seals_each_scope_at_most_once_in_ten_seconds(sealed):
    other = community("隔壁")
    sealer = seals.Sealer()
    check_lamp(sealed, number=1, by=SYSTEM)
    check_lamp(other, number=1, by=SYSTEM)
    assert sealer.run_once() == 2
    check_lamp(other, number=2, by=SYSTEM)
    assert sealer.run_once() == 0
    assert seals.Sealer(gap=timedelta(0)).run_once() == 1
    assert verify(other).unsealed == 0


def test_many_rows_are_sealed_in_parts(sealed, monkeypatch):
    monkeypatch.setattr(seals, "MAX_ROWS", 2)
    for number in range(5):
        check_lamp(sealed, number=number, by=SYSTEM)
    sealer = seals.Sealer()
    assert [sealer.run_once() for _turn in range(4)] == [1, 1, 1, 0]
    assert (verify(sealed).seals, verify(sealed).unsealed, verify(sealed).is_whole) == (5, 0, True)


def test_a_finding_is_a_sentence_that_says_what_to_do():
    report = Report(Scope(name="锦绣花园"), findings=[Finding("altered", row=18204)])
    with translation.override("en"):
        assert report.verdict == "The check found breaks (1): row 18,204 does not match its seal. Stop cleaning up and call the administrator."
        assert Report(Scope(name="x")).verdict == "Nothing was altered."
    assert json.loads(json.dumps(report.as_json()))["findings"][0]["kind"] == "altered"


def test_the_digest_is_the_same_for_the_same_history_and_no_other():
    import random

    from anju.kernel import ids

    def history(word: str) -> str:
        with clock.frozen(datetime(2026, 3, 5, tzinfo=UTC)), ids.seeded(random.Random(7)):
            where = community()
            check_lamp(where, number=1, note=word, by=SYSTEM)
        digest = ledger.digest()
        PrivateWords.objects.all().delete()
        Entry.objects.all().delete()
        where.delete()
        return digest

    assert history("甲") == history("甲") != history("乙")
