"""kill -9 while a backup is written or put back; and the way from SQLite to PostgreSQL and back, between real servers."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests import postgres

pytestmark = pytest.mark.soak

ROOT = Path(__file__).resolve().parent.parent.parent


class Installation:
    """A data folder and its database, used only by processes of its own."""

    def __init__(self, folder: Path, database: str = "") -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        own = {name: value for name, value in os.environ.items() if not name.startswith("ANJU_")}
        paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        data = {"ANJU_DATA_DIR": str(folder), "ANJU_DATABASE": database or f"sqlite:///{folder}/anju.sqlite3"}
        self.environment = {**own, **data, "PYTHONPATH": paths, "DJANGO_SETTINGS_MODULE": "anju.project.settings"}

    def begin(self, module: str, *words: str) -> subprocess.Popen:
        command = [sys.executable, "-m", module, *words]
        return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8")

    def run(self, module: str, *words: str, status: int = 0) -> str:
        process = self.begin(module, *words)
        said = process.communicate()[0]
        assert process.returncode == status, said
        return said

    def killed_at(self, step: str, *words: str) -> None:
        """Run the keeper and kill it when it tells that it has come to this step."""
        process = self.begin("tests.faults.keeper", *words)
        told = next((line for line in process.stdout if line.startswith(step)), "")
        process.send_signal(signal.SIGKILL)
        process.communicate()
        assert told, f"it ended before {step}"
        assert process.returncode == -signal.SIGKILL

    def report(self) -> dict:
        return json.loads(self.run("tests.faults.keeper", "report").splitlines()[-1])

    def with_keys_of(self, other: Installation) -> Installation:
        shutil.copytree(other.folder / "keys", self.folder / "keys")
        return self


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Installation:
    """An installation of 300 places and its backup."""
    made = Installation(tmp_path_factory.mktemp("source"))
    made.run("tests.faults.keeper", "prepare", "300")
    made.run("anju", "backup", str(made.folder / "good.backup"))
    return made


def test_a_killed_backup_leaves_no_half_file_under_its_name(source, tmp_path):
    for step in ("kernel_scope", "places_place"):
        source.killed_at(step, "write", str(tmp_path / "new.backup"))
        assert [path.name for path in tmp_path.iterdir() if not path.name.startswith(".")] == []


def test_a_killed_restore_is_known_as_unfinished_and_begins_again(source, tmp_path):
    target = Installation(tmp_path / "target").with_keys_of(source)
    backup = str(source.folder / "good.backup")
    target.killed_at("proven", "restore", backup)
    assert not (target.folder / "restore.unfinished").exists()
    target.killed_at("places_place", "restore", backup)
    assert (target.folder / "restore.unfinished").exists()
    assert "good.backup" in target.run("anju", "migrate", status=1)
    target.run("anju", "restore", backup)
    found, wanted = target.report(), source.report()
    assert found == {**wanted, "rows": wanted["rows"] + 1}
    assert (found["places"], found["is_whole"], found["is_unfinished"]) == (301, True, False)


def test_from_sqlite_to_postgresql_and_back(source, tmp_path):
    try:
        with postgres.servers(1) as (address,):
            there = Installation(tmp_path / "there", _empty_database(address)).with_keys_of(source)
            there.run("anju", "restore", str(source.folder / "good.backup"))
            there.run("anju", "ledger", "verify")
            middle = there.report()
            there.run("anju", "backup", str(tmp_path / "middle.backup"))
            back = Installation(tmp_path / "back").with_keys_of(there)
            back.run("anju", "restore", str(tmp_path / "middle.backup"))
            back.run("anju", "ledger", "verify")
    except postgres.Unavailable as why:
        pytest.skip(str(why))
    wanted, found = source.report(), back.report()
    assert (middle["rows"], found["rows"]) == (wanted["rows"] + 1, wanted["rows"] + 2)
    assert middle["places"] == found["places"] == wanted["places"] == 301
    assert middle["is_whole"] and found["is_whole"]


def _empty_database(address: str) -> str:
    """A new database on that server; the suite's own is left alone."""
    import psycopg

    server, _slash, _name = address.rpartition("/")
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS anju_restored")
        connection.execute("CREATE DATABASE anju_restored")
    return f"{server}/anju_restored"
