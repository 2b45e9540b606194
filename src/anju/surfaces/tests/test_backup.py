"""A backup gives every row and file back, on either database; a wrong byte, a wrong key or a full house is refused and changes nothing."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from anju.domains.people import actions as people
from anju.domains.people.models import Person
from anju.domains.places import actions as places
from anju.kernel import clock, erasure, files, keeping, keys, ledger, reactions, seals, verification
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.backup import columns, container, nightly, reading, records, restoring, unfinished, writing
from anju.kernel.backup.container import Unusable
from anju.kernel.models import Backup, Blob, Cursor, Entry, PrivateWords, Scope
from anju.kernel.refusals import Refusal
from anju.kernel.runner import Runner, owner_name

pytestmark = pytest.mark.django_db(transaction=True)
SYSTEM = Actor.system("test")
CHANGED_BY_THE_RESTORE = {"kernel_ledgerbase", "kernel_cursor", "kernel_entry", "kernel_backup"}
UNKEPT = {"django_migrations", "django_content_type", "django_session", "auth_group", "auth_group_permissions", "auth_permission"}
"""What each installation makes for itself, and sessions, which nobody brings along."""


@pytest.fixture
def apart(settings, tmp_path) -> Path:
    """Data, files and keys of their own: what a test restores must not stand in another's way."""
    settings.ANJU_DATA_DIR = tmp_path / "data"
    settings.ANJU_FILES_DIR = tmp_path / "data" / "files"
    settings.ANJU_KEYS_DIR = tmp_path / "keys"
    settings.ANJU_DATA_DIR.mkdir()
    keys.derived("test")
    return tmp_path


@pytest.fixture
def house(apart, garden) -> Scope:
    """A community with a person, his words, a photo, and a seal over it all."""
    with view.entered(garden):
        person = people.register_person(garden, name="李晓明", phone="13800001234", identity_number="11010519491231002X", by=SYSTEM)
        assert isinstance(person, Person), person
        for number in range(30):
            places.add_place(garden, kind="building", code=str(number + 1), by=SYSTEM)
        keeping.keep_file(garden, file=files.checked(b"%PDF-1.4 a paper", name="paper.pdf"), by=SYSTEM)
    reactions.enrol()
    for scope in Scope.objects.all():
        seals.seal(scope)
    return garden


def written(apart: Path, name: str = "one.backup") -> Path:
    return writing.write(apart / name).path


def hashes(path: Path) -> dict[str, str]:
    return {name: facts["sha256"] for name, facts in reading.prove(path)["tables"].items() if name not in CHANGED_BY_THE_RESTORE}


def test_every_table_of_the_database_is_in_a_backup():
    """Whoever makes a table without a model sees here that it would be lost. Parts by day belong to their whole."""
    with connection.cursor() as cursor:
        found = {one.name for one in connection.introspection.get_table_list(cursor) if one.type == "t"}
    kept = {table.name for table in columns.tables()}
    assert (found - kept - UNKEPT, kept - found) == (set(), set())


def test_every_row_and_file_comes_back(apart, house, settings):
    backup = written(apart)
    before = ledger.digest()
    shutil.rmtree(settings.ANJU_FILES_DIR)
    done = restoring.restore(backup, replacing=True)
    assert (done.rows, done.files) == (sum(t["rows"] for t in done.manifest["tables"].values()), 1)
    assert hashes(written(apart, "two.backup")) == hashes(backup)
    assert Entry.objects.order_by("id").last().name == "kernel.backup_restored"
    Entry.objects.filter(name="kernel.backup_restored").delete()
    assert ledger.digest() == before
    assert all(verification.verify(scope).is_whole for scope in Scope.objects.all())
    with view.entered(house):
        assert [str(person.phone) for person in Person.objects.filter(phone="13800001234")] == ["13800001234"]
        assert files.read_all(Blob.objects.get()) == b"%PDF-1.4 a paper"
        added = places.add_place(house, kind="building", code="99", by=SYSTEM)
    assert Entry.objects.order_by("id").last().subject_id == added.pk
    assert not unfinished.mark().exists()


