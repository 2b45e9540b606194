"""Runs HTTPS and the install page in one process, and follows the machine when its address changes."""

from __future__ import annotations

import asyncio
import logging
import os
import ssl
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import uvicorn
from cryptography import x509

from .addresses import Address, chosen
from .authority import Authority, Papers
from .install import Install
from .names import announced

_log = logging.getLogger(__name__)
LOOK_EVERY = 60.0


@dataclass(frozen=True)
class Lan:
    """What was asked for on the command line. `wanted` is one address or "" for all; `papers` a domain's own certificate."""

    wanted: str
    https_port: int
    http_port: int
    papers: Papers | None = None


class _Beside(uvicorn.Server):
    """A second server of the process: the first one hears the signals and ends both."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def names_in(papers: Papers) -> list[str]:
    """The names and addresses that a domain's certificate is good for."""
    held = x509.load_pem_x509_certificates(papers.chain.read_bytes())[0]
    try:
        names = held.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return []
    found = [name.replace("*", "", 1) if name.startswith("*.") else name for name in names.get_values_for_type(x509.DNSName)]
    return [*found, *map(str, names.get_values_for_type(x509.IPAddress))]


def allow(hosts: Sequence[str]) -> None:
    """Tell the settings, before they are read, whom the server is and that cookies travel encrypted only."""
    given = os.environ.get("ANJU_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
    os.environ["ANJU_HOSTS"] = ",".join(dict.fromkeys([*given, *hosts]))
    os.environ["ANJU_HTTPS"] = "1"


def trouble_with(papers: Papers) -> str:
    """Why a domain's certificate and key cannot be used, as a sentence; empty when they can."""
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(papers.chain, papers.key)
    except FileNotFoundError as error:
        return f"没有找到证书或私钥：{error.filename or papers.chain}。 The certificate or its key was not found."
    except (ssl.SSLError, OSError):
        return "证书和私钥读不了，或者不是一对。请检查两个文件。 The certificate and the key cannot be read, or do not belong together."
    return ""


def serve(lan: Lan, folder: Path, addresses: list[Address], application: str) -> None:
    """Serve until told to stop. `application` is the import path of the pages."""
    asyncio.run(_serve(lan, folder, addresses, application))


async def _serve(lan: Lan, folder: Path, addresses: list[Address], application: str) -> None:
    authority = None if lan.papers else Authority(folder)
    papers = lan.papers or authority.papers(addresses)
    hosts = (*map(str, addresses), papers.host) if authority else tuple(names_in(papers)) or ("localhost",)
    install = Install(authority, hosts, lan.https_port, lan.http_port)
    host = lan.wanted or "0.0.0.0"
    shared = {"host": host, "log_level": "warning", "access_log": False, "timeout_graceful_shutdown": 3}
    pages = uvicorn.Server(uvicorn.Config(application, port=lan.https_port, ssl_certfile=papers.chain, ssl_keyfile=papers.key, **shared))
    door = _Beside(uvicorn.Config(install, port=lan.http_port, **shared))
    with ExitStack() as names:
        if authority is not None:
            names.enter_context(announced(authority.host, addresses, lan.https_port))
        follower = asyncio.create_task(_follow(lan, authority, addresses, pages)) if authority else None
        second = asyncio.create_task(door.serve())
        await pages.serve()
        door.should_exit = True
        await second
        if follower:
            follower.cancel()


async def _follow(lan: Lan, authority: Authority, addresses: list[Address], pages: uvicorn.Server) -> None:
    """Look now and then whether the router gave out another address, or the certificate nears its end: a new one is taken up at once."""
    while True:
        await asyncio.sleep(LOOK_EVERY)
        now, _why = chosen(lan.wanted)
        if not now:
            continue
        before = authority.papers_seen
        papers = authority.papers(now)
        if authority.papers_seen != before and pages.config.ssl is not None:
            from django.conf import settings

            settings.ALLOWED_HOSTS = list(dict.fromkeys([*settings.ALLOWED_HOSTS, *map(str, now)]))
            pages.config.ssl.load_cert_chain(papers.chain, papers.key)
            _log.warning("a new certificate for %s", ", ".join(map(str, now)))
