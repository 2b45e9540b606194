"""What a plan's sentence asks for by number: sessions at that frequency for that audience, and the sentence that they prove."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.duties import actions as duties
from anju.domains.duties import queries as owed
from anju.domains.duties.models import Occurrence, Performance
from anju.domains.training import actions, checking, queries
from anju.domains.training.models import Programme, Session
from anju.kernel import clock
from anju.kernel.actors import Actor

from .conftest import DAY, HOUR, START, TODAY, done, refused


def slots(duty) -> list[tuple[str, int, str]]:
    """(state, times done, grade) of the slots that begin to be worked on, in order."""
    return [(one.state, one.done_count, one.grade) for one in Occurrence.objects.filter(duty=duty).order_by("due_at") if one.done_count or one.state == "missed"]


def closed(desk, moment) -> None:
    """The clock goes over everything that is due."""
    with clock.frozen(moment):
        while Occurrence.objects.filter(look_at__lte=clock.now()).exists():
            done(duties.close_due_occurrences(desk.where, by=Actor.system("schedule")))


@pytest.mark.clause("003-215")
def test_one_class_a_month_credits_its_sentence(desk, document):
    """每月至少组织一次集中业务培训: one session a month, skills with a case; held, it is the proof of the plan's regular work, with attendance and material."""
    duty = desk.duty("P1M", 1, bound="min", title="每月至少组织一次集中业务培训")
    course = desk.own_course("monthly", "业务技能与案例分析", "业务技能 | 1 | 讲授", "案例分析 | 1 | 讲授")
    done(actions.add_material(course, document=document, by=desk.manager))
    desk.guards("李建国", "王磊", "孙涛")
    programme = done(actions.plan_programme(desk.where, course=course, duty=duty, minutes=120, trainer=desk.team.person("周强"), by=desk.boss))
    planned = desk.sessions(programme)
    assert [one.starts_at.astimezone(clock.zone(desk.where)).strftime("%m") for one in planned] == ["03", "04", "05"]
    held = desk.hold(planned[0], absent=("孙涛",))
    assert (held.credit, slots(duty)) == ("done", [("done", 1, "B")])
    proof = Performance.objects.get(occurrence=held.occurrence)
    assert (proof.proof_label, proof.proof_link, proof.person.name, proof.confirmed_by.name) == (
        "每月至少组织一次集中业务培训", f"/training_sessions/{held.pk}/", "周强", "赵敏")  # fmt: skip
    assert (held.expected, held.present, held.report) == (3, 2, "讲解要点并提问")


@pytest.mark.clause("003-216")
def test_two_a_month_show_one_of_two_after_the_first(desk):
    """每月至少组织两次内部培训: two sessions in the month; 1 of 2 is under way, 2 of 2 done, one alone at the month's end is partly done."""
    duty = desk.duty("P1M", 2, bound="min", title="每月至少组织两次内部培训")
    programme = done(actions.plan_programme(desk.where, course=desk.course("five-topics"), duty=duty, by=desk.boss))
    desk.guards("李建国")
    march, april = ([one for one in desk.sessions(programme) if one.starts_at.month == month] for month in (3, 4))
    assert (len(march), len(april)) == (2, 2)
    assert desk.hold(march[0]).credit == "running" and slots(duty) == [("running", 1, "")]
    assert desk.hold(march[1]).credit == "done" and slots(duty) == [("done", 2, "B")]
    desk.hold(april[0])
    closed(desk, START + 62 * DAY)
    assert slots(duty) == [("done", 2, "B"), ("partly", 1, "")]
    kept = owed.kept_between([duty], date(2026, 3, 1), date(2026, 5, 1))
    assert (kept.on_time, kept.partly, kept.owed) == (1, 1, 2)


@pytest.mark.clause("003-218")
def test_fitness_and_formation_are_trained_every_week(desk):
    """Once a week for all guards: a session in each of the coming weeks; the week without one is missed."""
    duty = desk.duty("P1W", 1, title="每周组织体能训练和队列训练")
    course = desk.own_course("drill", "体能与队列", "体能训练 | 1 | 实操", "队列训练 | 1 | 实操", roles=("guard", "squad_leader"))
    desk.guards("李建国")
    desk.guards("王班长", role="squad_leader")
    programme = done(actions.plan_programme(desk.where, course=course, duty=duty, minutes=60, by=desk.boss))
    weekly = desk.sessions(programme)
    assert [(later.starts_at - one.starts_at).days in range(5, 9) for one, later in zip(weekly[1:], weekly[2:], strict=False)] == [True] * (len(weekly) - 2)
    assert len(weekly) >= 8 and {one.kind for one in weekly} == {"exercise"}
    assert desk.hold(weekly[0]).credit == "done"
    assert (Session.objects.get(state="held").expected, desk.figure("training.coverage", dimension="drill")) == (2, (2, 2))
    closed(desk, weekly[1].starts_at + 8 * DAY)
    assert [state for state, _done, _grade in slots(duty)] == ["done", "missed"]


