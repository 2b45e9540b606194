"""Which courses there are, for whom, and who has got how far: topics, tiers, hours, strengths and gaps."""

from __future__ import annotations

from datetime import date

import pytest

from anju.domains.training import actions, queries
from anju.domains.training.models import Attendance, Enrolment, GrowthPlan, Material, Result, Session
from anju.kernel import clock

from .conftest import DAY, HOUR, START, TODAY, done, refused


def titles(course) -> list[str]:
    return [module["title"] for module in course.modules]


@pytest.mark.clause("000-111")
def test_seven_topics_are_tracked_by_guard_and_topic(desk):
    """队列, 体能, 消防, 礼节礼貌, 车辆管理, 物品管理, 法律法规: one guard passed all, the other all but 体能."""
    course = desk.course("seven-topics")
    assert titles(course) == ["队列", "体能", "消防", "礼节礼貌", "车辆管理", "物品管理", "法律法规"]
    for name, without in (("李建国", ()), ("王磊", ("体能",))):
        desk.teach(done(actions.enrol(desk.where, person=desk.team.person(name, "guard"), course=course, by=desk.manager)), without=without)
    still = {one.person.name: queries.progress(one).still for one in Enrolment.objects.select_related("person", "course", "scope")}
    assert still == {"李建国": (), "王磊": (("m2", "practice"),)}
    people = list(desk.guards("李建国", "王磊"))
    cells = queries.matrix(desk.where, TODAY, people=people, courses=[course], kinds=["guard"])
    assert [(cells[person.pk]["seven-topics"].state, cells[person.pk]["guard"].state) for person in people] == [("running", "none"), ("running", "none")]
    assert queries.mastery(course, TODAY).done == (people[0].pk,) and queries.mastery(course, TODAY).missing == (people[1].pk,)


@pytest.mark.clause("001-020")
def test_the_five_topic_course_is_held_as_planned(desk):
    """法律法规, 服务禮節, 溝通技巧, 消防器械操作, 擒拿格斗: five sessions planned, four held: four of five topics completed."""
    course = desk.course("five-topics")
    assert titles(course) == ["法律法规", "服务礼节", "沟通技巧", "消防器械操作", "擒拿格斗"]
    person = desk.team.person("李建国", "guard")
    taken = done(actions.enrol(desk.where, person=person, course=course, by=desk.manager))
    for number, module in enumerate(course.modules):
        desk.called(module["title"], course=course, modules=[module["code"]], starts_at=START + (number + 1) * DAY)
    planned = list(Session.objects.order_by("starts_at"))
    for session in planned[:4]:
        desk.hold(session)
    desk.bank(course)
    desk.sat(desk.exam(course, questions=1), person)
    for code in ("m4", "m5"):
        desk.signed_off(taken, code, "practice", score=80)
    assert [one.state for one in Session.objects.order_by("starts_at")] == ["held"] * 4 + ["planned"]
    assert (queries.progress(taken).done, queries.progress(taken).modules) == (5, 5)
    assert desk.figure("training.sessions_held") == (4, 0)


@pytest.mark.clause("003-227", "003-228", "003-229")
def test_three_tiers_each_with_its_curriculum(desk):
    """Basic, backbone, management: five modules each in the upper two; who belongs to a tier follows from his role, completion is counted by tier."""
    basic, backbone, management = (desk.course(code) for code in ("induction-week", "backbone", "management"))
    assert titles(backbone) == ["危机管理", "冲突处理", "沟通技巧", "团队管理", "安防新技术应用"]
    assert titles(management) == ["部门管理", "绩效考核", "风险评估", "应急指挥", "项目管理"]
    desk.team.person("李建国", "guard")
    leader = desk.team.person("王班长", "squad_leader")
    for person, course in ((leader, backbone), (desk.team.person("赵敏"), management)):
        desk.teach(done(actions.enrol(desk.where, person=person, course=course, mentor=None, by=desk.boss)))
    found = {tier: [(len(one.done), len(one.missing)) for one in rows] for tier, rows in queries.tiers(desk.where, TODAY).items()}
    assert found == {"basic": [(0, 1)], "backbone": [(1, 1)], "management": [(1, 1)]}
    assert basic.tier == "basic" and [one.course for one in queries.tiers(desk.where, TODAY)["backbone"]] == [backbone]


@pytest.mark.clause("004-103")
def test_the_syllabus_before_the_job_has_eleven_items_completed_one_by_one(desk):
    course = desk.course("prejob-general")
    assert titles(course) == [
        "规章制度", "员工手册", "礼仪规范", "公司发展史", "公司规划", "经营理念", "组织机构", "职业道德", "敬业精神", "消防安全知识", "物业管理基础知识"]  # fmt: skip
    taken = done(actions.enrol(desk.where, person=desk.team.person("保洁小孙", "cleaner"), course=course, by=desk.manager))
    desk.teach(taken, without=("组织机构", "消防安全知识"))
    assert (queries.progress(taken).done, queries.progress(taken).still) == (9, (("m7", "lecture"), ("m10", "lecture"), ("m10", "theory")))


