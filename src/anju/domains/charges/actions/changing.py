"""What changes a charge after it was made: a further line with its reason, and above a limit a second person. And disputes."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..events import (
    AdjustmentAsked,
    AdjustmentRefused,
    ChargeAdjusted,
    ChargeDisputed,
    DisputeAnswered,
)
from ..kinds import APPROVERS, DESK, DWELLERS
from ..models import Adjustment, Charge, ChargeLine
from ..money import fen_of
from ..rules import deciding as rules
from ..rules.pricing import Line, late_charge
from ..sight import may_touch
from .holding import about_charge, add_line, held, set_standing, terms_of, today_of

ReasonInput = Annotated[str, Field(_("Reason"), max_length=200)]
NoteInput = Annotated[str, Field(_("Note"), max_length=200)]


@action(title=_("Correct the charge"), posts=DESK, event=ChargeAdjusted)
def correct_charge(
    charge: Charge,
    *,
    amount: Annotated[Decimal, Field(_("Change (yuan)"), help=_("With - it lowers what is owed."))],
    reason: ReasonInput,
    by: Actor,
    at: datetime | None = None,
) -> Charge | Refusal:
    """Book a small correction as a further line; a larger one is asked for and approved by another person."""
    charge, fen = held(charge), fen_of(amount)
    if no := rules.told(reason) or _fits(charge, "counter", fen):
        return no
    if abs(fen) > (limit := terms_of(charge.scope).alone_up_to_fen):
        return Refusal("charges.too_much_alone", _("Not done: above %(limit)s yuan a second person is needed. Ask for the change instead."), limit=f"{limit / 100:,.2f}")
    wish = _asked(charge, "counter", fen, reason, by=by, at=at)
    return _booked(wish, charge, is_alone=True, by=by, at=at)


@action(title=_("Ask for a change"), posts=DESK, event=AdjustmentAsked)
def ask_adjustment(
    charge: Charge,
    *,
    kind: Annotated[str, Field(_("Sort of change"), choices=(("counter", _("Correction")), ("waiver", _("Waiver"))))],
    amount: Annotated[Decimal, Field(_("Change (yuan)"), help=_("With - it lowers what is owed."))],
    reason: ReasonInput,
    by: Actor,
    at: datetime | None = None,
) -> Adjustment | Refusal:
    """A correction or a waiver that another person approves."""
    charge, fen = held(charge), fen_of(amount)
    if kind == "waiver" and fen:
        fen = -abs(fen)
    if no := rules.told(reason) or _fits(charge, kind, fen):
        return no
    wish = _asked(charge, kind, fen, reason, by=by, at=at)
    announce(AdjustmentAsked(**about_charge(charge), adjustment=wish.pk, sort=kind, change_fen=fen, reason=reason), subject=wish)
    return wish


@action(title=_("Ask for a late charge by contract"), posts=DESK, event=AdjustmentAsked, allowed_from=("overdue",))
def ask_late_charge(charge: Charge, *, by: Actor, at: datetime | None = None) -> Adjustment | Refusal:
    """What the contract's clause adds for late payment, where it has one; another person approves it."""
    charge = held(charge)
    lines = ChargeLine.objects.filter(scope=charge.scope_id, charge=charge)
    version = lines.filter(kind="price").order_by("position").select_related("version").last().version
    already = sum(lines.filter(kind="late").values_list("amount_fen", flat=True))
    line = late_charge(
        permille=version.late_permille, after_days=version.late_after_days, clause=version.late_clause, principal_fen=max(0, charge.owed_fen - already),
        due_on=charge.due_on, today=today_of(charge, at), already_fen=already,
    )  # fmt: skip
    if isinstance(line, Refusal):
        return line
    if Adjustment.objects.filter(scope=charge.scope_id, charge=charge, kind="late", state="asked").exists():
        return Refusal("charges.asked_before", _("Not done: a late charge waits for approval already."))
    wish = _asked(charge, "late", line.amount_fen, version.late_clause, by=by, at=at, facts=line.facts)
    announce(AdjustmentAsked(**about_charge(charge), adjustment=wish.pk, sort="late", change_fen=wish.amount_fen, reason=wish.reason), subject=wish)
    return wish


def _fits(charge: Charge, kind: str, fen: int | None) -> Refusal | None:
    return rules.may_adjust(kind=kind, amount_fen=fen or 0, charge_fen=charge.amount_fen, paid_fen=charge.paid_fen)


