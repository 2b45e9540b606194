"""When the clock looks at visits and at the watch list."""

from __future__ import annotations

from django.utils.translation import gettext as say

from anju.domains.people.actions import end_residency
from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.jobs import enqueue
from anju.kernel.models import Scope
from anju.kernel.schedule import daily, every

from . import police, queries
from .actions import (
    end_lockdown,
    end_watch,
    lapse_visit,
    note_car_left,
    note_overstay,
    roster_peak,
    switch_epidemic_off,
    switch_peak_off,
    switch_peak_on,
    warn_plate_rate,
)

SYSTEM = Actor.system("schedule")


@every("access.close_due", minutes=1)
def close_due(scope: Scope) -> None:
    """Note who stays too long, close what nobody came for, end watch entries whose time is over, note which waiting cars drove away."""
    at = clock.now()
    for visit in queries.due_visits(scope, at=at):
        (note_overstay if visit.state == "inside" else lapse_visit)(visit, by=SYSTEM, at=at)
    for entry in queries.due_watches(scope, at=at):
        end_watch(entry, why=say("Its time is over."), by=SYSTEM, at=at)
    for sighting in queries.forgotten_cars(scope, at=at):
        note_car_left(sighting, by=SYSTEM, at=at)


@every("access.ask_police", minutes=1)
def ask_police(scope: Scope) -> None:
    """Ask the police again about what waits for an answer."""
    for pk in police.due(scope, at=clock.now()):
        enqueue("access.ask_police", str(pk))


@every("access.turn_modes", minutes=1)
def turn_modes(scope: Scope) -> None:
    """Switch peak plans on when the rush begins and off when it ends, the epidemic mode and a lockdown off at their end."""
    at = clock.now()
    if queries.is_lockdown_over(scope, at=at):
        end_lockdown(scope, by=SYSTEM, at=at)
    for run in queries.peaks_due(scope, at=at):
        (switch_peak_on if run.state == "planned" else switch_peak_off)(run, by=SYSTEM, at=at)
    for mode in queries.modes_over(scope, at=at):
        switch_epidemic_off(mode, reason=say("Its time is over."), by=SYSTEM, at=at)


@every("access.roster_peaks", minutes=60)
def roster_peaks(scope: Scope) -> None:
    """Add people to the roster for the rush hours of the next seven days."""
    at = clock.now()
    for plan, day in queries.peaks_to_roster(scope, at=at):
        roster_peak(plan, on=day, by=SYSTEM, at=at)


@daily("access.end_leases", at="00:20")
def end_leases(scope: Scope) -> None:
    """End the residency of a tenant whose lease is over; his cards and codes end with it. Whoever stays has his lease prolonged before."""
    for one in queries.leases_over(scope):
        end_residency(one, by=SYSTEM, at=clock.now())


@every("access.look_at_cameras", minutes=60)
def look_at_cameras(scope: Scope) -> None:
    """Say of a plate camera that it reads worse than it did."""
    at = clock.now()
    for camera in queries.cameras_of(scope):
        warn_plate_rate(camera, by=SYSTEM, at=at)
