"""Rectification, approval, transfer, findings: who agreed, who answered, what shows it."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from PIL import Image

from anju.domains.cases import actions, queries
from anju.domains.cases.models import Approval, Case, CaseLink, Evidence, Finding, Submission, Transfer
from anju.kernel import files
from anju.kernel.actors import Actor
from anju.kernel.inputs import BadInput
from anju.kernel.models import Blob, Entry
from anju.kernel.refusals import Refusal

from .conftest import START

PLAN = {"measure": "更换消火栓 3 只", "acceptance": "出水压力不低于 0.15 MPa"}


def notice(community, team, **given) -> Case:
    manager = team("赵敏")
    case = actions.open_case(
        community, kind="rectification", title="消火栓无水", owner=team.person("王工"), by=manager, **given
    )
    return actions.grade_case(case, severity=3, by=manager)


def settled(case, team) -> Case:
    """Through work, recheck and evidence to the strike-off."""
    engineer, manager = team("王工", "engineer"), team("赵敏")
    actions.submit_rectification(case, done="已更换", by=engineer)
    actions.pass_recheck(case, by=manager)
    actions.add_evidence(case, text="压力表照片", by=manager)
    return actions.strike_off(case, result="验收合格", by=manager)


@pytest.mark.clause("002-128", "002-134", "004-145")
def test_rectification_waits_for_an_approved_plan_with_a_standard_of_acceptance(community, team):
    """One file per problem with its number and measures; no work before the approval, however mild, no strike-off before acceptance."""
    mild = actions.grade_case(actions.open_case(community, kind="rectification", title="标识褪色", owner=team.person("王工"), by=team("赵敏")), severity=4, by=team("赵敏"))
    assert actions.start_work(mild, by=team("王工", "engineer")).code == "cases.plan_not_approved"
    case, engineer, manager = notice(community, team), team("王工", "engineer"), team("赵敏")
    assert actions.start_work(case, by=engineer).code == "cases.plan_not_approved"
    assert actions.submit_plan(case, measure="更换", acceptance=" ", by=engineer).code == "cases.plan_incomplete"
    case = actions.submit_plan(case, **PLAN, by=engineer)
    assert case.state == "to_approve"
    assert actions.approve_stage(case, by=team("王工", "project_manager")).code == "cases.own_plan"
    assert actions.refuse_stage(case, reason="自己", by=team("王工", "project_manager")).code == "cases.own_plan"
    case = actions.refuse_stage(case, reason="没有工期", by=manager)
    assert (case.state, Approval.objects.get().is_granted) == ("graded", False)
    case = actions.approve_stage(actions.submit_plan(case, **PLAN, by=engineer), by=manager)
    assert (case.state, case.acceptance) == ("rectifying", PLAN["acceptance"])
    assert actions.strike_off(case, by=manager).code == "cases.not_at_this_stage"
    case = settled(case, team)
    assert (case.state, case.result, case.number) == ("struck_off", "验收合格", "2026-0002")


def test_a_plan_in_approval_cannot_be_worked_round(community, team):
    case = actions.submit_plan(notice(community, team), **PLAN, by=team("王工", "engineer"))
    assert actions.start_work(case, by=team("王工", "engineer")).code == "cases.not_at_this_stage"
    assert Case.objects.get().state == "to_approve"


@pytest.mark.clause("002-097", "002-098")
def test_a_legacy_problem_belongs_to_the_unit_that_caused_it_until_its_proof(community, team):
    """谁的问题谁负责: the unit stays on the file through closing; struck off only with acceptance, at a known time."""
    case = notice(community, team, category="legacy", answerable="某开发公司")
    case = actions.approve_stage(actions.submit_plan(case, **PLAN, by=team("王工", "engineer")), by=team("赵敏"))
    case = settled(case, team)
    assert (case.answerable, case.closed_at, case.state) == ("某开发公司", START, "struck_off")
    assert [proof.text for proof in queries.evidence(case)] == ["压力表照片"]


@pytest.mark.clause("002-234", "002-235")
def test_one_problem_list_for_the_four_services_struck_off_only_with_proof(community, team):
    """四保: security, cleaning, greening, maintenance in one list; without evidence no strike-off."""
    manager, engineer = team("赵敏"), team("王工", "engineer")
    for category in ("security", "cleaning", "greening", "maintenance"):
        actions.open_case(
            community, kind="problem", category=category, title=category, owner=team.person("王工"), by=manager
        )
    assert sorted(queries.open_cases(community, kind="problem").values_list("category", flat=True)) == [
        "cleaning",
        "greening",
        "maintenance",
        "security",
    ]
    case = actions.start_work(
        actions.grade_case(Case.objects.get(category="greening"), severity=3, by=manager), by=engineer
    )
    actions.submit_rectification(case, done="补种", by=engineer)
    actions.pass_recheck(case, by=manager)
    before = Entry.objects.count()
    assert actions.strike_off(case, by=manager).code == "cases.no_evidence"
    assert Entry.objects.count() == before
    actions.add_evidence(case, text="补种后照片", by=manager)
    assert actions.strike_off(case, by=manager).state == "struck_off"
    assert queries.open_cases(community, kind="problem").count() == 3


@pytest.mark.clause("002-457", "002-462", "002-463")
def test_a_hazard_is_handed_to_the_competent_body_and_its_answer_is_timed(community, team):
    """Notice number, handing over, answer with its time, closure."""
    manager = team("赵敏")
    case = notice(community, team)
    moved = actions.transfer_case(case, body="区消防救援大队", answer_due_at=START + timedelta(days=7), by=manager)
    assert Case.objects.get().answerable == "区消防救援大队"
    assert [transfer.answered_at for transfer in queries.transfers(case)] == [None]
    assert actions.record_answer(moved, answer=" ", by=manager).code == "cases.nothing_told"
    actions.record_answer(moved, answer="已责令 10 日内整改", by=manager, at=START + timedelta(days=2))
    transfer = Transfer.objects.get()
    assert (transfer.answered_at - transfer.sent_at).days == 2
    assert actions.record_answer(transfer, answer="再答", by=manager).code == "cases.decided_already"
    row = Entry.objects.get(name="cases.transfer_answered")
    assert (row.payload["minutes"], row.payload["is_in_time"]) == (2880, True)
    case = actions.approve_stage(
        actions.submit_plan(Case.objects.get(), **PLAN, by=team("王工", "engineer")), by=manager
    )
    assert (settled(case, team).state, case.number) == ("struck_off", "2026-0001")
    assert actions.transfer_case(case, body="街道", by=manager).code == "cases.already_over"


@pytest.mark.clause("000-016", "000-051", "001-045")
def test_a_review_lists_shortfalls_and_each_has_its_corrective_action(community, team):
    """Since the team was formed, after a milestone, after a monthly inspection: no review ends with an unanswered shortfall."""
    manager, chief = team("赵敏"), team("刘总", "headquarters")
    review = actions.open_case(community, kind="review", category="inspection", title="八月检查", by=manager)
    review = actions.accept_case(review, by=manager)
    found = [actions.add_finding(review, text=text, by=manager) for text in ("夜班巡逻漏点", "门岗登记不全")]
    actions.add_finding(review, text="交接班规范", kind="strength", by=manager)
    plan = actions.open_case(
        community,
        kind="rectification",
        title="九月整改：夜巡",
        owner=team.person("王工"),
        due_at=START + timedelta(days=30),
        by=manager,
    )
    loose = actions.open_case(community, kind="problem", title="没有人负责", by=manager)
    assert actions.answer_finding(found[0], answer=loose, by=manager).code == "cases.no_owner_of_action"
    assert actions.answer_finding(found[0], answer=review, by=manager).code == "cases.same_case"
    actions.answer_finding(found[0], answer=plan, by=manager)
    assert CaseLink.objects.get().relation == "action"
    review = actions.submit_plan(review, measure="两项整改", acceptance="下月复查", by=manager)
    review = actions.approve_stage(review, by=chief)
    assert actions.close_case(review, by=chief).code == "cases.findings_unanswered"
    assert queries.review_progress(review, at=START) == {"shortfalls": 2, "linked": 1, "done": 0, "overdue": 0}
    weak = queries.weak_links(community, since=START, until=START + timedelta(days=1))
    assert [(finding.text, finding.answer) for finding in weak] == [("门岗登记不全", None), ("夜班巡逻漏点", plan)]
    actions.answer_finding(found[1], answer=plan, by=manager)
    assert actions.close_case(review, by=chief).state == "closed"
    assert queries.review_progress(review, at=START + timedelta(days=31))["overdue"] == 2
    plan = actions.grade_case(plan, severity=3, by=manager)
    plan = actions.approve_stage(actions.submit_plan(plan, **PLAN, by=team("王工", "engineer")), by=manager)
    settled(plan, team)
    assert queries.review_progress(review, at=START)["done"] == 2


@pytest.mark.clause("002-082")
def test_a_baseline_audit_names_strengths_findings_and_proposals_and_goes_up_for_approval(community, team):
    """Three weeks by default; the auditor does not approve his own report."""
    manager, chief = team("赵敏"), team("刘总", "headquarters")
    audit = actions.open_case(community, kind="review", category="baseline", title="三周调研", by=manager)
    assert audit.due_at == START + timedelta(weeks=3)
    audit = actions.accept_case(audit, by=manager)
    for kind, area, text in (
        ("strength", "保安", "队伍稳定"),
        ("shortfall", "保洁", "死角"),
        ("proposal", "绿化", "外包"),
    ):
        actions.add_finding(audit, kind=kind, area=area, text=text, by=manager)
    assert [(finding.kind, finding.area) for finding in queries.findings(audit)] == [
        ("strength", "保安"),
        ("shortfall", "保洁"),
        ("proposal", "绿化"),
    ]
    assert actions.close_case(audit, by=chief).code == "cases.not_at_this_stage"
    audit = actions.submit_plan(audit, measure="报告", acceptance="公司审定", by=manager)
    assert actions.approve_stage(audit, by=manager).code == "cases.own_plan"
    assert actions.approve_stage(audit, by=chief).state == "approved"
    assert Approval.objects.get().decided_by == team.person("刘总")


@pytest.mark.clause("002-050")
def test_a_corrective_action_is_followed_to_its_effect(community, team):
    """CAPA: cause, action, and a recheck of the effect by another person; without effect it goes back."""
    manager, engineer = team("赵敏"), team("王工", "engineer")
    complaint = actions.open_case(community, kind="complaint", title="大堂卫生差", by=manager)
    capa = notice(community, team)
    actions.link_cases(capa, other=complaint, relation="action", by=manager)
    assert [(one.case, one.other, one.relation) for one in CaseLink.objects.all()] == [(capa, complaint, "action")]
    capa = actions.approve_stage(actions.submit_plan(capa, **PLAN, by=engineer), by=manager)
    capa = actions.submit_rectification(capa, done="增加一班保洁", by=engineer)
    capa = actions.fail_recheck(capa, reason="两周后仍有投诉", by=manager)
    assert (capa.state, capa.round) == ("sent_back", 2)
    assert actions.fail_recheck(capa, reason="再查", by=manager).code == "cases.not_at_this_stage"
    assert settled(capa, team).state == "struck_off"


@pytest.mark.clause("000-085", "001-028")
def test_a_task_from_above_is_reported_upward_only_after_a_check(community, team):
    """交办任务: registered with its source, owner and deadline; the result that goes up stands on the file."""
    manager, guard = team("赵敏"), team("陈刚", "guard")
    task = actions.open_case(
        community,
        kind="task",
        title="重阳节慰问",
        source="街道办",
        owner=team.person("陈刚"),
        due_at=START + timedelta(days=3),
        by=manager,
    )
    task = actions.accept_case(task, by=guard)
    task = actions.submit_rectification(task, done="走访 12 户", by=guard)
    assert actions.pass_recheck(task, by=team("陈刚", "squad_leader")).code == "cases.own_work"
    actions.pass_recheck(task, by=manager)
    actions.add_evidence(task, text="走访照片", by=guard)
    task = actions.strike_off(task, result="已报街道：12 户全部走访", by=manager)
    assert (task.state, task.source, task.result) == ("struck_off", "街道办", "已报街道：12 户全部走访")
    row = Entry.objects.get(name="cases.case_closed")
    assert (row.payload["is_in_time"], row.payload["kind"]) == (True, "task")


@pytest.mark.clause("003-190")
def test_hazards_of_every_class_and_source_feed_one_ledger(community, team):
    """私搭乱建、高空坠物、违规停放、消防通道堵塞、私拉电线, from guards, residents or a device."""
    classes = ("illegal_building", "falling_objects", "illegal_parking", "blocked_fire_lane", "private_wiring")
    actors = (team("陈刚", "guard"), team("业主", "owner"), Actor.system("reaction"))
    for n, category in enumerate(classes):
        case = actions.open_case(
            community, kind="hazard", category=category, title=category, source=f"source{n % 3}", by=actors[n % 3]
        )
        assert not isinstance(case, Refusal)
    assert sorted(queries.open_cases(community, kind="hazard").values_list("category", flat=True)) == sorted(classes)
    assert set(Case.objects.values_list("source", flat=True)) == {"source0", "source1", "source2"}


def test_the_grade_of_a_proof_depends_on_who_gives_it(community, team):
    case = actions.open_case(
        community,
        kind="repair",
        title="灯",
        reporter=team.person("业主"),
        owner=team.person("王工"),
        by=team("前台", "front_desk"),
    )
    device = Actor("device", code="camera", posts={community.id: frozenset({"guard"})})
    for by in (device, team("业主", "owner"), team("赵敏"), team("王工", "engineer")):
        actions.add_evidence(case, text="照片", by=by)
    assert [proof.grade for proof in queries.evidence(case)] == ["A", "A", "B", "C"]
    assert actions.add_evidence(case, text=" ", by=device).code == "cases.nothing_told"
    assert Evidence.objects.count() == 4


def test_a_second_person_is_a_person(community, team):
    case = notice(community, team)
    case = actions.approve_stage(actions.submit_plan(case, **PLAN, by=team("王工", "engineer")), by=team("赵敏"))
    case = actions.submit_rectification(case, done="已换", by=team("王工", "engineer"))
    for verb in (actions.pass_recheck, actions.strike_off):
        assert verb(case, by=Actor.system("schedule")).code == "cases.no_person"
    assert actions.fail_recheck(case, reason="x", by=Actor.system("schedule")).code == "cases.no_person"
    assert Case.objects.get().state == "to_recheck"


def test_small_verbs_refuse_too(community, team):
    manager = team("赵敏")
    case = actions.open_case(community, kind="repair", title="灯", by=manager)
    assert actions.add_note(case, note=" ", by=manager).code == "cases.nothing_told"
    assert actions.assign_case(case, by=manager).code == "cases.nobody_named"
    assert actions.finish_work(case, done="修好", by=manager).code == "cases.not_at_this_stage"
    assert actions.reopen_case(case, reason="x", by=manager).code == "cases.not_at_this_stage"
    assert actions.find_responsibility(case, liability="ours", by=manager).code == "cases.not_an_incident"
    working = actions.accept_case(case, by=manager)
    assert actions.accept_case(working, by=manager).code == "cases.not_at_this_stage"
    assert (
        actions.dismiss_case(working, reason="误报", by=team("刘总", "project_manager")).code
        == "cases.not_at_this_stage"
    )
    finding = actions.add_finding(working, text="短板", by=manager)
    assert actions.add_finding(working, text="", by=manager).code == "cases.nothing_told"
    done = actions.finish_work(working, done="修好", by=manager)
    assert actions.assign_case(done, owner=team.person("李强"), by=manager).code == "cases.work_finished"
    assert (Finding.objects.get(), Case.objects.get().owner) == (finding, team.person("赵敏"))


def picture() -> Blob:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(buffer, "PNG")
    return files.checked(buffer.getvalue(), name="通道.png", accept=("image/",))


def test_photos_come_with_the_deed_and_belong_to_the_case(community, team):
    """Two taps: the report with its photo; what is not a picture never gets in."""
    guard = team("陈刚", "guard")
    case = actions.open_case(community, kind="hazard", title="消防通道被堵", photos=[picture()], by=guard)
    proof = queries.evidence(case).get()
    assert (proof.stage, proof.grade, proof.file.name, proof.file.owner_id) == ("reported", "B", "通道.png", case.id)
    assert files.read_all(proof.file).startswith(b"\x89PNG")
    actions.add_evidence(case, text="近照", file=picture(), by=guard)
    assert queries.evidence(case).count() == 2
    with pytest.raises(BadInput):
        actions.open_case.spec.clean(
            {"kind": "hazard", "title": "x", "photos": [io.BytesIO(b"%PDF-1.4 not a picture")]}
        )


@pytest.mark.clause("002-045", "002-064", "002-063")
def test_an_internal_task_is_finished_by_one_and_verified_by_another_with_a_limit_on_each_step(community, team):
    """Two sides sign with their times; a step that lasts longer than its limit is reported."""
    manager, guard = team("赵敏"), team("陈刚", "guard")
    task = actions.open_case(community, kind="task", title="清点钥匙", owner=team.person("陈刚"), by=manager)
    assert task.stage_due_at == START + timedelta(hours=24)
    assert list(queries.late_stages(community, at=START + timedelta(hours=25))) == [task]
    actions.accept_case(task, by=guard)
    task = actions.submit_rectification(task, done="62 把齐全", by=guard, at=START + timedelta(hours=2))
    assert task.stage_due_at == START + timedelta(hours=50)
    assert list(queries.late_stages(community, at=START + timedelta(hours=51))) == [task], "the verifier's step has its limit too"
    assert actions.pass_recheck(task, by=team("陈刚", "guard", "squad_leader")).code == "cases.own_work"
    assert actions.strike_off(task, by=manager).code == "cases.not_at_this_stage"
    actions.pass_recheck(task, note="抽查 10 把", by=manager, at=START + timedelta(hours=3))
    done, verified = Submission.objects.get(), queries.rechecks(task).get()
    assert (done.by, done.at, verified.by, verified.at) == (
        team.person("陈刚"), START + timedelta(hours=2), team.person("赵敏"), START + timedelta(hours=3),
    )  # fmt: skip


@pytest.mark.clause("004-085")
def test_the_first_contact_stays_responsible_until_the_end(community, team):
    """首问责任制: who accepts owns it, and stays named when somebody else does the work."""
    desk, manager = team("前台小周", "front_desk"), team("赵敏")
    case = actions.accept_case(
        actions.open_case(community, kind="complaint", title="停车纠纷", by=team("业主", "owner")), by=desk
    )
    assert (case.first_contact, case.owner) == (team.person("前台小周"), team.person("前台小周"))
    case = actions.assign_case(case, owner=team.person("陈刚"), by=manager)
    assert (case.first_contact, case.owner) == (team.person("前台小周"), team.person("陈刚"))
    actions.finish_work(case, done="已调解", by=team("陈刚", "guard"))
    actions.record_return_visit(case, outcome="unsolved", by=desk)
    case = actions.start_work(case, by=team("陈刚", "guard"))
    assert case.first_contact == team.person("前台小周")
    assert actions.accept_case(case, by=team("李强", "squad_leader")).code == "cases.not_at_this_stage"


@pytest.mark.clause("000-081")
def test_a_breach_of_discipline_is_kept_with_its_follow_up(community, team):
    """纪检: who, what, what was found and what followed; it is over only after a recheck by another person."""
    manager, member = team("赵敏"), team("陈刚", "guard")
    case = actions.open_case(
        community, kind="problem", category="discipline", title="当班睡岗", owner=team.person("陈刚"), by=manager
    )
    actions.add_finding(case, text="连续两个夜班", by=manager)
    case = actions.start_work(actions.grade_case(case, severity=3, by=manager), measure="谈话教育", by=member)
    case = actions.submit_rectification(case, done="写出检查，参加培训", by=member)
    assert actions.pass_recheck(case, by=team("陈刚", "project_manager")).code == "cases.own_work"
    actions.pass_recheck(case, note="一周抽查三次均在岗", by=manager)
    actions.add_evidence(case, text="检查书", by=manager)
    assert actions.strike_off(case, by=manager).state == "struck_off"
    assert [case.title for case in queries.with_category(community, "problem", "discipline")] == ["当班睡岗"]
