"""A notice is sent, its unread are reminded, or it is withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import ROLES
from anju.kernel import clock, ids
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Blob, Scope
from anju.kernel.refusals import Refusal

from .. import audience as reading
from .. import rules
from ..codes import ANSWERS, LEVELS, SENDERS, SHARED_WAYS, WAYS
from ..events import NoticeReminded, NoticeSent, NoticeWithdrawn
from ..models import Delivery, Notice, Recipient
from ..texts import template_choices
from .writing import about, held, write_chunk

CHUNK = 200
LevelInput = Annotated[int, Field(_("Level"), choices=LEVELS)]
BasisInput = Annotated[str, Field(_("Basis"), max_length=200)]
BasisLinkInput = Annotated[str, Field(_("Link to the basis"), max_length=200)]
REMINDING = [way for way in WAYS if way[0] in ("sms", "voice")]


@action(title=_("Send the notice"), posts=SENDERS, event=NoticeSent, linkable=True)
def send_notice(
    scope: Scope,
    *,
    level: LevelInput,
    title: Annotated[str, Field(_("Title"), max_length=40)],
    text: Annotated[str, Field(pgettext_lazy("notice", "Text"), multiline=True)],
    audience: Annotated[dict, Field(_("Audience"), help=_("groups, roles, places and persons, each a list"))],
    radio: Annotated[str, Field(_("To say on the radio"), max_length=200)] = "",
    template: Annotated[str, Field(_("Template"), choices=template_choices)] = "",
    answers: Annotated[list[str] | None, Field(_("Answers offered"), choices=ANSWERS)] = None,
    file: Annotated[Blob | None, Field(_("Attached file"))] = None,
    basis_label: BasisInput = "",
    basis_link: BasisLinkInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Notice | Refusal:
    """Tell everybody of the audience, by the app first and then by the next way for whoever was not reached within 15 seconds."""
    wanted = rules.read_audience(audience, roles=ROLES)
    if isinstance(wanted, Refusal):
        return wanted
    level = int(level)
    persons = reading.people_of(scope, wanted, at)
    said = f"{title} {text} {radio}"
    private = rules.private_words(said, names=reading.names_near(scope), is_personal=wanted.is_personal)
    if no := rules.may_send(level, title, text, counted=len(persons), private=private):
        return no
    local = clock.local(scope, at)
    notice = Notice(
        scope=scope, number=f"{local.year}-{ids.running_number(scope, 'notice', local.year):04d}", level=level, title=title.strip(), text=text.strip(),
        radio=reading.radio_for(scope, persons, rules.radio_words(level, title, radio)), template=template, answers=answers or [], audience=wanted.as_json(), ladder=list(rules.LADDERS[level]),
        step_seconds=rules.STEP_SECONDS, counted=len(persons), quiet_until=rules.quiet_end(level, local), sent_at=at, sent_by_id=by.person, file=file,
        basis_label=basis_label, basis_link=basis_link,
    )  # fmt: skip
    notice.save()
    write_chunk(notice, persons[:CHUNK], at=at)
    _tell_shared(notice, at)
    ways = sorted({*notice.ladder, *(one.way for one in reading.channels_for(scope, level, *SHARED_WAYS))})
    event = NoticeSent(**about(notice), template=template, counted=notice.counted, groups=list(wanted.groups), ways=ways, title=notice.title, text=notice.text)
    announce(event, subject=notice)
    return notice


def _tell_shared(notice: Notice, at: datetime) -> None:
    """One message for each group, mailbox and alarm that carries the level; in quiet hours they wait for the morning."""
    due_at = notice.quiet_until or at
    channels = reading.channels_for(notice.scope, notice.level, *SHARED_WAYS)
    Delivery.objects.bulk_create([Delivery(scope=notice.scope, notice=notice, channel=one, way=one.way, due_at=due_at, created_at=at) for one in channels])


@action(title=_("Remind who has not read it"), posts=SENDERS, event=NoticeReminded, allowed_from=("sending", "sent"))
def remind_unread(
    notice: Notice, *, way: Annotated[str, Field(_("By this way alone"), choices=REMINDING)] = "", by: Actor, at: datetime | None = None
) -> Notice | Refusal:
    """Tell those who have not read it once more, by the ways after the app, or all by one way; at most 200 at a time."""
    notice = held(notice)
    if notice.state == "withdrawn":
        return _gone()
    unread = Recipient.objects.filter(scope=notice.scope_id, notice=notice, read_at=None)
    turn = unread.order_by("round").values_list("round", flat=True).first()
    rows = list(unread.filter(round=turn).order_by("id")[:CHUNK]) if turn is not None else []
    if not rows:
        return Refusal("notices.all_read", _("Not reminded: everybody has read it."))
    local = clock.local(notice.scope, at)
    for one in rows:
        one.round += 1
        one.ways = [way] if way else one.ways
        one.step = 1 if one.ways[:1] == ["in_app"] and len(one.ways) > 1 else 0
        one.next_at = rules.quiet_end(notice.level, local, is_on_duty=one.is_on_duty) or at
    Recipient.objects.bulk_update(rows, ["round", "ways", "step", "next_at"])
    announce(NoticeReminded(**about(notice), persons=len(rows), round=rows[0].round), subject=notice)
    return notice


def _gone() -> Refusal:
    return Refusal("notices.withdrawn", _("Not done: this notice was withdrawn."))


@action(title=_("Withdraw the notice"), posts=SENDERS, event=NoticeWithdrawn, confirm=True, allowed_from=("sending", "sent"))
def withdraw_notice(notice: Notice, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Notice | Refusal:
    """Stop telling it: it disappears from the app, and what was not handed over yet stays here."""
    notice = held(notice)
    if notice.state == "withdrawn":
        return _gone()
    if no := rules.reason_needed(reason):
        return no
    notice.state, notice.withdrawn_at, notice.reason = "withdrawn", at, reason
    notice.save(update_fields=["state", "withdrawn_at", "reason"])
    announce(NoticeWithdrawn(**about(notice), reason=reason), subject=notice)
    return notice
