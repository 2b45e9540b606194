"""Patrols: points with tags, three routes, a plan by band, and rounds that guards walk, mostly on time; some late, some left out, some with a find."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from anju.domains.patrol import actions as patrol
from anju.domains.patrol import queries
from anju.domains.patrol.queries import BANDS, Checkpoint, Finding, Partner, Round, RoundPoint, Route, Scan
from anju.domains.people.queries import Person
from anju.domains.places.queries import Place, in_use, site_plan
from anju.kernel import clock
from anju.kernel.actors import Actor

from . import ground, names, photos
from .world import World

DAYS = 2
"""How many days of the history the patrol plan is in force; before that leaders sent guards out night by night."""
LATITUDE, LONGITUDE, METRE = 31.2304, 121.4737, 1 / 111_195
# place, focus, key point, visits a day of the time before
POINTS = (
    ("C-01", "南门", "南门内侧", "gate", 9), ("C-02", "东围墙", "东围墙拐角", "corner", 8), ("C-03", "消防车通道", "消防车通道中段", "fire_lane", None),
    ("C-04", "电动自行车充电棚", "充电棚", "charging", 10), ("C-05", "中心花园", "儿童乐园", "children", 10), ("C-06", "北门", "北门内侧", "gate", None), ("C-07", "西围墙", "西围墙拐角", "corner", None),
    ("G-01", "地下车库B1", "车库B1入口", "garage", 6), ("G-02", "地下车库B2", "车库B2深处", "garage", 6), ("G-03", "消防水泵房", "水泵房门前", "plant", None), ("G-04", "配电房", "配电房门前", "plant", None),
)  # fmt: skip
ROUTES = (("R1", "外围一号线", "C"), ("R2", "车库设备线", "G"), ("R3", "楼栋线", "B"))
# band, route, post, every, on holidays, mode, alert, on holidays, focus
LINES = (
    ("day", "R1", "巡逻一岗", 120, 90, "fixed", 1, 2, "出入口秩序、儿童区、充电棚"), ("day", "R2", "地下车库岗", 240, 180, "fixed", 1, 2, "车库消防设施与设备房"),
    ("day", "R3", "巡逻二岗", 720, 700, "fixed", 1, 2, "单元门、楼道、门窗"), ("night", "R1", "巡逻一岗", 100, 75, "random", 2, 3, "围墙、偏僻角落、可疑人员"),
    ("night", "R2", "地下车库岗", 120, 90, "fixed", 2, 3, "车库深处、飞线充电"), ("small", "R1", "巡逻一岗", 105, 90, "fixed", 2, 3, "防盗、防火、围墙"), ("small", "R2", "地下车库岗", 120, 100, "fixed", 2, 3, "车库与水浸"),
)  # fmt: skip
FAULTS = ("灯不亮", "井盖松动", "门闭不上", "消防箱封条破损", "通道堆放纸箱", "插线板从窗口拉出")
WHY_SKIPPED = ("业主车辆占住点位，已通知移车", "保洁作业，地面湿滑封闭", "临时支援北门")
UNCIVIL = (("dog", "遛狗未牵绳"), ("littering", "随地丢弃烟头"), ("noise", "深夜外放音响"), ("parking", "车辆压线停放"))
SUSPECTS = (("person", "一人在单元门前徘徊", "问其来意，称等朋友，电话核实属实", "explained"), ("vehicle", "无牌三轮车停在围墙外侧", "问车主，称收废品，已劝离", "left"))
LEADERS = ("squad_leader", "team_leader", "security_manager")


def expect(world: World, day: date) -> None:
    """Lay down what is needed, once; in the last days walk the plan's rounds, and look at what waits for somebody."""
    if "patrols" not in world.known:
        world.known.add("patrols")
        furnish(world)
    if world.days_left(day) > DAYS:
        return
    if "patrol plan" not in world.known:
        world.known.add("patrol plan")
        _plan(world)
    lot = world.lot("patrol", day)
    for on, band in queries.to_plan_now(world.scope, clock.now()):
        if on == day:
            world.act(patrol.plan_rounds, world.scope, on=day, band=band, by=Actor.system("simulator"))
    if day.isoweekday() == 6:
        _join(world, day, lot)
    for one in Round.objects.filter(scope=world.scope, on=day, state="planned").order_by("starts_at"):
        walk(world, one)
    for hour in (10.5, 18.5):
        _at(world, world.moment(day, hour), partial(_review, world))
    _at(world, world.moment(day, lot.uniform(9, 20)), partial(_dissuade, world, lot))
    if day.toordinal() % 2:
        _at(world, world.moment(day, lot.uniform(20, 23)), partial(_suspect, world, lot))
    if day.isoweekday() == 1:
        _at(world, world.moment(day, 11), partial(_analyse, world, day))


