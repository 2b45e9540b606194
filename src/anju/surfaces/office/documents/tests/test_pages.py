"""The archive over HTTP: what its pages show, whom they refuse, and what hostile files and addresses get."""

from __future__ import annotations

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anju.domains.documents import actions, queries
from anju.domains.documents.models import (
    Disposal,
    Document,
    DocumentClass,
    DocumentFile,
    Handover,
    HandoverItem,
    Look,
    Piece,
    Reading,
)
from anju.domains.documents.tests.conftest import PICTURE, pdf
from anju.domains.places import actions as places
from anju.kernel import clock, files
from anju.kernel import scope as view
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.surfaces.office.screens.tests.conftest import Estate
from anju.surfaces.office.screens.tests.test_imports import checked, through

SYSTEM = Actor.system("test")


@pytest.fixture
def estate(client, db) -> Estate:
    made = Estate(client)
    actions.load_classes(made.here, template="property_company", by=SYSTEM)
    return made


def klass(estate, code: str) -> DocumentClass:
    return DocumentClass.everywhere.get(scope=estate.here, code=code)


def filed(estate, code: str, title: str, *, where=None, name="a.pdf", data=None, by=SYSTEM, **given) -> Document:
    where = where or estate.here
    with view.entered(where):
        if where != estate.here and not DocumentClass.objects.exists():
            actions.load_classes(where, template="property_company", by=SYSTEM)
        file = files.checked(io.BytesIO(data or pdf(title)), name=name)
        made = actions.file_document(where, klass=DocumentClass.objects.get(code=code), title=title, file=file, by=by, **given)
        assert isinstance(made, Document), str(made)
        return made


def file_address(document: Document) -> str:
    return reverse("document_file", args=[DocumentFile.everywhere.filter(version__document=document).first().pk])


