"""The way out of the house: where a name leads is looked up once, judged, and exactly that address is connected to.

No redirect is followed, no proxy of the environment is used, and an answer is cut at 64 KiB and after ten seconds.
"""

from __future__ import annotations

import smtplib
import ssl
import time
from email.message import EmailMessage
from urllib.parse import urlsplit

import httpx

from anju.domains.notices.rules.connecting import is_forbidden, is_inner
from anju.kernel.addresses import led_to, parted

from .wire import Access, Request

CONNECT_SECONDS, MOST_SECONDS = 5.0, 10.0
MOST_BYTES = 64 * 1024


class Blocked(RuntimeError):
    """The address lies where messages must not go."""


class Unreachable(RuntimeError):
    """Nobody answered in time, or the connection broke."""


class NoSuchHost(Unreachable):
    """The name leads nowhere."""


def looked_up(host: str, port: int, *, allows_lan: bool) -> str:
    """The IP address that a name leads to; raises Blocked when any of its addresses lies inside and that was not allowed."""
    try:
        found = led_to(host, port)
    except OSError as error:
        raise NoSuchHost(f"no such host: {error}") from None
    for address in found:
        if is_forbidden(address) or (is_inner(address) and not allows_lan):
            raise Blocked("inner address")
    return found[0]


def reached(address: str, port: int) -> str:
    """IP address and port of a device in the community's own network whose address was written as host or host:port. Raises as `looked_up` does."""
    found = parted(address, port)
    if found is None:
        raise Blocked("no host with a port")
    there = looked_up(*found, allows_lan=True)
    return f"[{there}]:{found[1]}" if ":" in there else f"{there}:{found[1]}"


def post(request: Request, *, allows_lan: bool) -> tuple[int, bytes]:
    """Send it and return status and body."""
    status, _headers, body = exchanged(request, allows_lan=allows_lan)
    return status, body


def exchanged(request: Request, *, allows_lan: bool) -> tuple[int, httpx.Headers, bytes]:
    """Send it and return status, headers and body."""
    parts = urlsplit(request.url)
    if parts.scheme != "https" and not (parts.scheme == "http" and allows_lan):
        raise Blocked("not https")
    address = looked_up(parts.hostname, parts.port or (443 if parts.scheme == "https" else 80), allows_lan=allows_lan)
    there = f"[{address}]" if ":" in address else address
    url = parts._replace(netloc=f"{there}:{parts.port}" if parts.port else there).geturl()
    headers = {**request.headers, "Host": parts.netloc, "User-Agent": "Anju"}
    limits = httpx.Timeout(MOST_SECONDS, connect=CONNECT_SECONDS)
    try:
        with (
            httpx.Client(timeout=limits, follow_redirects=False, trust_env=False) as client,
            client.stream(request.method, url, content=request.body, headers=headers, extensions={"sni_hostname": parts.hostname}) as answer,
        ):
            return answer.status_code, answer.headers, _cut(answer)
    except (httpx.HTTPError, OSError) as error:
        raise Unreachable(type(error).__name__) from None


def _cut(answer: httpx.Response) -> bytes:
    """The first 64 KiB of the body, of what comes in time."""
    until, body = time.monotonic() + MOST_SECONDS, b""
    for part in answer.iter_bytes(4096):
        body += part
        if len(body) >= MOST_BYTES or time.monotonic() > until:
            break
    return body[:MOST_BYTES]


def mail(message: EmailMessage, access: Access) -> None:
    """Hand a mail to its server: over TLS, or in plain words inside the house where that was allowed."""
    parts = urlsplit(access.base)
    is_safe = parts.scheme == "smtps"
    if not is_safe and not access.allows_lan:
        raise Blocked("not smtps")
    port = parts.port or (465 if is_safe else 25)
    address = looked_up(parts.hostname, port, allows_lan=access.allows_lan)
    try:
        server = smtplib.SMTP_SSL(timeout=MOST_SECONDS, context=ssl.create_default_context()) if is_safe else smtplib.SMTP(timeout=MOST_SECONDS)
        server._host = parts.hostname  # the certificate is that of the name, not of the address
        with server:
            server.connect(address, port)
            if access.key and server.has_extn("auth") or (access.key and is_safe):
                server.login(access.key, access.secret)
            server.send_message(message)
    except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, OSError) as error:
        raise Unreachable(type(error).__name__) from None
