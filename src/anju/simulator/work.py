"""Regular work: planned ahead, done, found faulty, vouched for by a second person, excused, or left undone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from anju.domains.duties import actions as duties
from anju.domains.duties.queries import Duty, Occurrence, Performance, to_plan
from anju.domains.people.queries import Person
from anju.kernel import clock
from anju.kernel.refusals import Refusal

from . import photos
from .answers import answers_for, finds_faults, needs
from .intentions import Doing, Intention, Slot, intention
from .world import SCHEDULE, World

LEADERS = ("squad_leader", "team_leader", "security_manager", "project_manager")
UNFINISHED = ("not_yet", "open", "running", "missed", "partly")
RARE = timedelta(days=20)
OUTSIDE = (("演练", "fire_brigade", 0.6), ("灭火", "fire_brigade", 0.5), ("报警系统", "fire_brigade", 0.7), ("", "street_office", 0.05))


def plan_ahead(world: World) -> None:
    """Write down the coming slots of every duty, as the schedule does each night."""
    for duty, until_on in to_plan(clock.now(), world.scope):
        while world.act(duties.plan_occurrences, duty, until_on=until_on, by=SCHEDULE):
            if duty.planned_until_on is None or duty.planned_until_on >= until_on or duty.unknown_year:
                break


def open_and_close(world: World) -> None:
    """Let the clock open and close slots, at most twenty at a time."""
    while not isinstance(duties.close_due_occurrences(world.scope, by=SCHEDULE), Refusal):
        world.done["duties.close_due_occurrences"] += 1


def take_on(world: World, until: datetime) -> None:
    """Make up one's mind about every slot that opens before a moment and is not thought about yet."""
    found = Occurrence.objects.filter(scope=world.scope, opens_at__lt=until, late_until__gt=clock.now(), state__in=UNFINISHED, is_continuous=False)
    for slot in found.exclude(pk__in=world.known).select_related("duty__post", "duty__place").order_by("opens_at", "id"):
        world.known.add(slot.pk)
        meant = world.script.meant(slot, intention(facts(slot), world.lot("slot", slot.pk), world.zone))
        _plan(world, slot, meant)


def facts(occurrence: Occurrence) -> Slot:
    duty = occurrence.duty
    return Slot(
        key=occurrence.key,
        title=duty.title,
        role=duty.post.role if duty.post_id else duty.role,
        opens_at=occurrence.opens_at,
        due_at=occurrence.due_at,
        late_until=occurrence.late_until,
        owed=max(occurrence.owed, 1),
        fault_rate=finds_faults(duty),
        is_rare=occurrence.due_at - occurrence.opens_at > RARE,
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
    world.act(duties.excuse_occurrence, slot, reason=reason, by=manager)


def _perform(world: World, slot: Occurrence, doing: Doing) -> None:
    """Somebody who owes it does it; where nobody of the post is there, a leader does."""
    duty = slot.duty
    role = duty.post.role if duty.post_id else duty.role
    doer = world.anyone(role, *LEADERS)
    if doer is None:
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
    waiting = Performance.objects.filter(scope=world.scope, confirmed_by=None, rejected_at=None, occurrence__look_at__isnull=False)
    for performance in waiting.select_related("occurrence__duty", "person").order_by("device_at", "id"):
        if performance.person_id and needs(performance.occurrence.duty, "second_person"):
            minutes = world.lot("again", performance.pk).randint(5, 55)
            world.plan(clock.now() + timedelta(minutes=minutes), lambda one=performance: vouch(world, one, one.person))