@pytest.mark.clause("003-219")
def test_where_the_plan_puts_them_into_the_month_they_are_part_of_the_monthly_session(desk):
    course = desk.own_course("monthly-all", "月度培训", "业务知识 | 1 | 讲授", "体能训练 | 1 | 实操", "队列训练 | 1 | 实操")
    desk.guards("李建国")
    programme = done(actions.plan_programme(desk.where, course=course, period="P1M", minutes=180, by=desk.boss))
    first = desk.hold(desk.sessions(programme)[0])
    assert [course.title_of(code) for code in first.modules] == ["业务知识", "体能训练", "队列训练"]
    assert first.credit == "done" and (first.ends_at - first.starts_at) == 3 * HOUR


@pytest.mark.clause("000-063")
def test_skills_are_trained_two_days_a_week_in_all_weathers(desk):
    """每周2天: two sessions on two days of each week; no weather excuses one, and a missed day is on record."""
    duty = desk.duty("P1W", 2, title="每周2天的技能训练")
    course = desk.own_course("skills", "技能训练", "擒敌与队列 | 2 | 实操")
    desk.guards("李建国")
    programme = done(actions.plan_programme(desk.where, course=course, duty=duty, minutes=120, by=desk.boss))
    week = desk.sessions(programme)[2:4]
    assert week[0].occurrence == week[1].occurrence and (week[1].starts_at.date() - week[0].starts_at.date()).days >= 2
    refused(actions.cancel_session(week[1], reason="", by=desk.manager), "reason_needed")
    desk.hold(week[0])
    done(actions.cancel_session(week[1], reason="大雨", by=desk.manager))
    closed(desk, week[1].starts_at + 9 * DAY)
    slot = Occurrence.objects.get(pk=week[0].occurrence_id)
    assert (slot.state, slot.done_count, slot.owed) == ("partly", 1, 2)


@pytest.mark.clause("003-217")
def test_one_comprehensive_examination_a_year_for_all_guards(desk):
    """每年组织一次综合技能考核: the work of the year is done when every guard has sat, not before; the scores of all are there."""
    duty = desk.duty("P1Y", 1, title="每年组织一次综合技能考核")
    course = desk.own_course("annual", "综合技能考核", "综合知识 | 1 | 理论")
    desk.bank(course, each=4)
    first, second = desk.guards("李建国", "王磊")
    early = desk.exam(course, questions=4, duty=duty, attempts=1)
    desk.sat(early, first)
    assert done(actions.close_exam(early, by=desk.manager)).credit == "training.not_everybody_sat" and slots(duty) == []
    exam = desk.exam(course, questions=4, duty=duty, attempts=1, pass_percent=60)
    papers = [desk.sat(exam, first, wrong=1), desk.sat(exam, second, wrong=3)]
    assert done(actions.close_exam(exam, by=desk.manager)).credit == "done"
    assert [(one.score, one.state) for one in papers] == [(75, "passed"), (25, "failed")] and slots(duty) == [("done", 1, "B")]
    refused(actions.close_exam(exam, by=desk.manager), "exam_over")


@pytest.mark.clause("002-664")
def test_policy_training_twice_a_year_of_two_class_hours_each(desk):
    """每年不少于2次,每次不少于2课时: a session cut to 90 minutes does not count, one of 120 does."""
    duty = desk.duty("P1Y", 2, bound="min", title="每年不少于2次,每次不少于2课时")
    course = desk.own_course("policy", "政策培训", "政策要点 | 2 | 讲授")
    desk.guards("李建国")
    programme = done(actions.plan_programme(desk.where, course=course, duty=duty, minutes=120, by=desk.boss))
    first, second = desk.sessions(programme)
    refused(actions.move_session(first, starts_at=START + 10 * DAY, minutes=4, reason="缩短", by=desk.manager), "bad_length")
    moved = done(actions.move_session(first, starts_at=START + 10 * DAY, minutes=90, reason="人手紧", by=desk.manager))
    assert desk.hold(moved).credit == "training.too_short" and slots(duty) == []
    kept = done(actions.move_session(second, starts_at=START + 20 * DAY, minutes=120, reason="提前", by=desk.manager))
    assert desk.hold(kept).credit == "running" and slots(duty) == [("running", 1, "")]
    refused(actions.move_session(kept, starts_at=START + 30 * DAY, minutes=120, reason="再改", by=desk.manager), "not_planned")


