"""暂缓放行: release is put off, owner, manager and 110 are told in this order; nobody is held and nothing is taken."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.cases import actions as cases
from anju.domains.places.queries import Place
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.permissions import posts_of
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import PauseEnded, ReleasePutOff, SomebodyTold
from ..kinds import CHECKERS, LEADERS, PAUSE_ENDS, PAUSE_REASONS
from ..models import GoodsCheck, Pause, Slip
from ..states import AT_GATE
from ..telling import class_of, owner_ids, tell
from .releasing import GateInput, PhotoInput, elsewhere_in
from .responding import start_plan

GRAVE = {"suspicious": 1, "barred": 2}


@action(title=_("Put the release off"), posts=CHECKERS, event=ReleasePutOff, offline=True)
def put_off_release(
    scope: Scope,
    *,
    gate: GateInput,
    reason: Annotated[str, Field(_("Reason"), choices=PAUSE_REASONS)],
    things: Annotated[str, Field(_("Things"), max_length=400)],
    dwelling: Annotated[Place | None, Field(_("Comes from or goes to"))] = None,
    photo: PhotoInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Pause | Refusal:
    """Ask the carrier politely to wait until somebody said yes; a barred or suspicious thing opens an incident."""
    if no := elsewhere_in(scope, gate, dwelling):
        return no
    if not things.strip() or reason not in dict(PAUSE_REASONS):
        return Refusal("goods.things_needed", _("Not recorded: write what it is."))
    kind = class_of(scope, "suspicious")
    case = _case(scope, gate, reason, by=by, at=at) if reason in GRAVE else None
    one = Pause(
        scope=scope, at=at, gate=gate, state="waiting", reason=reason, things=things.strip(), dwelling=dwelling, photo=photo, guard_id=by.person, case=case,
        class_version=kind.version if kind else 0,
    )  # fmt: skip
    one.save()
    if reason == "suspicious" and isinstance(no := start_plan(one, by=by, at=at), Refusal):
        return no
    announce(ReleasePutOff(**about(one), case=case and case.pk, things=things), subject=one)
    return one


def about(one: Pause) -> dict:
    return {"pause": one.pk, "reason": one.reason, "gate": one.gate_id}


def _case(scope: Scope, gate: Place, reason: str, *, by: Actor, at: datetime) -> Any:
    title = say("%(what)s at %(gate)s") % {"what": dict(PAUSE_REASONS)[reason], "gate": gate}
    opened = cases.open_case(
        scope, kind="incident", category="other", title=title[:120], severity=GRAVE[reason], place=gate, owner_role="security_manager", source="goods", by=by, at=at
    )
    return None if isinstance(opened, Refusal) else opened


def _held(one: Pause) -> Pause:
    return Pause.objects.select_for_update(of=("self",)).select_related("scope", "gate", "dwelling").get(pk=one.pk)


@action(title=_("Tell the next"), posts=CHECKERS, event=SomebodyTold, allowed_from=("waiting",))
def tell_next(pause: Pause, *, note: Annotated[str, Field(_("What was said"), max_length=200)] = "", by: Actor, at: datetime | None = None) -> Pause | Refusal:
    """Owner, manager, 110, one after the other: the first two by message, 110 by telephone, which is written down here."""
    one = _held(pause)
    whom = rules.next_told(one.reason, [each["whom"] for each in one.told]) if one.state == "waiting" else ""
    if not whom:
        return Refusal("goods.all_told", _("Nothing to do: everybody was told, or this was cleared up already."))
    notice = _told(one, whom, by=by, at=at)
    if notice is None and not note.strip():
        return Refusal("goods.call_needed", _("Nobody can be reached by message: telephone, and write here who said what."))
    one.told = [*one.told, {"whom": whom, "at": at.isoformat(), "way": "app" if notice else "phone", "note": note.strip()}]
    one.save()
    announce(SomebodyTold(**about(one), whom=whom, seconds=int((at - one.at).total_seconds()), notice=notice and notice.pk, note=note), subject=one)
    return one


def _told(one: Pause, whom: str, *, by: Actor, at: datetime) -> Any:
    title = say("Release put off at %(gate)s") % {"gate": one.gate}
    text = f"{one.get_reason_display()}。{one.things}"
    if whom == "owner":
        return tell(one.scope, title=title, text=text, level=2, persons=owner_ids(one.dwelling) if one.dwelling else [], by=by, at=at)
    return tell(one.scope, title=title, text=text, level=2, roles=["security_manager", "project_manager"], by=by, at=at) if whom == "manager" else None


@action(title=_("Clear up"), posts=CHECKERS, event=PauseEnded, allowed_from=("waiting",))
def end_pause(
    pause: Pause,
    *,
    way: Annotated[str, Field(_("How it ended"), choices=PAUSE_ENDS)],
    slip: Annotated[Slip | None, Field(_("Release slip"))] = None,
    note: Annotated[str, Field(_("Who decided what"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Pause | Refusal:
    """Let it go with a slip on which it was counted since, or by a leader's word; the carrier may take it back home at any time."""
    one = _held(pause)
    if slip is not None and (no := _not_on(slip, one, at)):
        return no
    is_leader = by.is_system or bool(posts_of(by, one.scope) & set(LEADERS))
    if no := rules.may_end_pause(one.state, reason=one.reason, way=way, has_slip=slip is not None, is_leader=is_leader, note=note):
        return no
    one.state, one.slip, one.ended_at, one.ended_by_id, one.end_note = way, slip, at, by.person, note.strip()
    one.save()
    announce(PauseEnded(**about(one), way=way, minutes=int((at - one.at).total_seconds() // 60), note=note), subject=one)
    return one


def _not_on(slip: Slip, pause: Pause, at: datetime) -> Refusal | None:
    """A slip lets go what was counted on it since it was put off: with a photo, and once. Another dwelling's slip never does."""
    is_of_here = slip.scope_id == pause.scope_id and pause.dwelling_id in (None, slip.dwelling_id)
    since = GoodsCheck.objects.filter(scope=slip.scope_id, slip=slip, direction="out", outcome="released", at__gte=pause.at)
    spent_at = Pause.objects.filter(scope=slip.scope_id, slip=slip, state="released").order_by("ended_at").values_list("ended_at", flat=True).last()
    if is_of_here and (since if spent_at is None else since.filter(at__gt=spent_at)).exists():
        return None
    if not is_of_here or slip.state not in AT_GATE or slip.permit.ends_at <= at:
        return Refusal("goods.slip_does_not_count", _("Not released: this slip does not count now. Ask the front desk for one."))
    return Refusal("goods.count_first", _("Not released: first count on this slip what is there, with a photo."))