@pytest.mark.clause("004-104", "002-051")
def test_two_tracks_common_and_departmental_with_attendance_and_results(desk):
    """The in-service syllabus: a common course, and one of the engineers' own with four items."""
    common = desk.own_course("common", "公共培训", "服务意识 | 1 | 讲授", roles=("guard", "engineer"))
    own = desk.own_course("engineering", "工程专业知识", *(f"{name} | 2 | 讲授 理论" for name in ("供配电", "给排水", "电梯", "消防设施")), roles=("engineer",), track="department")
    assert [(one.track, len(one.modules)) for one in (common, own)] == [("common", 1), ("department", 4)]
    desk.guards("李建国")
    engineer, second = desk.guards("工程小林", "工程老郑", role="engineer")
    desk.hold(desk.called("服务意识", course=common, roles=None))
    desk.hold(desk.called("专业知识", course=own, roles=None, starts_at=START + 5 * HOUR), absent=("工程老郑",))
    assert desk.figure("training.coverage", dimension="common") == (3, 3) and desk.figure("training.coverage", dimension="engineering") == (1, 2)
    desk.bank(own)
    desk.sat(desk.exam(own, questions=4, pass_percent=75), engineer, wrong=1)
    assert desk.figure("training.pass_rate", dimension="engineering") == (1, 1)
    assert queries.mastery(common, TODAY).done == tuple(sorted((one.pk for one in (*desk.guards("李建国"), engineer, second)), key=str))


@pytest.mark.clause("003-235")
def test_the_in_service_catalogue_holds_the_four_listed_skills(desk):
    course = desk.course("guard-skills")
    assert titles(course) == ["防暴器械操作", "急救知识与实操", "反恐防范", "防诈骗识别"]
    person = desk.team.person("李建国", "guard")
    taken = done(actions.enrol(desk.where, person=person, course=course, by=desk.manager))
    desk.hold(desk.called("反恐与防诈骗", course=course, modules=["m3", "m4"]))
    desk.signed_off(taken, "m1", "practice", score=88)
    assert queries.progress(taken).still == (("m2", "lecture"), ("m2", "practice"))
    assert (queries.progress(taken).done, queries.progress(taken).modules) == (3, 4)


@pytest.mark.clause("001-016")
def test_a_personal_plan_is_drawn_from_strengths_and_gaps(desk):
    """95 points in one module is a strength; 70 in another and one never passed are gaps; two hours each."""
    course = desk.own_course("skills", "岗位技能", "消防 | 2 | 实操", "急救 | 2 | 实操", "队列 | 1 | 实操")
    person = desk.team.person("李建国", "guard")
    taken = done(actions.enrol(desk.where, person=person, course=course, by=desk.manager))
    desk.signed_off(taken, "m1", "practice", score=95)
    desk.signed_off(taken, "m2", "practice", score=70)
    plan = done(actions.draw_up_plan(desk.where, person=person, by=desk.manager))
    assert plan.strengths == [{"course": "skills", "module": "消防", "score": 95}]
    assert plan.gaps == [{"course": "skills", "module": "急救", "score": 70}, {"course": "skills", "module": "队列", "score": None}]
    assert (plan.target_hours, plan.until_on, plan.state) == (4, TODAY + 90 * DAY, "drawn")
    refused(actions.take_on_plan(plan, by=desk.manager), "not_your_plan")
    assert done(actions.take_on_plan(plan, by=desk.team("李建国", "guard"))).state == "taken"
    refused(actions.take_on_plan(plan, by=desk.team("李建国", "guard")), "not_your_plan")
    refused(actions.draw_up_plan(desk.where, person=desk.team.person("园丁", "gardener"), by=desk.manager), "nothing_known")
    refused(actions.draw_up_plan(desk.where, person=person, until_on=TODAY, by=desk.manager), "far_day")
    assert GrowthPlan.objects.count() == 1


@pytest.mark.clause("004-033")
def test_every_employee_has_course_content_and_hours_to_reach(desk):
    """Six hours wanted of a course of two modules: after four hours it cannot be signed off, after six it can."""
    course = desk.own_course("hours", "年度培训", "服务礼仪 | 3 | 讲授", "安全知识 | 3 | 讲授")
    person = desk.team.person("李建国", "guard")
    taken = done(actions.enrol(desk.where, person=person, course=course, target_hours=6, by=desk.manager))
    desk.hold(desk.called("年度培训一", course=course, minutes=240))
    assert (queries.progress(taken).hours, queries.progress(taken).target_hours, queries.progress(taken).done) == (4.0, 6, 2)
    with clock.frozen(START + 8 * HOUR):
        no = actions.complete_enrolment(taken, by=desk.leader)
        refused(no, "hours_missing")
        assert str(no) == "不能结业：已完成 4 课时，应为 6 课时。"
        desk.hold(desk.called("年度培训二", course=course, minutes=120))
    with clock.frozen(START + 2 * DAY):
        assert done(actions.complete_enrolment(taken, by=desk.leader)).state == "completed"
    assert queries.hours_of(desk.where, START, START + DAY) == {person.pk: 6.0}


