"""Exams: a paper of its own from a seed, nothing right on the phone, the server's clock, marks, re-sits and what follows."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from anju.domains.measures import actions as measures
from anju.domains.measures import queries as figures
from anju.domains.people.models import Ownership
from anju.domains.places.models import Place
from anju.domains.training import actions, checking, drawing, pool, queries
from anju.domains.training.models import Exam, Paper, Question, Result
from anju.kernel import clock, files
from anju.kernel.files import path_of
from anju.kernel.models import Entry

from .conftest import DAY, HOUR, START, TODAY, answers_of, done, refused, revised

PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def laws(desk):
    course = desk.course("three-laws")
    desk.bank(course, each=4)
    return course


def test_a_paper_is_drawn_from_its_seed_and_holds_nothing_right(desk, laws):
    """Nine of twelve questions, three of each law; another person's differ; the same seed gives the same paper; the phone is told no answer."""
    first, second = desk.guards("李建国", "王磊")
    exam = desk.exam(laws, questions=9)
    papers = [done(actions.begin_paper(exam, by=desk.actor(person))) for person in (first, second)]
    assert [sorted(each["m"] for each in paper.asked) for paper in papers] == [["m1"] * 3 + ["m2"] * 3 + ["m3"] * 3] * 2
    assert papers[0].asked != papers[1].asked and papers[0].seed != papers[1].seed
    again = drawing.draw(pool.pooled(pool.questions_of(laws, [])), 9, papers[0].seed)
    assert again == papers[0].asked
    shown = queries.shown_paper(papers[0])
    assert len(shown) == 9 and all(set(each) == {"stem", "options", "many", "picture", "home"} for each in shown)
    assert "见《" not in json.dumps(shown, ensure_ascii=False) and all(sorted(each["options"]) == ["不予理会", "按规定办理", "自行处理"] for each in shown)
    refused(actions.begin_paper(exam, by=desk.actor(first)), "paper_open")
    refused(actions.begin_paper(exam, by=desk.team("园丁老周", "gardener")), "not_for_you")
    assert Paper.objects.count() == 2


def test_the_servers_clock_decides_and_late_answers_are_kept(desk, laws):
    """20 minutes: at 20:30 they count; three minutes late they are kept for the trainer; a phone that claims an earlier hour gains nothing."""
    first, second, third = desk.guards("李建国", "王磊", "孙涛")
    exam = desk.exam(laws, questions=3, minutes=20)
    papers = {person: done(actions.begin_paper(exam, by=desk.actor(person))) for person in (first, second, third)}
    assert papers[first].due_at == START + 20 * MINUTE
    with clock.frozen(START + 20 * MINUTE + timedelta(seconds=30)):
        assert done(actions.hand_in_paper(papers[first], answers=answers_of(papers[first]), by=desk.actor(first))).state == "passed"
    with clock.frozen(START + 23 * MINUTE):
        late = done(actions.hand_in_paper(papers[second], answers=answers_of(papers[second]), by=desk.actor(second)))
        sly = done(actions.hand_in_paper(papers[third], answers=answers_of(papers[third]), by=desk.actor(third), at=START + 5 * MINUTE))
    assert [(one.state, one.score, len(one.answers)) for one in (late, sly)] == [("late", None, 3)] * 2
    assert [row.payload["seconds_late"] for row in Entry.objects.filter(name="training.paper_handed_in").order_by("id")] == [0, 180, 180]
    refused(actions.close_exam(exam, by=desk.manager), "papers_open")
    refused(actions.count_late_paper(late, reason="", by=desk.manager), "reason_needed")
    refused(actions.count_late_paper(late, reason="自己批", by=desk.team("王磊", "team_leader")), "own_sign_off")
    late = done(actions.count_late_paper(late, reason="网络中断，监考在场", by=desk.manager))
    assert (late.state, late.score, late.decided_by.name) == ("passed", 100, "赵敏")
    assert done(actions.void_paper(sly, reason="擅自拖延", by=desk.manager)).state == "void"
    refused(actions.void_paper(sly, reason="再次", by=desk.manager), "nothing_to_decide")


