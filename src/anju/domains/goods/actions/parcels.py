"""Parcels that the gatehouse keeps: received on a slot, moved, fetched with a code, sent back; and what is wrong with one."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person, residents_of
from anju.domains.places.queries import Place
from anju.kernel import clock, ids, keys
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.permissions import posts_of
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import ParcelClaimed, ParcelHandedOut, ParcelMoved, ParcelReceived, ParcelSentBack, ParcelSettled
from ..kinds import CHECKERS, CLAIMS, DWELLERS, FINDINGS, LEADERS
from ..models import Parcel
from ..telling import lives_or_owns, tell
from .looking import elsewhere_in
from .releasing import GateInput, PhotoInput
from .slips import HOMES

KEEP_DAYS = 90
SlotInput = Annotated[str, Field(_("Slot"), max_length=12)]
WordsInput = Annotated[str, Field(_("What was said"), max_length=400)]


@action(title=_("Receive a parcel"), posts=CHECKERS, event=ParcelReceived, offline=True)
def receive_parcel(
    scope: Scope,
    *,
    gate: GateInput,
    dwelling: Annotated[Place, Field(_("Dwelling"))],
    slot: SlotInput,
    company: Annotated[str, Field(_("Courier company"), max_length=40)] = "",
    name: Annotated[str, Field(_("Parcel for"), max_length=60, personal=True)] = "",
    phone: Annotated[str, Field(_("Phone"), max_length=20, personal=True)] = "",
    photo: PhotoInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Parcel | Refusal:
    """Put it on a numbered slot; whoever lives there is told at once and finds the code on his page."""
    is_taken = Parcel.objects.filter(scope=scope, gate=gate, slot=slot.strip(), state="kept").exists()
    if no := elsewhere_in(scope, gate, dwelling) or rules.may_receive(slot=slot, is_taken=is_taken, is_home=dwelling.kind in HOMES):
        return no
    year = clock.local(scope, at).year
    one = Parcel(
        scope=scope, number=f"B{year}-{ids.running_number(scope, 'parcel', year):04d}", state="kept", gate=gate, slot=slot.strip(), company=company, name=name, phone=phone,
        dwelling=dwelling, photo=photo, at=at, received_by_id=by.person,
    )  # fmt: skip
    persons = [str(each.person_id) for each in residents_of(dwelling)]
    text = say("It is kept for you. Open “My parcels” for the code with which it is fetched.")
    one.notice = tell(scope, title=say("A parcel is at %(gate)s") % {"gate": gate}, text=text, level=4, persons=persons, by=by, at=at)
    one.save()
    announce(ParcelReceived(**about(one), notice=one.notice_id, slot=one.slot), subject=one)
    return one


def about(one: Parcel) -> dict:
    return {"parcel": one.pk, "gate": one.gate_id}


def code_of(one: Parcel) -> str:
    """The six digits with which it is fetched; made from the parcel's id, kept nowhere."""
    return f"{int.from_bytes(keys.derived('parcel code', one.pk.bytes)[:4]) % 1_000_000:06d}"


def _held(one: Parcel) -> Parcel:
    return Parcel.objects.select_for_update(of=("self",)).select_related("scope", "dwelling").get(pk=one.pk)


@action(title=_("Put on another slot"), posts=CHECKERS, event=ParcelMoved, allowed_from=("kept",))
def move_parcel(parcel: Parcel, *, slot: SlotInput, by: Actor, at: datetime | None = None) -> Parcel | Refusal:
    """It lies somewhere else from now on; the ledger keeps both slots and who moved it."""
    one = _held(parcel)
    is_taken = Parcel.objects.filter(scope=one.scope_id, gate=one.gate_id, slot=slot.strip(), state="kept").exists()
    if no := _not_kept(one) or rules.may_receive(slot=slot, is_taken=is_taken, is_home=True):
        return no
    one.slot = slot.strip()
    one.save()
    announce(ParcelMoved(**about(one), slot=one.slot), subject=one)
    return one


def _not_kept(one: Parcel) -> Refusal | None:
    return None if one.state == "kept" else Refusal("goods.not_kept", _("Not handed out: this parcel is not at the gatehouse any more."))


