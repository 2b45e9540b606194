"""How long somebody waits who starts the demo for the second time: from the command to the manager's first page, signed in."""

from __future__ import annotations

import http.cookiejar
import os
import re
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .figures import PAIRS, Figure

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"安全经理.*?(http://\S+)")
COMMAND = "import sys; from anju.project.cli import main; sys.exit(main())"


def measure() -> Iterator[Figure]:
    folder = Path(os.environ["ANJU_DATA_DIR"]) / "demo"
    first = to_first_page(folder)
    again = [to_first_page(folder) for _ in range(PAIRS)]
    yield Figure("second start of the demo to the first page", "s", statistics.median(again), "<= 10")
    yield Figure("first start of the demo, with its quarter of history", "s", first, "<= 120")


def to_first_page(folder: Path) -> float:
    """Seconds from the command until the page is there; it must be the manager's, of our community."""
    began = time.perf_counter()
    with running(folder) as link:
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
        with opener.open(link, timeout=60) as answer:
            page = answer.read().decode()
        seconds = time.perf_counter() - began
    if "锦绣花园" not in page:
        raise RuntimeError("the first page is not that of the demo's community")
    return seconds


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The demo, running; yields the security manager's link as soon as it is served."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {key: value for key, value in os.environ.items() if not key.startswith("ANJU_") and key != "FRESH"}
    env = kept | {"ANJU_DATA_DIR": str(folder), "ANJU_PORT": str(port), "PYTHONPATH": str(ROOT / "src"), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen([sys.executable, "-c", COMMAND, "demo"], env=env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        link = next((found[1] for line in process.stdout if (found := LINK.search(line))), None)
        if link is None:
            raise RuntimeError("the demo ended before it could be entered")
        wait_until_served(f"http://127.0.0.1:{port}/healthz")
        yield link
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=30)


def wait_until_served(address: str, tries: int = 600) -> None:
    for _ in range(tries):
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError("nothing is served after half a minute")
