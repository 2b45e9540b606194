"""Indexes, honours, stages and personal goals: what a year is measured by."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anju.domains.measures import actions, periods, queries
from anju.domains.measures.models import TargetReview
from anju.domains.measures.tests.doing import IN_2026, indicator, milestone, record


@pytest.mark.clause("003-326")
def test_the_effectiveness_index_must_rise_15_percent_over_its_baseline(community, team, on):
    """科技安防系统运行效能提升 15%: a definition, a baseline with its source, the value now; no part may be missing."""
    manager = team("赵敏")
    online, answered = indicator(community, manager, code="online"), indicator(community, manager, code="answered")
    parts = [
        {"measure": "manual.online", "weight": 3, "item": "设备在线率"},
        {"measure": "manual.answered", "weight": 1, "item": "报警响应率"},
    ]
    assert (
        actions.define_index(community, code="tech", title="效能", definition="加权", parts=[], by=manager).code
        == "measures.no_parts"
    )
    index = actions.define_index(
        community, code="tech", title="安防效能指数", definition="在线率三份，响应率一份", parts=parts, by=manager
    )
    refused = actions.set_target(
        community, title="效能提升", measure="index.tech", improve_percent=Decimal("15"), **IN_2026, by=manager
    )
    assert refused.code == "measures.no_baseline"
    target = milestone(
        community,
        "效能提升",
        manager,
        measure="index.tech",
        improve_percent=Decimal("15"),
        baseline_value=Decimal("80"),
        baseline_source="2025 年测算",
    )
    assert target.value == Decimal("92.0000")
    record(online, manager, date(2026, 3, 1), 90, 100)
    on.count()
    assert queries.progress(target).state == "no_data", "an index with a missing part has no value"
    record(answered, manager, date(2026, 3, 1), 95, 100)
    on.count()
    assert queries.progress(target).figure.value == Decimal("91.25")
    assert queries.progress(target).state == "at_risk"
    record(online, manager, date(2026, 3, 4), 99, 100)
    on.count()
    figure = queries.composite(community, "tech", periods.of("year", date(2026, 3, 1)))
    found = queries.progress(target)
    assert (float(figure.value), found.state, index.version) == (94.625, "on_track", 1)
    assert float(found.improvement) == pytest.approx((94.625 - 80) / 80 * 100)


@pytest.mark.clause("004-012")
def test_indicators_are_mapped_to_the_national_standard_and_scored(community, team, on):
    """国优: each part names the item of the standard; a new definition leaves the old version readable."""
    manager = team("赵敏")
    green, noise = (
        indicator(community, manager, code="green"),
        indicator(community, manager, code="noise", shape="mean", more_is_better=False),
    )
    parts = [
        {"measure": "manual.green", "weight": 2, "item": "国优 3.2 绿化"},
        {"measure": "manual.noise", "weight": 1, "item": "国优 4.1 投诉", "best": 0, "worst": 10},
    ]
    actions.define_index(
        community, code="guoyou", title="国优得分", definition="按条目加权", standard="国优", parts=parts, by=manager
    )
    record(green, manager, date(2026, 3, 1), 9, 10)
    record(noise, manager, date(2026, 3, 1), 4, 2)
    on.count()
    year = periods.of("year", date(2026, 3, 1))
    scored = queries.composite(community, "guoyou", year)
    assert [(part.item, part.score) for part in scored.parts] == [("国优 3.2 绿化", 90), ("国优 4.1 投诉", 80)]
    assert float(scored.value) == pytest.approx((2 * 90 + 80) / 3)
    actions.define_index(
        community, code="guoyou", title="国优得分", definition="只看绿化", standard="国优", parts=parts[:1], by=manager
    )
    assert (
        queries.composite(community, "guoyou", year).value,
        queries.composite(community, "guoyou", year, version=1).value,
    ) == (90, scored.value)


@pytest.mark.clause("000-077", "004-317", "004-318")
def test_an_honour_is_a_goal_with_criteria_and_a_gap_report(community, team, on):
    """Two levels, each with criteria; the gap report names what is still missing; nobody judges his own criterion."""
    manager, chief = team("赵敏"), team("公司刘总", "headquarters")
    honour = milestone(community, "创优秀示范", manager, owner=team.person("赵敏"))
    levels = {}
    for name, texts in {"市级优秀": ("资料齐全", "绿化达标"), "省级示范": ("二级管理服务",)}.items():
        level = milestone(community, name, manager, parent=honour)
        levels[name] = [milestone(community, text, manager, parent=level, owner=team.person("赵敏")) for text in texts]
    first = levels["市级优秀"][0]
    assert (
        actions.review_target(first, on=date(2026, 3, 5), outcome="met", note="自查", by=manager).code
        == "measures.own_target"
    )
    assert TargetReview.objects.count() == 0
    actions.review_target(first, on=date(2026, 3, 5), outcome="met", note="档案 32 卷", by=chief)
    actions.review_target(levels["省级示范"][0], on=date(2026, 3, 5), outcome="missed", note="缺三级企业资质", by=chief)
    assert [gap.target.title for gap in queries.gaps(honour)] == ["二级管理服务", "绿化达标"]
    city, province = queries.tree(honour)["parts"]
    assert [(part["progress"].target.title, part["progress"].done, part["progress"].parts) for part in (city, province)] == [
        ("市级优秀", 1, 2), ("省级示范", 0, 1),
    ]  # fmt: skip
    assert queries.progress(honour).state == "missed"


@pytest.mark.clause("000-078", "002-078", "002-079")
def test_a_plan_is_broken_into_dated_stages_whose_results_are_judged(community, team, on):
    """Three months for 脏乱差, half a year for regular operation; a stage that nobody judged by its date is missed."""
    manager = team("赵敏")
    plan = milestone(community, "全年改进", manager)
    half = milestone(community, "半年走上正轨", manager, parent=plan, ends_on=date(2026, 6, 30))
    quarter = milestone(community, "三个月治理脏乱差", manager, parent=plan, ends_on=date(2026, 3, 31))
    assert [stage.target.title for stage in queries.staged(plan)] == ["三个月治理脏乱差", "半年走上正轨"]
    actions.review_target(
        quarter, on=date(2026, 3, 30), outcome="met", note="三个小区复查照片 42 张", by=team("刘总", "headquarters")
    )
    with on(90):
        assert [stage.state for stage in queries.staged(plan)] == ["met", "on_track"]
    with on(130):
        assert [stage.state for stage in queries.staged(plan)] == ["met", "missed"]
    assert (
        actions.set_target(
            community, title="越界", parent=half, starts_on=date(2026, 6, 1), ends_on=date(2026, 7, 1), by=manager
        ).code
        == "measures.outside_parent"
    )


@pytest.mark.clause("002-080", "002-081")
def test_titles_and_certificates_are_dated_goals_with_criteria(community, team, on):
    """ISO within a year, the certificate within a year and a half; city 1.5, province 2, country 3 years."""
    manager = team("赵敏")
    start = date(2026, 3, 5)
    goals = {
        "ISO 导入": date(2027, 3, 4),
        "ISO 认证": date(2027, 9, 4),
        "市级": date(2027, 9, 4),
        "省级": date(2028, 3, 4),
        "国家级": date(2029, 3, 4),
    }
    made = {title: milestone(community, title, manager, starts_on=start, ends_on=ends) for title, ends in goals.items()}
    clauses = [
        milestone(community, f"条款 {n}", manager, parent=made["ISO 导入"], starts_on=start, ends_on=goals["ISO 导入"])
        for n in (4, 5)
    ]
    actions.review_target(clauses[0], on=start, outcome="met", note="手册已发布", by=manager)
    assert (queries.progress(made["ISO 导入"]).done, queries.progress(made["ISO 导入"]).parts) == (1, 2)
    with on(366):
        assert {title for title, target in made.items() if queries.progress(target).state == "missed"} == {"ISO 导入"}
    with on(732):
        assert {title for title, target in made.items() if queries.progress(target).state == "missed"} == {
            "ISO 导入",
            "ISO 认证",
            "市级",
            "省级",
        }


@pytest.mark.clause("000-032", "002-586")
def test_a_person_has_goals_of_his_own_over_four_years(community, team, on):
    """Personal plan with yearly milestones and a numeric goal; the progress stands beside it."""
    manager = team("赵敏")
    plan = milestone(
        community,
        "李强四年成长计划",
        manager,
        starts_on=date(2026, 1, 1),
        ends_on=date(2029, 12, 31),
        owner=team.person("李强"),
    )
    years = [
        milestone(
            community,
            f"第 {n + 1} 年",
            manager,
            parent=plan,
            starts_on=date(2026 + n, 1, 1),
            ends_on=date(2026 + n, 12, 31),
        )
        for n in range(4)
    ]
    exam = indicator(community, manager, code="skill")
    goal = milestone(
        community,
        "技能考核",
        manager,
        parent=years[0],
        measure="manual.skill",
        dimension="liqiang",
        value=Decimal("80"),
        owner=team.person("李强"),
    )
    record(exam, manager, date(2026, 3, 5), 9, 10, dimension="liqiang")
    record(exam, manager, date(2026, 3, 5), 1, 10, dimension="wanggang")
    on.count()
    assert (queries.progress(goal).figure.value, queries.progress(goal).state) == (90, "on_track")
    assert queries.progress(goal).figure.text == "90.0%(9/10)"
    actions.review_target(years[0], on=date(2026, 12, 31), outcome="met", note="取得证书", by=manager)
    assert (queries.progress(plan).done, queries.progress(plan).parts) == (1, 4)


@pytest.mark.clause("002-041")
def test_each_trade_is_held_against_efficiency_quality_and_cost(community, team, on):
    manager = team("赵敏")
    pairs = {"efficiency": ("speed", "ge", 80), "quality": ("defects", "le", 5), "cost": ("spent", "le", 1000)}
    for aspect, (code, op, goal) in pairs.items():
        what = indicator(
            community,
            manager,
            code=code,
            shape="rate" if aspect == "efficiency" else "count",
            more_is_better=op == "ge",
        )
        milestone(
            community,
            aspect,
            manager,
            measure=f"manual.{code}",
            op=op,
            value=Decimal(goal),
            aspect=aspect,
            unit_name="保洁",
        )
        record(
            what,
            manager,
            date(2026, 3, 1),
            {"speed": 9, "defects": 6, "spent": 900}[code],
            10 if code == "speed" else 0,
        )
    on.count()
    sheet = queries.dashboard(community, on=date(2026, 3, 5), unit_name="保洁")
    assert [(row.target.aspect, row.state) for row in sheet] == [
        ("quality", "missed"),
        ("efficiency", "on_track"),
        ("cost", "on_track"),
    ]
    assert queries.dashboard(community, on=date(2026, 3, 5), unit_name="绿化") == []


@pytest.mark.clause("004-003")
def test_the_dashboard_says_in_points_and_words_where_each_target_stands(community, team, on):
    """Worst first; the sparkline's points are the months, the sentence names value, goal and gap."""
    manager = team("赵敏")
    asked = indicator(community, manager)
    target = milestone(community, "满意度", manager, measure="manual.satisfaction", value=Decimal("95"))
    record(asked, manager, date(2026, 1, 20), 80, 100)
    record(asked, manager, date(2026, 3, 1), 98, 100)
    on.count()
    (found,) = queries.dashboard(community)
    assert [(point.period.first.month, point.value) for point in queries.course(found)[:3]] == [
        (1, 80),
        (2, None),
        (3, 98),
    ]
    words = queries.narrative(found)
    assert target.title in words and "89.0%" in words and "95" in words and "6.0" in words
