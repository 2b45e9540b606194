"""Controllers that are not there: they answer as their makers' documents say, each with one door, a login that is checked, and a list of what it was told."""

from __future__ import annotations

import hashlib
import json
import queue
import re
import secrets
import socket
import struct
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

USER, PASSWORD = "gate", "s3cret-Passwort"


class Handler(BaseHTTPRequestHandler):
    controller: HttpController

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0))).decode()
        if not self.controller._is_known(self.command, self.path, self.headers.get("authorization", "")):
            return self._send(401, "text/plain", b"", [("WWW-Authenticate", f'Digest realm="door", qop="auth", nonce="{self.controller._nonce()}"')])
        if self.path.partition("?")[0] == self.controller.stream.partition("?")[0]:
            return self._stream()
        self.controller.told.append((self.command, self.path, body))
        if self.controller.is_deaf:
            self.controller.silence.wait(8)
            self.close_connection = True
            return None
        status, kind, answer = self.controller.answer(self.command, self.path, body)
        self.close_connection = self.controller.hangs_up
        return self._send(status, kind, answer.encode())

    do_PUT = do_GET

    def _send(self, status: int, kind: str, body: bytes, more=()) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), *more):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", f"multipart/mixed; boundary={self.controller.boundary}")
        self.end_headers()
        self.controller.listens.set()
        while (part := self.controller._parts.get()) is not None:
            self.wfile.write(part)
            self.wfile.flush()

    def log_message(self, *_said) -> None:
        pass


class _Server(ThreadingHTTPServer):
    def shutdown_request(self, request) -> None:
        super().shutdown_request(request)
        self.RequestHandlerClass.controller.closed.put(None)


class HttpController:
    """HTTP with digest authentication (RFC 7616, MD5); `answer(method, path, body)` gives (status, type, body), `say` puts a part into the open event stream."""

    boundary = "MIME_boundary"
    stream = ""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, str]] = []
        self.is_open, self.stays, self.is_deaf, self.refuses, self.hangs_up = False, False, False, False, False
        self.closed: queue.Queue[None] = queue.Queue()
        self._parts: queue.Queue[bytes | None] = queue.Queue()
        self._nonces: set[str] = set()
        self.silence, self.listens = threading.Event(), threading.Event()
        self._server = _Server(("127.0.0.1", 0), type("Handler", (Handler,), {"controller": self}))
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.address = f"127.0.0.1:{self._server.server_address[1]}"

    def _nonce(self) -> str:
        self._nonces.add(made := secrets.token_hex(8))
        return made

    def _is_known(self, method: str, path: str, header: str) -> bool:
        given = {name: first or second for name, first, second in re.findall(r'(\w+)=(?:"([^"]*)"|([^,\s]+))', header)}
        if not header.startswith("Digest ") or given.get("nonce") not in self._nonces or given.get("uri") != path:
            return False
        one, two = (hashlib.md5(text.encode()).hexdigest() for text in (f"{USER}:door:{PASSWORD}", f"{method}:{path}"))
        right = hashlib.md5(f"{one}:{given['nonce']}:{given['nc']}:{given['cnonce']}:{given['qop']}:{two}".encode()).hexdigest()
        return secrets.compare_digest(given.get("response", ""), right)

    def answer(self, method: str, path: str, body: str) -> tuple[int, str, str]:
        raise NotImplementedError

    def say(self, body: str, kind: str = "application/json", *, has_length: bool = True) -> None:
        data = body.encode()
        length = f"Content-Length: {len(data)}\r\n" if has_length else ""
        self._parts.put(f"--{self.boundary}\r\nContent-Type: {kind}\r\n{length}\r\n".encode() + data + b"\r\n")

    def break_off(self) -> None:
        self.listens.clear()
        self._parts.put(None)

    def close(self) -> None:
        self.silence.set()
        self._parts.put(None)
        self._server.shutdown()
        self._server.server_close()


