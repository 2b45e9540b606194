"""Somebody stands at a lane: it is decided, let through after asking, or an emergency goes before everything."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.notices import actions as notices
from anju.domains.passes import actions as passes
from anju.domains.people.queries import Person
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.masking import plain_plate
from anju.kernel.permissions import posts_of
from anju.kernel.refusals import Refusal

from ..events import EmergencyLetIn, PassageDecided, PassageReleased
from ..gathering import Marks, credential_of, is_expected, regular_by_code
from ..kinds import CHECKERS, CREDENTIALS, DIRECTIONS, EMERGENCIES, LEADERS, MATCHES, OF_PASS
from ..models import Credential, Lane, Passage, Regular, Visit
from ..rules import REGULAR_CODES
from ..rules.office import reason_told
from .ground import at_lane
from .judging import Somebody, decided_event, judge
from .staying import follow_regular, move

SHOWN = (*CREDENTIALS, ("pass", _("Pass or invitation")), ("nothing", _("Nothing")))
DirectionInput = Annotated[str, Field(_("Direction"), choices=DIRECTIONS)]


@action(title=_("Check at the gate"), posts=CHECKERS, event=PassageDecided, offline=True)
def decide_passage(
    lane: Lane,
    *,
    direction: DirectionInput,
    shown: Annotated[str, Field(_("What is shown"), choices=SHOWN)] = "nothing",
    secret: Annotated[str, Field(_("Number or code"), max_length=600)] = "",
    person: Annotated[str, Field(_("Person and document"), choices=MATCHES, required=False)] = "",
    plate: Annotated[str, Field(_("Plate on the car"), max_length=12)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Passage | Refusal:
    """Decide by what is shown whether somebody passes; a look that ends in no is kept as well. By default nobody comes in."""
    if person and person not in dict(MATCHES):
        return Refusal("access.unknown_match", _("Not decided: say whether it is the person of the document or another."))
    if shown != "nothing" and not secret.strip():
        return Refusal("access.nothing_shown", _("Nothing was shown. Scan or type the number, or choose “Nothing”."))
    who = with_pass(lane, direction, secret, by=by, at=at) if shown == "pass" else with_credential(lane, direction, shown, secret, at=at)
    if isinstance(who, Refusal):
        return who
    who.person_match, who.plate_seen = person, plate
    passage, decision = judge(who, by=by, at=at)
    if decision.is_allowed and (no := go(passage, code=secret, by=by, at=at)):
        return no
    announce(decided_event(passage), subject=passage, person=passage.holder_id)
    return passage


def with_credential(lane: Lane, direction: str, kind: str, secret: str, *, at: datetime) -> Somebody:
    """Who holds what is shown; a code that is nobody's credential may be that of a regular."""
    found = credential_of(lane.scope, kind, secret) if kind != "nothing" else None
    regular = regular_by_code(lane.scope, secret) if found is None and kind in REGULAR_CODES else None
    return with_regular(lane, direction, regular, at=at) if regular is not None else holder_of(lane, direction, kind, secret, found)


def with_regular(lane: Lane, direction: str, regular: Regular, *, at: datetime) -> Somebody:
    """A courier, rider or helper by his code."""
    return Somebody(
        lane, direction, category=regular.category, is_registered=is_expected(regular, at), regular=regular, marks=Marks(phone=regular.phone), name=regular.name,
        dwelling=regular.dwelling,
    )  # fmt: skip


def holder_of(lane: Lane, direction: str, kind: str, secret: str, found: Credential | None) -> Somebody:
    """Who shows a credential that was looked up; a stranger where it was not found."""
    plate = plain_plate(secret) if kind == "plate" else ""
    if found is None:
        return Somebody(lane, direction, marks=Marks(plate=plate))
    phone = found.holder.phone if found.holder else ""
    return Somebody(
        lane, direction, category=found.category, credential=found, marks=Marks(person=found.holder, phone=phone, plate=plate), name=found.holder_name,
        dwelling=found.dwelling,
    )  # fmt: skip


