"""Tells the LAN where anju-xxxx.local is, by multicast DNS, as printers do."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from .addresses import Address

_log = logging.getLogger(__name__)


@contextmanager
def announced(host: str, addresses: Sequence[Address], port: int) -> Iterator[None]:
    """Answer for `host` while the body runs. Networks that let no multicast through still have the address."""
    from zeroconf import Error, ServiceInfo, Zeroconf

    service = ServiceInfo(
        "_https._tcp.local.",
        f"Anju {host.partition('.')[0]}._https._tcp.local.",
        port=port,
        addresses=[each.packed for each in addresses],
        server=f"{host}.",
    )
    try:
        speaker = Zeroconf(interfaces=[str(each) for each in addresses])
        speaker.register_service(service, cooperating_responders=True)
    except (OSError, Error) as error:
        _log.warning("the name %s is not announced: %s", host, error)
        yield
        return
    try:
        yield
    finally:
        speaker.close()
