"""A release slip is asked for, stamped at the desk or declined, and ends with its pass."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.passes import actions as passes
from anju.domains.people.queries import Person
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.permissions import posts_of
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import ReleaseAsked, ReleaseDeclined, ReleaseStamped, SlipEnded
from ..kinds import DESK, DWELLERS, OCCASIONS, PARTIES, SEALS
from ..models import Slip
from ..states import AT_GATE
from ..telling import classes_of, lives_or_owns, owns, tell_goods_leave

HOMES = ("dwelling", "shop")
ReasonInput = Annotated[str, Field(_("Reason"), max_length=200)]


@action(title=_("Ask for a release slip"), posts=(*DESK, *DWELLERS), event=ReleaseAsked, offline=True)
def ask_release(
    scope: Scope,
    *,
    dwelling: Annotated[Place, Field(_("Comes from"))],
    party: Annotated[str, Field(_("Asked by"), choices=PARTIES)],
    occasion: Annotated[str, Field(_("Occasion"), choices=OCCASIONS)] = "take_out",
    items: Annotated[str, Field(_("Things"), multiline=True, help=_("One a line, such as: electric drill × 2"))],
    photos: Annotated[list[File] | None, Field(_("Photos of the things"), accept=("image/",))] = None,
    holder_name: Annotated[str, Field(_("Carried by"), max_length=60, personal=True)] = "",
    company: Annotated[str, Field(_("Company"), max_length=80)] = "",
    plate: Annotated[str, Field(_("Plate"), max_length=12)] = "",
    starts_at: Annotated[datetime | None, Field(_("Valid from"))] = None,
    ends_at: Annotated[datetime | None, Field(_("Valid until"))] = None,
    due_back_at: Annotated[datetime | None, Field(_("Due back"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Slip | Refusal:
    """Write what shall leave the community; where somebody else moves out, the owner is asked at once."""
    him = Person.objects.filter(pk=by.person).first() if by.person else None
    is_desk = by.is_system or bool(posts_of(by, scope) & set(DESK))
    is_owner = owns(him, dwelling) or (is_desk and party == "owner")
    is_home = dwelling.scope_id == scope.id and dwelling.kind in HOMES
    if no := rules.may_ask(
        is_home=is_home, is_theirs=is_desk or lives_or_owns(him, dwelling), party=party, is_owner=is_owner, occasion=occasion, due_back_at=due_back_at, at=at
    ):
        return no
    known = classes_of(scope)
    if barred := rules.barred_in(items, known, "out"):
        return Refusal("goods.barred", _("Not asked: “%(what)s” does not pass the gates. Call the property company."), what=str(barred.label))
    permit = passes.ask_pass(
        scope, kind="goods", holder=him if not is_desk else None, holder_name=holder_name or (him.name if him and not is_desk else company), company=company, plate=plate,
        purpose=str(dict(OCCASIONS).get(occasion, "")), place=dwelling, items=items, item_photos=photos or [], starts_at=starts_at, ends_at=ends_at, by=by, at=at,
    )  # fmt: skip
    if isinstance(permit, Refusal):
        return permit
    found = rules.classes_in(items, known)
    is_asked = rules.owner_must_agree(party=party, occasion=occasion, is_owner=is_owner, found=found)
    told = tell_goods_leave(scope, dwelling, goods=first_of(items), number=permit.number, is_asked=True, by=by, at=at) if is_asked else None
    slip = Slip(
        scope=scope, permit=permit, number=permit.number, state="asked", party=party, occasion=occasion, dwelling=dwelling, asked_by=him, asked_at=at,
        is_owner_asked=is_asked, notice=told, classes={one.code: one.version for one in found}, due_back_at=due_back_at,
    )  # fmt: skip
    slip.save()
    announce(ReleaseAsked(**about(slip), is_owner_asked=is_asked, notice=told and told.pk), subject=slip)
    return slip


def first_of(items: str) -> str:
    return next((line.strip() for line in items.splitlines() if line.strip()), "")[:60]


def about(slip: Slip) -> dict:
    """The fields that every event about a slip carries."""
    return {"slip": slip.pk, "permit": slip.permit_id, "party": slip.party, "occasion": slip.occasion, "dwelling": slip.dwelling_id}


def held(slip: Slip) -> Slip:
    """The slip as it stands now, locked until the transaction ends."""
    return Slip.objects.select_for_update(of=("self",)).select_related("scope", "permit", "dwelling").get(pk=slip.pk)


@action(title=_("Stamp"), posts=DESK, event=ReleaseStamped, allowed_from=("asked",))
def stamp_release(
    slip: Slip,
    *,
    seal: Annotated[str, Field(_("Stamp or signature"), choices=SEALS)] = "signature",
    seal_by: Annotated[str, Field(_("Stamped or signed by"), max_length=80)],
    by: Actor,
    at: datetime | None = None,
) -> Slip | Refusal:
    """The front desk saw stamp or signature and lets the slip count; the owners hear what leaves their dwelling."""
    slip = held(slip)
    if no := rules.may_stamp(slip.state, party=slip.party, seal=seal, seal_by=seal_by, is_owner_asked=slip.is_owner_asked, owner_agrees=slip.owner_agrees):
        return no
    issued = passes.issue_asked(slip.permit, by=by, at=at)
    if isinstance(issued, Refusal):
        return issued
    slip.state, slip.seal, slip.seal_by, slip.stamped_by_id, slip.stamped_at = "stamped", seal, seal_by.strip(), by.person, at
    slip.save()
    told = tell_goods_leave(slip.scope, slip.dwelling, goods=slip.get_occasion_display(), number=slip.number, is_asked=False, by=by, at=at)
    announce(ReleaseStamped(**about(slip), seal=seal, notice=told and told.pk), subject=slip)
    return slip


@action(title=_("Do not stamp"), posts=DESK, event=ReleaseDeclined, confirm=True, allowed_from=("asked",))
def decline_release(slip: Slip, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Slip | Refusal:
    """Say why the slip does not count; who asked reads it on his phone."""
    slip = held(slip)
    if slip.state != "asked" or not reason.strip():
        return wrong_step() if slip.state != "asked" else Refusal("goods.reason_needed", _("Not done: give the reason."))
    slip.state, slip.end_note = "declined", reason.strip()
    slip.save()
    announce(ReleaseDeclined(**about(slip), reason=reason), subject=slip)
    return slip


def wrong_step() -> Refusal:
    return Refusal("goods.wrong_step", _("Not done: this slip is not at that step. Reload the page."))


@action(title=_("End with its pass"), posts=(), event=SlipEnded)
def end_slip(slip: Slip, *, by: Actor, at: datetime | None = None) -> Slip | Refusal:
    """The time of its pass is over, or the pass was revoked: nothing goes on it any more."""
    slip = held(slip)
    if slip.state not in ("asked", *AT_GATE):
        return wrong_step()
    before = slip.state
    slip.state = "gone" if before == "partly" else "ended"
    slip.save()
    announce(SlipEnded(**about(slip), state_before=before), subject=slip)
    return slip