def _asked(charge: Charge, kind: str, fen: int, reason: str, *, by: Actor, at: datetime, facts: dict | None = None) -> Adjustment:
    return Adjustment.objects.create(scope=charge.scope, charge=charge, kind=kind, amount_fen=fen, reason=reason, facts=facts or {}, asked_by_id=by.person, asked_at=at)


def _booked(wish: Adjustment, charge: Charge, *, is_alone: bool, by: Actor, at: datetime) -> Charge:
    facts = wish.facts or {"adjustment": str(wish.pk)}
    add_line(charge, Line(wish.kind, wish.amount_fen, facts), today=today_of(charge, at))
    wish.state, wish.answered_by_id, wish.answered_at = "booked", by.person, at
    wish.save()
    announce(ChargeAdjusted(**about_charge(charge), adjustment=wish.pk, sort=wish.kind, change_fen=wish.amount_fen, is_alone=is_alone, reason=wish.reason), subject=charge)
    return charge


@action(title=_("Approve the change"), posts=APPROVERS, event=ChargeAdjusted, allowed_from=("asked",), second_to=("charges.ask_adjustment", "charges.ask_late_charge"))
def approve_adjustment(adjustment: Adjustment, *, by: Actor, at: datetime | None = None) -> Charge | Refusal:
    """Book a change that somebody else asked for."""
    charge = held(adjustment.charge)
    wish = held(adjustment)
    no = rules.waiting(wish.state) or rules.second_person(wish.asked_by_id, by.person, is_system=by.is_system)
    if no := no or _fits(charge, wish.kind, wish.amount_fen):
        return no
    return _booked(wish, charge, is_alone=False, by=by, at=at)


@action(title=_("Do not approve the change"), posts=APPROVERS, event=AdjustmentRefused, allowed_from=("asked",))
def refuse_adjustment(adjustment: Adjustment, *, note: NoteInput, by: Actor, at: datetime | None = None) -> Adjustment | Refusal:
    """Leave the charge as it is, with the reason."""
    wish = held(adjustment)
    if no := rules.waiting(wish.state) or rules.told(note):
        return no
    wish.state, wish.answered_by_id, wish.answered_at, wish.answer_note = "refused", by.person, at, note
    wish.save()
    announce(AdjustmentRefused(**about_charge(wish.charge), adjustment=wish.pk, note=note), subject=wish)
    return wish


@action(title=_("Dispute the charge"), posts=(*DESK, *DWELLERS), event=ChargeDisputed, allowed_from=("due", "overdue", "part_paid"))
def dispute_charge(charge: Charge, *, why: Annotated[str, Field(_("What is disputed"), multiline=True)], by: Actor, at: datetime | None = None) -> Charge | Refusal:
    """Say what is wrong with a charge; until it is answered nobody presses for it."""
    charge = held(charge)
    if no := rules.told(why) or not_his(charge, by):
        return no
    if charge.state not in ("due", "overdue", "part_paid"):
        return Refusal("charges.nothing_owed", _("Not done: nothing of this charge is owed, or it is disputed already."))
    charge.dispute, charge.dispute_answer = why[:400], ""
    charge.state = "disputed"
    charge.save()
    announce(ChargeDisputed(**about_charge(charge), why=why), subject=charge, person=charge.payer_id)
    return charge


def not_his(record: Any, by: Actor) -> Refusal | None:
    """Another's charge or payment does not exist for a resident."""
    return None if may_touch(record, by) else Refusal("kernel.not_found", _("This record does not exist here. Check the community you are in."))


@action(title=_("Answer the dispute"), posts=DESK, event=DisputeAnswered, allowed_from=("disputed",))
def answer_dispute(charge: Charge, *, answer: Annotated[str, Field(_("Answer to the dispute"), multiline=True)], by: Actor, at: datetime | None = None) -> Charge | Refusal:
    """Answer what was disputed; a correction is booked on its own."""
    charge = held(charge)
    if no := rules.told(answer) or (None if charge.state == "disputed" else Refusal("charges.not_disputed", _("Not done: this charge is not disputed."))):
        return no
    charge.dispute_answer = answer[:400]
    set_standing(charge, today=today_of(charge, at), is_disputed=False)
    charge.save()
    announce(DisputeAnswered(**about_charge(charge), answer=answer), subject=charge, person=charge.payer_id)
    return charge


