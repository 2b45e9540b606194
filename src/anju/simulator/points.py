"""The guards' running points: twelve a year, taken with a reason and how it was found, restored where it was wrong, begun anew on 1 January."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from functools import partial
from random import Random

from anju.domains.people.queries import Person
from anju.domains.scores import actions as scores
from anju.domains.scores.queries import Consequence, Item, Points, Scheme, Subject, account, active_scheme
from anju.kernel import clock

from .world import World

SCHEME, TWELVE = "guard-points", Decimal(12)
# code, section, wording, points, reason, found by
BREACHES = (
    ("late", "纪律", "迟到、早退", 1, "交接班迟到十分钟", "daily"), ("appearance", "仪容", "着装不合规定", 1, "上岗未扎腰带", "daily"),
    ("post", "纪律", "擅自离岗", 2, "巡查发现岗亭无人，十二分钟后返回", "patrol"), ("conduct", "服务", "对住户态度差", 2, "业主投诉，录像属实", "complaint"),
    ("asleep", "纪律", "值班睡岗", 3, "凌晨两点查岗时睡岗", "special"),
)  # fmt: skip
OLD_BOOK = ((2, 3, "late"), (6, 18, "post"), (11, 6, "asleep"))
"""Of last year's paper book: month, day, breach."""
RULE_AT, BOOKED_ON, WRONG_EVERY = 4, (2, 5), 5
SLOW = 3
"""How many of the guards most bookings fall on."""


def expect(world: World, day: date) -> None:
    """Plan today's bookings and what follows from them."""
    _at(world, day, 8.8, _found)
    if day.isoweekday() in BOOKED_ON:
        _at(world, day, 11.1, partial(_book, lot=world.lot("points", day), turn=day.toordinal()))
    if day.isoweekday() == 3:
        _at(world, day, 15.4, _tell)
    if day.isoweekday() == 4:
        _at(world, day, 15.4, _talk)


def _at(world: World, day: date, hour: float, do) -> None:
    at = world.moment(day, hour)
    if at >= clock.now():
        world.plan(at, partial(do, world))


def _manager(world: World) -> Person:
    return world.cast.staff["security_manager"][0]


def _found(world: World) -> None:
    """The first day: the scheme is written, the guards are put on its list, and last year's book is brought in."""
    if active_scheme(world.scope, SCHEME) is not None:
        return
    manager, today = _manager(world), clock.today(world.scope)
    scheme = world.act(
        scores.create_scheme, world.scope, code=SCHEME, title="保安员个人记分", subject_kind="person", period="year", method="points", base_points=TWELVE,
        highest=TWELVE, appeal_days=5, scorers="班长、保安队长", note="每人每年十二分，一月一日重新起算。扣分只用于谈话和培训，不与工资挂钩。", basis_label="保安部奖惩制度", by=manager,
    )  # fmt: skip
    for code, group, wording, points, _reason, _channel in BREACHES:
        world.act(scores.add_item, scheme, code=code, group=group, wording=wording, full_marks=TWELVE, unit_points=Decimal(points), unit_name="次", by=manager)
    world.act(scores.add_rule, scheme, label="累计扣满四分谈话", trigger="deducted", kind="talk", value=Decimal(RULE_AT), by=manager)
    scheme = world.act(scores.activate_scheme, scheme, from_on=date(today.year - 1, 1, 1), by=manager)
    for number, guard in enumerate(world.cast.staff["guard"], 1):
        one = world.act(scores.register_subject, world.scope, kind="person", code=f"BA-{number:02d}", person=guard, by=manager)
        world.act(scores.enrol_subject, one, scheme=scheme, by=manager)
    for number, (month, day, code) in enumerate(OLD_BOOK):
        _take(world, scheme, _guards(world)[number], code, by=manager, on=date(today.year - 1, month, day))


def _guards(world: World) -> list[Subject]:
    return list(Subject.objects.filter(scope=world.scope, kind="person", code__startswith="BA-").order_by("code"))


def _take(world: World, scheme: Scheme, guard: Subject, code: str, *, by: Person, on: date | None = None) -> Points | None:
    item = Item.objects.get(scope=world.scope, scheme=scheme, code=code)
    reason, channel = next((reason, channel) for each, _group, _wording, _points, reason, channel in BREACHES if each == code)
    return world.act(scores.book_points, guard, scheme=scheme, item=item, reason=reason, channel=channel, on=on, by=by)


def _book(world: World, *, lot: Random, turn: int) -> None:
    """A leader at work takes points for one breach; now and then it was the wrong one, and the points are given back."""
    leader, scheme, guards = world.anyone("squad_leader", "team_leader"), active_scheme(world.scope, SCHEME), _guards(world)
    if leader is None or scheme is None or not guards:
        return
    guard = lot.choice(guards[:SLOW] if lot.random() < 0.6 else guards)
    code = lot.choice([breach[0] for breach in BREACHES])
    if account(guard, scheme, clock.today(world.scope).year).balance <= 0:
        return
    booked = _take(world, scheme, guard, code, by=leader)
    if booked is not None and turn % WRONG_EVERY == 0:
        world.act(scores.cancel_points, booked, reason="核对排班表，当天不是本人当班", by=_manager(world))


def _warned(world: World) -> list[Consequence]:
    found = Consequence.objects.filter(scope=world.scope, scheme__code=SCHEME, state="announced")
    return list(found.select_related("subject", "points").order_by("number"))


def _tell(world: World) -> None:
    for one in _warned(world):
        if one.person_told_on is None:
            world.act(scores.give_notice, one, by=world.cast.staff["team_leader"][0])


def _talk(world: World) -> None:
    """The talk is held by the manager with who was told; where the points were given back, the warning is dropped."""
    for one in _warned(world):
        if one.points is not None and one.points.state == "cancelled":
            world.act(scores.lift_consequence, one, reason="扣分已撤销", by=_manager(world))
        elif one.person_told_on is not None:
            world.act(scores.enforce_consequence, one, result="已谈话，本人承诺改正", by=_manager(world))
