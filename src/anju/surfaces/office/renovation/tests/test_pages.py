"""The board, the file, a look at a site, the permit on paper, and the resident's own pages over HTTP."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.domains.renovation import actions
from anju.domains.renovation.models import Complaint, Inspection, Occasion, Project, Violation
from anju.domains.renovation.rules.lists import lines_of
from anju.domains.renovation.tests.conftest import must, photo
from anju.kernel import clock
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Entry

from .conftest import THURSDAY, picture, running

GIVEN = {"works": ["painting", "slab_drilling"], "drilling_mm": "8", "company": "美居装饰", "starts_on": "2026-03-06", "ends_on": "2026-06-05"}


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


def test_the_second_acceptance_waits_for_its_day_and_closes_the_file(estate):
    project = running(estate)
    estate.client.force_login(estate.engineer)
    address = f"/renovation/{project.pk}/accept/"
    done = {kind: {f"line.{line.key}": "ok" for line in lines_of(kind)} | {"test": "闭水 48 小时无渗漏"} for kind in ("first", "second")}
    assert estate.client.post(address, {**done["first"], "photos": picture()}).status_code == 302
    early = estate.client.post(address, {**done["second"], "photos": picture()})
    assert (early.status_code, "2026-06-03" in early.content.decode() or "2026年6月3日" in early.content.decode(), Project.everywhere.get().state) == (422, True, "accepted")
    with clock.frozen(THURSDAY + timedelta(days=90)):
        assert estate.client.post(address, {**done["second"], "photos": picture()}).status_code == 302
    assert (Project.everywhere.get().state, Project.everywhere.get().closed_at) == ("closed", THURSDAY + timedelta(days=90))
    assert estate.client.post(address, {**done["second"], "photos": picture()}).status_code == 422
