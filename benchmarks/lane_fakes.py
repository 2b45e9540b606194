"""What stands at the lanes of the benchmark: Hikvision door controllers that speak the documented messages, and plate cameras that push as their makers do."""

from __future__ import annotations

import asyncio
import hashlib
import json
import re
import time
from collections.abc import Sequence

USER, PASSWORD = "gate", "s3cret-Passwort"
STREAM, STATUS, OPEN = "/ISAPI/Event/notification/alertStream", "/ISAPI/AccessControl/AcsWorkStatus?format=json", "/ISAPI/AccessControl/RemoteControl/door/1"
BEAT_SECONDS = 10
_DONE = b"<ResponseStatus><statusCode>1</statusCode><statusString>OK</statusString></ResponseStatus>"
_STANDS = json.dumps({"AcsWorkStatus": {"doorStatus": [4], "magneticStatus": [0]}}).encode()


class Controller:
    """One door over HTTP with digest authentication (RFC 7616, MD5); `opened` are the moments at which a command to open had been read whole."""

    def __init__(self) -> None:
        self.opened: list[float] = []
        self.port, self._nonce, self._listeners = 0, hashlib.md5(str(id(self)).encode()).hexdigest(), []
        self._server: asyncio.Server | None = None
        self._talking: set[asyncio.Task] = set()

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()
        for task in self._talking:
            task.cancel()
        await asyncio.gather(*self._talking, return_exceptions=True)

    @property
    def is_heard(self) -> bool:
        return bool(self._listeners)

    def swipe(self, card: str) -> None:
        """The reader saw a card that is not on the controller's own list."""
        about = {"majorEventType": 5, "subEventType": 0x09, "doorNo": 1, "cardNo": card}
        self._say({"eventType": "AccessControllerEvent", "AccessControllerEvent": about})

    def beat(self) -> None:
        self._say({"eventType": "heartBeat", "eventState": "inactive"})

    def _say(self, told: dict) -> None:
        data = json.dumps(told).encode()
        for writer in self._listeners:
            writer.write(b"--MIME_boundary\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s\r\n" % (len(data), data))

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._talking.add(asyncio.current_task())
        try:
            while await self._one(reader, writer):
                pass
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; False where the connection becomes the stream."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        length = re.search(r"content-length: *(\d+)", head, re.IGNORECASE)
        body = await reader.readexactly(int(length[1])) if length else b""
        read_at = time.perf_counter()
        method, path, _version = head.partition("\r\n")[0].split(" ")
        if not self._is_known(method, path, head):
            self._answer(writer, 401, b"", f'WWW-Authenticate: Digest realm="door", qop="auth", nonce="{self._nonce}"\r\n')
        elif path == STREAM:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: multipart/mixed; boundary=MIME_boundary\r\n\r\n")
            self._listeners.append(writer)
            return False
        elif method == "PUT" and path == OPEN and b"<cmd>open</cmd>" in body:
            self.opened.append(read_at)
            self._answer(writer, 200, _DONE)
        else:
            self._answer(writer, 200 if path == STATUS else 404, _STANDS if path == STATUS else b"")
        return True

    def _is_known(self, method: str, path: str, head: str) -> bool:
        found = re.search(r"authorization: Digest ([^\r]*)", head, re.IGNORECASE)
        given = {name: first or second for name, first, second in re.findall(r'(\w+)=(?:"([^"]*)"|([^,\s]+))', found[1])} if found else {}
        if given.get("nonce") != self._nonce or given.get("uri") != path:
            return False
        one, two = (hashlib.md5(text.encode()).hexdigest() for text in (f"{USER}:door:{PASSWORD}", f"{method}:{path}"))
        return given.get("response") == hashlib.md5(f"{one}:{given['nonce']}:{given['nc']}:{given['cnonce']}:{given['qop']}:{two}".encode()).hexdigest()

    @staticmethod
    def _answer(writer: asyncio.StreamWriter, status: int, body: bytes, more: str = "") -> None:
        writer.write(f"HTTP/1.1 {status} -\r\n{more}Content-Length: {len(body)}\r\n\r\n".encode() + body)


async def pushed(port: int, maker: str, key: str, kind: str, body: bytes) -> int:
    """The status of one push over a connection of its own, as a camera makes it."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    head = f"POST /ingest/lane/{maker} HTTP/1.1\r\nHost: box\r\nAuthorization: Bearer {key}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    writer.write(head.encode() + body)
    answered = await reader.read()
    writer.close()
    return int(answered.split(b" ", 2)[1])


async def beating(controllers: Sequence[Controller]) -> None:
    """Signs of life on every stream, until it is cancelled."""
    while True:
        await asyncio.sleep(BEAT_SECONDS)
        for one in controllers:
            one.beat()
