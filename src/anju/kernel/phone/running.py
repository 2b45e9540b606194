"""Runs what a phone sends. Each item is one transaction, with its stored answer inside: there is no moment at which only one of the two stands."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from .. import keys, permissions
from .. import scope as view
from ..actions import Spec, registry, requested
from ..actors import Actor
from ..inputs import BadInput
from ..models import PhoneItem, Scope
from ..models.phone import ItemState
from ..refusals import Refusal
from . import clocks, late, uploads
from .items import Item, files_in, moment, with_files
from .ordering import in_order, looped
from .timing import Placed, Sync, place

_log = logging.getLogger(__name__)
SECONDS = 3.0
"""How long one sending may keep its thread; what is left is answered `unread` and sent again."""

NOT_HERE = Refusal("kernel.not_found", _("This record does not exist here. Check the community you are in."))


@dataclass(frozen=True)
class Outcome:
    """What became of an item. States of `ItemState` are final; `parked`, `waiting`, `files`, `foreign`, `unread` and `fault` are for now."""

    id: UUID
    state: str
    at: Any = None
    is_unsure: bool = False
    record: dict[str, str] = field(default_factory=dict)
    code: str = ""
    sentence: str = ""
    files: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        shown = {"id": str(self.id), "state": self.state, "code": self.code, "sentence": self.sentence, "files": list(self.files), **self.record}
        return {**shown, "at": self.at and self.at.isoformat(), "is_unsure": self.is_unsure}


@dataclass
class _Sending:
    """One sending of one phone: who, when, and what became of its items so far."""

    by: Actor
    phone: UUID
    sync: Sync
    readings: Sequence[Any]
    outcomes: dict[UUID, Outcome] = field(default_factory=dict)

    def placed(self, item: Item) -> Placed:
        return place(item.wall_ms, item.mono_ms, item.boot, sync=self.sync, readings=self.readings)


def run(items: Sequence[Item], *, by: Actor, phone: UUID, sync: Sync) -> list[Outcome]:
    """Run what may run, in the queue's order; answers in the order in which the items came."""
    sending = _Sending(by, phone, sync, clocks.measured(by, phone, sync))
    loops, until = looped(items), time.monotonic() + SECONDS
    for item in in_order(items):
        if time.monotonic() > until:
            sending.outcomes[item.id] = Outcome(item.id, "unread")
            continue
        sending.outcomes[item.id] = _answer(item, sending, is_looped=item.id in loops)
    return [sending.outcomes[item.id] for item in items]


def _answer(item: Item, sending: _Sending, *, is_looped: bool) -> Outcome:
    if item.account != sending.by.id:
        return Outcome(item.id, "foreign", code="phone.other_account", sentence=str(_("This was entered under another account. It waits until that person signs in.")))
    if (stored := _stored(sending.by, item.id)) is not None:
        return _repeated(stored, item)
    where = Scope.objects.filter(pk=item.scope).first()
    if where is None or not permissions.posts_of(sending.by, where):
        return Outcome(item.id, ItemState.refused, code=NOT_HERE.code, sentence=str(NOT_HERE))
    with view.entered(where):
        try:
            return _decide(item, where, sending, is_looped)
        except Exception:
            _log.exception("item %s of a phone broke %s", item.id, item.action)
            return Outcome(item.id, "fault", code="phone.fault", sentence=str(_("The server could not take this. It stays on the phone and is sent again.")))


def _stored(by: Actor, item_id: UUID) -> PhoneItem | None:
    return PhoneItem.everywhere.filter(account_id=by.id, item=item_id).first()


def _repeated(stored: PhoneItem, item: Item) -> Outcome:
    if stored.digest != item.digest:
        no = Refusal("phone.item_changed", _("Another entry was already sent under this number. Enter it anew."))
        return Outcome(item.id, ItemState.refused, code=no.code, sentence=str(no))
    return _told(stored)


def _told(stored: PhoneItem) -> Outcome:
    told = json.loads(keys.opened(bytes(stored.sealed), _key(stored.account_id)))
    return Outcome(stored.item, stored.state, stored.at, stored.is_unsure, told["record"], told["code"], told["sentence"])


def _decide(item: Item, where: Scope, sending: _Sending, is_looped: bool) -> Outcome:
    if is_looped:
        no = Refusal("phone.after_loop", _("Not entered: these entries wait for each other. Enter them anew."))
        return _keep(item, where, sending, no, None)
    if (held := _held_up(item, sending)) is not None:
        return held
    spec = registry.get(item.action)
    if no := _no_phone_action(spec, item):
        return _keep(item, where, sending, no, None)
    known = {sha256: uploads.free_file(where, sending.by, sha256) for sha256 in files_in(item.inputs)}
    if missing := tuple(sha256 for sha256, file in known.items() if file is None):
        return Outcome(item.id, "files", files=missing)
    return _act(item, spec, where, sending, with_files(item.inputs, known))


def _no_phone_action(spec: Spec | None, item: Item) -> Refusal | None:
    if spec is None:
        return Refusal("phone.unknown_action", _("Not entered: the server knows no such step. Load the page anew and enter it again."))
    if not spec.is_offline:
        return Refusal("phone.not_offline", _("Not entered: “%(action)s” needs a connection. Do it on the page."), action=spec.title)
    if item.version > spec.event.version:
        return Refusal("phone.newer_version", _("Not entered: the phone is newer than the server. Tell the project manager; it can be sent again then."))
    return None


