"""Completeness by class and year, the year's archive, disposal with a witness, and handover."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.documents import actions, queries
from anju.domains.documents.models import (
    Disposal,
    DisposalItem,
    Document,
    DocumentClass,
    DocumentFile,
    Handover,
    HandoverItem,
    Piece,
    YearOfClass,
)
from anju.domains.people.models import Post
from anju.kernel import clock, files
from anju.kernel.models import Entry

from .conftest import START, TODAY, filed, in_force, photo, upload

DAY = timedelta(days=1)


def covered(community, klass, year=2026, today=TODAY):
    return queries.coverage(community, year, today=today, classes=[klass])[0]


def fill(community, klass, desk, year=2026, today=TODAY, cabinet="A"):
    """File everything that is missing in the class and year."""
    for need in covered(community, klass, year, today).missing:
        for name in list(need.missing):
            period = name if need.piece.per in ("month", "quarter", "year") else str(year)
            filed(community, klass, f"{need.piece.name} {name}", desk, piece=need.piece, period=period, cabinet=cabinet, signed_on=TODAY)


@pytest.mark.clause("003-312", "004-241", "002-186")
def test_the_eight_named_classes_are_held_and_what_is_missing_is_reported(community, team, desk, loaded):
    eight = {"RS": "人员档案", "PX": "培训记录", "XL": "巡逻记录", "JJ": "交接班记录", "SJ": "事件报告", "WB": "设备维护记录", "YA": "应急预案", "HY": "会议纪要"}
    assert {code: loaded[code].name for code in eight} == eight
    team.person("陈刚", "guard")
    shown = {one.klass.code: one for one in queries.coverage(community, 2025, today=TODAY)}
    assert {code: (shown[code].held, shown[code].needed) for code in eight} == {
        "RS": (0, 1), "PX": (0, 12), "XL": (0, 12), "JJ": (0, 12), "SJ": (0, 4), "WB": (0, 4), "YA": (0, 1), "HY": (0, 12),
    }  # fmt: skip
    assert [code for code in eight if shown[code].is_complete] == []
    need = shown["WB"].missing[0]
    assert (need.piece.name, need.piece.owed_role, need.missing) == ("季度维护记录", "engineer", ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"])
    fill(community, loaded["WB"], desk, 2024)
    assert covered(community, loaded["WB"], 2025).held == 0, "another year's records are not this year's"
    fill(community, loaded["WB"], desk, 2025)
    assert (covered(community, loaded["WB"], 2025).is_complete, covered(community, loaded["WB"], 2025).documents) == (True, 4)


def test_only_periods_that_are_over_are_owed(community, desk, loaded):
    assert [(covered(community, loaded[code]).needed) for code in ("PX", "WB", "ND", "HT")] == [2, 0, 3, 2]
    assert covered(community, loaded["PX"], today=date(2026, 4, 1)).needs[0].missing == ["2026-01", "2026-02", "2026-03"]
    assert covered(community, loaded["PX"], 2027).needed == 0


@pytest.mark.clause("002-104")
def test_contract_and_covenant_count_only_with_their_day_of_signing(community, desk, loaded):
    pieces = list(Piece.objects.filter(klass=loaded["HT"]).order_by("position"))
    contract, covenant = (filed(community, loaded["HT"], piece.name, desk, piece=piece) for piece in pieces)
    assert [need.piece.name for need in covered(community, loaded["HT"]).missing] == ["(前期)物业服务合同", "业主(临时)公约"]
    for one, day in ((contract, 3), (covenant, 4)):
        actions.change_document(one, piece=one.piece, signed_on=date(2026, 1, day), by=desk)
    assert covered(community, loaded["HT"]).missing == []
    assert list(queries.documents_of(loaded["HT"]).values_list("title", "signed_on")) == [
        ("(前期)物业服务合同", date(2026, 1, 3)), ("业主(临时)公约", date(2026, 1, 4)),
    ]  # fmt: skip


@pytest.mark.clause("003-316", "000-064", "003-317")
def test_the_library_names_the_regimes_and_processes_that_are_missing(community, team, loaded):
    regimes = ["考勤管理制度", "请假制度", "奖惩制度", "值班制度", "交接班制度"]
    others = ["学习制度", "训练制度", "员工守则", "内部考核制度", "质量管理制度", "财务管理制度", "档案管理制度", "物业管理方案"]
    assert {need.piece.name for need in covered(community, loaded["ZD"]).missing} == {*regimes, *others}
    assert [covered(community, loaded[code]).missing[0].piece.name for code in ("GW", "KH")] == ["岗位责任制", "绩效考核制度"]
    assert [need.missing for need in covered(community, loaded["GW"]).needs] == [["岗位责任制"]]
    ahead = in_force(community, loaded["ZD"], others[0], team, piece=Piece.objects.get(klass=loaded["ZD"], name=others[0]))
    Document.objects.filter(pk=ahead.pk).update(effective_on=TODAY + DAY)
    for name in regimes:
        in_force(community, loaded["ZD"], name, team, piece=Piece.objects.get(klass=loaded["ZD"], name=name))
    assert {need.piece.name for need in covered(community, loaded["ZD"]).missing} == set(others), "what begins tomorrow is not in force"
    assert set(queries.documents_of(loaded["ZD"]).exclude(pk=ahead.pk).values_list("effective_on", flat=True)) == {TODAY}, "each in force with its date"
    processes = [need.piece.name for need in covered(community, loaded["CX"]).missing]
    assert processes == ["门岗管理流程", "巡逻流程", "监控中心值守流程", "事件报告与处理流程"]


def test_a_rule_counts_only_from_its_day(community, desk, manager, loaded):
    piece = Piece.objects.get(name="值班制度")
    one = filed(community, loaded["ZD"], "值班制度", desk, piece=piece)
    actions.approve_document(one, effective_on=TODAY + 3 * DAY, by=manager)
    assert (covered(community, loaded["ZD"]).held, covered(community, loaded["ZD"], today=TODAY + 3 * DAY).held) == (0, 1)


@pytest.mark.clause("001-002", "002-449")
def test_the_fire_file_holds_facilities_checks_hazards_drills_training_rules_and_covenant(community, desk, loaded):
    names = {need.piece.name for need in covered(community, loaded["XF"], 2025).missing}
    assert names == {
        "消防设施情况", "防火检查记录", "火灾隐患及整改记录", "消防演练记录", "消防培训记录", "防火检查制度", "消防培训制度", "防火会议制度", "消防奖惩制度", "防火公约",
    }  # fmt: skip
    fill(community, loaded["XF"], desk, 2025)
    assert (covered(community, loaded["XF"], 2025).is_complete, covered(community, loaded["XF"], 2025).held) == (True, 13)


@pytest.mark.clause("002-552", "002-596")
def test_yearly_plan_policy_assessment_and_class_goals_plans_notes(community, desk, manager, loaded):
    assert [need.piece.name for need in covered(community, loaded["ND"]).missing] == ["年度工作计划", "年度管理政策", "年度考核办法"]
    plan = Piece.objects.get(klass=loaded["ND"], name="年度工作计划")
    filed(community, loaded["ND"], "去年的计划", desk, piece=plan, dated_on=date(2025, 6, 1))
    fill(community, loaded["ND"], desk, 2025)
    assert [(covered(community, loaded["ND"], year).held, covered(community, loaded["ND"], year).needed) for year in (2025, 2026)] == [(3, 3), (0, 3)]
    fill(community, loaded["ND"], desk)
    assert covered(community, loaded["ND"]).is_complete
    actions.load_classes(community, template="kindergarten", by=manager)
    klass = DocumentClass.objects.get(code="BJ")
    assert [(need.piece.name, need.missing) for need in covered(community, klass).missing] == [
        ("班级教育目标", ["2026"]), ("班级教育计划", ["2026"]), ("教育笔记", ["2026-01", "2026-02"]),
    ]  # fmt: skip
    fill(community, klass, desk)
    assert covered(community, klass).is_complete


@pytest.mark.clause("002-031", "004-112")
def test_every_household_has_one_file_by_floor_with_its_score(community, team, loaded, dwellings):
    desk = team("前台小周", "front_desk")
    form, papers = Piece.objects.filter(klass=loaded["YH"]).order_by("position")
    first = covered(community, loaded["YH"])
    assert (first.needed, first.held, first.needs[0].missing) == (8, 0, ["1栋101", "1栋102", "1栋201", "1栋202"])
    nobody = actions.file_document(community, klass=loaded["YH"], title="登记表", piece=form, file=upload(), by=desk)
    assert (nobody.code, Document.objects.count()) == ("documents.subject_needed", 0)
    for piece in (form, papers):
        filed(community, loaded["YH"], piece.name, desk, piece=piece, dwelling=dwellings[2])
    filed(community, loaded["YH"], "登记表", desk, piece=form, dwelling=dwellings[0])
    filed(community, loaded["YH"], "登记表(重复)", desk, piece=form, dwelling=dwellings[0])
    floors = queries.households(community, dwellings[0].parent)
    assert [(floor.name, [(str(one.dwelling), one.held, one.needed, one.documents) for one in floor.households]) for floor in floors] == [
        ("2", [("1栋201", 2, 2, 2), ("1栋202", 0, 2, 0)]), ("1", [("1栋101", 1, 2, 2), ("1栋102", 0, 2, 0)]),
    ]  # fmt: skip
    assert floors[1].households[0].missing == ["入住资料"]
    assert (covered(community, loaded["YH"]).held, covered(community, loaded["YH"]).needed) == (3, 8)


def test_posts_devices_and_people_have_files_of_their_own(community, team, desk, manager, loaded):
    post = Post.objects.create(scope=community, name="南门岗", role="guard")
    team.person("陈刚", "guard")
    assert covered(community, loaded["GD"]).needs[0].missing == ["南门岗"]
    assert covered(community, loaded["RS"]).needs[0].missing == ["陈刚"]
    filed(community, loaded["GD"], "岗位说明", desk, piece=Piece.objects.get(name="岗位说明"), post=post)
    filed(community, loaded["RS"], "保安员证", manager, piece=Piece.objects.get(name="资格与证书材料"), person=team.person("陈刚"))
    assert [covered(community, loaded[code]).is_complete for code in ("GD", "RS")] == [True, True]
    assert covered(community, loaded["SB"]).needed == 0
    filed(community, loaded["SB"], "1号电梯 维保合同", desk, device_label="1号电梯", device_link="/devices/1")
    assert covered(community, loaded["SB"]).needs[0].missing == ["1号电梯"]


@pytest.mark.clause("002-474", "002-475", "002-480")
def test_the_seven_classes_have_keepers_and_an_arrangement_rule_and_show_progress(community, manager, team, desk):
    actions.load_classes(community, template="seven_classes", by=manager)
    seven = {one.name: one for one in DocumentClass.objects.all()}
    assert set(seven) == {"文书档案", "会计档案", "科技档案", "专业档案", "声像档案", "实物档案", "电子档案"}
    assert all(one.arrangement for one in seven.values())
    accounts = {"name": "会计档案", "level": "confidential", "may_see": ["project_manager"], "by": manager}
    same = {"keeper": team.person("徐燕"), "second_keeper": team.person("徐燕")}
    assert actions.change_class(seven["会计档案"], **accounts, **same).code == "documents.same_keeper"
    kept = actions.change_class(seven["会计档案"], **accounts, keeper=team.person("徐燕"), second_keeper=team.person("蒋敏"))
    assert (str(kept.keeper), str(kept.second_keeper)) == ("徐燕", "蒋敏")
    actions.add_piece(kept, name="会计报表", per="month", by=manager)
    filed(community, kept, "一月报表", manager, piece=Piece.objects.get(), period="2026-01")
    assert (covered(community, kept).held, covered(community, kept).needed) == (1, 2)
    assert actions.begin_arranging(kept, year=2025, by=desk).code == "documents.not_complete"
    actions.drop_piece(Piece.objects.get(), reason="改为年报", by=manager)
    assert actions.begin_arranging(kept, year=2025, by=desk).code == "documents.no_arrangement", "change_class emptied the rule"


@pytest.mark.clause("002-473", "003-313", "004-098")
def test_a_year_is_arranged_when_complete_and_archived_in_time(community, manager, desk, loaded):
    klass = loaded["WB"]
    before = Entry.objects.count()
    assert actions.begin_arranging(klass, year=2025, by=desk).code == "documents.not_complete"
    assert actions.begin_arranging(klass, year=2027, by=desk).code == "documents.year_to_come"
    assert (YearOfClass.objects.count(), Entry.objects.count()) == (0, before)
    fill(community, klass, desk, 2025, cabinet="")
    year = actions.begin_arranging(klass, year=2025, by=desk)
    assert (year.state, year.held, year.needed, year.due_on) == ("arranging", 4, 4, date(2026, 3, 31))
    assert actions.begin_arranging(klass, year=2025, by=desk).code == "documents.arranging_already"
    assert actions.archive_year(year, by=desk).code == "documents.no_place"
    for one in Document.objects.filter(klass=klass):
        actions.place_document(one, cabinet="B1", box="2025", by=desk)
    late_wish = actions.add_piece(klass, name="年度总结", per="year", by=manager)
    refused = actions.archive_year(year, by=desk)
    assert (refused.code, refused.params["missing"], YearOfClass.objects.get().state) == ("documents.not_complete", 1, "arranging")
    actions.drop_piece(late_wish, reason="不需要", by=manager)
    done = actions.archive_year(year, by=desk)
    assert (done.state, done.documents, done.is_on_time, done.first_number, done.last_number) == ("archived", 4, True, "WB-2025-0001", "WB-2025-0004")
    assert done.digest == queries.digest_of(klass, 2025)
    assert actions.archive_year(done, by=desk).code == "documents.not_arranging"
    late = actions.file_document(community, klass=klass, title="补", period="2025", file=upload(), by=desk)
    assert late.code == "documents.year_archived"
    assert actions.change_document(Document.objects.first(), by=desk).code == "documents.year_archived"
    DocumentFile.objects.filter(version__document__number="WB-2025-0002").update(sha256="0" * 64)
    assert done.digest != queries.digest_of(klass, 2025), "the digest tells what was changed afterwards"


@pytest.mark.clause("004-098", "003-313")
def test_a_year_archived_after_its_day_is_late(community, desk, loaded):
    fill(community, loaded["WB"], desk, 2025)
    with clock.frozen(START + 27 * DAY):
        done = actions.archive_year(actions.begin_arranging(loaded["WB"], year=2025, by=desk), by=desk)
    assert (done.is_on_time, done.due_on, done.archived_at.date()) == (False, date(2026, 3, 31), date(2026, 4, 1))
    assert (done.held, done.needed, str(done.archived_by)) == (4, 4, "前台小周")


@pytest.fixture
def slips(community, desk, loaded) -> list[Document]:
    """Release slips of two months of 2023: their two years were over at the end of 2025."""
    return [
        filed(community, loaded["FX"], f"放行条 {month}", desk, period=f"2023-{month:02d}", cabinet="C", file=upload(f"slip {month}")) for month in (1, 2)
    ]


@pytest.mark.clause("002-284")
def test_release_slips_are_kept_two_years_and_reported_when_they_expire(community, desk, loaded, slips):
    young = filed(community, loaded["FX"], "放行登记", desk, period="2024-05")
    assert (loaded["FX"].keep_years, slips[0].keep_until_on, young.keep_until_on) == (2, date(2025, 12, 31), date(2026, 12, 31))
    refused = actions.list_disposal(community, documents=[slips[0], young], reason="期满", by=desk)
    assert (refused.code, refused.params["number"], refused.params["on"]) == ("documents.kept_longer", "FX-2024-0001", date(2026, 12, 31))
    assert Disposal.objects.count() == 0
    assert [one.number for one in queries.past_keeping(community, on=TODAY)] == ["FX-2023-0001", "FX-2023-0002"]
    assert [one.number for one in queries.expiring(community, on=TODAY, days=302)] == ["FX-2024-0001"]
    assert list(queries.expiring(community, on=TODAY, days=301)) == []


@pytest.mark.clause("002-555", "002-284")
def test_disposal_needs_a_list_an_approval_and_a_third_person_who_watches(community, team, desk, manager, slips):
    other, witness = team("老周", "security_manager"), team.person("孙姐")
    disposal = actions.list_disposal(community, documents=slips, reason="保管期满", by=desk)
    assert (disposal.number, disposal.items, DisposalItem.objects.count()) == ("XH2026-0001", 2, 2)
    assert actions.list_disposal(community, documents=slips, reason="再来", by=desk).code == "documents.listed_already"
    given = {"witness": witness, "method": "shred", "by": other}
    assert actions.destroy_documents(disposal, **given).code == "documents.list_not_approved"
    own = team("前台小周", "front_desk", "project_manager")
    assert actions.approve_disposal(disposal, by=own).code == "documents.own_list"
    disposal = actions.approve_disposal(disposal, by=manager)
    assert actions.approve_disposal(disposal, by=manager).code == "documents.list_answered"
    for name in ("前台小周", "赵敏", "老周"):
        assert actions.destroy_documents(disposal, **{**given, "witness": team.person(name)}).code == "documents.own_witness"
    assert actions.destroy_documents(disposal, **{**given, "method": "hide"}).code == "documents.method_needed"
    assert Document.objects.filter(state="effective").count() == 2
    done = actions.destroy_documents(disposal, signature=photo(), **given)
    assert (done.state, str(done.witness), done.method) == ("done", "孙姐", "shred")
    assert list(Document.objects.order_by("number").values_list("number", "state", "title", "cabinet")) == [
        ("FX-2023-0001", "disposed", "", ""), ("FX-2023-0002", "disposed", "", ""),
    ]  # fmt: skip
    file = DocumentFile.objects.order_by("pk").first()
    assert (file.file.state, file.sha256 == upload("slip 1").sha256) == ("erased", True)
    assert queries.find(community, "放行条") == []
    assert Entry.objects.get(name="documents.disposal_done").payload["files"] == 2


def test_the_bytes_are_gone_after_the_transaction(community, team, desk, manager, slips, django_capture_on_commit_callbacks):
    path = files.path_of(community, DocumentFile.objects.order_by("pk").first().sha256)
    assert path.exists()
    disposal = actions.approve_disposal(actions.list_disposal(community, documents=slips, reason="期满", by=desk), by=manager)
    with django_capture_on_commit_callbacks(execute=True):
        actions.destroy_documents(disposal, witness=team.person("孙姐"), method="erase", by=team("老周", "security_manager"))
    assert not path.exists()


def test_what_may_not_be_listed_for_disposal(community, team, desk, manager, loaded, slips):
    ask = {"reason": "期满", "by": desk}
    assert actions.list_disposal(community, documents=[], **ask).code == "documents.list_size"
    assert actions.list_disposal(community, documents=slips, reason=" ", by=desk).code == "documents.reason_needed"
    forever = filed(community, loaded["DS"], "大事", desk, period="1990", file=photo())
    assert actions.list_disposal(community, documents=[forever], **ask).code == "documents.kept_for_ever"
    plan = filed(community, loaded["YA"], "预案", desk, period="2001")
    assert actions.list_disposal(community, documents=[plan], **ask).code == "documents.not_to_destroy", "it governs until it is withdrawn"
    loan = actions.approve_loan(actions.ask_loan(slips[0], kind="borrow", purpose="查", by=team("小李", "engineer")), by=manager)
    actions.hand_out_original(loan, signature=photo(), by=desk)
    assert actions.list_disposal(community, documents=slips, **ask).code == "documents.lent_out"
    assert Disposal.objects.count() == 0


def test_a_list_is_refused_with_a_reason_and_everything_stays(community, desk, manager, slips):
    disposal = actions.list_disposal(community, documents=slips, reason="期满", by=desk)
    assert actions.refuse_disposal(disposal, reason=" ", by=manager).code == "documents.reason_needed"
    assert actions.refuse_disposal(disposal, reason="有诉讼", by=manager).state == "refused"
    assert Document.objects.filter(state="effective").count() == 2
    assert actions.list_disposal(community, documents=slips, reason="期满", by=desk).number == "XH2026-0002"


def test_a_handover_is_counted_piece_by_piece_and_signed_by_both(community, desk, manager, loaded, slips):
    given = {"kind": "company", "giver": "旧物业公司", "receiver": "安居物业", "by": desk}
    assert actions.draw_handover(community, **{**given, "receiver": "旧物业公司"}).code == "documents.two_parties"
    assert actions.draw_handover(community, classes=[loaded["HT"]], **given).code == "documents.list_size"
    made = actions.draw_handover(community, classes=[loaded["FX"]], **given)
    assert (made.number, made.items, made.state) == ("YJ2026-0001", 2, "counting")
    signed = {"giver_name": "甲某", "receiver_name": "乙某", "giver_signature": photo(), "receiver_signature": photo("b.png"), "by": manager}
    refused = actions.sign_handover(made, **signed)
    assert (refused.code, refused.params["uncounted"]) == ("documents.uncounted", 2)
    first, second = HandoverItem.objects.order_by("document__number")
    assert actions.count_item(first, is_there=False, by=desk).code == "documents.say_why_missing"
    actions.count_item(first, is_there=True, by=desk)
    actions.count_item(second, is_there=False, note="原件遗失，有复印件", by=desk)
    again = {**signed, "receiver_name": "甲某", "giver_signature": photo(), "receiver_signature": photo("b.png")}
    assert actions.sign_handover(made, **again).code == "documents.two_signers"
    assert Handover.objects.get().state == "counting"
    done = actions.sign_handover(made, **{**again, "receiver_name": "乙某", "giver_signature": photo(), "receiver_signature": photo("b.png")})
    assert (done.state, done.items, done.missing, done.giver_name) == ("signed", 2, 1, "甲某")
    assert actions.count_item(first, is_there=True, by=desk).code == "documents.signed_already"
