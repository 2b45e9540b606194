"""What happens within a shift: handing over, meals with somebody standing in, short leaves, and a post that nobody keeps for a while."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from random import Random

from anju.domains.people.queries import Person, Presence, holding_of, presence_of
from anju.domains.workforce import actions as workforce
from anju.domains.workforce import queries
from anju.domains.workforce.queries import Away, Finding, Handover
from anju.kernel import clock, schedule

from . import rosters
from .attendance import HANDED_OVER, early_by
from .world import World

MINUTE = timedelta(minutes=1)
MEALS = (("南门岗", 11.6), ("北门岗", 18.2))
POOL = "机动岗"
UNCOVERED = 0.15
"""How often the guard eats before anybody stands in."""
WHY = ("如厕", "取开水", "换对讲机电池", "扶老人过马路")
VERDICTS = ((True, "无人替岗即离岗，已谈话"), (False, "送医途中电话报告过班长"), (False, "替岗人员途中延误"))


def expect(world: World, day: date) -> None:
    """Plan a day's handovers, meals and short leaves, and the looks at posts that people are late for."""
    lot = world.lot("shifts", day)
    for turn in rosters.turns_on(day):
        begins, ends = turn.span(world.zone)
        if turn.post.name in HANDED_OVER:
            _at(world, ends - 7 * MINUTE, partial(_hand_over, world, turn))
        if turn.role == "guard":
            late = -_early(world, turn)
            if late >= 10 * MINUTE:
                _at(world, begins + 10 * MINUTE, partial(_look, world))
                _at(world, begins + late + MINUTE, partial(_look, world))
    if world.is_told(day):
        _leave_for_a_while(world, day, lot)
    _at(world, world.moment(day, 9.4), partial(_judge, world))


def _leave_for_a_while(world: World, day: date, lot: Random) -> None:
    post, hour = MEALS[day.toordinal() // 2 % 2]
    _at(world, world.moment(day, hour), partial(_eat, world, post, lot.random() < UNCOVERED))
    if lot.random() < 0.5:
        _at(world, world.moment(day, lot.uniform(15.5, 21)), partial(_step_out, world, lot.choice(MEALS)[0], lot.choice(WHY), lot.random() < 0.25))


def _early(world: World, turn: rosters.Turn) -> timedelta:
    return early_by(world, turn, world.cast.of_turn(turn))


def _at(world: World, at, do) -> None:
    if at >= clock.now():
        world.plan(at, do)


def _look(world: World) -> None:
    """What the clock does every minute, at a minute at which there is something to see."""
    schedule.registry["workforce.watch_posts"].function(world.scope)


def _look_again(world: World) -> None:
    """Whether what was told is over."""
    if Finding.objects.filter(scope=world.scope, state="open").exists():
        _look(world)


def _on(world: World, post: str) -> list[Person]:
    """Who stands at a post now, in the order of employee numbers."""
    return [person for role in ("guard", "squad_leader") for person in world.cast.staff[role] if world.present.get(person.pk) == post]


def _hand_over(world: World, turn: rosters.Turn) -> None:
    """The one who goes counts and hands over, the one who comes takes over a minute later."""
    post, there = world.cast.posts[turn.post.name], _on(world, turn.post.name)
    going = next((one for one in there if (held := holding_of(one)) is not None and held.post_id == post.pk), None)
    coming = next((one for one in there if one != going), None)
    here = presence_of(going) if going else None
    if going is None or coming is None or here is None:
        return
    lot = world.lot("handover", turn.post.name, turn.on, turn.shift)
    began = min(here.since_at, holding_of(going).start_at)
    counts = queries.expected_counts(post, since=_began(going) or began, at=clock.now())
    why = ""
    if lot.random() < 0.03:
        counts, why = {**counts, "slips": counts["slips"] + 1}, "多出一张隔夜放行条，已交前台"
    note = lot.choice(("", "", "北侧道闸落杆偏慢", "有业主寄存快递一件", "夜间路灯一盏不亮，已报修"))
    given = world.act(workforce.hand_over, post, **counts, notes=note, explanation=why, by=going)
    if given is not None:
        world.plan(clock.now() + MINUTE, partial(_take_over, world, given.pk, going, coming))


def _began(person: Person):
    """When he first took the post in this shift."""
    here = presence_of(person)
    rows = Presence.objects.filter(scope=here.scope_id, holding=here.holding_id, person=person).order_by("since_at")
    return rows.values_list("since_at", flat=True).first()


def _take_over(world: World, pk, going: Person, coming: Person) -> None:
    given = Handover.objects.select_related("scope", "post").get(pk=pk)
    if world.present.get(coming.pk) == given.post.name and world.act(workforce.take_over, given, by=coming):
        world.present.pop(going.pk, None)


def _eat(world: World, name: str, is_early: bool) -> None:
    """The guard eats while somebody of the relief pool stands in; now and then he goes before that one is there."""
    there, pool = _on(world, name), _on(world, POOL)
    if not there or not pool or holding_of(there[0]) is None:
        return
    post, guard, relief = world.cast.posts[name], there[0], pool[0]
    if not is_early:
        _stand_in(world, post, relief)
    if world.act(workforce.step_away, post, kind="meal", reason="就餐", by=guard) is None:
        return
    world.present.pop(guard.pk, None)
    if is_early:
        world.plan(clock.now() + 6 * MINUTE, partial(_stand_in, world, post, relief))
    world.plan(clock.now() + 28 * MINUTE, partial(_back, world, name, guard.pk))


def _stand_in(world: World, post, relief: Person) -> None:
    if queries.relief_of(relief) is None and world.present.get(relief.pk) == POOL:
        world.act(workforce.take_relief, post, by=relief)
        _look_again(world)


def _step_out(world: World, name: str, why: str, is_long: bool) -> None:
    """A short leave; one in seven lasts longer than it may."""
    there = _on(world, name)
    if not there or holding_of(there[0]) is None:
        return
    guard = there[0]
    if world.act(workforce.step_away, world.cast.posts[name], kind="short_leave", reason=why, by=guard) is None:
        return
    world.present.pop(guard.pk, None)
    if is_long:
        world.plan(clock.now() + 11 * MINUTE, partial(_look, world))
    world.plan(clock.now() + (16 if is_long else 7) * MINUTE, partial(_back, world, name, guard.pk))


def _back(world: World, name: str, pk) -> None:
    guard = next(person for person in world.cast.staff["guard"] if person.pk == pk)
    if Away.objects.filter(person=guard, back_at=None).exists() and guard.pk not in world.present and world.act(workforce.come_back, world.cast.posts[name], by=guard):
        world.present[guard.pk] = name
        _look_again(world)


def _judge(world: World) -> None:
    """In the morning the team leader judges what is over."""
    leader = world.anyone("team_leader", "security_manager")
    for one in Finding.objects.filter(scope=world.scope, state="cleared").select_related("scope").order_by("raised_at")[:5] if leader else ():
        is_upheld, why = world.lot("judge", one.pk).choice(VERDICTS)
        if one.person_id != leader.pk:
            world.act(workforce.judge_finding, one, is_upheld=is_upheld, why=why, by=leader)
