"""Classes, numbers, versions and approval: how a document comes in, comes into force and goes out of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.documents import actions, queries
from anju.domains.documents.models import Document, DocumentClass, DocumentFile, Piece, Version
from anju.domains.documents.states import HELD
from anju.kernel import clock, files, scope
from anju.kernel.actors import Actor
from anju.kernel.models import Blob, Entry, Scope

from .conftest import START, TODAY, filed, in_force, photo, place, upload

DAY = timedelta(days=1)


def test_a_set_of_classes_is_loaded_once_and_then_changed(community, manager, team):
    first = actions.load_classes(community, template="property_company", keeper=team.person("档案员"), by=manager)
    assert (DocumentClass.objects.count(), Piece.objects.count(), str(first.keeper)) == (27, 57, "档案员")
    assert actions.load_classes(community, template="property_company", by=manager).code == "documents.set_loaded"
    changed = actions.change_class(first, name="手册", keep_years=5, parts="正文\n附表", by=manager)
    assert (changed.name, changed.keep_years, changed.part_names, DocumentClass.objects.count()) == ("手册", 5, ["正文", "附表"], 27)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"code": "档案"}, "bad_class"), ({"name": " "}, "bad_class"), ({"code": "ZD"}, "code_taken"), ({"may_see": ["king"]}, "unknown_role"),
        ({"level": "confidential"}, "nobody_named"), ({"number_digits": 9}, "bad_digits"), ({"parts": "\n".join("abcdefghijklm")}, "too_many_parts"),
    ],
)  # fmt: skip
def test_a_class_that_does_not_fit_is_refused(community, manager, loaded, changed, code):
    before = Entry.objects.count()
    assert actions.add_class(community, **{"code": "QT", "name": "其他", "by": manager, **changed}).code == f"documents.{code}"
    same = {"name": "制度", **{name: value for name, value in changed.items() if name != "code"}}
    if "code" not in changed:
        assert actions.change_class(loaded["ZD"], by=manager, **same).code == f"documents.{code}"
    assert (DocumentClass.objects.count(), Entry.objects.count()) == (27, before)


def test_a_class_goes_out_of_use_only_when_it_is_empty(community, manager, desk, loaded):
    filed(community, loaded["HY"], "一月例会", desk)
    assert actions.retire_class(loaded["HY"], reason="合并", by=manager).code == "documents.class_holds"
    assert actions.retire_class(loaded["DS"], reason=" ", by=manager).code == "documents.reason_needed"
    assert DocumentClass.objects.filter(state="retired").count() == 0
    gone = actions.retire_class(loaded["DS"], reason="合并", by=manager)
    assert gone.state == "retired"
    assert actions.file_document(community, klass=gone, title="x", file=upload(), by=desk).code == "documents.class_retired"
    assert actions.add_piece(gone, name="x", by=manager).code == "documents.class_retired"


def test_pieces_are_required_and_dropped(community, manager, loaded):
    made = actions.add_piece(loaded["ZD"], name="保密制度", owed_role="security_manager", by=manager)
    assert (made.per, made.count, made.position) == ("once", 1, 14)
    assert actions.add_piece(loaded["ZD"], name="保密制度", by=manager).code == "documents.piece_there"
    assert actions.add_piece(loaded["ZD"], name="一户", per="file", by=manager).code == "documents.no_files_here"
    assert actions.drop_piece(made, reason="", by=manager).code == "documents.reason_needed"
    assert actions.drop_piece(made, reason="并入档案管理制度", by=manager).state == "retired"
    assert actions.drop_piece(made, reason="x", by=manager).code == "documents.piece_dropped"


@pytest.mark.clause("002-048", "003-314")
def test_a_document_has_number_place_basis_hash_and_versions(community, team, desk, manager, loaded):
    manual = in_force(community, loaded["SC"], "质量手册", team)
    rule = filed(community, loaded["CX"], "巡逻流程", desk, parent=manual, basis_label="工作计划 第12条", basis_link="/plans/12", cabinet="A1", box="03")
    assert (rule.number, rule.state, rule.location) == ("CX-2026-0001", "submitted", "A1 03")
    rule = actions.approve_document(rule, by=manager)
    actions.add_version(rule, file=upload("v2"), note="增加夜间路线", by=desk)
    rule = actions.approve_document(actions.submit_document(rule, by=desk), by=manager)
    found = queries.trace(rule)
    assert (found.basis, [one.number for one in found.parents]) == ("工作计划 第12条", ["SC-2026-0001"])
    assert [(one.number, one.state, [each.sha256 for each in held]) for one, held in found.versions] == [
        (2, "effective", [upload("v2").sha256]), (1, "replaced", [upload("巡逻流程").sha256]),
    ]  # fmt: skip
    assert actions.verify_files(rule, by=desk).pk == rule.pk
    assert Entry.objects.latest("id").payload | {"files": 2, "damaged": 0} == Entry.objects.latest("id").payload


@pytest.mark.clause("003-314")
@pytest.mark.parametrize("harm", ["changed", "swapped", "lost"])
def test_a_file_that_is_not_what_was_filed_is_found_in_every_version(community, team, desk, manager, loaded, harm):
    rule = in_force(community, loaded["ZD"], "值班制度", team)
    actions.add_version(rule, file=upload("第二版"), by=desk)
    rule = actions.approve_document(actions.submit_document(rule, by=desk), by=manager)
    first, second = DocumentFile.objects.filter(version__document=rule).order_by("version__number")
    if harm == "changed":
        files.path_of(community, first.sha256).write_bytes(b"something else")
    elif harm == "swapped":
        DocumentFile.objects.filter(pk=first.pk).update(file=second.file)
    else:
        files.path_of(community, first.sha256).unlink()
    actions.verify_files(rule, by=desk)
    check = queries.trace(rule).checks[0]
    assert (check.kind, check.is_fine, check.note, str(check.checked_by)) == ("files", False, "V1", "前台小周")
    assert Entry.objects.latest("id").payload["damaged"] == 1


def test_files_of_a_document_without_any_are_not_verified(community, desk, loaded):
    made = actions.register_document(community, klass=loaded["HY"], title="例会", by=desk)
    assert actions.verify_files(made, by=desk).code == "documents.no_files"


def test_numbers_run_by_class_and_year_and_fit_the_stamp(community, desk, loaded):
    wanted = (("HY", "2026-01"), ("HY", "2026-02"), ("HY", "2025-12"), ("BG", "2026"))
    numbers = [filed(community, loaded[code], f"{code} {period}", desk, period=period).number for code, period in wanted]
    assert numbers == ["HY-2026-0001", "HY-2026-0002", "HY-2025-0001", "BG-2026-0001"]


@pytest.mark.clause("002-479")
def test_the_stamp_and_binding_standard_limit_the_numbers(community, manager, desk):
    klass = actions.add_class(
        community, code="WS", name="文书档案", stamp_count=2, stamp_size="45×16 毫米", binding="三孔一线，孔距 80 毫米", number_digits=2, by=manager
    )
    assert (klass.stamp_count, klass.stamp_size, klass.binding) == (2, "45×16 毫米", "三孔一线，孔距 80 毫米")
    numbers = [actions.register_document(community, klass=klass, title=f"文件{n}", by=desk).number for n in range(99)]
    assert (numbers[0], numbers[-1]) == ("WS-2026-01", "WS-2026-99")
    assert actions.register_document(community, klass=klass, title="第一百件", by=desk).code == "documents.numbers_used_up"
    assert Document.objects.count() == 99


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"title": " "}, "title_needed"), ({"period": "2026-13"}, "bad_period"), ({"period": "下季度"}, "bad_period"), ({"period": "1812"}, "bad_period"),
        ({"period": "2031"}, "bad_year"), ({"piece": "other"}, "other_class"), ({"piece": "month", "period": "2026-Q1"}, "bad_period"),
        ({"klass": "YH"}, "subject_needed"), ({"klass": "SB"}, "subject_needed"),
    ],
)  # fmt: skip
def test_what_cannot_be_filed(community, desk, loaded, changed, code):
    pieces = {"other": Piece.objects.get(name="值班制度"), "month": Piece.objects.get(name="月度例会纪要")}
    given = {"klass": loaded[changed.get("klass", "HY")], "title": "例会", "period": "", **{k: v for k, v in changed.items() if k != "klass"}}
    given["piece"] = pieces.get(given.get("piece", ""))
    before = Entry.objects.count()
    assert actions.file_document(community, file=upload(), by=desk, **given).code == f"documents.{code}"
    assert actions.register_document(community, by=desk, **given).code == f"documents.{code}"
    assert (Document.objects.count(), Blob.objects.count(), Entry.objects.count()) == (0, 0, before)


def test_a_paper_without_file_counts_only_in_its_box(community, desk, loaded):
    given = {"title": "旧合同", "is_filed": True, "by": desk}
    assert actions.register_document(community, klass=loaded["HT"], **given).code == "documents.file_needed"
    assert actions.register_document(community, klass=loaded["ZD"], cabinet="A", **given).code == "documents.file_needed", "this class is approved"
    assert actions.register_document(community, klass=loaded["HT"], cabinet="A", box="1", **given).state == "effective"


def test_nobody_approves_his_own_document(community, team, desk, manager, loaded):
    own = filed(community, loaded["ZD"], "值班制度", manager)
    assert actions.approve_document(own, by=manager).code == "documents.own_approval"
    assert actions.send_back_document(own, reason="x", by=manager).code == "documents.own_approval"
    assert Document.objects.get(pk=own.pk).state == "submitted"
    other = team("安全经理老周", "security_manager")
    assert actions.send_back_document(own, reason=" ", by=other).code == "documents.reason_needed"
    back = actions.send_back_document(own, reason="缺附表", by=other)
    assert (back.state, Version.objects.get().reason) == ("draft", "缺附表")
    assert actions.approve_document(back, by=other).code == "documents.not_submitted"
    assert actions.submit_document(back, by=manager).code == "documents.nothing_to_submit"


def test_the_version_in_force_stays_until_the_next_is_approved(community, team, desk, manager, loaded):
    rule = in_force(community, loaded["ZD"], "值班制度", team)
    actions.add_version(rule, file=upload("第二版"), by=desk)
    assert actions.add_version(rule, file=upload("第三版"), by=desk).code == "documents.version_pending"
    waiting = actions.submit_document(rule, by=desk)
    assert (waiting.state, waiting.version, queries.in_force(community, on=TODAY).count()) == ("revising", 1, 1)
    assert actions.withdraw_document(waiting, reason="x", by=manager).code == "documents.not_in_this_state"
    back = actions.send_back_document(waiting, reason="不清楚", by=manager)
    assert (back.state, back.version) == ("effective", 1)
    actions.add_version(back, file=upload("第三版"), by=desk)
    done = actions.approve_document(actions.submit_document(back, by=desk), effective_on=TODAY + DAY, by=manager)
    states = list(Version.objects.order_by("number").values_list("number", "state"))
    assert (done.version, done.effective_on, states) == (3, date(2026, 3, 6), [(1, "replaced"), (2, "refused"), (3, "effective")])


@pytest.mark.clause("000-153")
def test_a_design_is_submitted_only_with_drawings_and_floor_plan_and_then_reviewed(community, desk, manager, loaded):
    design = filed(community, loaded["SG"], "监控巡更系统设计", desk)
    assert design.state == "draft"
    refused = actions.submit_document(design, by=desk)
    assert (refused.code, refused.params["parts"]) == ("documents.parts_missing", "分项施工图、平面图")
    actions.add_part(design, file=upload("d1"), part="分项施工图", by=desk)
    assert actions.submit_document(design, by=desk).params["parts"] == "平面图"
    assert actions.add_part(design, file=upload("d2"), part=" ", by=desk).code == "documents.part_needed"
    actions.add_part(design, file=upload("d2"), part="平面图", by=desk)
    waiting = actions.submit_document(design, by=desk)
    assert waiting.state == "submitted"
    assert actions.add_part(waiting, file=upload("d3"), part="附图", by=desk).code == "documents.nothing_to_submit"
    done = actions.approve_document(waiting, by=manager)
    assert (done.state, str(done.approved_by), queries.files_of(done).count()) == ("effective", "赵敏", 3)


@pytest.mark.clause("002-133", "004-164")
def test_rules_to_be_drafted_have_an_owner_and_a_day_and_end_as_published_text(community, team, desk, manager, loaded):
    titles = ("沈阳市物业管理规定", "沈阳市前期物业管理招投标管理办法", "关于加强组建业主大会、业主委员会工作的指导意见")
    for title in titles:
        actions.register_document(
            community, klass=loaded["FG"], title=title, issuer="沈阳市房产局", owner=team.person("王主任"), due_on=date(2026, 12, 31), by=desk
        )
    assert [str(one.owner) for one in Document.objects.filter(state="draft")] == ["王主任"] * 3
    assert queries.late_drafts(community, on=date(2026, 12, 31)).count() == 0
    assert [one.title for one in queries.late_drafts(community, on=date(2027, 1, 1))] == list(titles)
    issued = Document.objects.get(title=titles[0])
    actions.add_version(issued, file=upload("正式文本"), by=desk)
    issued = actions.submit_document(issued, by=desk)
    assert (issued.state, queries.files_of(issued).count()) == ("effective", 1)
    assert [one.state for one in Document.objects.order_by("number")] == ["effective", "draft", "draft"]
    assert [one.title for one in queries.late_drafts(community, on=date(2027, 1, 1))] == list(titles[1:])


@pytest.mark.clause("004-201")
def test_rules_are_in_force_by_zone(community, team, desk, loaded):
    zones = [place(community, "building", code, name) for code, name in (("A", "安置一区"), ("B", "安置二区"))]
    home = place(community, "dwelling", "A101", "A101", zones[0])
    for title, zone in (("通用管理办法", None), ("一区管理细则", zones[0]), ("二区管理细则", zones[1])):
        in_force(community, loaded["ZD"], title, team, zone=zone)
    assert [one.title for one in queries.in_force(community, on=TODAY, place=home)] == ["通用管理办法", "一区管理细则"]
    assert [one.title for one in queries.in_force(community, on=TODAY, place=zones[1])] == ["通用管理办法", "二区管理细则"]
    assert [one.title for one in queries.in_force(community, on=TODAY - DAY, place=home)] == []


@pytest.mark.clause("002-042")
def test_management_documents_stand_in_three_levels_under_each_other(community, team, desk, loaded):
    assert [loaded[code].tier for code in ("SC", "CX", "BD")] == [1, 2, 3]
    manual = in_force(community, loaded["SC"], "质量手册", team)
    procedure = in_force(community, loaded["CX"], "门岗管理流程", team, parent=manual)
    form = filed(community, loaded["BD"], "来访登记表", desk, parent=procedure)
    assert [one.title for one in queries.trace(form).parents] == ["门岗管理流程", "质量手册"]
    by_tier = {tier: [one.title for one in Document.objects.filter(klass__tier=tier)] for tier in (1, 2, 3)}
    assert by_tier == {1: ["质量手册"], 2: ["门岗管理流程"], 3: ["来访登记表"]}


@pytest.mark.clause("002-556")
def test_a_seldom_used_document_gets_another_class_number_and_place(community, desk, manager, loaded):
    old = filed(community, loaded["HY"], "老式会议记录", desk, period="2019-05", cabinet="A1")
    before = Entry.objects.count()
    given = {"klass": loaded["DS"], "cabinet": "库房2", "box": "07", "by": manager}
    assert actions.reclassify_document(old, **{**given, "klass": loaded["HY"]}).code == "documents.same_class"
    assert actions.reclassify_document(old, **{**given, "cabinet": " "}).code == "documents.location_needed"
    assert actions.place_document(old, cabinet=" ", by=desk).code == "documents.location_needed"
    assert (Document.objects.get().number, Entry.objects.count()) == ("HY-2019-0001", before)
    moved = actions.reclassify_document(old, **given)
    assert (moved.klass, moved.number, moved.former_numbers, moved.location) == (loaded["DS"], "DS-2019-0001", ["HY-2019-0001"], "库房2 07")
    assert [queries.by_number(community, number) for number in ("DS-2019-0001", "HY-2019-0001", "HY-2019-0002")] == [moved, moved, None]
    assert [queries.find(community, words) for words in ("DS-2019-0001", "库房2", "A1")] == [[moved], [moved], []]
    assert actions.place_document(moved, cabinet="库房3", box="01", by=desk).location == "库房3 01"


@pytest.mark.clause("002-476")
def test_an_electronic_record_has_format_hash_and_the_paper_it_copies(community, desk, manager, loaded):
    actions.load_classes(community, template="seven_classes", by=manager)
    paper = filed(community, loaded["HT"], "物业服务合同", desk, cabinet="B2", box="01")
    copy = filed(community, DocumentClass.objects.get(code="DZ"), "物业服务合同扫描件", desk, parent=paper, copies=0)
    (file,) = queries.files_of(copy)
    assert (file.mime, file.sha256, copy.parent.number, copy.parent.location) == ("application/pdf", upload("物业服务合同扫描件").sha256, "HT-2026-0001", "B2 01")


@pytest.mark.clause("002-477")
def test_a_physical_item_has_its_place_and_photo(community, desk, manager):
    actions.load_classes(community, template="seven_classes", by=manager)
    klass = DocumentClass.objects.get(code="SW")
    given = {"klass": klass, "title": "优秀小区奖牌", "by": desk}
    assert actions.file_document(community, file=photo(), **given).code == "documents.item_needs_place"
    assert actions.file_document(community, file=upload(), cabinet="荣誉柜", **given).code == "documents.item_needs_place"
    assert Document.objects.count() == 0
    item = actions.file_document(community, file=photo(), cabinet="荣誉柜", **given)
    assert (item.location, queries.files_of(item).get().mime) == ("荣誉柜", "image/png")


def test_facts_and_title_are_corrected(community, desk, manager, loaded):
    one = filed(community, loaded["HT"], "物业服务合通", desk)
    renamed = actions.rename_document(one, title="物业服务合同", note="正本", by=desk)
    assert (renamed.title, renamed.shown_title, renamed.note) == ("物业服务合同", "物业服务合同", "正本")
    assert actions.rename_document(one, title=" ", by=desk).code == "documents.title_needed"
    changed = actions.change_document(one, signed_on=date(2026, 1, 5), piece=Piece.objects.get(name__contains="服务合同"), by=desk)
    assert (changed.signed_on, changed.piece.name) == (date(2026, 1, 5), "(前期)物业服务合同")
    assert actions.change_document(one, piece=Piece.objects.get(name="值班制度"), by=desk).code == "documents.other_class"
    actions.withdraw_document(one, reason="重签", by=manager)
    assert actions.change_document(one, by=desk).code == "documents.not_in_this_state"
    assert actions.add_version(one, file=upload("z"), by=desk).code == "documents.not_in_this_state"


def test_a_draft_without_file_is_taken_back(community, desk, loaded):
    draft = actions.register_document(community, klass=loaded["HY"], title="错行", by=desk)
    assert actions.discard_draft(draft, by=desk).state == "withdrawn"
    one = filed(community, loaded["HY"], "例会", desk)
    assert actions.discard_draft(one, by=desk).code == "documents.has_files"
    assert Document.objects.get(pk=one.pk).state == "effective"


@pytest.mark.clause("002-491", "002-499")
def test_assembly_rules_committee_papers_and_contracts_are_put_on_record(community, desk, loaded):
    titles = (("YW", "业主大会议事规则"), ("HT", "业主公约"), ("YW", "业主委员会成立资料"), ("HT", "物业服务合同"))
    for number, (code, title) in enumerate(titles, 1):
        one = filed(community, loaded[code], title, desk)
        actions.record_filing(one, filed_with="蛟河市房产处", filed_on=date(2026, 3, number), filing_number=f"备 {number}", by=desk)
    shown = list(Document.objects.order_by("filed_on").values_list("title", "filed_with", "filed_on", "filing_number"))
    assert shown == [(title, "蛟河市房产处", date(2026, 3, number), f"备 {number}") for number, (_code, title) in enumerate(titles, 1)]
    draft = actions.register_document(community, klass=loaded["YW"], title="草稿", by=desk)
    assert actions.record_filing(draft, filed_with="x", filed_on=TODAY, by=desk).code == "documents.not_in_force"
    assert actions.record_filing(one, filed_with="x", filed_on=TODAY + DAY, by=desk).code == "documents.filing_past"


@pytest.mark.clause("004-111")
def test_owner_and_committee_files_have_an_index_and_are_found(community, desk, manager, loaded, dwellings):
    filed(community, loaded["YW"], "第一届业主委员会备案材料", desk, cabinet="C1")
    filed(community, loaded["YW"], "业主大会议事规则", desk, cabinet="C1")
    filed(community, loaded["YH"], "业主登记表 王某", desk, dwelling=dwellings[0], cabinet="D1")
    assert [one.number for one in queries.find(community, "委员会")] == ["YW-2026-0001"]
    assert [one.number for one in queries.find(community, "C1", klass=loaded["YW"])] == ["YW-2026-0002", "YW-2026-0001"]
    assert [one.number for one in queries.documents_of(loaded["YH"])] == ["YH-2026-0001"]
    assert queries.find(community, "王某") == [], "titles of a closed class are not searched"
    renamed = actions.rename_document(queries.find(community, "议事规则")[0], title="业主大会会议规则", by=desk)
    assert (queries.find(community, "议事规则"), queries.find(community, "会议规则")) == ([], [renamed])


def test_another_communitys_things_cannot_be_named(community, desk, manager, loaded):
    other = Scope.objects.create(kind="community", name="翠湖苑")
    with scope.entered(other):
        theirs = actions.add_class(other, code="HY", name="会议", by=Actor.system("test"))
    assert actions.file_document(community, klass=theirs, title="x", file=upload(), by=desk).code == "documents.not_here"
    mine = filed(community, loaded["HY"], "例会", desk)
    assert actions.reclassify_document(mine, klass=theirs, cabinet="A", by=manager).code == "documents.year_archived"
    assert (Document.objects.get().klass_id, Document.objects.filter(state__in=HELD).count()) == (loaded["HY"].pk, 1)


def test_a_job_files_a_report_for_a_period(community, loaded):
    """The face for later rooms: a finished file goes into a class with its period and basis."""
    report = filed(
        community, queries.class_by_code(community, "BG"), "一季度工作报告", Actor.system("report"), period="2026-Q1",
        piece=Piece.objects.get(name="季度工作报告"), basis_label="工作计划 第30条", basis_link="/plans/30",
    )  # fmt: skip
    assert (report.number, report.state, report.period, report.keep_until_on) == ("BG-2026-0001", "effective", "2026-Q1", date(2036, 12, 31))
    with clock.frozen(START + 60 * DAY):
        (covered,) = queries.coverage(community, 2026, today=TODAY + 60 * DAY, classes=[loaded["BG"]])
    assert (covered.needed, covered.held) == (1, 1)
