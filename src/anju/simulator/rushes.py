"""How the gates are led: procedures that guards read and leaders check, the post outside, plans for the rush, cameras at the lanes, a bag without an owner."""

from __future__ import annotations

from datetime import date, time, timedelta
from functools import partial
from random import Random

from anju.domains.access import actions as access
from anju.domains.access.queries import PeakRun, lanes_of, procedure_of, procedures
from anju.domains.devices.queries import in_service
from anju.domains.documents import actions as documents
from anju.domains.documents.queries import Document, class_by_code
from anju.domains.goods import actions as goods
from anju.domains.goods.queries import plans_running
from anju.domains.people import actions as people
from anju.domains.people.queries import people_with_role
from anju.domains.places.queries import by_kind
from anju.domains.workforce import actions as workforce
from anju.kernel import clock

from .papers import file_paper
from .world import World

PAPERS = (
    ("guidance", "外围引导作业程序", "主动招呼来访人员\n问清去哪户、找谁\n指引停车和步行路线\n先行登记，通知门岗"),
    ("car_entry", "车辆进出场作业程序", "核对车牌与凭证\n一车一杆\n出场不扣留车辆"),
    ("parking", "停车引导作业程序", "引导到本人车位\n提示车头方向\n消防通道不停车"),
    ("violation", "车辆违规处理作业程序", "拍照取证\n联系车主挪车\n登记并复查"),
    ("suspicious", "可疑物品处置作业程序", "不触碰、不打开\n疏散到 25 米以外，拉警戒线\n问清是谁的，查看录像\n告知经理，拨打 110\n引导走其他门\n迎接民警并移交"),
)
PEAKS = (
    ("早高峰疏导", "morning", time(7, 30), time(9), "行人走左侧人行通道，学生先行", "出车优先，来访车在东侧等候", ["delivery", "courier"]),
    ("晚高峰疏导", "evening", time(17, 30), time(19), "行人走左侧人行通道", "进车优先，出车走北门", ["delivery"]),
    ("节假日疏导", "holiday", time(10), time(11, 30), "访客先在外围岗登记", "访客车引导到访客车位", ["once"]),
)


def expect(world: World, day: date) -> None:
    """Set up once; then queues are counted in each rush, a leader watches somebody at work now and then, and once a month a bag stands at the gate."""
    _furnish(world)
    lot = world.lot("rushes", day)
    for run in PeakRun.objects.filter(scope=world.scope, on=day).select_related("plan", "scope"):
        for share in (0.2, 0.5, 0.8):
            world.plan(run.starts_at + share * (run.ends_at - run.starts_at), partial(_count, world, run, Random(lot.random())))
    for chance, hours, do in ((0.3, (8, 18), _watched), (0.03, (10, 16), _bag)):
        if lot.random() < chance and (at := world.moment(day, lot.uniform(*hours))) >= clock.now():
            world.plan(at, partial(do, world, Random(lot.random())))


def _furnish(world: World) -> None:
    gates = list(by_kind(world.scope, "gate"))
    if "rushes" in world.known or not gates or not lanes_of(world.scope) or class_by_code(world.scope, "ZD") is None:
        return
    world.known.add("rushes")
    manager = world.cast.staff["security_manager"][0]
    for lane in lanes_of(world.scope):
        seen = in_service(world.scope).filter(kind="camera", place=lane.place).first()
        if seen is not None and lane.camera_id is None and lane.traffic == "people":
            world.act(access.watch_lane, lane, camera=seen, by=manager)
    if procedure_of(world.scope, "guidance") is None:
        _papers(world, manager)
        _peaks(world, gates[0], manager)


def _papers(world: World, manager) -> None:
    desk, boss = world.cast.staff["front_desk"][0], world.cast.staff["project_manager"][0]
    for kind, title, steps in PAPERS:
        made = file_paper(world, "ZD", title, steps, by=desk)
        done = world.act(documents.approve_document, made, by=boss) if made is not None and made.state == "submitted" else made
        if done is not None and world.act(documents.require_reading, done, roles=["guard", "squad_leader"], days=10, by=manager) is not None:
            world.act(access.set_procedure, world.scope, kind=kind, document=Document.objects.get(pk=done.pk), steps=steps, by=manager)


def _peaks(world: World, gate, manager) -> None:
    post = world.act(people.define_post, world.scope, name=f"{gate.name}外围引导岗", role="guard", place=gate, by=manager)
    if post is None:
        return
    world.act(workforce.set_establishment, post, reason="高峰时段引导人车", is_guidance=True, by=manager)
    for name, occasion, starts, ends, led, driven, waits in PEAKS:
        given = {"starts": starts, "ends": ends, "people_text": led, "cars_text": driven, "waits": waits}
        world.act(access.plan_peak, world.scope, name=name, occasion=occasion, post=post, **given, by=manager)


def _count(world: World, run: PeakRun, lot: Random) -> None:
    guard, now = world.anyone("guard", "squad_leader"), PeakRun.objects.filter(pk=run.pk, state="on").select_related("scope").first()
    if guard is not None and now is not None:
        world.act(access.count_queue, now, people=lot.randrange(2, 25), cars=lot.randrange(1, 12), by=guard)


def _watched(world: World, lot: Random) -> None:
    leader = world.anyone("squad_leader", "team_leader")
    kept = [one.procedure for one in procedures(world.scope) if one.procedure is not None]
    guards = list(people_with_role(world.scope, "guard"))
    if leader is not None and kept and guards:
        one, person = lot.choice(kept), lot.choice(guards)
        missed = [lot.randrange(len(one.steps)) + 1] if lot.random() < 0.25 else []
        world.act(access.check_procedure, one, person=person, missed=missed, note="未按步骤，当场讲解" if missed else "", by=leader)


def _bag(world: World, lot: Random) -> None:
    guard = world.anyone("guard", "squad_leader")
    if guard is not None and (pause := world.act(goods.put_off_release, world.scope, gate=lot.choice(list(by_kind(world.scope, "gate"))), reason="suspicious", things="门口无主背包", by=guard)):
        world.act(goods.tell_next, pause, note="已电话告知经理", by=guard)
        world.act(goods.tell_next, pause, note="110 已接警", by=guard)
        world.plan(clock.now() + timedelta(minutes=lot.uniform(25, 60)), partial(_safe, world))


def _safe(world: World) -> None:
    guard, leader = world.anyone("guard", "squad_leader"), world.anyone("squad_leader", "team_leader")
    for plan in plans_running(world.scope) if guard is not None and leader is not None else ():
        world.act(goods.set_cordon, plan, radius_metres=30, cleared=12, by=guard)
        for number in plan.open_steps:
            world.act(goods.do_step, plan, number=number, by=guard)
        world.act(goods.close_plan, plan, finding="harmless", cleared_by="物主到场认领，派出所民警确认", by=leader)
        world.act(goods.end_pause, plan.pause, way="taken_back", note="物主取回", by=guard)
