"""Sessions: who signs in how, who was missing and is taught again, and what each kind of session must leave behind."""

from __future__ import annotations

from datetime import date

import pytest

from anju.domains.cases import actions as cases
from anju.domains.devices import actions as devices
from anju.domains.measures.tests.doing import strike
from anju.domains.training import actions, queries
from anju.domains.training.models import Attendance, Material, Session, Study
from anju.kernel import clock, files
from anju.kernel.models import Entry

from .conftest import DAY, HOUR, START, TODAY, done, refused, revised, shown

ESSAY = "这次案例让我认识到，遇到情况要先报告再处置，不能自作主张，同时要注意自身安全和现场秩序，做到有记录有交代。"


def opened(desk, title: str = "消防知识", **given) -> Session:
    """A session that begins now, with its sign-in open."""
    return done(actions.open_session(desk.called(title, starts_at=clock.now(), **given), by=desk.manager))


def test_the_code_moves_and_belongs_to_one_phone_each(desk):
    """The code of a minute ago, another session's, somebody else's phone, no phone, twice, and who is not on the list: refused, and nobody is present."""
    first, second, third = desk.guards("李建国", "王磊", "孙涛")
    session, other = opened(desk), opened(desk, "车辆管理")
    code = queries.code_of(session, clock.now())
    guard, mate = desk.actor(first), desk.actor(second)
    with clock.frozen(START + DAY / 1440 * 2):
        refused(actions.sign_in(session, code=code, device="a", by=guard), "code_expired")
    for wrong in (queries.code_of(other, clock.now()), "", "😀" * 8, "0" * 40):
        refused(actions.sign_in(session, code=wrong, device="a", by=guard), "code_expired")
    refused(actions.sign_in(session, code=code, device="", by=guard), "other_phone")
    refused(actions.sign_in(session, code=code, device="a", by=desk.leader), "not_on_list")
    assert not Attendance.objects.exclude(state="expected").exists()
    with clock.frozen(START + DAY / 1440 / 2):
        row = done(actions.sign_in(session, code=code.lower(), device="a", by=guard))
        refused(actions.sign_in(session, code=code, device="a", by=guard), "signed_already")
        refused(actions.sign_in(session, code=code, device="a", by=mate), "other_phone")
        done(actions.sign_in(session, code=code, device="b", by=mate))
    assert (row.state, row.is_late, "a" in row.device and len(row.device) == 1) == ("present", False, False)
    with clock.frozen(START + HOUR / 4):
        assert done(desk.sign(session, third)).is_late
        session = done(actions.close_session(session, report="讲解灭火器", by=desk.manager))
    refused(actions.sign_in(session, code=queries.code_of(session, clock.now()), device="z", by=guard), "not_open")
    assert Entry.objects.filter(name="training.signed_in").count() == 3


@pytest.mark.clause("003-224")
def test_coverage_lists_who_was_missed_and_rises_to_100_percent_by_catching_up(desk):
    """Four guards: one excused, one entered afterwards (补录), one absent; 2 of 3, and 3 of 3 after the make-up session."""
    first, second, third, fourth = desk.guards("李建国", "王磊", "孙涛", "周杰")
    session = opened(desk, course=desk.course("three-laws"))
    done(desk.sign(session, first))
    done(actions.enter_attendance(session, person=fourth, state="excused", reason="婚假", by=desk.manager))
    with clock.frozen(session.ends_at):
        session = done(actions.close_session(session, report="学习三法", by=desk.manager))
    assert desk.figure("training.coverage") == (1, 3)
    with clock.frozen(session.ends_at + 26 * HOUR):
        refused(actions.enter_attendance(session, person=second, by=desk.manager), "reason_needed")
        refused(actions.enter_attendance(session, person=second, reason="本人", by=desk.team("王磊", "squad_leader")), "own_entry")
        late = done(actions.enter_attendance(session, person=second, reason="手机没电，现场有照片", by=desk.manager))
    assert (late.is_backfilled, late.state, desk.figure("training.coverage")) == (True, "present", (2, 3))
    assert [one.name for one in queries.missed_by(session)] == ["孙涛"]
    again = done(actions.call_make_up(session, starts_at=START + 3 * DAY, by=desk.manager))
    assert sorted(again.persons) == sorted([str(third.pk), str(fourth.pk)])
    again = desk.hold(again, absent=("周杰",))
    assert desk.figure("training.coverage") == (3, 3) and queries.missed_by(session) == []
    assert Attendance.objects.get(session=session, person=third).state == "made_up"
    refused(actions.enter_attendance(again, person=fourth, reason="补", by=desk.manager), "enter_at_first")


