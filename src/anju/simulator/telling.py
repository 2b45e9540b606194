"""What is told: boards and what hangs on them, notices with their ladder, publicity, activities, owners' messages, reports to bodies."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from functools import partial
from random import Random

from anju.domains.notices import actions as notices
from anju.domains.notices.actions import settling
from anju.domains.notices.queries import Activity, Board, BodyReport, Channel, Notice, OwnerMessage, Posting
from anju.domains.places.queries import by_kind
from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from . import photos
from .world import HOUR, World

GATEWAY = Actor.system("simulator")
BOARDS = (("南门宣传栏", "bulletin"), ("中心花园公示栏", "disclosure"), ("消防宣传栏", "fire"))
CHANNELS = (("短信(演示记录器)", "sms", {"outcome": "sent"}), ("语音电话(演示记录器)", "voice", {}), ("值班群(演示记录器)", "group", {}))
"""Text messages are taken and never reported as delivered, so that the next way is seen to come."""
SHEETS = (("safety", "高空抛物的危害"), ("fire", "电动车不进楼"), ("anti_fraud", "陌生链接不要点"), ("travel", "雨天出行注意事项"), ("regulations", "物业管理条例问答"))
MESSAGES = ("儿童乐园希望加一盏灯", "希望快递柜旁清理纸箱", "夜间广场舞声音偏大", "建议南门增加一张长椅", "地下车库指示牌不清楚")
LECTURES = (("lecture", "消防知识讲座", "会用灭火器和消防栓"), ("culture", "邻里书画展", "邻里相识"), ("drill", "疏散演练", "熟悉疏散路线"))
TASKS = "布置场地 | 前台和保洁 | 当天 8:30\n签到引导 | 秩序维护员 | 当天 9:00\n主讲 | 消防控制室 | 当天 9:30"
RAIN_EVERY, RAIN_ON = 23, 7
"""A rainstorm warning comes every twenty-third day."""


def expect(world: World, day: date) -> None:
    """Plan what is told today."""
    lot = world.lot("telling", day)
    _furnish(world, day)
    for is_today, hour, do in (
        (day.isoweekday() == 1, 9.1, _post), (day.isoweekday() == 4, 10.3, _publicity), (day.isoweekday() == 3, 15.2, _message), (day.isoweekday() == 5, 8.4, _check),
        (day.toordinal() % RAIN_EVERY == RAIN_ON, 16.4, _rain), (day.day == 6, 10.1, _activity), (day.day == 20, 9.2, _report),
    ):  # fmt: skip
        at = world.moment(day, hour)
        if is_today and at >= clock.now():
            world.plan(at, partial(do, world, Random(lot.random())))


def _furnish(world: World, day: date) -> None:
    """Boards, signs and channels, once; and what an earlier run left under way is taken up again."""
    if "telling" in world.known:
        return
    world.known.add("telling")
    manager = world.cast.staff["project_manager"][0]
    if not Channel.objects.filter(scope=world.scope).exists():
        for name, way, settings in CHANNELS:
            world.act(notices.connect_channel, world.scope, name=name, dialect="recorder", way=way, settings=settings, levels=[1, 2], by=manager)
        gates = list(by_kind(world.scope, "gate"))
        for name, kind in BOARDS:
            world.act(notices.add_board, world.scope, name=name, kind=kind, place=gates[0] if gates else None, by=manager)
        for gate in gates:
            world.act(notices.add_board, world.scope, name=f"{gate}出入提示牌", kind="entry_sign", place=gate, by=manager)
        _yearly(world, day, manager)
    for one in Activity.objects.filter(scope=world.scope, state="approved", starts_at__gte=clock.now()):
        world.plan(one.starts_at + HOUR, partial(_hold, world, one.pk, world.lot("activity", one.pk)))


def _yearly(world: World, day: date, manager) -> None:
    """Last year's management report is owed to the owners; it is handed in and published a week later."""
    title = f"{day.year - 1} 年度物业管理报告"
    report = world.act(notices.owe_report, world.scope, body="owners", title=title, due_at=world.moment(day, 30 * 24), basis_label="物业管理报告每年向业主公布一次", by=manager)
    if report is not None:
        world.plan(world.moment(day, 7 * 24 + 10), partial(_publish, world, report.pk, world.lot("yearly", day)))