@action(title=_("Hand out the parcel"), posts=CHECKERS, event=ParcelHandedOut, allowed_from=("kept",))
def hand_out_parcel(
    parcel: Parcel,
    *,
    code: Annotated[str, Field(_("Pickup code"), max_length=12)],
    fetched_by: Annotated[str, Field(_("Fetched by"), max_length=60, personal=True)] = "",
    signature: Annotated[File | None, Field(_("Signature"), accept=("image/",))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Parcel | Refusal:
    """Whoever brings the code gets it, and signs."""
    one = _held(parcel)
    if no := rules.may_hand_out(one.state, code=code, wanted=code_of(one), has_signature=signature is not None, name=fetched_by):
        return no
    one.state, one.fetched_at, one.fetched_by, one.signature, one.handed_out_by_id = "fetched", at, fetched_by.strip(), signature, by.person
    _over(one, at)
    minutes = int((at - one.at).total_seconds() // 60)
    announce(ParcelHandedOut(**about(one), minutes=minutes, proof="signature" if signature else "name"), subject=one)
    return one


def _over(one: Parcel, at: datetime) -> None:
    one.personal_erase_on = clock.local(one.scope, at).date() + timedelta(days=KEEP_DAYS)
    one.save()


@action(title=_("Give back to the courier"), posts=CHECKERS, event=ParcelSentBack, confirm=True, allowed_from=("kept",))
def send_back_parcel(parcel: Parcel, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Parcel | Refusal:
    """Nobody fetched it, or it was not meant for here: its courier takes it back."""
    one = _held(parcel)
    if no := _not_kept(one) or (None if reason.strip() else Refusal("goods.reason_needed", _("Not done: give the reason."))):
        return no
    one.state, one.handed_out_by_id = "sent_back", by.person
    _over(one, at)
    announce(ParcelSentBack(**about(one), reason=reason), subject=one)
    return one


@action(title=_("Report what is wrong"), posts=(*CHECKERS, *DWELLERS), event=ParcelClaimed, allowed_from=("kept", "fetched", "sent_back"))
def claim_parcel(
    parcel: Parcel, *, claim: Annotated[str, Field(_("What is wrong with the parcel"), choices=CLAIMS)], words: WordsInput, by: Actor, at: datetime | None = None
) -> Parcel | Refusal:
    """It is missing or damaged: from here on it is traced who had it when."""
    one = _held(parcel)
    him = Person.objects.filter(pk=by.person).first() if by.person else None
    if not by.is_system and not posts_of(by, one.scope) & set(CHECKERS) and not lives_or_owns(him, one.dwelling):
        return Refusal("goods.not_your_parcel", _("Not recorded: this parcel is for another dwelling."))
    if claim not in dict(CLAIMS) or (no := rules.may_claim(one.state, words=words)):
        return Refusal("goods.words_needed", _("Not recorded: write what is wrong.")) if claim not in dict(CLAIMS) else no
    before, one.state = one.state, "claimed"
    one.claim, one.claim_words, one.claimed_at = claim, words.strip(), at
    one.save()
    announce(ParcelClaimed(**about(one), claim=claim, at_hand=before, words=words), subject=one)
    return one


@action(title=_("Clear up"), posts=LEADERS, event=ParcelSettled, allowed_from=("claimed",))
def settle_parcel(
    parcel: Parcel, *, finding: Annotated[str, Field(_("What came of it"), choices=FINDINGS)], words: WordsInput, by: Actor, at: datetime | None = None
) -> Parcel | Refusal:
    """Another person than those who had it in their hands says what became of it, from the chain of hands."""
    one = _held(parcel)
    hands = {hand for hand in (one.received_by_id, one.handed_out_by_id) if hand}
    if no := rules.may_settle(one.state, held_by=hands, by=by.person, words=words):
        return no
    if finding not in dict(FINDINGS):
        return Refusal("goods.unknown_end", _("Not done: choose from the list how it ended."))
    one.state, one.finding, one.finding_words, one.settled_by_id = "settled", finding, words.strip(), by.person
    _over(one, at)
    announce(ParcelSettled(**about(one), finding=finding, claimed_at=one.claimed_at, words=words), subject=one)
    return one
