"""Cases on their way: taken up, worked on, rechecked by another person, called back, struck off; some late, some sent back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from random import Random
from uuid import UUID

from anju.domains.cases import actions as cases
from anju.domains.cases.queries import OVER, Case
from anju.domains.people.queries import Person
from anju.kernel import clock

from . import told
from .world import HOUR, World

# How many hours a case stands at a stage before somebody takes the next step; the work itself is measured by its deadline.
PAUSES = {
    "reported": (0.5, 5), "graded": (1, 6), "to_recheck": (2, 20), "to_strike_off": (1, 16), "sent_back": (1, 6),
    "new": (0.05, 0.4), "reopened": (0.1, 0.4), "to_call_back": (3, 40), "raised": (0.01, 0.04), "sent": (0.02, 0.08),
    "on_the_way": (0.03, 0.08), "on_scene": (0.2, 1.5), "under_control": (0.1, 1), "to_review": (4, 50), "to_approve": (3, 30),
    "approved": (1, 10),
}  # fmt: skip
QUICK = timedelta(minutes=1)
URGENT = frozenset({"raised", "sent", "on_the_way", "on_scene", "under_control"})
LATE, SENT_BACK, UNSOLVED = 0.03, 0.07, 0.015
LEADERS = ("squad_leader", "team_leader", "security_manager")
HANDS = {
    "repair": ("engineer",), "complaint": ("front_desk", "team_leader"), "hazard": ("engineer", "guard"), "task": ("team_leader", "security_manager"),
    "problem": ("engineer", "guard"), "incident": ("guard", "squad_leader"), "rectification": ("engineer", "team_leader"),
}  # fmt: skip


def look(world: World) -> None:
    """Plan the next step of every case that came to a new stage. Violations in renovations are moved by their own room."""
    standing = Case.objects.filter(scope=world.scope).exclude(state__in=OVER).exclude(kind="renovation").order_by("opened_at", "id")
    for pk, state, turn in standing.values_list("pk", "state", "round"):
        key = (pk, state, turn)
        if key not in world.known:
            world.known.add(key)
            case = Case.objects.select_related("place", "owner", "reporter").get(pk=pk)
            world.plan(max(_next_at(world, case), clock.now()), partial(_step, world, pk, state), earliest=case.stage_at + QUICK)


def _next_at(world: World, case: Case) -> datetime:
    lot = world.lot("case", case.pk, case.state, case.round)
    if case.state in ("rectifying", "working", "waiting_owner"):
        return _in_hours(world, _finished_at(world, case, lot), case)
    low, high = PAUSES[case.state]
    return _in_hours(world, case.stage_at + HOUR * lot.uniform(low, high), case)


def _finished_at(world: World, case: Case, lot: Random) -> datetime:
    """When the work will be done: before the deadline, but for a few, and for those that the script wants late."""
    left = (case.due_at or case.stage_at + 8 * HOUR) - case.stage_at
    is_late = lot.random() < LATE or world.script.fate(case) == "late"
    if is_late or left <= timedelta():
        return case.stage_at + max(left, timedelta()) + HOUR * lot.uniform(6, 40)
    return case.stage_at + left * lot.uniform(0.05, 0.55)


def _in_hours(world: World, at: datetime, case: Case) -> datetime:
    """Urgent things have no hours; the rest waits for the morning."""
    wall = world.local(at)
    if case.state in URGENT or 8 <= wall.hour < 19:
        return at
    morning = wall if wall.hour < 8 else wall + timedelta(days=1)
    return morning.replace(hour=8, minute=20 + at.minute % 35)


def _step(world: World, pk: UUID, state: str) -> None:
    """Take the next step if the case still stands where it stood; where nobody is there to take it, look again in an hour."""
    case = Case.objects.select_related("place", "owner", "reporter").get(pk=pk)
    if case.state != state:
        return
    if not _STEPS[state](world, case, world.lot("step", pk, state, case.round)):
        world.plan(clock.now() + HOUR, partial(_step, world, pk, state))


def _owner(world: World, case: Case) -> Person | None:
    """Who works on it: its owner if he is there, else somebody of his kind."""
    hands = HANDS.get(case.kind, LEADERS)
    there = {person.pk: person for role in hands for person in world.on_shift(role)}
    return there.get(case.owner_id) or world.anyone(*hands, *LEADERS)


def _checker(world: World, case: Case, *roles: str) -> Person | None:
    """Somebody who neither owns the case nor was seen working on it."""
    workers = world.workers.get(case.pk, set()) | {case.owner_id}
    there = [person for role in roles for person in world.on_shift(role) if person.pk not in workers]
    return there[0] if there else None


def _accept(world: World, case: Case, lot: Random) -> bool:
    desk = world.anyone("front_desk", *LEADERS)
    if desk is None or not world.act(cases.accept_case, case, by=desk):
        return False
    return _assign(world, case, desk)


def _assign(world: World, case: Case, by: Person) -> bool:
    owner = world.anyone(*HANDS.get(case.kind, LEADERS), *LEADERS)
    return owner is not None and bool(world.act(cases.assign_case, case, owner=owner, by=by))


def _grade(world: World, case: Case, lot: Random) -> bool:
    leader = world.anyone(*LEADERS)
    return leader is not None and bool(world.act(cases.grade_case, case, severity=case.severity, by=leader))


def _begin(world: World, case: Case, lot: Random) -> bool:
    leader = world.anyone(*LEADERS)
    if leader is None or (case.owner_id is None and not _assign(world, case, leader)):
        return False
    doer = _owner(world, Case.objects.get(pk=case.pk))
    return doer is not None and bool(world.act(cases.start_work, case, measure=told.measure(case, lot), by=doer))


def _submit(world: World, case: Case, lot: Random) -> bool:
    """The work is done: an order goes to its return visit, what was found wrong to its recheck."""
    doer = _owner(world, case)
    if doer is None:
        return False
    world.workers.setdefault(case.pk, set()).add(doer.pk)
    verb = cases.submit_rectification if case.kind in ("hazard", "problem", "task", "rectification") else cases.finish_work
    if not world.act(verb, case, done=told.done(case, lot), by=doer):
        return False
    if verb is cases.submit_rectification:
        world.act(cases.add_evidence, case, text=told.shown(case, lot), by=doer)
    return True


def _recheck(world: World, case: Case, lot: Random) -> bool:
    checker = _checker(world, case, *LEADERS)
    if checker is None:
        return False
    fails = world.script.fate(case) == "fails_twice" and case.round <= 2
    if fails or (case.round == 1 and lot.random() < SENT_BACK):
        return bool(world.act(cases.fail_recheck, case, reason=told.missing(case, lot), by=checker))
    return bool(world.act(cases.pass_recheck, case, note="现场查看，已按要求整改", by=checker))


def _strike_off(world: World, case: Case, lot: Random) -> bool:
    checker = _checker(world, case, "security_manager", "team_leader", "squad_leader")
    return checker is not None and bool(world.act(cases.strike_off, case, result="整改完成，复查合格，予以销号", by=checker))


def _call_back(world: World, case: Case, lot: Random) -> bool:
    """The front desk asks the one who asked; some answer by themselves."""
    asker = case.reporter if case.reporter in world.cast.residents else _checker(world, case, "front_desk")
    if asker is None:
        return False
    if lot.random() < UNSOLVED and case.round == 1:
        return bool(world.act(cases.record_return_visit, case, outcome="unsolved", satisfaction=2, said=told.still(case, lot), by=asker))
    stars = lot.choices((5, 4, 3, 2), weights=(82, 16, 1.5, 0.5))[0]
    if not world.act(cases.record_return_visit, case, outcome="solved", satisfaction=stars, said=told.thanks(stars, lot), by=asker):
        return False
    desk = _checker(world, case, "front_desk", *LEADERS)
    return desk is not None and bool(world.act(cases.close_case, case, result="已回访，处理完毕", by=desk))


def _send(world: World, case: Case, lot: Random) -> bool:
    operator = world.anyone("squad_leader", "team_leader")
    return operator is not None and _assign(world, case, operator)


def _reach(stage: str) -> Callable[[World, Case, Random], bool]:
    def reach(world: World, case: Case, lot: Random) -> bool:
        doer = _owner(world, case)
        return doer is not None and bool(world.act(cases.report_progress, case, stage=stage, by=doer))

    return reach


def _end(world: World, case: Case, lot: Random) -> bool:
    manager = _checker(world, case, "security_manager", "project_manager", "team_leader")
    if manager is not None and case.kind == "incident" and case.severity == 1 and not case.liability:
        world.act(cases.find_responsibility, case, liability="other", by=manager)
        case.refresh_from_db()
    return manager is not None and bool(world.act(cases.close_case, case, result="已复盘，无遗留", by=manager))


_STEPS: dict[str, Callable[[World, Case, Random], bool]] = {
    "reported": _grade, "graded": _begin, "rectifying": _submit, "to_recheck": _recheck, "sent_back": _begin, "to_strike_off": _strike_off,
    "new": _accept, "working": _submit, "waiting_owner": _submit, "to_call_back": _call_back, "reopened": _begin,
    "raised": _send, "sent": _reach("on_the_way"), "on_the_way": _reach("on_scene"), "on_scene": _reach("under_control"),
    "under_control": _submit, "to_review": _end, "to_approve": _end, "approved": _end,
}  # fmt: skip
