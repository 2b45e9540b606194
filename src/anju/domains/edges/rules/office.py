"""What people may do about an edge, decided from plain facts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from anju.kernel.addresses import is_forbidden, is_own
from anju.kernel.refusals import Refusal

_TOPIC = re.compile(r"[A-Za-z0-9_\-]{1,40}(?:/[A-Za-z0-9_\-]{1,40}){0,4}")
BUS_ADDRESSES = 126


def may_add(*, name: str, is_taken: bool, has_lanes: bool) -> Refusal | None:
    if not name.strip() or is_taken:
        return Refusal("edges.name_taken", _("Not added: give the box a name that no other has."))
    if not has_lanes:
        return Refusal("edges.no_lanes", _("Not added: there is no lane at this gate yet. Add its lanes first."))
    return None


def may_enrol(sign_key: str, seal_key: str) -> Refusal | None:
    """Two public keys of 32 bytes, in hexadecimal."""
    for key in (sign_key, seal_key):
        if len(key) != 64 or set(key) - set("0123456789abcdef"):
            return Refusal("edges.bad_key", _("Not enrolled: the box did not send its two public keys. Start it anew with the token."))
    return None


def may_bring_home(state: str, fault: str) -> Refusal | None:
    if state != "enrolled":
        return Refusal("edges.revoked", _("Not taken: this box is not enrolled. Its log stays in it; enrol it anew."))
    if fault:
        return Refusal("edges.fault_open", _("Not taken: something about this log is not settled. A manager looks at it in the office; nothing is lost meanwhile."))
    return None


FAULTS = {
    "gap": _("Not taken: line %(number)s of this log is missing. It was reported."),
    "doubled": _("Not taken: line %(number)s came before with other content. It was reported."),
    "altered": _("Not taken: what follows line %(number)s does not continue it. It was reported."),
}


def fault(code: str, number: int) -> Refusal:
    return Refusal(f"edges.{code}", FAULTS[code], number=number)


def malformed() -> Refusal:
    return Refusal("edges.malformed", _("Not taken: these are no lines of a gatehouse log."))


def foreign_lane() -> Refusal:
    return Refusal("edges.foreign_lane", _("Not taken: a line names a lane that does not belong to this box."))


def may_settle(fault: str, reason: str) -> Refusal | None:
    if not fault:
        return Refusal("edges.no_fault", _("Nothing to do: nothing was found about this log."))
    return None if reason.strip() else Refusal("edges.reason_needed", _("Not settled: write what was found out about it."))


def may_order(ways: Sequence[str], known: Collection[str], *, has_edge: bool, is_for_cars: bool) -> Refusal | None:
    if not ways or set(ways) - set(known) or len(set(ways)) != len(ways):
        return Refusal("edges.bad_order", _("Not set: choose each way once, in the order in which they follow."))
    if ways[-1] != "paper":
        return Refusal("edges.paper_last", _("Not set: the paper list comes last; it needs neither power nor network."))
    if "edge" in ways and not has_edge:
        return Refusal("edges.no_edge", _("Not set: no gatehouse box stands at this lane."))
    if "camera" in ways and not is_for_cars:
        return Refusal("edges.no_camera", _("Not set: only a lane for cars has a camera with a list of its own."))
    return None


@dataclass(frozen=True)
class Wired:
    """What somebody says of how a lane is wired."""

    driver: str
    address: str
    channel: int
    unit: int
    contact: int | None
    loop: int | None
    topic: str


def may_wire(wired: Wired, known: Collection[str], *, has_edge: bool, is_other_controller: bool) -> Refusal | None:
    """Whether a box could reach a controller like this."""
    if wired.driver not in known:
        return Refusal("edges.unknown_driver", _("Not wired: choose from the list how the controller speaks."))
    if not has_edge:
        return Refusal("edges.no_edge_here", _("Not wired: no gatehouse box stands at this gate. Add one first; it speaks to the controller."))
    if is_other_controller:
        return Refusal("edges.other_controller", _("Not wired: this lane has another controller in the list of lanes. Change it there first."))
    if not wired.address or not is_elsewhere(wired.address):
        return Refusal("edges.bad_controller", _("Not wired: the controller needs its own address in the local network, on its page in the register of devices."))
    if wired.driver == "mqtt" and not _TOPIC.fullmatch(wired.topic):
        return Refusal("edges.bad_topic", _("Not wired: write the topic of the relay, letters, digits and dashes divided by strokes, without + and #."))
    if wired.driver == "uhppoted" and not 0 < wired.unit < 2**32:
        return Refusal("edges.serial_needed", _("Not wired: write the serial number that stands on the controller."))
    if wired.driver == "osdp" and not 0 <= wired.unit <= BUS_ADDRESSES:
        return Refusal("edges.bad_bus_address", _("Not wired: a reader has an address from 0 to 126 on its bus."))
    if wired.contact is not None and wired.contact == wired.loop:
        return Refusal("edges.same_input", _("Not wired: contact and loop cannot be the same input."))
    return None


def is_elsewhere(address: str) -> bool:
    """Whether an address as it is written could be that of a controller: not this machine, not the cloud's own. What a name leads to is judged again by the box."""
    host = address.strip().lower()
    host = host[1 : host.index("]")] if host.startswith("[") and "]" in host else host.rpartition(":")[0] if host.count(":") == 1 else host
    if host == "localhost" or host.endswith(".localhost") or re.fullmatch(r"[0-9]+|0x[0-9a-f]+", host):
        return False
    try:
        return not is_forbidden(host) and not is_own(host)
    except ValueError:
        return not re.fullmatch(r"[0-9.]+|0x[0-9a-f.x]+", host)


def may_try(tried: str) -> Refusal | None:
    return Refusal("edges.asked_already", _("Nothing to do: the box was asked just now and has not answered yet.")) if tried == "asked" else None