def test_hostile_answers_change_nothing_and_no_answer_is_just_wrong(desk, laws):
    person, other = desk.guards("李建国", "王磊")
    exam = desk.exam(laws, questions=3, attempts=2)
    paper = done(actions.begin_paper(exam, by=desk.actor(person)))
    for answers in ([{"a": [9]}], [{"a": "A"}], [{"a": [True]}], [{"a": [0] * 9}], [{"a": [-1]}], ["x"], [{}] * 4, [{"a": [10**9]}], [{"a": ["😀"]}]):
        refused(actions.hand_in_paper(paper, answers=answers, by=desk.actor(person)), "bad_answers")
    refused(actions.hand_in_paper(paper, answers=[], by=desk.actor(other)), "not_your_paper")
    paper.refresh_from_db()
    assert (paper.state, paper.answers, Result.objects.count()) == ("sitting", [], 0)
    paper = done(actions.hand_in_paper(paper, answers=[], by=desk.actor(person)))
    assert (paper.state, paper.score, len(queries.wrong_of(paper))) == ("failed", 0, 3)
    refused(actions.hand_in_paper(paper, answers=answers_of(paper), by=desk.actor(person)), "handed_in_already")
    assert desk.sat(exam, person).attempt == 2
    refused(actions.begin_paper(exam, by=desk.actor(person)), "passed_already")
    assert desk.figure("training.pass_rate", dimension="three-laws") == (1, 1)
    with clock.frozen(START + 8 * DAY):
        refused(actions.begin_paper(exam, by=desk.actor(other)), "exam_closed")


def test_a_question_with_a_broken_picture_leaves_the_bank_and_the_paper_is_drawn_without_it(desk, laws):
    given = {"course": laws, "module": "治安管理处罚法", "stem": "图中的标志是什么意思？", "options": "禁止\n指示", "right": "A", "why": "见标志标准", "by": desk.manager}
    one = done(actions.add_question(desk.where, **given, picture=files.checked(PICTURE, name="sign.png")))
    refused(actions.note_broken(Question.objects.exclude(pk=one.pk).first(), by=desk.manager), "no_picture")
    exam = desk.exam(laws, questions=12)
    path_of(desk.where, one.picture.sha256).unlink()
    paper = done(actions.begin_paper(exam, by=desk.actor(desk.guards("李建国")[0])))
    one.refresh_from_db()
    assert one.state == "broken" and str(one.pk) not in {each["q"] for each in paper.asked} and len(paper.asked) == 12
    assert Entry.objects.filter(name="training.question_retired").count() == 1


def test_questions_are_read_from_letters_and_words_and_bad_ones_are_refused(desk, laws):
    given = {"course": laws, "module": "m1", "stem": "发现火情首先做什么？", "options": "报警\n逃跑\n拍照", "right": "A", "why": "消防法第四十四条", "by": desk.manager}
    many = done(actions.add_question(desk.where, **given | {"kind": "multiple", "stem": "以下哪些正确？", "right": "a、C"}))
    judge = done(actions.add_question(desk.where, **given | {"kind": "judge", "stem": "可以扣押证件。", "options": "", "right": "错"}))
    assert (many.right, judge.right, judge.options) == ([0, 2], [1], ["对", "错"])
    before = Question.objects.count()
    for wrong, code in (
        ({"module": "m9"}, "no_such_module"), ({"why": ""}, "no_rule"), ({"options": "只有一个"}, "bad_options"), ({"options": "同\n同"}, "bad_options"),
        ({"right": "D"}, "bad_right"), ({"right": "AB"}, "bad_right"), ({"right": "😀"}, "bad_right"), ({"kind": "multiple"}, "bad_right"), ({"stem": many.stem}, "question_known"),
    ):  # fmt: skip
        refused(actions.add_question(desk.where, **given | wrong), code)
    assert Question.objects.count() == before
    done(actions.retire_question(many, by=desk.manager))
    refused(actions.retire_question(many, by=desk.manager), "retired_already")
    for wrong, code in (
        ({"questions": 100}, "few_questions"), ({"questions": 10**9}, "bad_terms"), ({"pass_percent": 0}, "bad_terms"), ({"closes_at": START - DAY}, "bad_window"),
        ({"course": None, "roles": ["guard"]}, "no_course"), ({"kind": "owners"}, "no_course"), ({"roles": ["pilot"]}, "no_audience"), ({"title": " "}, "no_title"),
    ):  # fmt: skip
        refused(actions.open_exam(desk.where, **{"title": "考试", "course": laws, "questions": 3, "by": desk.manager} | wrong), code)
    assert Exam.objects.count() == 0


def test_a_paper_nobody_hands_in_ends_a_day_later(desk, laws):
    person = desk.guards("李建国")[0]
    exam = desk.exam(laws, questions=3, minutes=30)
    paper = done(actions.begin_paper(exam, by=desk.actor(person)))
    for hours, state in ((24, "sitting"), (25, "void")):
        with clock.frozen(START + hours * HOUR):
            checking.void_forgotten(desk.where, clock.now())
        paper.refresh_from_db()
        assert paper.state == state
    assert paper.note == "没有交卷。"
    for days, state in ((6, "open"), (7, "closed")):
        with clock.frozen(START + days * DAY):
            checking.void_forgotten(desk.where, clock.now())
        exam.refresh_from_db()
        assert exam.state == state


