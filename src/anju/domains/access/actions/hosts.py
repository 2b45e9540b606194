"""The host's side: he invites, he is asked, he answers; at night the control room, for what is special the squad leader says yes."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.notices import actions as notices
from anju.domains.notices.queries import TEMPLATES
from anju.domains.passes import actions as passes
from anju.domains.passes.queries import kind_of, refine_kind
from anju.domains.people.queries import Person, residents_of
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.permissions import posts_of
from anju.kernel.refusals import Refusal

from ..events import HostAsked, InvitationWithdrawn, VisitAnswered, VisitorInvited, VisitVouched
from ..gathering import invited_this_month, lives_in, rules_in_force
from ..kinds import CHECKERS, DWELLERS, LEADERS, WAYS
from ..models import Lane, Visit
from ..rules import office as rules
from .ground import elsewhere
from .visits import about, end, held, numbered

refine_kind("visitor", issued_by=(*kind_of("visitor").issued_by, *DWELLERS), is_live=True)
HEARD = [way for way in WAYS if way[0] != "app"]
CONTROL_ROOM = ("monitor_operator", *LEADERS)
NoteInput = Annotated[str, Field(_("What was said"), max_length=200)]


@action(title=_("Invite a visitor"), posts=DWELLERS, event=VisitorInvited)
def invite_visitor(
    scope: Scope,
    *,
    dwelling: Annotated[Place, Field(_("Goes to"))],
    name: Annotated[str, Field(_("Visitor's name"), max_length=60, personal=True)],
    starts_at: Annotated[datetime | None, Field(_("Comes at"))] = None,
    ends_at: Annotated[datetime | None, Field(_("Leaves by"))] = None,
    phone: Annotated[str, Field(_("Phone"), max_length=20, personal=True)] = "",
    plate: Annotated[str, Field(_("Plate"), max_length=12)] = "",
    people: Annotated[int, Field(_("How many come"), minimum=1, maximum=200)] = 1,
    by: Actor,
    at: datetime | None = None,
) -> Visit | Refusal:
    """Invite somebody to one's own home; he gets a moving code that opens the gates in that time."""
    starts_at = starts_at or at
    ends_at = ends_at or starts_at + timedelta(hours=12)
    host = Person.objects.filter(pk=by.person).first() if by.person else None
    lives = dwelling.scope_id == scope.id and lives_in(scope, host, dwelling)
    if no := rules.may_invite(starts_at=starts_at, ends_at=ends_at, at=at, lives_there=lives, people=people) or rules.plate_fits(plate):
        return no
    policy = rules_in_force(scope).policies.get("visitor")
    if no := rules.may_invite_again(invited_this_month(scope, dwelling, at), policy.invitations_per_month if policy else 0):
        return no
    given = {"holder_name": name, "holder_phone": phone, "plate": plate, "place": dwelling, "starts_at": starts_at, "ends_at": ends_at}
    permit = passes.issue_pass(scope, kind="visitor", **given, by=by, at=at)
    if isinstance(permit, Refusal):
        return permit
    visit = Visit(
        scope=scope, number=numbered(scope, at), category="visitor", state="invited", name=name.strip(), phone=phone, plate=plate, people=people, dwelling=dwelling,
        host=host, host_phone=host.phone, channel="booking", identity_check="known", rules_version=rules_in_force(scope).version, permit=permit, at=at,
        registered_by=host, expected_at=starts_at, until_at=ends_at, answered_at=at, answered_by=host, answered_way="app", confirmed=["host"],
    )  # fmt: skip
    visit.save()
    announce(VisitorInvited(**about(visit), permit=permit.pk, until_at=ends_at, people=people), subject=visit)
    return visit


@action(title=_("Withdraw the invitation"), posts=DWELLERS, event=InvitationWithdrawn, confirm=True, allowed_from=("invited",))
def withdraw_invitation(visit: Visit, *, by: Actor, at: datetime | None = None) -> Visit | Refusal:
    """The visitor does not come after all; his code opens nothing any more."""
    visit = held(visit)
    if visit.host_id is None or visit.host_id != by.person:
        return rules.may_answer(visit.state, is_host=False)
    if visit.state != "invited":
        return rules.wrong_step()
    gone = passes.revoke_pass(visit.permit, reason=say("The host withdrew the invitation."), by=Actor.system("access"), at=at)
    if isinstance(gone, Refusal):
        return gone
    end(visit, "withdrawn", at=at)
    announce(InvitationWithdrawn(**about(visit)), subject=visit)
    return visit


