"""Who is taught and tested: certificates that end, weekly drill and monthly class with their sign-in, exams on the phone, a newcomer with his mentor."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

from anju.domains.cases.queries import opened_between
from anju.domains.documents.queries import in_force
from anju.domains.duties.queries import to_be_done
from anju.domains.people.queries import Person
from anju.domains.training import actions as training
from anju.domains.training.queries import (
    Attendance,
    Course,
    Exam,
    Programme,
    Requirement,
    Session,
    code_of,
    sessions_between,
    shown_paper,
)
from anju.domains.workforce import actions as workforce
from anju.kernel import clock

from . import photos
from .world import HOUR, World

SECURITY = ("guard", "squad_leader", "team_leader", "security_manager")
OPERATORS = ("monitor_operator", "fire_operator")
COURSES = ("seven-topics", "three-laws", "fire-competence", "induction-week")
ENDING = (5, 13, 26)
"""In how many days after today three certificates end; one more ended two days ago."""
AWAY, WRONG = 0.07, 0.12
EXAMS = ((6, "three-laws", 9), (36, "fire-competence", 4), (66, "three-laws", 9))
"""On which day of the history an exam opens, of which course, with how many questions."""
REPORT = "按计划完成全部科目，现场提问三人，均能答出要点。"

# course, module: question, options with the right one first, the rule behind it
BANK = (
    ("three-laws", "治安管理处罚法", "发现有人打架，保安员首先应当怎样做？", ("劝阻并报警，保护现场", "一起动手制止", "装作没有看见"), "保安员无处罚权，应劝阻、报警并保护现场"),
    ("three-laws", "治安管理处罚法", "保安员可以查验居民身份证并留置吗？", ("不可以", "可以", "队长同意就可以"), "只有公安机关可以依法查验身份证件"),
    ("three-laws", "治安管理处罚法", "抓获盗窃嫌疑人后应当怎样做？", ("立即移交公安机关", "先审问清楚", "要求赔偿后放走"), "任何单位和个人不得私设公堂，应立即移送公安机关"),
    ("three-laws", "道路交通安全法", "小区道路上发生交通事故怎样处理？", ("保护现场，报警，救助伤员", "让双方自行离开", "先移动车辆再说"), "参照道路交通事故处理办法，先救人并报警"),
    ("three-laws", "道路交通安全法", "消防通道被车辆占用怎样处理？", ("联系车主挪车并上报", "等车主回来", "自行砸窗推车"), "任何人不得占用、堵塞消防车通道"),
    ("three-laws", "道路交通安全法", "引导车辆时保安员应当站在哪里？", ("驾驶人看得见的安全位置", "车辆正后方", "车道中央"), "引导人员应保持在驾驶人视线内"),
    ("three-laws", "刑法", "非法限制他人人身自由属于什么行为？", ("违法，严重的构成犯罪", "正常管理", "只是服务不周"), "刑法第二百三十八条"),
    ("three-laws", "刑法", "把业主信息卖给他人的后果是什么？", ("可能构成侵犯公民个人信息罪", "没有后果", "只需道歉"), "刑法第二百五十三条之一"),
    ("three-laws", "刑法", "正当防卫应当满足什么条件？", ("不法侵害正在进行且不超过必要限度", "事后报复", "对方骂人"), "刑法第二十条"),
    ("fire-competence", "懂得岗位火灾危险性", "电动自行车进楼充电的主要危险是什么？", ("电池热失控，烟气沿楼梯蔓延", "占地方", "费电"), "高层民用建筑消防安全管理规定第三十七条"),
    ("fire-competence", "懂得预防火灾的措施", "配电房内可以堆放杂物吗？", ("不可以", "可以放一点", "夜里可以"), "设备用房内不得堆放可燃物"),
    ("fire-competence", "懂得扑救火灾的方法", "油锅起火怎样扑救？", ("盖锅盖、关火", "泼水", "端出去"), "油类火灾不得用水扑救"),
    ("fire-competence", "懂得火场逃生的办法", "楼道有浓烟时怎样逃生？", ("低姿捂口鼻沿墙走，烟大退回关门", "乘电梯", "跳楼"), "火灾时不得乘坐电梯"),
)  # fmt: skip
RIGHT = {stem: options[0] for _course, _module, stem, options, _why in BANK}


def expect(world: World, day: date) -> None:
    """Plan today's sessions, exams and what else is learnt; what sessions prove is nobody's other work."""
    _furnish(world, day)
    for slot in to_be_done(world.scope, world.moment(day, 48), now=clock.now()):
        if ("taught", slot.duty_id) in world.known:
            world.known.add(slot.pk)
    for session in sessions_between(world.scope, world.moment(day, 0), world.moment(day, 24)):
        if session.state == "planned" and session.starts_at >= clock.now():
            world.plan(session.starts_at, partial(_begin, world, session.pk))
    first = next((known[1] for known in world.known if isinstance(known, tuple) and known[0] == "school"), None)
    for after, course, many in EXAMS:
        if first is not None and (day - first).days == after:
            _at(world, day, 9, partial(_examine, world, course, many))
    if first is not None and (day - first).days in (20, 27, 34, 62):
        _at(world, day, 10, partial(_coach, world, (day - first).days))


def _at(world: World, day: date, hour: float, do: Any) -> None:
    at = world.moment(day, hour)
    if at >= clock.now():
        world.plan(at, do)


def _manager(world: World) -> Person:
    return world.cast.staff["security_manager"][0]


def _boss(world: World) -> Person:
    return world.cast.staff["project_manager"][0]


def _furnish(world: World, day: date) -> None:
    """Register, requirements, courses, bank and programmes, once."""
    if "school" in world.known:
        return
    world.known.add("school")
    for programme in Programme.objects.filter(scope=world.scope, is_ended=False):
        world.known.add(("taught", programme.duty_id))
    if Requirement.objects.filter(scope=world.scope).exists():
        return
    world.known.add(("school", day))
    _certify(world, day)
    for template in COURSES:
        world.act(training.adopt_course, world.scope, template=template, by=_boss(world))
    courses = {course.code: course for course in Course.objects.filter(scope=world.scope)}
    for code, module, stem, options, why in BANK:
        world.act(
            training.add_question, world.scope, course=courses[code], module=module, stem=stem, options="\n".join(options), right="A", why=why, by=_manager(world)
        )
    _plan_programmes(world, courses)
    members = [_manager(world), world.cast.staff["team_leader"][0], world.cast.staff["squad_leader"][0]]
    tasks = "制定年度培训计划，安排讲师和场地，检查落实并评估效果。"
    world.act(training.set_up_group, world.scope, title="培训实施小组", head=_boss(world), members=members, tasks=tasks, by=_boss(world))


def _certify(world: World, day: date) -> None:
    """Every guard and operator holds what his post asks for; three papers end soon, an electrician's has just ended."""
    manager, captain = _manager(world), world.cast.staff["team_leader"][0]
    until = getattr(world.script, "until", None)
    last = world.local(until).date() if until is not None else day
    holders = [(person, "guard") for role in SECURITY for person in world.cast.staff[role]]
    holders += [(person, "fire_facility") for role in (*OPERATORS, "squad_leader") for person in world.cast.staff[role]]
    holders += [(person, "electrician") for person in world.cast.staff["engineer"]]
    holders += [(world.cast.staff["project_manager"][0], "manager"), (world.cast.staff["guard"][1], "first_aid")]
    soon = {world.cast.staff["guard"][3 + 7 * number].pk: last + timedelta(days=days) for number, days in enumerate(ENDING)}
    lapsed = world.cast.staff["engineer"][2].pk
    for number, (person, kind) in enumerate(holders, 1):
        ends = soon.get(person.pk) if kind == "guard" else last - timedelta(days=2) if kind == "electrician" and person.pk == lapsed else None
        ends = ends or day + timedelta(days=500 + 11 * number)
        one = world.act(
            training.add_certificate, world.scope, person=person, kind=kind, number=f"SD{day.year - 3}{number:05d}", issued_on=day - timedelta(days=700), expires_on=ends,
            issuer="市公安局" if kind == "guard" else "消防行业职业技能鉴定站" if kind == "fire_facility" else "", by=manager,
        )  # fmt: skip
        if one is not None and person.pk != captain.pk:
            world.act(training.verify_certificate, one, by=captain)
    for role, kind, is_key, is_barring in (("guard", "guard", False, True), ("monitor_operator", "fire_facility", True, True), ("fire_operator", "fire_facility", True, True),
                                           ("engineer", "electrician", False, False), ("project_manager", "manager", False, False)):  # fmt: skip
        world.act(training.require_certificate, world.scope, kind=kind, role=role, is_key=is_key, is_barring=is_barring, basis_label="持证上岗率达到100%", by=manager)