@pytest.mark.clause("001-008", "000-149")
def test_fire_knowledge_reaches_every_employee(desk):
    """All roles, 100 %: eleven roles are called; six employees are expected, five come, the cleaner is named; public assembly places are a topic."""
    roles = ("guard", "squad_leader", "engineer", "cleaner", "security_manager", "project_manager", "team_leader")
    course = desk.own_course("fire-all", "全员消防培训", "消防知识 | 1 | 讲授", "公共聚集场所消防防范 | 1 | 讲授", roles=roles)
    for name, role in (("李建国", "guard"), ("工程小林", "engineer"), ("保洁小孙", "cleaner")):
        desk.guards(name, role=role)
    held = desk.hold(desk.called("全员消防培训", course=course, roles=None), absent=("保洁小孙",))
    assert (held.expected, held.present) == (6, 5) and [one.name for one in queries.missed_by(held)] == ["保洁小孙"]
    assert "<dt>缺席且未补训</dt><dd>保洁小孙</dd>" in shown("training_sessions", held, "effect", desk)
    assert desk.figure("training.coverage", dimension="fire-all") == (5, 6)
    desk.hold(done(actions.call_make_up(held, starts_at=START + DAY, by=desk.manager)))
    assert desk.figure("training.coverage", dimension="fire-all") == (6, 6)
    assert len(queries.mastery(course, TODAY).done) == 6
    assert "6/6" in shown("courses", course, "mastery", desk)


@pytest.mark.clause("000-019")
def test_the_companys_profile_and_direction_are_told_to_all_security_staff_regularly(desk):
    """Quarterly, all of the security staff (guards, leaders, operators): 4 of 4; the gardener is not among them."""
    security = ("guard", "squad_leader", "team_leader", "monitor_operator", "fire_operator")
    course = desk.own_course("company", "公司简介与发展方向", *(f"{name} | 1 | 讲授" for name in ("公司简介", "发展方向", "公司动态", "企业精神")), roles=security)
    for name, role in (("李建国", "guard"), ("王班长", "squad_leader"), ("高岚", "monitor_operator"), ("园丁老周", "gardener")):
        desk.guards(name, role=role)
    programme = done(actions.plan_programme(desk.where, course=course, period="P3M", by=desk.boss))
    held = desk.hold(desk.sessions(programme)[0])
    names = set(Attendance.objects.filter(session=held, state="present").values_list("person__name", flat=True))
    assert names == {"李建国", "王班长", "高岚", "周强"} and desk.figure("training.coverage", dimension="company") == (4, 4)


@pytest.mark.clause("001-009", "000-104")
def test_fire_law_and_attitude_education_leave_topic_and_attendance(desk):
    """One session each, for its own people: the fire law for all three, the situation of employment for the guards."""
    desk.guards("李建国", "王磊")
    desk.guards("保洁小孙", role="cleaner")
    for title, topic, roles in (("消防普法教育", "消防法", ["guard", "cleaner"]), ("思想政治教育", "认清现阶段就业形势", ["guard"])):
        desk.hold(desk.called(title, topic=topic, roles=roles), absent=("王磊",))
    rows = list(Session.objects.order_by("title").values_list("title", "topic", "expected", "present", "state"))
    assert rows == [("思想政治教育", "认清现阶段就业形势", 2, 1, "held"), ("消防普法教育", "消防法", 3, 2, "held")]