@pytest.mark.clause("001-023")
def test_before_each_shift_there_is_a_briefing_on_polite_language(desk):
    """The slots of the shifts are proven by briefings entered on the spot, with who was there; a class is never entered that way."""
    from anju.domains.people import actions as people

    pattern = done(people.define_pattern(desk.where, name="两班", shifts="早班 08:00-20:00\n夜班 20:00-08:00", crews=4, by=desk.boss))
    post = done(people.define_post(desk.where, name="南门岗", role="guard", pattern=pattern, by=desk.boss))
    duty = done(duties.create_duty(desk.where, title="班前文明用语教育", category="training", schedule={"period": "shift"}, post=post, by=desk.boss))
    done(duties.plan_occurrences(duty, until_on=TODAY + 2 * DAY, by=desk.boss))
    course = desk.own_course("briefing", "文明用语", "文明用语 | 1 | 讲授", "业务知识 | 1 | 讲授")
    programme = done(actions.plan_programme(desk.where, course=course, duty=duty, minutes=15, by=desk.boss))
    assert desk.sessions(programme) == []
    people_there = list(desk.guards("李建国", "王磊"))
    given = {"topic": "文明用语", "persons": people_there, "programme": programme, "modules": ["m1"]}
    refused(actions.note_session(desk.where, kind="class", by=desk.leader, **given), "not_quick")
    credits = []
    for hours in (2, 12):
        with clock.frozen(START + hours * HOUR):
            while Occurrence.objects.filter(look_at__lte=clock.now()).exists():
                done(duties.close_due_occurrences(desk.where, by=Actor.system("schedule")))
            credits.append(done(actions.note_session(desk.where, kind="briefing", by=desk.leader, **given)).credit)
    assert credits == ["done", "done"] and Session.objects.filter(kind="briefing", present=2).count() == 2


@pytest.mark.clause("001-038")
def test_in_september_the_leaders_train_first_and_then_the_team(desk):
    """The team's session does not open before the leaders' own was held in the month."""
    window = {"window": ["2026-09-01", "2026-09-30"]}
    course, roles = desk.own_course("plan", "工作方案", "方案 | 1 | 讲授"), {"leaders": ["squad_leader"], "team": ["guard"]}
    desk.guards("李建国")
    desk.guards("王班长", role="squad_leader")
    with clock.frozen(START + 170 * DAY):
        leaders = done(actions.plan_programme(desk.where, course=course, roles=roles["leaders"], duty=desk.duty("once", 1, title="骨干先训", **window), by=desk.boss))
        team = done(actions.plan_programme(desk.where, course=course, roles=roles["team"], duty=desk.duty("once", 1, title="队员培训", **window), after=leaders, by=desk.boss))
    (first,), (second,) = desk.sessions(leaders), desk.sessions(team)
    assert (first.starts_at.month, second.starts_at.month) == (9, 9)
    with clock.frozen(second.starts_at):
        refused(actions.open_session(second, by=desk.manager), "leaders_first")
    with clock.frozen(first.starts_at - DAY):
        done(actions.move_session(first, starts_at=first.starts_at - DAY + 3 * HOUR, minutes=60, reason="先训", by=desk.manager))
        first.refresh_from_db()
    desk.hold(first)
    assert desk.hold(second).credit == "done"


@pytest.mark.clause("003-230")
def test_topics_follow_the_seasons_and_the_festivals(desk):
    """Flood in summer, fire in winter, Spring Festival, National Day: each has its own days of the year, and its session lies in the days before."""
    seasons = {"夏季防汛": ("05-01", "05-31"), "冬季防火": ("10-15", "11-15"), "春节安保": ("01-10", "02-05"), "国庆安保": ("09-10", "09-30")}
    desk.guards("李建国")
    for title, window in seasons.items():
        course = desk.own_course(f"season-{window[0]}", title, f"{title} | 1 | 讲授")
        done(actions.plan_programme(desk.where, course=course, title=title, schedule={"period": "P1Y", "year_part": list(window)}, by=desk.boss))
    days = {}
    for number in range(0, 360, 30):
        with clock.frozen(START + number * DAY):
            for one in Programme.objects.select_related("duty__scope"):
                duties.plan_occurrences(one.duty, until_on=clock.today(desk.where) + timedelta(days=70), by=desk.boss)
            checking.plan_ahead(desk.where, clock.now())
    for one in Session.objects.all():
        days.setdefault(one.title, set()).add(one.starts_at.astimezone(clock.zone(desk.where)).strftime("%m-%d"))
    assert {title: all(first <= day <= last for day in days[title]) for title, (first, last) in seasons.items()} == dict.fromkeys(seasons, True)
    summer = Session.objects.get(title="夏季防汛", starts_at__year=2026)
    assert desk.hold(summer).credit == "done"


