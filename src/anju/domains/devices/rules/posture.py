"""How far a device can be trusted: findings with their weight, a score, and versions compared as people count them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

RISKY_PORTS = {21: "FTP", 23: "Telnet", 69: "TFTP", 161: "SNMP", 512: "rexec", 513: "rlogin", 554: "RTSP", 2323: "Telnet", 3389: "RDP", 5900: "VNC", 37777: "DVR"}
WEIGHTS = {
    "default_password": 40, "exposed_port": 25, "certificate_ended": 25, "plain_protocol": 20, "old_firmware": 20, "password_unknown": 15,
    "never_checked": 15, "certificate_ending": 10, "check_too_old": 10, "certificate_too_long": 5, "firmware_unknown": 5,
}  # fmt: skip
"""How much a finding takes off a score of 100. What nobody looked at is not taken for good."""

ENDING = timedelta(days=30)
LONGEST_CERTIFICATE = timedelta(days=398)
CHECK_EVERY = timedelta(days=180)


@dataclass(frozen=True)
class Facts:
    """What is known of one device."""

    password: str = "unknown"
    protocol: str = "unknown"
    open_ports: tuple[int, ...] = ()
    certificate_from_on: date | None = None
    certificate_until_on: date | None = None
    firmware: str = ""
    good_firmware: str = ""
    checked_at: datetime | None = None


def findings(facts: Facts, *, at: datetime, today: date) -> list[str]:
    """Codes of what is wrong, the heaviest first."""
    found = {
        "default_password": facts.password == "default",
        "password_unknown": facts.password == "unknown" and facts.checked_at is not None,
        "exposed_port": any(port in RISKY_PORTS for port in facts.open_ports),
        "plain_protocol": facts.protocol == "plain",
        "never_checked": facts.checked_at is None,
        "check_too_old": facts.checked_at is not None and at - facts.checked_at > CHECK_EVERY,
        "old_firmware": bool(facts.firmware and facts.good_firmware) and is_older(facts.firmware, facts.good_firmware),
        "firmware_unknown": bool(facts.good_firmware) and not facts.firmware,
        **_of_certificate(facts, today),
    }
    return sorted((code for code, is_so in found.items() if is_so), key=lambda code: (-WEIGHTS[code], code))


def _of_certificate(facts: Facts, today: date) -> dict[str, bool]:
    since, until = facts.certificate_from_on, facts.certificate_until_on
    return {
        "certificate_ended": until is not None and until < today,
        "certificate_ending": until is not None and today <= until <= today + ENDING,
        "certificate_too_long": since is not None and until is not None and until - since > LONGEST_CERTIFICATE,
    }


def score(codes: list[str]) -> int:
    """100 less the weights, never below 0."""
    return max(0, 100 - sum(WEIGHTS[code] for code in codes))


def is_older(one: str, other: str) -> bool:
    """Whether a version comes before another: numbers as numbers, letters as letters, V5.7.3 before V5.10.0."""
    return _parts(one) < _parts(other)


def _parts(version: str) -> tuple:
    found = re.findall(r"\d+|[a-z]+", version.lower().lstrip("v"))
    return tuple((1, int(part), "") if part.isdigit() else (0, 0, part) for part in found)


def may_record(*, open_ports: list[int], certificate_from_on: date | None, certificate_until_on: date | None) -> Refusal | None:
    """Whether a check makes sense as it was entered."""
    if not all(type(port) is int and 1 <= port <= 65_535 for port in open_ports) or len(open_ports) > 50:
        return Refusal("devices.bad_ports", _("Not recorded: ports are whole numbers from 1 to 65535, 50 at most."))
    if certificate_from_on and certificate_until_on and certificate_until_on < certificate_from_on:
        return Refusal("devices.certificate_backwards", _("Not recorded: the certificate ends before it begins."))
    return None
