"""Things without a slip: what comes in, what must not, service vehicles on their way in and out."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.cases import actions as cases
from anju.domains.passes import actions as passes
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import GoodsArrived, GoodsChecked
from ..kinds import CHECKERS, DIRECTIONS, Class
from ..models import GoodsCheck
from ..telling import class_of, classes_of
from .pausing import put_off_release
from .releasing import GateInput, PhotoInput, elsewhere_in

BARRED_SEVERITY = {"suspicious": 1, "flammable": 2}


@action(title=_("Check goods"), posts=CHECKERS, event=GoodsChecked, offline=True)
def check_goods(
    scope: Scope,
    *,
    gate: GateInput,
    direction: Annotated[str, Field(_("Direction"), choices=DIRECTIONS)] = "in",
    goods_class: Annotated[str, Field(_("Class of goods"), max_length=24)],
    things: Annotated[str, Field(_("Things"), max_length=400)],
    dwelling: Annotated[Place | None, Field(_("Comes from or goes to"))] = None,
    permit_number: Annotated[str, Field(_("Number of the pass"), max_length=600)] = "",
    answers: Annotated[dict | None, Field(_("What is looked at"), required=False, help=_("Yes or no to each question, by its number from 0."))] = None,
    owner_word: Annotated[str, Field(_("The owner's word"), max_length=200)] = "",
    escort: Annotated[str, Field(_("Escorted by"), max_length=60)] = "",
    route: Annotated[str, Field(_("Way it goes"), max_length=120)] = "",
    plate: Annotated[str, Field(_("Plate"), max_length=12)] = "",
    carrier_name: Annotated[str, Field(_("Carried by"), max_length=60, personal=True)] = "",
    photo: PhotoInput = None,
    note: Annotated[str, Field(_("Difference and note"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> GoodsCheck | Refusal:
    """Look at things as their class asks; what never passes is turned back, kept on record and reported."""
    asked = class_of(scope, goods_class)
    barred = rules.barred_in(things, classes_of(scope), direction) or (asked if asked and asked.barred in (direction, "both") else None)
    given = {name for name, value in {"permit": permit_number, "owner": owner_word, "escort": escort, "route": route, "plate": plate, "photo": photo}.items() if value}
    said = _answers(answers)
    if no := elsewhere_in(scope, gate, dwelling) or (None if barred else rules.may_check(asked, given=given, answers=said)):
        return no
    if not things.strip():
        return Refusal("goods.things_needed", _("Not recorded: write what it is."))
    permit, outcome, code = _verdict(scope, barred, asked, permit_number, said, gate=gate, direction=direction, by=by, at=at)
    if isinstance(permit, Refusal):
        return permit
    counts = barred or asked
    check = GoodsCheck(
        scope=scope, at=at, gate=gate, direction=direction, permit=permit, dwelling=dwelling, goods_class=counts.code, class_version=counts.version,
        things=things.strip(), answers=said, outcome=outcome, code=code, note=note or owner_word, carrier_name=carrier_name, plate=plate, escort=escort, route=route, photo=photo,
        guard_id=by.person,
    )  # fmt: skip
    check.case = _case(scope, gate, barred, things, by=by, at=at) if barred else None
    check.save()
    event = GoodsChecked(
        check=check.pk, gate=gate.pk, direction=direction, goods_class=counts.code, class_version=counts.version, outcome=outcome, code=code, case=check.case_id
    )
    announce(event, subject=check)
    return check


def _answers(answers: Any) -> dict[str, bool]:
    """Yes and no by the number of the question; anything else is no answer."""
    if not isinstance(answers, dict):
        return {}
    words = {"yes": True, "no": False, True: True, False: False}
    return {str(number): words[answer] for number, answer in answers.items() if isinstance(answer, bool | str) and answer in words and len(str(number)) < 3}


def _verdict(scope: Scope, barred: Class | None, asked: Class | None, number: str, said: dict[str, bool], *, gate: Place, direction: str, by: Actor, at: datetime) -> tuple[Any, str, str]:
    """The pass that was named, the verdict and why."""
    if barred is not None:
        return None, "barred", "barred"
    permit = None
    if number.strip():
        look = passes.scan_pass(scope, code=number, place=gate, direction=direction, by=by, at=at)
        if isinstance(look, Refusal) or (look.outcome != "allowed" and "permit" in asked.needs and look.code != "inside_already"):
            return (look, "", "") if isinstance(look, Refusal) else (look.permit, "refused", f"pass_{look.code}")
        permit = look.permit
    return (permit, "differs", "question_failed") if not all(said.values()) else (permit, "released", "fits")


def _case(scope: Scope, gate: Place, barred: Class, things: str, *, by: Actor, at: datetime) -> Any:
    """A barred thing at the gate is an incident: who is in charge hears of it and answers. A suspicious one is put off, and its plan starts."""
    if barred.code == "suspicious":
        pause = put_off_release(scope, gate=gate, reason="suspicious", things=things, by=by, at=at)
        return None if isinstance(pause, Refusal) else pause.case
    title = say("%(what)s at %(gate)s") % {"what": barred.label, "gate": gate}
    opened = cases.open_case(
        scope, kind="incident", category="other", title=title[:120], severity=BARRED_SEVERITY.get(barred.code, 3), place=gate, owner_role="security_manager", source="goods", by=by, at=at
    )
    return None if isinstance(opened, Refusal) else opened


@action(title=_("Note that it stands in its place"), posts=CHECKERS, event=GoodsArrived, offline=True)
def note_arrival(check: GoodsCheck, *, by: Actor, at: datetime | None = None) -> GoodsCheck | Refusal:
    """Whoever went along says that the things stand where they belong; the escort is over."""
    check = GoodsCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    if check.direction != "in" or check.outcome != "released" or not check.escort or check.arrived_at is not None:
        return Refusal("goods.no_escort", _("Nothing to do: nobody escorts this, or it stands in its place already."))
    check.arrived_at = at
    check.save()
    announce(GoodsArrived(check=check.pk, minutes=int((at - check.at).total_seconds() // 60)), subject=check)
    return check