@pytest.mark.clause("004-011", "004-117")
def test_dedication_and_the_must_know_items_are_taught(desk):
    """Guards: must-know items, etiquette, management and communication; all staff: dedication and ethics. Each module counts for who came."""
    must = desk.own_course("must-know", "应知应会", *(f"{name} | 1 | 讲授" for name in ("应知应会", "礼仪", "管理技能", "沟通技巧")))
    ethics = desk.own_course("ethics", "敬业与职业道德", "敬业精神 | 1 | 讲授", "职业道德 | 1 | 讲授", roles=("guard", "engineer"))
    guard, engineer = *desk.guards("李建国"), *desk.guards("工程小林", role="engineer")
    desk.hold(desk.called("应知应会", course=must, roles=None))
    assert queries.mastery(must, TODAY).done == (guard.pk,) and queries.mastery(ethics, TODAY).done == ()
    desk.hold(desk.called("敬业教育", course=ethics, roles=None, starts_at=START + 5 * HOUR), absent=("工程小林",))
    assert queries.mastery(ethics, TODAY).done == (guard.pk,) and queries.mastery(ethics, TODAY).missing == (engineer.pk,)


@pytest.mark.clause("000-062")
def test_a_lecture_of_the_fire_brigade_names_lecturer_organisation_topic_and_attendees(desk):
    desk.guards("李建国", "王磊")
    given = {"title": "消防专家讲座", "kind": "lecture", "topic": "初起火灾扑救", "roles": ["guard"], "starts_at": START + HOUR, "by": desk.manager}
    refused(actions.call_session(desk.where, **given), "no_lecturer")
    refused(actions.call_session(desk.where, **given, lecturer="陈教官"), "no_lecturer")
    assert Session.objects.count() == 0
    held = desk.hold(done(actions.call_session(desk.where, **given, lecturer="陈教官", organisation="扬州市消防大队")))
    assert (held.lecturer, held.organisation, held.topic, held.present) == ("陈教官", "扬州市消防大队", "初起火灾扑救", 2)
    assert Entry.objects.get(name="training.session_held").payload["is_external"] is True


@pytest.mark.clause("000-068")
def test_a_squad_meeting_with_a_topic_counts_as_training(desk):
    """以会代训: the topic, who was there, 20 minutes each; counted as training, graded as entered by the leader."""
    persons = list(desk.guards("李建国", "王磊"))
    given = {"kind": "meeting", "persons": persons, "minutes": 20, "by": desk.leader}
    refused(actions.note_session(desk.where, topic=" ", **given), "no_title")
    refused(actions.note_session(desk.where, topic="爱岗敬业", **given | {"persons": []}), "no_audience")
    held = done(actions.note_session(desk.where, topic="爱岗敬业", **given))
    assert (held.topic, held.kind, held.state, held.present) == ("爱岗敬业", "meeting", "held", 2)
    assert desk.figure("training.minutes") == (40, 0) and desk.figure("training.sessions_held", dimension="meeting") == (1, 0)
    assert {one.name for one in persons} == set(Attendance.objects.filter(entered_by__name="周强").values_list("person__name", flat=True))


@pytest.mark.clause("000-072")
def test_after_a_case_every_member_writes_an_essay_that_is_judged(desk):
    case = cases.open_case(desk.where, kind="hazard", title="消防通道被堵", category="blocked_fire_lane", by=desk.manager)
    desk.guards("李建国", "王磊")
    refused(actions.call_session(desk.where, title="案例讨论", kind="case", roles=["guard"], starts_at=START, by=desk.manager), "no_case")
    session = desk.called("案例讨论", kind="case", case=case, wants_essay=True)
    session = desk.hold(session, lessons="先疏通再劝导")
    rows = {row.person.name: row for row in Attendance.objects.select_related("person")}
    refused(actions.hand_in_reflection(rows["李建国"], rating=5, essay="知道了", by=desk.team("李建国", "guard")), "short_essay")
    refused(actions.hand_in_reflection(rows["李建国"], rating=5, essay=ESSAY, by=desk.team("王磊", "guard")), "not_there")
    refused(actions.hand_in_reflection(rows["李建国"], rating=9, essay=ESSAY, by=desk.team("李建国", "guard")), "bad_rating")
    refused(actions.review_essay(rows["李建国"], is_accepted=True, by=desk.leader), "no_essay")
    done(actions.hand_in_reflection(rows["李建国"], rating=5, essay=ESSAY, by=desk.team("李建国", "guard")))
    refused(actions.review_essay(rows["李建国"], is_accepted=True, by=desk.team("李建国", "team_leader")), "own_sign_off")
    refused(actions.review_essay(rows["李建国"], is_accepted=False, by=desk.leader), "reason_needed")
    done(actions.review_essay(rows["李建国"], is_accepted=True, note="有深度", by=desk.leader))
    assert list(Attendance.objects.exclude(essay="").values_list("person__name", "essay_ok", "essay_note")) == [("李建国", True, "有深度")]
    assert list(Attendance.objects.filter(essay="").values_list("person__name", flat=True)) == ["王磊"]


