"""kill -9 of the box and of the server in the middle of passages, and a long cut: every answered passage is at home once, in order, as it was decided."""

from __future__ import annotations

import http.client
import json
import random
import signal
import socket
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from anju.gateways.gate_edge.edge import identity
from anju.gateways.gate_edge.edge.book import Book

from .test_ingest import Server
from .test_kill import ROOT, environment  # noqa: F401 - a fixture

CARD, STRANGE = "04A1B2C3", "04FFFFFF"


def run(arguments: list[str], environment: dict[str, str]) -> str:  # noqa: F811
    done = subprocess.run([sys.executable, "-m", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout.splitlines()[-1]


class Gate:
    """The box's own process, and what it answered at its lane."""

    def __init__(self, folder: Path, environment: dict[str, str], lane: str) -> None:  # noqa: F811
        self.folder, self.environment, self.lane, self.process = folder, environment, lane, None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.answered: dict[int, str] = {}

    def start(self) -> None:
        command = [sys.executable, "-m", "anju", "edge", "--data", str(self.folder), "run", "--port", str(self.port), "--has-clock"]
        self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL)
        self.key = identity.load(self.folder).lane_key
        for _attempt in range(3000):
            if self.process.poll() is not None or self.status() is not None:
                break
            threading.Event().wait(0.05)
        assert self.status() is not None

    def ask(self, method: str, path: str, told: dict | None = None) -> dict | None:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            link.request(method, path, json.dumps(told or {}), {"Authorization": f"Bearer {self.key}"})
            answer = link.getresponse()
            return json.loads(answer.read()) if answer.status == 200 else None
        except (OSError, http.client.HTTPException, ValueError):
            return None
        finally:
            link.close()

    def status(self) -> dict | None:
        return self.ask("GET", "/status")

    def show(self, secret: str, way: str = "in") -> bool:
        """Whether the box answered; what it answered is remembered."""
        told = self.ask("POST", f"/lanes/{self.lane}/shown", {"way": way, "kind": "card", "secret": secret})
        if told is not None:
            assert told["number"] not in self.answered, "a number was given twice"
            self.answered[told["number"]] = told["outcome"]
        return told is not None

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def until(self, is_so, seconds: float = 600) -> None:
        for _attempt in range(int(seconds / 0.1)):
            if (told := self.status()) is not None and is_so(told):
                return
            threading.Event().wait(0.1)
        raise AssertionError(f"it did not become so: {self.status()}")


def port_of(folder: Path, port: int) -> None:
    """The server answers at another port after its restart."""
    identity.save(folder, replace(identity.load(folder), server=f"http://127.0.0.1:{port}"))


class House:
    """A server and a box, both processes of their own."""

    def __init__(self, environment: dict[str, str], folder: Path, made: dict) -> None:  # noqa: F811
        self.environment, self.folder, self.server = environment, folder, Server(environment)
        server = f"http://127.0.0.1:{self.server.port}"
        run(["anju", "edge", "--data", str(folder), "enrol", "--server", server, "--token", made["token"]], environment)
        self.gate = Gate(folder, environment, made["lane"])

    def lived_through(self, rounds: int, each: int) -> int:
        """The rounds; returns the number of the last line."""
        gate, chance = self.gate, random.Random(2026)
        gate.start()
        gate.until(lambda told: told["snapshot"] > 0)
        for turn in range(rounds):
            self.interrupted(each, chance.randrange(each // 2, each), is_server_killed=bool((rounds - turn) % 2))
        gate.until(lambda told: told["unsent"] == 0)
        return gate.status()["last"]

    def interrupted(self, each: int, stop_at: int, *, is_server_killed: bool) -> None:
        """People pass; after so many answers the box is killed, and perhaps the server; both come back."""
        gate, before = self.gate, len(self.gate.answered)
        passing = threading.Thread(target=lambda: [gate.show(CARD if number % 3 else STRANGE, "out" if number % 2 else "in") for number in range(each)], daemon=True)
        passing.start()
        while passing.is_alive() and len(gate.answered) - before < stop_at:
            threading.Event().wait(0.002)
        if is_server_killed:
            self.server.kill()
        gate.kill()
        passing.join(timeout=60)
        if is_server_killed:
            self.server = Server(self.environment)
            port_of(self.folder, self.server.port)
        gate.start()

    def end(self) -> None:
        for one in (self.gate, self.server):
            if one.process is not None and one.process.poll() is None:
                one.kill()


def killed_in_the_middle(rounds: int, each: int, environment: dict[str, str], folder: Path) -> None:  # noqa: F811
    """Rounds in which the box is killed while people pass; in the last, and every second before it, the server while the log comes home."""
    made = json.loads(run(["tests.faults.gate", "prepare"], environment))
    house = House(environment, folder, made)
    try:
        last = house.lived_through(rounds, each)
    finally:
        house.end()
    judge(house.gate, last, json.loads(run(["tests.faults.gate", "report"], environment)))


def judge(gate: Gate, last: int, told: dict) -> None:
    """Nothing that was answered is missing, nothing is there twice, everything is in order and says what was answered."""
    assert told["lines"] == list(range(1, last + 1)), "lost, doubled or out of order"
    at_home = {number: outcome for number, outcome, _epoch in told["passages"]}
    assert {number: at_home.get(number) for number in gate.answered} == gate.answered
    assert (told["count"], told["fault"], told["is_whole"]) == (len(at_home), "", True)
    kept = Book(gate.folder / "log.sqlite3")
    assert kept.last == last and kept.is_whole()
    kept.close()


def test_what_the_box_answered_is_at_home_once_after_kill_9_of_both(environment, tmp_path):  # noqa: F811
    killed_in_the_middle(1, 30, environment, tmp_path / "box")


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_what_the_box_answered_is_at_home_once_after_many_kills(environment, tmp_path):  # noqa: F811
    killed_in_the_middle(12, 300, environment, tmp_path / "box")
