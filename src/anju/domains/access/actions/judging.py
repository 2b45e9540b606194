"""What every way of passing shares: who stands there as facts, the decision, and the row that keeps both."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.masking import plain_plate
from anju.kernel.models import Scope

from .. import gathering, rules
from ..events import PassageDecided
from ..models import Credential, Lane, Passage, Regular, Visit
from .ground import at_lane


@dataclass
class Somebody:
    """Who stands at a lane, as far as it is known."""

    lane: Lane
    direction: str
    category: str = ""
    credential: Credential | None = None
    permit: Any = None
    verdict: Any = None
    visit: Visit | None = None
    is_registered: bool = False
    confirmed: tuple[str, ...] = ()
    marks: gathering.Marks = field(default_factory=gathering.Marks)
    name: str = ""
    host: Any = None
    dwelling: Any = None
    emergency: str = ""
    vehicle: str = ""
    is_approved: bool = False
    floor: int | None = None
    regular: Regular | None = None
    person_match: str = ""
    person_sure: int | None = None
    plate_seen: str = ""
    car_sure: int | None = None
    camera: Any = None

    @property
    def car_match(self) -> str:
        """Whether the car that is seen is the one of the right; "" where no car is seen, or the right names none."""
        named = next((one.plate for one in (self.permit, self.visit, self.credential) if one is not None and one.plate), "")
        if not self.plate_seen or not named:
            return ""
        return "matches" if plain_plate(self.plate_seen) == plain_plate(named) else "differs"

    def facts(self, at: datetime) -> rules.Facts:
        scope = self.lane.scope
        return rules.Facts(
            lane=gathering.lane_facts(self.lane, gathering.standing_now(scope)), direction=self.direction, **gathering.moment(scope, at), category=self.category,
            token=gathering.token_of(self.credential, self.lane) if self.credential else None,
            permit=gathering.permit_of(self.permit, self.verdict, self.lane) if self.verdict else None,
            is_registered=self.is_registered, confirmed=self.confirmed, watch=gathering.watch_on(scope, self.marks, at),
            same_way_seconds=gathering.same_way_seconds(self.credential, self.direction, at), visits_today=self._visits_today(scope, at), emergency=self.emergency,
            vehicle=self.vehicle, is_approved=self.is_approved, turns=self._turns(), person_match=self.person_match,
            car_match=self.car_match, partner_seconds=gathering.partner_seconds(self.lane, at) if self.direction == "in" else -1,
            police=self.visit.police if self.visit and self.visit.police == "attention" else "",
            floor=self.floor, floors=() if self.floor is None else gathering.floors_for(self.category, self.dwelling, self.lane),
        )  # fmt: skip

    def _turns(self) -> rules.Turns | None:
        """The turns of a regular; whoever is being let in by a visit of his own is not inside by that."""
        if self.regular is None:
            return None
        stay = gathering.stay_of(self.regular)
        return gathering.turns_of(self.regular, is_inside=stay is not None and stay != self.visit)

    def _visits_today(self, scope: Scope, at: datetime) -> int:
        """How often this category came to the dwelling today."""
        if self.dwelling is None or self.direction == "out":
            return 0
        start, _end = clock.day_bounds(scope, clock.local(scope, at).date())
        rows = Visit.objects.filter(scope=scope, category=self.category, dwelling=self.dwelling, entered_at__gte=start)
        return rows.count()


def judge(who: Somebody, *, by: Actor, at: datetime) -> tuple[Passage, rules.Decision]:
    """Decide by the rules in force and the lane as it stands now, and keep it."""
    who.lane = Lane.objects.select_related("scope", "place", "camera").get(pk=who.lane.pk)
    in_force = gathering.rules_in_force(who.lane.scope)
    facts = who.facts(at)
    decision = rules.decide(facts, in_force)
    marks = who.marks
    made = Passage(
        scope=who.lane.scope, at=at, lane=who.lane, direction=who.direction, category=who.category, outcome=decision.outcome, code=decision.code,
        rules_version=in_force.version, credential=who.credential, permit=who.permit, visit=who.visit, holder=marks.person, holder_name=who.name, host=who.host,
        dwelling=who.dwelling, plate=plain_plate(who.plate_seen) or marks.plate, person_match=who.person_match, person_sure=who.person_sure, car_match=who.car_match,
        car_sure=who.car_sure, camera=who.camera or who.lane.camera, facts=rules.as_json(facts), guard_id=by.person,
    )  # fmt: skip
    made.save()
    return made, decision


def decided_event(passage: Passage) -> PassageDecided:
    return PassageDecided(
        **at_lane(passage.lane), passage=passage.pk, direction=passage.direction, category=passage.category, outcome=passage.outcome, code=passage.code,
        may_go=passage.may_go, credential_kind=passage.credential.kind if passage.credential else "", rules_version=passage.rules_version,
    )  # fmt: skip
