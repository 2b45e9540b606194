"""What is carried through the gates: slips asked and stamped, counted and gathered, things put off, parcels on their slots."""

from __future__ import annotations

from datetime import date
from functools import partial
from random import Random

from anju.domains.goods import actions as goods
from anju.domains.goods.queries import Parcel, Pause, Slip, SlipBatch, code_of, lines_of, to_gather
from anju.domains.people.queries import Person, owners_of
from anju.domains.places.queries import Place, by_kind
from anju.kernel import clock
from anju.kernel.files import checked

from . import names, photos
from .world import HOUR, World

GOODS = ("旧沙发 × 1", "空调外机 × 1", "书柜 × 1\n纸箱 × 6", "洗衣机 × 1", "电动车 × 1", "纸箱 × 12")
COMING = (("bulky", "新沙发一套"), ("bulky", "冰箱一台"), ("materials", "瓷砖 40 箱"), ("freight", "家具配送车"), ("scrap", "废品回收三轮车"))
BARRED = ("铝合金雨棚一套", "露天太阳能热水器", "烟花两箱")
COMPANIES = ("顺达快递", "中远快递", "邮政")


def expect(world: World, day: date) -> None:
    """A sample of a day."""
    lot = world.lot("carrying", day)
    _tidy(world)
    for chance, hours, do in (
        (0.45, (9, 16.5), _ask), (0.35, (9, 17), _coming), (0.06, (9, 17), _barred), (0.08, (9, 17), _without), (0.9, (10, 13), _parcel), (0.6, (14, 17), _parcel),
        (1.0, (19.2, 19.4), _gather), (1.0, (9.1, 9.3), _file),
    ):  # fmt: skip
        if lot.random() < chance:
            at = world.moment(day, lot.uniform(*hours))
            if at >= clock.now():
                world.plan(at, partial(do, world, Random(lot.random())))


def _gate(world: World, lot: Random) -> Place:
    return lot.choice(list(by_kind(world.scope, "gate")))


def _door(world: World, lot: Random) -> Place:
    doors = by_kind(world.scope, "dwelling")
    return doors[lot.randrange(doors.count())]


def _photo(lot: Random):
    return checked(photos.picture(lot.randrange(photos.KINDS)))


def _guard(world: World) -> Person | None:
    return world.anyone("guard", "squad_leader")


def _ask(world: World, lot: Random) -> None:
    """At the desk for a household; a tenant who moves out waits until the desk reached the owner."""
    desk = world.anyone("front_desk")
    if desk is None:
        return
    home, moves = _door(world, lot), lot.random() < 0.2
    party = "tenant" if moves or not owners_of(home).exists() else "owner"
    stated = {"dwelling": home, "party": party, "occasion": "move_out" if moves else "take_out", "items": lot.choice(GOODS), "holder_name": names.name(lot)}
    slip = world.act(goods.ask_release, world.scope, **stated, by=desk)
    if slip is None:
        return
    if slip.is_owner_asked:
        world.act(goods.note_owner_word, slip, agrees=True, way="phone", note="业主来电同意搬出", by=desk)
    if world.act(goods.stamp_release, slip, seal_by=names.name(lot), by=desk) is not None:
        world.plan(clock.now() + HOUR * lot.uniform(0.3, 2), partial(_release, world, slip.pk, Random(lot.random())))


def _release(world: World, pk, lot: Random) -> None:
    """Counted at the gate; now and then one thing too many stands there, and the first look lets nothing go."""
    slip, guard, gate = Slip.objects.select_related("scope").get(pk=pk), _guard(world), _gate(world, lot)
    if guard is None:
        return
    counts = {line.position: line.left for line in lines_of(slip)}
    if lot.random() < 0.1:
        more = {position: count + 1 for position, count in counts.items()}
        world.act(goods.release_goods, slip, gate=gate, counts=more, photo=_photo(lot), note="现场多出一件，请业主补办", by=guard)
    world.act(goods.release_goods, slip, gate=gate, counts=counts, photo=_photo(lot), by=guard)


def _coming(world: World, lot: Random) -> None:
    guard, (code, things) = _guard(world), lot.choice(COMING)
    if guard is None or code == "materials":
        return
    answers = {str(number): "yes" for number in range(3 if code in ("freight", "scrap") else 2)}
    stated = {"escort": "巡逻岗", "route": "货梯", "plate": f"京A{lot.randrange(10_000, 99_999)}", "photo": _photo(lot)}
    check = world.act(goods.check_goods, world.scope, gate=_gate(world, lot), goods_class=code, things=things, answers=answers, dwelling=_door(world, lot), **stated, by=guard)
    if check is not None and code == "bulky":
        world.plan(clock.now() + HOUR * lot.uniform(0.2, 0.6), partial(_arrived, world, check))


