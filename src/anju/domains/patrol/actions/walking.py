"""Walking a round: take it up, answer what is checked, skip with a reason, hand it on, close it with its record."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import Person, on_duty
from anju.domains.workforce.queries import GEAR, missing_gear
from anju.kernel import clock, permissions
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.refusals import Refusal

from ..codes import MACHINES
from ..events import PointAnswered, PointSkipped, RoundFinished, RoundHandedOn, RoundStarted
from ..models import Round, RoundPoint, Scan
from ..rules import closing, scanning
from ..states import VISITED
from . import findings
from .holding import LEADERS, PICTURES, WALKERS, about, held, held_round, told

EARLY = timedelta(minutes=30)
LATEST = timedelta(hours=24)
REACHABLE = ("planned", "missed")
TextInput = Annotated[str, Field(pgettext_lazy("patrol", "Handed over"), max_length=400, multiline=True)]


@action(title=_("Begin the round"), posts=WALKERS, event=RoundStarted, offline=True, allowed_from=REACHABLE)
def start_round(round: Round, *, by: Actor, at: datetime | None = None) -> Round | Refusal:
    """Take a round up: on shift only, and with the equipment that a special plan asks for."""
    one = held_round(round)
    if no := _may_start(one, by, at):
        return no
    one.state, one.started_at = "running", at
    one.guard_id = by.person or one.guard_id
    RoundPoint.objects.filter(round=one, state="missed").update(state="waiting")
    one.missed_count = 0
    one.save()
    late = max(0, int((at - one.starts_at).total_seconds() // 60))
    announce(RoundStarted(**about(one), guard=one.guard_id, executor=one.executor, minutes_late=late), subject=one)
    return one


def _may_start(one: Round, by: Actor, at: datetime) -> Refusal | None:
    if one.state not in REACHABLE:
        return Refusal("patrol.begun_already", _("Not begun: this round was begun, finished or cancelled before."))
    if at < one.starts_at - EARLY:
        return Refusal("patrol.too_early", _("Not begun: this round starts at %(time)s."), time=f"{clock.local(one.scope, one.starts_at):%H:%M}")
    if at > one.ends_at + LATEST:
        return Refusal("patrol.too_late", _("Not begun: its time is over for more than a day. It stays missed."))
    if one.guard_id and by.person != one.guard_id and not _leads(one, by):
        return Refusal("patrol.not_yours", _("Not begun: this round is given to somebody else."))
    if one.executor in MACHINES:
        return None
    if not by.is_system and not is_on_shift(one, by, at):
        return Refusal("patrol.off_shift", _("Not begun: you are not on shift. Go on post first."))
    return _walks_another(one, by, at) or _equipped(one, by)


def _walks_another(one: Round, by: Actor, at: datetime) -> Refusal | None:
    """Nobody is on two rounds at once; one whose time is over does not hold him."""
    other = Round.objects.filter(scope=one.scope_id, state="running", guard=by.person, ends_at__gt=at).first() if by.person else None
    return other and Refusal("patrol.walks_another", _("Not begun: you are on another round, %(route)s. Finish it or hand it on first."), route=other.title)


def _leads(one: Round, by: Actor) -> bool:
    return by.is_system or bool(permissions.posts_of(by, one.scope) & set(LEADERS))


def is_on_shift(one: Round, by: Actor, at: datetime) -> bool:
    """On a post, or holding one at that moment; managers who walk keep no post."""
    if permissions.posts_of(by, one.scope) & {"team_leader", "security_manager", "project_manager"}:
        return True
    return any(each.person.pk == by.person for each in on_duty(one.scope, at))


def _equipped(one: Round, by: Actor) -> Refusal | None:
    gear = one.scheme.gear if one.scheme_id else []
    if not gear:
        return None
    walker = Person.objects.filter(pk=by.person).first()
    if missing := missing_gear(one.scope, walker, asked=gear):
        things = "、".join(str(dict(GEAR)[kind]) for kind in missing)
        return Refusal("patrol.gear_missing", _("Not begun: %(things)s were not issued to you. Take them out by scan first."), things=things)
    return None


def not_running(one: Round, by: Actor) -> Refusal | None:
    """Why nothing can be entered in a round now."""
    if one.state != "running":
        return Refusal("patrol.not_running", _("Not kept: this round is not under way. Begin it first."))
    if one.guard_id is not None and by.person != one.guard_id and not _leads(one, by) and by.kind != "device":
        return Refusal("patrol.not_your_round", _("Not kept: somebody else walks this round."))
    return None


@action(title=_("Answer the items"), posts=WALKERS, event=PointAnswered, offline=True)
def answer_point(
    point: RoundPoint,
    *,
    answers: Annotated[dict, Field(_("Answers"))],
    note: Annotated[str, Field(_("Note"), max_length=200)] = "",
    photos: Annotated[list[File] | None, Field(_("Photos"), accept=PICTURES)] = None,
    by: Actor,
    at: datetime | None = None,
) -> RoundPoint | Refusal:
    """Answer every item of a point that was visited. A fault needs a photo and becomes a case at once."""
    one, walk = held(point), held_round(point.round)
    if no := not_running(walk, by) or _visited(one) or closing.read_answers(one.checklist, answers, photos=len(photos or ())):
        return no
    faults = [item for item in one.checklist if answers.get(item["key"]) == closing.FAULT]
    for item in faults:
        made = findings.of_item(one, item, note=note, photos=photos, by=by, at=at)
        if isinstance(made, Refusal):
            return made
    one.answers, one.answered_at = answers, at
    one.save()
    keys = [item["key"] for item in faults]
    announce(
        PointAnswered(**about(walk), point=one.pk, checkpoint=one.checkpoint_id, items=len(one.checklist), faults=keys, version=one.checklist_version), subject=one
    )
    return one


def _visited(one: RoundPoint) -> Refusal | None:
    if one.answered_at is not None:
        return Refusal("patrol.answered_already", _("Not kept again: the items of this point were answered before."))
    if one.state in VISITED:
        return None
    return Refusal("patrol.not_scanned", _("Not kept: scan the point first, then answer its items."))


@action(title=_("Skip the point"), posts=WALKERS, event=PointSkipped, offline=True, allowed_from=("waiting",))
def skip_point(point: RoundPoint, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> RoundPoint | Refusal:
    """Leave a point out and say why; it is shown as skipped, not as visited."""
    one, walk = held(point), held_round(point.round)
    if no := told(reason) or not_running(walk, by):
        return no
    if one.state not in ("waiting", "missed"):
        return Refusal("patrol.point_settled", _("Not skipped: this point was visited, skipped or removed before."))
    one.state, one.reason = "skipped", reason
    one.save()
    walk.skipped_count += 1
    walk.save()
    announce(PointSkipped(**about(walk), point=one.pk, checkpoint=one.checkpoint_id, reason=reason), subject=one)
    return one


@action(title=_("Hand the round on"), posts=WALKERS, event=RoundHandedOn, offline=True, allowed_from=("running", "planned"))
def hand_on_round(
    round: Round,
    *,
    to: Annotated[Person, Field(pgettext_lazy("patrol", "To whom"))],
    reason: Annotated[str, Field(_("Reason"), max_length=200)],
    by: Actor,
    at: datetime | None = None,
) -> Round | Refusal:
    """Called away: somebody else on shift goes on with the rest of the round."""
    one = held_round(round)
    if no := told(reason):
        return no
    if one.state not in ("running", "planned"):
        return Refusal("patrol.not_running", _("Not kept: this round is not under way. Begin it first."))
    if one.guard_id not in (None, by.person) and not _leads(one, by):
        return Refusal("patrol.not_your_round", _("Not kept: somebody else walks this round."))
    if not any(each.person.pk == to.pk for each in on_duty(one.scope, at)):
        return Refusal("patrol.other_off_shift", _("Not handed on: %(name)s is not on shift."), name=to.name)
    before, one.guard = one.guard_id, to
    one.save()
    announce(RoundHandedOn(**about(one), from_guard=before, to_guard=to.pk, reason=reason), subject=one)
    return one


@action(title=_("Finish the round"), posts=WALKERS, event=RoundFinished, offline=True, allowed_from=("running",))
def finish_round(
    round: Round,
    *,
    problems: Annotated[str, Field(_("Problems found"), max_length=400)],
    result: Annotated[str, Field(_("Result of handling"), max_length=400)],
    handover: TextInput,
    by: Actor,
    at: datetime | None = None,
) -> Round | Refusal:
    """Close the record: time, places and points stand in it already; problems, result and handover are written."""
    one = held_round(round)
    if no := not_running(one, by):
        return no
    points = list(RoundPoint.objects.filter(round=one).select_related("checkpoint").order_by("position"))
    waiting = [point.checkpoint.name for point in points if point.state in ("waiting", "missed")]
    unanswered = [point.checkpoint.name for point in points if point.state in VISITED and point.answered_at is None and point.checklist]
    if no := closing.may_finish(unanswered=unanswered, waiting=waiting, texts={"problems": problems, "result": result, "handover": handover}):
        return no
    one.state, one.finished_at, one.received_at = "finished", at, clock.now()
    one.problems, one.result, one.handover = problems.strip(), result.strip(), handover.strip()
    count(one, points)
    one.save()
    announce(_finished(one), subject=one)
    return one


def count(one: Round, points: list[RoundPoint]) -> None:
    """How many points were visited, on time, skipped, missed, and the weakest proof among them. Does not save."""
    kept = [point for point in points if point.state != "dropped"]
    one.point_count = len(kept)
    one.visited_count = sum(point.state in VISITED for point in kept)
    one.on_time_count = sum(point.state == "done" for point in kept)
    one.skipped_count = sum(point.state == "skipped" for point in kept)
    one.missed_count = sum(point.state == "missed" for point in kept)
    scans = Scan.objects.in_bulk([point.scan_id for point in kept if point.scan_id])
    one.grade = scanning.worst([grade_now(scan) for scan in scans.values()])


def grade_now(scan: Scan) -> str:
    """What a scan proves as it stands: while something about it is to be reviewed it is the guard's own word."""
    return "C" if scan.state == "to_review" else scan.grade


def _finished(one: Round) -> RoundFinished:
    return RoundFinished(
        **about(one), guard=one.guard_id, executor=one.executor, points=one.point_count, visited=one.visited_count, on_time=one.on_time_count,
        missed=one.missed_count, skipped=one.skipped_count, grade=one.grade, finished_at=one.finished_at,
        is_late_upload=one.received_at - one.finished_at > scanning.LATE_UPLOAD,
    )  # fmt: skip