def _plan_programmes(world: World, courses: dict[str, Course]) -> None:
    """One sentence of the plan is proven by sessions from now on; two programmes are the house's own."""
    chosen = set(getattr(world.script, "of_duty", ()))
    slots = to_be_done(world.scope, clock.now() + timedelta(days=40), now=clock.now()).filter(duty__category="training")
    owed = {slot.duty_id: slot.duty for slot in slots if slot.duty_id not in chosen and not slot.is_continuous and ("训练" in slot.duty.title or "业务培训" in slot.duty.title)}
    captain, manager = world.cast.staff["team_leader"][0], _manager(world)
    drilled = next(iter(owed.values()), None)
    given = {"course": courses["seven-topics"], "roles": ["guard", "squad_leader"], "begins": time(15, 30), "minutes": 60, "trainer": captain, "by": manager}
    if drilled is not None:
        programme = world.act(training.plan_programme, world.scope, duty=drilled, **given)
    else:
        programme = world.act(training.plan_programme, world.scope, period="P1W", title="每周体能和队列训练", **given)
    monthly = world.act(
        training.plan_programme, world.scope, course=courses["three-laws"], title="每月法律法规学习", period="P1M", begins=time(14, 30), minutes=90, trainer=manager, report_to="police", by=manager
    )
    for one in (programme, monthly):
        if one is not None:
            world.known.add(("taught", one.duty_id))


