"""Where a controller is reached: the name is looked up at each use, judged, and exactly that address is connected to."""

from __future__ import annotations

import re
import socket

from anju.kernel.addresses import is_forbidden, is_own

from ..lanes import LaneFault

_ADDRESS = re.compile(r"(?P<host>\[[0-9a-fA-F:.]+\]|[0-9a-fA-F:]*:[0-9a-fA-F:.]*:[0-9a-fA-F:.]*|[A-Za-z0-9](?:[A-Za-z0-9.\-]{0,118}[A-Za-z0-9])?)(?::(?P<port>\d{1,5}))?")


def reached(address: str, port: int, *, is_trial: bool = False) -> tuple[str, int]:
    """(IP address, port) of a host that was written as host or host:port. Raises LaneFault for none, and for one that no controller has: this machine itself
    (but in a trial), the cloud's own, many at once."""
    found = _ADDRESS.fullmatch(address)
    number = int(found["port"] or port) if found else 0
    if found is None or not 1 <= number <= 65_535:
        raise LaneFault("its address is no host with a port", "address")
    try:
        answers = [entry[4][0] for entry in socket.getaddrinfo(found["host"].strip("[]"), number, type=socket.SOCK_STREAM)]
    except OSError:
        raise LaneFault("no such host") from None
    for one in answers:
        if is_forbidden(one) or (is_own(one) and not is_trial):
            raise LaneFault("its address is none that a controller may have", "address")
    return answers[0], number
