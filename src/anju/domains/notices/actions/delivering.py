"""Messages on their way through gateways: taken by one sender at a time, and what the gateways answered."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..codes import KEEPERS
from ..events import DeliveriesRecorded, DeliveriesTaken
from ..models import Delivery, Notice, Recipient
from .writing import about, held

LEASE = timedelta(seconds=60)
MAX_TRIES = 3
RETRY = timedelta(seconds=5)
MOST = 200
OUTCOMES = ("sent", "delivered", "failed", "unsure")


@action(title=_("Take messages to send"), posts=KEEPERS, event=DeliveriesTaken)
def take_deliveries(
    scope: Scope, *, limit: Annotated[int, Field(pgettext_lazy("messages", "At most"), minimum=1, maximum=MOST)] = 20, by: Actor, at: datetime | None = None
) -> list[Delivery] | Refusal:
    """Lease what is due for a minute, so that nobody else sends it; what a vanished sender held comes back when its minute is over."""
    is_free = Q(state__in=("due", "unsure")) | Q(state="taken", leased_until__lte=at)
    rows = Delivery.objects.select_for_update(skip_locked=True, of=("self",)).filter(is_free, scope=scope, due_at__lte=at)
    found = list(rows.select_related("channel", "notice__scope", "recipient__person").order_by("notice__level", "due_at", "id")[:limit])
    if not found:
        return Refusal("notices.nothing_due", _("Nothing is due here now."))
    for one in found:
        one.state, one.leased_until, one.tries = "taken", at + LEASE, one.tries + 1
    Delivery.objects.bulk_update(found, ["state", "leased_until", "tries"])
    announce(DeliveriesTaken(deliveries=[one.pk for one in found]), subject=scope)
    return found


@action(title=_("Record what gateways answered"), posts=KEEPERS, event=DeliveriesRecorded)
def record_outcomes(
    notice: Notice,
    *,
    outcomes: Annotated[list[dict], Field(_("Answers of gateways"), help=_("delivery, outcome, code and number of each"))],
    by: Actor,
    at: datetime | None = None,
) -> Notice | Refusal:
    """Note what became of messages. An answer that comes twice, or after another way was quicker, counts nothing again."""
    told = _read(outcomes)
    if told is None:
        return Refusal("notices.bad_outcome", _("Not recorded: each answer names a message and one of sent, delivered, failed or unsure; 200 at most."))
    notice = held(notice)
    rows = {one.pk: one for one in Delivery.objects.select_for_update().filter(scope=notice.scope_id, notice=notice, pk__in=[each[0] for each in told])}
    wanted = [one.recipient_id for one in rows.values() if one.recipient_id]
    people = {one.pk: one for one in Recipient.objects.select_for_update().filter(scope=notice.scope_id, pk__in=wanted)}
    counts = dict.fromkeys(("reached", "sent", "failed", "unsure", "repeated"), 0)
    for pk, outcome, code, number in told:
        if (one := rows.get(pk)) is not None:
            _note(one, people.get(one.recipient_id), outcome, counts, at)
            one.code, one.provider_number = code or one.code, number or one.provider_number
    Delivery.objects.bulk_update(rows.values(), ["state", "due_at", "leased_until", "code", "provider_number", "handed_over_at", "delivered_at"])
    Recipient.objects.bulk_update(people.values(), ["state", "delivered_at", "delivered_by", "next_at"])
    announce(DeliveriesRecorded(**about(notice), **counts), subject=notice)
    return notice


def _read(outcomes: Any) -> list[tuple[UUID, str, str, str]] | None:
    """(message, outcome, code, number) of each, or None where something is wrong."""
    if not isinstance(outcomes, list) or not 0 < len(outcomes) <= MOST:
        return None
    try:
        told = [(UUID(str(each["delivery"])), str(each["outcome"]), str(each.get("code", ""))[:80], str(each.get("number", ""))[:80]) for each in outcomes]
    except (KeyError, TypeError, ValueError, AttributeError):
        return None
    return told if all(outcome in OUTCOMES for _pk, outcome, _code, _number in told) else None


def _note(one: Delivery, person: Recipient | None, outcome: str, counts: dict[str, int], at: datetime) -> None:
    """Move one message on by what was answered; the first delivery of a recipient is the one that counts."""
    if one.state == "delivered" or outcome == one.state or (outcome in ("sent", "unsure") and one.state in ("sent", "failed")):
        counts["repeated"] += 1
        return
    if outcome == "unsure" and one.tries >= MAX_TRIES:
        outcome = "failed"
    if outcome in ("sent", "delivered"):
        one.handed_over_at = one.handed_over_at or at
    one.state, one.leased_until = outcome, None
    if outcome == "unsure":
        one.due_at = at + RETRY * one.tries
    if outcome == "delivered":
        one.delivered_at = at
        if person is not None and person.delivered_at is None:
            counts["reached"] += 1
            person.delivered_at, person.delivered_by, person.next_at = at, one.way, None
            person.state = "read" if person.read_at else "delivered"
        return
    counts[outcome] += 1
    if outcome == "failed" and person is not None and person.next_at is not None and person.delivered_at is None:
        person.next_at = min(person.next_at, at)
