"""kill -9 of the sender at work: every recipient is reached, each is counted once, and the gateway got each message under one key."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from .test_kill import ROOT, environment

__all__ = ["environment"]
PEOPLE = 40


@pytest.fixture
def gateway():
    """Delivers each key once, however often it comes; tells how often each came."""
    asked: Counter[str] = Counter()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            asked[told["key"]] += 1
            said = b'{"outcome": "delivered"}'
            try:
                self.send_response(200)
                self.send_header("Content-Length", str(len(said)))
                self.end_headers()
                self.wfile.write(said)
            except OSError:
                pass

        def log_message(self, *_rest) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.asked = True, asked
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def messenger(*words: str, environment: dict[str, str]) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "tests.faults.messenger", *words], cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def killed_when(count: int, gateway, environment: dict[str, str]) -> None:
    """Let a sender work until the gateway has seen so many requests, then kill it."""
    sender = messenger("send", environment=environment)
    for _wait in range(600):
        if sum(gateway.asked.values()) >= count or sender.poll() is not None:
            break
        threading.Event().wait(0.02)
    sender.send_signal(signal.SIGKILL)
    sender.communicate()


def kill_and_look(counts: list[int], gateway, environment: dict[str, str]) -> None:
    assert messenger("prepare", str(gateway.server_address[1]), str(PEOPLE), environment=environment).wait() == 0
    for count in counts:
        killed_when(count, gateway, environment)
    last = messenger("report", environment=environment)
    found = json.loads(last.communicate()[0].splitlines()[-1])
    assert found["reached"] == ["delivered"] * PEOPLE
    assert found["counted"] == PEOPLE
    assert sorted(gateway.asked) == found["keys"], "one key for each recipient, whatever came twice"
    assert found["is_whole"]


def test_a_killed_sender_loses_nobody_and_counts_nobody_twice(environment, gateway):
    kill_and_look([5, 21], gateway, environment)


@pytest.mark.soak
def test_many_kills_lose_nobody_and_count_nobody_twice(environment, gateway):
    kill_and_look(list(range(1, 40, 3)), gateway, environment)
