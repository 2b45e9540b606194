"""Regular work: planned ahead, done, found faulty, vouched for by a second person, excused, or left undone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from anju.domains.duties import actions as duties
from anju.domains.duties.models import Duty, Occurrence, Performance
from anju.domains.duties.queries import state_of, to_be_done, waiting_for_second
from anju.domains.people.queries import Person
from anju.kernel import clock

from . import photos
from .answers import answers_for, finds_faults, needs
from .intentions import A_DAY, Doing, Intention, Slot, intention
from .world import World

LEADERS = ("squad_leader", "team_leader", "security_manager", "project_manager")
OUTSIDE = (("演练", "fire_brigade", 0.6), ("灭火", "fire_brigade", 0.5), ("报警系统", "fire_brigade", 0.7), ("", "street_office", 0.05))


def take_on(world: World, until: datetime) -> None:
    """Make up one's mind about every slot that opens before a moment and is not thought about yet."""
    for slot in to_be_done(world.scope, until, now=clock.now()).filter(is_continuous=False):
        if slot.pk in world.known:
            continue
        world.known.add(slot.pk)
        meant = world.script.meant(slot, intention(facts(slot), world.lot("slot", slot.pk), world.zone))
        _plan(world, slot, meant)


def facts(occurrence: Occurrence) -> Slot:
    """What the intention depends on; of a long slot only the time that is left counts."""
    duty, is_long = occurrence.duty, occurrence.due_at - occurrence.opens_at > A_DAY
    return Slot(
        key=occurrence.key,
        title=duty.title,
        role=duty.post.role if duty.post_id else duty.role,
        opens_at=max(occurrence.opens_at, clock.now()) if is_long else occurrence.opens_at,
        due_at=occurrence.due_at,
        late_until=occurrence.late_until,
        owed=max(occurrence.owed, 1),
        fault_rate=finds_faults(duty),
    )


def _plan(world: World, slot: Occurrence, meant: Intention) -> None:
    now = clock.now()
    if meant.excuse:
        world.plan(slot.opens_at, lambda: _excuse(world, slot, meant.excuse))
    for doing in meant.doings:
        if doing.entered_at >= now:
            world.plan(doing.entered_at, lambda doing=doing: _perform(world, slot, doing))


def _excuse(world: World, slot: Occurrence, reason: str) -> None:
    manager = world.cast.staff["security_manager"][0]
    if state_of(slot) is not None:
        world.act(duties.excuse_occurrence, slot, reason=reason, by=manager)


def _perform(world: World, slot: Occurrence, doing: Doing) -> None:
    """Somebody who owes it does it; where nobody of the post is there, a leader does."""
    duty = slot.duty
    role = duty.post.role if duty.post_id else duty.role
    doer = world.anyone(role, *LEADERS)
    if doer is None or _is_proven(slot):
        return
    lot = world.lot("answers", slot.pk, doing.at)
    performance = world.act(
        duties.perform_duty,
        slot,
        answers=answers_for(duty, lot, has_fault=doing.finds_fault),
        photos=photos.taken(lot, str(duty.place or duty.title[:20])) if needs(duty, "photo") else None,
        signature=doer.name if needs(duty, "signature") else "",
        note="纸质签到表补录" if doing.entered_at - doing.at > timedelta(hours=24) else "",
        at=doing.at,
        by=doer,
    )
    if performance is not None and (needs(duty, "second_person") or lot.random() < 0.1):
        world.plan(doing.entered_at + (doing.vouched_after or timedelta(minutes=30)), lambda: vouch(world, performance, doer))


def _is_proven(slot: Occurrence) -> bool:
    """A round that was walked, or a session that was held, may have proven it meanwhile; what was paused is owed no more."""
    return state_of(slot) in (None, "done")


def vouch(world: World, performance: Performance, doer: Person) -> None:
    """A second person looks; now and then it is somebody from outside."""
    lot = world.lot("vouch", performance.pk)
    checker = _outsider(world, performance.occurrence.duty, lot) or world.anyone("squad_leader", "team_leader", "security_manager", "monitor_operator", but=doer.pk)
    if checker is not None:
        world.act(duties.confirm_performance, performance, by=checker)


def _outsider(world: World, duty: Duty, lot: Any) -> Person | None:
    if not 8 <= world.local(clock.now()).hour < 18:
        return None
    drawn = lot.random()
    for word, role, chance in OUTSIDE:
        if word in duty.title and drawn < chance:
            return world.cast.outsiders.get(role)
    return None


def catch_up_vouching(world: World) -> None:
    """After a restart: those whose work still waits for a second person are looked at within the hour."""
    for performance in waiting_for_second(world.scope, not_by=None):
        if performance.person_id:
            minutes = world.lot("again", performance.pk).randint(5, 55)
            world.plan(clock.now() + timedelta(minutes=minutes), lambda one=performance: vouch(world, one, one.person))