def _at(world: World, at: datetime, do) -> None:
    if at >= clock.now():
        world.plan(at, do)


def furnish(world: World) -> None:
    """Points on the plan with their tags, and routes with walking times."""
    if Checkpoint.objects.filter(scope=world.scope).exists():
        return
    boss = world.cast.staff["security_manager"][0]
    standing = {str(place): place for place in in_use(world.scope).exclude(kind__in=("dwelling", "unit"))}
    by_name = {place.name: place for place in standing.values()}
    rows = [row for row in POINTS if row[1] in by_name]
    buildings = [place for place in by_name.values() if place.kind == "building"]
    rows += [(f"B-{turn:02}", place.name, f"{place.name}大堂", "building", None) for turn, place in enumerate(buildings, 1)]
    for turn, (code, where, name, focus, before) in enumerate(rows, 1):
        _point(world, by_name[where], code, name, focus, before, turn, boss)
    for code, name, letter in ROUTES:
        route = world.act(patrol.add_route, world.scope, code=code, name=name, by=boss)
        if route is not None:
            world.act(patrol.publish_route, route, points=[f"{row[0]} {2 if letter == 'B' else 3}" for row in rows if row[0].startswith(letter)], by=boss)


def _plan(world: World) -> None:
    """The standing plan and one for rainstorms; zones that a second person approves."""
    if queries.standing(world.scope) is not None:
        return
    boss, other = world.cast.staff["security_manager"][0], world.cast.staff["project_manager"][0]
    _plans(world, boss)
    points = Checkpoint.objects.filter(scope=world.scope, state="in_use").count()
    if (zones := world.act(patrol.draw_zones, world.scope, zones=min(4, points), by=boss)) is not None:
        world.act(patrol.approve_zones, zones, by=other)


def _point(world: World, place: Place, code: str, name: str, focus: str, before: int | None, turn: int, boss: Person) -> None:
    made = world.act(patrol.add_checkpoint, world.scope, code=code, name=name, place=place, focus=focus, baseline_per_day=before, reach_m=30, by=boss)
    if made is None:
        return
    x, y = _spot(name, place, turn)
    if site_plan(world.scope) is not None and not code.startswith("G"):
        world.act(patrol.place_checkpoint, made, shape={"type": "point", "points": [[x, y]]}, by=boss)
    world.act(patrol.locate_checkpoint, made, latitude=LATITUDE + y * METRE, longitude=LONGITUDE + x * METRE, by=boss)
    world.act(patrol.fit_tag, made, way="nfc", tag_id=tag_of(code), by=boss)


