"""The physical facts: a door opened, somebody went through. What nobody decided is unexplained until somebody says why."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.db.models import Q
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.notices import actions as notices
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..events import DoorShut, GoneThrough, OpeningExplained, OpeningRecorded
from ..gathering import lane_facts, moment, on_post
from ..kinds import CAUSES, CHECKERS, LEADERS
from ..models import Lane, Opening, Passage
from ..rules import is_within
from ..rules.office import MATCH_SECONDS, reason_told
from .ground import at_lane

PASS_SECONDS = 60
SEEN = [cause for cause in CAUSES if cause[0] not in ("behind", "fire")]
"""What a person or a controller may tell as the cause; the two others follow from the state of the lane."""
MayGo = Q(outcome="allowed") | Q(is_released=True)


@action(title=_("Record an opening"), posts=CHECKERS, event=OpeningRecorded, offline=True)
def record_opening(
    lane: Lane, *, cause: Annotated[str, Field(_("How"), choices=SEEN)] = "device", by: Actor, at: datetime | None = None
) -> Opening | Refusal:
    """A door or bar opened: told by its controller, or written down. It belongs to what was decided there within 15 seconds, else it is unexplained."""
    if cause not in dict(SEEN):
        return Refusal("access.unknown_cause", _("Not recorded: choose how it opened from the list."))
    lane = Lane.objects.select_related("scope", "place").get(pk=lane.pk)
    passage = _decided(lane, at)
    if passage is not None:
        passage.opened_at = at
        passage.save()
    one = _opened(lane, "fire" if lane.released_at else cause, passage, at)
    if lane.partner_id is not None:
        Lane.objects.filter(pk=lane.pk).update(open_since=at)
    event = OpeningRecorded(
        **at_lane(lane), opening=one.pk, cause=one.cause, passage=passage and passage.pk, is_unexplained=one.is_unexplained, is_after_hours=one.is_after_hours,
        turn=one.turn,
    )  # fmt: skip
    if one.is_after_hours and one.is_unexplained:
        _alarm(one, by=by, at=at)
    announce(event, subject=one)
    return one


def _decided(lane: Lane, at: datetime) -> Passage | None:
    """The newest passage of this lane that may go and has not opened anything yet: one decision, one lift of the bar."""
    window = Passage.objects.select_for_update().filter(MayGo, scope=lane.scope_id, lane=lane, opened_at=None)
    return window.filter(at__gte=at - timedelta(seconds=MATCH_SECONDS), at__lte=at).order_by("-at").first()


def _opened(lane: Lane, cause: str, passage: Passage | None, at: datetime) -> Opening:
    facts, now = lane_facts(lane), moment(lane.scope, at)
    guard, shift, turn = on_post(lane.scope, lane.place, at)
    is_shut = not facts.is_open or not is_within(now["minute"], facts.opens, facts.closes)
    one = Opening(
        scope=lane.scope, at=at, lane=lane, cause=cause, passage=passage, is_unexplained=passage is None and cause != "fire",
        is_after_hours=is_shut and cause != "fire", shift=shift, turn=turn, on=clock.local(lane.scope, at).date(), guard=guard,
    )  # fmt: skip
    one.save()
    return one


def _alarm(one: Opening, *, by: Actor, at: datetime) -> None:
    """A closed gate that opens without a decision is told to who is on duty."""
    title = say("Closed gate opened: %(lane)s") % {"lane": one.lane.name}
    text = say("Nobody decided it. Look at the gate and write down why it opened.")
    notices.send_notice(one.scope, level=2, title=title[:40], text=text, audience={"groups": ["on_duty"], "roles": ["squad_leader"]}, by=by, at=at)


@action(title=_("Record that it shut"), posts=CHECKERS, event=DoorShut)
def record_shutting(lane: Lane, *, by: Actor, at: datetime | None = None) -> Lane | Refusal:
    """A contact says that a door of an interlock is shut: the other one may open."""
    lane = Lane.objects.select_for_update().get(pk=lane.pk)
    if lane.open_since is None:
        return Refusal("access.shut_already", _("Nothing to do: this door is shut, or is no door of an interlock."))
    seconds = max(int((at - lane.open_since).total_seconds()), 0)
    lane.open_since = None
    lane.save(update_fields=["open_since"])
    announce(DoorShut(**at_lane(lane), seconds=seconds), subject=lane)
    return lane


@action(title=_("Record who went through"), posts=CHECKERS, event=GoneThrough, offline=True)
def record_going(lane: Lane, *, by: Actor, at: datetime | None = None) -> Passage | Opening | Refusal:
    """A loop or contact felt somebody pass. The first after an opening is the one it was opened for; the next went behind him and is unexplained."""
    lane = Lane.objects.select_related("scope", "place").get(pk=lane.pk)
    if lane.released_at is not None:
        return Refusal("access.released_now", _("Not recorded: during a fire release nobody is counted."))
    rows = Passage.objects.select_for_update().filter(scope=lane.scope_id, lane=lane, passed_at=None)
    passage = rows.filter(opened_at__gte=at - timedelta(seconds=PASS_SECONDS), opened_at__lte=at).order_by("opened_at").first()
    if passage is not None:
        passage.passed_at = at
        passage.save()
        announce(GoneThrough(**at_lane(lane), passage=passage.pk), subject=passage)
        return passage
    one = _opened(lane, "behind", None, at)
    announce(GoneThrough(**at_lane(lane), opening=one.pk, turn=one.turn), subject=one)
    return one


@action(title=_("Explain the opening"), posts=LEADERS, event=OpeningExplained)
def explain_opening(
    opening: Opening, *, explanation: Annotated[str, Field(_("Explanation"), max_length=200)], by: Actor, at: datetime | None = None
) -> Opening | Refusal:
    """Say why it opened without a decision; who was on post does not explain his own."""
    opening = Opening.objects.select_for_update().get(pk=opening.pk)
    if not opening.is_unexplained:
        return Refusal("access.explained_already", _("Nothing to do: this opening is explained."))
    if no := reason_told(explanation):
        return no
    if opening.guard_id is not None and opening.guard_id == by.person:
        return Refusal("access.own_opening", _("Not explained: somebody else than who was on post explains it."))
    opening.is_unexplained, opening.explanation, opening.explained_by_id = False, explanation.strip(), by.person
    opening.save()
    announce(OpeningExplained(**at_lane(opening.lane), opening=opening.pk, opened_at=opening.at, turn=opening.turn, explanation=explanation), subject=opening)
    return opening
