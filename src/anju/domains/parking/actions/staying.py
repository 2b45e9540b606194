"""A stay opens when a bar let a car in and closes when it let it out; a missing half is put right by hand. Nothing here waits for money."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.access.queries import Passage
from anju.domains.notices import actions as notices
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.masking import plain_plate
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import billing
from ..events import StayClosed, StayDropped, StayMended, StayOpened, StayRanOver
from ..kinds import DESK, LEADERS
from ..models import Bay, Coupon, Stay
from ..rules import deciding as rules
from ..rules import fraction_minutes
from ..states import HALF, HERE
from .ground import turn
from .holding import ReasonInput, about_stay, elsewhere, erase_on, held, pass_of, vehicle_of

MENDERS = (*dict.fromkeys((*DESK, *LEADERS)),)
PassageInput = Annotated[Passage, Field(_("Passage"))]


def _plate_of(passage: Passage) -> str:
    permit, visit = passage.permit, passage.visit
    return plain_plate(passage.plate or (permit.plate if permit else "") or (visit.plate if visit else ""))


def _moment(passage: Passage) -> datetime:
    return passage.passed_at or passage.opened_at or passage.at


@action(title=_("Open a stay"), posts=(), event=StayOpened)
def open_stay(scope: Scope, *, passage: PassageInput, by: Actor, at: datetime | None = None) -> Stay | Refusal:
    """The bar let a car in. An earlier stay of this plate without an exit is shown as half; an exit that came first is joined."""
    plate, entered_at = _plate_of(passage), _moment(passage)
    if no := elsewhere(scope, passage):
        return no
    if not plate or Stay.objects.filter(scope=scope, entry=passage).exists():
        return Refusal("parking.no_plate", _("Not recorded: this passage has no plate, or is recorded already."))
    stay = _exit_before(scope, plate, entered_at)
    if stay is None:
        _leave_half(scope, plate, entered_at)
        stay = Stay(scope=scope, plate=plate)
    _begin(stay, passage, entered_at)
    stay.save()
    _take_coupons(stay)
    if stay.left_at is not None:
        _end(stay, stay.left_at, by=by, at=at)
    stay.save()
    announce(StayOpened(**about_stay(stay), passage=passage.pk, entered_at=entered_at), subject=stay)
    return stay


def _exit_before(scope: Scope, plate: str, entered_at: datetime) -> Stay | None:
    """A stay whose exit was told before its entry, as a gate does that was cut off."""
    rows = Stay.objects.select_for_update().filter(scope=scope, plate=plate, state="no_entry", left_at__gte=entered_at)
    return rows.order_by("left_at").first()


def _leave_half(scope: Scope, plate: str, at: datetime) -> None:
    for one in Stay.objects.select_for_update().filter(scope=scope, plate=plate, state__in=HERE, entered_at__lt=at):
        _free(one, at)
        one.state = "no_exit"
        one.save()


def _begin(stay: Stay, passage: Passage, entered_at: datetime) -> None:
    stay.entry, stay.entered_at, stay.at, stay.state = passage, entered_at, entered_at, "inside"
    stay.vehicle = vehicle_of(stay.scope, stay.plate)
    permit = passage.permit or pass_of(stay.scope, stay.plate, entered_at)
    stay.dwelling = (stay.vehicle.dwelling if stay.vehicle else None) or passage.dwelling or (permit.place if permit else None)
    stay.permit = permit
    stay.purpose = (permit.purpose if permit else "")[:120]
    right = billing.right_of(stay.vehicle, entered_at)
    if right is not None and right.bay is not None:
        stay.bay, stay.zone = right.bay, right.bay.zone


def _take_coupons(stay: Stay) -> None:
    """Coupons of this plate that no stay used yet count for this one. Saves the coupons alone."""
    for one in Coupon.objects.select_for_update().filter(scope=stay.scope_id, plate=stay.plate, stay=None, ends_at__gt=stay.entered_at):
        one.stay = stay
        one.save()
        stay.coupon_minutes += one.minutes


@action(title=_("Close a stay"), posts=(), event=StayClosed)
def close_stay(scope: Scope, *, passage: PassageInput, by: Actor, at: datetime | None = None) -> Stay | Refusal:
    """The bar let a car out: what the stay comes to becomes a charge. It is out already, paid or not; nobody is asked."""
    plate, left_at = _plate_of(passage), _moment(passage)
    if no := elsewhere(scope, passage):
        return no
    if not plate or Stay.objects.filter(scope=scope, exit=passage).exists():
        return Refusal("parking.no_plate", _("Not recorded: this passage has no plate, or is recorded already."))
    rows = Stay.objects.select_for_update().filter(scope=scope, plate=plate, state__in=(*HERE, "no_exit"), entered_at__lte=left_at)
    stay = rows.order_by("-entered_at").first()
    if stay is None:
        stay = Stay(scope=scope, plate=plate, state="no_entry", exit=passage, left_at=left_at, at=left_at, vehicle=vehicle_of(scope, plate))
        erase_on(stay, left_at)
        stay.save()
        announce(StayClosed(**about_stay(stay), passage=passage.pk, left_at=left_at, minutes=0), subject=stay)
        return stay
    stay.exit = passage
    _end(stay, left_at, by=by, at=at)
    stay.save()
    announce(_closed(stay), subject=stay, person=stay.vehicle.holder_id if stay.vehicle else None)
    return stay


def _end(stay: Stay, left_at: datetime, *, by: Actor, at: datetime) -> None:
    """The car is out: the bay is free, the further charge is made. Saves only the bay."""
    stay.state, stay.left_at = "left", left_at
    stay.charge = billing.bill(stay, left_at, by=by, at=at)
    if stay.charge is not None:
        billing.pay_by_itself(stay, stay.charge)
    _free(stay, left_at)
    erase_on(stay, left_at)


def _free(stay: Stay, at: datetime) -> None:
    if stay.bay_id is not None and (bay := Bay.objects.select_for_update().get(pk=stay.bay_id)).state == "taken":
        turn(bay, False, at)


def _closed(stay: Stay) -> StayClosed:
    return StayClosed(
        **about_stay(stay), passage=stay.exit_id, left_at=stay.left_at, minutes=fraction_minutes(stay.left_at - stay.entered_at),
        amount_fen=stay.charge.amount_fen if stay.charge else 0, free_by=stay.free_by, charge=stay.charge_id,
    )  # fmt: skip


@action(title=_("Put the entry right"), posts=MENDERS, event=StayMended, allowed_from=("no_entry",))
def mend_entry(
    stay: Stay, *, entered_at: Annotated[datetime, Field(_("Entered at time"))], reason: ReasonInput, by: Actor, at: datetime | None = None
) -> Stay | Refusal:
    """The entry was not recorded: when the car came in, and how that is known. The stay is then charged like any other."""
    stay = held(stay)
    if no := rules.may_mend(state=stay.state, wanted="no_entry", entered_at=entered_at, left_at=stay.left_at, at=at, reason=reason):
        return no
    stay.entered_at = entered_at
    return _mended(stay, "entry", reason, by=by, at=at)


@action(title=_("Put the exit right"), posts=MENDERS, event=StayMended, allowed_from=("inside", "overstay", "no_exit"))
def mend_exit(
    stay: Stay, *, left_at: Annotated[datetime, Field(_("Left at time"))], reason: ReasonInput, by: Actor, at: datetime | None = None
) -> Stay | Refusal:
    """The exit was not recorded: when the car left, and how that is known."""
    stay = held(stay)
    wanted = stay.state if stay.state in (*HERE, "no_exit") else "no_exit"
    if no := rules.may_mend(state=stay.state, wanted=wanted, entered_at=stay.entered_at, left_at=left_at, at=at, reason=reason):
        return no
    stay.left_at = left_at
    return _mended(stay, "exit", reason, by=by, at=at)


def _mended(stay: Stay, half: str, reason: str, *, by: Actor, at: datetime) -> Stay:
    stay.mended_by_id, stay.mend_reason = by.person, reason.strip()
    _end(stay, stay.left_at, by=by, at=at)
    stay.save()
    announce(
        StayMended(**about_stay(stay), half=half, entered_at=stay.entered_at, left_at=stay.left_at, amount_fen=stay.charge.amount_fen if stay.charge else 0,
                   charge=stay.charge_id, reason=reason),
        subject=stay,
    )  # fmt: skip
    return stay


@action(title=_("Take the half stay out"), posts=MENDERS, event=StayDropped, confirm=True, allowed_from=HALF)
def drop_stay(stay: Stay, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Stay | Refusal:
    """The other half cannot be known, such as a misread plate: nothing is charged."""
    stay = held(stay)
    if stay.state not in HALF:
        return Refusal("parking.nothing_missing", _("Not done: this half of the stay is not missing."))
    if no := rules.told(reason):
        return no
    stay.state, stay.mended_by_id, stay.mend_reason = "dropped", by.person, reason.strip()
    erase_on(stay, at)
    stay.save()
    announce(StayDropped(**about_stay(stay), reason=reason), subject=stay)
    return stay


@action(title=_("Note a stay that is too long"), posts=LEADERS, event=StayRanOver, allowed_from=("inside",))
def note_ran_over(stay: Stay, *, by: Actor, at: datetime | None = None) -> Stay | Refusal:
    """A visiting car is here longer than agreed: the squad leader is told and asks kindly. The clock does this by itself."""
    stay = held(stay)
    if stay.state != "inside" or stay.until_at is None or stay.until_at > at:
        return Refusal("parking.not_over", _("Not done: this car is not here longer than agreed."))
    stay.state = "overstay"
    stay.save()
    where = str(stay.bay or stay.zone or stay.dwelling or "")
    sent = notices.send_notice(stay.scope, level=4, title=say("A visiting car stays too long"), text=say("It stands at %(where)s. Ask its host and driver; the way out stays open.") % {"where": where or "--"},
                               audience={"roles": ["squad_leader"]}, by=by, at=at)  # fmt: skip
    announce(StayRanOver(**about_stay(stay), until_at=stay.until_at, notice=None if isinstance(sent, Refusal) else sent.pk), subject=stay)
    return stay
