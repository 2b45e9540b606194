"""What recipients do: the app shows them a notice, they read it and answer."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.permissions import ANYONE
from anju.kernel.refusals import Refusal

from ..codes import ANSWERS
from ..events import NoticeRead, NoticeShown
from ..models import Notice, Recipient
from .writing import about


def _own(notice: Notice, by: Actor) -> Recipient | Refusal:
    """The actor's own receipt, locked."""
    found = Recipient.objects.select_for_update().filter(scope=notice.scope_id, notice=notice, person_id=by.person).first() if by.person else None
    return found or Refusal("notices.not_yours", _("Not recorded: this notice was not sent to you."))


@action(title=_("Show in the app"), posts=(ANYONE,), event=NoticeShown)
def show_notice(notice: Notice, *, by: Actor, at: datetime | None = None) -> Notice | Refusal:
    """The app has shown it to you; that counts as delivered."""
    mine = _own(notice, by)
    if isinstance(mine, Refusal):
        return mine
    if mine.delivered_by == "in_app" or mine.read_at is not None:
        return Refusal("notices.shown_already", _("Nothing to do: it was shown already."))
    is_first = mine.delivered_at is None
    if is_first:
        mine.delivered_at, mine.delivered_by, mine.state, mine.next_at = at, "in_app", "delivered", None
    else:
        mine.delivered_by = "in_app"
    mine.save(update_fields=["delivered_at", "delivered_by", "state", "next_at"])
    announce(NoticeShown(**about(notice), person=mine.person_id, is_first=is_first), subject=notice)
    return notice


@action(title=_("Confirm the notice"), posts=(ANYONE,), event=NoticeRead, offline=True)
def read_notice(
    notice: Notice, *, answer: Annotated[str, Field(pgettext_lazy("notice", "Answer"), choices=ANSWERS)] = "", by: Actor, at: datetime | None = None
) -> Notice | Refusal:
    """You have read it; with an answer where one was asked for."""
    mine = _own(notice, by)
    if isinstance(mine, Refusal):
        return mine
    if answer and answer not in {*notice.answers, "known"}:
        return Refusal("notices.unasked_answer", _("Not recorded: this notice does not ask for that answer."))
    if mine.read_at is not None and answer in ("", mine.answer):
        return Refusal("notices.read_already", _("Nothing to do: you have confirmed it already."))
    is_first, was_reached = mine.read_at is None, mine.delivered_at is not None
    if is_first:
        mine.read_at, mine.state, mine.next_at = at, "read", None
    if not was_reached:
        mine.delivered_at, mine.delivered_by = at, "in_app"
    mine.answer = answer or mine.answer
    mine.save(update_fields=["read_at", "state", "next_at", "delivered_at", "delivered_by", "answer"])
    seconds = max(0, int((at - notice.sent_at).total_seconds()))
    event = NoticeRead(**about(notice), person=mine.person_id, answer=answer, is_first_reading=is_first, is_first_delivery=not was_reached, seconds=seconds)
    announce(event, subject=notice)
    return notice