@pytest.mark.clause("003-220")
def test_the_pass_rate_is_held_against_98_percent(desk, laws):
    """Of 50 guards 49 pass: 98 %, reached; of 50 others 48: 96 of 98 in all is below, and the target says so."""
    exam = desk.exam(laws, questions=3, attempts=1, pass_percent=60)
    target = done(measures.set_target(
        desk.where, title="岗位技能考核合格率", starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 31), measure="training.pass_rate", op="ge", value=Decimal(98),
        owner=desk.team.person("赵敏"), acceptance="考试成绩", by=desk.boss,
    ))  # fmt: skip
    standings = []
    for turn, failures in ((0, 1), (1, 2)):
        for number in range(50):
            desk.sat(exam, desk.guards(f"队员{turn}{number:02d}")[0], wrong=3 if number < failures else 0)
        rate = desk.figure("training.pass_rate")
        with clock.frozen(START + (30 + turn) * DAY):
            standings.append((rate, figures.progress(target).shortfall, figures.progress(target).state))
    assert [(rate, short) for rate, short, _state in standings] == [((49, 50), 0), ((97, 100), 1)]
    assert standings[0][2] != standings[1][2], standings


@pytest.mark.clause("000-113", "002-670")
def test_the_three_laws_are_taught_and_tested_one_by_one(desk, laws):
    """治安管理处罚法, 道路交通安全法, 刑法: each has its own score; the mark is 80, so 3 of 4 in one law leaves that law open."""
    person = desk.guards("李建国")[0]
    assert [module["title"] for module in laws.modules] == ["治安管理处罚法", "道路交通安全法", "刑法"]
    desk.hold(desk.called("三法学习", course=laws, roles=None))
    exam = desk.exam(laws, questions=12, pass_percent=80)
    paper = done(actions.begin_paper(exam, by=desk.actor(person)))
    answers = answers_of(paper)
    missed = next(number for number, each in enumerate(paper.asked) if each["m"] == "m3")
    answers[missed] = {"a": [(answers[missed]["a"][0] + 1) % 3]}
    paper = done(actions.hand_in_paper(paper, answers=answers, by=desk.actor(person)))
    scores = {one.module: (one.score, one.is_passed) for one in Result.objects.filter(way="theory")}
    assert (paper.state, paper.score, scores) == ("passed", 91, {"m1": (100, True), "m2": (100, True), "m3": (75, False)})
    ((question, chosen, right),) = queries.wrong_of(paper)
    assert (question.module, right, question.why) == ("m3", [0], "见《刑法》") and chosen != right
    assert queries.mastery(laws, TODAY).done == ()


@pytest.mark.clause("000-147")
def test_the_fire_plan_is_asked_about_version_by_version(desk, laws, document):
    """Guards and those who take part in drills: results belong to the version that was asked about; the new version has its own exam."""
    first = desk.exam(laws, questions=3, document=document, roles=["guard", "engineer"])
    guard, engineer = *desk.guards("李建国"), *desk.guards("工程小林", role="engineer")
    for person in (guard, engineer):
        desk.sat(first, person)
    newer = revised(document, desk.team)
    newer.refresh_from_db()
    second = desk.exam(laws, questions=3, document=newer, roles=["guard", "engineer"])
    desk.sat(second, guard, wrong=3)
    found = {one.document_version: (len(result.expected), len(result.sat), len(result.passed)) for one in (first, second) for result in [queries.exam_result(one, TODAY)]}
    assert found == {1: (2, 2, 2), 2: (2, 1, 0)}