def _begin(world: World, pk: Any) -> None:
    """The trainer opens the sign-in, most scan the code with their phones, one or two are late."""
    session, lot = Session.objects.select_related("scope").get(pk=pk), world.lot("session", pk)
    trainer = session.trainer or _manager(world)
    if session.state != "planned" or world.act(training.open_session, session, by=trainer) is None:
        return
    code = code_of(session, clock.now())
    people = [person for role in session.roles for person in world.cast.staff.get(role, ())]
    for person in people:
        if lot.random() >= AWAY and person.pk != trainer.pk:
            world.act(training.sign_in, session, code=code, device=f"phone {person.pk}", by=person)
    shots = photos.taken(lot, "培训现场") if lot.random() < 0.3 else None
    world.plan(session.ends_at, partial(_close, world, pk, shots))


def _close(world: World, pk: Any, shots: Any) -> None:
    session = Session.objects.select_related("scope").get(pk=pk)
    if session.state == "open":
        held = world.act(training.close_session, session, report=REPORT, photos=shots, by=_manager(world))
        if held is not None and held.kind == "contest":
            lot = world.lot("contest", pk)
            for row in Attendance.objects.filter(session=held, state="present").select_related("person").order_by("pk"):
                world.act(training.enter_contest_result, held, person=row.person, points=Decimal(lot.randrange(120, 200)) / 2, by=_boss(world))


def _examine(world: World, code: str, many: int) -> None:
    """An exam opens; whoever is of its roles sits it on his phone within the day, some a second time."""
    course = Course.objects.filter(scope=world.scope, code=code).first()
    if course is None:
        return
    roles = ["guard", "squad_leader"]
    exam = world.act(training.open_exam, world.scope, title=f"{course.title}考试", course=course, roles=roles, questions=many, minutes=20, pass_percent=60, by=_manager(world))
    if exam is not None:
        world.plan(clock.now() + 3 * HOUR, partial(_sit_all, world, exam.pk, 1))
        world.plan(clock.now() + 30 * HOUR, partial(_sit_all, world, exam.pk, 2))
        world.plan(clock.now() + 53 * HOUR, partial(_close_exam, world, exam.pk))


