"""Where an address leads, which ones lie inside, and which nobody may be sent to. Needs no Django."""

from __future__ import annotations

import ipaddress
import re
import socket

_ADDRESS = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[0-9a-fA-F:]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*|[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,118}[A-Za-z0-9])?)(?::(?P<port>\d{1,5}))?")

METADATA = frozenset(ipaddress.ip_address(one) for one in ("100.100.100.200", "168.63.129.16", "fd00:ec2::254"))
"""Where clouds answer their own machines with secrets, outside 169.254: Alibaba, Azure, Amazon."""


def parted(address: str, port: int) -> tuple[str, int] | None:
    """(host, port) of what was written as host or host:port, with `port` where none was; None where it is neither."""
    found = _ADDRESS.fullmatch(address)
    number = int(found["port"] or port) if found else 0
    return (found["host"].strip("[]"), number) if 1 <= number <= 65_535 else None


def led_to(host: str, port: int) -> list[str]:
    """The IP addresses that a name leads to, each once. Raises OSError where there is none."""
    return list(dict.fromkeys(entry[4][0] for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)))


def is_inner(address: str) -> bool:
    """Whether an IP address lies inside: private, of this machine, or not meant for one other machine at all."""
    one = _plain(address)
    return not one.is_global or one.is_multicast or one.is_reserved


def is_forbidden(address: str) -> bool:
    """Addresses that nobody may allow: the cloud's own (169.254…), many at once, none at all."""
    one = _plain(address)
    return one in METADATA or one.is_link_local or one.is_multicast or one.is_unspecified or (one.is_reserved and not one.is_loopback)


def is_own(address: str) -> bool:
    """Whether it is this machine itself."""
    return _plain(address).is_loopback


def _plain(address: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address:
    one = ipaddress.ip_address(address.split("%")[0])
    return getattr(one, "ipv4_mapped", None) or one
