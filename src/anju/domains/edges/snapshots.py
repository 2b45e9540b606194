"""The rights of an edge's lanes as the server knows them now, up to which event of the ledger, and until when they hold. It reads."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from anju.domains.access import events as access
from anju.domains.access.queries import (
    OF_PASS,
    PUSHED,
    CarRight,
    Lane,
    LaneCamera,
    cameras_of,
    car_rights,
    digest_of,
    index_keys,
    lanes_of,
    let_by_list,
    rights_at,
)
from anju.domains.devices import events as devices
from anju.domains.devices.queries import key_digests, login_of
from anju.domains.passes import events as passes
from anju.domains.passes.queries import public_keys
from anju.kernel import clock, ledger
from anju.kernel.models import Entry, Scope

from . import events, signing
from .kinds import usual_ways
from .models import Edge, LaneWay, Wiring
from .rules.log import micros

HOLDS = timedelta(days=5)
"""An edge that hears nothing for so long asks a person from then on; half of it before, it is given a new one."""
CHANGING = tuple(
    one.name
    for one in (
        access.LaneAdded, access.LaneChanged, access.FireReleased, access.FireReleaseEnded, access.CredentialIssued, access.CredentialRevoked, access.WatchAgreed,
        access.WatchEnded, access.AppealAnswered, access.RulesPutInForce, access.VisitorInvited, access.VisitVouched, access.VisitAnswered, passes.PassIssued,
        passes.PassUsed, passes.UseRecorded, passes.PassReturned, passes.PassExtended, passes.PassRevoked, passes.PassReportedLost, passes.PassReissued,
        passes.PassExpired, access.VisitRegistered, access.VisitorLetOut, access.VisitorTurnedAway, access.VisitLapsed, access.InvitationWithdrawn, access.LaneLimited, access.PeakSwitchedOn, access.PeakSwitchedOff,
        access.EpidemicSwitchedOn, access.EpidemicSwitchedOff, access.LockdownBegun, access.LockdownEnded, access.RegularRegistered, access.RegularEnded, access.VisitorLetIn, access.LaneCameraFitted, access.LaneCameraRemoved, devices.DeviceChanged, devices.LoginSet, devices.DeviceRetired, devices.DeviceEnrolled,
        devices.KeyRevoked, events.WaysSet,
        events.LaneWired, events.WiringTried, events.LaneUnwired, events.EdgeRevoked, events.EdgeEnrolled,
    )
)  # fmt: skip
"""After each of these the rights of some lane may be others."""

def newest_position() -> tuple[int, int]:
    """The last event that no running transaction can still precede."""
    found = Entry.objects.filter(tx__lt=ledger.horizon()).order_by("-tx", "-id").values_list("tx", "id").first()
    return found or (0, 0)


def has_changed(scope: Scope, position: tuple[int, int]) -> bool:
    """Whether something happened after a position that may change the rights here."""
    return bool(ledger.after(position, scope_ids=(scope.pk,), names=CHANGING, limit=1))


def sections_of(edge: Edge, *, at: datetime) -> dict[str, dict[str, Any]]:
    """The rights of its lanes, and what it needs to recognise what is shown."""
    scope, until = edge.scope, at + HOLDS
    lanes = lanes_of(scope, edge.place)
    ways = dict(LaneWay.objects.filter(scope=scope, lane__in=lanes).values_list("lane_id", "ways"))
    found = rights_at(scope, lanes, at=at, until=until)
    for lane in lanes:
        found["lanes"][str(lane.pk)]["ways"] = ways.get(lane.pk, usual_ways(lane.traffic, has_box=True))
    cars = car_rights(scope, at=at, until=until)
    found["plates"] = {f"plate:{digest_of('plate', one.plate)}": _of_car(one) for one in cars if one.permit or one.starts}
    asked = {one.plate for one in cars if f"plate:{digest_of('plate', one.plate)}" in found["watch"]}
    listed = [one for one in cars if one.plate not in asked]
    found["white"] = {str(lane.pk): let_by_list(lane, listed) if "camera" in found["lanes"][str(lane.pk)]["ways"] else [] for lane in lanes if lane.traffic == "vehicle"}
    found["wires"] = _wires(scope, lanes)
    found["cameras"] = _cameras(scope, lanes)
    found["about"] = {
        "community": str(scope.pk), "name": scope.name, "gate": edge.place.name, "zone": scope.zone, "index_keys": index_keys(), "kinds": dict(OF_PASS),
        "pass_keys": {code: key.hex() for code, key in public_keys(scope).items()}, "seal_key": signing.seal_key(scope.pk).public_key().public_bytes_raw().hex(),
        "counted": {"on": clock.local(scope, at).date().isoformat(), "upto": edge.last_number},
    }  # fmt: skip
    return found


def _of_car(one: CarRight) -> dict[str, Any]:
    """What a plate means that has no credential: the pass to look at, or a visit with who confirmed it."""
    if one.permit is not None:
        return {"pass": str(one.permit), "approved": one.is_approval}
    return {"category": one.category, "confirmed": list(one.confirmed), "starts": one.starts, "ends": one.ends}


def _wires(scope: Scope, lanes: list[Lane]) -> dict[str, Any]:
    """lane → how it is wired, with the controller's address and login. The snapshot is closed for this one box."""
    found = {}
    for one in Wiring.objects.filter(scope=scope, lane__in=lanes).exclude(device__state="retired").select_related("device"):
        user, password = login_of(one.device) or ("", "")
        found[str(one.lane_id)] = {
            "driver": one.driver, "address": one.device.address, "channel": one.channel, "unit": one.unit, "contact": one.contact, "loop": one.loop, "topic": one.topic,
            "way": one.way, "user": user, "password": password, "try": one.tries,
        }  # fmt: skip
    return found


def pushing(scope: Scope, lanes: list[Lane]) -> list[LaneCamera]:
    """The plate cameras of these lanes that push what they see."""
    return [one for one in cameras_of(scope) if one.maker in PUSHED and one.lane in lanes]


def _cameras(scope: Scope, lanes: list[Lane]) -> dict[str, Any]:
    """device → the plate camera of a lane that may push to the box: which lane and way, in which dialect, and the digest of its key. One without a key is left out."""
    fitted = pushing(scope, lanes)
    digests = key_digests(one.device_id for one in fitted)
    return {
        one.device_id.hex: {
            "key": digests[one.device_id], "lane": str(one.lane_id), "way": one.direction, "maker": one.maker, "answers": one.way == "answer", "bar": one.bar_input, "loop": one.loop_input,
        }
        for one in fitted if digests.get(one.device_id)
    }  # fmt: skip


def paper_of(edge: Edge, content: dict[str, Any], *, at: datetime, position: tuple[int, int]) -> dict[str, Any]:
    """A snapshot or change as it is signed: for whom, up to where, from when and until when."""
    return {"for": str(edge.pk), "position": list(position), "made_us": micros(at), "until_us": micros(at + HOLDS), **content}


__all__ = ["CHANGING", "HOLDS", "digest_of", "has_changed", "newest_position", "paper_of", "sections_of"]
