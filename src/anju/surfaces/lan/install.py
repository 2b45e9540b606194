"""The plain HTTP listener: the page that brings the certificate to a phone, the certificate, and a way to HTTPS. Nothing else is served.

The page works before anything is trusted, so it holds no script and asks for nothing. Plain ASGI; it knows no database.
"""

from __future__ import annotations

import functools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import segno
from cryptography.hazmat.primitives import serialization
from django.template.loader import render_to_string
from django.utils import translation

from ..headers import POLICY
from .authority import Authority

Send = Callable[[dict[str, Any]], Awaitable[None]]
PAGES = ("/", "/install/")


@dataclass(frozen=True)
class Install:
    """Where HTTPS is, and whose certificate is handed out; `authority` is None where a domain's own is used."""

    authority: Authority | None
    hosts: tuple[str, ...]
    https_port: int
    http_port: int

    def secure(self, host: str) -> str:
        return f"https://{_bracketed(host)}" + ("" if self.https_port == 443 else f":{self.https_port}")

    def plain(self, host: str) -> str:
        return f"http://{_bracketed(host)}" + ("" if self.http_port == 80 else f":{self.http_port}")

    def known(self, asked: str) -> str:
        """The host of a request where it is one of ours: nobody is sent elsewhere because a header said so."""
        name = asked.rpartition("]")[0].strip("[") if asked.startswith("[") else asked.partition(":")[0]
        return name.lower() if name.lower() in self.hosts else self.hosts[0]

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http":
            status, headers, body = self.answer(scope["method"], scope["path"], dict(scope["headers"]))
            told = [(name.encode(), value.encode()) for name, value in headers.items()] + [(b"content-length", str(len(body)).encode())]
            await send({"type": "http.response.start", "status": status, "headers": told})
            await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    def answer(self, method: str, path: str, headers: dict[bytes, bytes]) -> tuple[int, dict[str, str], bytes]:
        """(status, headers, body). What changes something is never sent on: it would have been readable already."""
        host = self.known(headers.get(b"host", b"").decode("latin-1"))
        if method not in ("GET", "HEAD"):
            return 405, {"Content-Type": "text/plain; charset=utf-8", "Allow": "GET, HEAD"}, "请改用 HTTPS 地址。 Use the HTTPS address.".encode()
        if self.authority is not None and path in ("/anju-ca.crt", "/anju-ca.pem"):
            return self._certificate(path)
        if self.authority is not None and path in PAGES:
            language = "en" if headers.get(b"accept-language", b"").lower().startswith(b"en") else "zh-hans"
            return 200, _page_headers(), self._page(host, language)
        if self.authority is not None and path == "/install/anju.css":
            return 200, {"Content-Type": "text/css", "Cache-Control": "max-age=3600"}, _STYLE.encode()
        return 308, {"Location": self.secure(host) + path, "Content-Type": "text/plain"}, b""

    def _certificate(self, path: str) -> tuple[int, dict[str, str], bytes]:
        made = self.authority.certificate
        if path.endswith(".pem"):
            return 200, {"Content-Type": "application/x-pem-file"}, made.public_bytes(serialization.Encoding.PEM)
        return 200, {"Content-Type": "application/x-x509-ca-cert"}, made.public_bytes(serialization.Encoding.DER)

    def _page(self, host: str, language: str) -> bytes:
        address = self.plain(host) + "/install/"
        with translation.override(language):
            context = {"address": address, "guard": self.secure(host) + "/guard/", "resident": self.secure(host) + "/resident/",
                       "host": self.authority.host, "named": self.secure(self.authority.host) + "/guard/", "fingerprint": self.authority.fingerprint, "qr": _qr(address), "words_language": language}  # fmt: skip
            return render_to_string("lan/install.html", context).encode()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _page_headers() -> dict[str, str]:
    return {"Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": POLICY, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


@functools.cache
def _qr(address: str) -> str:
    return segno.make(address, error="m").svg_data_uri(scale=6, border=4, dark="#000", light="#fff")


async def _lifespan(receive: Any, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


_STYLE = """body{margin:0 auto;padding:16px;max-width:40em;font:17px/26px system-ui,"PingFang SC","Noto Sans CJK SC",sans-serif;color:#1d2430;background:#fff}
h1{font-size:20px}h2{font-size:17px;margin-top:24px}img{width:240px;height:240px;display:block}
a.main{display:block;padding:14px;border-radius:6px;background:#0b5cad;color:#fff;text-align:center;font-size:20px;text-decoration:none}
code{word-break:break-all;font-size:14px}li{margin:6px 0}.note{border-left:4px solid #f07818;padding-left:12px}"""
