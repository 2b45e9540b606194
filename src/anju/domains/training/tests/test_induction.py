"""Before the first shift: courses of one or two weeks, module by module, with a mentor, and the roster that waits for them."""

from __future__ import annotations

import pytest

from anju.domains.training import actions, queries
from anju.domains.training.models import Certificate, Enrolment, Finding, Requirement, Result
from anju.kernel import clock
from anju.kernel.models import Entry

from .conftest import DAY, HOUR, START, TODAY, done, refused


def induct(desk, course, name: str = "新人小李", *, mentor: str = "老班长", days: int) -> tuple[str, str, str]:
    """States of three roster entries: before any training, when all is taught a day too soon, and after completion on the last day."""
    done(actions.require_course(desk.where, course=course, role="guard", by=desk.manager))
    person, senior = desk.team.person(name, "guard"), desk.team.person(mentor, "squad_leader")
    taken = done(actions.enrol(desk.where, person=person, course=course, mentor=senior, by=desk.manager))
    first = desk.rostered(name, START + HOUR).state
    desk.teach(taken)
    with clock.frozen(START + (days - 1) * DAY):
        refused(actions.complete_enrolment(taken, by=desk.leader), "too_soon")
        second = desk.rostered(name, START + (days - 1) * DAY + HOUR).state
    with clock.frozen(START + days * DAY):
        done(actions.complete_enrolment(taken, by=desk.leader))
        third = desk.rostered(name, START + days * DAY + HOUR).state
    return first, second, third


@pytest.mark.clause("003-210")
def test_a_new_hire_stands_nowhere_before_one_week_of_training(desk):
    assert induct(desk, desk.course("induction-week"), days=7) == ("withdrawn", "withdrawn", "published")
    assert {tuple(one.missing) for one in Finding.objects.all()} == {("course:induction-week:unfinished",)}
    assert Enrolment.objects.get().course.hours == 40


@pytest.mark.clause("003-211")
def test_under_the_stricter_plan_it_takes_two_weeks(desk):
    assert induct(desk, desk.course("induction-two-weeks"), days=14) == ("withdrawn", "withdrawn", "published")


@pytest.mark.clause("000-060")
def test_half_a_month_of_skills_before_the_first_post(desk):
    course = desk.own_course("half-month", "半月业务训练", "保安业务素质 | 40 | 讲授 实操", least_days=15, is_induction=True)
    assert induct(desk, course, days=15) == ("withdrawn", "withdrawn", "published")


@pytest.mark.clause("003-212", "004-102")
def test_whoever_is_hired_begins_by_himself_and_the_report_counts_hires_against_completions(desk):
    """Two hires, no length stated by the plan: the community sets 3 days. Company, rules, service and post skills are taught and tested; 1 of 2 completed."""
    course = desk.own_course("prejob", "岗前培训", "公司概况 | 1 | 讲授", "规章制度 | 2 | 讲授 理论", "服务规范 | 1 | 讲授 理论", "岗位技能 | 4 | 实操", least_days=3, is_induction=True)
    from anju.domains.people import actions as people

    for name in ("新人小李", "新人小王"):
        done(people.grant_role(desk.where, person=desk.team.person(name), role="guard", by=desk.boss))
    desk.team.person("园丁老周", "gardener")
    desk.react("training.when_a_role_is_given_begin_its_induction")
    first, second = Enrolment.objects.order_by("person__name")
    assert {(one.person.name, one.course, one.state) for one in (first, second)} == {("新人小李", course, "running"), ("新人小王", course, "running")}
    desk.teach(first)
    desk.teach(second, without=("岗位技能",))
    with clock.frozen(START + 3 * DAY):
        done(actions.complete_enrolment(first, by=desk.leader))
        no = actions.complete_enrolment(second, by=desk.leader)
        refused(no, "modules_open")
        assert str(no) == "不能结业：还差 岗位技能(实操考核)。"
    assert desk.figure("training.induction", dimension="prejob") == (1, 2)
    tests = {(one.module, one.score) for one in Result.objects.filter(person=first.person, way="theory")}
    assert tests == {("m2", 100), ("m3", 100)}


