"""From a message that was read to rows for the writer and signs of life. Pure: knows the sender, not the database."""

from __future__ import annotations

from typing import Any, NamedTuple
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.domains.devices.actions import Row, Sign
from anju.domains.devices.rules.messages import Heard, Message
from anju.kernel.refusals import Refusal

SAID = ("powered_off", "network_lost", "refused_sign_in", "clock_wrong")
"""What a gateway may say of a device that does not speak itself: an observation of the kind `status` with this `state`."""


class Sender(NamedTuple):
    device: bytes
    scope: bytes
    number: str
    behind: dict[str, tuple[UUID, str]]


class Taken(NamedTuple):
    """Rows, signs, and for each row the device it is about with what was heard."""

    rows: list[Row]
    signs: list[Sign]
    heard: list[tuple[bytes, Heard]]


def translate(message: Message, sender: Sender, received_us: int) -> Taken | Refusal:
    """Rows and signs; a Refusal where somebody speaks for a device that is not behind him."""
    rows, heard = [], []
    signs = {sender.device: Sign(sender.device, received_us, True, 0, message.skew_ms)}
    scope, skew = sender.scope, message.skew_ms
    for one in message.heard:
        device = sender.device if not one.about else _about(one, sender)
        if device is None:
            return Refusal("devices.not_behind_you", _("There is no device %(number)s behind you. Check its number and its gateway in the register."), number=one.about)
        rows.append(Row(scope, device, one.number, one.at_us, received_us, skew, one.kind, one.values))
        heard.append((device, one))
        known = signs.get(device)
        if known is not None and one.kind != "status" and one.number <= known.number:
            continue
        signs[device] = _sign(device, one, known, sender, received_us)
    return Taken(rows, list(signs.values()), heard)


def _about(one: Heard, sender: Sender) -> bytes | None:
    if not one.about or one.about == sender.number:
        return sender.device
    found = sender.behind.get(one.about)
    return found[0].bytes if found is not None and found[1] != "retired" else None


def _sign(device: bytes, one: Heard, known: Sign | None, sender: Sender, received_us: int) -> Sign:
    """The sender is here now; another device was there when it said so."""
    is_sender = device == sender.device
    at_us = received_us if is_sender else min(one.at_us, received_us)
    said, signal = _status(one.facts) if one.kind == "status" else (None, None)
    is_contact = is_sender or said is None
    if known is not None:
        at_us, signal = max(at_us, known.at_us), known.signal if signal is None else signal
    number = max(one.number, known.number if known else 0)
    return Sign(device, at_us, is_contact, number, known.skew_ms if known else None, said if said and not is_sender else None, signal)


def _status(facts: dict[str, Any]) -> tuple[str | None, int | None]:
    signal = facts.get("signal")
    is_percent = type(signal) is int and 0 <= signal <= 100
    return (facts["state"] if facts.get("state") in SAID else None), signal if is_percent else None