@pytest.mark.clause("003-238")
def test_integrity_education_ends_with_signed_commitments(desk):
    """Quarterly: attendance, and a commitment signed by each who came; without agreeing nothing is recorded."""
    desk.guards("李建国", "王磊")
    course = desk.own_course("integrity", "廉政教育", "廉洁自律 | 1 | 讲授")
    programme = done(actions.plan_programme(desk.where, course=course, period="P3M", by=desk.boss))
    assert desk.sessions(programme)
    session = desk.hold(desk.called("廉政教育", course=course, wants_commitment=True))
    row = Attendance.objects.get(session=session, person__name="李建国")
    refused(actions.hand_in_reflection(row, rating=5, by=desk.team("李建国", "guard")), "no_commitment")
    with clock.frozen(session.ends_at):
        done(actions.hand_in_reflection(row, rating=5, commits=True, by=desk.team("李建国", "guard")))
    signed = Attendance.objects.exclude(committed_at=None)
    assert [(one.person.name, one.committed_at) for one in signed] == [("李建国", session.ends_at)]


@pytest.mark.clause("004-038", "001-010", "002-570")
def test_culture_and_rules_are_studied_and_acknowledged_by_each(desk):
    """Enterprise spirit, philosophy and goals; public-order rules; the company's rules and conduct: one acknowledgement an employee and session."""
    topics = {"企业文化": "企业精神、经营理念、目标", "治安管理制度": "治安管理制度及相关规定", "公司规章制度": "规章制度与行为规范"}
    persons = desk.guards("李建国", "王磊")
    for number, (title, topic) in enumerate(topics.items()):
        session = desk.hold(desk.called(title, topic=topic, wants_commitment=True, starts_at=START + (number + 1) * DAY))
        for person in persons[: 2 if number else 1]:
            row = Attendance.objects.get(session=session, person=person)
            refused(actions.hand_in_reflection(row, rating=4, by=desk.actor(person)), "no_commitment")
            done(actions.hand_in_reflection(row, rating=4, commits=True, by=desk.actor(person)))
    signed = {title: Attendance.objects.filter(session__title=title).exclude(committed_at=None).count() for title in topics}
    assert signed == {"企业文化": 1, "治安管理制度": 2, "公司规章制度": 2} and Attendance.objects.filter(state="present").count() == 6


@pytest.mark.clause("003-233")
def test_a_new_version_of_a_law_calls_a_session_that_everybody_signs(desk, document):
    desk.guards("李建国")
    course = desk.own_course("laws", "法律法规", "保安服务管理条例 | 1 | 讲授", "治安管理处罚法 | 1 | 讲授")
    done(actions.add_material(course, document=document, by=desk.manager))
    desk.react("training.when_a_taught_rule_changes_explain_it")
    Session.objects.all().delete()
    revised(document, desk.team)
    entry = Entry.objects.filter(name="documents.document_approved").latest("id")
    from anju.kernel.reactions import registry

    registry["training.when_a_taught_rule_changes_explain_it"].handle(entry)
    session = Session.objects.get()
    assert (session.title, session.course, session.wants_commitment) == ("法规更新解读：保安服务管理条例", course, True)
    assert clock.local(desk.where, session.starts_at).date() == TODAY + 14 * DAY
    session = desk.hold(session)
    row = Attendance.objects.get(session=session)
    done(actions.hand_in_reflection(row, rating=5, commits=True, by=desk.team("李建国", "guard")))
    assert Attendance.objects.exclude(committed_at=None).count() == 1 and Material.objects.count() == 1