@pytest.mark.clause("003-213")
def test_the_curriculum_holds_the_listed_modules_and_each_hire_is_scored_by_version(desk):
    """Eight modules, and the three of the stricter plan; a new version adds one and keeps what was passed."""
    short, long = desk.course("induction-week"), desk.course("induction-two-weeks")
    listed = ["公司规章制度、保安部管理规定", "法律法规", "职业道德与礼仪礼节", "消防知识与技能", "急救知识", "安防设备操作", "岗位职责", "应急预案"]
    assert [module["title"] for module in short.modules][:8] == listed
    assert [module["title"] for module in long.modules][:11] == [*listed, "危机公关", "防暴器械使用", "车辆指挥手势"]
    taken = done(actions.enrol(desk.where, person=desk.team.person("新人小李", "guard"), course=short, by=desk.manager))
    desk.teach(taken)
    scored = Result.objects.filter(person=taken.person).exclude(score=None)
    assert {(one.module, one.way, one.score) for one in scored} >= {("m1", "theory", 100), ("m4", "theory", 100), ("m4", "practice", 90), ("m5", "practice", 90)}
    assert queries.progress(taken).still == () and queries.progress(taken).done == 12
    text = "\n".join(f"{module['title']} | {module['hours']:g} | {' '.join(module['ways'])}" for module in short.modules)
    newer = done(actions.change_modules(short, modules=f"电动车火灾处置 | 2 | practice\n{text}", by=desk.manager))
    taken.refresh_from_db()
    assert (newer.version, taken.version, newer.modules[0]["code"]) == (2, 1, "m13")
    assert queries.progress(taken).still == (("m13", "practice"),)


@pytest.mark.clause("003-214")
def test_drills_are_signed_off_post_by_post_by_a_senior_guard(desk):
    """Gate registration, vehicle guidance, patrol route, monitoring: each on its post, by the mentor; himself or a stranger signs nothing."""
    course = desk.course("induction-week")
    person, senior = desk.team.person("新人小李", "guard"), desk.team.person("老陈", "guard")
    taken = done(actions.enrol(desk.where, person=person, course=course, mentor=senior, by=desk.manager))
    drills = {module["title"]: module["code"] for module in course.modules if module["ways"] == ["on_post"]}
    assert list(drills) == ["门岗登记", "车辆引导", "巡逻路线熟悉", "监控观看"]
    for actor, code in ((desk.team("新人小李", "guard"), "own_sign_off"), (desk.team("路过的小张", "guard"), "not_the_mentor")):
        refused(actions.sign_off_module(taken, module=drills["门岗登记"], way="on_post", by=actor), code)
    assert Result.objects.count() == 0
    for number, (title, code) in enumerate(drills.items()):
        post = desk.post(f"{title}岗")
        done(actions.sign_off_module(taken, module=code, way="on_post", post=post, is_passed=number > 0, by=desk.team("老陈", "guard")))
    assert [one for one, _way in queries.progress(taken).still if one in drills.values()] == [drills["门岗登记"]]
    assert set(Result.objects.values_list("post__name", "assessor__name")) == {(f"{title}岗", "老陈") for title in drills}


@pytest.mark.clause("000-061", "002-184")
def test_training_and_certificate_together_open_the_post(desk):
    """Passing the entry assessment is one half, a valid certificate the other: one without the other stays off the roster."""
    course = desk.own_course("entry", "上岗考核", "上岗要求 | 2 | 理论 实操")
    done(actions.require_course(desk.where, course=course, role="guard", by=desk.manager))
    done(actions.require_certificate(desk.where, kind="guard", role="guard", by=desk.manager))
    taken = done(actions.enrol(desk.where, person=desk.team.person("新人小李", "guard"), course=course, by=desk.manager))
    desk.certificate("新人小李", expires_on=TODAY + 90 * DAY)
    assert desk.rostered("新人小李", START + HOUR).state == "withdrawn"
    desk.bank(course)
    failed = desk.sat(desk.exam(course, questions=1), taken.person, wrong=1)
    desk.signed_off(taken, "m1", "practice", score=85)
    assert failed.state == "failed"
    refused(actions.complete_enrolment(taken, by=desk.leader), "modules_open")
    desk.sat(failed.exam, taken.person)
    done(actions.complete_enrolment(taken, by=desk.leader))
    assert desk.rostered("新人小李", START + 12 * HOUR).state == "published"
    done(actions.withdraw_certificate(Certificate.objects.get(), reason="吊销", by=desk.manager))
    assert desk.rostered("新人小李", START + 36 * HOUR).state == "withdrawn"
    assert desk.lacks(taken.person)[0] == "certificate:guard:withdrawn"


@pytest.mark.clause("000-109")
def test_after_the_companys_training_comes_that_of_the_site(desk):
    """Two levels: completing the first opens nothing; the second does."""
    levels = [desk.own_course(f"{level}-level", f"{label}培训", "内容 | 2 | 讲授", level=level, is_induction=True) for level, label in (("company", "公司级"), ("site", "项目级"))]
    person, states = desk.team.person("新人小李", "guard"), []
    for course in levels:
        done(actions.require_course(desk.where, course=course, role="guard", by=desk.manager))
    for number, course in enumerate(levels):
        with clock.frozen(START + number * DAY):
            taken = done(actions.enrol(desk.where, person=person, course=course, by=desk.manager))
            desk.teach(taken)
        with clock.frozen(START + number * DAY + 12 * HOUR):
            done(actions.complete_enrolment(taken, by=desk.leader))
            states.append(desk.rostered("新人小李", START + number * DAY + 14 * HOUR).state)
    assert states == ["withdrawn", "published"]


