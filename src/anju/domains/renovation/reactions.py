"""What this room does when something happened elsewhere: a device falls silent under works, a worker comes without a permit, a round is done on the phone."""

from __future__ import annotations

from django.utils.translation import gettext as say

from anju.domains.access.events import VisitorLetIn
from anju.domains.devices.events import DeviceLost
from anju.domains.devices.queries import Device
from anju.domains.duties.events import DutyPerformed
from anju.domains.duties.queries import performances_of
from anju.domains.places.queries import above
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.reactions import reaction

from .actions import raise_rounds, report_violation, take_in_round
from .models import Project
from .states import RUNNING

SYSTEM = Actor.system("reaction")
WITHOUT_PERMIT = ("once", "delivery")
"""Categories of visits by which workers come who hold no permit."""


@reaction(on=DeviceLost)
def when_a_device_falls_silent_under_works_report_it(entry: Entry, event: DeviceLost) -> None:
    """A device of a dwelling whose works run is gone: its wiring may have been cut."""
    device = Device.objects.filter(pk=event.device).select_related("place").first()
    if device is None or device.place is None or event.is_repeated:
        return
    around = [device.place, *above(device.place)]
    project = Project.objects.filter(scope=entry.scope_id, dwelling__in=around, state__in=RUNNING).select_related("scope", "dwelling").first()
    if project is not None and str(device.pk) in project.device_marks:
        words = say("The device %(device)s fell silent during the works.") % {"device": device.number}
        report_violation(project.scope, dwelling=project.dwelling, code="smart_wiring", words=words, by=SYSTEM, at=entry.at)


@reaction(on=VisitorLetIn)
def when_workers_come_without_a_permit_look_more_often(entry: Entry, event: VisitorLetIn) -> None:
    """Somebody without a permit was let in to a site for one visit: the site is looked at more often."""
    if event.category not in WITHOUT_PERMIT or event.dwelling is None:
        return
    project = Project.objects.filter(scope=entry.scope_id, dwelling=event.dwelling, state__in=RUNNING).select_related("scope", "dwelling").first()
    if project is not None:
        raise_rounds(project, why=say("A worker came in without a permit"), by=SYSTEM, at=entry.at)


@reaction(on=DutyPerformed)
def when_a_round_is_done_on_the_phone_write_it_down(entry: Entry, event: DutyPerformed) -> None:
    """The round of a site that was entered as regular work is a visit of the site like any other."""
    project = Project.objects.filter(scope=entry.scope_id, duty=event.duty).select_related("scope", "dwelling").first()
    made = performances_of(event.occurrence).filter(pk=event.performance).first() if project else None
    if made is not None and not made.proof_link:
        take_in_round(project, performance=made, by=SYSTEM, at=entry.at)