@pytest.mark.clause("003-234")
def test_a_new_kind_of_device_calls_a_session_for_its_operators(desk):
    """The first camera in service: engineers and operators are called; the second camera calls nobody."""
    desk.guards("工程小林", role="engineer")
    for number in (1, 2):
        made = done(devices.add_device(desk.where, kind="leak_sensor", name=f"水浸传感器{number}", number=f"WL-{number}", by=desk.manager))
        if made.state != "in_service":
            made = done(devices.commission_device(made, by=desk.team("工程小林", "engineer")))
        entry = Entry.objects.filter(name="devices.device_commissioned").latest("id")
        from anju.kernel.reactions import registry

        registry["training.when_a_new_kind_of_device_comes_teach_its_operators"].handle(entry)
    session = Session.objects.get()
    assert (session.title.startswith("新设备操作培训："), session.topic, session.kind) == (True, "device:leak_sensor", "exercise")
    held = desk.hold(session)
    assert set(Attendance.objects.filter(session=held, state="present").values_list("person__name", flat=True)) == {"工程小林"}


@pytest.mark.clause("003-232", "002-052")
def test_a_recent_incident_becomes_a_case_without_anybodys_data(desk):
    """Linked to the incident, with lessons; open incidents and texts with a telephone number or a plate are refused."""
    case = cases.open_case(desk.where, kind="hazard", title="消防通道被堵", category="blocked_fire_lane", severity=2, by=desk.leader)
    desk.guards("李建国")
    session = desk.called("案例分析：消防通道", kind="case", case=case)
    with clock.frozen(session.starts_at):
        session = done(actions.open_session(session, by=desk.manager))
        done(desk.sign(session, desk.team.person("李建国")))
        refused(actions.close_session(session, report="讨论处置过程", by=desk.manager), "no_lessons")
        session = done(actions.close_session(session, report="讨论处置过程", lessons="每班巡查消防通道", by=desk.manager))
    assert (session.case, session.lessons) == (case, "每班巡查消防通道")
    given = {"case": case, "title": "消防通道被堵", "story": "一辆车停在消防通道上，巡逻时发现。", "lessons": "每班巡查", "by": desk.manager}
    refused(actions.publish_study(desk.where, **given), "case_open")
    strike(case, desk.team)
    case.refresh_from_db()
    for words in ("车牌苏K12345停在消防通道上。", "车主电话13800000001，多次联系。"):
        refused(actions.publish_study(desk.where, **given | {"case": case, "story": words}), "recognisable")
    assert Study.objects.count() == 0
    study = done(actions.publish_study(desk.where, **given | {"case": case}))
    assert (study.case, study.lessons, study.published_by.name) == (case, "每班巡查", "赵敏")
    refused(actions.publish_study(desk.where, **given | {"case": case}), "study_known")


@pytest.mark.clause("003-236")
def test_soft_skills_are_evaluated_by_complaints_before_and_after(desk):
    """Etiquette, communication, emotion: three complaints in the 30 days before, one in the 30 days after."""
    course = desk.own_course("soft", "软技能", "礼仪 | 1 | 讲授", "沟通 | 1 | 讲授", "情绪管理 | 1 | 讲授")
    desk.guards("李建国")
    with clock.frozen(START + 20 * DAY):
        programme = done(actions.plan_programme(desk.where, course=course, period="P3M", by=desk.boss))
        session = done(actions.move_session(desk.sessions(programme)[0], starts_at=START + 40 * DAY, minutes=90, reason="定期", by=desk.manager))
    for days in (1, 15, 35, 39, 45, 80):
        with clock.frozen(START + days * DAY):
            done(cases.open_case(desk.where, kind="complaint", title="门岗态度差", by=desk.manager))
    session = desk.hold(session)
    assert queries.complaints_around(desk.where, session) == (3, 1)
    assert "<dd>3 → 1</dd>" in shown("training_sessions", session, "effect", desk)