@pytest.mark.clause("000-112")
def test_a_skill_needs_lecture_and_coaching_theory_and_practice(desk):
    """Four results of four kinds; with any one missing the skill is not signed off, and one assessor alone is not enough."""
    course = desk.own_course("skill", "岗位技能", "车辆管理 | 4 | 集中讲授 岗位指导 理论 实操")
    taken = done(actions.enrol(desk.where, person=desk.team.person("新人小李", "guard"), course=course, by=desk.manager))
    refused(actions.sign_off_module(taken, module="m1", way="theory", by=desk.leader), "needs_exam")
    refused(actions.sign_off_module(taken, module="m1", way="practice", by=desk.leader), "no_score")
    refused(actions.sign_off_module(taken, module="m9", way="practice", score=90, by=desk.leader), "no_such_module")
    one = done(actions.sign_off_module(taken, module="m1", way="practice", score=90, by=desk.leader))
    refused(actions.confirm_assessment(one, by=desk.leader), "same_assessor")
    desk.teach(taken, without=("车辆管理",))
    assert [way for _code, way in queries.progress(taken).still] == ["lecture", "on_post", "theory", "practice"]
    done(actions.confirm_assessment(one, by=desk.manager))
    refused(actions.confirm_assessment(one, by=desk.boss), "confirmed_already")
    assert [way for _code, way in queries.progress(taken).still] == ["lecture", "on_post", "theory"]
    desk.teach(taken)
    done(actions.complete_enrolment(taken, by=desk.leader))
    assert set(Result.objects.filter(is_passed=True, is_counted=True).values_list("way", flat=True)) == {"lecture", "on_post", "theory", "practice"}


@pytest.mark.clause("004-161", "002-116")
def test_who_fails_the_last_attempt_loses_the_post(desk):
    """Two certificates and a passed exam: a failed practice exam revokes the course, and with it the shifts ahead."""
    course = desk.own_course("manager-exam", "经理实务", "实务操作 | 8 | 理论", roles=("project_manager",), pass_percent=80)
    person = desk.team.person("郑经理", "project_manager")
    post = desk.post("值班经理岗", "project_manager")
    done(actions.require_course(desk.where, course=course, post=post, by=desk.manager))
    for kind in ("manager", "manager_practice"):
        done(actions.require_certificate(desk.where, kind=kind, post=post, by=desk.manager))
        desk.certificate("郑经理", kind=kind, role="project_manager")
    taken = done(actions.enrol(desk.where, person=person, course=course, by=desk.manager))
    desk.teach(taken)
    done(actions.complete_enrolment(taken, by=desk.leader))
    ahead = desk.rostered("郑经理", START + 5 * DAY, post="值班经理岗", role="project_manager")
    assert ahead.state == "published"
    exam = desk.exam(course, questions=1, attempts=2, is_gate=True, pass_percent=80)
    for attempt in (1, 2):
        assert desk.sat(exam, person, wrong=1).attempt == attempt
        desk.react("training.when_the_last_attempt_fails_end_the_course", "training.when_a_course_is_failed_check_who_took_it")
        ahead.refresh_from_db()
        taken.refresh_from_db()
        assert (taken.state, ahead.state) == (("completed", "published") if attempt == 1 else ("failed", "withdrawn"))
    assert Entry.objects.filter(name="training.enrolment_failed").count() == 1
    assert Finding.objects.get().missing == ["course:manager-exam:failed"]
    refused(actions.begin_paper(exam, by=desk.team("郑经理", "project_manager")), "no_attempt_left")


@pytest.mark.clause("002-115")
def test_managers_train_in_practice_sit_the_exam_and_get_the_certificate(desk):
    """Only who holds the manager's certificate first, and completed course and exam, is given the practice certificate."""
    course = desk.own_course("manager-practice", "物业管理师实务", "实务操作 | 8 | 讲授 理论 实操", roles=("project_manager",), pass_percent=60)
    taken = done(actions.enrol(desk.where, person=desk.team.person("郑经理", "project_manager"), course=course, by=desk.manager))
    refused(actions.issue_certificate(taken, kind="manager_practice", by=desk.boss), "not_completed")
    desk.teach(taken)
    done(actions.complete_enrolment(taken, by=desk.leader))
    refused(actions.issue_certificate(taken, kind="manager_practice", by=desk.boss), "first_certificate")
    desk.certificate("郑经理", kind="manager", role="project_manager")
    one = done(actions.issue_certificate(taken, kind="manager_practice", years=3, by=desk.boss))
    assert (one.number, one.person.name, one.expires_on) == ("manager-practice-2026-0001", "郑经理", TODAY + 1095 * DAY)
    assert queries.certified(one.person, "manager_practice", TODAY)
    refused(actions.issue_certificate(taken, kind="manager_practice", by=desk.boss), "known_number")