def _spot(name: str, place: Place, turn: int) -> tuple[float, float]:
    """Where a point hangs: at its place as drawn, or in a row where that is on no drawing."""
    put = ground.SPACES.get(place.name)
    box = ground.BUILDINGS.get(int(place.code)) if place.kind == "building" and place.code.isdigit() else None
    if box is not None:
        return (box[0] + box[2]) / 2, box[1]
    return put.points[len(put.points) // 2] if put else (40.0 + 4 * turn, 150.0)


def tag_of(code: str) -> str:
    """The serial number of a tag that hangs in the demo."""
    return f"04{sum(ord(letter) * 37**turn for turn, letter in enumerate(code)) % 10**10:010d}"


def _plans(world: World, boss: Person) -> None:
    routes = {route.code: route for route in patrol_routes(world)}
    plan = world.act(patrol.add_scheme, world.scope, name="常态巡逻方案", keep_clear=["06:50-07:05", "14:50-15:05", "22:50-23:05"], by=boss)
    storm = world.act(patrol.add_scheme, world.scope, name="暴雨专项方案", kind="rainstorm", gear=["raincoat", "boots", "torch"], by=boss)
    if plan is None or storm is None:
        return
    for band, route, post, every, holiday, mode, alert, holiday_alert, focus in LINES:
        shared = {"band": band, "route": routes[route], "post": world.cast.posts.get(post), "every_minutes": every, "holiday_every_minutes": holiday}
        is_doors = route == "R3"
        world.act(patrol.add_line, plan, **shared, every_days=3 if is_doors else 1, mode=mode, alert=alert, holiday_alert=holiday_alert, focus=focus, by=boss)
    walk = {"band": "day", "route": routes["R1"], "every_minutes": 720, "holiday_every_minutes": 700, "focus": "走动式巡查：仪容、礼节、现场", "by": boss}
    world.act(patrol.add_line, plan, **walk, kind="walk", every_days=7)
    world.act(patrol.add_line, plan, **{**walk, "route": routes["R3"], "focus": "小区综合例检"}, kind="estate", every_days=30)
    world.act(patrol.publish_scheme, plan, by=boss)
    for band in BANDS:
        stormy = {"band": band, "route": routes["R2"], "every_minutes": 60, "holiday_every_minutes": 45, "focus": "车库口、集水井、低洼处"}
        world.act(patrol.add_line, storm, **stormy, alert=3, holiday_alert=3, by=boss)
    world.act(patrol.publish_scheme, storm, by=boss)


def patrol_routes(world: World) -> list[Route]:
    return list(Route.objects.filter(scope=world.scope, newest__isnull=False).select_related("newest"))


def walk(world: World, one: Round) -> None:
    """Plan one round: now and then nobody walks it, a few begin late, a point is skipped, something is found."""
    if one.pk in world.known:
        return
    world.known.add(one.pk)
    lot = world.lot("round", one.number)
    if lot.random() < 0.04:
        return
    late = timedelta(minutes=lot.uniform(12, 18) if lot.random() < 0.06 else lot.uniform(0, 2))
    points = list(RoundPoint.objects.filter(round=one).select_related("checkpoint").order_by("position"))
    _at(world, one.starts_at + late, partial(_begin, world, one.pk, Random(lot.random())))
    pace = lot.uniform(0.42, 0.55)
    skipped = lot.randrange(len(points)) if lot.random() < 0.06 else -1
    for turn, point in enumerate(points):
        at = point.due_from + (point.due_until - point.due_from) * (pace + lot.uniform(-0.01, 0.01)) + late
        _at(world, at, partial(_skip if turn == skipped else _visit, world, point.pk, Random(lot.random())))
    _at(world, points[-1].due_until + late + timedelta(minutes=3), partial(_finish, world, one.pk))


def _begin(world: World, pk, lot: Random) -> None:
    one = Round.objects.select_related("post").get(pk=pk)
    post = one.post.name if one.post_id else ""
    walking = set(Round.objects.filter(scope=world.scope, state="running").values_list("guard", flat=True))
    free = [person for person in world.on_shift("guard") if person.pk not in walking]
    there = [person for person in free if world.present.get(person.pk) == post] or free
    if there and one.state in ("planned", "missed") and world.act(patrol.start_round, one, by=lot.choice(there)) is not None:
        world.known.add(("walked", pk))


def _is_walked(world: World, pk) -> bool:
    """A round that a visitor of the demo began is his to walk."""
    return ("walked", pk) in world.known


def _guard(world: World, pk) -> tuple[RoundPoint, Person] | None:
    point = RoundPoint.objects.select_related("round__guard", "checkpoint").get(pk=pk)
    is_open = point.round.state == "running" and _is_walked(world, point.round_id) and point.state in ("waiting", "missed")
    return (point, point.round.guard) if is_open else None


def _visit(world: World, pk, lot: Random) -> None:
    """A tag is read and the items are answered; rarely the position is far off, and a reviewer will ask."""
    if (found := _guard(world, pk)) is None:
        return
    point, guard = found
    off = lot.uniform(150, 260) if lot.random() < 0.008 else lot.uniform(0, 12)
    spot = {"latitude": point.checkpoint.latitude + off * METRE, "longitude": point.checkpoint.longitude, "accuracy_m": lot.randrange(4, 18)}
    scan = world.act(patrol.scan_point, point.round, way="nfc", code=tag_of(point.checkpoint.code), by=guard, **spot)
    point = RoundPoint.objects.filter(scan=scan).select_related("checkpoint", "round").first() if scan is not None else None
    if point is None or not point.checklist:
        return
    answers = dict.fromkeys((item["key"] for item in point.checklist), "ok")
    if lot.random() < 0.015:
        answers[lot.choice(list(answers))] = "fault"
        photo = photos.taken(lot, point.checkpoint.name)
        world.act(patrol.answer_point, point, answers=answers, note=f"{point.checkpoint.name}{lot.choice(FAULTS)}", photos=photo, by=guard)
    else:
        world.act(patrol.answer_point, point, answers=answers, by=guard)


def _skip(world: World, pk, lot: Random) -> None:
    if (found := _guard(world, pk)) is not None:
        world.act(patrol.skip_point, found[0], reason=lot.choice(WHY_SKIPPED), by=found[1])


def _finish(world: World, pk) -> None:
    """Points that were left out are skipped with the reason, then the record is written."""
    one = Round.objects.select_related("guard").get(pk=pk)
    if one.state != "running" or not _is_walked(world, pk):
        return
    for point in RoundPoint.objects.filter(round=one, state__in=("waiting", "missed")):
        world.act(patrol.skip_point, point, reason=WHY_SKIPPED[-1], by=one.guard)
    found = Finding.objects.filter(round=one).count()
    told = {"problems": f"发现 {found} 处，已上报" if found else "无", "result": "已生成工单" if found else "无", "handover": "钥匙、对讲机已交下一班"}
    world.act(patrol.finish_round, one, **told, by=one.guard)


def _review(world: World) -> None:
    """The squad leader looks at what is flagged, but never at his own; the newest waits for tomorrow."""
    for scan in list(Scan.objects.filter(scope=world.scope, state="to_review").order_by("at"))[:-1]:
        leader = world.anyone(*LEADERS, but=scan.person_id)
        if leader is not None:
            world.act(patrol.accept_scan, scan, note="核对录像，本人到点，定位漂移", by=leader)
    for one in Finding.objects.filter(scope=world.scope, kind="suspicion", state="acknowledged"):
        leader = world.anyone(*LEADERS)
        if leader is not None:
            world.act(patrol.handle_finding, one, result="已劝离，录像备查", by=leader)


def _place(world: World, lot: Random) -> Place:
    return lot.choice(list(in_use(world.scope).filter(kind__in=("playground", "gate", "garage", "charging"))))


def _dissuade(world: World, lot: Random) -> None:
    guard, (kind, text) = world.anyone("guard"), lot.choice(UNCIVIL)
    if guard is not None:
        world.act(patrol.note_dissuasion, world.scope, type=kind, outcome="heeded", text=text, place=_place(world, lot), by=guard)


def _suspect(world: World, lot: Random) -> None:
    """A guard asks and reports; the control room acknowledges within minutes."""
    guard, desk = world.anyone("guard"), world.anyone("monitor_operator")
    if guard is None:
        return
    kind, text, inquired, outcome = lot.choice(SUSPECTS)
    made = world.act(patrol.report_suspicion, world.scope, type=kind, text=text, inquired=inquired, outcome=outcome, place=_place(world, lot), by=guard)
    if made is not None and desk is not None:
        world.plan(clock.now() + timedelta(minutes=lot.uniform(1, 4)), partial(world.act, patrol.acknowledge_finding, made, by=desk))


def _join(world: World, day: date, lot: Random) -> None:
    """On Saturdays owners and the shops of the estate walk along."""
    route = next((one for one in patrol_routes(world) if one.code == "R1"), None)
    leader = world.cast.staff["squad_leader"][0]
    at = world.moment(day, 16)
    if route is None or at < clock.now():
        return
    joint = world.act(patrol.add_round, world.scope, route=route, kind="joint", starts_at=at, by=leader)
    if joint is None:
        return
    for kind, unit in (("owner", ""), ("merchant", "便民超市"), ("volunteer", "志愿服务队")):
        world.act(patrol.join_round, joint, kind=kind, name=names.name(lot), unit=unit, by=leader)
    world.plan(at + timedelta(minutes=50), partial(_partners_tell, world, joint.pk))


def _partners_tell(world: World, pk) -> None:
    """Who walked along says what he saw; a round that nobody began tells nothing."""
    for partner in Partner.objects.filter(round=pk, reported_at=None).exclude(round__state="planned").select_related("round"):
        guard = world.anyone("squad_leader", "guard")
        if guard is not None:
            world.act(patrol.report_partner, partner, report="儿童乐园西侧灯偏暗，建议加一盏", by=guard)


def _analyse(world: World, day: date) -> None:
    """On Mondays the security manager writes up last week, and the project manager signs."""
    boss, other = world.cast.staff["security_manager"][0], world.cast.staff["project_manager"][0]
    one = world.act(patrol.write_analysis, world.scope, first_on=day - timedelta(days=7), last_on=day - timedelta(days=1), by=boss)
    if one is not None:
        world.act(patrol.sign_analysis, one, remark="夜班缺岗的两轮由班长补巡。", by=other)
