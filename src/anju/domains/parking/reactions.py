"""What parking does when a bar let a car through, and what the messages of its sensors mean."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.domains.access.events import GoneThrough, OpeningRecorded
from anju.domains.access.queries import Passage
from anju.domains.devices.queries import Device, meaning
from anju.domains.duties import actions as duties
from anju.domains.duties import queries as regular
from anju.domains.people.events import OwnershipEnded, ResidencyEnded
from anju.domains.people.queries import Person
from anju.kernel import ledger
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.reactions import reaction
from anju.kernel.refusals import Refusal

from . import queries
from .actions import close_stay, end_right, open_stay, record_speed, sense_bay
from .events import CarChecked

SYSTEM = Actor.system("reaction")


@reaction(on=(OpeningRecorded, GoneThrough))
def when_a_car_went_through_count_its_stay(entry: Entry, event: OpeningRecorded | GoneThrough) -> None:
    """In opens a stay, out closes it. The bar is open already: nothing here can hold it."""
    if event.traffic != "vehicle" or event.passage is None:
        return
    passage = Passage.objects.filter(scope=entry.scope_id, pk=event.passage).select_related("permit", "visit", "dwelling").first()
    if passage is not None:
        (open_stay if passage.direction == "in" else close_stay)(entry.scope, passage=passage, by=SYSTEM, at=entry.at)


@reaction(on=(ResidencyEnded, OwnershipEnded))
def when_a_household_moves_out_end_its_rights(entry: Entry, event: ResidencyEnded | OwnershipEnded) -> None:
    """Whoever does not live here any more comes in as a visitor; his car leaves as ever."""
    for right in queries.rights_of_gone(entry.scope, event.of_person, event.dwelling):
        end_right(right, because="moved", by=SYSTEM, at=entry.at)


@reaction(on=CarChecked)
def when_cars_are_checked_prove_the_daily_check(entry: Entry, event: CarChecked) -> None:
    """The first car of a round proves the regular check of the garage that was due then."""
    check = ledger.subject_of(entry)
    if check is None or check.checked_by_id is None:
        return
    person = Person.objects.filter(pk=check.checked_by_id).first()
    for slot in regular.to_be_done(entry.scope, entry.at, now=entry.at).filter(duty__category="check", is_continuous=False, duty__place__kind="garage"):
        made = duties.prove_duty(slot, proof_label=str(_("Check of parked cars")), proof_link=f"/car_checks/{check.pk}/", person=person, by=SYSTEM, at=entry.at)
        if not isinstance(made, Refusal):
            return


@meaning("bay")
def said_bay(device: Device, facts: dict[str, Any]) -> Any:
    """A sensor in the ground feels a car come (`taken` true) or go."""
    bay = queries.bay_of_sensor(device)
    if bay is None:
        return Refusal("parking.no_bay", _("Not recorded: this sensor belongs to no bay. Name it at the bay."))
    return sense_bay(bay, is_taken=facts.get("taken") is True, by=Actor.system("gateway"))


@meaning("speed")
def said_speed(device: Device, facts: dict[str, Any]) -> Any:
    """A radar tells a plate and its speed in km/h; the zone in which it stands has the limit."""
    zone, speed, plate = queries.zone_of_device(device), facts.get("kmh"), facts.get("plate")
    if zone is None or type(speed) not in (int, float) or not 1 <= speed <= 250 or not isinstance(plate, str):
        return Refusal("parking.bad_speed", _("Not recorded: a speed lies between 1 and 250 km/h."))
    return record_speed(zone.scope, zone=zone, plate=plate[:12], speed_kmh=int(speed), by=Actor.system("gateway"))
