"""What can be tried of Windows without one: the start path runs with everything that only POSIX has hidden; consoles of any encoding."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("ANJU_")}
    return {**own, "ANJU_DATA_DIR": str(tmp_path), "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}


def test_the_start_path_needs_nothing_that_only_posix_has(environment):
    done = subprocess.run([sys.executable, "-m", "tests.faults.windows"], cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.splitlines()[-1] == "works"


@pytest.mark.parametrize("encoding", ["gbk", pytest.param("cp437", marks=pytest.mark.soak), pytest.param("ascii", marks=pytest.mark.soak)])
def test_a_console_of_another_encoding_gets_question_marks_not_a_fault(environment, encoding):
    command = [sys.executable, "-m", "anju", "backup", str(Path(environment["ANJU_DATA_DIR"]) / "✓.backup")]
    done = subprocess.run(command, cwd=ROOT, env={**environment, "PYTHONIOENCODING": encoding}, capture_output=True)
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_the_starters_call_what_exists():
    """Both files call the same four things, in the order of a first start, with lines that Windows reads."""
    called = re.compile(r"-m venv \.venv|pip install [^\n|]*-e \.|anju\.project\.catalogue|anju\.exe\"? (?:demo|@args|%\*)")
    bat, script = (ROOT / "start.bat").read_bytes(), (ROOT / "anju.ps1").read_text(encoding="ascii")
    assert bat.count(b"\r\n") == bat.count(b"\n")
    assert bat.isascii()
    labels = set(re.findall(r"^:(\w+)", bat.decode(), re.MULTILINE))
    assert set(re.findall(r"goto (\w+)", bat.decode())) == labels
    for text in (bat.decode(), script):
        kinds = [hit.split()[0] for hit in called.findall(text)]
        assert {"pip", "anju.project.catalogue"} <= set(kinds)
        assert text.count("(") == text.count(")") and text.count("{") == text.count("}")
    assert (ROOT / "src/anju/project/catalogue.py").exists()
