"""The one port to a bar. A driver tells the relay and says what came of it; whether the bar rose is told by its contact, never by this."""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from anju.dialects import dahua, hikvision
from anju.gateways.messages.leaving import Blocked, Unreachable, reached

CONNECT_SECONDS, MOST_SECONDS = 1.5, 3.0
MOST_BYTES = 4096


@dataclass(frozen=True)
class Bar:
    """Where a bar's relay is reached, with its login, and the channel of the bar there; over MQTT by its camera's serial number."""

    address: str
    channel: int = 1
    user: str = ""
    password: str = field(default="", repr=False)
    serial: str = ""


@dataclass(frozen=True)
class Receipt:
    """What the relay said: `outcome` done or failed, and a short note."""

    outcome: str
    note: str = ""


def open_barrier(way: str, bar: Bar, *, command: str, at: datetime) -> Receipt:
    """Tell the bar to lift, once. Whatever goes wrong becomes a receipt."""
    driver = DRIVERS.get(way)
    if driver is None or not (bar.serial if way == "mqtt" else bar.address):
        return Receipt("failed", "no address" if driver else "no driver")
    try:
        status = driver(bar, command, at)
    except (Blocked, Unreachable) as error:
        return Receipt("failed", str(error)[:80])
    return Receipt("done") if 200 <= status < 300 else Receipt("failed", f"http {status}")


_made: list[httpx.Client] = []
_making = threading.Lock()


def _client() -> httpx.Client:
    """One client for all bars, so that a bar that was told before is told over the connection that stands."""
    with _making:
        if not _made:
            limits = httpx.Timeout(MOST_SECONDS, connect=CONNECT_SECONDS)
            _made.append(httpx.Client(timeout=limits, follow_redirects=False, trust_env=False))
        return _made[0]


def _ask(bar: Bar, method: str, path: str, body: bytes, *, headers: dict[str, str] | None = None) -> int:
    there = reached(bar.address, 80)
    login = httpx.DigestAuth(bar.user, bar.password) if bar.user and headers is None else None
    try:
        with _client().stream(method, f"http://{there}{path}", content=body or None, headers={"Host": bar.address, **(headers or {})}, auth=login) as answer:
            next(answer.iter_bytes(MOST_BYTES), b"")
            return answer.status_code
    except (httpx.HTTPError, OSError) as error:
        raise Unreachable(type(error).__name__) from None


def _isapi(bar: Bar, command: str, at: datetime) -> int:
    return _ask(bar, *hikvision.lift(bar.channel))


def _dahua(bar: Bar, command: str, at: datetime) -> int:
    return _ask(bar, *dahua.lift(bar.channel))


def _relay(bar: Bar, command: str, at: datetime) -> int:
    """A lane controller of this project's own dialect: the request is signed with the password of its login and good for ten seconds."""
    moment = at.isoformat()
    headers = {"X-Anju-Command": command, "X-Anju-At": moment, "X-Anju-Sign": signature(bar.password, command, moment, bar.channel)}
    return _ask(bar, "POST", f"/lift/{bar.channel}", b"", headers=headers)


def signature(secret: str, command: str, moment: str, channel: int) -> str:
    return hmac.new(secret.encode(), f"lift {channel} {command} {moment}".encode(), hashlib.sha256).hexdigest()


DRIVERS: dict[str, Callable[[Bar, str, datetime], int]] = {"isapi": _isapi, "dahua": _dahua, "relay": _relay}