@pytest.mark.clause("002-460")
def test_training_is_planned_at_three_levels(desk):
    """Company, site and squad: a programme at each, quarterly, monthly and weekly, each with sessions of its own."""
    desk.guards("李建国")
    planned = {}
    for level, period in (("company", "P3M"), ("site", "P1M"), ("squad", "P1W")):
        course = desk.own_course(f"net-{level}", f"三级培训{level}", "安全知识 | 1 | 讲授", level=level)
        programme = done(actions.plan_programme(desk.where, course=course, period=period, by=desk.boss))
        planned[course.level] = len([one for one in desk.sessions(programme) if one.starts_at.month in (3, 4)])
        desk.hold(desk.sessions(programme)[0])
    assert planned["site"] == 2 and planned["squad"] in (8, 9) and planned["company"] <= 2
    assert {one.course.level for one in Session.objects.filter(state="held").select_related("course")} == {"company", "site", "squad"}


@pytest.mark.clause("001-014")
def test_handling_of_several_kinds_of_emergencies_is_taught_and_assessed(desk):
    """Fire, fight, lift and gas: four scenarios, each with points; 60 is the mark, so the one with 50 stays open."""
    course = desk.own_course("scenarios", "突发事件处置", *(f"{name} | 1 | 实操" for name in ("火灾", "打架斗殴", "电梯困人", "燃气泄漏")))
    taken = done(actions.enrol(desk.where, person=desk.team.person("李建国", "guard"), course=course, by=desk.manager))
    for module, score in zip(("m1", "m2", "m3", "m4"), (92, 75, 60, 50), strict=True):
        desk.signed_off(taken, module, "practice", score=score)
    assert [(one.score, one.is_passed) for one in Result.objects.order_by("module")] == [(92, True), (75, True), (60, True), (50, False)]
    assert queries.progress(taken).still == (("m4", "practice"),)


@pytest.mark.clause("003-231")
def test_fire_first_aid_and_fitness_are_tested_periodically(desk):
    """Quarterly tests of three skills: a slot for each, and the newest score and its day by guard and skill."""
    course = desk.own_course("tests", "技能考核", "消防 | 1 | 实操", "急救 | 1 | 实操", "体能 | 1 | 实操")
    person = desk.team.person("李建国", "guard")
    programme = done(actions.plan_programme(desk.where, course=course, period="P3M", title="季度技能考核", by=desk.boss))
    first = desk.sessions(programme)[0]
    assert first.kind == "exercise" and [one.starts_at.month for one in desk.sessions(programme)] == [3, 5], "one a quarter, two months ahead"
    taken = done(actions.enrol(desk.where, person=person, course=course, by=desk.manager))
    desk.hold(first)
    for days, scores in ((0, (80, 70, 65)), (92, (90, 85, 58))):
        with clock.frozen(first.ends_at + days * DAY):
            for module, score in zip(("m1", "m2", "m3"), scores, strict=True):
                desk.signed_off(taken, module, "practice", score=score)
    last = {one.module: (one.score, clock.local(desk.where, one.at).date()) for one in Result.objects.order_by("at")}
    day = clock.local(desk.where, first.ends_at).date() + 92 * DAY
    assert last == {"m1": (90, day), "m2": (85, day), "m3": (58, day)}
    assert queries.progress(taken).still == (("m3", "practice"),)


@pytest.mark.clause("000-017")
def test_post_training_before_the_roster_and_rotation_for_all_who_serve(desk):
    """Before the post: the newcomer is taken off the roster. In service: the refresher reaches all three guards, and the one missed is named."""
    course = desk.own_course("refresher", "在岗轮训", "岗位规范 | 1 | 讲授")
    entry = desk.own_course("pre-post", "岗前培训", "岗位规范 | 4 | 讲授", is_induction=True)
    done(actions.require_course(desk.where, course=entry, role="guard", basis_label="参照行业规范", by=desk.manager))
    assert desk.rostered("新人小李", START + HOUR).state == "withdrawn"
    desk.guards("李建国", "王磊")
    programme = done(actions.plan_programme(desk.where, course=course, period="P3M", title="在岗轮训", by=desk.boss))
    held = desk.hold(desk.sessions(programme)[0], absent=("王磊",))
    assert (held.expected, held.present, [one.name for one in queries.missed_by(held)]) == (3, 2, ["王磊"])
    assert desk.figure("training.unfit_found", dimension="barred") == (1, 0)


def test_material_comes_from_the_archive_and_once(desk, document):
    course = desk.course("three-laws")
    done(actions.add_material(course, document=document, by=desk.manager))
    refused(actions.add_material(course, document=document, by=desk.manager), "material_known")
    assert list(Material.objects.values_list("course__code", "document__number")) == [("three-laws", document.number)]
    assert Attendance.objects.count() == 0 and date(2026, 3, 5) == TODAY
