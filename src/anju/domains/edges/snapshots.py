"""The rights of an edge's lanes as the server knows them now, up to which event of the ledger, and until when they hold. It reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from anju.domains.access import events as access
from anju.domains.access.queries import OF_PASS, digest_of, index_keys, lanes_of, plates_expected, rights_at
from anju.domains.passes import events as passes
from anju.domains.passes.queries import public_keys
from anju.kernel import ledger
from anju.kernel.models import Entry, Scope

from . import events, signing
from .kinds import usual_ways
from .models import Edge, LaneWay
from .rules.log import micros

HOLDS = timedelta(days=5)
"""An edge that hears nothing for so long asks a person from then on; half of it before, it is given a new one."""
CHANGING = tuple(
    one.name
    for one in (
        access.LaneAdded, access.LaneChanged, access.FireReleased, access.FireReleaseEnded, access.CredentialIssued, access.CredentialRevoked, access.WatchAgreed,
        access.WatchEnded, access.AppealAnswered, access.RulesPutInForce, access.VisitorInvited, access.VisitVouched, access.VisitAnswered, passes.PassIssued,
        passes.PassUsed, passes.UseRecorded, passes.PassReturned, passes.PassExtended, passes.PassRevoked, passes.PassReportedLost, passes.PassReissued,
        passes.PassExpired, events.WaysSet, events.EdgeRevoked, events.EdgeEnrolled,
    )
)  # fmt: skip
"""After each of these the rights of some lane may be others."""

PlateSource = Callable[[Scope, datetime, datetime], list[str]]
_plate_sources: list[PlateSource] = []


def register_plates(source: PlateSource) -> PlateSource:
    """A later room names further plates for the cameras' own lists: `source(scope, at, until)` gives plates in plain."""
    _plate_sources.append(source)
    return source


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
    found["white"] = _white(scope, [lane for lane in lanes if lane.traffic == "vehicle"], at, until, found["watch"])
    found["about"] = {
        "community": str(scope.pk), "name": scope.name, "gate": edge.place.name, "zone": scope.zone, "index_keys": index_keys(), "kinds": dict(OF_PASS),
        "pass_keys": {code: key.hex() for code, key in public_keys(scope).items()}, "seal_key": signing.seal_key(scope.pk).public_key().public_bytes_raw().hex(),
    }  # fmt: skip
    return found


def _white(scope: Scope, lanes: list, at: datetime, until: datetime, watch: dict[str, Any]) -> dict[str, list[str]]:
    """lane → plates for the camera's own list: cars with a pass, and what later rooms add; for a watched plate a person is asked, so it is not among them."""
    if not lanes:
        return {}
    plates = {plate for plate, _permit in plates_expected(scope, at=at, until=until)}
    for source in _plate_sources:
        plates |= set(source(scope, at, until))
    asked = {plate for plate in plates if f"plate:{digest_of('plate', plate)}" in watch}
    return {str(lane.pk): sorted(plates - asked) for lane in lanes}


def paper_of(edge: Edge, content: dict[str, Any], *, at: datetime, position: tuple[int, int]) -> dict[str, Any]:
    """A snapshot or change as it is signed: for whom, up to where, from when and until when."""
    return {"for": str(edge.pk), "position": list(position), "made_us": micros(at), "until_us": micros(at + HOLDS), **content}


__all__ = ["CHANGING", "HOLDS", "digest_of", "has_changed", "newest_position", "paper_of", "register_plates", "sections_of"]
