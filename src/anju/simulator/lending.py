"""What goes over the desk: keys and tools out and back by shift, workers' permits, and what was found."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from random import Random

from anju.domains.passes import actions as passes
from anju.domains.passes.queries import FoundItem, Key, Pass, cabinet, unreturned
from anju.domains.places.queries import Place, by_kind
from anju.domains.renovation import actions as renovation
from anju.kernel import clock

from . import names
from .renovating import serving
from .world import HOUR, World

# number, name, hook, copies, kind of the place, who may take it
KEYS = (
    ("SB-01", "消防水泵房", "A1", 2, "pump_room", ("engineer", "fire_operator", "squad_leader")),
    ("PD-01", "配电房", "A2", 2, "power_room", ("engineer", "squad_leader")),
    ("JK-01", "监控中心", "A3", 2, "control_room", ("monitor_operator", "squad_leader", "engineer")),
    ("XK-01", "消防控制室", "A4", 2, "fire_control_room", ("fire_operator", "squad_leader", "engineer")),
    ("WD-01", "1至6栋天台", "B1", 1, "", ("engineer", "squad_leader", "guard")),
    ("WD-02", "7至12栋天台", "B2", 1, "", ("engineer", "squad_leader", "guard")),
    ("GJ-01", "管道井", "B3", 3, "", ("engineer", "cleaner")),
    ("HY-01", "园林工具房", "B4", 1, "", ("gardener", "cleaner", "engineer")),
)
TOOLS = ("冲击钻 × 1\n电缆盘 × 1", "人字梯 × 1", "疏通机 × 1\n胶靴 × 2", "万用表 × 1", "手推车 × 1")
WORKS = (("水电改造", "宏达装饰"), ("墙面粉刷", "美家装饰"), ("空调打洞", "清风制冷"), ("铝合金门窗安装", "安固门窗"))
FOUND = (
    ("keys", "一串钥匙", "三把，其中一把贴着蓝色胶布"), ("clothes", "儿童外套", "领口绣着名字"), ("phone", "黑色手机", "屏保是一只橘猫"), ("other", "长柄雨伞", "伞柄刻着“林”字"),
    ("papers", "一张公交卡", "卡套里夹着照片"), ("toys", "蓝色滑板车", "车把缠了绿色胶带"),
)  # fmt: skip
FORGOTTEN_EVERY, FORGOTTEN_DAYS = 9, 10
"""Every ninth day somebody forgets what he borrowed for ten days, so that something is always overdue."""


def expect(world: World, day: date) -> None:
    """Plan what goes out and comes back today, and the return of what is out."""
    lot = world.lot("lending", day)
    _furnish(world)
    for hour in (lot.uniform(8.5, 11), lot.uniform(13.5, 20))[: 1 + (lot.random() < 0.4)]:
        _at(world, day, hour, _lend, lot)
    for weekdays, chance, do in (((2, 4), 0.8, _borrow), ((1,), 0.8, _permit), ((3, 6), 0.5, _found)):
        if day.isoweekday() in weekdays and lot.random() < chance:
            _at(world, day, lot.uniform(9, 16.5), do, lot)
    if day.toordinal() % FORGOTTEN_EVERY == 0:
        _at(world, day, 9.5, _forget, lot)
    for one in unreturned(world.scope):
        _bring_back_later(world, one, lot)


def _at(world: World, day: date, hour: float, do, lot: Random) -> None:
    at = world.moment(day, hour)
    if at >= clock.now():
        world.plan(at, partial(do, world, Random(lot.random())))


def _furnish(world: World) -> None:
    """The cabinet, once."""
    if "cabinet" in world.known:
        return
    world.known.add("cabinet")
    manager = world.cast.staff["security_manager"][0]
    if not Key.objects.filter(scope=world.scope).exists():
        for code, name, hook, copies, kind, takers in KEYS:
            place = by_kind(world.scope, kind).first() if kind else None
            world.act(passes.add_key, world.scope, code=code, name=name, hook=hook, copies=copies, place=place, may_take=list(takers), by=manager)


def _lend(world: World, lot: Random) -> None:
    hanging = [hook.key for hook in cabinet(world.scope) if hook.free]
    if not hanging:
        return
    key = lot.choice(hanging)
    holder = world.anyone(*lot.sample(key.may_take, len(key.may_take)))
    keeper = world.anyone("monitor_operator", "squad_leader", but=holder.pk if holder else None)
    witness = world.anyone("squad_leader", "fire_operator", "guard", but=keeper.pk if keeper else None)
    if holder is None or keeper is None or witness is None or witness == holder:
        return
    lent = world.act(passes.lend_key, key, holder=holder, until=clock.now() + 4 * HOUR, purpose="检修巡查", witness=witness, by=keeper)
    if lent is not None:
        _bring_back_later(world, lent, lot)


def _borrow(world: World, lot: Random, *, is_forgotten: bool = False) -> None:
    desk, holder = world.anyone("front_desk", "squad_leader"), world.anyone("engineer", "cleaner", "gardener")
    if desk is None or holder is None:
        return
    one = world.act(passes.issue_pass, world.scope, kind="tool", holder=holder, purpose="维修", items=lot.choice(TOOLS), by=desk)
    witness = world.anyone("guard", "squad_leader", "monitor_operator", but=desk.pk)
    if one is None or witness is None or (one := world.act(passes.hand_out, one, witness=witness, by=desk)) is None:
        return
    if is_forgotten:
        world.known.add(("lent", one.pk))
        world.plan(clock.now() + timedelta(days=FORGOTTEN_DAYS), partial(_bring_back, world, one.pk))
    else:
        _bring_back_later(world, one, lot)


def _forget(world: World, lot: Random) -> None:
    _borrow(world, lot, is_forgotten=True)


def _bring_back_later(world: World, one: Pass, lot: Random) -> None:
    """What is out comes back within its time; what an earlier run left forgotten comes back when its ten days are over."""
    if ("lent", one.pk) in world.known:
        return
    world.known.add(("lent", one.pk))
    at = one.out_at + timedelta(days=FORGOTTEN_DAYS) if one.state == "overdue" else one.out_at + (one.ends_at - one.out_at) * lot.uniform(0.2, 0.9)
    world.plan(max(at, clock.now()), partial(_bring_back, world, one.pk))


def _bring_back(world: World, pk) -> None:
    one = Pass.objects.filter(scope=world.scope, pk=pk, state__in=("out", "overdue")).first()
    keeper = world.anyone("squad_leader", "monitor_operator", "front_desk", "guard")
    if one is not None and keeper is not None:
        world.act(passes.return_items, one, note="完好", by=keeper)


def _door(world: World, lot: Random) -> Place:
    doors = by_kind(world.scope, "dwelling")
    return doors[lot.randrange(doors.count())]


def _permit(world: World, lot: Random) -> None:
    """Somebody who comes to serve the house: registered at the desk, trained by an engineer, his permit made live by a manager and handed out."""
    desk, manager, engineer = world.anyone("front_desk"), world.anyone("security_manager"), world.anyone("engineer")
    witness = world.anyone("guard", "squad_leader", "monitor_operator")
    if desk is None or manager is None or witness is None or engineer is None:
        return
    trade, company = lot.choice(WORKS)
    worker = serving(world, lot, trade, company, _door(world, lot).full_name, desk=desk, engineer=engineer)
    if worker is not None and (worker := world.act(renovation.make_permit_live, worker, by=manager)):
        worker.permit.refresh_from_db()
        world.act(passes.hand_out, worker.permit, witness=witness, by=desk)


def _found(world: World, lot: Random) -> None:
    finder, desk = world.anyone("cleaner", "guard"), world.anyone("front_desk")
    if finder is None or desk is None:
        return
    category, title, marks = lot.choice(FOUND)
    place = lot.choice(list(by_kind(world.scope, "playground", "garage", "gate")))
    item = world.act(
        passes.record_found, world.scope, category=category, title=title, marks=marks, place=place, finder=finder, shelf=f"柜{lot.randrange(1, 5)}", by=desk
    )
    if item is not None:
        world.act(passes.announce_found, item, by=desk)
        if lot.random() < 0.6:
            world.plan(clock.now() + HOUR * lot.uniform(20, 90), partial(_claim, world, item.pk, Random(lot.random())))


def _claim(world: World, pk, lot: Random) -> None:
    """Its owner describes it; it is handed out before a witness who did not find it."""
    item, desk = FoundItem.objects.get(pk=pk), world.anyone("front_desk", "squad_leader")
    if desk is None or item.state != "announced":
        return
    item = world.act(passes.claim_found, item, name=names.name(lot), phone=names.phone(lot.randrange(5000, 6000)), said=item.marks, by=desk)
    witness = world.anyone("squad_leader", "monitor_operator", but=desk.pk)
    if item is not None and witness is not None and witness.pk != item.finder_id:
        world.act(passes.hand_out_found, item, witness=witness, by=desk)
