"""Required reading: everybody of a post, once per version, acknowledged for oneself; checks and follow-ups of what was read."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.documents import actions, queries, schedule
from anju.domains.documents.models import Check, FollowUp, Issue, Reading
from anju.domains.people.models import Membership
from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Entry

from .conftest import START, TODAY, filed, in_force, photo, upload

DAY = timedelta(days=1)
QUESTIONS = "交接班提前多久到岗？| 5 分钟 | *15 分钟 | 30 分钟\n遇火警先做什么？| *报警并核实 | 拍照发群"


@pytest.fixture
def guards(team) -> list[Actor]:
    return [(team.person(name, "guard"), team(name, "guard"))[1] for name in ("陈刚", "李明", "王强")]


@pytest.fixture
def rule(community, team, loaded, guards, manager):
    """A rule that the guards must read within five days, with two questions."""
    made = in_force(community, loaded["ZD"], "交接班制度", team)
    return actions.require_reading(made, roles=["guard"], days=5, questions=QUESTIONS, by=manager)


def reading_of(actor: Actor, **more) -> Reading:
    return Reading.objects.get(person_id=actor.person, **more)


@pytest.mark.clause("003-318", "002-256", "000-064")
def test_a_new_rule_reaches_every_employee_and_is_understood_by_test(community, rule, guards, team, desk, manager):
    assert [(one.due_on, one.state) for one in Reading.objects.all()] == [(TODAY + 5 * DAY, "owed")] * 3
    first = guards[0]
    assert actions.acknowledge_reading(reading_of(first), answers=[1, 0], by=first).code == "documents.open_first"
    assert actions.open_reading(reading_of(first), by=guards[1]).code == "documents.not_your_reading"
    actions.open_reading(reading_of(first), by=first)
    assert actions.acknowledge_reading(reading_of(first), answers=[1], by=first).code == "documents.answer_all"
    assert actions.acknowledge_reading(reading_of(first), answers=[1, 0], by=guards[1]).code == "documents.not_your_reading"
    failed = actions.acknowledge_reading(reading_of(first), answers=[0, 0], by=first)
    assert (failed.state, failed.score, failed.asked, failed.attempts) == ("owed", 1, 2, 1)
    passed = actions.acknowledge_reading(reading_of(first), answers=[1, 0], by=first)
    assert (passed.state, passed.score, passed.attempts, queries.reading_rate(rule)) == ("acknowledged", 2, 2, (1, 3))
    assert actions.acknowledge_reading(passed, answers=[1, 0], by=first).code == "documents.not_owed"
    actions.add_version(rule, file=upload("第二版"), by=desk)
    second = actions.approve_document(actions.submit_document(rule, by=desk), by=manager)
    rows = {(row.person_id == first.person, row.version): row.state for row in Reading.objects.all()}
    assert rows == {(True, 1): "acknowledged", (False, 1): "dropped", (True, 2): "owed", (False, 2): "owed"}
    assert queries.reading_rate(second) == (0, 3)


def test_the_first_version_of_a_draft_goes_to_its_readers_when_it_is_approved(community, loaded, guards, manager, desk):
    draft = filed(community, loaded["ZD"], "值班制度", desk)
    actions.require_reading(draft, roles=["guard"], by=manager)
    assert Reading.objects.count() == 0
    actions.approve_document(draft, by=manager)
    assert Reading.objects.filter(version=1, state="owed").count() == 3
    assert Entry.objects.latest("id").payload["readers"] == 3


@pytest.mark.clause("002-256")
def test_whether_a_rule_is_kept_to_is_checked_and_stands_with_its_versions(community, rule, team):
    leader = team("班长老吴", "squad_leader")
    given = {"kind": "execution", "by": leader}
    assert actions.check_document(rule, **given).code == "documents.finding_needed"
    assert actions.check_document(rule, note="未签字", kind="execution", by=team("陈刚", "guard")).code == "kernel.not_permitted"
    assert Check.objects.count() == 0
    actions.check_document(rule, clause="二", person=team.person("陈刚"), note="当面交接未签字", **given)
    with clock.frozen(START + DAY):
        actions.check_document(rule, is_fine=True, **given)
    found = queries.trace(rule)
    assert [(one.kind, one.is_fine, one.clause, one.note, str(one.checked_by), one.at) for one in found.checks] == [
        ("execution", True, "", "", "班长老吴", START + DAY), ("execution", False, "二", "当面交接未签字", "班长老吴", START),
    ]  # fmt: skip
    assert [(one.number, one.state) for one, _files in found.versions] == [(1, "effective")]


@pytest.mark.clause("004-040")
def test_the_handbook_is_acknowledged_by_everybody_and_breaches_name_its_clause(community, loaded, guards, manager, team, desk):
    manual, piece = queries.coverage(community, 2026, today=TODAY, classes=[loaded["SC"]])[0].missing
    assert (manual.piece.name, piece.piece.name) == ("质量手册", "员工手册"), "the handbook is asked for until it is held"
    handbook = in_force(community, loaded["SC"], "员工手册", team, piece=piece.piece)
    assert [need.piece.name for need in queries.coverage(community, 2026, today=TODAY, classes=[loaded["SC"]])[0].missing] == ["质量手册"]
    team.person("前台小周", "front_desk")
    handbook = actions.require_reading(handbook, roles=["guard", "front_desk"], by=manager)
    assert queries.reading_rate(handbook) == (0, 4)
    for actor in (*guards, desk):
        actions.open_reading(reading_of(actor), by=actor)
        actions.acknowledge_reading(reading_of(actor), by=actor)
    assert queries.reading_rate(handbook) == (4, 4), "all of the staff"
    breach = actions.check_document(handbook, kind="execution", clause="3.2 仪容仪表", person=team.person("李明"), note="未着制服", by=manager)
    assert (breach.is_fine, breach.clause, str(breach.person)) == (False, "3.2 仪容仪表", "李明")
    assert [one.pk for one in queries.trace(handbook).checks] == [breach.pk]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"roles": []}, "name_readers"), ({"roles": ["king"]}, "name_readers"), ({"days": 0}, "bad_days"), ({"days": 91}, "bad_days"),
        ({"questions": "只有问题"}, "bad_question"), ({"questions": "问？| 甲 | 乙"}, "bad_question"), ({"questions": "问？| *甲 | *乙"}, "bad_question"),
        ({"questions": "\n".join(["问？| *甲 | 乙"] * 21)}, "too_many_questions"),
    ],
)  # fmt: skip
def test_what_cannot_be_required(community, team, loaded, guards, manager, given, code):
    made = in_force(community, loaded["ZD"], "值班制度", team)
    assert actions.require_reading(made, **{"roles": ["guard"], "by": manager, **given}).code == f"documents.{code}"
    made.refresh_from_db()
    assert (made.reading_roles, Reading.objects.count()) == ([], 0)


def test_withdrawn_rules_need_not_be_read(community, rule, guards, manager):
    actions.withdraw_document(rule, reason="作废", by=manager)
    assert set(Reading.objects.values_list("state", flat=True)) == {"dropped"}
    rule.refresh_from_db()
    assert actions.require_reading(rule, roles=["guard"], by=manager).code == "documents.not_in_force"


def test_newcomers_get_it_and_leavers_lose_it(community, rule, guards, manager, team):
    assert actions.hand_out_readings(rule, by=manager).code == "documents.everybody_has_it"
    team.person("新来的小赵", "guard")
    Membership.objects.filter(person_id=guards[2].person).update(ended_at=START - DAY)
    with clock.frozen(START + 2 * DAY):
        schedule.hand_out(community)
        assert Entry.objects.latest("id").payload["readers"] == 1
    assert Reading.objects.get(person=team.person("新来的小赵")).due_on == TODAY + 7 * DAY
    assert (reading_of(guards[2]).state, queries.readings_to_hand_out(community)) == ("dropped", [])


def test_what_is_not_read_in_time_is_overdue_once(community, rule, guards):
    assert actions.note_reading_late(reading_of(guards[0]), by=Actor.system("x")).code == "documents.not_late"
    with clock.frozen(START + 5 * DAY):
        schedule.note_late(community)
        assert Reading.objects.filter(state="overdue").count() == 0, "the day itself is still in time"
    with clock.frozen(START + 6 * DAY):
        schedule.note_late(community)
        schedule.note_late(community)
        assert queries.late_readings(community, on=TODAY + 6 * DAY).count() == 3
        actions.open_reading(reading_of(guards[0]), by=guards[0])
        late = actions.acknowledge_reading(reading_of(guards[0]), answers=[1, 0], by=guards[0])
    assert (late.state, Entry.objects.filter(name="documents.reading_late").count()) == ("acknowledged", 3)
    assert Entry.objects.latest("id").payload["is_on_time"] is False


@pytest.mark.clause("003-315", "003-317")
def test_rules_duties_procedures_and_standards_are_reviewed_on_schedule(community, team, loaded, manager, desk):
    names = {"ZD": "值班制度", "GW": "岗位责任制", "CX": "门岗管理流程", "KH": "绩效考核制度"}
    made = {code: in_force(community, loaded[code], title, team) for code, title in names.items()}
    assert {code: one.review_due_on for code, one in made.items()} == {
        "ZD": date(2027, 3, 5), "GW": date(2027, 3, 5), "CX": date(2026, 9, 5), "KH": date(2027, 3, 5),
    }  # fmt: skip
    assert list(queries.review_due(community, on=date(2026, 9, 4))) == []
    with clock.frozen(START + 184 * DAY):
        assert [one.title for one in queries.review_due(community, on=clock.today(community))] == ["门岗管理流程"]
        actions.check_document(made["CX"], kind="review", is_fine=True, note="增加访客码", by=manager)
        assert list(queries.review_due(community, on=clock.today(community))) == []
    made["CX"].refresh_from_db()
    assert made["CX"].review_due_on == date(2027, 3, 5)
    assert [(one.kind, str(one.checked_by)) for one in Check.objects.filter(document=made["CX"])] == [("review", "赵敏")]
    with clock.frozen(START + 190 * DAY):
        actions.add_version(made["CX"], file=upload("第二版"), note="增加访客码", by=desk)
        second = actions.approve_document(actions.submit_document(made["CX"], by=desk), by=manager)
    assert (second.version, second.review_due_on) == (2, date(2027, 3, 11))
    assert [(one.number, one.state, one.note) for one, _files in queries.trace(second).versions] == [(2, "effective", "增加访客码"), (1, "replaced", "")]


@pytest.mark.clause("002-631")
def test_a_record_is_good_only_when_it_is_clear_accurate_and_complete(community, desk, loaded, manager):
    record = filed(community, loaded["XL"], "一月巡逻记录", desk)
    answers = {"is_clear": True, "is_accurate": True, "is_complete": False}
    assert actions.check_document(record, kind="quality", is_fine=True, is_clear=True, by=manager).code == "documents.three_answers"
    assert actions.check_document(record, kind="quality", is_fine=True, by=manager, **answers).code == "documents.answers_differ"
    assert actions.check_document(record, kind="quality", is_fine=False, by=manager, **answers).code == "documents.finding_needed"
    assert Check.objects.count() == 0
    bad = actions.check_document(record, kind="quality", is_fine=False, note="缺 1月9日", by=manager, **answers)
    good = actions.check_document(record, kind="quality", is_fine=True, by=manager, is_clear=True, is_accurate=True, is_complete=True)
    assert [(one.is_fine, one.is_clear, one.is_accurate, one.is_complete) for one in (bad, good)] == [(False, True, True, False), (True, True, True, True)]
    draft = actions.register_document(community, klass=loaded["XL"], title="草稿", by=desk)
    assert actions.check_document(draft, kind="review", is_fine=True, by=manager).code == "documents.not_in_force"


@pytest.mark.clause("004-039", "004-316")
def test_procedures_are_mapped_to_three_management_systems_and_their_conformance_recorded(community, team, loaded, manager):
    systems = {"门岗管理流程": ["quality"], "保洁作业程序": ["quality", "environment"], "高空作业程序": ["safety"]}
    made = {title: in_force(community, loaded["CX"], title, team, systems=codes) for title, codes in systems.items()}
    assert {one.title: one.systems for one in queries.documents_of(loaded["CX"])} == systems
    labels = dict(queries.SYSTEMS)
    assert ["ISO 9001" in str(labels["quality"]), "ISO 14001" in str(labels["environment"]), "OHSAS 18001" in str(labels["safety"])] == [True] * 3
    actions.check_document(made["门岗管理流程"], kind="conformance", system="quality", is_fine=True, by=manager)
    actions.check_document(made["高空作业程序"], kind="conformance", system="safety", clause="4.4.6", note="无监护人", by=manager)
    found = Check.objects.filter(kind="conformance").order_by("at", "pk").values_list("document__title", "system", "is_fine", "clause")
    assert set(found) == {("门岗管理流程", "quality", True, ""), ("高空作业程序", "safety", False, "4.4.6")}


@pytest.mark.clause("000-139")
def test_a_directive_is_registered_and_its_carrying_out_is_followed(community, desk, manager, team, loaded):
    directive = filed(community, loaded["FG"], "关于加强消防工作的通知", desk, issuer="市消防救援支队", dated_on=TODAY)
    given = {"owner": team.person("安全经理老周"), "by": manager}
    assert actions.add_follow_up(directive, title=" ", due_on=TODAY, **given).code == "documents.follow_up_future"
    assert actions.add_follow_up(directive, title="x", due_on=TODAY - DAY, **given).code == "documents.follow_up_future"
    one = actions.add_follow_up(directive, title="清理楼道", due_on=TODAY + DAY, **given)
    two = actions.add_follow_up(directive, title="组织培训", due_on=TODAY + 9 * DAY, **given)
    assert actions.note_follow_up_late(one, by=Actor.system("x")).code == "documents.not_late"
    with clock.frozen(START + 2 * DAY):
        schedule.note_late(community)
        assert actions.finish_follow_up(two, result=" ", by=team("老周", "security_manager")).code == "documents.result_needed"
        done = actions.finish_follow_up(two, result="培训 32 人", evidence=photo(), by=team("老周", "security_manager"))
        assert actions.finish_follow_up(done, result="x", by=manager).code == "documents.follow_up_done"
    assert (directive.issuer, done.result, str(done.done_by), done.done_at) == ("市消防救援支队", "培训 32 人", "老周", START + 2 * DAY)
    assert list(queries.follow_ups_of(directive).values_list("title", "state", "owner__name")) == [("清理楼道", "overdue", "安全经理老周"), ("组织培训", "done", "安全经理老周")]
    draft = actions.register_document(community, klass=loaded["FG"], title="草稿", by=desk)
    assert actions.add_follow_up(draft, title="x", due_on=TODAY, **given).code == "documents.not_in_force"
    assert FollowUp.objects.count() == 2


@pytest.mark.clause("002-066")
def test_the_five_standard_texts_have_a_version_and_a_receipt_per_owner(community, team, desk, loaded, dwellings):
    names = ["前期物业服务协议", "管理公约", "装修管理规定", "住宅质量保证书", "住宅使用说明书"]
    (covered,) = queries.coverage(community, 2026, today=TODAY, classes=[loaded["BZ"]])
    assert [need.piece.name for need in covered.missing] == names
    texts = [in_force(community, loaded["BZ"], name, team, piece=need.piece) for name, need in zip(names, covered.needs, strict=True)]
    assert queries.coverage(community, 2026, today=TODAY, classes=[loaded["BZ"]])[0].is_complete
    actions.add_version(texts[1], file=upload("第二版"), by=desk)
    texts[1] = actions.approve_document(actions.submit_document(texts[1], by=desk), by=team("赵敏"))
    receipt = photo()
    for text in texts:
        actions.issue_text(text, dwelling=dwellings[0], receiver_name="王先生", signature=photo(), by=desk)
    shown = Issue.objects.order_by("document__number").values_list("document__title", "version", "issued_at", "dwelling__full_name")
    assert list(shown) == [(name, 2 if name == "管理公约" else 1, START, "1栋101") for name in names]
    assert {(one.receiver_name, str(one.issued_by), one.signature.sha256) for one in Issue.objects.all()} == {("王先生", "前台小周", receipt.sha256)}
    assert actions.issue_text(texts[0], dwelling=dwellings[0], by=desk).code == "documents.receiver_needed"
    assert actions.issue_text(texts[0], dwelling=None, receiver_name="王先生", by=desk).code == "documents.receiver_needed"
    draft = actions.register_document(community, klass=loaded["BZ"], title="草稿", by=desk)
    assert actions.issue_text(draft, dwelling=dwellings[0], receiver_name="王先生", by=desk).code == "documents.not_in_force"
    assert Issue.objects.count() == 5
