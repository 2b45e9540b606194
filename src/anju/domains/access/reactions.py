"""What the gate does when something happened elsewhere, and what messages of doors mean."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.devices.actions import send_command
from anju.domains.devices.queries import Device, meaning
from anju.domains.notices.events import NoticeRead
from anju.domains.people.events import OwnershipEnded, ResidencyEnded, RoleEnded
from anju.domains.people.queries import Person
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.reactions import reaction
from anju.kernel.refusals import Refusal

from .actions import (
    answer_for_host,
    ask_police,
    decide_passage,
    record_going,
    record_opening,
    record_shutting,
    revoke_credential,
)
from .events import VisitRegistered
from .kinds import CAUSES
from .models import Credential, Lane, Visit
from .police import line_of
from .queries import moved_out, waiting_of_notice

SYSTEM = Actor.system("reaction")


@reaction(on=(ResidencyEnded, OwnershipEnded))
def when_somebody_moves_out_take_his_rights(entry: Entry, event: ResidencyEnded | OwnershipEnded) -> None:
    """Whoever does not live in or own a dwelling any more opens its door no longer."""
    for one in moved_out(entry.scope, event.of_person, event.dwelling):
        revoke_credential(one, reason=say("Moved out."), by=SYSTEM, at=entry.at)


@reaction(on=RoleEnded)
def when_somebody_stops_working_take_his_badge(entry: Entry, event: RoleEnded) -> None:
    """A badge ends with the work."""
    for one in Credential.objects.filter(scope=entry.scope_id, holder=event.of_person, category="staff", state="active").select_related("scope"):
        revoke_credential(one, reason=say("Does not work here any more."), by=SYSTEM, at=entry.at)


@reaction(on=NoticeRead)
def when_the_host_answers_in_the_app_write_it_down(entry: Entry, event: NoticeRead) -> None:
    """The notice at the phone asks for yes or no; either is the host's word."""
    if event.answer not in ("agreed", "not_known", "not_mine"):
        return
    visit = waiting_of_notice(entry.scope_id, entry.subject_id)
    if visit is not None:
        person = Person.objects.filter(pk=event.person).first()
        answer_for_host(visit, agrees=event.answer == "agreed", way="app", said_by=person, by=SYSTEM, at=entry.at)


@reaction(on=VisitRegistered)
def when_a_visit_is_registered_ask_the_police(entry: Entry, event: VisitRegistered) -> None:
    """Only where a line is connected, and only about who showed a document."""
    visit = Visit.objects.filter(pk=event.visit).select_related("scope").first()
    if visit is not None and visit.identity_number and line_of(entry.scope) is not None:
        ask_police(visit, by=SYSTEM, at=entry.at)


def _lane_of(device: Device) -> Lane | Refusal:
    found = Lane.objects.filter(scope=device.scope_id, device=device).select_related("scope", "place").first()
    return found or Refusal("access.no_lane", _("Not recorded: this controller belongs to no lane. Name it at the lane."))


@meaning("opened")
def said_opened(device: Device, facts: dict[str, Any]) -> Any:
    """A relay or contact says that the door or bar opened; `cause` remote, button, hand, held or power where it knows."""
    lane = _lane_of(device)
    cause = str(facts.get("cause", "device"))
    return lane if isinstance(lane, Refusal) else record_opening(lane, cause=cause if cause in dict(CAUSES) else "device", by=Actor.system("gateway"))


@meaning("tag_read")
def said_tag_read(device: Device, facts: dict[str, Any]) -> Any:
    """A reader at a lane for vehicles heard the Bluetooth tag or card of a car; the bar is told by its controller."""
    return _shown(device, facts, "tag", str(facts.get("tag", "")))


def _shown(device: Device, facts: dict[str, Any], kind: str, secret: str) -> Any:
    """What a reader read is decided at its lane, and its controller opens for whom it may."""
    lane = _lane_of(device)
    way = "out" if facts.get("direction") == "out" else "in"
    if isinstance(lane, Refusal):
        return lane
    gateway = Actor.system("gateway")
    passage = decide_passage(lane, direction=way, shown=kind, secret=secret[:64], by=gateway)
    if not isinstance(passage, Refusal) and passage.may_go:
        send_command(device, verb="open_once", minutes=1, by=gateway)
    return passage


@meaning("closed")
def said_closed(device: Device, facts: dict[str, Any]) -> Any:
    """A contact says that a door of an interlock is shut."""
    lane = _lane_of(device)
    return lane if isinstance(lane, Refusal) else record_shutting(lane, by=Actor.system("gateway"))


@meaning("card_read")
def said_card_read(device: Device, facts: dict[str, Any]) -> Any:
    """A reader at a door for people read a card or a phone; the door is told by its controller."""
    return _shown(device, facts, "nfc" if facts.get("by") == "nfc" else "card", str(facts.get("card", "")))


@meaning("passed")
def said_passed(device: Device, facts: dict[str, Any]) -> Any:
    """A loop or light barrier felt somebody go through."""
    lane = _lane_of(device)
    return lane if isinstance(lane, Refusal) else record_going(lane, by=Actor.system("gateway"))
