"""The box dials out: it enrols, hears what changed, and brings its log home. The gate never waits for any of it."""

from __future__ import annotations

import http.client
import json
import logging
import ssl
import threading
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from anju.domains.edges.rules import envelope, snapshot
from anju.domains.edges.rules.log import micros

from .. import wire
from . import identity as identities
from .box import Box
from .clockwork import wall_us
from .identity import Identity

WAIT_SECONDS, POLL_SECONDS, SEND_SECONDS = 10, 15, 30
AGAIN_SECONDS = (1, 2, 5, 10)
_log = logging.getLogger(__name__)

Post = Callable[[str, dict[str, str], bytes, float], tuple[int, dict[str, str], bytes]]
"""(path, headers, body, seconds) → (status, headers in small letters, body); raises OSError."""


class NotHeard(OSError):
    """The server did not answer, or what answered is not the server."""


class Rejected(NotHeard):
    """The server answered with a refusal: `told` says which."""

    def __init__(self, told: dict[str, Any]) -> None:
        super().__init__(told.get("sentence") or told.get("code"))
        self.told = told

    @property
    def code(self) -> str:
        return str(self.told.get("code", ""))


def http_post(server: str, certificate: str = "") -> Post:
    """Over HTTP or HTTPS; `certificate` is the file of the installation's own authority."""
    context = ssl.create_default_context(cafile=certificate or None) if server.startswith("https:") else None

    def post(path: str, headers: dict[str, str], body: bytes, seconds: float) -> tuple[int, dict[str, str], bytes]:
        request = urllib.request.Request(server.rstrip("/") + path, body, {"Content-Type": "application/json", **headers}, method="POST")
        try:
            with urllib.request.urlopen(request, timeout=seconds, context=context) as answer:
                return answer.status, {name.lower(): value for name, value in answer.headers.items()}, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, {name.lower(): value for name, value in refused.headers.items()}, refused.read()
        except http.client.HTTPException as error:
            raise NotHeard(str(error)) from None

    return post


def enrol(one: Identity, token: str, server: str, post: Post, folder: Path) -> tuple[Identity, int]:
    """Take up the token and save who we are; returns also after which number the log goes on. Raises NotHeard or Rejected."""
    secret, _dot, fingerprint = token.strip().rpartition(".")
    told = {"token": secret, "sign_key": one.sign_key.public_key().public_bytes_raw().hex(), "seal_key": one.seal_key.public_key().public_bytes_raw().hex()}
    status, headers, body = post("/edge/enrol", {}, json.dumps(told).encode(), SEND_SECONDS)
    found = _object(body)
    if status != 200:
        raise Rejected(found)
    key = bytes.fromhex(str(found.get("community_key", "")))
    is_his = envelope.fingerprint(key) == fingerprint and envelope.is_signed("answer", told["sign_key"], body, _bytes(headers.get(wire.SIGNATURE)), key)
    if not is_his:
        raise NotHeard("what answered does not have the key that the token names")
    made = replace(one, server=server, edge=str(found["edge"]), community_key=key.hex())
    identities.save(folder, made)
    return made, int(found["after"])


class Line:
    """One conversation with the server: a challenge and turns that only go up."""

    def __init__(self, one: Identity, post: Post) -> None:
        self._identity, self._post = one, post
        self._challenge, self._turn = "", 0

    def ask(self, path: str, told: dict[str, Any], seconds: float) -> dict[str, Any]:
        """The server's signed answer; raises NotHeard or Rejected. A server that was started anew is greeted again, once."""
        if not self._challenge:
            self._greet()
        try:
            return self._say(path, told, seconds)
        except Rejected as refused:
            if refused.code != "edges.unknown_challenge":
                raise
            self._greet()
            return self._say(path, told, seconds)

    def _greet(self) -> None:
        status, _headers, body = self._post("/edge/hello", {}, json.dumps({"edge": self._identity.edge}).encode(), SEND_SECONDS)
        found = _object(body)
        if status != 200:
            raise Rejected(found)
        self._challenge, self._turn = str(found.get("challenge", "")), 0

    def _say(self, path: str, told: dict[str, Any], seconds: float) -> dict[str, Any]:
        self._turn += 1
        body, whom = json.dumps(told, ensure_ascii=False).encode(), wire.turn_of(self._challenge, self._turn)
        signature = envelope.text_of(envelope.signed(wire.request_name(path), whom, body, self._identity.sign_key))
        headers = {wire.EDGE: self._identity.edge, wire.CHALLENGE: self._challenge, wire.TURN: str(self._turn), wire.SIGNATURE: signature}
        status, answered, content = self._post(path, headers, body, seconds)
        found = _object(content)
        if status == 401:
            raise Rejected(found)
        if not envelope.is_signed("answer", whom, content, _bytes(answered.get(wire.SIGNATURE)), self._identity.public_key):
            raise NotHeard("the answer is not signed by the community")
        if status != 200:
            raise Rejected(found)
        return found


