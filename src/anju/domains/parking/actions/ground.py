"""Zones, bays and signs: what there is to park on, and what a sensor feels."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.charges.queries import Tariff
from anju.domains.devices.queries import Device
from anju.domains.people.queries import Person
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import BayAdded, BayChanged, SignAdded, SignChecked, ZoneAdded, ZoneChanged
from ..kinds import BAYS, CLASSES, FORBIDDEN, GATE, LEADERS, MANAGERS, SIGNS, USES
from ..models import Bay, Sign, Zone
from ..states import SignState
from .holding import PhotoInput, about_zone, elsewhere, held


def _prices() -> Any:
    return Tariff.objects.filter(state="in_use", kind="parking").order_by("name")


NameInput = Annotated[str, Field(_("Name"), max_length=60)]
SpacesInput = Annotated[int, Field(pgettext_lazy("parking", "Spaces"), minimum=0, maximum=20_000, help=_("All its spaces, also those that have no bay of their own in the list."))]
SpeedInput = Annotated[int, Field(_("Speed limit (km/h)"), minimum=0, maximum=60)]
StayInput = Annotated[int, Field(_("Longest stay (hours)"), minimum=0, maximum=720)]
TariffInput = Annotated[Tariff | None, Field(_("Fee item"), query=_prices)]
CodeInput = Annotated[str, Field(_("Bay"), max_length=20)]
HolderInput = Annotated[Person | None, Field(pgettext_lazy("parking", "Belongs to"))]
HomeInput = Annotated[Place | None, Field(_("Dwelling"))]
SensorInput = Annotated[Device | None, Field(_("Sensor"))]


def _zone_fits(scope: Scope, name: str, use: str, vehicle_class: str, capacity: int, but: Zone | None = None) -> Refusal | None:
    if not name.strip() or use not in dict(USES) or vehicle_class not in dict(CLASSES):
        return Refusal("parking.bad_zone", _("Not saved: a zone has a name, a purpose and a class of vehicle from the lists."))
    if use in FORBIDDEN and capacity:
        return Refusal("parking.no_space_there", _("Not saved: where nobody may park there are no spaces. Write 0."))
    rows = Zone.objects.filter(scope=scope, name=name.strip())
    if rows.exclude(pk=but.pk if but else None).exists():
        return Refusal("parking.zone_exists", _("Not saved: another zone has this name."))
    return None


@action(title=_("Add a parking zone"), posts=MANAGERS, event=ZoneAdded)
def add_zone(
    scope: Scope,
    *,
    name: NameInput,
    place: Annotated[Place, Field(_("Lies in"))],
    vehicle_class: Annotated[str, Field(_("Vehicles"), choices=CLASSES)] = "car",
    use: Annotated[str, Field(_("For"), choices=USES)] = "residents",
    capacity: SpacesInput = 0,
    speed_kmh: SpeedInput = 0,
    is_garage: Annotated[bool, Field(_("Underground"))] = False,
    stay_hours: StayInput = 0,
    tariff: TariffInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Zone | Refusal:
    """A part of the garage or grounds: for whom and for which vehicles, or where nobody may park."""
    if no := elsewhere(scope, place, tariff) or _zone_fits(scope, name, use, vehicle_class, capacity):
        return no
    zone = Zone(scope=scope, name=name.strip(), place=place, vehicle_class=vehicle_class, use=use, capacity=capacity, speed_kmh=speed_kmh, is_garage=is_garage,
                stay_hours=stay_hours, tariff=tariff)  # fmt: skip
    zone.save()
    announce(ZoneAdded(**about_zone(zone), place=place.pk), subject=zone)
    return zone


@action(title=_("Change the zone"), posts=MANAGERS, event=ZoneChanged)
def change_zone(
    zone: Zone,
    *,
    name: NameInput,
    capacity: SpacesInput,
    speed_kmh: SpeedInput = 0,
    stay_hours: StayInput = 0,
    tariff: TariffInput = None,
    is_open: Annotated[bool, Field(_("In use"))] = True,
    by: Actor,
    at: datetime | None = None,
) -> Zone | Refusal:
    """Its spaces, limits and fee, or that it is closed for a while."""
    zone = held(zone)
    if no := elsewhere(zone.scope, tariff) or _zone_fits(zone.scope, name, zone.use, zone.vehicle_class, capacity, but=zone):
        return no
    zone.name, zone.capacity, zone.speed_kmh, zone.stay_hours, zone.tariff = name.strip(), capacity, speed_kmh, stay_hours, tariff
    zone.state = "in_use" if is_open else "closed"
    zone.save()
    announce(ZoneChanged(**about_zone(zone), is_open=is_open, speed_kmh=speed_kmh), subject=zone)
    return zone


@action(title=_("Add a bay"), posts=MANAGERS, event=BayAdded)
def add_bay(
    scope: Scope,
    *,
    code: CodeInput,
    zone: Annotated[Zone, Field(_("Parking zone"))],
    kind: Annotated[str, Field(_("Kind"), choices=BAYS)] = "shared",
    holder: HolderInput = None,
    dwelling: HomeInput = None,
    sensor: SensorInput = None,
    x: Annotated[float | None, Field(_("On the plan, right"), required=False)] = None,
    y: Annotated[float | None, Field(_("On the plan, up"), required=False)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Bay | Refusal:
    """One marked space, whose it is, and the sensor that feels a car in it."""
    code = code.strip().upper()
    if no := elsewhere(scope, zone, dwelling, sensor):
        return no
    if not code or kind not in dict(BAYS) or zone.is_forbidden or (kind == "owned" and holder is None and dwelling is None):
        return Refusal("parking.bad_bay", _("Not saved: a bay has a code and a kind, lies where one may park, and an owned one names its owner or dwelling."))
    if Bay.objects.filter(scope=scope, code=code).exists() or (sensor is not None and Bay.objects.filter(scope=scope, sensor=sensor).exists()):
        return Refusal("parking.bay_exists", _("Not saved: another bay has this code or this sensor."))
    bay = Bay(scope=scope, code=code, zone=zone, kind=kind, holder=holder, dwelling=dwelling, sensor=sensor, changed_at=at, x=x, y=y)
    bay.save()
    announce(BayAdded(bay=bay.pk, zone=zone.pk, kind=kind), subject=bay)
    return bay


@action(title=_("Change the bay"), posts=MANAGERS, event=BayChanged)
def change_bay(
    bay: Bay,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=BAYS)],
    holder: HolderInput = None,
    dwelling: HomeInput = None,
    sensor: SensorInput = None,
    is_open: Annotated[bool, Field(_("In use"))] = True,
    by: Actor,
    at: datetime | None = None,
) -> Bay | Refusal:
    """Whose it is, what feels it, or that it is closed."""
    bay = held(bay)
    if no := elsewhere(bay.scope, dwelling, sensor):
        return no
    if kind not in dict(BAYS) or (kind == "owned" and holder is None and dwelling is None):
        return Refusal("parking.bad_bay", _("Not saved: a bay has a code and a kind, lies where one may park, and an owned one names its owner or dwelling."))
    if sensor is not None and Bay.objects.filter(scope=bay.scope_id, sensor=sensor).exclude(pk=bay.pk).exists():
        return Refusal("parking.bay_exists", _("Not saved: another bay has this code or this sensor."))
    bay.kind, bay.holder, bay.dwelling, bay.sensor = kind, holder, dwelling, sensor
    bay.state = ("free" if bay.state == "closed" else bay.state) if is_open else "closed"
    bay.changed_at = at
    bay.save()
    announce(changed(bay, "hand"), subject=bay)
    return bay


@action(title=_("Note a bay as taken or free"), posts=GATE, event=BayChanged, allowed_from=("free", "taken"))
def sense_bay(bay: Bay, *, is_taken: Annotated[bool, Field(pgettext_lazy("parking", "Taken"))] = False, by: Actor, at: datetime | None = None) -> Bay | Refusal:
    """A sensor felt a car come or go, or a guard saw it; a closed bay says nothing."""
    bay = held(bay)
    if bay.state == "closed" or (bay.state == "taken") == is_taken:
        return Refusal("parking.as_before", _("Nothing to do: this bay stands so already, or is closed."))
    turn(bay, is_taken, at)
    announce(changed(bay, "sensor" if by.is_system else "hand"), subject=bay)
    return bay


def turn(bay: Bay, is_taken: bool, at: datetime) -> None:
    """The bay is taken or free from now on. Saves."""
    bay.state, bay.changed_at = "taken" if is_taken else "free", at
    bay.save()


def changed(bay: Bay, because: str) -> BayChanged:
    free = Bay.objects.filter(scope=bay.scope_id, zone=bay.zone_id, state="free").count()
    return BayChanged(bay=bay.pk, zone=bay.zone_id, kind=bay.kind, is_taken=bay.state == "taken", because=because, free=free)


@action(title=_("Add a traffic sign"), posts=MANAGERS, event=SignAdded)
def add_sign(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=SIGNS)],
    place: Annotated[Place, Field(_("Place"))],
    where: Annotated[str, Field(_("Where exactly"), max_length=120)] = "",
    text: Annotated[str, Field(_("What it says"), max_length=60)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Sign | Refusal:
    """A sign that should be there; whether it is, the next check says."""
    if no := elsewhere(scope, place):
        return no
    if kind not in dict(SIGNS):
        return Refusal("parking.bad_sign", _("Not saved: choose a sign from the list."))
    sign = Sign(scope=scope, kind=kind, place=place, where=where.strip(), text=text.strip(), state="missing")
    sign.save()
    announce(SignAdded(sign=sign.pk, kind=kind, place=place.pk), subject=sign)
    return sign


@action(title=_("Check the sign"), posts=(*dict.fromkeys((*GATE, *LEADERS, "engineer")),), event=SignChecked)
def check_sign(
    sign: Sign, *, found: Annotated[str, Field(pgettext_lazy("parking", "Found"), choices=SignState.choices)], photo: PhotoInput = None, by: Actor, at: datetime | None = None
) -> Sign | Refusal:
    """How it was found: in good order, damaged or missing."""
    sign = held(sign)
    if found not in {str(one) for one in SignState}:
        return Refusal("parking.bad_sign", _("Not saved: choose a sign from the list."))
    if found == "damaged" and photo is None:
        return Refusal("parking.photo_needed_of_sign", _("Not recorded: take a photo of the damage."))
    sign.state, sign.checked_at, sign.checked_by_id, sign.photo = found, at, by.person, photo or sign.photo
    sign.save()
    announce(SignChecked(sign=sign.pk, kind=sign.kind, state=found), subject=sign)
    return sign
