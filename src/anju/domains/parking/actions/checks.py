"""The daily look at parked cars: how each is, whether it stands on its own bay, and whom one told."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.masking import plain_plate
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import CarChecked, CheckTold
from ..kinds import ANSWERS, CHECK_RESULTS, STAFF, WAYS
from ..models import Bay, CarCheck, Stay
from ..rules import deciding as rules
from ..states import HERE
from .holding import PhotoInput, PlateInput, WordsInput, elsewhere, erase_on, held, right_of, vehicle_of

WayInput = Annotated[str, Field(_("Told by way of"), choices=WAYS, required=False)]
AnswerInput = Annotated[str, Field(pgettext_lazy("parking", "Answer"), choices=ANSWERS, required=False)]


@action(title=_("Check a parked car"), posts=STAFF, event=CarChecked, offline=True)
def check_car(
    scope: Scope,
    *,
    plate: PlateInput,
    bay: Annotated[Bay | None, Field(_("Parking bay"))] = None,
    result: Annotated[str, Field(_("Result"), choices=CHECK_RESULTS)] = "in_order",
    words: WordsInput = "",
    photo: PhotoInput = None,
    way: WayInput = "",
    answer: AnswerInput = "",
    by: Actor,
    at: datetime | None = None,
) -> CarCheck | Refusal:
    """Windows, lights, doors, damage, tyres; on somebody else's bay it is a mismatch. What is not in order has a photo, and its owner is told."""
    plate = plain_plate(plate)
    if no := elsewhere(scope, bay) or rules.plate_fits(plate):
        return no
    if result not in dict(CHECK_RESULTS) or (way and way not in dict(WAYS)) or (answer and answer not in dict(ANSWERS)):
        return Refusal("parking.bad_result", _("Not recorded: choose from the lists."))
    is_own = bay is None or _stands_right(scope, plate, bay, at)
    result = "wrong_bay" if result == "in_order" and not is_own else result
    if result != "in_order" and photo is None:
        return Refusal("parking.photo_needed", _("Not recorded: take a photo of the car with its plate and the ground."))
    stay = Stay.objects.filter(scope=scope, plate=plate, state__in=HERE).first()
    overnight = stay is not None and clock.local(scope, stay.entered_at).date() < clock.local(scope, at).date()
    one = CarCheck(scope=scope, at=at, plate=plate, stay=stay, bay=bay, result=result, is_overnight=overnight, words=words.strip(), photo=photo, checked_by_id=by.person,
                   told_at=at if way else None, told_way=way, answer=answer)  # fmt: skip
    erase_on(one, at)
    one.save()
    if stay is not None and bay is not None and stay.bay_id != bay.pk:
        stay.bay, stay.zone = bay, bay.zone
        stay.save()
    announce(CarChecked(check=one.pk, result=result, bay=bay and bay.pk, is_overnight=overnight, is_on_own=is_own, is_told=bool(way), words=words), subject=one)
    return one


def _stands_right(scope: Scope, plate: str, bay: Bay, at: datetime) -> bool:
    """Whether a car may stand on this bay: its own or its household's, or one for everybody."""
    if bay.kind not in ("owned", "rented"):
        return True
    vehicle = vehicle_of(scope, plate)
    if vehicle is None:
        return False
    right = right_of(vehicle, at)
    is_household = (bay.holder_id is not None and bay.holder_id == vehicle.holder_id) or (bay.dwelling_id is not None and bay.dwelling_id == vehicle.dwelling_id)
    return is_household or (right is not None and right.bay_id == bay.pk)


@action(title=_("Tell the car's owner"), posts=STAFF, event=CheckTold)
def tell_about_check(
    check: CarCheck, *, way: Annotated[str, Field(_("Told by way of"), choices=WAYS)], answer: AnswerInput = "", by: Actor, at: datetime | None = None
) -> CarCheck | Refusal:
    """Say what was seen on the car, and write down the answer."""
    one = held(check)
    if one.result == "in_order":
        return Refusal("parking.nothing_to_tell", _("Nothing to do: this car is in order."))
    if way not in dict(WAYS) or (answer and answer not in dict(ANSWERS)):
        return Refusal("parking.bad_way", _("Not done: choose the way and the answer from the lists."))
    one.told_at, one.told_way, one.answer = at, way, answer
    one.save()
    announce(CheckTold(check=one.pk, result=one.result, way=way, answer=answer), subject=one)
    return one
