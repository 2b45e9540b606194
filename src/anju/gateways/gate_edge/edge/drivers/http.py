"""A controller that speaks HTTP with digest authentication: requests with a receipt, and a stream of events."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Sequence
from threading import Event

import httpx

from anju.dialects.doors import DoorEvent
from anju.dialects.parts import PartStream
from anju.dialects.sighting import Garbled

from ..lanes import SECONDS, LaneFault, NoReceipt, Tell, Told, Wire
from .net import reached

_NO_TLS = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
QUIET_SECONDS = 45
"""A stream that says nothing for so long, not even that it lives, is broken off."""
MOST_BYTES = 256 * 1024
IDLE_SECONDS = 4
"""A connection for commands is used again so long: in a rush one car follows another, and a controller that hangs up idle ones is not believed silent."""


def _client(seconds: float) -> httpx.Client:
    """Plain HTTP alone: no certificates are read for it, which would take longer than the command."""
    limits = httpx.Limits(max_keepalive_connections=1, keepalive_expiry=IDLE_SECONDS)
    return httpx.Client(timeout=httpx.Timeout(seconds, connect=SECONDS), limits=limits, follow_redirects=False, trust_env=False, verify=_NO_TLS)


class HttpDoor:
    """What the two makers have in common: one connection for commands, one for the stream, and what an event means for one door."""

    def __init__(self, wire: Wire, *, is_trial: bool = False) -> None:
        self._wire, self._is_trial, self._button = wire, is_trial, False
        self._login = self._new_login()
        self._commands = _client(SECONDS)

    def keep_list(self, plates: Sequence[str]) -> int:
        return 0

    def _ask(self, method: str, path: str, body: bytes = b"") -> bytes:
        """The answer to a request; NoReceipt where it went out and nothing came back."""
        try:
            answer = self._commands.request(method, self._url(path), content=body or None, headers=self._headers, auth=self._login)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            raise LaneFault(f"{self._wire.address}: {type(error).__name__}") from None
        except httpx.HTTPError as error:
            raise NoReceipt(f"{self._wire.address}: {type(error).__name__}") from None
        return self._checked(answer).content[:MOST_BYTES]

    def _checked(self, answer: httpx.Response) -> httpx.Response:
        if answer.status_code == 401:
            raise LaneFault(f"{self._wire.address}: the login is not right", "login")
        if not 200 <= answer.status_code < 300:
            raise LaneFault(f"{self._wire.address}: HTTP {answer.status_code}")
        return answer

    @property
    def _headers(self) -> dict[str, str]:
        return {"Host": self._wire.address, "Content-Type": "application/xml"}

    def _new_login(self) -> httpx.DigestAuth | None:
        return httpx.DigestAuth(self._wire.user, self._wire.password) if self._wire.user else None

    def _url(self, path: str) -> str:
        host, port = reached(self._wire.address, 80, is_trial=self._is_trial)
        return f"http://{f'[{host}]' if ':' in host else host}:{port}{path}"

    def _listen(self, path: str, read: Callable[[bytes], DoorEvent | None], tell: Tell, stop: Event) -> None:
        """Say that the stream stands, then what it tells, until `stop`; raises LaneFault when it breaks off or is none of this dialect."""
        try:
            with _client(QUIET_SECONDS) as client, client.stream("GET", self._url(path), headers=self._headers, auth=self._new_login()) as answer:
                parts = PartStream(self._checked(answer).headers.get("content-type", ""))
                tell(Told("listening"))
                for data in answer.iter_raw():
                    for part in parts.feed(data):
                        self._heard(read(part), tell)
                    if stop.is_set():
                        return
        except (httpx.HTTPError, Garbled) as error:
            raise LaneFault(f"{self._wire.address}: {type(error).__name__}") from None
        raise LaneFault(f"{self._wire.address}: the stream ended")

    def _heard(self, event: DoorEvent | None, tell: Tell) -> None:
        """An event of this door becomes a physical fact; an opening right behind the exit button has that for its cause."""
        if event is None or event.door != self._wire.channel:
            return
        if event.what == "button":
            self._button = True
        elif event.what == "opened":
            tell(Told("opened", cause="button" if self._button else "device"))
            self._button = False
        elif event.what == "closed":
            tell(Told("closed"))
        else:
            tell(Told("shown", event.card, self._wire.way or event.way))
