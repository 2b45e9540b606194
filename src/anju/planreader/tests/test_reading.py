"""Units, headings, kinds, domains and actors, on sentences written for these tests."""

from __future__ import annotations

import pytest

from anju.planreader import read_text, read_unit
from anju.planreader.units import cut


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("做好登记。及时上报！", ["做好登记。", "及时上报！"]),
        ("检查(水泵;电梯)情况;填写记录", ["检查(水泵;电梯)情况;", "填写记录"]),
        ("喊出“有人吗？请开门。”再进入。", ["喊出“有人吗？请开门。”再进入。"]),
        ("  ● 门岗值守\n\t- 车库巡逻", ["门岗值守", "车库巡逻"]),
        ("括号(没有关上。也要分开。", ["括号(没有关上。", "也要分开。"]),
        ("频次 | 每日2次 | 保洁员", ["频次 | 每日2次 | 保洁员"]),
        ("1)第一项。", ["1)第一项。"]),
    ],
)
def test_a_text_is_cut_at_end_marks_outside_brackets_and_quotes(text: str, units: list[str]) -> None:
    assert cut(text) == units


@pytest.mark.parametrize(
    "text",
    [
        "一、总则",
        "(二)巡逻管理：",
        "## 三、保障措施",
        "(一)加强组织领导。",
        "第二章 车辆管理",
        "时光飞逝,我们迎来了新的一年。",
        "在当前形势下,物业安全责任重大。",
        "为进一步加强小区管理,结合本小区实际,特制定本方案。",
        "序号 | 项目 | 分值",
        "去年全年共组织了12次培训。",
        "怎样才能做好门岗工作呢？",
        "本文由网友收集整理。",
    ],
)
def test_headings_preambles_and_past_facts_ask_nothing(text: str) -> None:
    clause = read_unit(text)
    assert (clause.kind, clause.domain, clause.has_figures) == ("none", "", False)


@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("来访人员须出示证件登记后方可入内。", "access-people"),
        ("外来车辆未经登记不得进入小区。", "access-vehicles"),
        ("搬运大件物品出小区须持放行条。", "access-goods"),
        ("车辆应停放在划定的车位内。", "parking"),
        ("业主装修房屋应事先告知物业。", "renovation"),
        ("保安员每两小时对楼栋巡逻一遍。", "patrol"),
        ("监控录像资料保存30天。", "surveillance"),
        ("在围墙安装红外对射报警装置。", "alarms-iot"),
        ("发生突发事件时,值班人员应立即赶到现场并报告。", "dispatch-incident"),
        ("制定防汛应急预案,储备应急物资。", "emergency-drills"),
        ("严禁占用、堵塞消防通道。", "fire-safety"),
        ("每月开展一次隐患大排查,建立整改台账。", "risk-hazard"),
        ("员工请假须提前一天书面申请。", "staffing-roster"),
        ("组织职工学习业务知识,开展岗前培训。", "training-certification"),
        ("每季度对员工进行绩效考核。", "performance-appraisal"),
        ("水泵每半年维护保养一次。", "equipment-maintenance"),
        ("接到业主投诉后,当日回访。", "resident-service"),
        ("利用广播、横幅广泛宣传。", "publicity-community"),
        ("楼道扶手每日擦拭,垃圾日产日清。", "environment-cleaning-greening"),
        ("维修资金的使用须公示收支情况。", "finance-budget"),
        ("街道办事处指导业主委员会的换届工作。", "governance-supervision"),
        ("检查得分低于60分的发放黄牌。", "generic-scoring"),
        ("装订各类档案,妥善归档。", "documents-archives"),
        ("工作人员不得泄露业主个人信息。", "privacy-security"),
        ("建设统一的物业管理平台,实现数据共享。", "integration-analytics"),
        ("年终报送全年工作总结报告。", "plans-kpi-reports"),
        ("动员全体职工参加集中整治专项行动。", "generic-campaign"),
    ],
)
def test_a_sentence_finds_its_domain(text: str, domain: str) -> None:
    assert read_unit(text).domain == domain


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("严禁在楼道堆放杂物。", "rule"),
        ("水箱每半年清洗一次。", "recurring-duty"),
        ("投诉处理率达到98%以上。", "kpi"),
        ("建立设备台账,详细记录维修情况。", "record"),
        ("由项目经理担任消防安全责任人。", "role"),
        ("活动结束后形成书面总结报告。", "report"),
        ("引入智能门禁系统。", "device"),
        ("发现漏水立即报告工程部并协助处理。", "workflow"),
    ],
)
def test_a_sentence_finds_its_kind(text: str, kind: str) -> None:
    assert read_unit(text).kind == kind


@pytest.mark.parametrize(
    ("text", "whos"),
    [
        ("值班人员应立即报告。", ["值班人员"]),
        ("由业主委员会提出申请。", ["业主委员会"]),
        ("配备保安员4人,班长1人。", ["保安员", "班长"]),
        ("物業公司應當每半年公佈收支賬目。", ["物業公司"]),
        ("加强对门禁的管理,定期检查。", []),
    ],
)
def test_actors_are_quoted_verbatim(text: str, whos: list[str]) -> None:
    clause = read_unit(text)
    assert (clause.whos or [clause.who] if clause.who else []) == whos


def test_headings_stand_in_the_path_and_help_to_place_a_sentence() -> None:
    clauses = read_text("一、绿化养护\n(一)修剪要求\n1. 每月进行两次。\n二、应急管理\n2. 每季度进行一次。")
    assert [(c.path, c.domain) for c in clauses if c.kind != "none"] == [
        (("一、绿化养护", "(一)修剪要求"), "environment-cleaning-greening"),
        (("二、应急管理",), "emergency-drills"),
    ]


@pytest.mark.parametrize("heading", ["停车管理", "环境卫生", "金店店长助理工作规划"])
def test_a_heading_does_not_outweigh_what_a_sentence_says(heading: str) -> None:
    assert read_unit("监控录像至少保存三十天，调看须经批准。", context=(heading,)).domain == "surveillance"


def test_a_clause_as_json_leaves_absent_fields_out() -> None:
    (clause,) = [clause.as_json() for clause in read_text("门岗每班巡视不少于3次。")]
    assert clause.keys() == {"text", "kind", "domain", "count", "period", "bound", "who", "confidence"}
    assert (clause["count"], clause["period"], clause["bound"]) == (3, "shift", "min")