@pytest.mark.clause("003-239")
def test_guards_are_trained_and_named_safety_ambassadors(desk):
    course = desk.own_course("ambassador", "安全宣传大使培训", "防火防盗宣传 | 2 | 讲授 实操")
    taken = done(actions.enrol(desk.where, person=desk.team.person("李建国", "guard"), course=course, by=desk.manager))
    refused(actions.issue_certificate(taken, kind="ambassador", by=desk.manager), "not_completed")
    desk.teach(taken)
    done(actions.complete_enrolment(taken, by=desk.leader))
    done(actions.issue_certificate(taken, kind="ambassador", by=desk.manager))
    assert set(Certificate.objects.filter(kind="ambassador").values_list("person__name", "issuer")) == {("李建国", "锦绣花园")}


@pytest.mark.clause("001-027")
def test_an_experienced_mentor_is_paired_with_a_junior_and_what_he_taught_is_on_record(desk):
    course = desk.own_course("mentoring", "师徒带教", "门岗登记 | 4 | 岗位指导", "车辆引导 | 4 | 岗位指导")
    taken = done(actions.enrol(desk.where, person=desk.team.person("新人小李", "guard"), course=course, by=desk.manager))
    refused(actions.name_mentor(taken, mentor=taken.person, by=desk.manager), "own_mentor")
    done(actions.name_mentor(taken, mentor=desk.team.person("老陈", "guard"), by=desk.manager))
    for number, module in enumerate(("m1", "m2")):
        done(actions.sign_off_module(taken, module=module, way="on_post", note=f"第{number + 1}周", by=desk.team("老陈", "guard")))
    done(actions.complete_enrolment(taken, by=desk.leader))
    assert list(Result.objects.order_by("module").values_list("assessor__name", "person__name", "module", "note")) == [
        ("老陈", "新人小李", "m1", "第1周"), ("老陈", "新人小李", "m2", "第2周")]  # fmt: skip
    refused(actions.name_mentor(taken, mentor=desk.team.person("王磊", "guard"), by=desk.manager), "not_running")


def test_what_is_no_course_and_no_trainee_is_refused(desk):
    given = {"code": "fire", "title": "消防", "roles": ["guard"], "modules": "消防 | 2 | 讲授", "by": desk.boss}
    for wrong, code in (
        ({"code": "消防"}, "bad_code"), ({"code": "x" * 41}, "bad_code"), ({"roles": []}, "no_audience"), ({"roles": ["pilot"]}, "no_audience"), ({"modules": "\n"}, "no_modules"),
        ({"modules": "消防 | 2 | 看书"}, "bad_module"), ({"modules": "消防 | 10000000000"}, "bad_module"), ({"modules": "😀" * 61}, "bad_module"), ({"pass_percent": 101}, "bad_mark"),
        ({"modules": "a\n" * 41}, "no_modules"),
    ):  # fmt: skip
        refused(actions.create_course(desk.where, **given | wrong), code)
    refused(actions.adopt_course(desk.where, template="nothing", by=desk.boss), "unknown_template")
    assert not Entry.objects.filter(name="training.course_created").exists()
    course = done(actions.create_course(desk.where, **given))
    refused(actions.create_course(desk.where, **given), "code_taken")
    person = desk.team.person("李建国", "guard")
    refused(actions.enrol(desk.where, person=desk.team.person("路人甲"), course=course, by=desk.manager), "not_here")
    refused(actions.enrol(desk.where, person=person, course=course, mentor=person, by=desk.manager), "own_mentor")
    refused(actions.enrol(desk.where, person=person, course=course, started_on=TODAY + 999 * DAY, by=desk.manager), "far_day")
    taken = done(actions.enrol(desk.where, person=person, course=course, by=desk.manager))
    refused(actions.enrol(desk.where, person=person, course=course, by=desk.manager), "enrolled_already")
    refused(actions.fail_enrolment(taken, reason="", by=desk.manager), "reason_needed")
    refused(actions.require_course(desk.where, course=course, by=desk.manager), "post_or_role")
    done(actions.withdraw_enrolment(taken, reason="调岗", by=desk.manager))
    refused(actions.withdraw_enrolment(taken, reason="调岗", by=desk.manager), "not_running")
    course = done(actions.retire_course(course, by=desk.boss))
    refused(actions.retire_course(course, by=desk.boss), "course_retired")
    refused(actions.change_modules(course, modules="新 | 1", by=desk.boss), "course_retired")
    refused(actions.enrol(desk.where, person=person, course=course, by=desk.manager), "course_retired")
    assert Requirement.objects.count() == 0