class Hikvision(HttpController):
    stream = "/ISAPI/Event/notification/alertStream"

    def answer(self, method: str, path: str, body: str) -> tuple[int, str, str]:
        if path == "/ISAPI/AccessControl/AcsWorkStatus?format=json":
            told = {"doorLockStatus": [0, 0], "doorStatus": [4, 2 if self.stays else 4], "magneticStatus": [4, int(self.is_open)]}
            return 200, "application/json", json.dumps({"AcsWorkStatus": told})
        found = re.search(r"<cmd>(\w+)</cmd>", body)
        if method != "PUT" or path != "/ISAPI/AccessControl/RemoteControl/door/2" or not found:
            return 404, "text/plain", ""
        self.stays = found[1] == "alwaysOpen"
        code = 4 if self.refuses else 1
        return 200, "application/xml", f"<ResponseStatus><statusCode>{code}</statusCode><statusString>OK</statusString></ResponseStatus>"

    def event(self, minor: int, *, door: int = 2, **more: object) -> None:
        about = {"majorEventType": 5, "subEventType": minor, "doorNo": door, **more}
        self.say(json.dumps({"eventType": "AccessControllerEvent", "dateTime": "2026-03-05T08:00:00+08:00", "AccessControllerEvent": about}))


class Dahua(HttpController):
    stream = "/cgi-bin/eventManager.cgi"
    boundary = "myboundary"

    def answer(self, method: str, path: str, body: str) -> tuple[int, str, str]:
        if path == "/cgi-bin/accessControl.cgi?action=getDoorStatus&channel=2":
            return 200, "text/plain", f"Info.status={'Open' if self.is_open else 'Close'}\r\n"
        is_ours = path.startswith(("/cgi-bin/accessControl.cgi?action=openDoor&channel=2&", "/cgi-bin/configManager.cgi?action=setConfig&AccessControl[1].State="))
        return (200, "text/plain", "Error" if self.refuses else "OK\r\n") if is_ours else (400, "text/plain", "Error")

    def event(self, code: str, data: dict, *, index: int = 1) -> None:
        self.say(f"Code={code};action=Pulse;index={index};data={json.dumps(data, indent=3)}", "text/plain")


class Uhppote:
    """A fake of a UT0311-L04 on UDP: 64-byte packets as the uhppoted project documents them, the date and time of an event aside (2026-03-05 08:00:00)."""

    SERIAL = 405419896

    def __init__(self) -> None:
        self.is_open, self.mode, self.refuses, self.is_deaf = False, 3, False, False
        self.told: list[int] = []
        self.events: list[bytes] = []
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def swipe(self, card: int, *, granted: bool = False, door: int = 2, direction: int = 1) -> None:
        self._event(1, granted, door, direction, card, 6)

    def button(self, *, door: int = 2) -> None:
        self._event(2, True, door, 1, 0, 20)

    def _event(self, kind: int, granted: bool, door: int, direction: int, card: int, reason: int) -> None:
        when = bytes.fromhex("20260305080000")
        self.events.append(struct.pack("<I", len(self.events) + 1) + bytes([kind, granted, door, direction]) + struct.pack("<I", card) + when + bytes([reason]))

    def _serve(self) -> None:
        while True:
            try:
                packet, whom = self._socket.recvfrom(64)
            except OSError:
                return
            code, serial = packet[1], struct.unpack("<I", packet[4:8])[0]
            if serial != self.SERIAL or packet[0] != 0x17 or len(packet) != 64 or (self.is_deaf and code == 0x40):
                continue
            body = {0x20: self._status, 0x40: self._open, 0x80: self._control, 0x82: self._control, 0xB0: self._one_event}[code](packet)
            head = bytes([0x17, code, 0, 0]) + struct.pack("<I", self.SERIAL)
            self._socket.sendto((head + body).ljust(64, b"\x00"), whom)

    def _status(self, _packet: bytes) -> bytes:
        event = self.events[-1] if self.events else bytes(20)
        index, kind, granted, door, direction = event[:4], event[4], event[5], event[6], event[7]
        body = bytearray(56)
        body[0:4], body[4], body[5], body[6], body[7] = index, kind, granted, door, direction
        body[8:12], body[12:19], body[19] = event[8:12], event[12:19], event[19]
        body[20:24] = bytes([0, self.is_open, 0, 0])
        body[29:32], body[43:46] = bytes.fromhex("080000"), bytes.fromhex("260305")
        return bytes(body)

    def _open(self, packet: bytes) -> bytes:
        self.told.append(packet[8])
        return bytes([not self.refuses])

    def _control(self, packet: bytes) -> bytes:
        if packet[1] == 0x80:
            self.mode = packet[9]
        return bytes([packet[8], self.mode, 5])

    def _one_event(self, packet: bytes) -> bytes:
        index = struct.unpack("<I", packet[8:12])[0]
        return self.events[index - 1] if 0 < index <= len(self.events) else packet[8:12] + bytes([0])

    def close(self) -> None:
        self._socket.close()