@pytest.mark.clause("001-004", "001-005", "000-150")
def test_four_understandings_and_four_abilities_of_all_staff(desk):
    """Four knowledge items tested one by one, four abilities assessed one by one by two; of four employees two passed all eight: 2 of 4 against 100 %."""
    course = desk.course("fire-competence")
    ways = [(module["title"][:2], module["ways"]) for module in course.modules]
    assert ways[:4] == [("懂得", ["theory"])] * 4 and all(way == ["practice"] for _title, way in ways[4:]) and len(ways) == 8
    desk.bank(course)
    exam = desk.exam(course, questions=4, pass_percent=100, attempts=3)
    people = [desk.guards("李建国")[0], desk.team.person("赵敏"), desk.team.person("周强")]
    for person, wrong, abilities in zip(people, (0, 0, 1), (("m5", "m6", "m7", "m8"), ("m5", "m6", "m7", "m8"), ("m5", "m6", "m7", "m8")), strict=True):
        paper = desk.sat(exam, person, wrong=wrong)
        taken = done(actions.enrol(desk.where, person=person, course=course, by=desk.boss))
        judges = [desk.team.person("吴总"), desk.team.person("副总"), desk.team.person("周强")]
        first, second = (judge for judge in judges[:2])
        desk.team.person("副总", "project_manager")
        for module in abilities:
            one = done(actions.sign_off_module(taken, module=module, way="practice", score=100, by=desk.actor(first)))
            assert one.is_counted is False
            done(actions.confirm_assessment(one, by=desk.actor(second)))
        assert paper.state == ("failed" if wrong else "passed")
    items = {one.module: one.is_passed for one in Result.objects.filter(person=people[2], way="theory")}
    assert sorted(items) == ["m1", "m2", "m3", "m4"] and list(items.values()).count(False) == 1
    with clock.frozen(START + DAY):
        done(actions.require_course(desk.where, course=course, role="guard", is_barring=False, by=desk.manager))
        done(actions.count_certificates(desk.where, on=TODAY, by=desk.manager))
    assert desk.figure("training.course_mastered", dimension="fire-competence") == (2, 5)
    missing = {desk.team.person(name).pk for name in ("周强", "吴总", "副总")}
    assert set(queries.mastery(course, TODAY).missing) == missing


def test_who_lives_where_is_asked_with_masked_names_and_80_percent_is_the_mark(desk):
    """Ten of the community's own homes, four names each; nothing leaves the server but masked names; 8 of 10 pass, 7 do not."""
    root = Place.objects.create(scope=desk.where, kind="community", code="0", name="锦绣花园", path="r/")
    refused(actions.open_exam(desk.where, title="识别业主", kind="owners", roles=["guard"], questions=10, pass_percent=80, by=desk.manager), "few_questions")
    for number, name in enumerate(("李小明", "王芳", "张伟强", "刘洋", "陈静怡", "杨帆", "赵一鸣", "黄丽", "周建国", "吴桐语", "徐磊", "孙悦")):
        home = Place(scope=desk.where, kind="dwelling", code=f"{number}", name=f"1栋{number + 1}01", full_name=f"1栋{number + 1}01", parent=root, ordering=f"{number:02d}")
        home.path = f"r/{home.pk.hex}/"
        home.save()
        owner = desk.team.person(name, account=False)
        Ownership.objects.create(scope=desk.where, person=owner, dwelling=home, share=1, since_on=date(2020, 1, 1))
    exam = done(actions.open_exam(desk.where, title="识别业主", kind="owners", roles=["guard"], questions=10, pass_percent=80, attempts=2, by=desk.manager))
    person = desk.guards("保安小李")[0]
    paper = done(actions.begin_paper(exam, by=desk.actor(person)))
    shown = queries.shown_paper(paper)
    assert len(shown) == 10 and all(len(set(each["options"])) == 4 and "*" in "".join(each["options"]) for each in shown)
    assert not any(name in json.dumps(shown, ensure_ascii=False) for name in ("李小明", "王芳", "陈静怡"))
    ledger = " ".join(str(row) for row in Entry.objects.filter(name__startswith="training.paper").values_list("payload", flat=True))
    assert all(each["d"] not in ledger for each in paper.asked)
    first = done(actions.hand_in_paper(paper, answers=answers_of(paper, wrong=3), by=desk.actor(person)))
    assert (first.score, first.state, len(queries.wrong_of(first))) == (70, "failed", 3)
    again = desk.sat(exam, person, wrong=2)
    assert (again.score, again.state) == (80, "passed") and again.asked != first.asked
    assert desk.figure("training.pass_rate", dimension="owners") == (1, 1)


def test_statistics_of_an_exam_say_which_question_is_hard(desk, laws):
    people = desk.guards("李建国", "王磊")
    exam = desk.exam(laws, modules=["m1"], questions=4, attempts=1)
    desk.sat(exam, people[0])
    desk.sat(exam, people[1], wrong=4)
    result = queries.exam_result(exam, TODAY)
    assert (len(result.expected), len(result.sat), result.passed) == (2, 2, (people[0].pk,))
    assert sorted(result.questions.values()) == [(2, 1)] * 4
    assert [(one.pk, len(papers)) for one, papers in queries.exams_for(desk.where, people[0].pk, at=clock.now())] == [(exam.pk, 1)]
    assert [one.score for one in queries.papers_of(desk.where, people[1].pk)] == [0]
