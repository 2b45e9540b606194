"""kill -9 at any moment: what was acknowledged is there, once, and the ledger is whole."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("ANJU_")}
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    data = {"ANJU_DATA_DIR": str(tmp_path), "ANJU_DATABASE": f"sqlite:///{tmp_path}/anju.sqlite3"}
    return {**own, **data, "PYTHONPATH": paths, "DJANGO_SETTINGS_MODULE": "anju.project.settings"}


def killed_after(count: int, environment: dict[str, str]) -> list[str]:
    """Let a writer acknowledge `count` actions and kill it at work; every acknowledgement that reached us."""
    writer = subprocess.Popen([sys.executable, "-m", "tests.faults.writer", "write"], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)
    acknowledged = [line.strip() for _, line in zip(range(count), writer.stdout, strict=False)]
    writer.send_signal(signal.SIGKILL)
    acknowledged += [line.strip() for line in writer.stdout if line.endswith("\n")]
    writer.wait()
    return acknowledged


def found_afterwards(environment: dict[str, str]) -> dict:
    done = subprocess.run([sys.executable, "-m", "tests.faults.writer", "report"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def kill_and_look(counts: list[int], environment: dict[str, str]) -> None:
    acknowledged = [code for count in counts for code in killed_after(count, environment)]
    found = found_afterwards(environment)
    assert len(acknowledged) >= sum(counts)
    assert len(found["codes"]) == len(set(found["codes"]))
    assert set(acknowledged) <= set(found["codes"])
    # At most one action a kill was done and not yet acknowledged; none is in the ledger without its place, or the other way round.
    assert len(found["codes"]) - len(acknowledged) <= len(counts)
    assert found["rows"] == len(found["codes"])
    assert found["is_whole"]


def test_nothing_acknowledged_is_lost(environment):
    kill_and_look([7, 23], environment)


def reacting(*words: str, environment: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "tests.faults.reactor", *words], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


@pytest.mark.soak
def test_a_killed_reaction_goes_on_where_it_stood_and_does_nothing_twice(environment):
    assert reacting("prepare", "40", environment=environment).wait() == 0
    for count in (5, 9):
        worker = reacting("react", environment=environment)
        for _line in zip(range(count), worker.stdout, strict=False):
            pass
        worker.send_signal(signal.SIGKILL)
        worker.communicate()
    last = reacting("report", environment=environment)
    found = json.loads(last.communicate()[0].splitlines()[-1])
    assert len(found["asked"]) >= 40
    assert found["answered"] == found["asked"]
    assert found["is_whole"]


@pytest.mark.soak
def test_nothing_acknowledged_is_lost_in_many_kills(environment):
    chance = random.Random(2026)
    kill_and_look([chance.randrange(1, 120) for _ in range(25)], environment)