def _held_up(item: Item, sending: _Sending) -> Outcome | None:
    """Whether the item must wait for the one it stands after; a refused one parks it until a corrected one was done in its place."""
    wanted = item.after
    for _step in range(50):
        if wanted is None:
            return None
        before = _stored(sending.by, wanted)
        if before is None:
            known = sending.outcomes.get(wanted)
            is_parked = known is not None and known.state in (ItemState.refused, "parked")
            return _parked(item) if is_parked else Outcome(item.id, "waiting")
        if before.state in (ItemState.done, ItemState.late):
            return None
        if before.state == ItemState.refused:
            return _parked(item)
        wanted = before.replaced_by
    return _parked(item)


def _parked(item: Item) -> Outcome:
    return Outcome(item.id, "parked", code="phone.parked", sentence=str(_("This waits for the entry before it, which needs you.")))


def _act(item: Item, spec: Spec, where: Scope, sending: _Sending, raw: dict[str, Any]) -> Outcome:
    subject = where if spec.subject is Scope else _subject(item, spec, sending)
    if subject is None:
        return _keep(item, where, sending, NOT_HERE, None)
    try:
        inputs = spec.clean(raw)
    except BadInput as bad:
        no = Refusal("phone.bad_inputs", _("Not entered: %(why)s"), why=" ".join(str(text) for text in bad.errors.values()))
        return _keep(item, where, sending, no, None)
    at = moment(sending.placed(item).at_ms)
    try:
        with transaction.atomic(), requested(request_key(sending.by, item.id), device_at=at):
            outcome = spec(subject, by=sending.by, at=at, **inputs)
            state = _record_if_late(outcome, subject, item, spec, inputs, at, sending)
            return _keep(item, where, sending, outcome, state)
    except IntegrityError:
        # The same item came in twice at once: the other one was first, and its answer is the answer.
        if (stored := _stored(sending.by, item.id)) is None:
            raise
        return _repeated(stored, item)


def _subject(item: Item, spec: Spec, sending: _Sending) -> Any:
    """The record in view that the item names, or the one that an earlier item of the same phone made."""
    wanted = item.subject
    if item.subject_of is not None:
        made = _stored(sending.by, item.subject_of)
        wanted = made.subject_id if made is not None and made.subject_type == spec.subject._meta.label_lower else None
    return spec.subject.objects.select_related("scope").filter(pk=wanted).first() if wanted else None


def _record_if_late(outcome: Any, subject: Any, item: Item, spec: Spec, inputs: dict[str, Any], at: Any, sending: _Sending) -> str | None:
    """A refusal of something that was overtaken is no mistake of the person: it is recorded where it would have gone."""
    if not isinstance(outcome, Refusal) or outcome.code.startswith("kernel.") or late.newer_row(subject, at, sending.by) is None:
        return None
    photos = [each for value in inputs.values() for each in (value if isinstance(value, list) else [value]) if getattr(each, "sha256", "")]
    words = {name: value for name, value in item.inputs.items() if not files_in({name: value})}
    said = json.dumps(words, ensure_ascii=False)[:20_000] if words else ""
    kept = late.record_late_item(subject, verb=spec.name, code=outcome.code, said=said, photos=photos or None, by=sending.by, at=at)
    return None if isinstance(kept, Refusal) else ItemState.late


def _keep(item: Item, where: Scope, sending: _Sending, outcome: Any, state: str | None) -> Outcome:
    """Store the answer; a corrected item that was done takes the place of the refused one."""
    placed, refused = sending.placed(item), isinstance(outcome, Refusal)
    state = state or (ItemState.refused if refused else ItemState.done)
    told = {"record": {} if refused else _shown(outcome), "code": outcome.code if refused else "", "sentence": str(outcome) if refused else ""}
    stored = PhoneItem(
        scope=where,
        account_id=sending.by.id,
        item=item.id,
        phone=sending.phone,
        number=item.number,
        action=item.action,
        digest=item.digest,
        state=state,
        subject_type="" if refused else outcome._meta.label_lower,
        subject_id=None if refused else outcome.pk,
        sealed=keys.sealed(json.dumps(told, ensure_ascii=False).encode(), _key(sending.by.id)),
        device_at=item.device_at,
        at=moment(placed.at_ms),
        skew_ms=sending.sync.skew_ms,
        is_unsure=placed.is_unsure,
    )
    with transaction.atomic():
        stored.save()
        if item.replaces is not None and state != ItemState.refused:
            earlier = PhoneItem.everywhere.filter(account_id=sending.by.id, item=item.replaces, state=ItemState.refused)
            earlier.update(state=ItemState.replaced, replaced_by=item.id)
    return _told(stored)


def _shown(record: Any) -> dict[str, str]:
    number = getattr(record, "number", "")
    return {"type": record._meta.label_lower, "record": str(record.pk), "number": number if isinstance(number, str) else ""}


def request_key(by: Actor, item_id: UUID) -> str:
    """The item's number in the ledger: nobody meets another's. Short enough for what a second action of the item adds to it."""
    return hashlib.sha256(f"phone {by.id} {item_id}".encode()).hexdigest()[:48]


def _key(account_id: UUID) -> bytes:
    return keys.derived("phone answer", account_id.bytes)


def offline_actions(where: Scope, by: Actor) -> dict[str, int]:
    """What the actor may enter without a network, and in which version."""
    return {name: spec.event.version for name, spec in registry.items() if spec.is_offline and permissions.may(by, name, where)}
