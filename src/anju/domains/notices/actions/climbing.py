"""The clock's part: recipients of large audiences are written, and who was not reached goes on to the next way, or counts as not reached."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from anju.kernel import clock
from anju.kernel.actions import action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import audience as reading
from .. import rules
from ..codes import LEADERS
from ..events import LadderClimbed, NoticeUndelivered, RecipientsWritten
from ..models import Channel, Delivery, Notice, Recipient
from .sending import CHUNK
from .writing import about, held, write_chunk


@action(title=_("Write more recipients"), posts=LEADERS, event=RecipientsWritten, allowed_from=("sending",))
def write_recipients(notice: Notice, *, by: Actor, at: datetime | None = None) -> Notice | Refusal:
    """Write the next 200 recipients of a large audience; the clock does this by itself."""
    notice = held(notice)
    if notice.state != "sending":
        return _nothing_due()
    wanted = rules.read_audience(notice.audience, roles=reading.people.ROLES)
    standing = set(Recipient.objects.filter(scope=notice.scope_id, notice=notice).values_list("person_id", flat=True))
    persons = [one for one in reading.people_of(notice.scope, wanted, notice.sent_at) if one not in standing]
    if len(persons) <= CHUNK:
        notice.counted = len(standing) + len(persons)
    write_chunk(notice, persons[:CHUNK], at=at)
    announce(RecipientsWritten(**about(notice), written=len(persons[:CHUNK])), subject=notice)
    return notice


def _nothing_due() -> Refusal:
    return Refusal("notices.nothing_due", _("Nothing is due here now."))


def _due(notice: Notice, at: datetime) -> list[Recipient]:
    rows = Recipient.objects.select_for_update().filter(scope=notice.scope_id, notice=notice, next_at__lte=at)
    return list(rows.order_by("next_at", "id")[:CHUNK])


def _is_over(one: Recipient) -> bool:
    return one.step >= len(one.ways) and one.state == "waiting"


@action(title=_("Go on to the next way"), posts=LEADERS, event=LadderClimbed)
def climb_ladder(notice: Notice, *, by: Actor, at: datetime | None = None) -> Notice | Refusal:
    """Put out the next way for up to 200 recipients who were not reached in time; the clock does this by itself."""
    notice = held(notice)
    rows = [one for one in _due(notice, at) if notice.state == "withdrawn" or not _is_over(one)]
    if not rows:
        return _nothing_due()
    channels = {one.way: one for one in reversed(reading.channels_for(notice.scope, notice.level))}
    messages = [made for one in rows if (made := _step(notice, one, channels, at)) is not None]
    Delivery.objects.bulk_create(messages, ignore_conflicts=True)
    Recipient.objects.bulk_update(rows, ["step", "next_at"])
    announce(LadderClimbed(**about(notice), climbed=len(rows), messages=len(messages)), subject=notice)
    return notice


def _step(notice: Notice, one: Recipient, channels: dict[str, Channel], at: datetime) -> Delivery | None:
    """Move one recipient on; the message for the next way, where there is one and its channel still stands."""
    next_ = rules.climb(notice.level, one.ways, one.step, local=clock.local(notice.scope, at), is_on_duty=one.is_on_duty, step_seconds=notice.step_seconds)
    is_done = notice.state == "withdrawn" or one.read_at is not None or next_.is_over or (one.delivered_at is not None and one.round == 0)
    one.step, one.next_at = next_.step, None if is_done else next_.next_at
    if is_done or next_.way in ("", "in_app"):
        return None
    if (channel := channels.get(next_.way)) is None:
        one.next_at = at
        return None
    return Delivery(scope=notice.scope, notice=notice, recipient=one, channel=channel, way=next_.way, round=one.round, due_at=at, created_at=at)


@action(title=_("Note as not delivered"), posts=LEADERS, event=NoticeUndelivered)
def note_undelivered(notice: Notice, *, by: Actor, at: datetime | None = None) -> Notice | Refusal:
    """No way is left for up to 200 recipients: they must be told by radio, telephone or visit; the clock does this by itself."""
    notice = held(notice)
    rows = [one for one in _due(notice, at) if _is_over(one)] if notice.state != "withdrawn" else []
    if not rows:
        return _nothing_due()
    Recipient.objects.filter(scope=notice.scope_id, pk__in=[one.pk for one in rows]).update(state="undelivered", next_at=None)
    announce(NoticeUndelivered(**about(notice), persons=[one.person_id for one in rows]), subject=notice)
    return notice
