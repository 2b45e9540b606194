"""By which plates cars come in: of a credential, of a booked visit, of a pass; for a box at a gate and for a camera's own list. It reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from anju.domains.passes.queries import Pass
from anju.kernel.models import Scope

from .expecting import CAR_PASSES, EARLY
from .gathering import rules_in_force
from .kinds import OF_PASS
from .models import Credential, Lane, Visit
from .rights import valid_or_coming
from .states import THERE


@dataclass(frozen=True)
class CarRight:
    """Why a plate may come in: by which pass, or by a visit with who confirmed it; a credential stands elsewhere in full. Seconds since 1970, 0 for no end.

    `is_approval`: the pass approves of a freight or engineering vehicle.
    """

    plate: str
    category: str
    permit: UUID | None = None
    confirmed: tuple[str, ...] = ()
    starts: int = 0
    ends: int = 0
    is_approval: bool = False


def car_rights(scope: Scope, *, at: datetime, until: datetime) -> list[CarRight]:
    """Each plate once: a credential before a visit, a visit before a pass, as the server decides. Three queries."""
    found: dict[str, CarRight] = {}
    for permit in valid_or_coming(scope, at=at, until=until).filter(kind__in=CAR_PASSES).exclude(plate=""):
        found[permit.plate] = _of_pass(permit)
    coming = Q(state="invited", until_at__gt=at, expected_at__lt=until) | Q(state="agreed") | Q(state__in=THERE)
    for visit in Visit.objects.filter(coming, scope=scope).exclude(plate="").order_by("at"):
        starts = visit.expected_at - EARLY if visit.state == "invited" and visit.expected_at else visit.at
        found[visit.plate] = CarRight(visit.plate, visit.category, None, tuple(visit.confirmed), int(starts.timestamp()), int(visit.until_at.timestamp()) if visit.until_at else 0)
    cards = Credential.objects.filter(Q(ends_at=None) | Q(ends_at__gt=at), scope=scope, kind="plate", state="active", starts_at__lt=until).exclude(plate="")
    for plate, category in cards.values_list("plate", "category"):
        found[plate] = CarRight(plate, category)
    return list(found.values())


def _of_pass(permit: Pass) -> CarRight:
    return CarRight(permit.plate, OF_PASS[permit.kind], permit.pk, is_approval=permit.kind == "heavy_vehicle")


def let_by_list(lane: Lane, rights: list[CarRight]) -> list[str]:
    """The plates that a camera may let in at this lane by its own list, which knows no hours, no category and no second look: those whose right is complete now."""
    policies = rules_in_force(lane.scope).policies
    return sorted(one.plate for one in rights if _is_sure(one) and not _is_kept_out(lane.keeps_out, one.category, one.category in policies and policies[one.category].is_home))


def _is_sure(one: CarRight) -> bool:
    """A visit that nobody confirmed is for a person to ask about."""
    return one.permit is not None or not one.starts or bool(one.confirmed)


def _is_kept_out(keeps_out: str, category: str, is_home: bool) -> bool:
    if keeps_out == "all":
        return True
    return keeps_out in ("staff", "both") if category == "staff" else keeps_out in ("others", "both") and not is_home
