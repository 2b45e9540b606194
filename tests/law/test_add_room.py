"""`make add-room` writes a room that keeps every law and works: tried on a copy of the house."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.add_room import Unfit, add_room, make_migration

from .code import ROOT, rooms

ITS_OWN = "lost_property"
ALL_LAWS = "lost_property or keeps_it or everything_is_short or every_action or declarations"
"""What concerns the new room alone; the same with the laws about the whole package."""


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    left_behind = shutil.ignore_patterns("__pycache__", "node_modules", ".venv")
    for name in ("src", "tests", "tools", "frontend"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=left_behind)
    for name in ("pyproject.toml", "conftest.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


@pytest.mark.skipif(importlib.util.find_spec("anju.kernel.screens") is None, reason="the screen engine is not there")
@pytest.mark.parametrize("concern", [ITS_OWN, pytest.param(ALL_LAWS, marks=pytest.mark.soak)], ids=["its own", "all laws"])
def test_a_new_room_works_and_keeps_the_laws(copy, concern):
    add_room("lost_property", chinese="失物招领", root=copy)
    make_migration("lost_property", copy)
    assert rooms(copy / "src/anju")[-1] == "lost_property"
    tests = ["tests/law", "src/anju/domains/lost_property", "--ignore", "tests/law/test_add_room.py", "-k", concern, "-p", "no:cacheprovider"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("ANJU_", "PYTEST_"))}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *tests],
        cwd=copy,
        env={**environment, "ANJU_DATABASE": "sqlite:///:memory:", "PYTHONPATH": str(copy / "src")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_an_unfit_name_is_refused_and_nothing_is_written(copy):
    before = sorted(path for path in copy.rglob("*"))
    for name in ("", "Lost", "lost property", "2lost", "class", "../lost", "places"):
        with pytest.raises(Unfit):
            add_room(name, root=copy)
    assert sorted(path for path in copy.rglob("*")) == before
