"""What a box at a gate decided and saw while it stood alone comes home: it is kept as it was decided then, never judged anew."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.passes import actions as passes
from anju.domains.passes.queries import Pass
from anju.domains.people.queries import holdings_between
from anju.domains.places.queries import above
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce_many, create_many
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import MovementTakenIn, PassageTakenIn
from ..gathering import lane_facts, moment
from ..kinds import CAUSES, DIRECTIONS
from ..models import Credential, Lane, LaneCamera, Opening, Passage, Regular, Visit
from ..rules import from_json, is_within
from ..rules.sentences import VERDICTS
from .ground import at_lane
from .staying import follow_regular, move, regular_in

WHAT = (("opened", pgettext_lazy("gate", "Opened")), ("passed", _("Went through")), ("released", _("Let through after asking")))
LaneInput = Annotated[Lane, Field(_("Lane or door"))]
LateInput = Annotated[bool, Field(_("Brought home late"))]


@action(title=_("Take in a passage of a box"), posts=(), event=PassageTakenIn)
def take_in_passage(
    scope: Scope,
    *,
    passage_id: Annotated[UUID, Field(_("Passage"))],
    lane: LaneInput,
    decided_at: Annotated[datetime, Field(_("Time"))],
    direction: Annotated[str, Field(_("Direction"), choices=DIRECTIONS)],
    category: Annotated[str, Field(_("Category"), max_length=12)] = "",
    outcome: Annotated[str, Field(_("Verdict"), choices=VERDICTS)],
    code: Annotated[str, Field(_("Why"), max_length=24)],
    rules_version: Annotated[int, Field(_("Version of the rules"), minimum=0)],
    facts: Annotated[dict, Field(_("Facts"))],
    credential: Annotated[UUID | None, Field(pgettext_lazy("credential", "Credential"))] = None,
    permit: Annotated[UUID | None, Field(_("Pass"))] = None,
    plate: Annotated[str, Field(_("Plate"), max_length=12)] = "",
    edge: Annotated[str, Field(_("Decided at the gate by"), max_length=24)],
    number: Annotated[int, Field(pgettext_lazy("edge", "Number"), minimum=1)],
    is_late: LateInput = False,
    camera: Annotated[UUID | None, Field(_("Camera that sees it"))] = None,
    car_sure: Annotated[int | None, Field(_("Plate certain (%)"), minimum=0, maximum=100)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Passage | Refusal:
    """Keep a passage with the decision and the time that the box at the gate gave it."""
    row = {
        "passage_id": passage_id, "lane": lane, "decided_at": decided_at, "direction": direction, "category": category, "outcome": outcome, "code": code,
        "rules_version": rules_version, "facts": facts, "credential": credential, "permit": permit, "plate": plate, "edge": edge, "number": number, "is_late": is_late,
        "camera": camera, "car_sure": car_sure,
    }  # fmt: skip
    return take_in_passages(scope, [row], by=by, at=at)[0]


@take_in_passage.many
def take_in_passages(scope: Scope, rows: list[dict[str, Any]], *, by: Actor, at: datetime) -> list[Passage | Refusal]:
    """Look up what the rows name with one query a table; write all at once; then count the passes and move the visits that went with them."""
    known = _Known(scope, rows, at)
    decided = [known.passage(row) for row in rows]
    made = [one for one in decided if isinstance(one, Passage)]
    create_many(made)
    known.cars_seen(made)
    for row, one in zip(rows, decided, strict=True):
        if isinstance(one, Passage) and one.outcome == "allowed":
            used(one, row["edge"], row["number"], by=by, at=at)
    announce_many([(_taken_in(one), one) for one in made], person=lambda one: one.holder_id)
    return decided


def used(passage: Passage, edge: str, number: int, *, by: Actor, at: datetime) -> bool:
    """His pass is used and his visit begins or ends; True where the pass had been used up already."""
    is_double = False
    if passage.permit is not None:
        told = {"used_at": min(passage.at, at), "device": edge, "device_number": number, "place": passage.lane.place, "direction": passage.direction}
        before = passage.permit.uses and passage.permit.uses_done >= passage.permit.uses
        taken = passes.record_use(passage.permit, **told, by=by, at=at)
        is_double = bool(before) and not isinstance(taken, Refusal)
    if passage.visit is not None:
        move(passage.visit, passage.direction, at=passage.at)
    follow_regular(passage, by=by, at=at)
    return is_double


class _Known:
    """What the rows of a batch name, loaded once."""

    def __init__(self, scope: Scope, rows: list[dict[str, Any]], at: datetime) -> None:
        self.scope, self.at = scope, at
        self.credentials = Credential.objects.select_related("holder", "dwelling").filter(scope=scope).in_bulk({row["credential"] for row in rows if row.get("credential")})
        self.permits = Pass.objects.select_related("holder", "place", "scope").filter(scope=scope).in_bulk({row["permit"] for row in rows if row.get("permit")})
        wanted = {pk for row in rows if (pk := regular_in(row["facts"]))}
        self.regulars = Regular.objects.select_related("dwelling").filter(scope=scope).in_bulk(wanted) if wanted else {}
        eyes = {row["camera"] for row in rows if row.get("camera")}
        self.cameras = {one.device_id: one for one in LaneCamera.objects.filter(scope=scope, device__in=eyes)} if eyes else {}
        self.visits = {one.permit_id: one for one in Visit.objects.select_related("host").filter(scope=scope, permit__in=self.permits)} if self.permits else {}

    def passage(self, row: dict[str, Any]) -> Passage | Refusal:
        lane, facts = row["lane"], row["facts"]
        if lane.scope_id != self.scope.pk or not _are_facts(facts, lane):
            return Refusal("access.other_lane", _("Not taken in: what was decided there does not belong to this lane."))
        if row["outcome"] not in dict(VERDICTS) or row["direction"] not in dict(DIRECTIONS):
            return Refusal("access.unknown_verdict", _("Not taken in: there is no such verdict."))
        card, permit = self.credentials.get(row.get("credential")), self.permits.get(row.get("permit"))
        visit = self.visits.get(permit.pk) if permit else None
        comes = self.regulars.get(regular_in(facts))
        holder = card.holder if card else permit.holder if permit else None
        eye = self.cameras.get(row.get("camera"))
        right = (card or permit) if eye else None
        return Passage(
            pk=row["passage_id"], scope=self.scope, at=row["decided_at"], lane=lane, direction=row["direction"], category=row["category"], outcome=row["outcome"],
            code=row["code"], rules_version=row["rules_version"], credential=card, permit=permit, visit=visit, holder=holder,
            holder_name=card.holder_name if card else permit.holder_name if permit else comes.name if comes else "", host=visit.host if visit else None,
            dwelling=card.dwelling if card else permit.place if permit else comes.dwelling if comes else None, plate=row.get("plate", "") or (right.plate if right else ""), facts=facts, edge=row["edge"], is_late=row["is_late"],
            created_at=self.at, camera_id=eye.device_id if eye else None, car_sure=row.get("car_sure") if eye else None, car_match="matches" if right and right.plate else "",
        )  # fmt: skip

    def cars_seen(self, made: list[Passage]) -> None:
        """When each camera last saw a car, for its page."""
        for device, camera in self.cameras.items():
            last = max((one.at for one in made if one.camera_id == device), default=None)
            if last is not None and (camera.last_seen_at is None or camera.last_seen_at < last):
                LaneCamera.objects.filter(pk=camera.pk).update(last_seen_at=last)


def _are_facts(facts: dict[str, Any], lane: Lane) -> bool:
    """Whether these are the facts of a decision at this lane, so that a changed rule can be tried on them."""
    try:
        return from_json(facts).lane.id == str(lane.pk)
    except (TypeError, KeyError, AttributeError):
        return False


def _taken_in(one: Passage) -> PassageTakenIn:
    return PassageTakenIn(
        **at_lane(one.lane), passage=one.pk, decided_at=one.at, direction=one.direction, category=one.category, outcome=one.outcome, code=one.code, may_go=one.may_go,
        credential_kind=one.credential.kind if one.credential else "", rules_version=one.rules_version, edge=one.edge, is_late=one.is_late,
    )  # fmt: skip


@action(title=_("Take in what a box saw"), posts=(), event=MovementTakenIn)
def take_in_movement(
    scope: Scope,
    *,
    lane: LaneInput,
    what: Annotated[str, Field(pgettext_lazy("gate", "What"), choices=WHAT)],
    seen_at: Annotated[datetime, Field(_("Time"))],
    passage: Annotated[Passage | None, Field(_("Passage"))] = None,
    cause: Annotated[str, Field(_("How"), choices=CAUSES, required=False)] = "device",
    said_for: Annotated[str, Field(_("Asked, and what was said"), max_length=200)] = "",
    edge: Annotated[str, Field(_("Decided at the gate by"), max_length=24)] = "",
    number: Annotated[int, Field(pgettext_lazy("edge", "Number"), minimum=0)] = 0,
    is_late: LateInput = False,
    by: Actor,
    at: datetime | None = None,
) -> Passage | Opening | Refusal:
    """Keep what a door or bar did, or that the guard let somebody through after asking, while the box stood alone."""
    row = {"lane": lane, "what": what, "seen_at": seen_at, "passage": passage, "cause": cause, "said_for": said_for, "edge": edge, "number": number, "is_late": is_late}
    return take_in_movements(scope, [row], by=by, at=at)[0]


@take_in_movement.many
def take_in_movements(scope: Scope, rows: list[dict[str, Any]], *, by: Actor, at: datetime) -> list[Passage | Opening | Refusal]:
    """The movements of one kind of a batch, each of another passage."""
    guards = _Guards(scope, rows)
    done = [_moved(scope, row, guards, by, at) for row in rows]
    create_many([one.opening for one in done if isinstance(one, _Movement) and one.opening is not None])
    announce_many([(one.event, one.about) for one in done if isinstance(one, _Movement)])
    return [one.about if isinstance(one, _Movement) else one for one in done]


@dataclass
class _Movement:
    """What became of one row: the opening it made, or the passage it changed."""

    event: MovementTakenIn
    opening: Opening | None
    passage: Passage | None

    @property
    def about(self) -> Opening | Passage:
        return self.opening or self.passage


def _moved(scope: Scope, row: dict[str, Any], guards: _Guards, by: Actor, at: datetime) -> _Movement | Refusal:
    lane, passage, what = row["lane"], row["passage"], row["what"]
    if lane.scope_id != scope.pk or (passage is not None and passage.lane_id != lane.pk):
        return Refusal("access.other_lane", _("Not taken in: what was decided there does not belong to this lane."))
    about = {**at_lane(lane), "what": what, "seen_at": row["seen_at"], "is_late": row["is_late"], "passage": passage and passage.pk}
    if what == "released":
        return _released(row, about, by, at)
    if what == "passed" and passage is not None and passage.passed_at is None:
        Passage.objects.filter(pk=passage.pk).update(passed_at=row["seen_at"])
        return _Movement(MovementTakenIn(**about), None, passage)
    if what == "passed":
        passage, about["passage"] = None, None
    if passage is not None:
        Passage.objects.filter(pk=passage.pk).update(opened_at=row["seen_at"])
    one = _opening(scope, row, passage, guards, at)
    told = {"opening": one.pk, "cause": one.cause, "is_unexplained": one.is_unexplained, "is_after_hours": one.is_after_hours, "turn": one.turn}
    return _Movement(MovementTakenIn(**about, **told), one, passage)


def _released(row: dict[str, Any], about: dict[str, Any], by: Actor, at: datetime) -> _Movement | Refusal:
    passage = row["passage"]
    if passage is None or passage.may_go or not row["said_for"].strip():
        return Refusal("access.goes_already", _("Nothing to do: this person was let through already."))
    passage.is_released, passage.released_for = True, row["said_for"].strip()[:200]
    Passage.objects.filter(pk=passage.pk).update(is_released=True, released_for=passage.released_for)
    used(passage, row["edge"], row["number"], by=by, at=at)
    return _Movement(MovementTakenIn(**about, said_for=passage.released_for), None, passage)


def _opening(scope: Scope, row: dict[str, Any], passage: Passage | None, guards: _Guards, at: datetime) -> Opening:
    lane, seen_at = row["lane"], row["seen_at"]
    cause = "behind" if row["what"] == "passed" else row["cause"]
    facts, now = lane_facts(lane), moment(scope, seen_at)
    is_shut = not facts.is_open or not is_within(now["minute"], facts.opens, facts.closes)
    guard, shift, turn = guards.at(lane, seen_at)
    return Opening(
        scope=scope, at=seen_at, lane=lane, cause=cause, passage=passage, is_unexplained=passage is None and cause != "fire", is_after_hours=is_shut and cause != "fire",
        shift=shift, turn=turn, on=clock.local(scope, seen_at).date(), guard=guard, is_late=row["is_late"], created_at=at,
    )  # fmt: skip


class _Guards:
    """Who held the posts at the lanes of a batch, at each of its moments; one query for all."""

    def __init__(self, scope: Scope, rows: list[dict[str, Any]]) -> None:
        moments = [row["seen_at"] for row in rows]
        self._held = list(holdings_between(scope, min(moments), max(moments) + timedelta(seconds=1))) if moments else []
        self._around: dict[UUID, set[UUID]] = {}

    def at(self, lane: Lane, moment: datetime) -> tuple[Any, str, int]:
        if lane.place_id not in self._around:
            self._around[lane.place_id] = {lane.place_id, *(place.pk for place in above(lane.place))}
        for one in self._held:
            if one.start_at <= moment < one.end_at and one.post.place_id in self._around[lane.place_id]:
                return one.person, one.shift.name if one.shift else "", one.shift.position if one.shift else 0
        return None, "", 0