@action(title=_("Ask the host"), posts=CHECKERS, event=HostAsked, allowed_from=("waiting", "denied"))
def ask_host(visit: Visit, *, lane: Annotated[Lane | None, Field(_("Lane or door"))] = None, by: Actor, at: datetime | None = None) -> Visit | Refusal:
    """Tell whoever lives there that somebody stands at the gate; once more counts as urging. Who has no phone here is called."""
    visit = held(visit)
    if no := elsewhere(visit.scope, lane):
        return no
    if visit.state not in ("waiting", "denied") or visit.dwelling is None:
        return rules.wrong_step()
    persons = [str(one.person_id) for one in residents_of(visit.dwelling)]
    text = TEMPLATES["visitor_waits"]
    title = str(text.title).format(gate=lane.place.name if lane else say("the gate"))
    told = notices.send_notice(
        visit.scope, level=text.level, title=title[:40], text=str(text.text), audience={"persons": persons}, template="visitor_waits", answers=list(text.answers), by=by, at=at
    ) if persons else None  # fmt: skip
    visit.notice = None if told is None or isinstance(told, Refusal) else told
    visit.asked_at, visit.asked_times = at, visit.asked_times + 1
    visit.save()
    announce(HostAsked(**about(visit), notice=visit.notice and visit.notice.pk, times=visit.asked_times), subject=visit)
    return visit


@action(title=_("Answer the visitor"), posts=DWELLERS, event=VisitAnswered, allowed_from=("waiting", "denied"))
def answer_visit(visit: Visit, *, agrees: Annotated[bool, Field(_("Agrees"))], note: NoteInput = "", by: Actor, at: datetime | None = None) -> Visit | Refusal:
    """Say on one's own phone whether the visitor may come in."""
    visit = held(visit)
    him = Person.objects.filter(pk=by.person).first() if by.person else None
    if no := rules.may_answer(visit.state, is_host=lives_in(visit.scope, him, visit.dwelling)):
        return no
    return _answered(visit, him, agrees=agrees, way="app", note=note, at=at)


@action(title=_("Take down the host's answer"), posts=CHECKERS, event=VisitAnswered, allowed_from=("waiting", "denied"), offline=True)
def answer_for_host(
    visit: Visit,
    *,
    agrees: Annotated[bool, Field(_("Agrees"))],
    way: Annotated[str, Field(_("By way of"), choices=HEARD)],
    note: NoteInput = "",
    said_by: Annotated[Person | None, Field(_("Said by"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Visit | Refusal:
    """The host was reached by telephone, intercom or the front desk: write down who said what."""
    visit = held(visit)
    if no := rules.may_answer(visit.state, is_host=True):
        return no
    if way not in dict(WAYS if by.is_system else HEARD):
        return Refusal("access.unknown_way", _("Not recorded: say how the host was reached: telephone, intercom or front desk."))
    if agrees and not note.strip() and not by.is_system:
        return Refusal("access.note_needed", _("Not recorded: write who said yes, and what."))
    return _answered(visit, said_by or visit.host, agrees=agrees, way=way, note=note, at=at)


def _answered(visit: Visit, him: Person | None, *, agrees: bool, way: str, note: str, at: datetime) -> Visit:
    visit.state = "agreed" if agrees else "denied"
    visit.answered_at, visit.answered_by, visit.answered_way, visit.answer_note = at, him, way, note.strip()
    kept = [one for one in visit.confirmed if one not in ("host", "desk")]
    visit.confirmed = [*kept, "desk" if way == "desk" else "host"] if agrees else kept
    visit.save()
    seconds = int((at - (visit.asked_at or visit.at)).total_seconds())
    announce(VisitAnswered(**about(visit), agrees=agrees, way=way, seconds=seconds, note=note), subject=visit)
    return visit


@action(title=_("Confirm as control room or leader"), posts=CONTROL_ROOM, event=VisitVouched, allowed_from=("waiting", "agreed", "invited"))
def vouch_for_visit(visit: Visit, *, note: NoteInput, by: Actor, at: datetime | None = None) -> Visit | Refusal:
    """Say yes for what the gate must ask: at night and on days off the control room, for everything special the squad leader."""
    visit = held(visit)
    as_whom = "leader" if by.is_system or posts_of(by, visit.scope) & set(LEADERS) else "control_room"
    if visit.state not in ("waiting", "agreed", "invited"):
        return rules.wrong_step()
    if no := rules.reason_told(note):
        return no
    if as_whom in visit.confirmed:
        return Refusal("access.confirmed_already", _("Nothing to do: this was confirmed already."))
    visit.confirmed = [*visit.confirmed, as_whom]
    visit.save()
    announce(VisitVouched(**about(visit), as_whom=as_whom, note=note), subject=visit)
    return visit
