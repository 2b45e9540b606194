"""What one change costs with 500 browsers looking on: from the ledger's commit to the new line in each page, and what a client that stalls does.

The product serves on PostgreSQL in a process of its own, as `anju serve` does. Another process writes. The browsers are sockets that do what the
page's script does: keep the stream open, and fetch each part of the page that an event names, at most one fetch of a part at a time. A third of
them may not see cases and must hear nothing of them. One real Chromium stands beside them. For each change all pages that show it are awaited.
By turns a round is measured with twenty of the streams stalled, which stay open and read nothing.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .figures import PAIRS, Figure
from .second_start import wait_until_served

ROOT = Path(__file__).resolve().parent.parent
BROWSERS, STALLED, CHANGES = 500, 20, 3
ROLES = ("security_manager", "project_manager", "team_leader", "front_desk", "auditor", "committee_member")
PAUSE, PATIENCE = 2.0, 60.0
STREAM = re.compile(r'hx-sse:connect="([^"]+)"')
TICKS = os.sysconf("SC_CLK_TCK")


def measure() -> Iterator[Figure]:
    sys.path.insert(0, str(ROOT))
    from tests import postgres

    postgres.FAST = ["-c", "fsync=on", "-c", "synchronous_commit=on", "-c", "shared_buffers=512MB"]
    with tempfile.TemporaryDirectory() as folder, postgres.servers(1) as (address,):
        env = {**os.environ, "ANJU_DATABASE": address.rpartition("/")[0] + "/postgres", "ANJU_DATA_DIR": folder, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
        env["PYTHONPATH"] = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
        with writer(env) as pen, served(env) as (port, pid):
            found = asyncio.run(Rounds(pen, port, pid).run())
    yield Figure(f"a change until it stands in {BROWSERS} pages, median", "s", found["p50"], "<= 2")
    yield Figure(f"a change until it stands in {BROWSERS} pages, 99 of 100", "s", found["p99"], "<= 5")
    yield Figure(f"CPU of the server for one change in {BROWSERS} pages", "s", found["cpu"], "<= 5")
    yield Figure("changes that did not reach a page, or reached one that may not know", "changes", found["lost"], "<= 0")
    yield Figure(f"99 of 100 pages with {STALLED} stalled streams", "s", found["stalled"], "<= 1.2", found["p99"], "the same pages without them")


@contextmanager
def writer(env: dict[str, str]) -> Iterator[Writer]:
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.live_pages"], cwd=ROOT, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield Writer(process)
    finally:
        process.stdin.close()
        process.wait(timeout=30)


class Writer:
    """The process that made the community and its accounts, and makes the changes."""

    def __init__(self, process: subprocess.Popen) -> None:
        self.process = process
        self.sessions: list[dict] = json.loads(process.stdout.readline())

    def change(self, title: str) -> float:
        """Open a case; the time of the wall clock right after its commit."""
        self.process.stdin.write(title + "\n")
        self.process.stdin.flush()
        return float(self.process.stdout.readline())


@contextmanager
def served(env: dict[str, str]) -> Iterator[tuple[int, int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = "import sys; from anju.project.cli import main; sys.exit(main())"
    process = subprocess.Popen([sys.executable, "-c", command, "serve", "--port", str(port)], env=env, stdout=subprocess.DEVNULL)
    try:
        wait_until_served(f"http://127.0.0.1:{port}/healthz")
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(timeout=30)


def cpu_of(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


class Browser:
    """One page: its stream, and its table fetched again when the stream says so. `shown` maps a title to when it stood in the page."""

    def __init__(self, port: int, session: dict) -> None:
        self.port, self.cookie, self.may_see = port, session["cookie"], session["may_see"]
        self.path = "/cases/" if self.may_see else "/"
        self.shown: dict[str, float] = {}
        self.told = asyncio.Event()
        self.reading = asyncio.Event()
        self.reading.set()
        self.heard = 0

    async def open(self) -> None:
        page = await self.get({})
        stream = STREAM.search(page).group(1).replace("&amp;", "&")
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port, limit=65536)
        writer.write(self.head(stream, {"Accept": "text/event-stream"}))
        await reader.readuntil(b"\r\n\r\n")
        self.tasks = [asyncio.create_task(self.listen(reader)), asyncio.create_task(self.refetch())]
        self.writer = writer

    def head(self, path: str, more: dict[str, str]) -> bytes:
        lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", f"Cookie: {self.cookie}", "Accept-Language: zh-hans", *(f"{name}: {value}" for name, value in more.items())]
        return ("\r\n".join(lines) + "\r\n\r\n").encode()

    async def get(self, more: dict[str, str]) -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(self.head(self.path, {**more, "Connection": "close"}))
            answer = (await reader.read()).decode()
        finally:
            writer.close()
        if not answer.startswith("HTTP/1.1 200"):
            raise RuntimeError(f"{self.path}: {answer[:200]}")
        return answer

    async def listen(self, reader: asyncio.StreamReader) -> None:
        while line := await reader.readline():
            await self.reading.wait()
            if line.startswith((b"event: cases.case", b"event: reload")):
                self.heard += 1
                self.told.set()

    async def refetch(self) -> None:
        while True:
            await self.told.wait()
            self.told.clear()
            table = await self.get({"HX-Request": "true"})
            now = time.time()
            for title in re.findall(r"change-\d+", table):
                self.shown.setdefault(title, now)

    def close(self) -> None:
        for task in self.tasks:
            task.cancel()
        self.writer.close()


class Rounds:
    """The changes, by turns with all streams read and with some stalled."""

    def __init__(self, pen: Writer, port: int, pid: int) -> None:
        self.pen, self.pid = pen, pid
        self.browsers = [Browser(port, session) for session in pen.sessions]
        self.count = 0
        self.lost = 0

    async def run(self) -> dict[str, float]:
        for start in range(0, BROWSERS, 10):
            await asyncio.gather(*(one.open() for one in self.browsers[start : start + 10]))
        await self.round(0)
        plain, stalled = [], []
        for turn in range(PAIRS):
            for some in (0, STALLED) if turn % 2 == 0 else (STALLED, 0):
                (stalled if some else plain).append(await self.round(some))
        lost = self.lost + sum(one.heard for one in self.browsers if not one.may_see)
        for one in self.browsers:
            one.close()
        middle = {name: statistics.median(each[name] for each in plain) for name in ("p50", "p99", "cpu")}
        return {**middle, "lost": lost, "stalled": statistics.median(each["p99"] for each in stalled)}

    async def round(self, stalled: int) -> dict[str, float]:
        seeing = [one for one in self.browsers if one.may_see]
        quiet, watching = seeing[:stalled], seeing[STALLED:]
        for one in quiet:
            one.reading.clear()
        waits: list[float] = []
        began = cpu_of(self.pid)
        for _ in range(CHANGES):
            self.count += 1
            title = f"change-{self.count}"
            at = await asyncio.to_thread(self.pen.change, title)
            waits += await self.until_shown(title, at, watching)
            await asyncio.sleep(PAUSE)
        cpu = (cpu_of(self.pid) - began) / CHANGES
        for one in quiet:
            one.reading.set()
        waits.sort()
        return {"p50": waits[len(waits) // 2], "p99": waits[len(waits) * 99 // 100], "cpu": cpu}

    async def until_shown(self, title: str, at: float, watching: list[Browser]) -> list[float]:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and not all(title in one.shown for one in watching):
            await asyncio.sleep(0.05)
        self.lost += sum(title not in one.shown for one in watching)
        return [one.shown[title] - at for one in watching if title in one.shown]


def make_changes() -> None:
    """In the writer's process: a community with 1,000 cases and 500 accounts of mixed rights, then a case for each line that comes in."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from anju.domains.cases import actions as cases
    from anju.domains.places import actions as places
    from anju.kernel.actors import Actor

    system = Actor.system("benchmark")
    company = places.found_organisation(places.platform(), name="测试物业", kind="company", by=system)
    here = places.found_community(company.scope, name="测试小区", by=system).scope
    for number in range(1000):
        cases.open_case(here, kind="repair", title=f"路灯不亮 {number}", by=system)
    print(json.dumps([_session(here, number) for number in range(BROWSERS)]), flush=True)
    for line in sys.stdin:
        cases.open_case(here, kind="repair", title=line.strip(), by=system)
        print(time.time(), flush=True)


def _session(here, number: int) -> dict:
    from datetime import date

    from django.conf import settings
    from django.test import Client

    from anju.domains.people.models import Account, Membership, Person
    from anju.kernel import permissions
    from anju.kernel.actors import Actor

    person = Person.everywhere.create(scope=here, name=f"账号{number}")
    Membership.everywhere.create(scope=here, person=person, role=ROLES[number % len(ROLES)], since_on=date(2020, 1, 1))
    account = Account.everywhere.create(username=f"account{number}", person=person)
    client = Client()
    client.force_login(account)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    return {"cookie": cookie, "may_see": permissions.may_view(Actor.of(account), "cases.case", here)}


if __name__ == "__main__":
    make_changes()