def read(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_the_overview_says_what_is_missing_and_who_owes_it(estate):
    page = estate.client.get("/archive/").content.decode()
    assert "应有材料 0/" in page
    assert "月度巡逻记录" in page
    assert "保安队长" in page or "队长" in page
    piece = Piece.everywhere.get(name="年度工作计划")
    filed(estate, "ND", "2026年度工作计划", piece=piece, period=str(clock.today(estate.here).year))
    after = estate.client.get("/archive/").content.decode()
    assert "应有材料 1/" in after
    for year in ("1200", "9999"):
        assert estate.client.get(f"/archive/?year={year}").status_code == 404
    assert estate.client.get("/archive/?year=abc").status_code == 200


def test_an_empty_archive_offers_a_set_of_classes(client, db):
    bare = Estate(client)
    assert "载入成套类别" in bare.client.get("/archive/").content.decode()
    answer = bare.client.post("/archive/load/", {"template": "property_company", "where": str(bare.here.id), "request": "1"})
    assert (answer.status_code, DocumentClass.everywhere.filter(scope=bare.here).count()) == (302, 27)
    assert bare.client.post("/archive/load/", {"template": "../../etc", "where": str(bare.here.id)}).status_code == 422


def test_households_stand_floor_by_floor(estate):
    building = estate.building()
    with view.entered(estate.here):
        places.add_place(estate.here, kind="unit", code="1", parent=building, by=SYSTEM)
        estate.dwellings(2)
    page = estate.client.get("/archive/households/").content.decode()
    assert "2层" in page
    assert "齐全 0/4 户" in page
    assert page.count("0/2") == 4
    assert re.findall(r'household-name">([^<]*)<', page) == ["1单元201", "1单元202", "1单元101", "1单元102"], "two units may have a 101 each"
    elsewhere = estate.building(where=estate.elsewhere)
    for asked in (elsewhere.pk, "x"):
        assert estate.client.get(f"/archive/households/?building={asked}").status_code == 404


def test_a_document_opens_with_its_versions_and_files(estate):
    one = filed(estate, "HT", "物业服务合同", cabinet="A1", box="02", name="合同<b>.pdf")
    page = estate.client.get(f"/archive/{one.pk}/").content.decode()
    assert "物业服务合同" in page and "A1 02" in page and "合同&lt;b&gt;.pdf" in page
    answer = estate.client.get(file_address(one))
    assert (answer.status_code, read(answer), answer["Content-Type"]) == (200, pdf("物业服务合同"), "application/pdf")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("inline")
    assert estate.client.get(file_address(one) + "?download=1")["Content-Disposition"].startswith("attachment")


@pytest.mark.clause("000-100")
def test_the_chronicle_is_read_by_its_days_with_its_photos(estate):
    chronicle = klass(estate, "DS")
    for day, title in ((1, "新班长到任"), (3, "消防演练"), (2, "篮球赛")):
        filed(estate, "DS", title, dated_on=date(2026, 3, day), name="照片.png", data=PICTURE, note="物业与业主同台")
    page = estate.client.get(f"/documents/?klass={chronicle.pk}&sort=effective_on").content.decode()
    told = re.findall("新班长到任|消防演练|篮球赛", re.search(r"<tbody.*?</tbody>", page, re.DOTALL)[0])
    assert list(dict.fromkeys(told)) == ["新班长到任", "篮球赛", "消防演练"]
    one = Document.everywhere.get(title="篮球赛")
    page = estate.client.get(f"/archive/{one.pk}/").content.decode()
    assert "2026年3月2日" in page and "物业与业主同台" in page and "照片.png" in page
    assert estate.client.get(file_address(one))["Content-Type"] == "image/jpeg"
    assert read(estate.client.get(file_address(one) + "?download=1")) == PICTURE


@pytest.mark.clause("002-042")
def test_the_register_is_asked_by_level_and_a_form_leads_up_to_its_manual(estate):
    titles = ("质量手册", "门岗管理流程", "来访登记表")
    above = None
    for code, title in zip(("SC", "CX", "BD"), titles, strict=True):
        above = filed(estate, code, title, parent=above)
    for tier, title in enumerate(titles, 1):
        page = estate.client.get(f"/documents/?klass__tier={tier}").content.decode()
        assert [each for each in titles if f">{each}<" in page] == [title]
    page = estate.client.get(f"/archive/{above.pk}/").content.decode()
    assert page.index("门岗管理流程") < page.index("质量手册")


@pytest.mark.clause("004-113")
def test_a_closed_document_asks_for_a_purpose_and_logs_the_view(estate):
    one = filed(estate, "YH", "101室 王某 登记表", dwelling=dwelling(estate))
    listed = estate.client.get("/documents/").content.decode()
    assert "一户一档" in listed and "王某" not in listed
    assert "王某" not in estate.client.get(f"/documents/{one.pk}/").content.decode()
    assert "王某" not in estate.client.get(f"/documents/{one.pk}/tab/history/").content.decode()
    asked = estate.client.get(f"/archive/{one.pk}/").content.decode()
    assert "查看用途" in asked and "王某" not in asked
    assert estate.client.get(file_address(one)).status_code == 302
    assert estate.client.post(f"/archive/{one.pk}/", {"purpose": " "}).status_code == 422
    assert Look.everywhere.count() == 0
    assert estate.client.post(f"/archive/{one.pk}/", {"purpose": "核对产权"}).status_code == 302
    assert "王某" in estate.client.get(f"/archive/{one.pk}/").content.decode()
    assert read(estate.client.get(file_address(one))) == pdf("101室 王某 登记表")
    assert [(str(one.person), one.purpose) for one in Look.everywhere.all()] == [("manager某", "核对产权")]
    assert "核对产权" in estate.client.get("/document_looks/").content.decode()


def dwelling(estate):
    building = estate.building("9")
    with view.entered(estate.here):
        return places.add_place(estate.here, kind="dwelling", code="901", parent=building, by=SYSTEM)


def test_others_learn_how_to_ask_and_their_try_is_recorded(estate):
    one = filed(estate, "RS", "李明 证书", person=estate.person("李明"))
    estate.client.force_login(estate.account("desk", "front_desk"))
    answer = estate.client.get(f"/archive/{one.pk}/")
    assert (answer.status_code, "可申请查阅" in answer.content.decode(), "李明 证书" in answer.content.decode()) == (403, True, False)
    assert estate.client.get(file_address(one)).status_code == 404
    assert Entry.objects.filter(name="kernel.action_denied", action="documents.open_document").count() == 1
    estate.client.force_login(estate.account("guard", "guard"))
    assert estate.client.get(f"/archive/{one.pk}/").status_code == 404
    for address in ("/archive/", "/documents/", "/archive/past/", "/archive/batch/", "/document_looks/"):
        assert estate.client.get(address).status_code == 403


def test_of_a_strictly_confidential_document_even_the_record_is_hidden(estate):
    actions.load_classes(estate.here, template="kindergarten", by=SYSTEM)
    one = filed(estate, "GC", "观察记录 小明")
    assert estate.client.get(f"/documents/{one.pk}/").status_code == 200
    estate.client.force_login(estate.account("desk", "front_desk"))
    for address in (f"/documents/{one.pk}/", f"/documents/{one.pk}/tab/history/", f"/archive/{one.pk}/", f"/api/v1/documents/{one.pk}", f"/api/v1/documents/{one.pk}/history"):
        assert estate.client.get(address).status_code == 404, address
    assert "小明" not in estate.client.get("/documents/").content.decode() + estate.client.get("/api/v1/documents").content.decode()


def test_another_communitys_documents_do_not_exist(estate):
    theirs = filed(estate, "HT", "他们的合同", where=estate.elsewhere)
    with view.entered(estate.elsewhere):
        handover = actions.draw_handover(estate.elsewhere, kind="keeper", giver="甲", receiver="乙", by=SYSTEM)
    assert isinstance(handover, Handover)
    for address in (f"/archive/{theirs.pk}/", file_address(theirs), f"/documents/{theirs.pk}/", f"/archive/handovers/{handover.pk}/", f"/documents/{theirs.pk}/ask_loan/",
                    f"/my-reading/{theirs.pk}/"):  # fmt: skip
        assert estate.client.get(address).status_code == 404, address
    posted = estate.client.post("/archive/past/", {"documents": [str(theirs.pk)], "reason": "期满"})
    assert (posted.status_code, Disposal.everywhere.count()) == (422, 0)


@pytest.fixture
def rule(estate):
    one = filed(estate, "ZD", "交接班制度", by=Actor("account", person=estate.person("小周").pk, posts={estate.here.id: frozenset({"front_desk"})}))
    estate.guard = estate.account("guard", "guard")
    with view.entered(estate.here):
        boss = Actor.of(estate.manager)
        actions.approve_document(one, by=boss)
        return actions.require_reading(one, roles=["guard"], questions="提前多久？| 5 分钟 | *15 分钟", by=boss)


@pytest.mark.clause("003-318")
def test_a_guard_opens_answers_and_acknowledges(estate, rule):
    estate.client.force_login(estate.guard)
    reading = Reading.everywhere.get()
    assert "交接班制度" in estate.client.get("/my-reading/").content.decode()
    page = f"/my-reading/{reading.pk}/"
    assert "打开全文" in estate.client.get(page).content.decode()
    assert estate.client.post(page, {"answer.0": "1"}).status_code == 422
    assert estate.client.post(page, {"verb": "open"}).status_code == 302
    assert read(estate.client.get(file_address(rule))) == pdf("交接班制度")
    wrong = estate.client.post(page, {"answer.0": "0"})
    assert (wrong.status_code, "1 题答对 0 题" in wrong.content.decode()) == (422, True)
    for senseless in ({}, {"answer.0": "9"}, {"answer.0": "abc"}, {"answer.0": "-1"}, {"answer.0": "1" * 400}):
        assert estate.client.post(page, senseless).status_code == 422
    assert estate.client.post(page, {"answer.0": "1"}).status_code == 302
    assert (Reading.everywhere.get().state, Reading.everywhere.get().attempts) == ("acknowledged", 2)
    told = Entry.objects.filter(name="documents.reading_answered")
    assert [one.payload["is_passed"] for one in told.order_by("id")] == [False, True]


def test_the_phone_says_what_is_to_be_read(estate, rule):
    estate.client.force_login(estate.guard)
    notices = estate.client.get("/phone/day").json()["notices"]
    assert ("待读 1 份" in [one["title"] for one in notices]) is True


def test_nobody_reads_for_another(estate, rule):
    reading = Reading.everywhere.get()
    for method in (estate.client.get, estate.client.post):
        assert method(f"/my-reading/{reading.pk}/").status_code == 404
    assert Reading.everywhere.get().opened_at is None


HOSTILE = [
    ("通知.docx", PICTURE), ("图.svg", b"<svg><script>alert(1)</script></svg>"), ("a.html", b"<script>1</script>"), ("全部.zip", b"PK\x03\x04"),
    ("无名", pdf()),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data"), HOSTILE)
def test_hostile_files_are_answered_with_a_sentence(estate, name, data):
    ht = klass(estate, "HT")
    sent = {"klass": str(ht.pk), "title": "x", "file": SimpleUploadedFile(name, data), "where": str(estate.here.id), "request": "1"}
    answer = estate.client.post(reverse("office:create", args=["documents"]), sent)
    assert answer.status_code == 422
    many = estate.client.post("/archive/batch/", {"klass": str(ht.pk), "files": [SimpleUploadedFile(name, data)]})
    assert (many.status_code, "没有收下" in many.content.decode()) == (422, True)
    assert Document.everywhere.count() == 0


def test_a_list_comes_first_and_its_files_follow_by_name(estate):
    ht = klass(estate, "HT")
    with view.entered(estate.here):
        for name in ("合同.pdf", "公约.pdf"):
            actions.register_document(estate.here, klass=ht, title=name[:2], expected_file=name, by=SYSTEM)
    page = estate.client.post("/archive/batch/", {"files": [
        SimpleUploadedFile("合同.pdf", pdf("1")), SimpleUploadedFile("../../公约.pdf", pdf("2")), SimpleUploadedFile("多余.pdf", pdf("3")), SimpleUploadedFile("图.svg", b"<svg/>"),
    ]}).content.decode()  # fmt: skip
    assert "已收下 2/4 个文件" in page
    assert list(Document.everywhere.order_by("number").values_list("title", "state")) == [("合同", "effective"), ("公约", "effective")]
    chosen = estate.client.post("/archive/batch/", {"klass": str(ht.pk), "files": [SimpleUploadedFile("多余.pdf", pdf("3"))]})
    assert (chosen.status_code, Document.everywhere.latest("created_at").title) == (200, "多余")
    assert estate.client.post("/archive/batch/", {}).status_code == 422
    assert estate.client.post("/archive/batch/", {"klass": "x", "files": [SimpleUploadedFile("a.pdf", pdf())]}).status_code == 404


def test_a_table_of_documents_is_imported_and_taken_back(estate):
    sheet = "档案类别,标题,所属期间,档案柜,盒号,文件名\n合同与公约,物业服务合同,2020,A1,01,合同.pdf\n会议纪要,一月例会,2026-01,B2,02,例会.pdf\n没有的类别,坏行,2026,,,x.pdf\n"
    address, imported = checked(estate, SimpleUploadedFile("目录.csv", sheet.encode()), screen="documents")
    assert (imported.good, imported.bad, Document.everywhere.count()) == (2, 1, 0)
    estate.client.post(address, {"verb": "confirm"})
    assert through(estate, address).done == 2
    rows = Document.everywhere.order_by("number").values_list("number", "title", "state", "cabinet", "expected_file")
    assert list(rows) == [("HT-2020-0001", "物业服务合同", "draft", "A1", "合同.pdf"), ("HY-2026-0001", "一月例会", "draft", "B2", "例会.pdf")]
    estate.client.post(address, {"verb": "undo"})
    through(estate, address)
    assert set(Document.everywhere.values_list("state", flat=True)) == {"withdrawn"}


def test_what_is_past_its_time_is_ticked_and_listed(estate):
    one = filed(estate, "FX", "放行条", period="2019-03", cabinet="C")
    page = estate.client.get("/archive/past/").content.decode()
    assert "FX-2019-0001" in page and "2021年12月31日" in page
    assert estate.client.post("/archive/past/", {"documents": [], "reason": "期满"}).status_code == 422
    answer = estate.client.post("/archive/past/", {"documents": [str(one.pk)], "reason": "保管期满"})
    assert (answer.status_code, Disposal.everywhere.get().items) == (302, 1)
    assert "已列清册" in estate.client.get("/archive/past/").content.decode()


def test_a_handover_becomes_paper_with_both_signatures(estate):
    filed(estate, "HT", "物业服务合同", cabinet="A")
    with view.entered(estate.here):
        made = actions.draw_handover(estate.here, kind="company", giver="旧物业", receiver="安居物业", by=SYSTEM)
        actions.count_item(HandoverItem.objects.get(), is_there=True, by=SYSTEM)
        for side in ("giver", "receiver"):
            assert estate.client.get(f"/archive/handovers/{made.pk}/{side}/").status_code == 404
        signed = {f"{side}_signature": files.checked(io.BytesIO(PICTURE), name="s.png") for side in ("giver", "receiver")}
        actions.sign_handover(made, giver_name="甲某", receiver_name="乙某", by=SYSTEM, **signed)
    paper = estate.client.get(f"/archive/handovers/{made.pk}/").content.decode()
    assert "HT-" in paper and paper.count("handover-signature") == 2
    assert estate.client.get(f"/archive/handovers/{made.pk}/giver/")["Content-Type"].startswith("image/")
    assert estate.client.get(f"/archive/handovers/{made.pk}/other/").status_code == 404


def test_the_face_for_later_rooms_is_an_action_of_the_api(estate):
    with view.entered(estate.here):
        assert queries.class_by_code(estate.here, "BG").name == "工作报告"
    operation = estate.client.get("/api/v1/openapi.json").json()["paths"]["/api/v1/actions/documents.file_document"]["post"]
    inputs = operation["requestBody"]["content"]["application/json"]["schema"]["properties"]["inputs"]
    assert {"klass", "title", "file"} == set(inputs["required"])
    assert {"period", "basis_label", "basis_link"} <= set(inputs["properties"])


@pytest.mark.parametrize("tab", ["readings", "loans", "checks", "follow_ups", "issues", "looks", "under", "open", "history"])
def test_every_tab_of_a_document_opens(estate, tab):
    one = filed(estate, "HT", "物业服务合同", cabinet="A")
    with view.entered(estate.here):
        actions.ask_loan(one, kind="borrow", purpose="年检", by=Actor.of(estate.account("engineer", "engineer")))
    assert estate.client.get(f"/documents/{one.pk}/tab/{tab}/").status_code == 200


@pytest.mark.parametrize("screen", ["document_classes", "document_years", "document_readings", "document_loans", "document_checks", "document_follow_ups",
                                    "document_issues", "document_looks", "document_disposals", "document_handovers", "document_pieces"])  # fmt: skip
def test_every_list_opens(estate, screen):
    assert estate.client.get(f"/{screen}/").status_code == 200


@pytest.mark.clause("004-316")
def test_the_page_of_a_procedure_says_which_management_systems_it_serves(estate):
    """ISO 9001, ISO 14001 and OHSAS 18001, each where the procedure is mapped to it and nowhere else."""
    mapped = {"门岗管理流程": ["quality"], "保洁作业程序": ["quality", "environment"], "高空作业程序": ["environment", "safety"]}
    names = {"quality": "质量（ISO 9001）", "environment": "环境（ISO 14001）", "safety": "职业健康安全（OHSAS 18001、ISO 45001）"}
    for title, systems in mapped.items():
        page = estate.client.get(f"/documents/{filed(estate, 'CX', title, systems=systems).pk}/").content.decode()
        assert "、".join(names[code] for code in systems) in page
        assert {code for code, name in names.items() if name in page} == set(systems)