def _arrived(world: World, check) -> None:
    guard = _guard(world)
    if guard is not None:
        world.act(goods.note_arrival, check, by=guard)


def _barred(world: World, lot: Random) -> None:
    guard = _guard(world)
    if guard is not None:
        world.act(goods.check_goods, world.scope, gate=_gate(world, lot), goods_class="bulky", things=lot.choice(BARRED), photo=_photo(lot), by=guard)


def _without(world: World, lot: Random) -> None:
    """A sofa without a slip waits; the owner is told, and mostly a leader answers for it."""
    guard = _guard(world)
    if guard is None:
        return
    pause = world.act(goods.put_off_release, world.scope, gate=_gate(world, lot), reason="no_slip", things="沙发一张，没有放行条", dwelling=_door(world, lot), by=guard)
    if pause is not None:
        world.act(goods.tell_next, pause, note="业主电话确认是自家旧沙发", by=guard)
        world.plan(clock.now() + HOUR * lot.uniform(0.1, 0.5), partial(_cleared, world, pause.pk, lot.random() < 0.3))


def _cleared(world: World, pk, goes_home: bool) -> None:
    pause, leader = Pause.objects.select_related("scope").get(pk=pk), world.anyone("squad_leader", "team_leader")
    if leader is not None and pause.state == "waiting":
        world.act(goods.end_pause, pause, way="taken_back" if goes_home else "released", note="业主电话确认，同意放行", by=leader)


def _gather(world: World, lot: Random) -> None:
    """At the end of the day shift; once in a while a slip is missing, and why is written."""
    leader, waiting = world.anyone("squad_leader", "team_leader"), len(to_gather(world.scope))
    guard = world.anyone("guard", but=leader.pk if leader else None)
    if leader is None or guard is None or not waiting:
        return
    missing = lot.random() < 0.05
    world.act(goods.gather_slips, world.scope, counted=waiting - missing, handed_by=guard, note="一张被雨淋坏，已补打" if missing else "", by=leader)


def _file(world: World, lot: Random) -> None:
    desk = world.anyone("front_desk")
    for batch in SlipBatch.objects.filter(scope=world.scope, state="collected").select_related("scope") if desk else ():
        world.act(goods.file_slips, batch, counted=batch.counted, by=desk)


def _parcel(world: World, lot: Random) -> None:
    guard, gate = _guard(world), by_kind(world.scope, "gate").first()
    taken = set(Parcel.objects.filter(scope=world.scope, gate=gate, state="kept").values_list("slot", flat=True))
    free = [slot for slot in (f"{row}{place}" for row in "ABCD" for place in range(1, 9)) if slot not in taken]
    if guard is None or not free:
        return
    one = world.act(goods.receive_parcel, world.scope, gate=gate, dwelling=_door(world, lot), slot=free[0], company=lot.choice(COMPANIES), by=guard)
    if one is not None and lot.random() < 0.9:
        world.plan(clock.now() + HOUR * lot.uniform(1, 7), partial(_fetched, world, one.pk, Random(lot.random())))


def _tidy(world: World) -> None:
    """What lies for a day and a half is fetched in the morning, what nobody wanted for three days goes back; what was put off last week is cleared up."""
    guard, now = _guard(world), clock.now()
    for number, one in enumerate(Parcel.objects.filter(scope=world.scope, state="kept", at__lt=now - 36 * HOUR).select_related("scope").order_by("at")) if guard else ():
        if one.at < now - 72 * HOUR or number % 3:
            world.act(goods.send_back_parcel, one, reason="多次通知无人领取，退回快递公司", by=guard)
        else:
            world.act(goods.hand_out_parcel, one, code=code_of(one), fetched_by="住户", by=guard)
    for pause in Pause.objects.filter(scope=world.scope, state="waiting", at__lt=now - 12 * HOUR).select_related("scope") if guard else ():
        world.act(goods.end_pause, pause, way="taken_back", note="搬回家中", by=guard)


def _fetched(world: World, pk, lot: Random) -> None:
    one, guard = Parcel.objects.select_related("scope").get(pk=pk), _guard(world)
    if guard is not None:
        world.act(goods.hand_out_parcel, one, code=code_of(one), fetched_by=names.name(lot), by=guard)
