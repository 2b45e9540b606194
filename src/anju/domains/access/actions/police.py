"""The check with the police: a line is connected by the manager; a question opens by itself, is sent by the clock, and its answer is written at the visit."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit
from uuid import uuid4

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.notices import actions as notices
from anju.domains.notices.queries import fits_address
from anju.kernel import addresses
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.jobs import enqueue
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import police
from ..events import PoliceAnswered, PoliceAsked, PoliceLineConnected, PoliceLineRemoved, PoliceNotAnswered, PoliceTried
from ..kinds import MANAGERS, POLICE_ANSWERS, POLICE_GIVEN_UP
from ..models import PoliceLine, PoliceQuery, Visit
from ..rules.sentences import SENTENCES
from ..states import OPEN, THERE
from .visits import held

SHORTEST_SECRET = 16
ResponseInput = Annotated[str, Field(_("Response"), max_length=24)]


@action(title=_("Connect the police"), posts=MANAGERS, event=PoliceLineConnected)
def connect_police_line(
    scope: Scope,
    *,
    address: Annotated[str, Field(_("Address"), max_length=200, help=_("Of the system that asks the police for you, as docs/police.md describes it."))],
    community_code: Annotated[str, Field(_("Code of the community"), max_length=40, help=_("By which the police know this community."))],
    secret: Annotated[str, Field(_("Secret"), max_length=200, personal=True, secret=True, help=_("At least 16 characters, the same at the other end. Empty: it stays; at a new address it is needed again."))] = "",
    allows_lan: Annotated[bool, Field(_("May stand in the local network"))] = False,
    by: Actor,
    at: datetime | None = None,
) -> PoliceLine | Refusal:
    """From now on the police are asked about each visitor who shows a document; connect it only by agreement with them."""
    one = PoliceLine.objects.select_for_update().filter(scope=scope).first() or PoliceLine(scope=scope)
    kept = one.secret if one.address == address.strip() else ""
    if no := _may_connect(address.strip(), community_code, secret or kept, allows_lan):
        return no
    one.address, one.community_code, one.allows_lan, one.state = address.strip(), community_code.strip(), allows_lan, "connected"
    one.seal(secret or kept)
    one.save()
    announce(PoliceLineConnected(allows_lan=allows_lan, has_new_secret=bool(secret)), subject=one)
    return one


def _may_connect(address: str, community_code: str, secret: str, allows_lan: bool) -> Refusal | None:
    """Identity numbers leave this machine over https alone."""
    if no := fits_address(address, allows_lan=allows_lan):
        return no
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_this_machine(parts.hostname)):
        return Refusal("access.police_https", _("Not connected: identity numbers leave this machine only over https."))
    if not community_code.strip():
        return Refusal("access.police_code", _("Not connected: write the code by which the police know this community."))
    if len(secret) < SHORTEST_SECRET:
        return Refusal("access.police_secret", _("Not connected: the secret has at least 16 characters; at a new address it is entered again."))
    return None


def _is_this_machine(host: str) -> bool:
    try:
        return addresses.is_own(host)
    except ValueError:
        return False


@action(title=_("Take the line away"), posts=MANAGERS, event=PoliceLineRemoved, confirm=True, allowed_from=("connected",))
def remove_police_line(line: PoliceLine, *, by: Actor, at: datetime | None = None) -> PoliceLine | Refusal:
    """Ask the police about nobody any more; the secret is destroyed, and what waits is given up."""
    line = PoliceLine.objects.select_for_update().get(pk=line.pk)
    if line.state != "connected":
        return Refusal("access.police_gone", _("Nothing to do: the police are not connected."))
    line.state = "gone"
    line.seal("")
    line.save()
    announce(PoliceLineRemoved(), subject=line)
    return line


@action(title=_("Ask the police"), posts=(), event=PoliceAsked)
def ask_police(visit: Visit, *, by: Actor, at: datetime | None = None) -> PoliceQuery | Refusal:
    """Open the one question about this visit."""
    visit = held(visit)
    if not visit.identity_number or police.line_of(visit.scope) is None or PoliceQuery.objects.filter(visit=visit).exists():
        return Refusal("access.police_not_asked", _("Not asked: there is no line or no identity number, or this visit was asked about before."))
    query = PoliceQuery(scope=visit.scope, visit=visit, request_id=uuid4().hex, asked_at=at, due_at=at)
    query.save()
    visit.police = "waiting"
    visit.save()
    enqueue("access.ask_police", str(query.pk))
    announce(PoliceAsked(**_about(query)), subject=query)
    return query


def _about(query: PoliceQuery) -> dict:
    return {"visit": query.visit_id, "request_id": query.request_id}


def _waiting(query: PoliceQuery) -> PoliceQuery | Refusal:
    """The question as it stands now, locked; a no where it was answered or given up."""
    found = PoliceQuery.objects.select_for_update().get(pk=query.pk)
    return found if found.state == "waiting" else Refusal("access.police_over", _("Nothing to do: this question was answered or given up already."))


@action(title=_("Send the question"), posts=(), event=PoliceTried)
def try_police_query(query: PoliceQuery, *, by: Actor, at: datetime | None = None) -> PoliceQuery | Refusal:
    """Take the question for sending; who is killed while sending comes back to it after the pause."""
    one = _waiting(query)
    if isinstance(one, Refusal):
        return one
    if one.due_at > at or police.is_resting(one.scope_id, at):
        return Refusal("access.police_not_yet", _("Not sent: it is not its turn yet."))
    one.tries, one.tried_at = one.tries + 1, at
    one.due_at = at + police.PAUSES[min(one.tries, len(police.PAUSES)) - 1]
    one.save()
    announce(PoliceTried(**_about(one), tries=one.tries), subject=one)
    return one


@action(title=_("Take in the answer of the police"), posts=(), event=PoliceAnswered)
def answer_police_query(
    query: PoliceQuery, *, answer: Annotated[str, Field(_("Answer of the police"), choices=POLICE_ANSWERS)], response: ResponseInput = "", by: Actor, at: datetime | None = None
) -> PoliceQuery | Refusal:
    """Write it at the visit. A visit that is over, or whose number was corrected meanwhile, is left as it is."""
    one = _waiting(query)
    if isinstance(one, Refusal):
        return one
    if answer not in dict(POLICE_ANSWERS):
        return Refusal("access.police_answer", _("Not taken in: there is no such answer."))
    visit = held(one.visit)
    one.state, one.answer, one.answered_at, one.response, one.due_at = "answered", answer, at, response, None
    one.effect = answer if answer in ("clear", "attention") and visit.police == "waiting" and visit.state in OPEN else "by_eye"
    _write(visit, one.effect)
    if one.effect == "attention":
        one.notice = _tell_leaders(visit, by, at)
    one.save()
    announce(PoliceAnswered(**_about(one), answer=answer, effect=one.effect, seconds=int((at - one.asked_at).total_seconds())), subject=one)
    return one


def _write(visit: Visit, effect: str) -> None:
    """The effect at the visit. What the leader said before he knew of the answer does not answer it."""
    visit.police = effect
    if effect == "attention" and visit.state not in THERE:
        visit.confirmed = [one for one in visit.confirmed if one != "leader"]
    visit.save()


def _tell_leaders(visit: Visit, by: Actor, at: datetime):
    """The leader comes and looks. The words name the visit, never the person."""
    title = say("Police: attention, %(number)s") % {"number": visit.number}
    text = str(SENTENCES["police_attention"])
    told = notices.send_notice(visit.scope, level=2, title=title[:40], text=text, audience={"roles": ["squad_leader", "security_manager"]}, by=by, at=at)
    return None if isinstance(told, Refusal) else told


@action(title=_("Note that the police gave no answer"), posts=(), event=PoliceNotAnswered)
def note_no_police_answer(
    query: PoliceQuery, *, response: ResponseInput = "", given_up_for: Annotated[str, Field(_("Why given up"), choices=POLICE_GIVEN_UP, required=False)] = "", by: Actor,
    at: datetime | None = None,
) -> PoliceQuery | Refusal:  # fmt: skip
    """It is tried again, or given up with the reason: then the guard compares by eye."""
    one = _waiting(query)
    if isinstance(one, Refusal):
        return one
    one.response = response or one.response
    if given_up_for:
        one.state, one.given_up_for, one.effect, one.due_at = "given_up", given_up_for, "by_eye", None
        visit = held(one.visit)
        if visit.police == "waiting":
            _write(visit, "by_eye")
    one.save()
    announce(PoliceNotAnswered(**_about(one), response=response, given_up_for=given_up_for), subject=one)
    return one
