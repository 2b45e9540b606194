"""Visits step by step: registered with what the category needs, let in after the host's word, out again. No step can be skipped."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import Person, holding_of, residents_of
from anju.domains.places.queries import Place
from anju.domains.workforce.queries import is_guidance
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.masking import plain_identity
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import VisitLapsed, VisitorLetIn, VisitorLetOut, VisitorTurnedAway, VisitOverstayed, VisitRegistered
from ..gathering import Marks, rules_in_force
from ..kinds import CHANNELS, CHECKERS, IDENTITY_CHECKS, LEADERS, MATCHES, WALK_INS
from ..models import Lane, Visit
from ..rules import office as rules
from ..rules.sentences import sentence_of
from ..states import THERE
from .ground import elsewhere
from .judging import Somebody, judge
from .refusing import NO_DECISION, keep_refused_entry
from .staying import about, move, numbered, until_of

KEEP_DAYS = 90
LaneInput = Annotated[Lane, Field(_("Lane or door"))]
ReasonInput = Annotated[str, Field(_("Reason"), max_length=200)]


@action(title=_("Register a visit"), posts=CHECKERS, event=VisitRegistered, offline=True)
def register_visit(
    scope: Scope,
    *,
    category: Annotated[str, Field(_("Category"), choices=WALK_INS)] = "visitor",
    name: Annotated[str, Field(_("Visitor's name"), max_length=60, personal=True)],
    identity_number: Annotated[str, Field(_("Identity number"), max_length=24, personal=True)] = "",
    identity_check: Annotated[str, Field(_("Identity"), choices=IDENTITY_CHECKS)] = "document",
    dwelling: Annotated[Place | None, Field(_("Goes to"))] = None,
    host: Annotated[Person | None, Field(_("Host"))] = None,
    host_phone: Annotated[str, Field(_("Host's phone"), max_length=20, personal=True, help=_("Empty: the one in the directory."))] = "",
    phone: Annotated[str, Field(_("Phone"), max_length=20, personal=True)] = "",
    plate: Annotated[str, Field(_("Plate"), max_length=12)] = "",
    company: Annotated[str, Field(_("Company"), max_length=80)] = "",
    reason: Annotated[str, Field(_("Reason"), max_length=200)] = "",
    escort: Annotated[str, Field(_("Escorted by"), max_length=60)] = "",
    people: Annotated[int, Field(_("How many come"), minimum=1, maximum=200)] = 1,
    photo: Annotated[File | None, Field(_("Photo"), accept=("image/",))] = None,
    channel: Annotated[str, Field(pgettext_lazy("visit", "Taken down by"), choices=CHANNELS)] = "manual",
    person: Annotated[str, Field(_("Person and document"), choices=MATCHES, required=False, help=_("Empty: the same, where a document was shown."))] = "",
    person_sure: Annotated[int | None, Field(_("Person alike (%)"), minimum=0, maximum=100, help=_("As the card reader says; the eye gives none."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Visit | Refusal:
    """Write down who stands at the gate and to whom he wants: the fields of his category, the identity number checked by its last digit."""
    in_force = rules_in_force(scope)
    policy = in_force.policies.get(category)
    if host is None and dwelling is not None:
        host = _host_at(dwelling)
    host_phone = host_phone or (host.phone if host else "")
    given = _given(locals())
    identity_number = "" if identity_check == "fetched" else plain_identity(identity_number)
    if no := elsewhere(scope, dwelling) or rules.may_register(policy, given) or rules.identity_fits(identity_number) or _second_time(scope, category, phone):
        return no
    person = person if person in dict(MATCHES) else "matches" if identity_number and identity_check == "document" else ""
    outer = guiding_post(by, at)
    channel = "outer" if outer is not None and channel == "manual" else channel
    visit = Visit(
        person_match=person, person_sure=person_sure, post=outer,
        scope=scope, number=numbered(scope, at), category=category, state="waiting", name=name.strip(), identity_number=identity_number, phone=phone, plate=plate,
        company=company, reason=reason, people=people, dwelling=dwelling, host=host, host_phone=host_phone, photo=photo, identity_check=identity_check, channel=channel,
        escort=escort, rules_version=in_force.version, at=at, registered_by_id=by.person,
    )  # fmt: skip
    visit.save()
    event = VisitRegistered(**about(visit), channel=channel, identity_check=identity_check, rules_version=in_force.version, reason=reason)
    announce(event, subject=visit)
    return visit


def guiding_post(by: Actor, at: datetime) -> Any:
    """The guidance post outside for which the roster names whoever registers; None where he stands elsewhere."""
    him = Person.objects.filter(pk=by.person).first() if by.person else None
    held = holding_of(him, at) if him is not None else None
    return held.post if held is not None and is_guidance(held.post) else None


def _host_at(dwelling: Place) -> Person | None:
    """Whoever lives there and can be called, else the first who lives there."""
    living = [one.person for one in residents_of(dwelling)]
    return next((person for person in living if person.phone), living[0] if living else None)


def _given(said: dict) -> set[str]:
    """The fields that say something; a visitor whom the host fetches shows no document."""
    plain = ("name", "dwelling", "host_phone", "phone", "company", "reason", "escort")
    found = {one for one in plain if (said[one].strip() if isinstance(said[one], str) else said[one])}
    return found | {"identity"} if said["identity_number"].strip() or said["identity_check"] == "fetched" else found


def _second_time(scope: Scope, category: str, phone: str) -> Refusal | None:
    """A worker comes once without a permit."""
    if category != "once" or not Visit.objects.filter(scope=scope, category="once", phone=phone).exclude(entered_at=None).exists():
        return None
    return Refusal("access.permit_needed", _("Not registered: this worker was here once without a permit. A patrol brings him to the front desk for one."))


def held(visit: Visit) -> Visit:
    """The visit as it stands now, locked until the transaction ends."""
    return Visit.objects.select_for_update().get(pk=visit.pk)


def marks_of(visit: Visit) -> Marks:
    return Marks(phone=visit.phone, identity=visit.identity_number, plate=visit.plate)


@action(title=_("Let in"), posts=CHECKERS, event=VisitorLetIn, allowed_from=("agreed", "invited"), offline=True)
def let_visit_in(visit: Visit, *, lane: LaneInput, by: Actor, at: datetime | None = None) -> Visit | Refusal:
    """Release who was registered and agreed to, or who was invited and is known by name; the rules decide once more."""
    visit = held(visit)
    if no := elsewhere(visit.scope, lane):
        return no
    if visit.state not in ("agreed", "invited"):
        return not_agreed() if visit.state == "waiting" else rules.wrong_step()
    return enter(visit, lane, by=by, at=at)


@let_visit_in.when_refused
def _keep_refused(visit: Visit, no: Refusal, *, lane: Lane, by: Actor, at: datetime) -> None:
    """Who was not let in stays on record, with the reason."""
    if no.code not in NO_DECISION:
        keep_refused_entry(lane, visit=visit, by=by, at=at)


def not_agreed() -> Refusal:
    return Refusal("access.not_confirmed", _("Not let in: the host has not said yes. Ask again, call, or let the front desk reach the owner."))


def enter(visit: Visit, lane: Lane, *, by: Actor, at: datetime, is_registered: bool = False) -> Visit | Refusal:
    """Judge who stands there by his visit; let in, the stay begins. Announces VisitorLetIn."""
    who = Somebody(
        lane, "in", category=visit.category, visit=visit, is_registered=is_registered, confirmed=tuple(visit.confirmed), marks=marks_of(visit), name=visit.name,
        host=visit.host, dwelling=visit.dwelling, person_match=visit.person_match, person_sure=visit.person_sure, regular=visit.regular,
    )  # fmt: skip
    passage, decision = judge(who, by=by, at=at)
    if not decision.is_allowed:
        return Refusal(f"access.{decision.code}", sentence_of(decision))
    policy = rules_in_force(visit.scope).policies.get(visit.category)
    visit.until_at = until_of(visit, policy, at)
    move(visit, "in", at=at)
    seconds = int((at - visit.at).total_seconds())
    announce(VisitorLetIn(**about(visit), passage=passage.pk, lane=lane.pk, seconds=seconds, until_at=visit.until_at), subject=visit)
    return visit


@action(title=_("Record the exit"), posts=CHECKERS, event=VisitorLetOut, allowed_from=THERE)
def let_visit_out(visit: Visit, *, lane: LaneInput, by: Actor, at: datetime | None = None) -> Visit | Refusal:
    """Write down that somebody left; nobody is held."""
    visit = held(visit)
    if no := elsewhere(visit.scope, lane):
        return no
    if visit.state not in THERE:
        return rules.wrong_step()
    was_overstay = visit.state == "overstay"
    judge(Somebody(lane, "out", category=visit.category, visit=visit, marks=marks_of(visit), name=visit.name, host=visit.host, dwelling=visit.dwelling), by=by, at=at)
    visit.personal_erase_on = clock.local(visit.scope, at).date() + timedelta(days=KEEP_DAYS)
    move(visit, "out", at=at)
    minutes = int((at - visit.entered_at).total_seconds() // 60)
    announce(VisitorLetOut(**about(visit), lane=lane.pk, minutes=minutes, was_overstay=was_overstay), subject=visit)
    return visit


@action(title=_("Do not let in"), posts=CHECKERS, event=VisitorTurnedAway, allowed_from=("waiting", "agreed", "denied"))
def turn_visit_away(visit: Visit, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Visit | Refusal:
    """Say politely no, and write down why."""
    visit = held(visit)
    if visit.state not in ("waiting", "agreed", "denied"):
        return rules.wrong_step()
    if no := rules.reason_told(reason):
        return no
    end(visit, "turned_away", at=at, note=reason)
    announce(VisitorTurnedAway(**about(visit), reason=reason), subject=visit)
    return visit


def end(visit: Visit, state: str, *, at: datetime, note: str = "") -> None:
    """The visit is over without anybody inside. Saves."""
    visit.state, visit.end_note = state, note.strip()[:200]
    visit.personal_erase_on = clock.local(visit.scope, at).date() + timedelta(days=KEEP_DAYS)
    visit.save()


@action(title=_("Note that the stay is over"), posts=LEADERS, event=VisitOverstayed)
def note_overstay(visit: Visit, *, by: Actor, at: datetime | None = None) -> Visit | Refusal:
    """The time of the visit is over and nobody went out; the clock does this by itself."""
    visit = held(visit)
    if visit.state != "inside" or visit.until_at is None or visit.until_at > at:
        return rules.wrong_step()
    visit.state = "overstay"
    visit.save()
    announce(VisitOverstayed(**about(visit), until_at=visit.until_at), subject=visit)
    return visit


@action(title=_("Close what nobody came for"), posts=LEADERS, event=VisitLapsed)
def lapse_visit(visit: Visit, *, by: Actor, at: datetime | None = None) -> Visit | Refusal:
    """Nobody came in the time of the invitation, or who was registered went away, agreed to or not answered; the clock does this by itself."""
    visit = held(visit)
    over_at = visit.until_at or visit.at + timedelta(hours=12)
    if visit.state not in ("invited", "agreed", "waiting", "denied") or over_at > at:
        return rules.wrong_step()
    before = visit.state
    end(visit, "lapsed", at=at, note=say("The host did not answer.") if before == "waiting" else "")
    announce(VisitLapsed(**about(visit), state_before=before), subject=visit)
    return visit
