"""The archive of the community: rules that are approved and read, monthly records that are filed, files that are lent, and slips that go."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from random import Random

from anju.domains.documents import actions as documents
from anju.domains.documents.queries import Document, DocumentClass, FollowUp, HandoverItem, Loan, Reading
from anju.domains.places.queries import by_kind
from anju.kernel import clock

from . import shelves
from .papers import file_paper, paper, signed
from .world import World

# code of the class, required piece, what stands in it
RULES = (
    ("ZD", "交接班制度", "一、提前 15 分钟到岗，查看值班记录。\n二、当面交接钥匙、对讲机和未办结事项，双方签字。\n三、接班人未到，交班人不得离岗。"),
    ("ZD", "值班制度", "一、二十四小时值班，不得空岗。\n二、来访来电一律登记。\n三、遇火警先核实、报警，再按预案处置。"),
    ("ZD", "考勤管理制度", "一、到岗离岗打卡。\n二、调班须经队长同意。"),
    ("ZD", "请假制度", "一、事假提前一天申请。\n二、病假附证明。"),
    ("ZD", "奖惩制度", "一、每月评优。\n二、考评结果公开，可申诉。"),
    ("CX", "门岗管理流程", "一、业主识别放行。\n二、来访登记，经业主确认后放行。\n三、物品出门核对放行条。"),
    ("CX", "巡逻流程", "一、按路线到点打卡。\n二、发现隐患拍照上报。"),
    ("BZ", "装修管理规定", "一、装修前申报登记。\n二、施工人员凭证出入。"),
    ("YA", "综合应急预案", "一、火情。\n二、电梯困人。\n三、暴雨。"),
)
READ = {"交接班制度": "交接班提前多久到岗？| 5 分钟 | *15 分钟 | 30 分钟", "门岗管理流程": ""}
CONTRACTS = (("HT", "(前期)物业服务合同"), ("HT", "业主(临时)公约"), ("YW", "业主大会议事规则"), ("YW", "业主委员会备案材料"))
MONTHLY = (("PX", "月度培训记录"), ("XL", "月度巡逻记录"), ("JJ", "月度交接班记录"), ("HY", "月度例会纪要"), ("FX", "放行登记及放行条"))
QUARTERLY = (("WB", "季度维护记录"), ("SJ", "季度事件汇总"), ("XF", "防火检查记录"))
YEARLY = (("ND", "年度工作计划"), ("ND", "年度管理政策"))
PURPOSES = ("核对住户信息", "办理过户", "年检备查", "投标需要", "核对证书")
FORGOTTEN_EVERY = 3
"""Every third loan is forgotten for ten days."""


def expect(world: World, day: date) -> None:
    """Plan what the archive sees today."""
    lot = world.lot("archive", day)
    if not DocumentClass.objects.filter(scope=world.scope).exists():
        _at(world, day, 9.2, _found, lot)
        _at(world, day, 10.5, _approve, lot)
        return
    for is_today, hour, do in (
        (day.day == 3, 15.2, partial(_monthly, day=day)), (day.day == 20, 14.6, _revise), (day.day == 5, 10.4, shelves.arrange), (day.day == 19, 15.4, shelves.close),
        (day.day in (8, 22), 16.6, shelves.remember), (day.isoweekday() == 3 and day.day <= 7, 15.1, partial(_dispose, day=day)),
    ):  # fmt: skip
        if is_today:
            _at(world, day, hour, do, lot)
    if day.isoweekday() <= 5:
        _at(world, day, 10.1, _household, lot)
        _at(world, day, 16.1, _approve, lot)
    for weekday, hour, do in ((2, 9.8, _lend), (4, 14.3, _look), (1, 11.2, _review), (5, 14.1, shelves.hand_out_text)):
        if day.isoweekday() == weekday:
            _at(world, day, hour, do, lot)
    for hour in (7.5, 15.5, 22.5):
        _at(world, day, hour, _read, lot)
    for loan in Loan.objects.filter(scope=world.scope, state__in=("out", "overdue")):
        _bring_back_later(world, loan)


def _at(world: World, day: date, hour: float, do, lot: Random) -> None:
    at = world.moment(day, hour)
    if at >= clock.now():
        world.plan(at, partial(do, world, Random(lot.random())))


def _manager(world: World):
    return world.cast.staff["project_manager"][0]


def _found(world: World, lot: Random) -> None:
    """The first day: classes, the rules in force until now, contracts, an old box of slips, a directive, and the takeover list."""
    if DocumentClass.objects.filter(scope=world.scope).exists():
        return
    manager, desk = _manager(world), world.cast.staff["front_desk"][0]
    world.act(documents.load_classes, world.scope, template="property_company", keeper=desk, by=manager)
    today = world.local(clock.now()).date()
    for code, title, text in RULES:
        file_paper(world, code, title, text, by=desk, cabinet="A1", box=code)
    for number, (code, title) in enumerate(CONTRACTS):
        file_paper(world, code, title, "正本", by=desk, signed_on=today - timedelta(days=400 + number), cabinet="A2", box="01")
    for number, (code, title) in enumerate(YEARLY):
        file_paper(world, code, f"{today.year}年{title}", "全文", by=desk, piece=title, period=str(today.year), cabinet="A3", box=f"{number + 1:02d}")
    for month in range(1, 8):
        file_paper(world, "FX", f"{today.year - 4}年{month}月放行条", "合订本", by=desk, piece="放行登记及放行条", period=f"{today.year - 4}-{month:02d}", cabinet="C3", box="旧")
    directive = file_paper(world, "FG", "关于开展冬春火灾防控工作的通知", "一、清理楼道。\n二、组织培训。", by=desk, issuer="街道办事处", dated_on=today)
    if directive is not None:
        for title, days in (("清理楼道杂物", 7), ("组织全员消防培训", 20)):
            world.act(documents.add_follow_up, directive, title=title, owner=world.cast.staff["security_manager"][0], due_on=today + timedelta(days=days), by=manager)
    shelves.begin(world, today)
    _take_over(world, lot, desk, manager)


def _take_over(world: World, lot: Random, desk, manager) -> None:
    """The contracts were taken over from the developer: counted and signed for."""
    chosen = list(Document.objects.filter(scope=world.scope, klass__code__in=("HT", "YW")).order_by("number"))
    made = world.act(documents.draw_handover, world.scope, kind="takeover", giver="开发建设单位", receiver="安居物业", documents=chosen, by=desk)
    if made is None:
        return
    for item in HandoverItem.objects.filter(handover=made).order_by("document__number"):
        world.act(documents.count_item, item, is_there=True, by=desk)
    signatures = {f"{side}_signature": signed(lot) for side in ("giver", "receiver")}
    world.act(documents.sign_handover, made, giver_name="王工", receiver_name=manager.name, by=manager, **signatures)


def _approve(world: World, lot: Random) -> None:
    """The manager says yes to what waits, and names who must read it; what nobody has answered of loans is answered."""
    manager = _manager(world)
    for one in Document.objects.filter(scope=world.scope, state__in=("submitted", "revising")).order_by("number"):
        done = world.act(documents.approve_document, one, by=manager)
        if done is not None and done.title in READ and not done.reading_roles:
            world.act(documents.require_reading, done, roles=["guard", "squad_leader"], days=10, questions=READ[done.title], by=manager)
    for follow_up in FollowUp.objects.filter(scope=world.scope, state__in=("open", "overdue")).order_by("due_on"):
        if lot.random() < 0.15:
            world.act(documents.finish_follow_up, follow_up, result="已完成，现场已复查", by=world.cast.staff["security_manager"][0])


def _monthly(world: World, lot: Random, *, day: date) -> None:
    """Last month's records, but one that is forgotten now and then."""
    desk, last = world.cast.staff["front_desk"][0], day.replace(day=1) - timedelta(days=1)
    for code, name in MONTHLY:
        if lot.random() < 0.85:
            file_paper(world, code, f"{last.month}月{name}", "合订本", by=desk, piece=name, period=f"{last:%Y-%m}", cabinet="B1", box=f"{last:%m}")
    if last.month % 3 == 0:
        for code, name in QUARTERLY:
            file_paper(world, code, f"{last.year}年{last.month // 3}季度{name}", "合订本", by=desk, piece=name, period=f"{last.year}-Q{last.month // 3}", cabinet="B2", box="季")


