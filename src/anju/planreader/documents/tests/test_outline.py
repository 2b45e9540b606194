"""Which line stands under which, and which plans a file holds."""

from __future__ import annotations

import pytest

from anju.planreader.documents import Kind, document_lines, read_document
from anju.planreader.documents.markers import marker_of


@pytest.mark.parametrize(
    ("line", "number", "ordinal", "body"),
    [
        ("第十二条 门岗实行双岗", "第十二条", 12, "门岗实行双岗"),
        ("第三章 巡逻", "第三章", 3, "巡逻"),
        ("二、日常勤务", "二、", 2, "日常勤务"),
        ("(十一)培训", "(十一)", 11, "培训"),
        ("（三）、监督", "（三）、", 3, "监督"),
        ("3、每月检查", "3、", 3, "每月检查"),
        ("3．每月检查", "3．", 3, "每月检查"),
        ("1.2.3 巡逻", "1.2.3", 3, "巡逻"),
        ("(6)登记", "(6)", 6, "登记"),
        ("2)、登记", "2)、", 2, "登记"),
        ("③登记", "③", 3, "登记"),
        ("a)清扫", "a)", 1, "清扫"),
        ("b□标识", "b□", 2, "标识"),
        ("二是抓制度", "二", 2, "是抓制度"),
    ],
)
def test_numbers(line, number, ordinal, body):
    marker = marker_of(line)
    assert (marker.number, marker.ordinal, line[marker.end :]) == (number, ordinal, body)


@pytest.mark.parametrize(
    "line", ["24小时值班", "1.5米以下", "2023.5", "8:00到岗", "第一次演练", "第三条件", "三楼巡逻", "95%以上"]
)
def test_values_are_no_numbers(line):
    assert marker_of(line) is None


def outline(source: str) -> list[tuple[int, str]]:
    return [(node.level, node.text) for node in read_document(source.encode(), "a.txt").flat]


def test_levels_follow_the_numbers():
    source = "一、门岗\n(一)人员\n1、核对证件。\n(1)登记。\n2、放行。\n(二)车辆\n1、抬杆。\n二、巡逻\n(一)路线\n"
    assert [level for level, _ in outline(source)] == [0, 1, 2, 3, 2, 1, 2, 0, 1]


def test_unusual_order_of_numbers_is_taken_as_written():
    assert outline("(二)措施\n一. 做好安保工作。\n1. 严格控制出入。\n二. 做好队伍建设。\n") == [
        (0, "(二)措施"),
        (1, "一. 做好安保工作。"),
        (2, "1. 严格控制出入。"),
        (1, "二. 做好队伍建设。"),
    ]


def test_lost_numbers_do_not_break_the_tree():
    source = "一、管理\n(二)车辆\n3、员工车辆停车库。\n5、其他车辆禁止进入。\n三、物品\n6、收集放行条。\n"
    assert [level for level, _ in outline(source)] == [0, 1, 2, 2, 0, 1]


def test_unnumbered_heading_takes_the_numbers_after_it():
    document = read_document("阳台及门窗:\n1、严禁封闭阳台;\n管道:\n1、严禁改动管道;\n".encode(), "a.txt")
    assert [node.path for node in document.flat] == [(), ("阳台及门窗:",), (), ("管道:",)]
    assert document.flat[0].kind is Kind.heading


def test_paragraph_stands_under_its_heading_not_under_a_finished_sentence():
    document = read_document(
        "一、培训\n1、每月培训一次。\n本项由队长负责。\n2、每季考试：\n合格率98%以上。\n".encode(), "a.txt"
    )
    assert [node.path for node in document.flat] == [
        (),
        ("一、培训",),
        ("一、培训",),
        ("一、培训",),
        ("一、培训", "2、每季考试："),
    ]


def plans(source: str, name: str = "范文.txt") -> list[tuple[str, str]]:
    document = read_document(source.encode(), name)
    return [(plan.title, document.nodes_of(plan)[-1].text) for plan in document.plans]


BODIES = ("1、每月检查消防设备。", "1、每周召开例会一次。", "1、每天巡逻四次。")


@pytest.mark.parametrize(
    "titles",
    [
        ("物业工作计划篇一", "物业工作计划篇二", "物业工作计划篇三"),
        ("篇1：工作计划", "篇2：工作计划", "篇3：工作计划"),
        ("工作计划(第一篇)", "工作计划(第二篇)", "工作计划(第三篇)"),
        ("## 篇一", "## 篇二", "## 篇三"),
        ("保安工作计划范文1", "保安工作计划范文2", "保安工作计划范文3"),
        ("保安工作计划", "保安工作计划", "保安工作计划"),
    ],
)
def test_collections_split_at_their_titles(titles):
    source = "下面是小编整理的范文。\n" + "".join(
        f"{title}\n为做好工作,现安排如下。\n{body}\n2、做好记录。\n3、{at}号岗值守。\n"
        for at, (title, body) in enumerate(zip(titles, BODIES, strict=True))
    )
    found = plans(source)
    assert [last for _, last in found] == ["3、0号岗值守。", "3、1号岗值守。", "3、2号岗值守。"]
    assert found[0][0] == titles[0].lstrip("# ")


def test_table_of_contents_is_not_a_row_of_plans():
    source = "篇一\n篇二\n篇一\n每月检查。\n每周开会。\n篇二\n每天巡逻。\n每年演练。\n"
    assert [last for _, last in plans(source)] == ["每周开会。", "每年演练。"]


def test_numbering_that_begins_anew_begins_a_plan():
    first = "一、消防\n每月检查。\n二、治安\n每天巡逻。\n三、培训\n每周一次。\n"
    source = first + "一、整改\n严格要求。\n二、管理\n先做好榜样。\n"
    assert [last for _, last in plans(source)] == ["每周一次。", "先做好榜样。"]


@pytest.mark.parametrize("heading", ["第二章 车辆", "## 车辆管理", "附件：值班制度"])
def test_chapters_that_count_from_one_stay_in_one_plan(heading):
    first = heading.replace("二", "一").replace("车辆", "人员").replace("附件", "正文")
    chapter = "一、目的\n保障安全。\n二、范围\n全体人员。\n三、要求\n每天检查。\n"
    assert len(plans(f"{first}\n{chapter}{heading}\n{chapter}")) == 1


def test_one_plan_holds_everything():
    document = read_document("保安计划\n一、消防\n每月检查。\n".encode(), "a.txt")
    assert [(p.ordinal, p.title, p.start, p.stop) for p in document.plans] == [(1, "保安计划", 0, 3)]
    assert all(line.plan is document.plans[0] for line in document_lines(document))


def test_lines_before_the_first_plan_belong_to_none():
    document = read_document(
        "物业计划大全\n篇一\n每月检查。\n每周开会。\n篇二\n每天巡逻。\n每年演练。\n".encode(), "a.txt"
    )
    assert [line.plan and line.plan.ordinal for line in document_lines(document)] == [None, 1, 1, 1, 2, 2, 2]


def test_dashes_are_kept_in_the_text_and_set_apart_from_the_body():
    [node] = read_document("——建立奖惩制度。".encode(), "a.txt").flat
    assert (node.kind, node.text, node.body) == (Kind.list_item, "——建立奖惩制度。", "建立奖惩制度。")
