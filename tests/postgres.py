"""A PostgreSQL for one test run: a private cluster in a temporary folder, else the server that already listens here."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

STANDARD = "127.0.0.1:5432"
# Durability is tested by `make soak` against a cluster of its own; here it would only make every test slower.
FAST = ["-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off"]


class Unavailable(RuntimeError):
    """No PostgreSQL can be used; the message says why."""


@contextmanager
def servers(count: int) -> Iterator[list[str]]:
    """Addresses of at most `count` servers for the length of the block, as ANJU_DATABASE wants them. Raises Unavailable.

    Each test process needs a server of its own: readers of the ledger wait for the oldest transaction of the whole cluster, so
    processes that share one would hold each other up. ANJU_TEST_POSTGRES names one to use (its databases `test_*` are written over).
    Else private clusters are started; root, whom PostgreSQL refuses to serve, starts them as the user `postgres`. Failing that, a
    trusting server at 127.0.0.1:5432 serves.
    """
    if address := os.environ.get("ANJU_TEST_POSTGRES"):
        yield [address]
        return
    clusters: list[_Cluster] = []
    try:
        try:
            clusters.extend(_Cluster() for _ in range(count))
            addresses = [cluster.address for cluster in clusters]
        except Unavailable as reason:
            addresses = [_running(str(reason))]
        yield addresses
    finally:
        for cluster in clusters:
            cluster.stop()


class _Cluster:
    def __init__(self) -> None:
        self.binaries = _binaries()
        self.become = _become()
        self.folder = Path(tempfile.mkdtemp(prefix="anju-postgres-"))
        try:
            self._start()
        except (subprocess.CalledProcessError, OSError) as error:
            shutil.rmtree(self.folder, ignore_errors=True)
            said = getattr(error, "stderr", "") or str(error)
            raise Unavailable(f"a private PostgreSQL did not start ({said.strip().splitlines()[-1]})") from error

    def _start(self) -> None:
        if self.become:
            shutil.chown(self.folder, "postgres", "postgres")
        port = _free_port()
        owner = "postgres" if self.become else getpass.getuser()
        self._run("initdb", "-D", self.data, "-U", owner, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        options = " ".join([*FAST, "-c", f"port={port}", "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self.folder}", "-c", "max_connections=60"])
        self._run("pg_ctl", "-D", self.data, "-w", "-t", "60", "-l", str(self.folder / "log"), "-o", options, "start")
        self.address = f"postgresql://{owner}@127.0.0.1:{port}/anju"

    @property
    def data(self) -> str:
        return str(self.folder / "data")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", self.data, "-w", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        command = [*self.become, str(self.binaries / program), *arguments]
        # Output goes to a file: a pipe would stay open in the server and this call would never return.
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(command, stdout=said, stderr=said, cwd=self.folder, env={**os.environ, "LC_ALL": "C"})
            said.seek(0)
            if done.returncode:
                raise subprocess.CalledProcessError(done.returncode, command, stderr=said.read())


def _binaries() -> Path:
    found = [Path(path).parent for path in [shutil.which("initdb")] if path]
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    found += [path.parent for path in sorted(versions, key=lambda path: int(re.sub(r"\D", "", path.parts[-3]) or 0), reverse=True)]
    if not found:
        raise Unavailable("PostgreSQL is not installed")
    return found[0]


def _become() -> list[str]:
    """The prefix that runs a program as somebody PostgreSQL accepts."""
    if os.geteuid() != 0:
        return []
    if shutil.which("runuser") and subprocess.run(["id", "postgres"], capture_output=True).returncode == 0:
        return ["runuser", "-u", "postgres", "--"]
    raise Unavailable("PostgreSQL refuses to run as root and there is no user postgres to run it as")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _running(reason: str) -> str:
    """The address of the server that already runs here, tried with the names that trust usually knows."""
    try:
        import psycopg
    except ImportError:
        raise Unavailable("the driver psycopg is not installed") from None
    for user in dict.fromkeys([getpass.getuser(), "postgres"]):
        address = f"postgresql://{user}@{STANDARD}/postgres"
        try:
            psycopg.connect(address, connect_timeout=3).close()
        except psycopg.OperationalError:
            continue
        return f"postgresql://{user}@{STANDARD}/anju"
    raise Unavailable(f"{reason}, and none at {STANDARD} lets us in")
