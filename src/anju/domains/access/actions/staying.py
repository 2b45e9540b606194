"""A stay begins and ends with who goes in and out: that of a visit, and that of a regular who came by his code alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel import clock, ids
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import VisitorLetIn, VisitorLetOut
from ..gathering import rules_in_force, stay_of
from ..kinds import CHECKERS
from ..models import Passage, Regular, Visit
from ..rules import Policy
from ..states import THERE

PassageInput = Annotated[Passage, Field(_("Passage"))]


def numbered(scope: Scope, at: datetime) -> str:
    """L2026-0001: the next number of the community's year."""
    year = clock.local(scope, at).year
    return f"L{year}-{ids.running_number(scope, 'visit', year):04d}"


def about(visit: Visit) -> dict:
    """The fields that every event about a visit carries."""
    return {"visit": visit.pk, "category": visit.category, "dwelling": visit.dwelling_id}


def until_of(visit: Visit, policy: Policy | None, at: datetime) -> datetime | None:
    """How long who comes in now may stay; None for no end."""
    if visit.until_at is not None:
        return visit.until_at
    return at + timedelta(minutes=policy.stay_minutes) if policy and policy.stay_minutes else None


def move(visit: Visit, direction: str, *, at: datetime) -> None:
    """The visit follows who went in or out. Saves."""
    if direction == "in" and visit.state not in THERE:
        visit.state, visit.entered_at = "inside", visit.entered_at or at
    elif direction == "out" and visit.state in THERE:
        visit.state, visit.left_at = "left", at
    visit.save()


def regular_in(facts: dict[str, Any]) -> UUID | None:
    """Which regular the facts of a passage tell of."""
    try:
        return UUID((facts.get("turns") or {}).get("id") or "")
    except (ValueError, AttributeError):
        return None


def follow_regular(passage: Passage, *, by: Actor, at: datetime) -> None:
    """The stay of a regular begins or ends with his passage; with a passage of anybody else nothing happens."""
    pk = regular_in(passage.facts)
    regular = Regular.objects.select_related("dwelling", "scope").filter(scope=passage.scope_id, pk=pk).first() if pk else None
    if regular is None:
        return
    if passage.direction == "in":
        begin_regular_stay(regular, passage=passage, by=by, at=at)
    else:
        end_regular_stay(regular, passage=passage, by=by, at=at)


@action(title=_("Begin the stay of a regular"), posts=CHECKERS, event=VisitorLetIn, allowed_from=())
def begin_regular_stay(regular: Regular, *, passage: PassageInput, by: Actor, at: datetime | None = None) -> Visit | Refusal:
    """Who came in by his code alone is inside from the moment of his passage, and counts among the visits of the day."""
    if stay_of(regular) is not None or not passage.may_go or passage.direction != "in":
        return Refusal("access.inside_already", _("Not let in: who has this code is inside and was not seen leaving. Compare the photo, and record the exit first."))
    rules, came_at = rules_in_force(regular.scope), min(passage.at, at)
    visit = Visit(
        scope=regular.scope, number=numbered(regular.scope, came_at), category=regular.category, state="inside", name=regular.name, phone=regular.phone, company=regular.company,
        dwelling=regular.dwelling, photo=regular.photo, channel="registered", identity_check="known", regular=regular, at=came_at, entered_at=came_at,
        rules_version=rules.version, registered_by_id=by.person, answer_note=passage.released_for,
    )  # fmt: skip
    visit.until_at = until_of(visit, rules.policies.get(regular.category), came_at)
    visit.save()
    Regular.objects.filter(pk=regular.pk).update(times=regular.times + 1)
    passage.visit = visit
    Passage.objects.filter(pk=passage.pk).update(visit=visit)
    announce(VisitorLetIn(**about(visit), passage=passage.pk, lane=passage.lane_id, seconds=0, until_at=visit.until_at), subject=visit)
    return visit


@action(title=_("End the stay of a regular"), posts=CHECKERS, event=VisitorLetOut, allowed_from=())
def end_regular_stay(regular: Regular, *, passage: PassageInput, by: Actor, at: datetime | None = None) -> Visit | Refusal:
    """Who left by his code is not inside any more."""
    visit = stay_of(regular)
    if visit is None or passage.direction != "out":
        return Refusal("access.wrong_step", _("Not done: this visit is not at that step. Reload the page and look at its state."))
    was_overstay, left_at = visit.state == "overstay", max(visit.entered_at, min(passage.at, at))
    move(visit, "out", at=left_at)
    passage.visit = visit
    Passage.objects.filter(pk=passage.pk).update(visit=visit)
    announce(VisitorLetOut(**about(visit), lane=passage.lane_id, minutes=int((left_at - visit.entered_at).total_seconds() // 60), was_overstay=was_overstay), subject=visit)
    return visit
