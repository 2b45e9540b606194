"""The threads beside the pages: they begin, hear of what is done, and end when told."""

from __future__ import annotations

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest

from anju.domains.places.actions import found_community, platform
from anju.domains.places.events import CommunityFounded
from anju.kernel import reactions
from anju.kernel.actors import Actor
from anju.project.background import Background

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.mark.django_db(transaction=True)
def test_the_threads_react_and_end(monkeypatch):
    heard = threading.Event()
    monkeypatch.setattr(reactions, "registry", {})
    reactions.reaction(on=CommunityFounded, from_start=True)(lambda entry, event: heard.set())
    work = Background()
    work.start()
    try:
        found_community(platform(), name="锦绣花园", by=Actor.system("test"))
        assert heard.wait(30)
    finally:
        work.stop()
    assert [thread.name for thread in work._threads if thread.is_alive()] == []


def sealed_rows(database: Path) -> int:
    with sqlite3.connect(database) as rows:
        return rows.execute("SELECT coalesce(sum(rows), 0) FROM kernel_seal").fetchone()[0]


def answers(port: int) -> bool:
    try:
        return urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1).status == 200
    except OSError:
        return False


def until(condition, process: subprocess.Popen) -> None:
    """Wait for a condition for as long as the process lives, a minute at most."""
    for _attempt in range(600):
        if condition() or process.poll() is not None:
            break
        threading.Event().wait(0.1)
    assert condition()


def test_the_one_process_seals_what_was_done_and_ends_when_told(tmp_path):
    """On SQLite, in a process of its own: pages answer, the background works, and SIGTERM ends it cleanly."""
    database = tmp_path / "anju.sqlite3"
    own = {name: value for name, value in os.environ.items() if not name.startswith("ANJU_")}
    own |= {"ANJU_DATA_DIR": str(tmp_path), "ANJU_DATABASE": f"sqlite:///{database}", "DJANGO_SETTINGS_MODULE": "anju.project.settings"}
    own["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    subprocess.run([sys.executable, "-m", "tests.faults.reactor", "prepare", "3"], cwd=ROOT, env=own, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    serve = [sys.executable, "-m", "uvicorn", "anju.project.asgi:application", "--port", str(port), "--log-level", "warning"]
    process = subprocess.Popen(serve, cwd=ROOT, env=own)
    try:
        until(lambda: answers(port), process)
        until(lambda: sealed_rows(database) > 3, process)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) in (0, -signal.SIGTERM)
    finally:
        process.kill()