def test_personal_data_and_the_master_key_are_not_to_be_read_in_it(apart, house, settings):
    backup = written(apart)
    plain = b"".join(file.read() if not name.endswith(".gz") else container.unpacked(file.read()) for name, _size, file in container.members(backup))
    master = (Path(settings.ANJU_KEYS_DIR) / "master.key").read_bytes()
    for secret in (b"13800001234", b"11010519491231002X", master, master.hex().encode()):
        assert secret not in plain
        assert secret not in backup.read_bytes()
    assert "李晓明".encode() in plain
    assert "李晓明".encode() not in backup.read_bytes()


def test_one_changed_byte_anywhere_is_refused_and_nothing_is_written(apart, house, tmp_path):
    backup, chance = written(apart), random.Random(2026)
    whole = backup.read_bytes()
    head = container.HEAD_BYTES
    places_in_it = [0, 5, 40, head - 2, head - 1, head, head + 11, head + 12, len(whole) - 1, len(whole) - 16]
    places_in_it += [chance.randrange(head, len(whole)) for _ in range(40)]
    changed = [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in places_in_it]
    changed += [whole[:-1], whole[: len(whole) // 2], whole[:head], whole[:100], b"", whole + b"\0", whole + whole]
    before, bad = Entry.objects.count(), tmp_path / "bad.backup"
    for data in changed:
        bad.write_bytes(data)
        with pytest.raises(Unusable) as no:
            restoring.restore(bad, replacing=True)
        assert no.value.refusal.code in ("kernel.backup_damaged", "kernel.no_backup", "kernel.other_master_key", "kernel.backup_version")
    assert Entry.objects.count() == before
    assert not unfinished.mark().exists()


@pytest.mark.parametrize("data", [b"PK\x03\x04 not ours", b"{}", b"[]", b'{"magic": 1}', b"null", b'{"magic":"anju backup 1","product":"0","made_at":"","key":{}}', b"\xff\xfe\x00"])
def test_what_is_no_backup_is_refused(apart, house, tmp_path, data):
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(Unusable):
        reading.prove(tmp_path / "x")
    with pytest.raises(Unusable) as no:
        reading.prove(tmp_path / "missing")
    assert no.value.refusal.code == "kernel.backup_unreadable"
    with pytest.raises(Unusable):
        reading.prove(tmp_path)


def test_another_key_and_a_missing_one_are_told_apart(apart, house, settings):
    backup = written(apart)
    settings.ANJU_KEYS_DIR = apart / "other"
    with pytest.raises(Unusable) as no:
        restoring.restore(backup, replacing=True)
    assert no.value.refusal.code == "kernel.no_master_key"
    assert not (apart / "other").exists()
    keys.derived("test")
    with pytest.raises(Unusable) as no:
        restoring.restore(backup, replacing=True)
    assert no.value.refusal.code == "kernel.other_master_key"


def test_a_house_that_is_not_empty_or_runs_is_refused(apart, house):
    backup, before = written(apart), Entry.objects.count()
    with pytest.raises(Unusable) as no:
        restoring.restore(backup)
    assert no.value.refusal.code == "kernel.not_empty"
    Cursor.objects.create(reaction="x", partition="0", tx=0, entry_id=0, owner="elsewhere:1:a", leased_until=clock.machine().replace(year=2100))
    with pytest.raises(Unusable) as no:
        restoring.restore(backup, replacing=True)
    assert no.value.refusal.code == "kernel.still_running"
    assert Entry.objects.count() == before
    assert owner_name().count(":") == 2


def test_tables_of_another_version_are_refused(apart, house, monkeypatch):
    backup, before = written(apart), Entry.objects.count()
    monkeypatch.setattr(writing, "migrations", lambda: [["kernel", "0009_later"]])
    with pytest.raises(Unusable) as no:
        restoring.restore(backup, replacing=True)
    assert no.value.refusal.code == "kernel.backup_version"
    assert Entry.objects.count() == before


def test_what_was_erased_since_does_not_come_back(apart, house):
    with view.entered(house):
        person, blob = Person.objects.get(name="李晓明"), Blob.objects.get()
    backup = written(apart)
    with view.entered(house):
        erasure.erase_all_of(house, person.pk, ground="request", by=SYSTEM)
        keeping.erase_file(blob, reason="asked for", by=SYSTEM)
    done = restoring.restore(backup, replacing=True)
    assert done.erased_again == 2
    assert not PrivateWords.objects.filter(person=person.pk).exists()
    assert Blob.everywhere.get().state == "erased"
    assert not files.path_of(house, blob.sha256).exists()
    Runner().drain()
    again = Person.everywhere.get(pk=person.pk)
    assert (again.phone, again.identity_number, again.name == "李晓明") == ("", "", False)
    assert all(verification.verify(scope).is_whole for scope in Scope.objects.all())


def test_a_backup_without_its_list_of_erasures_is_refused(apart, house, settings):
    with view.entered(house):
        erasure.erase_all_of(house, Person.objects.get().pk, ground="request", by=SYSTEM)
    backup = written(apart)
    (Path(settings.ANJU_KEYS_DIR) / "erased.log").unlink()
    with pytest.raises(Unusable) as no:
        restoring.restore(backup, replacing=True)
    assert no.value.refusal.code == "kernel.erasures_missing"
    assert restoring.restore(backup, replacing=True, erasures_lost=True).erased_again == 0


def test_an_older_backup_says_which_seals_are_gone(apart, house):
    backup = written(apart)
    with view.entered(house):
        places.add_place(house, kind="building", code="77", by=SYSTEM)
    seals.seal(house)
    done = restoring.restore(backup, replacing=True)
    assert done.lost_seals == {"锦绣花园": 1}
    assert Entry.objects.get(name="kernel.backup_restored").payload["lost_seals"] == 1
    assert verification.verify(house).is_whole


def test_rows_of_another_database_are_followed_not_preceded(apart, house):
    """Transaction numbers from a busy PostgreSQL are higher than this database's own: new rows must still come after them."""
    Entry.objects.update(tx=10**12)
    backup = written(apart)
    restoring.restore(backup, replacing=True)
    with view.entered(house):
        added = places.add_place(house, kind="building", code="88", by=SYSTEM)
    rows = ledger.after(ledger.START, limit=1000)
    assert rows[-1].subject_id == added.pk
    assert rows[-1].tx >= 10**12
    ledger._bases.clear()


def test_writers_go_on_while_a_backup_sees_one_moment(apart, house):
    seen, before = [], Entry.objects.count()

    def in_between(name: str, _count: int) -> None:
        if name in ("kernel_scope", "kernel_entry") and name not in seen:
            seen.append(name)
            with view.entered(house):
                assert not isinstance(places.add_place(house, kind="building", code=str(100 + len(seen)), by=SYSTEM), Refusal)

    path = writing.write(apart / "one.backup", told=in_between).path
    tables = reading.prove(path)["tables"]
    assert (seen, Entry.objects.count()) == (["kernel_scope", "kernel_entry"], before + 2)
    assert (tables["kernel_entry"]["rows"], tables["places_place"]["rows"]) == (before, 31)


def test_a_row_that_does_not_fit_leaves_nothing(apart, house, monkeypatch):
    backup, before = written(apart), Entry.objects.count()
    monkeypatch.setattr(reading, "rows", lambda file: iter([["not", "so", "many"]]))
    with pytest.raises(Unusable) as no:
        restoring.restore(backup, replacing=True)
    assert no.value.refusal.code == "kernel.row_does_not_fit"
    assert (Entry.objects.count(), unfinished.mark().exists()) == (before, False)


class Nights:
    def __init__(self, apart: Path, monkeypatch) -> None:
        self.first, self.stick = apart / "backups", apart / "stick"
        monkeypatch.setenv("ANJU_BACKUP_DIRS", f"{self.first}:{self.stick}")
        monkeypatch.setenv("ANJU_BACKUP_KEEP", "2")

    def run(self, where: Scope) -> Backup:
        backup = records.take_backup(where, by=SYSTEM)
        assert isinstance(backup, Backup), str(backup)
        nightly.make_backup.func(str(backup.pk))
        backup.refresh_from_db()
        return backup


@pytest.fixture
def nights(apart, monkeypatch) -> Nights:
    return Nights(apart, monkeypatch)


def test_every_night_a_copy_in_each_place_and_the_oldest_goes(nights, house):
    nights.stick.mkdir()
    made = []
    for day in (1, 2, 3):
        with clock.frozen(clock.now().replace(year=2026, month=3, day=day, hour=2)):
            made.append(nights.run(house))
    assert [each.state for each in made] == ["done"] * 3
    assert [copy["fault"] for copy in made[-1].copies] == ["", ""]
    for folder in (nights.first, nights.stick):
        assert sorted(path.name for path in folder.iterdir()) == sorted(each.name for each in made[1:])
    assert (nights.first / made[2].name).read_bytes() == (nights.stick / made[2].name).read_bytes()
    assert reading.prove(nights.stick / made[2].name)["product"]
    ended = Entry.objects.filter(name="kernel.backup_ended").last()
    assert (ended.payload["copies"], ended.payload["fault"], ended.payload["sha256"]) == (2, "", made[2].sha256)


def test_a_stick_that_was_pulled_out_is_told_and_not_made_anew(nights, house):
    backup = nights.run(house)
    assert (backup.state, [copy["fault"] for copy in backup.copies]) == ("done", ["", "missing"])
    assert not nights.stick.exists()


def test_a_night_that_fails_is_written_down(nights, house):
    nights.first.write_text("a file where the folder should be")
    backup = nights.run(house)
    assert backup.state == "failed"
    assert backup.error
    assert Entry.objects.filter(name="kernel.backup_ended").last().payload["fault"] == "failed"


def test_only_one_at_a_time_and_only_what_is_there_is_rehearsed(house, nights):
    no = records.rehearse_restore(house, by=SYSTEM)
    assert no.code == "kernel.no_good_backup"
    records.take_backup(house, by=SYSTEM)
    before = Entry.objects.count()
    assert records.take_backup(house, by=SYSTEM).code == "kernel.backup_running"
    assert Entry.objects.count() == before
    stranger = Actor("account", id=uuid4(), name="x")
    assert records.take_backup(house, by=stranger).code == "kernel.not_permitted"
    assert records.record_restore(house, made_at="", rows=0, lost_seals=0, by=SYSTEM).code == "kernel.backup_is_of_all"


def test_an_end_is_written_down_once(house, nights):
    backup = nights.run(house)
    assert records.end_backup(backup, by=SYSTEM).code == "kernel.backup_ended"
    assert records.end_rehearsal(backup, fault="", seconds=1, by=SYSTEM).code == "kernel.no_rehearsal"
    assert not isinstance(records.rehearse_restore(house, by=SYSTEM), Refusal)
    assert records.rehearse_restore(house, by=SYSTEM).code == "kernel.rehearsal_running"
    backup.refresh_from_db()
    records.end_rehearsal(backup, fault="", seconds=7, by=SYSTEM)
    assert (records.newest().rehearsal, records.newest().rehearsal_seconds) == ("whole", 7)
    assert json.dumps(records.newest().copies)
    assert connection.vendor in ("sqlite", "postgresql")


def test_a_byte_changed_in_the_middle_of_a_long_member_is_refused_in_words(tmp_path):
    """Whoever reads the member meets it, far from where the members are listed."""
    kept = tmp_path / "long.backup"
    container.write(kept, container.Head(container.MAGIC, "1", "now", "k"), [("long", bytes(5 * 2**20)), ("short", b"end")])
    held = bytearray(kept.read_bytes())
    held[3 * 2**20] ^= 1
    kept.write_bytes(held)
    with pytest.raises(container.Unusable) as no:
        for _name, _size, file in container.members(kept):
            while file.read(2**16):
                pass
    assert no.value.refusal.code == "kernel.backup_damaged"