def with_pass(lane: Lane, direction: str, code: str, *, by: Actor, at: datetime) -> Somebody | Refusal:
    """Passes are looked at by their own room; whoever was invited brings the host's word with him."""
    use = passes.scan_pass(lane.scope, code=code, place=lane.place, direction=direction, by=by, at=at)
    if isinstance(use, Refusal):
        return use
    permit = use.permit
    if permit is None:
        return Somebody(lane, direction, category="visitor", verdict=use)
    visit = Visit.objects.select_related("dwelling", "host").filter(scope=lane.scope_id, permit=permit).first()
    marks = Marks(person=permit.holder, phone=permit.holder_phone, plate=permit.plate)
    return Somebody(
        lane, direction, category=visit.category if visit else OF_PASS.get(permit.kind, ""), permit=permit, verdict=use, visit=visit,
        confirmed=tuple(visit.confirmed) if visit else (), marks=marks, name=permit.holder_name, host=visit.host if visit else None, dwelling=permit.place,
    )  # fmt: skip


def go(passage: Passage, *, code: str, by: Actor, at: datetime) -> Refusal | None:
    """What follows when somebody goes: his pass is used and his visit begins or ends."""
    if passage.permit is not None and passage.facts["permit"]["outcome"] != "refused":
        used = passes.use_pass(passage.permit, place=passage.lane.place, direction=passage.direction, code=code, by=by, at=at)
        if isinstance(used, Refusal):
            return used
    if passage.visit is not None:
        move(passage.visit, passage.direction, at=at)
    follow_regular(passage, by=by, at=at)
    return None


@action(title=_("Let through after asking"), posts=CHECKERS, event=PassageReleased, allowed_from=())
def release_passage(
    passage: Passage,
    *,
    said_for: Annotated[str, Field(_("Asked, and what was said"), max_length=200)],
    allowed_by: Annotated[Person | None, Field(_("Allowed by"))] = None,
    code: Annotated[str, Field(_("Number or code"), max_length=600)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Passage | Refusal:
    """Somebody was asked and said yes: who, and why. What was refused outright only a squad leader or manager lets through."""
    passage = Passage.objects.select_for_update().get(pk=passage.pk)
    if passage.may_go:
        return Refusal("access.goes_already", _("Nothing to do: this person was let through already."))
    if no := reason_told(said_for):
        return no
    if passage.outcome == "refused" and not (by.is_system or posts_of(by, passage.scope) & set(LEADERS)):
        return Refusal("access.leader_needed", _("Not let through: what was refused only the squad leader or a manager may allow. Call one."))
    passage.is_released, passage.released_for, passage.released_by_id = True, said_for.strip(), allowed_by.pk if allowed_by else by.person
    passage.save()
    if no := go(passage, code=code, by=by, at=at):
        return no
    announce(PassageReleased(**at_lane(passage.lane), passage=passage.pk, category=passage.category, code=passage.code, said_for=said_for), subject=passage)
    return passage


@action(title=_("Let an emergency service in"), posts=CHECKERS, event=EmergencyLetIn, offline=True)
def let_emergency_in(
    lane: Lane,
    *,
    kind: Annotated[str, Field(_("Which"), choices=EMERGENCIES)],
    plate: Annotated[str, Field(_("Plate"), max_length=12)] = "",
    direction: DirectionInput = "in",
    by: Actor,
    at: datetime | None = None,
) -> Passage | Refusal:
    """Nobody asks and nobody writes first: the bar goes up, the passage is kept, and the control room is told."""
    if kind not in dict(EMERGENCIES):
        return Refusal("access.unknown_emergency", _("Not recorded: choose ambulance, fire engine, police or rescue."))
    passage, _decision = judge(Somebody(lane, direction, emergency=kind, marks=Marks(plate=plate)), by=by, at=at)
    notice = emergency_told(passage, kind, by=by, at=at)
    announce(EmergencyLetIn(**at_lane(lane), passage=passage.pk, kind=kind, notice=notice), subject=passage)
    return passage


def emergency_told(passage: Passage, kind: str, *, by: Actor, at: datetime) -> UUID | None:
    """The control room and the squad leader hear of it; the id of what they were sent."""
    title = say("%(what)s came in at %(lane)s") % {"what": dict(EMERGENCIES)[kind], "lane": passage.lane.name}
    text = say("It was let through at once. Keep the fire lane free and send somebody to guide it.")
    told = notices.send_notice(passage.scope, level=2, title=title[:40], text=text, audience={"roles": ["monitor_operator", "squad_leader"]}, by=by, at=at)
    return None if isinstance(told, Refusal) else told.pk