@pytest.mark.clause("001-036")
def test_what_guards_find_after_the_training_is_counted_each(desk):
    """Security awareness: after it one guard reports two problems, the other none."""
    desk.guards("李建国", "王磊")
    session = desk.hold(desk.called("安全意识培训", topic="发现安全隐患"))
    for days in (1, 3, 40):
        with clock.frozen(session.ends_at + days * DAY):
            done(cases.open_case(desk.where, kind="problem", title="路灯不亮", by=desk.team("李建国", "guard")))
    found = {desk.team.person(name).pk: many for name, many in (("李建国", 2), ("王磊", 0))}
    assert queries.findings_after(desk.where, session) == found
    assert "2 · 李建国 2" in shown("training_sessions", session, "effect", desk)


@pytest.mark.clause("003-237", "002-478")
def test_chosen_backbone_people_go_out_and_report_back(desk):
    """A visit on 16 and 17 June for two chosen people: nobody else is expected, and without lessons it is not closed."""
    desk.guards("李建国")
    chosen = list(desk.guards("王班长", "陈班长", role="squad_leader"))
    with clock.frozen(START + 90 * DAY):
        visit = desk.called("赴先进单位参观学习", kind="visit", persons=chosen, roles=None, starts_at=START.replace(month=6, day=16), minutes=480)
        second = desk.called("参观学习第二天", kind="visit", persons=chosen, roles=None, starts_at=START.replace(month=6, day=17), minutes=240)
    with clock.frozen(visit.starts_at):
        visit = done(actions.open_session(visit, by=desk.manager))
        for person in chosen:
            done(desk.sign(visit, person))
    with clock.frozen(visit.ends_at):
        refused(actions.close_session(visit, report="参观档案室", by=desk.manager), "no_lessons")
        visit = done(actions.close_session(visit, report="参观档案室", lessons="返回后向全队分享：档案一户一档", by=desk.manager))
    second = desk.hold(second, lessons="整理学习资料")
    assert (visit.expected, visit.present, second.present) == (2, 2, 2)
    assert {one.date() for one in Session.objects.values_list("starts_at", flat=True)} == {date(2026, 6, 16), date(2026, 6, 17)}


def test_what_is_not_in_order_is_refused_and_nothing_changes(desk):
    picture = files.checked(b"%PDF-1.4 no picture", name="a.pdf")
    given = {"title": "培训", "roles": ["guard"], "starts_at": START + HOUR, "by": desk.manager}
    for wrong, code in (
        ({"title": " "}, "no_title"), ({"minutes": 10**9}, "bad_length"), ({"starts_at": START + 9999 * DAY}, "far_day"), ({"roles": []}, "no_audience"),
        ({"modules": ["m1"]}, "no_such_module"), ({"trainer": desk.team.person("路人甲")}, "not_here"),
    ):  # fmt: skip
        refused(actions.call_session(desk.where, **given | wrong), code)
    assert Session.objects.count() == 0
    session = desk.called("培训")
    refused(actions.close_session(session, report="没有开始", by=desk.manager), "not_open_yet")
    refused(actions.enter_attendance(session, person=desk.guards("李建国")[0], by=desk.manager), "not_begun")
    with clock.frozen(START - 3 * HOUR):
        refused(actions.open_session(session, by=desk.manager), "too_early")
    refused(actions.call_make_up(session, starts_at=START + DAY, by=desk.manager), "nobody_absent")
    session = done(actions.open_session(session, by=desk.manager))
    refused(actions.open_session(session, by=desk.manager), "not_planned")
    with clock.frozen(session.ends_at):
        refused(actions.close_session(session, report="没有人来", by=desk.manager), "nobody_came")
        done(desk.sign(session, desk.team.person("李建国")))
        refused(actions.close_session(session, report="x", by=desk.manager), "no_report")
        refused(actions.enter_attendance(session, person=desk.team.person("李建国"), by=desk.manager), "entered_already")
        assert actions.close_session(session, report="讲了要点", photos=[picture], by=desk.manager).state == "held"
    refused(actions.cancel_session(session, reason="不开了", by=desk.manager), "over")
    empty = desk.called("无人培训", roles=["gardener"])
    refused(actions.open_session(empty, by=desk.manager), "nobody_expected")
