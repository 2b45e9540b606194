"""One push of a plate camera, as a server hands it over: to the server's door or to that of a box."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from anju.gateways.http_push.tests.doors import handed_over


def pushed(door: Any, maker: str, told: tuple[str, bytes], key: str, *, by: str = "basic", headers: Sequence = (), parts: Sequence[bytes] | None = None, method: str = "POST") -> list[dict]:
    """The messages that `door` sends. `by` basic, bearer or address: where the key stands; `parts`: the body as it arrives."""
    kind, body = told
    login = {"basic": b"Basic " + base64.b64encode(f"anju:{key}".encode()), "bearer": f"Bearer {key}".encode(), "address": b""}[by]
    given = [(b"content-type", kind.encode()), *([(b"authorization", login)] if login else []), *headers]
    path = f"/ingest/lane/{maker}" + (f"/{key}" if by == "address" else "")
    return handed_over(door, path, parts if parts is not None else [body], given, method=method)
