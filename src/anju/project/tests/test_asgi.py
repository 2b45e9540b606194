"""The one process in front of the pages: what one request had in view is never in view of the next."""

from __future__ import annotations

import http.client
import threading
import time

import pytest
import uvicorn
from a2wsgi import WSGIMiddleware

from anju.kernel import scope
from anju.kernel.ids import new_id
from anju.project import asgi

LONG = b"x" * 600_000


@pytest.fixture
def address(monkeypatch):
    """The application on a port of this machine, with a page that enters a scope before it reads what was sent."""

    def page(environ, start_response):
        seen = scope.is_set()
        with scope.entered(new_id()):
            environ["wsgi.input"].read()
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b"in view" if seen else b"nothing"]

    monkeypatch.setattr(asgi, "pages", WSGIMiddleware(page, workers=2))
    server = uvicorn.Server(uvicorn.Config(asgi.application, port=0, lifespan="off", log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def test_a_long_body_leaves_nothing_to_the_next_request_on_its_connection(address):
    for _turn in range(10):
        line = http.client.HTTPConnection("127.0.0.1", address)
        for method, body in (("POST", LONG), ("GET", None)):
            line.request(method, "/", body=body)
            assert line.getresponse().read() == b"nothing"
        line.close()
