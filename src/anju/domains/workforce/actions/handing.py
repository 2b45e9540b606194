"""One shift hands the post to the next: counted, with what is open, confirmed by both."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _

from anju.domains.cases import actions as cases
from anju.domains.people import actions as people
from anju.domains.people.queries import STAFF, Holding, Post, Presence
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import queries
from ..events import HandoverTaken, PostHandedOver
from ..models import Handover
from ..rules import checking as rules
from .holding import held, nobody

BEFORE, AFTER = timedelta(hours=1), timedelta(hours=2)
HANDOVER = Actor.system("handover")


@action(title=_("Hand over the shift"), posts=STAFF, event=PostHandedOver, offline=True, allowed_from=("in_use",))
def hand_over(
    post: Post,
    *,
    slips: Annotated[int, Field(_("Goods slips collected"))] = 0,
    keys: Annotated[int, Field(_("Keys out"))] = 0,
    radios: Annotated[int, Field(_("Radios"))] = 0,
    notes: Annotated[str, Field(_("Notes"), multiline=True)] = "",
    explanation: Annotated[str, Field(_("Where the difference is"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Handover | Refusal:
    """Hand the post to whoever of the next shift stands there: what is counted is compared, what is open goes along."""
    here = Presence.objects.filter(scope=post.scope, post=post, person_id=by.person, until_at=None).first()
    following = _next_here(post, by, at)
    counted = {"slips": slips, "keys": keys, "radios": radios}
    since = _shift_began(here) if here else at
    expected = queries.expected_counts(post, since=since, at=at) if here else counted
    is_given = following is not None and Handover.objects.filter(giver_id=by.person, for_holding=following).exists()
    no = nobody(by) or rules.may_hand_over(
        is_here=here is not None, is_next_here=following is not None, is_given=is_given, expected=expected, counted=counted, explanation=explanation
    )
    if no:
        return no
    matters = queries.open_matters(post, at=at)
    one = Handover(
        scope=post.scope, post=post, giver_id=by.person, for_holding=following, given_at=at, notes=notes, explanation=explanation.strip(), open_matters=matters,
        counts={name: [expected[name], counted[name]] for name in counted},
    )  # fmt: skip
    one.save()
    announce(PostHandedOver(handover=one.id, post=post.pk, of_person=by.person, has_difference=counted != expected, open_matters=len(matters)), subject=one)
    return one


def _shift_began(here: Presence) -> datetime:
    """When he first took the post in this shift: a meal does not begin the count anew."""
    first = Presence.objects.filter(scope=here.scope_id, holding=here.holding_id, person_id=here.person_id).order_by("since_at").first() if here.holding_id else None
    return (first or here).since_at


def _next_here(post: Post, by: Actor, at: datetime) -> Holding | None:
    """The shift that begins about now and whose holder is on post, one that nobody was handed yet first."""
    there = set(Presence.objects.filter(scope=post.scope, post=post, until_at=None).values_list("person_id", flat=True))
    rows = Holding.objects.filter(scope=post.scope, post=post, start_at__gt=at - AFTER, start_at__lte=at + BEFORE).exclude(state="withdrawn").exclude(person_id=by.person)
    taken = set(Handover.objects.filter(for_holding__in=rows).values_list("for_holding_id", flat=True))
    return min((one for one in rows if one.person_id in there), key=lambda one: (one.pk in taken, one.start_at), default=None)


@action(title=_("Take over the shift"), posts=STAFF, event=HandoverTaken, offline=True, allowed_from=("given",))
def take_over(
    handover: Handover, *, objection: Annotated[str, Field(_("What differs"), max_length=200)] = "", by: Actor, at: datetime | None = None
) -> Handover | Refusal:
    """Confirm what was handed over. What differs becomes a case, and whoever handed over is off post."""
    one = held(handover)
    here = Presence.objects.filter(scope=one.scope_id, post_id=one.post_id, person_id=by.person, until_at=None).first()
    if no := nobody(by) or rules.may_take_over(state=one.state, is_giver=by.person == one.giver_id, is_here=here is not None):
        return no
    one.minutes_early = max(-1440, min(1440, int((one.for_holding.start_at - here.since_at).total_seconds() // 60)))
    one.is_in_time = one.minutes_early >= queries.terms_of(one.scope).handover_early_minutes
    one.taker_id, one.taken_at, one.objection = by.person, at, objection.strip()
    one.state = "disputed" if one.objection else "accepted"
    has_difference = bool(one.objection) or any(expected != counted for expected, counted in one.counts.values())
    if has_difference:
        case = _case(one, by, at)
        if isinstance(case, Refusal):
            return case
        one.case_number = case.number
    one.save(update_fields=["minutes_early", "is_in_time", "taker", "taken_at", "objection", "state", "case_number"])
    _let_go(one, at)
    event = HandoverTaken(
        handover=one.id, post=one.post_id, of_person=by.person, minutes_early=one.minutes_early, is_in_time=one.is_in_time, has_difference=has_difference,
        objection=one.objection,
    )  # fmt: skip
    announce(event, subject=one)
    return one


def _case(one: Handover, by: Actor, at: datetime):
    note = "\n".join(part for part in (one.explanation, one.objection) if part)
    title = say("Difference at the handover of %(post)s") % {"post": one.post.name}
    return cases.open_case(
        one.scope, kind="problem", category="security", severity=3, title=title[:120], place=one.post.place, note=note, source="handover", owner_role="squad_leader",
        by=by, at=at,
    )  # fmt: skip


def _let_go(one: Handover, at: datetime) -> None:
    here = Presence.objects.filter(scope=one.scope_id, post_id=one.post_id, person_id=one.giver_id, until_at=None).first()
    if here is not None:
        people.leave_post(one.post, person=one.giver, left_for="relieved", by=HANDOVER, at=max(at, here.since_at))