def _close_exam(world: World, pk: Any) -> None:
    exam = Exam.objects.select_related("scope").get(pk=pk)
    if exam.state == "open":
        world.act(training.close_exam, exam, by=_manager(world))


def _sit_all(world: World, pk: Any, attempt: int) -> None:
    exam = Exam.objects.select_related("scope").get(pk=pk)
    for role in exam.roles:
        for person in world.cast.staff[role]:
            lot = world.lot("paper", pk, person.pk, attempt)
            if ("passed", pk, person.pk) not in world.known and lot.random() > 0.04:
                _sit(world, exam, person, lot)


def _sit(world: World, exam: Exam, person: Person, lot: Any) -> None:
    paper = world.act(training.begin_paper, exam, by=person)
    if paper is None:
        return
    wrong = WRONG * 4 if lot.random() < 0.15 else WRONG
    answers = []
    for question in shown_paper(paper):
        right = question["options"].index(RIGHT[question["stem"]])
        answers.append({"a": [(right + 1) % len(question["options"]) if lot.random() < wrong else right]})
    paper = world.act(training.hand_in_paper, paper, answers=answers, by=person)
    if paper is not None and paper.state == "passed":
        world.known.add(("passed", exam.pk, person.pk))


def _coach(world: World, turn: int) -> None:
    """A newcomer is enrolled, coached on the post by an experienced guard; a case is taught; somebody asks for support."""
    guards, manager, captain = world.cast.staff["guard"], _manager(world), world.cast.staff["team_leader"][0]
    course = Course.objects.filter(scope=world.scope, code="induction-week").first()
    if turn == 20 and course is not None:
        taken = world.act(training.enrol, world.scope, person=guards[-1], course=course, mentor=guards[0], by=manager)
        for module in ("m9", "m10", "m11") if taken is not None else ():
            world.act(training.sign_off_module, taken, module=module, way="on_post", note="带岗合格", by=guards[0])
        if taken is not None:
            world.act(training.sign_off_module, taken, module="m6", way="practice", score=86, by=captain)
        world.act(training.draw_up_plan, world.scope, person=guards[2], by=captain)
    if turn == 27:
        at = clock.now() + 3 * HOUR
        contest = world.act(training.call_session, world.scope, title="消防技能竞赛", kind="contest", topic="一人三盘水带", starts_at=at, minutes=120, persons=guards[:8], trainer=captain, by=manager)
        if contest is not None:
            world.plan(at, partial(_begin, world, contest.pk))
        wanted = "年满十八周岁，无犯罪记录，持保安员证者优先，能上夜班。"
        vacancy = world.act(workforce.open_vacancy, world.scope, role="guard", heads=2, wanted=wanted, until_on=(clock.now() + timedelta(days=45)).date(), by=manager)
        if vacancy is not None:
            world.act(workforce.publish_vacancy, vacancy, by=manager)
        wish = world.act(training.ask_support, world.scope, kind="fire_facility", hours=16, fee=800, reason="报考中级消防设施操作员", by=guards[5])
        if wish is not None:
            world.act(training.approve_support, wish, by=manager)
        material = in_force(world.scope, on=world.local(clock.now()).date()).first()
        if material is not None and course is not None:
            world.act(training.add_material, course, document=material, by=manager)
    closed = opened_between(world.scope, clock.now() - timedelta(days=40), clock.now()).exclude(closed_at=None).filter(kind__in=("hazard", "problem", "incident")).first()
    if turn in (34, 62) and closed is not None:
        story, lessons = f"{closed.title}。发现后先报告班长，再按流程处置，前后拍照留存。", "先报告、再处置、留照片；交接班时讲一遍。"
        world.act(training.publish_study, world.scope, case=closed, title=closed.title[:40], story=story, lessons=lessons, by=manager)
