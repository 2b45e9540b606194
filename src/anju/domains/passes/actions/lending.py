"""What leaves the desk and comes back: passes with things on them, and keys."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import Person, presence_of, roles_of
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from .. import signing, tokens
from ..events import PassHandedOut, PassReturned
from ..kinds import GATE, LEADERS, kind_of
from ..models import Custody, Key, Pass, PassItem
from ..rules import office as rules
from .asking import ISSUERS
from .holding import about, end, held
from .stating import PICTURES, numbered

KEEPERS = (*dict.fromkeys((*LEADERS, *GATE, "front_desk")),)
SignatureInput = Annotated[File | None, Field(_("Signature"), accept=PICTURES, help=_("A picture of the holder's signature, or name a witness."))]


@action(title=_("Hand out"), posts=ISSUERS, event=PassHandedOut, allowed_from=("issued",))
def hand_out(
    permit: Pass,
    *,
    signature: SignatureInput = None,
    witness: Annotated[Person | None, Field(_("Witness"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Pass | Refusal:
    """Give the pass, or the things on it, into the holder's hands against his signature or before a witness."""
    permit = held(permit)
    no = rules.person_needed(by.person) or rules.may_hand_out(permit.about, permit.state, ends_at=permit.ends_at, at=at)
    if no := no or _signed_for(signature, witness, by, permit.holder_id):
        return no
    permit.state = "out"
    _out(permit, signature=signature, witness=witness, by=by, at=at)
    permit.save()
    announce(PassHandedOut(**about(permit), holder=permit.holder_id, proof=_proof(signature)), subject=permit)
    return permit


def _signed_for(signature: Any, witness: Person | None, by: Actor, holder: Any) -> Refusal | None:
    return rules.is_signed_for(has_signature=signature is not None, witness=witness.pk if witness else None, by=by.person, holder=holder)


def _proof(signature: Any) -> str:
    return "signature" if signature is not None else "witness"


def _out(permit: Pass, *, signature: Any, witness: Person | None, by: Actor, at: datetime) -> None:
    """Note who gave it, when, and at which post he stood. Does not save."""
    permit.out_by_id, permit.out_at, permit.signature, permit.witness = by.person, at, signature, witness
    standing = presence_of(Person(pk=by.person)) if by.person else None
    permit.out_post_id = standing.post_id if standing else None


@action(title=_("Hand out the key"), posts=KEEPERS, event=PassHandedOut, allowed_from=("in_use",))
def lend_key(
    key: Key,
    *,
    holder: Annotated[Person, Field(pgettext_lazy("key", "Holder"))],
    until: Annotated[datetime | None, Field(pgettext_lazy("key", "Due"), help=_("Empty: as long as this key may be out."))] = None,
    purpose: Annotated[str, Field(_("Purpose"), max_length=200)] = "",
    signature: SignatureInput = None,
    witness: Annotated[Person | None, Field(_("Witness"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Pass | Refusal:
    """Take a copy from its hook and give it to somebody whose post may have it, against his signature or before a witness."""
    key = Key.objects.select_for_update().get(pk=key.pk)
    until = until or at + timedelta(hours=key.longest_hours)
    taken = set(Custody.objects.filter(scope=key.scope_id, key=key, back_at=None).values_list("copy", flat=True))
    free = [copy for copy in range(1, key.copies + 1) if copy not in taken]
    no = rules.person_needed(by.person) or rules.may_lend(
        is_in_use=key.state == "in_use", copies_free=len(free), may_take=frozenset(key.may_take), roles=roles_in(holder, key), longest_hours=key.longest_hours,
        hours=(until - at).total_seconds() / 3600,
    )  # fmt: skip
    if no := no or _signed_for(signature, witness, by, holder.pk):
        return no
    permit = _lent(key, holder, purpose, until, by=by, at=at)
    _out(permit, signature=signature, witness=witness, by=by, at=at)
    permit.save()
    Custody.objects.create(scope=key.scope, key=key, copy=free[0], permit=permit, holder=holder, out_at=at, due_at=until)
    event = PassHandedOut(**about(permit), key=key.id, copy=free[0], holder=holder.pk, proof=_proof(signature))
    announce(event, subject=permit, person=holder.pk)
    return permit


def roles_in(holder: Person, key: Key) -> frozenset[str]:
    return roles_of(key.scope, [holder.pk]).get(holder.pk, frozenset())


def _lent(key: Key, holder: Person, purpose: str, until: datetime, *, by: Actor, at: datetime) -> Pass:
    return Pass(
        scope=key.scope, number=numbered(key.scope, kind_of("key").prefix, at), kind="key", state="out", holder=holder, holder_name=holder.name,
        purpose=purpose, place=key.place, key=key, starts_at=at, ends_at=until, asked_by_id=by.person, asked_at=at, issued_by_id=by.person, issued_at=at,
        signed_with=tokens.key_id_of(signing.private_key(key.scope_id).public_key().public_bytes_raw()),
    )  # fmt: skip


@action(title=_("Take back"), posts=ISSUERS, event=PassReturned, allowed_from=("out", "overdue", "revoked", "lost"))
def return_items(
    permit: Pass,
    *,
    counts: Annotated[dict | None, Field(_("How many came back"), required=False, help=_("By position; empty: everything."))] = None,
    note: Annotated[str, Field(_("State of the things"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Pass | Refusal:
    """Take back the pass, the key or the things on it; what is missing stays owed."""
    permit = held(permit)
    items = list(PassItem.objects.select_for_update().filter(scope=permit.scope_id, permit=permit).order_by("position"))
    left = {item.position: item.quantity - item.returned for item in items if item.quantity > item.returned}
    back = dict(left) if counts is None else _counted(counts)
    no = rules.person_needed(by.person) or (None if back is not None else _uncountable())
    if no := no or rules.may_return(permit.state, left=left, back=back):
        return no
    for item in items:
        item.returned += back.get(item.position, 0)
    PassItem.objects.bulk_update(items, ["returned"])
    before = permit.state
    if is_complete := all(item.returned == item.quantity for item in items):
        _back(permit, by=by, at=at)
    permit.save()
    announce(_returned(permit, is_complete=is_complete, before=before, note=note, at=at), subject=permit)
    return permit


def _counted(counts: Any) -> dict[int, int] | None:
    """Positions and numbers as whole numbers; None where they are something else."""
    try:
        pairs = {int(position): count for position, count in counts.items()}
    except (AttributeError, TypeError, ValueError):
        return None
    return pairs if all(type(count) is int for count in pairs.values()) else None


def _uncountable() -> Refusal:
    return Refusal("passes.too_much_back", _("Not recorded: more came back than is owed, or nothing. Count again."))


def _back(permit: Pass, *, by: Actor, at: datetime) -> None:
    end(permit, "returned", at=at)
    permit.returned_at, permit.returned_to_id = at, by.person
    Custody.objects.filter(scope=permit.scope_id, permit=permit, back_at=None).update(back_at=at)


def _returned(permit: Pass, *, is_complete: bool, before: str, note: str, at: datetime) -> PassReturned:
    late = max(0, int((at - permit.ends_at).total_seconds() // 60))
    return PassReturned(
        **about(permit), is_complete=is_complete, is_in_time=at <= permit.ends_at and before != "lost", was_counted_overdue=permit.overdue_at is not None,
        minutes_late=late, note=note,
    )  # fmt: skip
