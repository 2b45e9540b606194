"""What a directive or a rule asks to be done: given to somebody, done by a day, or late."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from ..events import FollowUpAdded, FollowUpDone, FollowUpLate
from ..kinds import MANAGERS, STAFF
from ..models import Document, FollowUp
from ..rules import using
from ..states import HELD
from .holding import about, held, today_of, told


@action(title=_("Add a follow-up"), posts=MANAGERS, event=FollowUpAdded, allowed_from=HELD)
def add_follow_up(
    document: Document,
    *,
    title: Annotated[str, Field(_("What is to be done"), max_length=160)],
    owner: Annotated[Person, Field(_("Responsible"))],
    due_on: Annotated[date, Field(_("Due on"))],
    by: Actor,
    at: datetime | None = None,
) -> FollowUp | Refusal:
    """Say what the document asks for, who does it and by when."""
    document = held(document)
    if document.state not in HELD:
        return Refusal("documents.not_in_force", _("Not done: this document is not in force."))
    if not title.strip() or due_on < today_of(document, at):
        return Refusal("documents.follow_up_future", _("Not saved: say what is to be done, by a day that is not over."))
    made = FollowUp.objects.create(scope=document.scope, document=document, title=title.strip(), owner=owner, due_on=due_on)
    announce(FollowUpAdded(**about(document), follow_up=made.pk, owner=owner.pk, due_on=due_on, title=told(document, title)), subject=made)
    return made


@action(title=_("Mark as carried out"), posts=STAFF, event=FollowUpDone, allowed_from=("open", "overdue"))
def finish_follow_up(
    follow_up: FollowUp,
    *,
    result: Annotated[str, Field(_("Result"), max_length=200)],
    evidence: Annotated[File | None, Field(_("Evidence"), accept=("image/", "application/pdf"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> FollowUp | Refusal:
    """Say what was done, with a photo or paper where there is one."""
    follow_up = held(follow_up)
    if follow_up.state == "done":
        return Refusal("documents.follow_up_done", _("Not done: this is carried out already."))
    if not result.strip():
        return Refusal("documents.result_needed", _("Not saved: write what was done."))
    follow_up.state, follow_up.done_at, follow_up.done_by_id = "done", at, by.person
    follow_up.result, follow_up.evidence = result.strip(), evidence
    follow_up.save()
    is_on_time = today_of(follow_up, at) <= follow_up.due_on
    event = FollowUpDone(**about(follow_up.document), follow_up=follow_up.pk, is_on_time=is_on_time, result=told(follow_up.document, result))
    announce(event, subject=follow_up)
    return follow_up


@action(title=_("Note a late follow-up"), posts=(), event=FollowUpLate)
def note_follow_up_late(follow_up: FollowUp, *, by: Actor, at: datetime | None = None) -> FollowUp | Refusal:
    """Its day is over and it was not done."""
    follow_up = held(follow_up)
    if no := using.may_note_late(follow_up.state, due_on=follow_up.due_on, today=today_of(follow_up, at)):
        return no
    follow_up.state = "overdue"
    follow_up.save()
    announce(FollowUpLate(**about(follow_up.document), follow_up=follow_up.pk, owner=follow_up.owner_id, due_on=follow_up.due_on), subject=follow_up)
    return follow_up
