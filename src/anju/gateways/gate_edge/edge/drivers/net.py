"""Where a controller is reached: the name is looked up at each use, judged, and exactly that address is connected to."""

from __future__ import annotations

from anju.kernel.addresses import is_forbidden, is_own, led_to, parted

from ..lanes import LaneFault


def reached(address: str, port: int, *, is_trial: bool = False) -> tuple[str, int]:
    """(IP address, port) of a host that was written as host or host:port. Raises LaneFault for none, and for one that no controller has: this machine itself
    (but in a trial), the cloud's own, many at once."""
    found = parted(address, port)
    if found is None:
        raise LaneFault("its address is no host with a port", "address")
    try:
        answers = led_to(*found)
    except OSError:
        raise LaneFault("no such host") from None
    if any(is_forbidden(one) or (is_own(one) and not is_trial) for one in answers):
        raise LaneFault("its address is none that a controller may have", "address")
    return answers[0], found[1]
