"""The board, the file, a look at a site, the permit on paper, and the resident's own pages over HTTP."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.notices import actions as notices
from anju.domains.notices.models import BodyReport
from anju.domains.people.models import Account, Membership, Ownership
from anju.domains.places.models import Place
from anju.domains.renovation import actions
from anju.domains.renovation.models import Complaint, Inspection, Occasion, Project, Violation
from anju.domains.renovation.queries import fault_choices, rule_against
from anju.domains.renovation.rules.lists import lines_of
from anju.domains.renovation.tests.conftest import PICTURE, must, photo
from anju.kernel import clock, files
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.surfaces.office.screens.tests.conftest import Estate

THURSDAY = datetime(2026, 3, 5, 1, 0, tzinfo=UTC)
GIVEN = {"works": ["painting", "slab_drilling"], "drilling_mm": "8", "company": "美居装饰", "starts_on": "2026-03-06", "ends_on": "2026-06-05"}


def picture(name: str = "a.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, PICTURE, content_type="image/png")


@pytest.fixture
def estate(client, db):
    estate = Estate(client)
    estate.dwellings(1)
    with view.entered(estate.here):
        estate.home, estate.other = Place.objects.filter(kind="dwelling").order_by("ordering")[:2]
    estate.lin, estate.zhou = (owner(estate, name, home) for name, home in (("林先生", estate.home), ("周女士", estate.other)))
    estate.engineer = estate.account("wang", "engineer")
    with clock.frozen(THURSDAY):
        yield estate


def owner(estate, name: str, home: Place) -> Account:
    person = estate.person(name)
    Ownership.everywhere.create(scope=estate.here, dwelling=home, person=person, since_on=date(2020, 1, 1))
    Membership.everywhere.create(scope=estate.here, person=person, role="owner", since_on=date(2020, 1, 1))
    return Account.everywhere.create(username=name, person=person)


def running(estate) -> Project:
    """A renovation whose permit is in force, without a deposit."""
    with view.entered(estate.here):
        desk, manager, chief = Actor.of(estate.account("desk", "front_desk")), Actor.of(estate.manager), Actor.of(estate.account("chief", "security_manager"))
        book = must(actions.draft_rulebook(estate.here, reason="无押金", basis_label="管理规约", has_deposit=False, by=manager))
        must(actions.put_rulebook_in_force(book, by=chief))
        lin = Actor.of(estate.lin)
        made = must(actions.apply_renovation(estate.here, dwelling=estate.home, works=["painting", "window_side"], company="美居装饰", starts_on=date(2026, 3, 5), ends_on=date(2026, 6, 5), by=lin))
        must(actions.tell_rules(made, by=lin))
        must(actions.pass_review(made, by=Actor.of(estate.engineer)))
        must(actions.approve_application(made, by=manager))
        must(actions.sign_agreement(made, agreement=photo(), by=desk))
        must(actions.tell_neighbours(made, by=desk))
        return must(actions.issue_permit(made, shutoff="水表井", by=desk))


def said(**changed: str) -> dict:
    return {**{f"line.{line.key}": "ok" for line in lines_of("daily")}, **{f"line.{key}": value for key, value in changed.items()}}


def test_an_owner_applies_on_the_phone_is_sent_back_and_signs(estate):
    estate.client.force_login(estate.lin)
    page = estate.client.get("/resident/renovation/").content.decode()
    assert ("承重墙和楼板不得拆除、开洞或削弱。" in page, 'value="structure"' in page) == (True, False)
    for changed, words in (({"works": []}, "装修项目"), ({"starts_on": "2026-03-01"}, "开工日期不得早于今天"), ({"drilling_mm": "10^9"}, "没有"), ({"starts_on": "明天"}, "没有")):
        answer = estate.client.post("/resident/renovation/apply/", {**GIVEN, "dwelling": str(estate.home.pk), **changed})
        assert (answer.status_code, words in answer.content.decode()) == (422, True), changed
    answer = estate.client.post("/resident/renovation/apply/", {**GIVEN, "dwelling": str(estate.other.pk)})
    assert (answer.status_code, Project.everywhere.count()) == (422, 0)
    made = estate.client.post("/resident/renovation/apply/", {**GIVEN, "dwelling": str(estate.home.pk), "other": "打通客厅承重墙<script>", "drawings": picture()})
    project = Project.everywhere.get()
    assert (made.status_code, project.state, project.channel) == (302, "returned", "phone")
    page = estate.client.get(f"/resident/renovation/{project.pk}/").content.decode()
    assert ("所写内容涉及禁止事项" in page, "<script>" in page.replace("<script src", "")) == (True, False)
    assert estate.client.post(f"/resident/renovation/{project.pk}/sign/").status_code == 422
    assert estate.client.post(f"/resident/renovation/{project.pk}/change/", {"works": ["painting"]}).status_code == 302
    assert estate.client.post(f"/resident/renovation/{project.pk}/sign/").status_code == 302
    project = Project.everywhere.get()
    assert (project.state, project.told_at) == ("applied", THURSDAY)
    estate.client.force_login(estate.zhou)
    assert estate.client.get(f"/resident/renovation/{project.pk}/").status_code == 404
    assert estate.client.post(f"/resident/renovation/{project.pk}/withdraw/", {"reason": "x"}).status_code == 404
    estate.client.force_login(estate.lin)
    assert estate.client.post(f"/resident/renovation/{project.pk}/withdraw/", {"reason": "不装了"}).status_code == 302


def test_a_neighbour_complains_and_books_a_move(estate):
    running(estate)
    estate.client.force_login(estate.zhou)
    assert estate.client.post("/resident/renovation/complain/", {"home": "99-9-9", "kind": "noise", "words": "吵"}).status_code == 422
    assert estate.client.post("/resident/renovation/complain/", {"home": "1-1-101", "kind": "noise", "words": "一早打孔"}).status_code == 302
    assert (Complaint.everywhere.get().project, Inspection.everywhere.get().state) == (Project.everywhere.get(), "planned")
    given = {"dwelling": str(estate.other.pk), "kind": "moving", "starts_at": "2026-03-07T09:00", "ends_at": "2026-03-07T12:00"}
    assert estate.client.post("/resident/renovation/book/", {**given, "dwelling": str(estate.home.pk)}).status_code == 422
    assert estate.client.post("/resident/renovation/book/", given).status_code == 302
    assert Occasion.everywhere.get().kind == "moving"


def test_the_board_and_the_file_show_what_was_looked_at_and_what_is_open(estate):
    project = running(estate)
    estate.client.force_login(estate.engineer)
    board = estate.client.get("/renovation/").content.decode()
    assert "已巡 0/1" in board
    look = f"/renovation/look/{estate.home.pk}/"
    assert "不超过 10 毫米。" in estate.client.get(look).content.decode()
    for changed in ({"photos": ""}, {"line.gas": "maybe"}, {"line.<b>": "ok"}, {"reading_mm": "-3"}):
        answer = estate.client.post(look, {**said(), "photos": picture(), **changed})
        assert answer.status_code == 422, changed
    assert Inspection.everywhere.count() == 0
    assert estate.client.post(look, {**said(structure="fault"), "photos": picture(), "note": "敲墙", "reading_mm": "12"}).status_code == 302
    assert sorted(Violation.everywhere.values_list("code", flat=True)) == ["depth", "structure"]
    page = estate.client.get(f"/renovation/{project.pk}/").content.decode()
    visit = Inspection.everywhere.get()
    assert ("不停水停电" in page, "2 项不合格" in page, f"/renovation/{project.pk}/file/{visit.photos[0]}/" in page) == (True, True, True)
    assert estate.client.get(f"/renovation/{project.pk}/file/{visit.photos[0]}/").status_code == 200
    assert estate.client.get(f"/renovation/{project.pk}/file/{project.pk}/").status_code == 404
    assert "已巡 1/1" in estate.client.get("/renovation/").content.decode()
    assert estate.client.get("/renovation/?home=1-1-102").content.decode().count(f"/renovation/look/{estate.other.pk}/") == 1
    assert estate.client.get(f"/renovation/look/{project.pk}/").status_code == 404


def test_works_are_accepted_on_the_page_when_nothing_is_open(estate):
    project = running(estate)
    estate.client.force_login(estate.engineer)
    address = f"/renovation/{project.pk}/accept/"
    final = {f"line.{line.key}": "ok" for line in lines_of("first")}
    assert "初次验收" in estate.client.get(address).content.decode()
    assert estate.client.post(address, {**final, "photos": picture()}).status_code == 422
    assert estate.client.post(address, {**final, "photos": picture(), "test": "闭水 48 小时无渗漏"}).status_code == 302
    assert (Project.everywhere.get().state, "二次验收" in estate.client.get(address).content.decode()) == ("accepted", True)
    assert f"/renovation/{project.pk}/permit/" not in estate.client.get(f"/renovation/{project.pk}/").content.decode(), "a permit that ended is not printed"
    estate.client.force_login(estate.lin)
    assert "2026年6月3日 起可进行二次验收" in estate.client.get(f"/resident/renovation/{project.pk}/").content.decode()


@pytest.mark.clause("002-190")
def test_the_permit_on_paper_says_depth_hours_bans_and_advice(estate):
    project = running(estate)
    estate.client.force_login(estate.manager)
    paper = estate.client.get(f"/renovation/{project.pk}/permit/").content.decode()
    for words in ("施工许可证", "不超过 10 毫米。", "须避开管线。", "08:00-12:00 14:00-18:00", "承重墙和楼板不得拆除、开洞或削弱。", "建议靠窗部位采用防水材料。", 'class="pass-code"'):
        assert words in paper, words
    assert Entry.objects.filter(name="passes.pass_printed").count() == 1
    estate.client.force_login(estate.lin)
    assert estate.client.get(f"/renovation/{project.pk}/permit/").status_code == 403
    assert estate.client.get(f"/renovation/{project.pk}/").status_code == 403


def test_another_community_does_not_exist_here(estate):
    project = running(estate)
    there = estate.account("far", "project_manager", estate.elsewhere)
    estate.client.force_login(there)
    for address in (f"/renovation/{project.pk}/", f"/renovation/{project.pk}/permit/", f"/renovation/{project.pk}/accept/", f"/renovation/look/{estate.home.pk}/"):
        assert estate.client.get(address).status_code == 404, address


def test_works_that_are_stopped_are_not_offered_to_be_stopped_again(estate):
    running(estate)
    with view.entered(estate.here):
        one = must(actions.report_violation(estate.here, dwelling=estate.home, code="soiling", words="楼道堆料", by=Actor.of(estate.engineer)))
    address = f"/renovation_violations/{one.pk}/"
    assert "order_stop_work" in estate.client.get(address).content.decode()
    with view.entered(estate.here):
        must(actions.order_stop_work(one, words="立即停工", by=Actor.of(estate.manager)))
    page = estate.client.get(address).content.decode()
    assert ("order_stop_work" in page, "serve_notice" in page) == (False, True)
    old = estate.client.post(f"{address}order_stop_work/", {"words": "再停", "request": "r"})
    assert (old.status_code, "kernel.not_now" in old.content.decode()) == (422, True)


def test_who_noted_it_as_put_right_does_not_clear_it(estate):
    running(estate)
    with view.entered(estate.here):
        guard, engineer = Actor.of(estate.account("chen", "guard")), Actor.of(estate.engineer)
        one = must(actions.report_violation(estate.here, dwelling=estate.home, code="soiling", words="楼道堆料", by=guard))
        must(actions.note_put_right(one, photo=photo(), words="已清走", by=engineer))
        assert actions.clear_violation(one, words="复查合格", by=engineer).code == "renovation.second_person"
        assert must(actions.clear_violation(one, words="复查合格", by=Actor.of(estate.manager))).state == "cleared"


def test_the_household_sees_what_was_found_and_adds_a_drawing(estate):
    project = running(estate)
    with view.entered(estate.here):
        must(actions.visit_site(estate.here, dwelling=estate.home, answers={line.key: "fault" if line.key == "structure" else "ok" for line in lines_of("daily")}, photos=[photo()], note="客厅承重墙被凿开", reading_mm=5, by=Actor.of(estate.engineer)))
    estate.client.force_login(estate.lin)
    address = f"/resident/renovation/{project.pk}/"
    page = estate.client.get(address).content.decode()
    for words in ("现场发现的问题", "不符合：承重墙、柱、梁未被改动。 客厅承重墙被凿开", "已责令停工", "签收禁止事项告知"):
        assert words in page, words
    no = estate.client.post(f"{address}paper/", {"kind": "drawing", "file": SimpleUploadedFile("a.jpg", b"MZ no picture", "image/jpeg")})
    assert (no.status_code, "请选择图片或 PDF" in no.content.decode(), "text/plain" in no.content.decode()) == (422, True, False)
    assert estate.client.post(f"{address}paper/", {"kind": "drawing", "file": picture()}).status_code == 302
    assert "图纸 ·" in estate.client.get(address).content.decode()
    estate.client.force_login(estate.zhou)
    assert estate.client.post(f"{address}paper/", {"kind": "drawing", "file": picture()}).status_code == 404


def test_what_was_done_once_is_not_offered_again_in_the_file(estate):
    project = running(estate)
    estate.client.force_login(estate.manager)
    page = estate.client.get(f"/renovation/{project.pk}/").content.decode()
    assert ("tell_rules" in page, "tell_neighbours" in page, "report_damage" in page) == (False, False, True)


def dangerous(estate) -> Violation:
    """A bearing wall is opened: asked to stop, served a notice, stopped and reported to two bodies."""
    with view.entered(estate.here):
        manager, engineer = Actor.of(estate.manager), Actor.of(estate.engineer)
        one = must(actions.report_violation(estate.here, dwelling=estate.home, code="structure", words="客厅承重墙开门洞 <b>", photos=[photo()], by=engineer))
        must(actions.dissuade(one, outcome="refused", words="负责人拒不停工", by=engineer))
        must(actions.serve_notice(one, due_on=date(2026, 3, 8), words="停止施工，恢复承重墙", by=engineer))
        must(actions.order_stop_work(one, words="全部停工待查", by=manager))
        return must(actions.report_to_bodies(one, bodies=["committee", "housing_bureau"], words="拆改承重墙情况报告", file=files.checked(PICTURE + b"signed", name="signed.png"), by=manager))


@pytest.mark.clause("004-284")
def test_the_report_on_paper_says_what_where_when_which_rule_what_was_ordered_and_to_whom(estate):
    project, one = running(estate), dangerous(estate)
    address = f"/renovation/violation/{one.pk}/report/"
    page = estate.client.get(address).content.decode()
    for words in (
        "违规装修情况报告", one.number, one.dwelling.full_name, "2026年3月5日", "客厅承重墙开门洞 &lt;b&gt;", "承重墙和楼板不得拆除、开洞或削弱。", "第五条", "第 1 版", project.number, "美居装饰", "2026年3月8日", "现场劝阻",
        "负责人拒不停工", "停止施工，恢复承重墙", "责令停工", "全部停工待查", "业主委员会", "第四十五条", f"/renovation/violation/{one.pk}/picture/{one.photos[0]}/",
    ):  # fmt: skip
        assert words in page, words
    assert "<b>" not in page
    assert estate.client.get(f"/renovation/violation/{one.pk}/picture/{one.photos[0]}/").status_code == 200
    report = BodyReport.everywhere.get(body="housing_bureau")
    assert estate.client.get(f"/renovation/violation/{one.pk}/picture/{report.file_id}/").status_code == 404, "another file of the house"
    alone = estate.client.get(f"{address}?to=housing_bureau&to=<x>").content.decode()
    assert (report.number in alone, BodyReport.everywhere.get(body="committee").number in alone) == (True, False)


def test_the_report_is_reached_from_the_violation_and_from_each_report_to_a_body(estate):
    running(estate)
    one = dangerous(estate)
    tab = estate.client.get(f"/renovation_violations/{one.pk}/tab/report/").content.decode()
    assert f'href="/renovation/violation/{one.pk}/report/"' in tab
    for report in BodyReport.everywhere.all():
        assert f'href="/body_reports/{report.pk}/"' in tab
        assert f"/renovation/violation/{one.pk}/report/?to={report.body}" in estate.client.get(f"/body_reports/{report.pk}/tab/paper/").content.decode()
    with view.entered(estate.here):
        other = must(notices.owe_report(estate.here, body="committee", title="月报", due_at=THURSDAY + timedelta(days=3), basis_label=one.number, by=Actor.of(estate.manager)))
    assert "/report/" not in estate.client.get(f"/body_reports/{other.pk}/tab/paper/").content.decode()


def test_who_reads_the_reports_of_bodies_reads_the_paper_and_nobody_else(estate):
    running(estate)
    one = dangerous(estate)
    with view.entered(estate.here):
        unreported = must(actions.report_violation(estate.here, dwelling=estate.other, code="noise", words="电钻", by=Actor.of(estate.engineer)))
    for name, role, where, seen in (("ye", "committee_member", estate.here, 200), ("far", "project_manager", estate.elsewhere, 404), ("zhang", "cleaner", estate.here, 404)):
        estate.client.force_login(estate.account(name, role, where))
        assert estate.client.get(f"/renovation/violation/{one.pk}/report/").status_code == seen, name
        assert estate.client.get(f"/renovation/violation/{unreported.pk}/report/").status_code == 404, name
    estate.client.force_login(estate.manager)
    page = estate.client.get(f"/renovation/violation/{unreported.pk}/report/").content.decode()
    for words in ("________________", "第二十六条", "该户没有有效的施工许可证。", "暂无。应先在现场劝阻、制止。"):
        assert words in page, words


def test_no_version_nought_stands_where_no_rulebook_is_in_force(estate):
    with view.entered(estate.here):
        lin = Actor.of(estate.lin)
        project = must(actions.apply_renovation(estate.here, dwelling=estate.home, works=["painting"], company="美居装饰", starts_on=date(2026, 3, 5), ends_on=date(2026, 6, 5), by=lin))
    estate.client.force_login(estate.manager)
    for address in (f"/renovation/{project.pk}/", f"/renovations/{project.pk}/"):
        page = estate.client.get(address).content.decode()
        assert ("第 0 版" in page, "起始规定" in page) == (False, True), address


@pytest.mark.parametrize("code", [code for code, _label in fault_choices()])
def test_every_violation_names_its_rule_and_where_it_stands(code):
    sentence, basis = rule_against(code)
    assert str(sentence).endswith(("。", ".")) and len(str(basis)) > 5
