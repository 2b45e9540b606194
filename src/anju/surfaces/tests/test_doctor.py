"""`anju doctor` says what is wrong in any state of the house, broken ones first of all, and changes nothing."""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import translation

from anju.domains.places import actions as places
from anju.kernel import clock, health, ledger, seals
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.backup import records
from anju.kernel.health import BAD, GOOD, NOTICE, machine
from anju.kernel.models import Backup, Cursor, Entry, PoisonEvent, ScheduledJob, Scope, Seal
from anju.surfaces.cli import doctor
from anju.surfaces.health import around, with_database

ROOT = Path(__file__).resolve().parents[4]
SYSTEM = Actor.system("test")


@pytest.fixture
def data(tmp_path, monkeypatch) -> Path:
    for name in ("ANJU_KEYS_DIR", "ANJU_DATABASE", "ANJU_PORT", "ANJU_BACKUP_KEEP", "ANJU_BACKUP_DIRS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("ANJU_DATA_DIR", str(tmp_path))
    return tmp_path


def states(checks) -> dict[str, str]:
    return {each.name: each.state for each in health.run(checks)}


def of_the_database() -> dict[str, health.Finding]:
    return {each.name: each for each in with_database()}


def test_an_empty_folder_is_fine(data):
    assert states(machine.CHECKS) == dict.fromkeys(["python", "packages", "settings", "folder", "disk"], GOOD) | {"keys": NOTICE, "restore": GOOD}


@pytest.mark.parametrize(
    ("name", "value"),
    [("ANJU_DATABASE", "mysql://x"), ("ANJU_DATABASE", "http://[broken"), ("ANJU_PORT", "abc"), ("ANJU_PORT", "0"), ("ANJU_PORT", "٣"), ("ANJU_BACKUP_KEEP", "-1"), ("ANJU_BACKUP_KEEP", "many")],
)
def test_a_setting_that_cannot_be_read_is_named(data, monkeypatch, name, value):
    monkeypatch.setenv(name, value)
    (found,) = health.run({"settings": machine.environment})
    assert (found.state, found.facts["name"]) == (BAD, name)


def test_a_password_in_an_address_is_not_told(data, monkeypatch):
    monkeypatch.setenv("ANJU_DATABASE", "oracle://anju:geheim@host/x")
    assert "geheim" not in str(list(health.run(machine.CHECKS)))


def test_a_folder_that_is_missing_a_file_or_read_only(data, monkeypatch):
    monkeypatch.setenv("ANJU_DATA_DIR", str(data / "not" / "there"))
    assert states({"folder": machine.folder, "disk": machine.disk}) == {"folder": NOTICE, "disk": GOOD}
    (data / "file").write_text("x")
    monkeypatch.setenv("ANJU_DATA_DIR", str(data / "file"))
    assert states({"folder": machine.folder}) == {"folder": BAD}
    monkeypatch.setenv("ANJU_DATA_DIR", str(data))

    def refuse(**_options):
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(machine.tempfile, "TemporaryFile", refuse)
    (found,) = health.run({"folder": machine.folder})
    assert (found.state, found.facts["why"]) == (BAD, "Read-only file system")


@pytest.mark.parametrize(("free", "state"), [(100 << 30, GOOD), (4 << 30, NOTICE), (100 << 20, BAD), (0, BAD)])
def test_room_on_the_disk(data, monkeypatch, free, state):
    monkeypatch.setattr(machine, "_usage", lambda: type("Usage", (), {"free": free, "total": 200 << 30})())
    assert states({"disk": machine.disk}) == {"disk": state}


@pytest.mark.skipif(os.name != "posix", reason="Windows has no such permissions")
def test_keys_that_others_can_read_or_that_are_gone(data):
    (data / "keys").mkdir()
    key = data / "keys" / "master.key"
    key.write_bytes(b"0" * 32)
    key.chmod(0o644)
    assert states({"keys": machine.keys}) == {"keys": BAD}
    key.chmod(0o600)
    assert states({"keys": machine.keys}) == {"keys": GOOD}
    key.unlink()
    (data / "anju.sqlite3").write_bytes(b"")
    assert states({"keys": machine.keys}) == {"keys": BAD}


def test_a_cut_short_restore_is_told(data):
    (data / "restore.unfinished").write_text("not even JSON")
    assert states({"restore": machine.restore_mark}) == {"restore": BAD}


def test_packages_missing_or_too_old(monkeypatch):
    monkeypatch.setattr(machine, "_wanted", lambda: ["Django>=99", "no-such-thing-at-all>=1", "jinja2>=1.0", "tzdata"])
    (found,) = health.run({"packages": machine.packages})
    assert found.state == BAD
    assert [each.partition(" ")[0] for each in found.facts["names"].split(", ")] == ["Django", "no-such-thing-at-all"]


def test_the_port(monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        monkeypatch.setenv("ANJU_PORT", str(other.getsockname()[1]))
        other.listen()
        other.settimeout(0)
        monkeypatch.setattr(around, "_answers", lambda number: False)
        assert states({"port": around.port}) == {"port": BAD}
        monkeypatch.setattr(around, "_answers", lambda number: True)
        assert states({"port": around.port}) == {"port": GOOD}
    monkeypatch.setenv("ANJU_PORT", "x")
    assert states({"port": around.port}) == {"port": BAD}


def test_the_certificate_and_pages_and_fonts(data, monkeypatch, tmp_path):
    assert states({"certificate": around.certificate, "front": around.front_end}) == {"certificate": GOOD, "front": GOOD}
    (data / "keys" / "lan").mkdir(parents=True)
    (data / "keys" / "lan" / "server.pem").write_text("broken")
    assert states({"certificate": around.certificate}) == {"certificate": BAD}
    monkeypatch.setattr(around, "BUILT", tmp_path)
    monkeypatch.setattr(around, "FONT_FOLDERS", (str(tmp_path),))
    assert states({"front": around.front_end, "fonts": around.fonts}) == {"front": BAD, "fonts": NOTICE}
    (tmp_path / "NotoSansCJK-Regular.ttc").write_bytes(b"")
    assert states({"fonts": around.fonts}) == {"fonts": GOOD}


def test_a_certificate_near_its_end(data):
    from anju.surfaces.lan import authority

    made = authority.Authority(data / "keys" / "lan")
    made.papers([])
    assert states({"certificate": around.certificate}) == {"certificate": GOOD}
    held = authority.SERVER_LIFE
    try:
        authority.SERVER_LIFE = timedelta(days=20)
        made._issue([])
        assert states({"certificate": around.certificate}) == {"certificate": NOTICE}
        authority.SERVER_LIFE = timedelta(days=-1) + timedelta(hours=1)
        made._issue([])
        assert states({"certificate": around.certificate}) == {"certificate": BAD}
    finally:
        authority.SERVER_LIFE = held


@pytest.fixture
def house(transactional_db, garden) -> Scope:
    with view.entered(garden):
        for code in ("1", "2"):
            places.add_place(garden, kind="building", code=code, by=SYSTEM)
    for scope in Scope.objects.all():
        seals.seal(scope)
    return garden


def test_a_fresh_house_has_nothing_that_must_be_done(house):
    found = of_the_database()
    left = {name: each.state for name, each in found.items() if each.state != GOOD}
    assert left.pop("durability", BAD) == BAD  # the tests switch the disk's safety off
    assert {name: state for name, state in left.items() if not name.startswith("holidays")} == {"backup": NOTICE, "process": NOTICE}


def backed_up(house, *, days_ago: float, state: str = "done", **facts) -> Backup:
    at = clock.now() - timedelta(days=days_ago)
    copies = facts.pop("copies", [{"folder": "/a", "is_apart": False, "fault": ""}])
    return Backup.everywhere.create(scope=house, name="x", state=state, created_at=at, finished_at=at, copies=copies, **facts)


@pytest.mark.parametrize(("days_ago", "state"), [(0.1, GOOD), (1.9, GOOD), (2.1, BAD)])
def test_a_backup_older_than_two_days_is_told(house, days_ago, state):
    backed_up(house, days_ago=days_ago)
    found = of_the_database()
    assert found["backup"].state == state
    assert found["backup_apart"].state == NOTICE
    assert found["rehearsal"].state == NOTICE


def test_a_failed_night_a_lost_copy_and_a_rehearsal(house):
    copies = [{"folder": "/a", "is_apart": False, "fault": ""}, {"folder": "/stick", "is_apart": True, "fault": "missing"}]
    last = backed_up(house, days_ago=1, copies=copies, rehearsal=records.WHOLE, rehearsed_at=clock.now(), rehearsal_seconds=6)
    found = of_the_database()
    assert {name: found[name].state for name in ("backup", "backup_copy", "backup_apart", "rehearsal")} == {"backup": GOOD, "backup_copy": BAD, "backup_apart": NOTICE, "rehearsal": GOOD}
    backed_up(house, days_ago=0.2, state="failed", error="No space left on device")
    last.rehearsed_at = clock.now() - timedelta(days=93)
    last.save()
    found = of_the_database()
    assert (found["backup"].state, found["backup"].facts["error"], found["rehearsal"].state) == (BAD, "No space left on device", NOTICE)
    last.rehearsal = "a seal is missing"
    last.save()
    assert of_the_database()["rehearsal"].state == BAD


def test_the_clock_behind_and_back(house):
    newest = Entry.objects.order_by("-id").first()
    Entry.objects.filter(pk=newest.pk).update(at=clock.now() + timedelta(minutes=6))
    assert (of_the_database()["clock"].state, of_the_database()["clock"].facts) == (BAD, {"minutes": 6})
    Entry.objects.filter(pk=newest.pk).update(at=clock.now() - timedelta(minutes=9))
    Entry.objects.filter(scope=house).exclude(pk=newest.pk).update(at=clock.now())
    assert of_the_database()["clock"].state == NOTICE


def test_a_seal_that_is_missing(house):
    assert of_the_database()["seals"].state == GOOD
    Seal.objects.filter(scope=house).update(number=2)
    assert of_the_database()["seals"].state == BAD
    Seal.objects.filter(scope=house).update(number=1)
    Entry.objects.filter(scope=house).update(tx=10**12)
    assert of_the_database()["seals"].state == BAD
    ledger._bases.clear()


def test_backlogs_are_told_with_and_without_a_running_program(house):
    job = ScheduledJob.objects.create(name="kernel.backup", scope=house, next_at=clock.now() - timedelta(hours=1))
    Cursor.objects.update(tx=-1, entry_id=-1)
    Entry.objects.update(at=clock.now() - timedelta(hours=1))
    assert of_the_database()["schedule"].state == NOTICE
    Cursor.objects.create(reaction="x", partition="0", tx=0, entry_id=0, owner="elsewhere:1:a", leased_until=clock.machine() + timedelta(hours=1))
    found = of_the_database()
    assert (found["process"].state, found["schedule"].state) == (GOOD, BAD)
    job.failures, job.error = 3, "RuntimeError: x"
    job.save()
    assert of_the_database()["schedule"].facts == {"job": "kernel.backup", "count": 3, "error": "RuntimeError: x"}
    Cursor.objects.filter(reaction="x").update(tries=2)
    assert of_the_database()["reactions"].state == NOTICE


def test_what_was_set_aside_and_left_locked(house):
    PoisonEvent.everywhere.create(scope=house, reaction="x", entry=Entry.objects.first(), error="x", tries=5, created_at=clock.now())
    Cursor.objects.create(reaction="y", partition="0", tx=0, entry_id=0, owner="gone:1:a", leased_until=clock.machine() - timedelta(hours=2))
    found = of_the_database()
    assert (found["poison"].state, found["locks"].state) == (BAD, NOTICE)


def test_holidays_of_a_year_nobody_knows(house, monkeypatch):
    assert of_the_database()[f"holidays_{clock.now().year}"].state == GOOD
    with clock.frozen(clock.now().replace(year=2090, month=11, day=3)):
        found = of_the_database()
    assert (found["holidays_2090"].state, found["holidays_2091"].state) == (BAD, NOTICE)
    with clock.frozen(clock.now().replace(year=2090, month=12, day=3)):
        assert of_the_database()["holidays_2091"].state == BAD


def test_a_check_that_breaks_is_a_finding_and_stops_no_other():
    def broken():
        raise RuntimeError("boom")

    found = list(health.run({"one": broken, "python": machine.python}))
    assert [(each.name, each.state) for each in found] == [("one", BAD), ("python", GOOD)]
    assert "boom" in found[0].words(str, str)[1]


def test_every_line_is_said_in_both_languages(house, capsys, monkeypatch):
    backed_up(house, days_ago=3)
    found = list(with_database())
    with translation.override("zh-hans"):
        for each in found:
            assert doctor.line(each, translation.gettext).startswith(doctor.MARKS[each.state])
            assert each.words(translation.gettext, str) != each.words(str, str), each
    monkeypatch.setattr(doctor, "findings", lambda: iter(found))
    assert doctor.run(argparse.Namespace(json=True)) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["is_well"], len(told["findings"])) == (False, len(found))
    monkeypatch.setattr(doctor, "findings", lambda: iter([each for each in found if each.state != BAD]))
    assert doctor.run(argparse.Namespace(json=False)) == 0


@pytest.mark.parametrize("settings", [{"ANJU_DATABASE": "mysql://x"}, {"ANJU_DATABASE": "postgresql://nobody@127.0.0.1:1/none"}, {"ANJU_DATA_DIR": "/proc/none"}])
def test_doctor_ends_with_a_sentence_whatever_is_broken(tmp_path, settings):
    own = {name: value for name, value in os.environ.items() if not name.startswith("ANJU_")}
    environment = {**own, "ANJU_DATA_DIR": str(tmp_path), "PYTHONPATH": str(ROOT / "src"), **settings}
    done = subprocess.run([sys.executable, "-m", "anju", "doctor", "--json"], env=environment, capture_output=True, text=True, encoding="utf-8", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    assert json.loads(done.stdout)["is_well"] is False
