"""A gateway on this machine that answers as a test wants, and a community that is connected to it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from anju.domains.notices.tests.conftest import (  # noqa: F401
    START,
    SYSTEM,
    Team,
    _own_files,
    channels,
    community,
    houses,
    manager,
    send,
    team,
)


@dataclass
class Gateway:
    """`answers` are (status, body) or functions of the request's body that give them, taken in turn; the last stays."""

    port: int = 0
    answers: list[Any] = field(default_factory=lambda: [(200, {"errcode": 0})])
    asked: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/send"

    def take(self, path: str, headers: dict[str, str], body: bytes) -> tuple[int, bytes, dict[str, str]]:
        self.asked.append((path, headers, body))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        status, said, *more = answer(body) if isinstance(answer, Callable) else answer
        return status, said if isinstance(said, bytes) else json.dumps(said).encode(), more[0] if more else {}


@pytest.fixture
def gateway():
    standing = Gateway()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            status, said, more = standing.take(self.path, dict(self.headers), body)
            try:
                self.send_response(status)
                for name, value in {"Content-Length": str(len(said)), **more}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(said)
            except OSError:
                pass

        def log_message(self, *_rest: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    standing.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield standing
    server.shutdown()
    server.server_close()
    thread.join(timeout=5)
