"""Workers, material, damage, neighbours, and how works end."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from anju.domains.access import actions as access
from anju.domains.cases.models import Case
from anju.domains.charges.models import Refund
from anju.domains.documents import actions as documents
from anju.domains.documents.models import Document
from anju.domains.documents.queries import class_by_code
from anju.domains.notices.models import Notice
from anju.domains.passes import actions as passes
from anju.domains.passes.models import Pass
from anju.domains.people.models import Residency
from anju.domains.renovation import actions, queries
from anju.domains.renovation.models import Breach, Complaint, Damage, Inspection, Material, Occasion, Violation, Worker
from anju.domains.renovation.screens import MaterialScreen
from anju.kernel.models import Entry

from .conftest import DAY, HOUR, IDENTITY, START, again, answers, must, photo

TOPICS = ["rules", "bans", "fire", "power", "heights", "waste"]


@pytest.mark.clause("003-054")
def test_a_permit_is_live_only_after_training_and_the_gate_decides_by_it(site):
    """For renovation workers and outside service staff alike; breaches stand against the worker and his company."""
    project = site.running()
    for of in (project, None):
        one = must(site.worker(of, name="张师傅" if of else "李师傅"))
        assert (one.state, one.permit.state) == ("to_train", "asked")
        assert passes.scan_pass(site.where, code=one.permit.number, by=site.guard).outcome == "refused"
        assert actions.make_permit_live(one, by=site.chief).code == "renovation.not_trained"
        assert actions.train_worker(one, topics=TOPICS[:5], signature=photo(), by=site.leader).code == "renovation.topics_missing"
        assert actions.train_worker(one, topics=TOPICS, by=site.leader).code == "renovation.signature_needed"
        assert again(one).state == "to_train"
        one = must(actions.train_worker(one, topics=TOPICS, signature=photo(), by=site.leader))
        assert (one.state, one.trained_at, one.trained_by) == ("trained", START, site.team.person("刘班"))
        one = must(actions.make_permit_live(one, by=site.chief))
        assert (one.state, again(one.permit).state) == ("live", "issued")
        assert passes.scan_pass(site.where, code=one.permit.number, by=site.guard).outcome == "allowed"
    must(actions.record_breach(one, kind="rules", response="warning", words="楼道吸烟", by=site.guard))
    must(actions.record_breach(Worker.objects.get(kind="renovation"), kind="smoking", response="warning", words="室内吸烟", by=site.guard))
    assert queries.breaches_by_company(site.where, since=START - DAY) == [("美居装饰", 2, 2)]


def test_the_gate_lets_the_worker_in_by_his_permit_and_out_always(site):
    project = site.running()
    one = site.live(project)
    south = site.place(None, "gate", "S", "南门")
    lane = must(access.add_lane(site.where, name="南门人行", place=south, by=site.manager))
    went = must(access.decide_passage(lane, direction="in", shown="pass", secret=one.permit.number, by=site.guard))
    assert (went.outcome, went.category, went.permit) == ("allowed", "worker", one.permit)
    permit = must(access.decide_passage(lane, direction="in", shown="pass", secret=project.permit.number, by=site.guard, at=START + DAY))
    assert (permit.outcome, permit.code) == ("ask", "unknown_category")
    must(actions.end_worker(one, reason="完工离场", by=site.desk))
    assert must(access.decide_passage(lane, direction="out", shown="pass", secret=one.permit.number, by=site.guard)).outcome == "allowed"
    assert must(access.decide_passage(lane, direction="in", shown="pass", secret=one.permit.number, by=site.guard)).outcome == "refused"


@pytest.mark.clause("002-305")
def test_a_worker_has_an_area_and_leaving_it_is_a_warning_or_a_recheck(site):
    project = site.running()
    assert site.worker(project, area=" ").code == "renovation.bad_identity"
    one = site.live(project, area="3栋2单元1502 及货梯通道")
    assert (one.area, "3栋2单元1502 及货梯通道" in one.permit.purpose) == ("3栋2单元1502 及货梯通道", True)
    for response in ("warning", "recheck"):
        made = must(actions.record_breach(one, kind="area", response=response, words="在 5 栋地下室走动", photo=photo(), by=site.guard))
        assert (made.kind, made.response, made.company, made.project, made.at) == ("area", response, "美居装饰", project, START)
    assert actions.record_breach(one, kind="area", response="fine", words="x", by=site.guard).code == "renovation.unknown_breach"
    assert actions.record_breach(one, kind="area", response="warning", words=" ", by=site.guard).code == "renovation.words_needed"
    assert Breach.objects.count() == 2
    must(actions.record_breach(one, kind="area", response="pass_ended", words="第三次越界", by=site.guard))
    assert (again(one).state, again(one.permit).state) == ("ended", "revoked")


def test_what_a_worker_cannot_be_registered_with(site):
    project = site.running()
    for changed, code in (
        ({"name": " "}, "worker_incomplete"), ({"company": ""}, "worker_incomplete"), ({"identity_number": IDENTITY[:-1] + "0"}, "bad_identity"),
        ({"kind": "service"}, "worker_of_nothing"), ({"identity_number": "😀"}, "bad_identity"), ({"identity_number": "110199199003074477"}, "bad_identity"),
    ):  # fmt: skip
        assert site.worker(project, **changed).code == f"renovation.{code}"
    assert (Worker.objects.count(), Pass.objects.filter(kind="worker").count()) == (0, 0)
    one = must(site.worker(project))
    assert site.worker(project).code == "passes.has_one"
    must(actions.train_worker(one, topics=TOPICS, signature=photo(), by=site.leader))
    both = site.team("小周", "front_desk", "security_manager")
    assert actions.make_permit_live(one, by=both).code == "renovation.second_person"
    assert actions.make_permit_live(one, by=site.chief, at=START + 365 * DAY).code == "renovation.training_old"
    must(actions.end_worker(one, reason="不来了", by=site.desk))
    assert again(one).personal_erase_on == date(2026, 6, 3)
    assert actions.end_worker(one, reason="x", by=site.desk).code == "renovation.worker_ended"
    assert actions.train_worker(one, topics=TOPICS, signature=photo(), by=site.leader).code == "renovation.worker_ended"


@pytest.mark.clause("002-285")
@pytest.mark.parametrize(("items", "told"), [("防盗窗 2 樘", "window_grille"), ("格力空调 1 台", "air_conditioner"), ("防盗门 1 樘", "security_door")])
def test_security_windows_air_conditioners_and_doors_are_told_to_the_renovation_team(site, items, told):
    site.team.person("王工", "engineer")
    site.team.person("赵敏", "project_manager")
    made = must(actions.note_goods(site.where, dwelling=site.home, items=f"瓷砖 20 箱\n{items}", photo=photo(), by=site.guard))
    assert (made.told, made.state, made.project) == ([told], "noted", None)
    visit = Inspection.objects.get()
    assert (visit.dwelling, visit.kind, visit.state, visit.due_at) == (site.home, "follow_up", "planned", START + DAY)
    assert (Notice.objects.get().audience["roles"], Notice.objects.get().counted) == (["engineer", "project_manager"], 2)
    must(actions.note_goods(site.where, dwelling=site.home, items="水泥 20 包", by=site.guard))
    assert (Inspection.objects.count(), Notice.objects.count()) == (1, 1)


def test_material_is_compared_item_by_item_and_never_held(site):
    project = site.running()
    assert actions.declare_material(project, items="防盗网 × 3", carrier="王师傅", by=site.desk).code == "renovation.banned_goods"
    assert Material.objects.count() == 0
    one = must(actions.declare_material(project, items="水泥 × 20\n空调 × 1", carrier="王师傅", by=site.desk))
    assert (one.permit.kind, one.permit.state, one.told) == ("material", "issued", ["air_conditioner"])
    assert "水泥" in MaterialScreen.before["check_material"](one), "who counts sees what should be there"
    assert (str(one), str(Inspection())) == (f"材料进场 {one.permit.number}", "现场巡查"), "a title is never the name of a class"
    assert actions.check_material(one, by=site.guard).code == "renovation.goods_photo"
    assert actions.check_material(one, counted="水泥 × many", photo=photo(), by=site.guard).code == "renovation.bad_count"
    differs = must(actions.check_material(one, counted="水泥 × 18\n空调 × 1", photo=photo(), by=site.guard))
    assert (differs.state, differs.items, again(one.permit).state) == ("differs", [["水泥", 20, 18], ["空调", 1, 1]], "issued")
    through = must(actions.check_material(one, counted="水泥 × 20\n空调 × 1", photo=photo(), by=site.guard))
    assert (through.state, again(one.permit).state, Inspection.objects.count()) == ("checked", "used", 1)
    assert actions.check_material(through, photo=photo(), by=site.guard).code == "renovation.checked_already"
    assert actions.note_goods(site.where, dwelling=site.home, items=" ", by=site.guard).code == "renovation.words_needed"
    must(actions.order_stop_work(site.violation("rough"), words="停", by=site.leader))
    assert actions.declare_material(again(project), items="砂 × 10", carrier="王师傅", by=site.desk).code == "renovation.no_permit_goods"
    out = must(actions.declare_material(again(project), items="建筑垃圾 × 30", direction="out", carrier="王师傅", by=site.desk))
    assert must(actions.check_material(out, photo=photo(), by=site.guard)).state == "checked"


@pytest.mark.clause("002-191", "004-244")
@pytest.mark.parametrize("kind", ["pipe", "neighbour"])
def test_a_damage_is_a_case_with_compensation_and_a_repair_that_is_shown(site, kind):
    project = site.running()
    assert actions.report_damage(project, place=site.next_door, kind="soul", words="x", by=site.guard).code == "renovation.unknown_damage"
    one = must(actions.report_damage(project, place=site.next_door, kind=kind, words="打穿水管，楼下客厅漏水", photos=[photo()], by=site.engineer))
    assert (one.case.category, one.case.answerable, one.case.place, one.state) == ("damage", "美居装饰", site.next_door, "reported")
    assert actions.confirm_repair(one, photo=photo(), words="好了", by=site.manager).code == "renovation.not_agreed"
    assert actions.agree_compensation(one, amount=Decimal("-1"), words="x", paper=photo(), by=site.desk).code == "renovation.paper_needed"
    agreed = must(actions.agree_compensation(one, amount=Decimal("1200.50"), words="赔偿并修复吊顶", paper=photo(), by=site.desk))
    assert (agreed.state, agreed.compensation_fen, agreed.agreed_paper is not None) == ("agreed", 120_050, True)
    assert actions.agree_compensation(one, amount=Decimal(1), words="x", paper=photo(), by=site.desk).code == "renovation.agreed_already"
    assert actions.confirm_repair(one, photo=photo(), words="好了", by=site.engineer).code == "renovation.second_person"
    done = must(actions.confirm_repair(one, photo=photo(), words="已付款，吊顶修复", by=site.manager, at=START + 9 * DAY))
    assert (done.state, done.repaired_at, done.confirmed_by, Damage.objects.count()) == ("repaired", START + 9 * DAY, site.team.person("赵敏"), 1)


def accepted(site, project, **changed):
    given = {"answers": answers("first"), "photos": [photo()], "test": "闭水 48 小时，楼下无渗漏", **changed}
    return actions.accept_works(project, **given, by=site.engineer)


def stops_acceptance(site, line: str, *works: str) -> None:
    """The line must be answered, with a photo; not in order the works are not accepted; in order they are, and the answer is kept."""
    project = site.running(*works)
    asked = answers("first")
    assert asked.pop(line) == "ok"
    assert accepted(site, project, answers=asked).code == "renovation.open_line"
    assert accepted(site, project, answers=answers("first", **{line: "fault"})).code == "renovation.not_in_order"
    assert accepted(site, project, photos=None).code == "renovation.photo_needed"
    assert (again(project).state, Inspection.objects.count()) == ("under_way", 0)
    assert must(accepted(site, project)).state == "accepted"
    assert (Inspection.objects.get().answers[line], len(Inspection.objects.get().photos)) == ("ok", 1)


@pytest.mark.clause("002-198", "004-251")
def test_buried_drains_have_an_access_hole(site):
    """On the daily round too: without it there is a violation."""
    stops_acceptance(site, "access_hole", "drain_cover")
    must(site.visit(dwelling=site.next_door, answers=answers(access_hole="fault")))
    assert Violation.objects.get().code == "drain_cover"


@pytest.mark.clause("002-204", "004-257")
def test_ceilings_can_be_taken_off_or_opened(site):
    stops_acceptance(site, "ceiling", "ceiling")


@pytest.mark.clause("002-205", "004-258")
def test_joints_of_bath_and_toilet_are_checked(site):
    stops_acceptance(site, "sanitary", "sanitary")


@pytest.mark.clause("002-209", "004-261")
def test_the_outdoor_unit_is_at_its_place(site):
    stops_acceptance(site, "air_place", "air_outdoor")


@pytest.mark.clause("002-210", "004-262")
def test_the_drip_pipe_joins_the_condensate_pipe(site):
    stops_acceptance(site, "air_drip", "air_outdoor")


@pytest.mark.clause("002-199", "004-252")
def test_waterproofing_is_tested_with_standing_water(site):
    project = site.running("waterproofing")
    assert {one.code: one.verdict for one in project.found} == {"waterproofing": "condition"}
    assert accepted(site, project, test=" ").code == "renovation.test_needed"
    assert accepted(site, project, answers=answers("first", waterproof="fault")).code == "renovation.not_in_order"
    assert Inspection.objects.count() == 0
    must(accepted(site, project, test="闭水 48 小时无渗漏"))
    assert (Inspection.objects.get().answers["waterproof"], Inspection.objects.get().test) == ("ok", "闭水 48 小时无渗漏")


@pytest.mark.clause("002-200", "004-253")
def test_a_pressure_test_is_advised_and_its_result_kept_when_it_was_made(site):
    """Without it the works are accepted all the same; the advice was shown and signed for."""
    project = site.running("water_pipes")
    assert {one.code: one.verdict for one in project.found} == {"water_pipes": "advice"}
    assert Entry.objects.get(name="renovation.rules_told").payload["advised"] == ["water_pipes"]
    kept = must(actions.add_paper(project, kind="test", file=photo(), note="试压 0.8 MPa 30 分钟", by=site.engineer))
    assert (kept.project, kept.kind, kept.note) == (project, "test", "试压 0.8 MPa 30 分钟")
    must(accepted(site, project, answers=answers("first", pressure="na"), test="闭水 48 小时；试压 0.8 MPa 30 分钟"))
    assert (Inspection.objects.get().answers["pressure"], Inspection.objects.get().test) == ("na", "闭水 48 小时；试压 0.8 MPa 30 分钟")


def test_works_end_with_two_acceptances_the_deposit_and_the_archive(site):
    project = site.running()
    worker = site.live(project)
    one = site.violation("waste")
    assert accepted(site, project).code == "renovation.violations_open"
    assert actions.send_deposit_back(project, by=site.desk).code == "renovation.deposit_stays"
    assert actions.archive_file(project, klass=documents_class(site), file=photo(), by=site.desk).code == "renovation.wrong_step"
    must(actions.note_put_right(one, photo=photo(), words="清完", by=site.guard))
    must(actions.clear_violation(one, words="看过", by=site.manager))
    project = must(accepted(site, project))
    assert (project.state, again(worker).state, again(project.permit).state, project.duty.state) == ("accepted", "ended", "revoked", "paused")
    second = {"answers": answers("second"), "photos": [photo()], "test": "无渗漏", "by": site.engineer}
    early = actions.accept_works(project, **second, at=START + 89 * DAY)
    assert (early.code, early.params["on"]) == ("renovation.too_early", date(2026, 6, 3))
    project = must(actions.accept_works(project, **second, at=START + 90 * DAY))
    assert (project.state, project.closed_at) == ("closed", START + 90 * DAY)
    assert actions.accept_works(project, **second).code == "renovation.wrong_step"
    must(actions.send_deposit_back(project, by=site.desk))
    assert (Refund.objects.get().amount_fen, again(project.deposit).state) == (200_000, "returning")
    must(actions.archive_file(project, klass=documents_class(site), file=photo(), by=site.desk))
    assert Document.objects.get().dwelling == site.home
    assert actions.add_paper(project, kind="other", file=photo(), by=site.desk).code == "renovation.file_closed"
    assert actions.allow_work_again(project, words="x", by=site.manager).code == "renovation.wrong_step"


def documents_class(site):
    found = class_by_code(site.where, "ZX")
    return found or must(documents.add_class(site.where, code="ZX", name="装修档案", keep_years=10, arrangement="一户一卷", by=site.manager))


@pytest.mark.clause("003-055")
def test_works_moves_weddings_and_funerals_are_booked_staffed_and_complaints_tied_to_them(site):
    site.running()
    guard = site.team.person("陈刚")
    for kind in ("renovation", "moving", "wedding", "funeral"):
        given = {"kind": kind, "dwelling": site.home, "starts_at": START + HOUR, "ends_at": START + 5 * HOUR, "words": "两辆货车"}
        assert actions.book_occasion(site.where, **{**given, "ends_at": START}, by=site.owner).code == "renovation.bad_occasion"
        assert actions.book_occasion(site.where, **given, by=site.neighbour).code == "renovation.not_your_home"
        one = must(actions.book_occasion(site.where, **given, by=site.owner))
        assert actions.staff_occasion(one, guards=[], task="守电梯", by=site.leader).code == "renovation.nobody_named"
        one = must(actions.staff_occasion(one, guards=[guard], task="守货梯，引导车辆", by=site.leader))
        assert (one.state, one.guards, one.notice.audience["persons"]) == ("staffed", [str(guard.pk)], [str(guard.pk)])
        said = must(actions.complain_of_works(site.where, dwelling=site.home, kind="blocked", words="电梯占了一小时", by=site.neighbour, at=START + 2 * HOUR))
        assert (said.occasion, said.case.kind, said.case.category) == (one, "complaint", "neighbour")
        over = must(actions.end_occasion(one, result="顺利", by=site.leader))
        assert (over.state, Entry.objects.filter(name="renovation.occasion_over").latest("id").payload["complaints"]) == ("over", 1)
        assert actions.end_occasion(one, result="x", by=site.leader).code == "renovation.occasion_over"
    assert Occasion.objects.count() == 4


def test_noise_is_held_against_the_hours_and_somebody_looks(site):
    project = site.running()
    loud = must(actions.complain_of_works(site.where, dwelling=site.home, kind="noise", words="一早就在打孔", by=site.neighbour, at=START - 2 * HOUR))
    assert (loud.project, loud.is_in_hours, loud.case.basis_label) == (project, False, project.number)
    fair = must(actions.complain_of_works(site.where, dwelling=site.home, kind="noise", words="电锤", by=site.neighbour))
    assert (fair.is_in_hours, Inspection.objects.filter(state="planned").count()) == (True, 2)
    assert actions.complain_of_works(site.where, dwelling=site.home, kind="king", words="x", by=site.neighbour).code == "renovation.unknown_complaint"
    assert (Complaint.objects.count(), Case.objects.count()) == (2, 2)


def test_what_was_promised_to_a_neighbour_is_only_for_his_own_home(site):
    lodger = site.team("房客", "resident")
    Residency.objects.create(scope=site.where, dwelling=site.next_door, person=site.team.person("房客"), relation="tenant", since_on=date(2026, 1, 1))
    site.approved()
    assert list(queries.of_household(site.where, lodger.person)) == []
    assert [one.pk for one in queries.homes_of(site.where, lodger.person)] == [site.next_door.pk]
    assert queries.of_household(site.where, site.owner.person).count() == 1
    assert timedelta(days=1) == DAY


def test_no_desk_goes_round_the_training_with_a_pass_of_its_own(site):
    """A worker's permit that the passes desk wrote, had approved and wants to issue: refused until its worker is registered and trained here."""
    given = {"kind": "worker", "holder_name": "周师傅", "company": "无名装饰", "purpose": "水电", "checked": "身份证", "photo": photo(), "by": site.desk}
    loose = must(passes.approve_pass(must(passes.ask_pass(site.where, **given)), by=site.chief))
    assert passes.issue_asked(loose, by=site.desk).code == "renovation.unregistered"
    one = must(site.worker(site.running()))
    approved = must(passes.approve_pass(one.permit, by=site.chief))
    assert passes.issue_asked(approved, by=site.desk).code == "renovation.not_trained"
    assert (again(loose).state, again(one.permit).state) == ("approved", "approved") and again(one).state == "to_train"
    assert passes.scan_pass(site.where, code=loose.number, by=site.guard).outcome == "refused"
