"""A staff file from the application to the departure: vetted by a second person on three results, taught, pledged, and let go at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from anju.domains.cases import actions as cases
from anju.domains.people import actions as people
from anju.domains.people.models import Account, Holding, Membership
from anju.domains.scores.models import Result, Round, Scheme, Subject
from anju.domains.workforce import actions, queries
from anju.domains.workforce.models import Mentoring, Pledge, StaffFile, StaffNote
from anju.domains.workforce.queries.staff import promotion_candidates
from anju.kernel import permissions
from anju.kernel.actors import Actor
from anju.kernel.models import Entry

from .conftest import DAY, START, SYSTEM

ONE_DAY = timedelta(days=1)


@pytest.fixture
def head(squad) -> Actor:
    return squad.actor("赵总", "project_manager")


@pytest.fixture
def file(squad) -> StaffFile:
    """An application that the security manager took."""
    return actions.take_application(squad.community, name="何勇", phone="13800001234", role="guard", channel="veteran", preferences=["veteran"], by=squad.actor("赵敏", "security_manager"))


def with_results(file: StaffFile, by: Actor) -> None:
    actions.record_test(file, test="background", is_passed=True, result="无违法犯罪记录", source="南湖派出所", by=by)
    actions.record_test(file, test="fitness", is_passed=True, result="三千米 13 分 10 秒", by=by)
    actions.record_test(file, test="psychology", is_passed=True, result="情绪稳定，抗压良好", fit_for="门岗、巡逻岗", by=by)


def hired(file: StaffFile, head: Actor, by: Actor, **more) -> StaffFile:
    with_results(file, by)
    actions.vet_applicant(file, is_passed=True, by=head)
    return actions.hire(file, contract_number="HT-1", contract_from=DAY, contract_until=DAY + 700 * ONE_DAY, **more, by=head)


@pytest.mark.clause("003-199", "003-200", "000-007")
def test_nobody_is_hired_without_three_results_a_clean_record_and_a_second_persons_vetting(squad, file, head):
    manager = squad.actor("赵敏", "security_manager")
    assert actions.take_application(squad.community, name=" ", role="guard", channel="online", by=manager).code == "workforce.bad_application"
    assert actions.vet_applicant(file, is_passed=True, by=head).code == "workforce.tests_missing"
    assert actions.hire(file, contract_number="HT-1", contract_from=DAY, by=head).code == "workforce.not_vetted"
    assert actions.record_test(file, test="background", is_passed=True, result="清白", by=manager).code == "workforce.no_result", "who said so is needed"
    assert actions.record_test(file, test="fitness", result="好", on=DAY + ONE_DAY, by=manager).code == "workforce.day_ahead"
    with_results(file, manager)
    actions.record_test(file, test="background", is_passed=False, result="2019 年行政拘留", source="南湖派出所", by=manager)
    assert actions.vet_applicant(file, is_passed=True, by=head).code == "workforce.criminal_record"
    actions.record_test(file, test="background", is_passed=True, result="同名之误，已更正", source="南湖派出所", by=manager)
    assert actions.vet_applicant(file, is_passed=True, by=squad.actor("赵敏", "project_manager")).code == "workforce.own_applicant"
    assert StaffFile.objects.get().state == "applied"
    vetted = actions.vet_applicant(file, is_passed=True, by=head)
    assert (vetted.state, vetted.vetted_by.name, vetted.background_source, vetted.background_on, vetted.is_clean) == ("vetted", "赵总", "南湖派出所", DAY, True)
    assert actions.vet_applicant(file, is_passed=True, by=head).code == "workforce.past_vetting"
    actions.record_test(file, test="background", is_passed=False, result="复核：在逃人员", source="南湖派出所", by=manager)
    assert actions.hire(file, contract_number="HT-1", contract_from=DAY, by=head).code == "workforce.criminal_record", "what becomes known after the vetting counts as well"
    actions.record_test(file, test="background", is_passed=True, result="同名之误，已更正", source="南湖派出所", by=manager)
    assert actions.hire(file, contract_number="HT-1", contract_from=DAY, contract_until=DAY - ONE_DAY, by=head).code == "workforce.bad_contract"
    assert actions.hire(file, contract_number="HT-1", contract_from=DAY, probation_until=DAY, by=head).code == "workforce.bad_probation"
    assert Membership.objects.filter(person__name="何勇").count() == 0
    one = actions.hire(file, contract_number="HT-1", contract_from=DAY, probation_until=DAY + 60 * ONE_DAY, company="安信保安", by=head)
    assert (one.state, one.person.name, one.company) == ("probation", "何勇", "安信保安")
    assert permissions.posts_of(Actor("account", id=people.open_account(one.person, username="heyong", by=SYSTEM).pk, person=one.person_id), squad.community) == {"guard"}


@pytest.mark.clause("003-201")
def test_the_psychological_test_is_encrypted_masked_and_needs_a_conclusion_about_the_post(squad, file, head):
    manager = squad.actor("赵敏", "security_manager")
    with_results(file, manager)
    actions.record_test(file, test="psychology", is_passed=True, result="情绪稳定", by=manager)
    assert actions.vet_applicant(file, is_passed=True, by=head).code == "workforce.tests_failed", "for which post is not written down"
    actions.record_test(file, test="psychology", is_passed=True, result="情绪稳定，抗压良好", fit_for="门岗", by=manager)
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT psychology FROM workforce_stafffile")
        assert "情绪稳定".encode() not in bytes(cursor.fetchone()[0])
    one = StaffFile.objects.get()
    assert (one.psychology, StaffFile._meta.get_field("psychology").mask(one.psychology)) == ("情绪稳定，抗压良好", StaffFile._meta.get_field("background").mask(one.background))
    assert "情绪" not in StaffFile._meta.get_field("psychology").mask(one.psychology)
    assert not permissions.may(squad.actor("陈刚"), "workforce.see_staff_files", squad.community)
    assert "情绪" not in str([entry.payload for entry in Entry.objects.all()])


@pytest.mark.clause("003-202", "003-203")
def test_applicants_are_scored_against_thresholds_and_ranked_with_their_preferences_shown(squad, file, head):
    manager = squad.actor("赵敏", "security_manager")
    with_results(file, manager)
    assert actions.set_threshold(squad.community, criterion="education", points=101, by=head).code == "workforce.bad_points"
    actions.set_threshold(squad.community, criterion="education", points=60, by=head)
    actions.set_threshold(squad.community, criterion="communication", points=70, by=head)
    assert actions.score_applicant(file, criterion="education", points=-1, by=manager).code == "workforce.bad_points"
    actions.score_applicant(file, criterion="education", points=80, by=manager)
    actions.score_applicant(file, criterion="communication", points=65, by=manager)
    no = actions.vet_applicant(file, is_passed=True, by=head)
    assert (no.code, no.params["what"], StaffFile.objects.get().state) == ("workforce.below_threshold", "沟通能力", "applied")
    plain = actions.take_application(squad.community, name="周平", role="guard", channel="online", by=manager)
    both = actions.take_application(squad.community, name="吴海", role="guard", channel="police_school", preferences=["police_school", "experience"], by=manager)
    actions.score_applicant(plain, criterion="education", points=99, by=manager)
    from anju.domains.workforce.queries.staff import ranking

    assert [(one.name, one.preferences) for one in ranking(squad.community, "guard")] == [("吴海", ["police_school", "experience"]), ("何勇", ["veteran"]), ("周平", [])]
    assert actions.vet_applicant(both, by=head).state == "turned_down"


@pytest.mark.clause("000-006", "000-058", "001-059")
def test_the_funnel_and_the_turnover_count_who_came_stayed_and_left(squad, file, head):
    manager = squad.actor("赵敏", "security_manager")
    hired(file, head, manager)
    actions.take_application(squad.community, name="周平", role="guard", channel="police_school", by=manager)
    actions.make_regular(file, by=head)
    third = actions.take_application(squad.community, name="马宁", role="guard", channel="veteran", by=manager)
    hired(third, head, manager)
    actions.depart(third, reason="返乡", by=head)
    found = queries.funnel(squad.community, DAY, DAY)
    assert {name: (one.applied, one.vetted, one.hired, one.regular, one.left) for name, one in found.items()} == {
        "": (3, 2, 2, 1, 1), "police_school": (1, 0, 0, 0, 0), "veteran": (2, 2, 2, 1, 1),
    }  # fmt: skip
    assert queries.attrition(squad.community, DAY - ONE_DAY, DAY) == {"left": 1, "mean": 0.5, "turnover": 200.0, "stability": None}
    assert queries.headcount(squad.community, [DAY - ONE_DAY, DAY, DAY + ONE_DAY]) == [0, 1, 1]


def test_who_leaves_loses_roles_shifts_and_account_with_the_next_step(squad, file, head):
    one = hired(file, head, squad.actor("赵敏", "security_manager"))
    account = people.open_demo_account(one.person, username="heyong", by=SYSTEM)
    people.assign_post(squad.posts["南门岗"], person=one.person, shift=squad.shifts[2], on=DAY + ONE_DAY, by=SYSTEM)
    client = Client()
    client.force_login(account)
    assert client.get("/phone/day").status_code == 200
    assert actions.depart(file, reason=" ", by=head).code == "workforce.reason_needed"
    assert actions.depart(file, reason="自办", by=Actor("account", id=account.pk, person=one.person_id, posts={squad.community.pk: frozenset({"project_manager"})})).code == "workforce.own_departure"
    assert client.get("/phone/day").status_code == 200
    left = actions.depart(file, reason="合同到期", by=head)
    assert (left.state, left.left_on, left.personal_erase_on) == ("left", DAY, DAY + 365 * ONE_DAY)
    assert client.get("/phone/day").status_code == 401
    assert not Account.everywhere.get(pk=account.pk).is_active
    assert (Membership.objects.filter(person=one.person, ended_at=None).count(), Holding.objects.filter(person=one.person, state="published").count()) == (0, 0)
    assert permissions.posts_of(Actor("account", id=account.pk, person=one.person_id), squad.community) == frozenset()
    assert actions.depart(file, reason="再来", by=head).code == "workforce.not_employed_note"
    assert actions.call_in(squad.posts["南门岗"], person=one.person, start_at=START + 5 * ONE_DAY, end_at=START + 5.2 * ONE_DAY, reason="顶班", by=head).code == "workforce.not_employed"


@pytest.mark.clause("003-205")
def test_a_new_colleague_is_taught_task_by_task_and_judged_by_somebody_else_than_the_mentor(squad, file, head):
    one, leader, chen = hired(file, head, squad.actor("赵敏", "security_manager")), squad.actor("班长周"), squad.actor("陈刚")
    given = {"newcomer": one.person, "mentor": squad.person("陈刚"), "tasks": ["登记访客", "放行大件"], "until_on": DAY + 30 * ONE_DAY}
    for wrong, code in (({"mentor": one.person}, "own_mentor"), ({"tasks": [" "]}, "bad_mentoring"), ({"until_on": DAY}, "bad_mentoring")):
        assert actions.pair_mentor(squad.community, **{**given, **wrong}, by=leader).code == f"workforce.{code}"
    pair = actions.pair_mentor(squad.community, **given, by=leader)
    assert actions.pair_mentor(squad.community, **given, by=leader).code == "workforce.paired_already"
    assert actions.sign_task(pair, number=1, by=leader).code == "workforce.not_the_mentor"
    actions.sign_task(pair, number=1, by=chen)
    assert {actions.sign_task(pair, number=number, by=chen).code for number in (1, 0, 3, 10**9)} == {"workforce.no_such_task"}
    assert actions.judge_mentoring(pair, is_passed=True, result="合格", by=leader).code == "workforce.tasks_open"
    assert actions.make_regular(file, by=head).code == "workforce.mentoring_open"
    actions.sign_task(pair, number=2, by=chen)
    assert actions.judge_mentoring(pair, is_passed=True, result="合格", by=squad.actor("陈刚", "squad_leader")).code == "workforce.mentor_judges"
    passed = actions.judge_mentoring(pair, is_passed=True, result="能独立值守门岗", by=leader)
    assert (passed.state, passed.open_tasks, passed.judged_by.name, [task["signed_on"] for task in passed.tasks]) == ("passed", 0, "班长周", ["2026-03-05"] * 2)
    assert actions.judge_mentoring(pair, result="再评", by=leader).code == "workforce.mentoring_over"
    assert (actions.make_regular(file, by=head).state, Mentoring.objects.count()) == ("regular", 1)
    assert actions.make_regular(file, by=head).code == "workforce.not_on_probation"


@pytest.mark.clause("003-204", "004-034")
def test_transfers_make_the_rotation_rate_and_promotions_stand_in_the_file(squad, file, head):
    manager = squad.actor("赵敏", "security_manager")
    gate, pool = squad.posts["南门岗"], squad.posts["机动岗"]
    assert actions.note_staff(file, kind="honour", title="好人好事", by=manager).code == "workforce.not_employed_note"
    hired(file, head, manager)
    for number in range(9):
        other = actions.take_application(squad.community, name=f"队员{number}", role="guard", channel="online", by=manager)
        hired(other, head, manager)
    moved = {"kind": "transfer", "title": "门岗调机动", "from_post": gate, "post": pool}
    assert actions.note_staff(file, **{**moved, "post": gate}, by=manager).code == "workforce.no_new_post"
    assert actions.note_staff(file, kind="talk", title="谈心", by=manager).code == "workforce.nothing_said"
    assert StaffNote.objects.count() == 0
    actions.note_staff(file, **moved, by=manager)
    assert queries.rotation(squad.community, 2026) == {"moved": 1, "staff": 10, "rate": 10.0}
    assert queries.rotation(squad.community, 2025)["moved"] == 0
    planned = actions.note_staff(file, kind="transfer", title="机动调门岗", from_post=pool, post=gate, on=DAY + 30 * ONE_DAY, by=manager)
    assert (planned.on, queries.rotation(squad.community, 2026)["moved"]) == (DAY + 30 * ONE_DAY, 1), "one person moved, however often"
    from anju.domains.workforce.queries.staff import experience

    assert experience(squad.community, START - ONE_DAY, START + ONE_DAY)[squad.person("陈刚").pk] == {gate.pk: 1}


@pytest.mark.clause("003-209")
def test_a_talk_stays_in_confidence_and_a_secondment_has_its_end(squad, file, head):
    manager = squad.actor("赵敏", "security_manager")
    hired(file, head, manager)
    talk = actions.note_staff(file, kind="talk", title="家中老人住院", said="请求调为白班一个月", by=manager)
    assert (talk.said, "白班" in str([entry.payload for entry in Entry.objects.all()])) == ("请求调为白班一个月", False)
    assert (StaffNote._meta.get_field("said").mask(talk.said).count("白班"), talk.erase_on) == (0, DAY + 365 * ONE_DAY)
    assert not permissions.may(squad.actor("班长周"), "workforce.see_staff_notes", squad.community)
    wish = cases.open_case(squad.community, kind="staff_request", category="wellbeing", title="调班请求", by=squad.actor("陈刚"))
    leader = squad.actor("班长周")
    cases.accept_case(wish, by=leader)
    cases.finish_work(wish, done="与白班刘洋对调一个月", by=leader)
    cases.record_return_visit(wish, outcome="solved", satisfaction=5, said="已安排", by=squad.actor("前台", "front_desk"))
    closed = cases.close_case(wish, result="对调一个月", by=squad.actor("前台", "front_desk"))
    assert (closed.state, closed.result) == ("closed", "对调一个月")
    lent = actions.note_staff(file, kind="secondment", title="借调二期项目", until_on=DAY + 30 * ONE_DAY, by=manager)
    assert (lent.until_on, lent.by_person.name) == (DAY + 30 * ONE_DAY, "赵敏")


@pytest.mark.clause("003-198")
def test_every_task_has_somebody_and_everybody_a_task_he_has_signed(on_post):
    manager, chen = on_post.actor("赵敏", "security_manager"), on_post.actor("陈刚")
    liu = on_post.person("刘洋")
    assert {one.name for one in queries.without_task(on_post.community, START)} == {"刘洋", "值机乙", "值机甲", "班长周"}
    letter = {"person": liu, "title": "机动岗岗位责任书", "text": "替岗、增援、护送"}
    assert actions.issue_pledge(on_post.community, **{**letter, "text": " "}, by=manager).code == "workforce.bad_pledge"
    assert actions.issue_pledge(on_post.community, **letter, by=on_post.actor("刘洋", "squad_leader")).code == "workforce.own_pledge"
    pledge = actions.issue_pledge(on_post.community, **letter, by=manager)
    assert actions.issue_pledge(on_post.community, **letter, by=manager).code == "workforce.pledge_taken"
    assert actions.sign_pledge(pledge, by=chen).code == "workforce.not_yours_to_sign"
    assert (Pledge.objects.get().state, "刘洋" in [one.name for one in queries.without_task(on_post.community, START)]) == ("issued", True)
    assert actions.sign_pledge(pledge, by=on_post.actor("刘洋")).state == "accepted"
    assert actions.sign_pledge(pledge, by=on_post.actor("刘洋")).code == "workforce.signed_already"
    assert "刘洋" not in [one.name for one in queries.without_task(on_post.community, START)]
    cases.open_case(on_post.community, kind="hazard", category="clutter", title="楼道杂物", by=chen)
    loose = queries.unassigned(on_post.community)
    assert (loose.count, [one.title for one in loose.cases]) == (1, ["楼道杂物"])
    cases.open_case(on_post.community, kind="hazard", category="clutter", title="地库杂物", owner=liu, by=chen)
    assert queries.unassigned(on_post.community).count == 1



@pytest.mark.clause("003-206")
def test_the_appraisal_puts_candidates_forward_and_a_promotion_is_decided(squad, head):
    manager = squad.actor("赵敏", "security_manager")
    files = {}
    for name in ("甲一", "乙二", "丙三"):
        file = actions.take_application(squad.community, name=name, role="guard", channel="online", by=manager)
        files[name] = hired(file, head, manager)
        actions.make_regular(file, by=head)
    scheme = Scheme.objects.create(scope=squad.community, code="monthly", title="月度考评", subject_kind="person", period="month")
    period = Round.objects.create(scope=squad.community, scheme=scheme, title="二月", first_on=DAY - 33 * ONE_DAY, last_on=DAY - 5 * ONE_DAY, state="published")
    for (name, file), points in zip(files.items(), (95, 88, 99), strict=True):
        subject = Subject.objects.create(scope=squad.community, kind="person", code=name, name=name, person=file.person)
        Result.objects.create(scope=squad.community, round=period, subject=subject, points=points, is_barred=name == "丙三")
    actions.note_staff(files["乙二"], kind="honour", title="抓获窃贼", by=manager)
    found = promotion_candidates(squad.community, DAY)
    assert [(one.file.name, one.mean, one.rounds, one.honours, one.next_role) for one in found] == [("甲一", 95.0, 1, 0, "squad_leader"), ("乙二", 88.0, 1, 1, "squad_leader")]
    for kind, title in (("promotion", "提任副班长"), ("study", "消防设施操作员进修")):
        actions.note_staff(files["甲一"], kind=kind, title=title, by=manager)
    assert [one.file.name for one in promotion_candidates(squad.community, DAY)] == ["乙二"]
    assert set(StaffNote.objects.filter(file=files["甲一"]).values_list("kind", flat=True)) == {"promotion", "study"}