def _publish(world: World, pk, lot: Random) -> None:
    """The report goes to every owner as a notice with the file."""
    report, manager = BodyReport.objects.get(pk=pk), world.cast.staff["project_manager"][0]
    if report.state != "owed" or world.act(notices.hand_in_report, report, file=photos.taken(lot, "年度报告")[0], by=manager) is None:
        return
    told = world.act(
        notices.send_notice, world.scope, level=4, title=report.title, text="请打开附件查看收支、服务和来年安排，有意见请投意见箱。", audience={"groups": ["owners"]},
        file=photos.taken(lot, "年度报告附件")[0], by=manager,
    )  # fmt: skip
    if told is not None:
        world.act(notices.publish_report, report, notice=told, by=manager)
        _read_later(world, told, lot)
        settling.go_on(world.scope, clock.now())


def _post(world: World, lot: Random) -> None:
    """A sheet on a board, by turns of the topics; what hung three weeks comes down, now and then some days late."""
    by = world.anyone("front_desk", "cleaner")
    boards = list(Board.objects.filter(scope=world.scope, state="in_use").exclude(kind="entry_sign").order_by("name"))
    if by is None or not boards:
        return
    today = world.local(clock.now()).date()
    for sheet in Posting.objects.filter(scope=world.scope, until_on__lt=today).exclude(state="down").order_by("posted_at"):
        if lot.random() < 0.8:
            world.act(notices.take_down_sheet, sheet, photo=photos.taken(lot, "取下后")[0], by=by)
    topic, title = SHEETS[today.toordinal() // 7 % len(SHEETS)]
    world.act(
        notices.post_sheet, lot.choice(boards), title=title, topic=topic, until_on=today + timedelta(days=20), photo=photos.taken(lot, title)[0], by=by
    )


def _check(world: World, lot: Random) -> None:
    guard = world.anyone("guard", "squad_leader")
    for board in Board.objects.filter(scope=world.scope, state="in_use", kind="entry_sign").order_by("name") if guard else ():
        is_fine = lot.random() < 0.93
        world.act(notices.check_board, board, finding="fine" if is_fine else "damaged", note="" if is_fine else "边角翘起", by=guard)


def _publicity(world: World, lot: Random) -> None:
    by = world.anyone("front_desk", "squad_leader")
    if by is None:
        return
    topic, title = SHEETS[(world.local(clock.now()).date().toordinal() // 7 + 2) % 4]
    channel, target = lot.choice(("official_account", "owner_group", "leaflet", "broadcast")), lot.choice(("owners", "tenants", "family", "staff"))
    world.act(
        notices.record_publicity, world.scope, title=title, topic=topic, channel=channel, target=target, reached=lot.randrange(30, 400),
        photo=photos.taken(lot, title)[0], by=by,
    )  # fmt: skip


def _message(world: World, lot: Random) -> None:
    """The suggestion box is emptied, and what was in it is answered a day or two later."""
    desk = world.anyone("front_desk")
    if desk is None:
        return
    said = world.act(notices.record_owner_message, world.scope, channel=lot.choice(("box", "phone", "board", "email")), text=lot.choice(MESSAGES), by=desk)
    if said is not None:
        world.plan(clock.now() + HOUR * lot.uniform(18, 50), partial(_answer, world, said.pk, Random(lot.random())))


def _answer(world: World, pk, lot: Random) -> None:
    message, desk = OwnerMessage.objects.get(pk=pk), world.anyone("front_desk", "project_manager", "team_leader")
    if desk is not None and message.state == "new":
        decision, reply = lot.choice((("adopted", "已列入本月整改。"), ("adopted", "本周内办理。"), ("rejected", "需业主大会表决，已转业委会。"), ("noted", "已转相关岗位留意。")))
        world.act(notices.answer_owner_message, message, decision=decision, reply=reply, by=desk)


def _rain(world: World, lot: Random) -> None:
    """Level 2 to who is on duty and to the leaders: most see it in the app, the others are texted in vain and then called."""
    sender = world.anyone("security_manager", "squad_leader", "monitor_operator")
    if sender is None:
        return
    told = world.act(
        notices.send_notice, world.scope, level=2, title="暴雨将至", text="请检查车库挡板、雨水口和电梯坑，车辆移出低洼处。", radio="各岗注意，暴雨将至，车库岗先放挡板",
        audience={"groups": ["on_duty"], "roles": ["team_leader", "engineer"]}, answers=["going", "cannot"], by=sender,
    )  # fmt: skip
    if told is None:
        return
    _read_later(world, told, lot)
    for seconds in (1, 16, 31, 46):
        world.plan(clock.now() + timedelta(seconds=seconds), partial(_gateways, world))


def _gateways(world: World) -> None:
    """The part of ladder and gateways while history is made; in the present the sender is quicker, and nothing is left to do here."""
    settling.go_on(world.scope, clock.now())
    taken = notices.take_deliveries(world.scope, limit=200, by=GATEWAY)
    if isinstance(taken, Refusal):
        return
    answers = defaultdict(list)
    for one in taken:
        answers[one.notice].append({"delivery": str(one.pk), "outcome": one.channel.settings.get("outcome", "delivered"), "code": "recorded"})
    for notice, outcomes in answers.items():
        notices.record_outcomes(notice, outcomes=outcomes, by=GATEWAY)


def _read_later(world: World, notice: Notice, lot: Random) -> None:
    """Staff answer within a minute or two, owners within a day; some never do."""
    staff = [person for role in sorted(world.cast.staff) for person in world.cast.staff[role] if person.pk in world.present]
    readers = [(person, lot.uniform(4, 60)) for person in staff] if notice.level <= 2 else [(person, lot.uniform(600, 80_000)) for person in world.cast.residents]
    for person, seconds in readers:
        if lot.random() < 0.75:
            world.plan(clock.now() + timedelta(seconds=seconds), partial(_read, world, notice.pk, person, lot.random() < 0.9))


def _read(world: World, pk, person, goes: bool) -> None:
    notice = Notice.objects.get(pk=pk)
    answer = ("going" if goes else "cannot") if notice.answers else "known"
    notices.read_notice(notice, answer=answer, by=world.actor(person))


def _activity(world: World, lot: Random) -> None:
    """Once a month something takes place: proposed by the desk, gone through and approved by the manager, held three days later."""
    desk, manager = world.cast.staff["front_desk"][0], world.cast.staff["security_manager"][0]
    kind, title, purpose = LECTURES[world.local(clock.now()).month % len(LECTURES)]
    one = world.act(
        notices.propose_activity, world.scope, title=title, kind=kind, purpose=purpose, target_group="全体住户", starts_at=clock.now() + 72 * HOUR, tasks=TASKS,
        contingency="下雨改到架空层，由班长疏导", before="宣传栏和业主群预告", during="现场广播", after="公布照片", resources="桌椅 30 套、音响 1 套", by=desk,
    )  # fmt: skip
    if one is None or not world.act(notices.review_activity, one, review="核对时间、人手和雨天方案，没有漏洞。", by=manager):
        return
    if (one := world.act(notices.approve_activity, one, by=manager)) is not None:
        for resident in lot.sample(world.cast.residents, min(5, len(world.cast.residents))):
            world.act(notices.sign_up, one, by=resident)
        world.plan(one.starts_at + HOUR, partial(_hold, world, one.pk, Random(lot.random())))


def _hold(world: World, pk, lot: Random) -> None:
    one, desk = Activity.objects.get(pk=pk), world.cast.staff["front_desk"][0]
    came = lot.randrange(24, 60)
    asked = lot.randrange(10, came)
    held = world.act(
        notices.hold_activity, one, attended=came, asked_about=asked, satisfied=asked - lot.randrange(0, 3), photo=photos.taken(lot, one.title)[0], by=desk
    )
    if held is not None:
        world.act(notices.conclude_activity, held, minutes=f"到场 {came} 人，提前一天调试音响效果更好。", by=desk)


def _report(world: World, lot: Random) -> None:
    """The month's safety report goes to the street office, whose people confirm it."""
    manager, street = world.cast.staff["security_manager"][0], world.cast.outsiders.get("street_office")
    month = world.local(clock.now()).month
    one = world.act(notices.owe_report, world.scope, body="street_office", title=f"{month}月安全工作情况", due_at=clock.now() + 120 * HOUR, by=manager)
    if one is None or street is None:
        return
    world.plan(clock.now() + HOUR * lot.uniform(20, 110), partial(_hand_in, world, one.pk, lot))


def _hand_in(world: World, pk, lot: Random) -> None:
    one, manager, street = BodyReport.objects.get(pk=pk), world.cast.staff["security_manager"][0], world.cast.outsiders["street_office"]
    handed = world.act(notices.hand_in_report, one, file=photos.taken(lot, one.title)[0], by=manager)
    if handed is not None:
        world.act(notices.record_receipt, handed, by=street)
