"""The book of found things: kept, announced, claimed, handed out before a witness, or given up as the law says."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person
from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import (
    FoundAnnounced,
    FoundClaimed,
    FoundClaimRefused,
    FoundDisposed,
    FoundGivenToPolice,
    FoundHandedOut,
    FoundRecorded,
)
from ..kinds import DESK, LEADERS, STAFF
from ..models import FoundCategory, FoundItem
from ..rules import finding as rules
from .asking import reason_told
from .lending import SignatureInput
from .scanning import not_here
from .stating import PICTURES, numbered

KEEPERS = (*dict.fromkeys((*DESK, *LEADERS)),)
PREFIX = "L"
PERSONAL_DAYS = 180


def _held(item: FoundItem) -> FoundItem:
    return FoundItem.objects.select_for_update().get(pk=item.pk)


@action(title=_("Record a found thing"), posts=STAFF, event=FoundRecorded, offline=True)
def record_found(
    scope: Scope,
    *,
    category: Annotated[str, Field(_("Category"), choices=FoundCategory.choices)],
    title: Annotated[str, Field(_("What it is"), max_length=80)],
    marks: Annotated[str, Field(_("Marks that only the owner knows"), max_length=200, help=_("They are compared with what a claimant tells, and never announced."))],
    place: Annotated[Place | None, Field(_("Found at place"))] = None,
    found_at: Annotated[datetime | None, Field(_("Found at"))] = None,
    shelf: Annotated[str, Field(_("Kept where"), max_length=40)] = "",
    photo: Annotated[File | None, Field(_("Photo"), accept=PICTURES)] = None,
    finder: Annotated[Person | None, Field(_("Finder"))] = None,
    finder_name: Annotated[str, Field(_("Finder's name"), max_length=60, personal=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> FoundItem | Refusal:
    """Write down what was found and handed in, with a mark that only its owner can tell."""
    found_at = found_at or at
    known = category in FoundCategory.values
    if no := not_here(scope, place) or rules.may_record(title=title, marks=marks, category_known=known, found_at=found_at, at=at):
        return no
    item = FoundItem.objects.create(
        scope=scope, number=numbered(scope, PREFIX, at), category=category, title=title.strip(), marks=marks, place=place, found_at=found_at, shelf=shelf,
        photo=photo, finder=finder, finder_name=finder_name or (finder.name if finder else ""), recorded_by_id=by.person,
    )  # fmt: skip
    announce(FoundRecorded(category=category, place=item.place_id, found_at=found_at, title=item.title), subject=item)
    return item


@action(title=_("Announce it"), posts=KEEPERS, event=FoundAnnounced, allowed_from=("kept",))
def announce_found(item: FoundItem, *, by: Actor, at: datetime | None = None) -> FoundItem | Refusal:
    """Note that its finding was made public; the year of Civil Code article 318 begins."""
    item = _held(item)
    if no := rules.may_move(item.state, "announced"):
        return no
    item.state, item.announced_at, item.lawful_on = "announced", at, rules.lawful_on(_today(item, at))
    item.save()
    announce(FoundAnnounced(category=item.category, lawful_on=item.lawful_on), subject=item)
    return item


def _today(item: FoundItem, at: datetime) -> date:
    return clock.local(item.scope, at).date()


@action(title=_("Take in a claim"), posts=KEEPERS, event=FoundClaimed, allowed_from=("kept", "announced"))
def claim_found(
    item: FoundItem,
    *,
    name: Annotated[str, Field(_("Claimant's name"), max_length=60, personal=True)],
    phone: Annotated[str, Field(_("Claimant's phone"), max_length=20, personal=True)] = "",
    said: Annotated[str, Field(_("What the claimant told"), max_length=200, help=_("In his own words, before he sees it."))],
    by: Actor,
    at: datetime | None = None,
) -> FoundItem | Refusal:
    """Somebody describes it as his; what he says is kept beside the marks."""
    item = _held(item)
    if no := rules.may_claim(item.state, name=name, said=said):
        return no
    item.claimant_name, item.claimant_phone, item.claim_said = name, phone, said
    item.claimed_at, item.claim_taken_by_id, item.state = at, by.person, "claimed"
    item.save()
    announce(FoundClaimed(category=item.category, said=said), subject=item)
    return item


@action(title=_("Refuse the claim"), posts=KEEPERS, event=FoundClaimRefused, allowed_from=("claimed",))
def refuse_claim(
    item: FoundItem, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None
) -> FoundItem | Refusal:
    """The description does not fit the marks; it waits for its owner as before."""
    item = _held(item)
    to = "announced" if item.announced_at else "kept"
    if no := (rules.may_move(item.state, to) if item.state == "claimed" else rules.may_move(item.state, "handed_out")) or reason_told(reason):
        return no
    item.state, item.claimed_at, item.claim_taken_by = to, None, None
    item.claimant_name = item.claimant_phone = item.claim_said = ""
    item.save()
    announce(FoundClaimRefused(category=item.category, reason=reason), subject=item)
    return item


@action(title=_("Hand it to its owner"), posts=KEEPERS, event=FoundHandedOut, allowed_from=("claimed",))
def hand_out_found(
    item: FoundItem,
    *,
    witness: Annotated[Person, Field(_("Witness"))],
    signature: SignatureInput = None,
    note: Annotated[str, Field(_("Note on the end"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> FoundItem | Refusal:
    """Give it to the claimant whose description fits, before a witness."""
    item = _held(item)
    seen_by = {"by": by.person, "witness": witness.pk, "finder": item.finder_id, "claim_taken_by": item.claim_taken_by_id}
    if no := rules.may_hand_out(item.state, **seen_by):
        return no
    item.handed_out_by_id, item.witness, item.signature = by.person, witness, signature
    _end(item, "handed_out", note, at)
    announce(FoundHandedOut(category=item.category, witness=witness.pk, days_kept=(at - item.created_at).days), subject=item)
    return item


@action(title=_("Give it to the police"), posts=KEEPERS, event=FoundGivenToPolice, allowed_from=("kept", "announced", "claimed"))
def give_to_police(
    item: FoundItem, *, receipt: Annotated[str, Field(_("Receipt"), max_length=200)], by: Actor, at: datetime | None = None
) -> FoundItem | Refusal:
    """Hand it to the police against a receipt, as papers and valuables are best."""
    item = _held(item)
    if no := rules.may_move(item.state, "with_police") or reason_told(receipt):
        return no
    _end(item, "with_police", receipt, at)
    announce(FoundGivenToPolice(category=item.category, receipt=receipt), subject=item)
    return item


@action(title=_("Hand it to the state"), posts=("project_manager", "security_manager"), event=FoundDisposed, allowed_from=("announced",))
def dispose_found(
    item: FoundItem,
    *,
    witness: Annotated[Person, Field(_("Witness"))],
    receipt: Annotated[str, Field(_("Receipt"), max_length=200)],
    by: Actor,
    at: datetime | None = None,
) -> FoundItem | Refusal:
    """A year after its announcement nobody came: it falls to the state and is handed over against a receipt."""
    item = _held(item)
    today, facts = _today(item, at), {"by": by.person, "witness": witness.pk}
    if no := rules.may_dispose(item.state, lawful_on=item.lawful_on, today=today, **facts) or reason_told(receipt):
        return no
    item.handed_out_by_id, item.witness = by.person, witness
    _end(item, "disposed", receipt, at)
    announced_on = clock.local(item.scope, item.announced_at).date()
    announce(FoundDisposed(category=item.category, announced_on=announced_on, witness=witness.pk, receipt=receipt), subject=item)
    return item


def _end(item: FoundItem, state: str, note: Any, at: datetime) -> None:
    item.state, item.ended_at, item.end_note = state, at, note
    item.personal_erase_on = _today(item, at) + timedelta(days=PERSONAL_DAYS)
    item.save()
