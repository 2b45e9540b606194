"""Whether a device is there, and if not, why: from its last contact and what its gateway says. Flapping is damped.

Gone after three missed reports. Back once the contact has been steady for a minute; after three losses within an hour it must be
steady for a quarter of an hour, so that a device that comes and goes makes one event and not fifty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

MISSED_REPORTS = 3
STEADY = timedelta(minutes=1)
STEADY_AFTER_FLAPPING = timedelta(minutes=15)
FLAPPING_LOSSES = 3
FLAPPING_WITHIN = timedelta(hours=1)
CLOCK_OFF_MS = 60_000
WEAK_SIGNAL = 30
BAD_REPORTS = ("powered_off", "network_lost", "refused_sign_in", "bad_address", "no_such_stream", "no_picture")


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of one device now."""

    state: str
    online: str
    report_s: int
    last_contact_at: datetime | None = None
    contact_since: datetime | None = None
    reported: str = ""
    reported_at: datetime | None = None
    signal: int | None = None
    skew_ms: int | None = None
    is_gateway_gone: bool = False
    recent_losses: tuple[datetime, ...] = ()


def patience(report_s: int) -> timedelta:
    """How long a device may be silent."""
    return timedelta(seconds=MISSED_REPORTS * report_s)


def standing(seen: Seen, at: datetime) -> tuple[str, str]:
    """(online state, reason) at a moment."""
    if seen.state == "under_service":
        return "under_service", "maintenance"
    if seen.state != "in_service":
        return "unused", ""
    if said := _said_after_contact(seen):
        return ("fault" if said == "clock_wrong" else "offline"), said
    if seen.last_contact_at is None:
        return "awaited", "never_seen"
    if at - seen.last_contact_at > patience(seen.report_s):
        return "offline", "gateway_lost" if seen.is_gateway_gone else "silent"
    if seen.online in ("offline", "fault") and not _is_steady(seen, at):
        return seen.online, "unsteady" if is_flapping(seen.recent_losses, at) else ""
    return _present(seen, at)


def _said_after_contact(seen: Seen) -> str:
    """What the gateway, or the door it knocked at, said of it since it last spoke itself."""
    if not seen.reported or seen.reported_at is None or seen.reported not in (*BAD_REPORTS, "clock_wrong"):
        return ""
    return seen.reported if seen.last_contact_at is None or seen.reported_at > seen.last_contact_at else ""


def _is_steady(seen: Seen, at: datetime) -> bool:
    needed = STEADY_AFTER_FLAPPING if is_flapping(seen.recent_losses, at) else STEADY
    return seen.contact_since is not None and at - seen.contact_since >= needed


def _present(seen: Seen, at: datetime) -> tuple[str, str]:
    if abs(seen.skew_ms or 0) > CLOCK_OFF_MS:
        return "weak", "clock_wrong"
    if is_flapping(seen.recent_losses, at):
        return "weak", "unsteady"
    if seen.signal is not None and seen.signal < WEAK_SIGNAL:
        return "weak", "weak_signal"
    return "online", ""


def is_flapping(losses: tuple[datetime, ...], at: datetime) -> bool:
    return sum(at - each < FLAPPING_WITHIN for each in losses) >= FLAPPING_LOSSES


def losses_with(losses: tuple[datetime, ...], at: datetime) -> list[datetime]:
    """The losses of the last hour, this one included."""
    return [*(each for each in losses if at - each < FLAPPING_WITHIN), at]


def step(before: str, after: str) -> str:
    """What happened between two states: lost, returned, changed or nothing."""
    gone = ("offline", "fault")
    if after in gone and before not in gone:
        return "lost"
    if before in gone and after in ("online", "weak"):
        return "returned"
    return "changed"
