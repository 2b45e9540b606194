"""The one process: plain ASGI endpoints in front, the pages behind a2wsgi, and the background work beside them."""

from __future__ import annotations

import asyncio
import contextvars
import os
import sys

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anju.project.settings")

from a2wsgi import WSGIMiddleware  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402

pages = WSGIMiddleware(get_wsgi_application(), workers=2)

from anju.gateways.gate_edge.server.driver import edges  # noqa: E402
from anju.gateways.http_push.driver import ingest  # noqa: E402
from anju.kernel import live  # noqa: E402
from anju.project.background import Background  # noqa: E402
from anju.surfaces.phone.gathering import gathered  # noqa: E402

# Pages and live push share one interpreter: a short switch interval keeps the tail of the live push low.
sys.setswitchinterval(0.0005)
background = Background()


async def application(scope, receive, send) -> None:
    """Every request begins in an empty context.

    Where a server waits for the rest of a long body, it goes on in the context of that request, and so does whatever comes later on the same
    connection: the next request, perhaps somebody else's behind a proxy, would begin with this one's community and language.
    """
    await asyncio.create_task(_answered(scope, receive, send), context=contextvars.Context())


async def _answered(scope, receive, send) -> None:
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == "/healthz":
        await _answer(send, 200, b'{"status":"ok"}')
    elif scope["type"] == "http" and scope["path"] == "/live":
        await live.application(scope, receive, send)
    elif scope["type"] == "http" and scope["path"].startswith("/ingest/"):
        await ingest.application(scope, receive, send)
    elif scope["type"] == "http" and scope["path"].startswith("/edge/"):
        await edges.application(scope, receive, send)
    elif scope["type"] == "http" and scope["path"].startswith("/phone/"):
        await gathered(scope, receive, send, pages)
    elif scope["type"] == "http":
        await pages(scope, receive, send)


async def _answer(send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _lifespan(receive, send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            live.end_with_process()
            background.start()
            ingest.open()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            ingest.close()
            background.stop()
            await send({"type": "lifespan.shutdown.complete"})
            return
