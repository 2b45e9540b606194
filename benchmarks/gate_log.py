"""Twenty thousand passages that a box at a gate decided alone come home: seconds, and nothing lost, doubled or out of order.

The box is the real one and speaks to the real endpoints, signed and in batches of 200; only the wire between them is a function call. What is timed is the
way home: from the moment the network is back until the last line is acknowledged, each batch durable (SQLite: synchronous FULL) with its passages, its ledger
rows and its lines. Half of the passages are entries by card, half exits, one in five by a strange card. The peer writes as many rows of the same size into one
table by executemany, 200 a commit, with the same durability: what the disk alone takes.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import tempfile
import time
from pathlib import Path
from typing import Any

from .figures import Figure

PASSAGES, PAIRS = 20_000, 3
CARD = "04A1B2C3"


def measure() -> list[Figure]:
    """Seconds to take everything in beside a bare executemany, and what went wrong."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    with tempfile.TemporaryDirectory() as folder:
        gate = _Gate(Path(folder))
        asyncio.run(gate.enrol())
        pairs = [(asyncio.run(gate.turn(PASSAGES)), gate.bare(PASSAGES)) for _pair in range(PAIRS)]
        wrong = gate.wrong()
    ours, peer = sorted(pairs)[len(pairs) // 2]
    return [
        Figure("20,000 stored passages brought home", "s", ours, "<= 150", peer, "bare executemany, 200 a commit"),
        Figure("stored passages lost, doubled, out of order or changed", "passages", wrong, "<= 0"),
    ]


async def asked(server: Any, path: str, headers: dict[str, str], body: bytes) -> tuple[int, dict[str, str], bytes]:
    """One request of a box to the real endpoints, handed over as the server would."""
    messages, sent = [{"type": "http.request", "body": body}], []

    async def receive() -> dict:
        return messages.pop(0)

    async def send(message: dict) -> None:
        sent.append(message)

    given = [(name.encode(), value.encode()) for name, value in headers.items()]
    await server.application({"type": "http", "path": path, "method": "POST", "headers": given}, receive, send)
    return sent[0]["status"], {name.decode(): value.decode() for name, value in sent[0]["headers"]}, sent[1]["body"]


class _Gate:
    def __init__(self, folder: Path) -> None:
        from anju.domains.access import actions as access
        from anju.domains.edges import actions
        from anju.domains.places.actions import add_place, found_community, platform
        from anju.gateways.gate_edge.server.driver import Edges
        from anju.kernel import scope
        from anju.kernel.actors import Actor

        by = Actor.system("bench")
        self.folder, self.server, self.answers = folder, Edges(), {}
        self.where = found_community(platform(), name="锦绣花园", by=by).scope
        with scope.entered(self.where):
            gate = add_place(self.where, kind="gate", code="S", name="南门", by=by)
            self.lane = str(access.add_lane(self.where, name="南门人行", place=gate, by=by).pk)
            access.issue_credential(self.where, kind="card", secret=CARD, category="staff", holder_name="保安", by=by)
            self.token = actions.issue_token(actions.add_edge(self.where, name="南门主机", place=gate, by=by), by=by).shown_once

    def post(self, loop: asyncio.AbstractEventLoop):
        def post(path: str, headers: dict[str, str], body: bytes, seconds: float) -> tuple[int, dict[str, str], bytes]:
            return asyncio.run_coroutine_threadsafe(asked(self.server, path, headers, body), loop).result()

        return post

    async def enrol(self) -> None:
        await asyncio.to_thread(self._enrol, self.post(asyncio.get_running_loop()))

    def _enrol(self, post) -> None:
        from anju.gateways.gate_edge.edge import identity, uplink
        from anju.gateways.gate_edge.edge.book import Book
        from anju.gateways.gate_edge.edge.box import Box
        from anju.gateways.gate_edge.edge.clockwork import Clockwork

        one, _after = uplink.enrol(identity.load(self.folder), self.token, "bench", post, self.folder)
        self.box = Box(one, Book(self.folder / "log.sqlite3"), clock=Clockwork(has_own=True))
        self.box.start()
        self.drain(post)

    def drain(self, post) -> float:
        """Listen once, then send until everything is at home; seconds for the sending."""
        from anju.gateways.gate_edge.edge.uplink import Uplink

        link = Uplink(self.box, post)
        link.listen_once(wait_s=0)
        began = time.perf_counter()
        while link.send_once():
            pass
        if self.box.book.unsent:
            raise AssertionError(f"{self.box.book.unsent} lines did not come home")
        return time.perf_counter() - began

    async def turn(self, count: int) -> float:
        await asyncio.to_thread(self.pass_alone, count)
        return await asyncio.to_thread(self.drain, self.post(asyncio.get_running_loop()))

    def pass_alone(self, count: int) -> None:
        """What happens while the network is gone. The box's own durability is not what is timed here."""
        from anju.gateways.gate_edge.edge.deciding import Shown

        self.box.book._base.execute("PRAGMA synchronous=OFF")
        for number in range(count):
            shown = Shown(self.lane, "out" if number % 2 else "in", "card", CARD if number % 5 else "04FFFFFF")
            told = self.box.present(shown)
            self.answers[told["number"]] = (told["outcome"], told["code"])

    def bare(self, count: int) -> float:
        """As many rows of the same text and digest, 200 a commit."""
        rows = self.box.book._base.execute("SELECT number, text, digest FROM line ORDER BY number DESC LIMIT ?", (count,)).fetchall()
        base = sqlite3.connect(self.folder / "bare.sqlite3", isolation_level=None)
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=FULL")
        base.execute("CREATE TABLE IF NOT EXISTS line (number INTEGER, text TEXT, digest TEXT)")
        began = time.perf_counter()
        for start in range(0, len(rows), 200):
            base.execute("BEGIN IMMEDIATE")
            base.executemany("INSERT INTO line VALUES (?, ?, ?)", rows[start : start + 200])
            base.execute("COMMIT")
        seconds = time.perf_counter() - began
        base.close()
        return seconds

    def wrong(self) -> int:
        """Answers that are not at home exactly as they were given, and lines that are missing, doubled or out of order."""
        from anju.domains.edges.models import LogLine
        from anju.kernel import scope

        with scope.entered(self.where):
            lines = list(LogLine.objects.order_by("created_at", "number").select_related("passage"))
        numbers = [line.number for line in lines]
        at_home = {line.number: (line.passage.outcome, line.passage.code) for line in lines if line.kind == "passage"}
        order = sum(before >= after for before, after in zip(numbers, numbers[1:], strict=False))
        missing = len(set(range(1, self.box.book.last + 1)) ^ set(numbers))
        return order + missing + sum(at_home.get(number) != answer for number, answer in self.answers.items())


if __name__ == "__main__":
    print(json.dumps([figure.as_json("make bench ONLY=gate_log") for figure in measure()]))
