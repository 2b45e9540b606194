"""An empty database gets the same tables by the quick way as by the migrations one after the other."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

QUICK = "from django.core.management import call_command as call; call('migrate', verbosity=0)"
SLOW = "from django.core.management.commands.migrate import Command; from django.core.management import call_command as call; call(Command(), verbosity=0)"


def drawn(folder: Path, how: str) -> dict[str, set]:
    """Every table's columns and keys, the indexes and the migrations of a database made in a process of its own."""
    folder.mkdir()
    given = {**os.environ, "ANJU_DATA_DIR": str(folder), "ANJU_DATABASE": f"sqlite:///{folder}/anju.sqlite3", "DJANGO_SETTINGS_MODULE": "anju.project.settings"}
    subprocess.run([sys.executable, "-c", f"import django; django.setup(); {how}"], env=given, check=True)
    with sqlite3.connect(folder / "anju.sqlite3") as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")]
        found = {table: {row[1:] for row in database.execute(f'PRAGMA table_info("{table}")')} for table in tables}
        found |= {f"{table} keys": {row[2:5] for row in database.execute(f'PRAGMA foreign_key_list("{table}")')} for table in tables}
        found["indexes"] = set(database.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL"))
        found["migrations"] = set(database.execute("SELECT app, name FROM django_migrations"))
    return found


@pytest.mark.soak
def test_both_ways_draw_the_same(tmp_path):
    quick, slow = drawn(tmp_path / "quick", QUICK), drawn(tmp_path / "slow", SLOW)
    assert quick.keys() == slow.keys()
    assert {name: quick[name] ^ slow[name] for name in quick if quick[name] != slow[name]} == {}
