"""kill -9 of the ingest under load: every acknowledged observation is there exactly once, every message whole or not at all."""

from __future__ import annotations

import http.client
import json
import random
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from .test_kill import ROOT, environment  # noqa: F401 - a fixture

CLIENTS, PER_MESSAGE = 8, 5


def run(arguments: list[str], environment: dict[str, str]) -> str:  # noqa: F811
    done = subprocess.run([sys.executable, "-m", "tests.faults.door", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]


class Server:
    """The product's own process, with pages and background."""

    def __init__(self, environment: dict[str, str]) -> None:  # noqa: F811
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        serve = [sys.executable, "-m", "uvicorn", "anju.project.asgi:application", "--port", str(self.port), "--log-level", "error"]
        self.process = subprocess.Popen(serve, cwd=ROOT, env=environment)
        for _attempt in range(3000):
            if self.process.poll() is not None or self._answers():
                break
            threading.Event().wait(0.1)
        assert self._answers()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return True
        except OSError:
            return False

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class Client(threading.Thread):
    """One device that sends message after message and waits for each answer. It knows what was acknowledged."""

    def __init__(self, who: int, key: str) -> None:
        super().__init__(daemon=True)
        self.who, self.key, self.turn, self.acknowledged, self.port = who, key, 0, [], 0
        self.refused: list[int] = []

    def body(self, turn: int) -> bytes:
        now = datetime.now(UTC)
        rows = [
            {"device": f"WP-{self.who:03d}", "number": turn * PER_MESSAGE + at + 1, "at": (now - timedelta(seconds=1)).isoformat(), "kind": "reading",
             "values": {"who": self.who, "turn": turn}}
            for at in range(PER_MESSAGE)
        ]  # fmt: skip
        return json.dumps({"sent_at": now.isoformat(), "observations": rows}).encode()

    def send(self, link: http.client.HTTPConnection, turn: int) -> None:
        link.request("POST", "/ingest/observations", self.body(turn), {"Authorization": f"Bearer {self.key}"})
        answer = link.getresponse()
        told = json.loads(answer.read())
        if answer.status == 200:
            assert told["stored"] + told["repeated"] == PER_MESSAGE
            self.acknowledged.append(turn)
        else:
            self.refused.append(answer.status)

    def run(self) -> None:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            while True:
                self.send(link, self.turn)
                self.turn += 1
        except (OSError, http.client.HTTPException):
            link.close()


def kill_under_load(counts: list[int], environment: dict[str, str]) -> None:  # noqa: F811
    """After each kill the devices send what was not acknowledged, and one message that was, again; then the next kill."""
    key = run(["prepare", str(CLIENTS)], environment)
    clients = [Client(who, key) for who in range(CLIENTS)]
    for count in counts:
        server = Server(environment)
        clients = [again(old, server.port) for old in clients]
        before = total(clients)
        for each in clients:
            each.start()
        while total(clients) - before < count and any(each.is_alive() for each in clients):
            threading.Event().wait(0.005)
        server.kill()
        for each in clients:
            each.join(timeout=60)
        assert total(clients) - before >= count
    rows = [tuple(row) for row in json.loads(run(["report"], environment))]
    assert max(Counter((who, number) for _device, number, who, _turn in rows).values()) == 1, "something is there twice"
    stored = Counter((who, turn) for _device, _number, who, turn in rows)
    lost = [(each.who, turn) for each in clients for turn in set(each.acknowledged) if stored[each.who, turn] != PER_MESSAGE]
    assert lost == [], "acknowledged, but not there whole"
    assert set(stored.values()) == {PER_MESSAGE}, "a message was stored by halves"


def again(old: Client, port: int) -> Client:
    """The same device after the cut: it begins with the last message that was acknowledged."""
    new = Client(old.who, old.key)
    new.acknowledged, new.turn, new.port = old.acknowledged, max(old.turn - 1, 0), port
    return new


def total(clients: list[Client]) -> int:
    return sum(len(each.acknowledged) for each in clients)


def test_what_was_acknowledged_survives_kill_9(environment):  # noqa: F811
    kill_under_load([60], environment)


@pytest.mark.soak
def test_what_was_acknowledged_survives_many_kills(environment):  # noqa: F811
    chance = random.Random(2026)
    kill_under_load([chance.randrange(5, 400) for _ in range(12)], environment)