def _revise(world: World, lot: Random) -> None:
    """The rule on handing over is revised once a month; everybody reads it anew."""
    desk = world.cast.staff["front_desk"][0]
    rule = Document.objects.filter(scope=world.scope, title="交接班制度", state="effective").first()
    if rule is None:
        return
    month = world.local(clock.now()).month
    text = f"{RULES[0][2]}\n四、{month}月修订：夜班交接须核对钥匙柜。"
    if world.act(documents.add_version, rule, file=paper(rule.title, text), note=f"{month}月修订", by=desk) is not None:
        world.act(documents.submit_document, rule, by=desk)


def _household(world: World, lot: Random) -> None:
    """One more dwelling gets its file a day."""
    desk = world.anyone("front_desk")
    homes = by_kind(world.scope, "dwelling")
    if desk is None or not homes:
        return
    home = homes[Document.objects.filter(scope=world.scope, klass__code="YH").count() // 2 % homes.count()]
    for name in ("业主登记表", "入住资料"):
        file_paper(world, "YH", name, home.full_name, by=desk, dwelling=home, cabinet="D", box=home.full_name[:20])


def _read(world: World, lot: Random) -> None:
    """Some of those who are at work read what they owe; the first try is not always right."""
    owed = Reading.objects.filter(scope=world.scope, state__in=("owed", "overdue"), person__in=list(world.present)).select_related("person", "document")
    for reading in owed.order_by("due_on", "pk")[:6]:
        if lot.random() > 0.3 or world.act(documents.open_reading, reading, by=reading.person) is None:
            continue
        right = [question["answer"] for question in reading.document.questions]
        wrong = [0 for _each in right]
        if right and lot.random() < 0.2:
            world.act(documents.acknowledge_reading, reading, answers=wrong, by=reading.person)
        world.act(documents.acknowledge_reading, reading, answers=right, by=reading.person)


def _lend(world: World, lot: Random) -> None:
    """Somebody takes an original out; every third one is forgotten."""
    borrower, desk = world.anyone("engineer", "team_leader"), world.anyone("front_desk", "team_leader")
    lent = Loan.objects.filter(scope=world.scope, state__in=("asked", "approved", "out", "overdue")).values("document_id")
    kept = Document.objects.filter(scope=world.scope, klass__code__in=("HT", "XL", "PX", "ND"), state="effective").exclude(pk__in=lent)
    chosen = list(kept.order_by("number"))
    if borrower is None or desk is None or not chosen:
        return
    loan = world.act(documents.ask_loan, lot.choice(chosen), kind="borrow", purpose=lot.choice(PURPOSES), by=borrower)
    loan = loan and world.act(documents.approve_loan, loan, by=_manager(world))
    loan = loan and world.act(documents.hand_out_original, loan, signature=signed(lot), by=desk)
    if loan is not None:
        _bring_back_later(world, loan)


def _bring_back_later(world: World, loan: Loan) -> None:
    if ("document", loan.pk) in world.known:
        return
    world.known.add(("document", loan.pk))
    days = 10 if int(loan.number[-4:]) % FORGOTTEN_EVERY == 0 else 3
    world.plan(max(loan.out_at + timedelta(days=days), clock.now()), partial(_bring_back, world, loan.pk))


def _bring_back(world: World, pk) -> None:
    loan, desk = Loan.objects.filter(scope=world.scope, pk=pk, state__in=("out", "overdue")).first(), world.cast.staff["front_desk"][0]
    if loan is not None:
        world.act(documents.return_loan, loan, condition="完好", by=desk)


def _look(world: World, lot: Random) -> None:
    """The front desk opens a household's file, for a purpose."""
    desk = world.anyone("front_desk")
    one = Document.objects.filter(scope=world.scope, klass__code="YH", state="effective").order_by("number").last()
    if desk is not None and one is not None:
        world.act(documents.open_document, one, purpose=lot.choice(PURPOSES), by=desk)


def _review(world: World, lot: Random) -> None:
    """The manager checks one record for being clear, accurate and complete."""
    chosen = list(Document.objects.filter(scope=world.scope, klass__code__in=("XL", "JJ"), state="effective").order_by("number"))
    if chosen:
        answers = {"is_clear": True, "is_accurate": True, "is_complete": lot.random() < 0.8}
        is_fine = answers["is_complete"]
        world.act(documents.check_document, lot.choice(chosen), kind="quality", is_fine=is_fine, note="" if is_fine else "缺签字", by=_manager(world), **answers)


def _dispose(world: World, lot: Random, *, day: date) -> None:
    """Once a month, from the third week, two old volumes go: listed by the desk, approved by the manager, shredded before an engineer."""
    desk, second = world.cast.staff["front_desk"][0], world.cast.staff["front_desk"][1]
    old = list(Document.objects.filter(scope=world.scope, klass__code="FX", state="effective", keep_until_on__lt=day).order_by("number"))
    if not old or clock.now() - old[0].created_at < timedelta(days=20):
        return
    made = world.act(documents.list_disposal, world.scope, documents=old[:2], reason="保管期满", by=desk)
    made = made and world.act(documents.approve_disposal, made, by=_manager(world))
    if made is not None:
        world.act(documents.destroy_documents, made, witness=world.cast.staff["engineer"][0], method="shred", by=second)


