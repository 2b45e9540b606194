"""Violations: recorded with a photo, told to the owner, settled by persuasion or reported upward. There is no fine."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.cases import actions as cases
from anju.domains.notices import actions as notices
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.masking import plain_plate
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import OwnerTold, RemovalAsked, ViolationRecorded, ViolationSettled
from ..kinds import ANSWERS, LEADERS, OUTCOMES, REMOVALS, STAFF, VIOLATIONS, WAYS
from ..models import Bay, Violation, Zone
from ..rules import deciding as rules
from .holding import PhotoInput, PlateInput, WordsInput, about_violation, elsewhere, erase_on, held, number, vehicle_of

FINDERS = (*dict.fromkeys((*STAFF, "engineer", "cleaner", "gardener")),)
WINDOW = timedelta(days=90)
NOTICE_HOURS = 24
AnswerInput = Annotated[str, Field(pgettext_lazy("parking", "Answer"), choices=ANSWERS, required=False)]


@action(title=_("Record a parking violation"), posts=FINDERS, event=ViolationRecorded, offline=True)
def record_violation(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=VIOLATIONS, required=False, help=_("Empty: what the zone or bay says."))] = "",
    plate: PlateInput = "",
    zone: Annotated[Zone | None, Field(_("Parking zone"))] = None,
    bay: Annotated[Bay | None, Field(_("Parking bay"))] = None,
    place: Annotated[Place | None, Field(_("Place"))] = None,
    words: WordsInput = "",
    photo: PhotoInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Violation | Refusal:
    """A car that stands or drives against the rules: photo, plate, where. On a forbidden zone or a foreign bay the kind follows by itself."""
    plate = plain_plate(plate)
    if no := elsewhere(scope, zone, bay, place):
        return no
    zone = zone or (bay.zone if bay else None)
    kind = kind or (_kind_of(scope, plate, zone, bay) if zone else "")
    no = (rules.plate_fits(plate) if plate else None) or rules.may_record(kind=kind, plate=plate, has_photo=photo is not None, is_measured=False)
    if no:
        return no
    one = _made(scope, kind=kind, plate=plate, zone=zone, bay=bay, place=place or (zone.place if zone else None), words=words, photo=photo, by=by, at=at)
    announce(_recorded(one), subject=one)
    return one


def _kind_of(scope: Scope, plate: str, zone: Zone, bay: Bay | None) -> str:
    vehicle = vehicle_of(scope, plate) if plate else None
    is_own = bay is not None and vehicle is not None and (bay.holder_id == vehicle.holder_id or (bay.dwelling_id is not None and bay.dwelling_id == vehicle.dwelling_id))
    return rules.kind_for(zone_use=zone.use, bay_kind=bay.kind if bay else "", is_own_bay=is_own)


def _made(scope: Scope, *, kind: str, plate: str, by: Actor, at: datetime, **facts) -> Violation:
    earlier = Violation.objects.filter(scope=scope, plate=plate, at__gt=at - WINDOW).count() if plate else 0
    facts["words"] = facts.get("words", "").strip()
    one = Violation(scope=scope, number=number(scope, "PV", at), kind=kind, plate=plate, vehicle=vehicle_of(scope, plate) if plate else None, repeat=earlier + 1, at=at, seen_by_id=by.person, **facts)
    erase_on(one, at)
    one.save()
    return one


def _recorded(one: Violation) -> ViolationRecorded:
    return ViolationRecorded(**about_violation(one), speed_kmh=one.speed_kmh, limit_kmh=one.limit_kmh, has_photo=one.photo_id is not None, words=one.words)


@action(title=_("Record a speed"), posts=(*STAFF,), event=ViolationRecorded, offline=True)
def record_speed(
    scope: Scope,
    *,
    zone: Annotated[Zone, Field(_("Where it was measured"))],
    plate: PlateInput,
    speed_kmh: Annotated[int, Field(_("Speed (km/h)"), minimum=1, maximum=250)],
    photo: PhotoInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Violation | Refusal:
    """A measured speed above the limit of its zone: roads and garage have limits of their own."""
    plate = plain_plate(plate)
    if no := elsewhere(scope, zone) or rules.plate_fits(plate) or rules.is_too_fast(speed_kmh=speed_kmh, limit_kmh=zone.speed_kmh):
        return no
    one = _made(scope, kind="speeding", plate=plate, zone=zone, place=zone.place, photo=photo, speed_kmh=speed_kmh, limit_kmh=zone.speed_kmh, by=by, at=at)
    announce(_recorded(one), subject=one)
    return one


@action(title=_("Tell the owner"), posts=STAFF, event=OwnerTold, allowed_from=("open", "told"), offline=True)
def tell_owner(
    violation: Violation, *, way: Annotated[str, Field(_("Told by way of"), choices=WAYS)], answer: AnswerInput = "", by: Actor, at: datetime | None = None
) -> Violation | Refusal:
    """Tell whom the car belongs to, kindly and at once: in the app, by telephone, or by a note on the windscreen."""
    one = held(violation)
    if one.state == "settled":
        return Refusal("parking.settled_already", _("Not done: this violation is settled already."))
    if way not in dict(WAYS) or (answer and answer not in dict(ANSWERS)):
        return Refusal("parking.bad_way", _("Not done: choose the way and the answer from the lists."))
    if way == "app" and (one.vehicle is None or one.vehicle.holder_id is None):
        return Refusal("parking.holder_unknown", _("Not told: whose car this is is not known here. Leave a note, or ask the traffic police to call (114 or 122)."))
    if way == "app":
        sent = notices.send_notice(
            one.scope, level=4, title=say("Please move your car"), text=say("It was seen: %(what)s. Please move it; the front desk helps if you cannot.") % {"what": one.get_kind_display()},
            audience={"persons": [str(one.vehicle.holder_id)]}, by=by, at=at,
        )  # fmt: skip
        if isinstance(sent, Refusal):
            return sent
        one.notice = sent
    one.state, one.told_at, one.told_way = "told", one.told_at or at, way
    if answer:
        one.answer, one.answered_at = answer, at
    one.save()
    announce(OwnerTold(**about_violation(one), way=way, minutes=_minutes(one, one.told_at), answer=answer, notice=one.notice_id), subject=one)
    return one


def _minutes(one: Violation, until: datetime) -> int:
    return max(0, int((until - one.at).total_seconds() // 60))


@action(title=_("Settle the violation"), posts=STAFF, event=ViolationSettled, allowed_from=("open", "told"))
def settle_violation(
    violation: Violation, *, outcome: Annotated[str, Field(pgettext_lazy("parking", "Outcome"), choices=OUTCOMES)], words: WordsInput = "", by: Actor, at: datetime | None = None
) -> Violation | Refusal:
    """The driver was persuaded and moved the car, or it is reported upward as a case; the third time within 90 days it always is."""
    one = held(violation)
    if one.repeat >= rules.REPEATS and outcome == "persuaded":
        outcome = "reported" if one.told_at is not None else outcome
    if no := rules.may_settle(state=one.state, outcome=outcome, was_told=one.told_at is not None, has_car=bool(one.plate)):
        return no
    one.state, one.outcome, one.settled_at = "settled", outcome, at
    if outcome == "reported":
        case = _case(one, say("%(what)s, %(count)s times in 90 days") % {"what": one.get_kind_display(), "count": one.repeat}, by=by, at=at)
        if isinstance(case, Refusal):
            return case
        one.case = case
    erase_on(one, at)
    one.save()
    announce(ViolationSettled(**about_violation(one), outcome=outcome, minutes=_minutes(one, at), case=one.case_id, words=words), subject=one)
    return one


def _case(one: Violation, title: str, *, by: Actor, at: datetime):
    category = "blocked_fire_lane" if one.kind == "fire_lane" else "clutter" if one.kind == "stored_goods" else "illegal_parking"
    severity = 2 if one.kind == "fire_lane" else 3
    return cases.open_case(
        one.scope, kind="hazard", title=title[:120], category=category, severity=severity, place=one.place, source="parking", basis_label=one.number,
        basis_link=f"/parking_violations/{one.pk}/", photos=None, by=by, at=at,
    )  # fmt: skip


@action(title=_("Ask for removal"), posts=LEADERS, event=RemovalAsked, allowed_from=("told",))
def ask_removal(
    violation: Violation, *, removal: Annotated[str, Field(_("What is asked"), choices=REMOVALS)], words: WordsInput = "", by: Actor, at: datetime | None = None
) -> Violation | Refusal:
    """A bay lock is taken down a day after the notice; a car is towed by the traffic police alone, who are asked here. Nobody here holds a car."""
    one = held(violation)
    hours = NOTICE_HOURS if removal == "lock" else 0
    if removal not in dict(REMOVALS) or one.case_id is not None:
        return Refusal("parking.asked_already", _("Not asked: choose from the list; it was perhaps asked already."))
    if no := rules.may_remove(removal=removal, kind=one.kind, told_at=one.told_at, at=at, has_photo=one.photo_id is not None, notice_hours=hours):
        return no
    case = _case(one, str(dict(REMOVALS)[removal]), by=by, at=at)
    if isinstance(case, Refusal):
        return case
    one.case = case
    one.save()
    announce(RemovalAsked(**about_violation(one), removal=removal, case=case.pk, words=words), subject=one)
    return one