def _object(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise NotHeard("no answer of this server")
    return found


def _bytes(text: str | None) -> bytes:
    try:
        return envelope.bytes_of(text)
    except envelope.Unusable:
        return b""


class Uplink:
    """Two conversations, each in a thread: one listens for rights, one brings the log home. `is_plugged` says whether the network is there at all."""

    def __init__(self, box: Box, post: Post, *, is_plugged: Callable[[], bool] = lambda: True) -> None:
        self.box, self._is_plugged = box, is_plugged
        self._listening, self._sending = Line(box.identity, self._through(post)), Line(box.identity, self._through(post))
        self._stop, self._is_heard = threading.Event(), threading.Event()
        self.trouble, self._has_heard = "", False

    def _through(self, post: Post) -> Post:
        def plugged(path: str, headers: dict[str, str], body: bytes, seconds: float) -> tuple[int, dict[str, str], bytes]:
            if not self._is_plugged():
                raise NotHeard("the network is unplugged")
            answer = post(path, headers, body, seconds)
            if not self._is_plugged():
                raise NotHeard("the network is unplugged")
            return answer

        return plugged

    def listen_once(self, wait_s: float = WAIT_SECONDS) -> bool:
        """Ask what changed and take it; True where something was taken. Raises NotHeard."""
        box = self.box
        told = {"position": list(box.held.position), "made_us": self._made_us(), "format": snapshot.FORMAT, "wait_s": wait_s, "wall_us": wall_us(), **box.standing()}
        try:
            found = self._listening.ask("/edge/rights", told, POLL_SECONDS)
        except OSError:
            box.is_online = False
            raise
        box.is_online = self._has_heard = True
        self._is_heard.set()
        self._hear(found)
        paper = found.get("paper")
        if paper is None:
            return False
        if not box.take(paper) and box.refused == "not_next":
            box.held = replace(box.held, made_us=0)
        return not box.refused

    def _made_us(self) -> int:
        """0 asks for everything anew: once after a start, where what is held comes from before this box knew all of today's sections."""
        has_all = set(snapshot.SECTIONS) <= set(self.box.held.sections)
        return self.box.held.made_us if has_all or self._has_heard else 0

    def _hear(self, found: dict[str, Any]) -> None:
        try:
            self.box.hear(micros(datetime.fromisoformat(str(found["server_time"]))))
        except (KeyError, ValueError):
            raise NotHeard("the answer has no time") from None

    def send_once(self) -> int:
        """Bring home the next lines; returns how many are at home with that. Raises NotHeard; a refusal leaves everything where it is."""
        book = self.box.book
        batch = book.batch()
        if batch is None:
            return 0
        before = book.acknowledged
        try:
            found = self._sending.ask("/edge/log", batch, SEND_SECONDS)
        except Rejected as refused:
            if refused.code != "edges.renumber":
                raise
            params = refused.told.get("params", {})
            book.renumber(int(params["number"]), int(params["after"]))
            return 0
        except OSError:
            self.box.is_online = False
            raise
        book.acknowledge(int(found["acknowledged"]))
        return book.acknowledged - before

    def start(self) -> list[threading.Thread]:
        threads = [threading.Thread(target=self._keep, args=(work,), name=work.__name__, daemon=True) for work in (self._listen, self._send)]
        for thread in threads:
            thread.start()
        return threads

    def stop(self) -> None:
        self._stop.set()
        self._is_heard.set()

    def _keep(self, work: Callable[[], None]) -> None:
        """Again and again, with a longer pause after each failure in a row."""
        failures = 0
        while not self._stop.is_set():
            try:
                work()
                failures, self.trouble = 0, ""
            except OSError as error:
                self.trouble = str(error)
                self._stop.wait(AGAIN_SECONDS[min(failures, len(AGAIN_SECONDS) - 1)])
                failures += 1
            except Exception:
                _log.exception("the uplink goes on")
                self._stop.wait(AGAIN_SECONDS[-1])

    def _listen(self) -> None:
        self.listen_once()

    def _send(self) -> None:
        if self.send_once() == 0:
            self._stop.wait(0.2 if self.box.is_online else 1)
