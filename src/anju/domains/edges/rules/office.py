"""What people may do about an edge, decided from plain facts."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal


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
