"""Targets: cascaded to one owner each, signed, changed with a reason, judged by figures and by second persons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anju.domains.cases import actions as cases
from anju.domains.measures import actions, periods, queries
from anju.domains.measures.models import Target, TargetReview
from anju.domains.people.models import Membership
from anju.kernel import ledger
from anju.kernel.models import Entry
from anju.kernel.refusals import Refusal

YEAR = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


def milestone(where, title, by, **given) -> Target:
    made = actions.set_target(where, title=title, **{**YEAR, **given}, by=by)
    assert not isinstance(made, Refusal), str(made)
    return made


def indicator(where, by, code="satisfaction", **given):
    return actions.define_indicator(where, code=code, title=code, definition="按问卷计算", by=by, **given)


def record(what, by, on, part, whole, **given):
    done = actions.record_figure(what, on=on, numerator=part, denominator=whole, source="问卷汇总", by=by, **given)
    assert not isinstance(done, Refusal), str(done)


@pytest.mark.clause("000-001", "002-039", "004-082")
def test_the_tree_reaches_one_owner_per_leaf_and_each_signs(community, team, on):
    """Department, squads, named persons: every leaf has exactly one accountable owner, a test of acceptance and a signature."""
    manager = team("赵敏")
    root = milestone(community, "部门质量目标", manager)
    squads = [milestone(community, f"{name}巡更质量", manager, parent=root) for name in ("一班", "二班")]
    indicator(community, manager, code="scans")
    leaves = [
        milestone(community, f"{squad.title}·{name}", manager, parent=squad, measure="manual.scans", value=Decimal("98"), acceptance="抽查 30 点")
        for squad, name in zip(squads, ("李强", "王刚"), strict=True)
    ]
    assert queries.leaves(root) == leaves
    assert actions.publish_targets(root, by=manager).code == "measures.no_owner"
    assert set(Target.objects.values_list("state", flat=True)) == {"draft"}
    for leaf, name in zip(leaves, ("李强", "王刚"), strict=True):
        actions.assign_target_owner(leaf, owner=team.person(name), by=manager)
    assert not isinstance(actions.publish_targets(root, by=manager), Refusal)
    assert [target.owner.name for target in queries.unsigned(community, on=date(2026, 3, 5))] == ["李强", "王刚"]
    assert actions.sign_target(leaves[0], by=team("王刚", "squad_leader")).code == "measures.not_the_owner"
    assert actions.sign_target(leaves[0], by=manager).code == "measures.not_the_owner"
    signed = actions.sign_target(leaves[0], by=team("李强", "squad_leader"))
    assert (signed.state, len(signed.signed_terms)) == ("signed", 64)
    assert [target.owner.name for target in queries.unsigned(community, on=date(2026, 3, 5))] == ["王刚"]
    assert actions.sign_target(leaves[0], by=team("李强", "squad_leader")).code == "measures.signed_already"


def test_a_leaf_without_a_test_of_acceptance_is_not_published(community, team):
    target = milestone(community, "安全月", team("赵敏"), owner=team.person("李强"))
    assert actions.publish_targets(target, by=team("赵敏")).code == "measures.no_acceptance"
    assert actions.sign_target(target, by=team("李强", "squad_leader")).code == "measures.not_published"


def test_a_changed_target_must_be_signed_again(community, team):
    manager = team("赵敏")
    indicator(community, manager)
    target = milestone(
        community, "满意度", manager, measure="manual.satisfaction", value=Decimal("95"), floor_value=Decimal("90"), owner=team.person("李强"), acceptance="问卷"
    )
    actions.publish_targets(target, by=manager)
    actions.sign_target(target, by=team("李强", "squad_leader"))
    before = Entry.objects.count()
    assert actions.change_target(target, value=Decimal("88"), reason="太难", by=manager).code == "measures.below_contract"
    assert (Target.objects.get().state, Target.objects.get().value, Entry.objects.count()) == ("signed", 95, before)
    assert actions.change_target(target, value=Decimal("92"), reason=" ", by=manager).code == "measures.no_reason"
    changed = actions.change_target(target, value=Decimal("92"), reason="与公司商定", by=manager)
    assert (changed.state, changed.value, changed.signed_terms) == ("published", 92, "")
    row = ledger.history(target)[0]
    assert (row.name, row.payload["value_before"], row.payload["value"], row.payload["must_be_signed_again"]) == (
        "measures.target_changed", "95.0000", "92", True,
    )  # fmt: skip


@pytest.mark.clause("000-002", "004-029", "004-030")
def test_company_indicators_are_imported_and_held_against_the_year(community, team, on):
    """Annual quality objectives from head office; achieved against target; satisfaction is questionnaires, not an opinion."""
    manager = team("赵敏")
    asked = indicator(community, manager)
    rows = [
        {"title": "客户满意率", "measure": "manual.satisfaction", "value": "95", "starts_on": "2026-01-01", "ends_on": "2026-12-31",
         "basis_label": "ISO 9001 质量方针"},
        {"title": "重大事故", "measure": "cases.major_incidents", "op": "le", "value": "0", "starts_on": "2026-01-01", "ends_on": "2026-12-31"},
    ]  # fmt: skip
    bad = actions.import_targets(community, rows=[*rows, {**rows[0], "measure": "no.such"}], set_by="公司", by=manager)
    assert (bad.code, Target.objects.count()) == ("measures.bad_row", 0)
    assert "3" in str(bad)
    assert not isinstance(actions.import_targets(community, rows=rows, set_by="公司", by=manager), Refusal)
    satisfaction, accidents = Target.objects.order_by("title")
    assert {target.source for target in Target.objects.all()} == {"公司"}
    on.count()
    assert queries.progress(satisfaction).state == "no_data"
    assert queries.progress(satisfaction).figure.text in ("No data", "无数据")
    record(asked, manager, date(2026, 3, 5), 376, 400)
    on.count()
    found = queries.progress(satisfaction)
    assert (found.state, found.figure.value, found.shortfall, satisfaction.basis_label) == ("at_risk", 94, 1, "ISO 9001 质量方针")
    with on(366):
        assert queries.progress(satisfaction).state == "missed"
        assert queries.progress(accidents).state == "met"


@pytest.mark.clause("004-019")
def test_a_missed_target_shows_everything_it_endangers(community, team):
    manager = team("赵敏")
    year = milestone(community, "年度目标", manager)
    drills = milestone(community, "演练", manager, parent=year)
    training = milestone(community, "培训", manager)
    honour = milestone(community, "创优", manager)
    actions.link_targets(drills, needs=training, by=manager)
    actions.link_targets(honour, needs=year, by=manager)
    assert actions.link_targets(training, needs=honour, by=manager).code == "measures.circle"
    assert [target.title for target in queries.upstream_impact(training)] == ["演练", "年度目标", "创优"]
    assert queries.upstream_impact(honour) == []


@pytest.mark.clause("003-326")
def test_the_effectiveness_index_must_rise_15_percent_over_its_baseline(community, team, on):
    """科技安防系统运行效能提升 15%: a definition, a baseline with its source, the value now; no part may be missing."""
    manager = team("赵敏")
    online, answered = indicator(community, manager, code="online"), indicator(community, manager, code="answered")
    parts = [
        {"measure": "manual.online", "weight": 3, "item": "设备在线率"},
        {"measure": "manual.answered", "weight": 1, "item": "报警响应率"},
    ]
    assert actions.define_index(community, code="tech", title="效能", definition="加权", parts=[], by=manager).code == "measures.no_parts"
    index = actions.define_index(community, code="tech", title="安防效能指数", definition="在线率三份，响应率一份", parts=parts, by=manager)
    refused = actions.set_target(community, title="效能提升", measure="index.tech", improve_percent=Decimal("15"), **YEAR, by=manager)
    assert refused.code == "measures.no_baseline"
    target = milestone(
        community, "效能提升", manager, measure="index.tech", improve_percent=Decimal("15"), baseline_value=Decimal("80"), baseline_source="2025 年测算"
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
    green, noise = indicator(community, manager, code="green"), indicator(community, manager, code="noise", shape="mean", more_is_better=False)
    parts = [
        {"measure": "manual.green", "weight": 2, "item": "国优 3.2 绿化"},
        {"measure": "manual.noise", "weight": 1, "item": "国优 4.1 投诉", "best": 0, "worst": 10},
    ]
    actions.define_index(community, code="guoyou", title="国优得分", definition="按条目加权", standard="国优", parts=parts, by=manager)
    record(green, manager, date(2026, 3, 1), 9, 10)
    record(noise, manager, date(2026, 3, 1), 4, 2)
    on.count()
    year = periods.of("year", date(2026, 3, 1))
    scored = queries.composite(community, "guoyou", year)
    assert [(part.item, part.score) for part in scored.parts] == [("国优 3.2 绿化", 90), ("国优 4.1 投诉", 80)]
    assert float(scored.value) == pytest.approx((2 * 90 + 80) / 3)
    actions.define_index(community, code="guoyou", title="国优得分", definition="只看绿化", standard="国优", parts=parts[:1], by=manager)
    assert (queries.composite(community, "guoyou", year).value, queries.composite(community, "guoyou", year, version=1).value) == (90, scored.value)


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
    assert actions.review_target(first, on=date(2026, 3, 5), outcome="met", note="自查", by=manager).code == "measures.own_target"
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
    actions.review_target(quarter, on=date(2026, 3, 30), outcome="met", note="三个小区复查照片 42 张", by=team("刘总", "headquarters"))
    with on(90):
        assert [stage.state for stage in queries.staged(plan)] == ["met", "on_track"]
    with on(130):
        assert [stage.state for stage in queries.staged(plan)] == ["met", "missed"]
    assert actions.set_target(community, title="越界", parent=half, starts_on=date(2026, 6, 1), ends_on=date(2026, 7, 1), by=manager).code == "measures.outside_parent"


@pytest.mark.clause("002-080", "002-081")
def test_titles_and_certificates_are_dated_goals_with_criteria(community, team, on):
    """ISO within a year, the certificate within a year and a half; city 1.5, province 2, country 3 years."""
    manager = team("赵敏")
    start = date(2026, 3, 5)
    goals = {"ISO 导入": date(2027, 3, 4), "ISO 认证": date(2027, 9, 4), "市级": date(2027, 9, 4), "省级": date(2028, 3, 4), "国家级": date(2029, 3, 4)}
    made = {title: milestone(community, title, manager, starts_on=start, ends_on=ends) for title, ends in goals.items()}
    clauses = [milestone(community, f"条款 {n}", manager, parent=made["ISO 导入"], starts_on=start, ends_on=goals["ISO 导入"]) for n in (4, 5)]
    actions.review_target(clauses[0], on=start, outcome="met", note="手册已发布", by=manager)
    assert (queries.progress(made["ISO 导入"]).done, queries.progress(made["ISO 导入"]).parts) == (1, 2)
    with on(366):
        assert {title for title, target in made.items() if queries.progress(target).state == "missed"} == {"ISO 导入"}
    with on(732):
        assert {title for title, target in made.items() if queries.progress(target).state == "missed"} == {"ISO 导入", "ISO 认证", "市级", "省级"}


@pytest.mark.clause("000-032", "002-586")
def test_a_person_has_goals_of_his_own_over_four_years(community, team, on):
    """Personal plan with yearly milestones and a numeric goal; the progress stands beside it."""
    manager = team("赵敏")
    plan = milestone(community, "李强四年成长计划", manager, starts_on=date(2026, 1, 1), ends_on=date(2029, 12, 31), owner=team.person("李强"))
    years = [milestone(community, f"第 {n + 1} 年", manager, parent=plan, starts_on=date(2026 + n, 1, 1), ends_on=date(2026 + n, 12, 31)) for n in range(4)]
    exam = indicator(community, manager, code="skill")
    goal = milestone(community, "技能考核", manager, parent=years[0], measure="manual.skill", dimension="liqiang", value=Decimal("80"), owner=team.person("李强"))
    record(exam, manager, date(2026, 3, 5), 9, 10, dimension="liqiang")
    record(exam, manager, date(2026, 3, 5), 1, 10, dimension="wanggang")
    on.count()
    assert (queries.progress(goal).figure.value, queries.progress(goal).state) == (90, "on_track")
    assert queries.progress(goal).figure.text == "90.0%(9/10)"
    actions.review_target(years[0], on=date(2026, 12, 31), outcome="met", note="取得证书", by=manager)
    assert (queries.progress(plan).done, queries.progress(plan).parts) == (1, 4)


@pytest.mark.clause("000-004")
def test_whoever_has_no_task_is_listed(community, team):
    """人人有任务: a target in force or an open case is a task; nobody else's counts, and yesterday's does not."""
    manager = team("赵敏")
    for name, role in (("李强", "squad_leader"), ("陈刚", "guard"), ("王工", "engineer"), ("业主甲", "owner")):
        Membership.objects.create(scope=community, person=team.person(name), role=role, since_on=date(2026, 1, 1))
    on = date(2026, 3, 5)
    assert [person.name for person in queries.without_task(community, on=on)] == ["李强", "王工", "陈刚"]
    milestone(community, "班组建设", manager, owner=team.person("李强"))
    milestone(community, "旧任务", manager, owner=team.person("王工"), ends_on=date(2026, 3, 4))
    cases.open_case(community, kind="task", title="夜间查岗", owner=team.person("陈刚"), by=manager)
    assert [person.name for person in queries.without_task(community, on=on)] == ["王工"]


@pytest.mark.clause("002-041")
def test_each_trade_is_held_against_efficiency_quality_and_cost(community, team, on):
    manager = team("赵敏")
    pairs = {"efficiency": ("speed", "ge", 80), "quality": ("defects", "le", 5), "cost": ("spent", "le", 1000)}
    for aspect, (code, op, goal) in pairs.items():
        what = indicator(community, manager, code=code, shape="rate" if aspect == "efficiency" else "count", more_is_better=op == "ge")
        milestone(community, aspect, manager, measure=f"manual.{code}", op=op, value=Decimal(goal), aspect=aspect, unit_name="保洁")
        record(what, manager, date(2026, 3, 1), {"speed": 9, "defects": 6, "spent": 900}[code], 10 if code == "speed" else 0)
    on.count()
    sheet = queries.dashboard(community, on=date(2026, 3, 5), unit_name="保洁")
    assert [(row.target.aspect, row.state) for row in sheet] == [("quality", "missed"), ("efficiency", "on_track"), ("cost", "on_track")]
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
    assert [(point.period.first.month, point.value) for point in queries.course(found)[:3]] == [(1, 80), (2, None), (3, 98)]
    words = queries.narrative(found)
    assert target.title in words and "89.0%" in words and "95" in words and "6.0" in words


def test_a_figure_cannot_be_judged_better_than_it_is(community, team, on):
    manager = team("赵敏")
    asked = indicator(community, manager)
    target = milestone(community, "满意度", manager, measure="manual.satisfaction", value=Decimal("95"))
    record(asked, manager, date(2026, 3, 1), 90, 100)
    on.count()
    assert actions.review_target(target, on=date(2026, 3, 5), outcome="met", note="差不多", by=manager).code == "measures.figure_says_no"
    review = actions.review_target(target, on=date(2026, 3, 5), outcome="missed", note="差 5 个百分点", by=manager)
    assert (review.numerator, review.denominator) == (90, 100)


def test_what_cannot_be_recorded(community, team):
    manager, what = team("赵敏"), None
    what = indicator(community, manager)
    assert indicator(community, manager).code == "measures.code_taken"
    assert actions.define_indicator(community, code="满意", title="x", definition="x", by=manager).code == "measures.bad_code"
    before = Entry.objects.count()
    faults = {
        "measures.future_day": {"on": date(2026, 3, 6), "numerator": 1, "denominator": 2, "source": "问卷"},
        "measures.no_denominator": {"on": date(2026, 3, 5), "numerator": 0, "denominator": 0, "source": "问卷"},
        "measures.no_source": {"on": date(2026, 3, 5), "numerator": 1, "denominator": 2, "source": " "},
        "measures.bad_numbers": {"on": date(2026, 3, 5), "numerator": 3, "denominator": 2, "source": "问卷"},
        "measures.bad_group": {"on": date(2026, 3, 5), "numerator": 1, "denominator": 2, "source": "问卷", "dimension": "一班"},
    }
    for code, given in faults.items():
        assert actions.record_figure(what, **given, by=manager).code == code
    assert Entry.objects.count() == before


def test_a_withdrawn_target_stays_on_record_and_still(community, team):
    manager = team("赵敏")
    target = milestone(community, "旧目标", manager)
    assert actions.withdraw_target(target, reason="", by=manager).code == "measures.no_reason"
    actions.withdraw_target(target, reason="公司取消", by=manager)
    assert actions.assign_target_owner(target, owner=team.person("李强"), by=manager).code == "measures.withdrawn"
    assert queries.dashboard(community) == []
    assert Target.objects.get().state == "withdrawn"