@pytest.mark.clause("002-541")
def test_companies_and_owners_are_trained_from_may_to_december(desk):
    """On the law, post qualification and committee work: monthly from May to December, for managers, owners and the committee; owners are entered by hand."""
    course = desk.own_course("regulation", "物业管理条例", "条例知识 | 1 | 讲授", "岗位资质 | 1 | 讲授", "业委会工作 | 1 | 讲授", roles=("project_manager", "committee_member"))
    member = desk.guards("业委会刘老师", role="committee_member")[0]
    schedule = {"period": "P1M", "season": ["05-01", "12-31"], "starts_on": "2026-03-01"}
    with clock.frozen(START + 60 * DAY):
        programme = done(actions.plan_programme(desk.where, course=course, title="条例培训", schedule=schedule, by=desk.boss))
    first = desk.sessions(programme)[0]
    assert min(one.starts_at.month for one in desk.sessions(programme)) == 5
    with clock.frozen(first.starts_at):
        first = done(actions.open_session(first, by=desk.manager))
        done(desk.sign(first, desk.team.person("吴总")))
        done(actions.enter_attendance(first, person=member, by=desk.manager))
    with clock.frozen(first.ends_at):
        assert done(actions.close_session(first, report="逐条讲解", by=desk.manager)).credit == "done"
    assert desk.figure("training.coverage", dimension="regulation") == (2, 2)


@pytest.mark.clause("002-212")
def test_three_programmes_for_lecture_hall_managers_and_internal_trainers(desk):
    """“物业讲习堂”、项目经理培训、内训师培养, each on law, standards and skills, each with its own people."""
    desk.guards("李建国")
    desk.guards("王班长", role="squad_leader")
    for code, title, roles in (("hall", "物业讲习堂", ("guard", "squad_leader")), ("pm", "项目经理培训", ("project_manager",)), ("tutor", "内训师培养", ("squad_leader",))):
        course = desk.own_course(code, title, "法规 | 1 | 讲授", "标准 | 1 | 讲授", "技能 | 1 | 讲授", roles=roles)
        programme = done(actions.plan_programme(desk.where, course=course, period="P3M", by=desk.boss))
        desk.hold(desk.sessions(programme)[0])
    assert {code: desk.figure("training.coverage", dimension=code) for code in ("hall", "pm", "tutor")} == {"hall": (2, 2), "pm": (1, 1), "tutor": (1, 1)}


@pytest.mark.clause("002-550")
def test_people_of_different_levels_are_trained_on_law_and_on_business(desk):
    """By level: guards, squad leaders and managers each on both; none of them sits in another level's session."""
    desk.guards("李建国", "王磊")
    desk.guards("王班长", role="squad_leader")
    for role in ("guard", "squad_leader", "project_manager"):
        course = desk.own_course(f"level-{role.replace('_', '-')}", "法律和业务", "法律知识 | 1 | 讲授", "业务知识 | 1 | 讲授", roles=(role,))
        desk.hold(desk.sessions(done(actions.plan_programme(desk.where, course=course, period="P1M", by=desk.boss)))[0])
    came = [(one.course.roles[0], one.expected, one.present) for one in Session.objects.filter(state="held").select_related("course").order_by("course__code")]
    assert came == [("guard", 2, 2), ("project_manager", 1, 1), ("squad_leader", 1, 1)]
    assert [module["title"] for module in Session.objects.filter(state="held").first().course.modules] == ["法律知识", "业务知识"]


def test_what_cannot_be_planned_is_refused_and_nothing_stands(desk):
    course, duty = desk.course("five-topics"), desk.duty("P1M")
    given = {"course": course, "period": "P1M", "by": desk.boss}
    refused(actions.plan_programme(desk.where, **given | {"roles": ["pilot"]}), "no_audience")
    refused(actions.plan_programme(desk.where, **given | {"trainer": desk.team.person("路人甲")}), "not_here")
    assert actions.plan_programme(desk.where, **given | {"period": "nonsense"}).code.startswith("duties.")
    assert Programme.objects.count() == 0
    one = done(actions.plan_programme(desk.where, **given | {"duty": duty}))
    refused(actions.plan_programme(desk.where, **given | {"duty": duty}), "duty_taken")
    refused(actions.plan_sessions(one, by=desk.boss), "nothing_to_plan")
    refused(actions.end_programme(one, reason=" ", by=desk.boss), "reason_needed")
    done(actions.end_programme(one, reason="改由公司组织", by=desk.boss))
    refused(actions.end_programme(one, reason="再停", by=desk.boss), "ended_already")
    assert set(Session.objects.values_list("state", flat=True)) == {"cancelled"}
    assert queries.sessions_for(desk.where, desk.team.person("李建国", "guard").pk, on=TODAY) == []
