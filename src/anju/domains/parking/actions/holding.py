"""What the verbs of this room share: holding records, numbers, and what events carry."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.passes.queries import Pass, valid_at
from anju.kernel import clock
from anju.kernel.actions import Field
from anju.kernel.files import File
from anju.kernel.ids import running_number
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..models import Bay, Right, Stay, Vehicle, Violation, Zone

KEEP_DAYS = 90
"""So long a plate is kept after its purpose ended, as the register of personal data says."""
PICTURES = ("image/",)

PlateInput = Annotated[str, Field(_("Plate"), max_length=12, personal=True)]
ReasonInput = Annotated[str, Field(_("Reason"), max_length=200)]
WordsInput = Annotated[str, Field(_("What was seen"), max_length=200)]
PhotoInput = Annotated[File | None, Field(_("Photo"), accept=PICTURES)]
PurposeInput = Annotated[str, Field(pgettext_lazy("parking", "Purpose"), max_length=120)]


def _zones() -> Any:
    return Zone.objects.filter(state="in_use").order_by("name")


def _bays() -> Any:
    return Bay.objects.exclude(state="closed").order_by("code")


ZoneInput = Annotated[Zone | None, Field(_("Parking zone"), query=_zones)]
BayInput = Annotated[Bay | None, Field(_("Parking bay"), query=_bays)]


def held(record: Any) -> Any:
    """The record as it stands now, locked until the transaction ends."""
    return type(record).objects.select_for_update().get(pk=record.pk)


def elsewhere(scope: Scope, *records: Any) -> Refusal | None:
    """What is named belongs to this community."""
    if any(one is not None and one.scope_id != scope.pk for one in records):
        return Refusal("kernel.not_found", _("This record does not exist here. Check the community you are in."))
    return None


def number(scope: Scope, prefix: str, at: datetime) -> str:
    year = clock.local(scope, at).year
    return f"{prefix}{year}-{running_number(scope, f'parking {prefix}', year):04d}"


def erase_on(record: Any, at: datetime) -> None:
    """From now on the plate has no purpose; it goes after its days of keeping. Does not save."""
    record.personal_erase_on = clock.local(record.scope, at).date() + timedelta(days=KEEP_DAYS)


def vehicle_of(scope: Scope, plate: str) -> Vehicle | None:
    return Vehicle.objects.filter(scope=scope, plate=plate, state="known").select_related("holder", "dwelling").first()


def right_of(vehicle: Vehicle | None, at: datetime) -> Right | None:
    if vehicle is None:
        return None
    day = clock.local(vehicle.scope, at).date()
    return Right.objects.filter(scope=vehicle.scope_id, vehicle=vehicle, state="active", starts_on__lte=day, ends_on__gte=day).select_related("bay").first()


def pass_of(scope: Scope, plate: str, at: datetime) -> Pass | None:
    """A pass of this plate that counts at a moment."""
    return valid_at(scope, at=at).filter(plate=plate).exclude(kind="goods").first()


def about_zone(zone: Zone) -> dict[str, Any]:
    return {"zone": zone.pk, "use": zone.use, "vehicle_class": zone.vehicle_class, "spaces": zone.capacity}


def about_vehicle(one: Vehicle) -> dict[str, Any]:
    return {"vehicle": one.pk, "kind": one.kind, "vehicle_class": one.vehicle_class, "dwelling": one.dwelling_id}


def about_right(one: Right) -> dict[str, Any]:
    return {"right": one.pk, "vehicle": one.vehicle_id, "kind": one.vehicle.kind, "bay": one.bay_id, "ends_on": one.ends_on, "priority": one.priority}


def about_stay(one: Stay) -> dict[str, Any]:
    return {"stay": one.pk, "kind": one.vehicle.kind if one.vehicle_id else "", "zone": one.zone_id, "state": one.state}


def about_violation(one: Violation) -> dict[str, Any]:
    return {"violation": one.pk, "kind": one.kind, "zone": one.zone_id, "place": one.place_id, "repeat": one.repeat}
