"""Figures over what happened, as the plans ask for them: counted, never entered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anju.domains.cases import actions as cases
from anju.domains.measures import actions, folding, periods, queries
from anju.domains.measures.tests.doing import YEAR, incident, zero
from anju.kernel import scope
from anju.kernel.models import Scope


@pytest.mark.clause("003-319", "003-324")
def test_major_accidents_are_zero_and_liability_is_found_by_another_person(community, team, on):
    """0 a year: the accident counts at once, the liable accident when responsibility is found; a correction is counted too."""
    manager, guard = team("赵敏"), team("陈刚", "guard")
    accidents, liable = (
        zero(community, "安全事故", manager, "cases.major_incidents"),
        zero(community, "责任事故", manager, "cases.liable_accidents"),
    )
    on.count()
    assert [queries.progress(target).state for target in (accidents, liable)] == ["on_track", "on_track"]
    incident(community, guard, "accident", 2)
    on.count()
    assert queries.progress(accidents).state == "on_track", "severity 2 is not a major accident"
    grave = incident(community, guard, "accident", 1, owner=team.person("陈刚"))
    on.count()
    assert (queries.progress(accidents).state, queries.progress(liable).state) == ("missed", "on_track")
    assert cases.find_responsibility(grave, liability="ours", by=team("陈刚")).code == "cases.own_work"
    cases.find_responsibility(grave, liability="ours", by=manager)
    on.count()
    assert (queries.progress(liable).state, queries.progress(liable).figure.value) == ("missed", 1)
    (member,) = queries.members(community, "cases.liable_accidents", YEAR)
    assert (member.subject_type, member.subject_id) == ("cases.case", grave.id)
    cases.find_responsibility(grave, liability="other", by=manager)
    on.count()
    assert (queries.progress(liable).figure.value, queries.members(community, "cases.liable_accidents", YEAR)) == (
        0,
        [],
    )
    assert cases.grade_case(grave, severity=3, by=manager).code == "cases.judged_already"


@pytest.mark.clause("003-325")
def test_the_four_preventions_are_counted_apart(community, team, on):
    """四防: fire, theft, sabotage, accident; four counters, each with its own zero."""
    manager = team("赵敏")
    four = ("fire", "theft", "sabotage", "accident")
    targets = {kind: zero(community, kind, manager, "cases.major_incidents", kind) for kind in four}
    incident(community, manager, "theft", 1)
    incident(community, manager, "fire", 3)
    on.count()
    counted = {
        kind: (queries.progress(target).figure.value, queries.progress(target).state)
        for kind, target in targets.items()
    }
    assert counted == {
        "fire": (0, "on_track"),
        "theft": (1, "missed"),
        "sabotage": (0, "on_track"),
        "accident": (0, "on_track"),
    }


@pytest.mark.clause("003-322", "003-323", "002-161")
def test_criminal_cases_casualties_fires_and_traffic_are_held_at_zero(community, team, on):
    """0 a year each; people killed and injured are counted beside the accidents."""
    manager, desk = team("赵敏"), team("前台小周", "front_desk")
    targets = {
        kind: zero(community, kind, manager, "cases.major_incidents", kind) for kind in ("fire", "crime", "traffic")
    }
    casualties = zero(community, "人员伤亡", manager, "cases.casualty_accidents")
    on.count()
    assert {queries.progress(target).state for target in (*targets.values(), casualties)} == {"on_track"}
    crash = incident(community, desk, "traffic", 2)
    on.count()
    assert queries.progress(targets["traffic"]).figure.value == 0
    cases.grade_case(crash, severity=1, by=manager)
    cases.find_responsibility(crash, liability="other", injured=2, by=manager)
    on.count()
    assert [queries.progress(targets[kind]).figure.value for kind in ("fire", "crime", "traffic")] == [0, 0, 1]
    for kind in ("fire", "crime"):
        incident(community, desk, kind, 1)
    on.count()
    assert [(queries.progress(targets[kind]).figure.value, queries.progress(targets[kind]).state) for kind in ("fire", "crime")] == [(1, "missed")] * 2
    assert (
        queries.progress(casualties).figure.value,
        queries.value(community, "cases.casualty_accidents", YEAR, dimension="injured").value,
    ) == (1, 2)


@pytest.mark.clause("002-470")
def test_major_and_ordinary_fires_are_counted_with_their_trend(community, team, on):
    manager = team("赵敏")
    for days, severities in {-60: (3, 3, 2), 0: (3,)}.items():
        with on(days):
            for severity in severities:
                incident(community, manager, "fire", severity)
    on.count()
    ordinary = queries.compared(
        community, "cases.ordinary_incidents", periods.of("quarter", date(2026, 3, 5)), dimension="fire"
    )
    months = queries.series(community, "cases.ordinary_incidents", YEAR, dimension="fire")
    assert [month.value for month in months[:3]] == [3, 0, 1]
    assert (ordinary[0].value, queries.changes(months[2], months[0])) == (4, "better")
    assert queries.value(community, "cases.major_incidents", YEAR, dimension="fire").value == 0


@pytest.mark.clause("000-114")
def test_violations_by_staff_are_held_at_zero_and_false_reports_do_not_count(community, team, on):
    manager = team("赵敏")
    target = zero(community, "违法违纪", manager, "cases.found", "problem/unlawful")
    case = cases.open_case(community, kind="problem", category="unlawful", title="私收停车费", by=manager)
    on.count()
    assert (queries.progress(target).state, queries.progress(target).figure.value) == ("missed", 1)
    cases.dismiss_case(case, reason="查无此事", by=team("刘总", "project_manager"))
    on.count()
    assert (queries.progress(target).state, queries.progress(target).figure.value) == ("on_track", 0)


@pytest.mark.clause("003-330")
def test_zero_fault_and_98_percent_are_reported_apart(community, team, on):
    """The slogan counts faults, the measurable target the intact rate; one may be missed while the other is met."""
    manager = team("赵敏")
    zero(community, "设备零故障", manager, "cases.found", "repair/equipment")
    intact = actions.define_indicator(
        community, code="intact", title="完好率", definition="完好设备数/设备总数", by=manager
    )
    actions.set_target(
        community,
        title="完好率",
        measure="manual.intact",
        value=Decimal(98),
        starts_on=YEAR.first,
        ends_on=YEAR.last,
        by=manager,
    )
    cases.open_case(community, kind="repair", category="equipment", title="道闸故障", by=manager)
    actions.record_figure(intact, on=date(2026, 3, 5), numerator=394, denominator=400, source="设备台账", by=manager)
    on.count()
    assert [(found.target.title, found.state, found.figure.text) for found in queries.dashboard(community)] == [
        ("设备零故障", "missed", "1"), ("完好率", "on_track", "98.5%"),
    ]  # fmt: skip


@pytest.mark.clause("002-094", "002-366", "002-542")
def test_the_share_of_communities_is_computed_over_a_district_and_the_missing_ones_are_named(community, team, on):
    """物业化率、覆盖率、星级达标率: all communities, 100 % by year end; one without data comes first, not as zero of nothing."""
    manager = team("赵敏")
    others = [Scope.objects.create(kind="community", name=name) for name in ("翠湖苑", "明珠城", "老街坊")]
    answers = {community: 1, others[0]: 1, others[1]: 0, others[2]: None}
    for where, managed in answers.items():
        with scope.entered(where):
            by = type(manager)("account", id=manager.id, posts={where.id: frozenset({"project_manager"})})
            code = actions.define_indicator(
                where, code="managed", title="专业管理", definition="有物业服务合同为 1", by=by
            )
            if managed is not None:
                actions.record_figure(
                    code, on=date(2026, 3, 5), numerator=managed, denominator=1, source="社区登记册", by=by
                )
        folding.catch_up_fully(where)
    with scope.entered(community, *others):
        whole, each = queries.value_across([community, *others], "manual.managed", YEAR)
    assert whole.text == "66.6%(2/3)"
    assert [(where.name, figure.text if figure.value is not None else None) for where, figure in each] == [
        ("老街坊", None), ("明珠城", "0.0%(0/1)"), ("锦绣花园", "100.0%(1/1)"), ("翠湖苑", "100.0%(1/1)"),
    ]  # fmt: skip


@pytest.mark.clause("000-087", "000-090")
def test_pass_rates_per_group_are_held_against_90_percent_and_against_the_term_before(community, team, on):
    manager = team("赵敏")
    exam = actions.define_indicator(
        community, code="cet4", title="四级通过率", definition="通过人数/应考人数", by=manager
    )
    target = actions.set_target(
        community,
        title="四级",
        measure="manual.cet4",
        dimension="class1",
        value=Decimal(90),
        starts_on=YEAR.first,
        ends_on=YEAR.last,
        by=manager,
    )
    for on_day, group, passed in (
        (date(2025, 12, 20), "class1", 30),
        (date(2025, 12, 20), "class3", 30),
        (date(2026, 3, 1), "class3", 24),
        (date(2026, 3, 1), "class1", 36),
        (date(2026, 3, 1), "class2", 20),
    ):
        actions.record_figure(
            exam, on=on_day, numerator=passed, denominator=40, dimension=group, source="成绩单", by=manager
        )
    on.count()
    assert (queries.progress(target).figure.value, queries.progress(target).state) == (90, "on_track")
    assert queries.value(community, "manual.cet4", YEAR, dimension="class2").value == 50
    second = {"title": "四级二班", "measure": "manual.cet4", "dimension": "class2", "value": Decimal(90)}
    below = actions.set_target(community, **second, starts_on=YEAR.first, ends_on=YEAR.last, by=manager)
    assert queries.progress(below).state == "at_risk", "50 % is not 90 %"
    now, before = queries.compared(community, "manual.cet4", YEAR, dimension="class1")
    assert (now.value, before.value, queries.changes(now, before)) == (90, 75, "better")
    assert queries.changes(*queries.compared(community, "manual.cet4", YEAR, dimension="class2")) == "unknown"
    assert queries.changes(*queries.compared(community, "manual.cet4", YEAR, dimension="class3")) == "worse"


def test_no_denominator_is_no_data_and_never_a_hundred(community, team, on):
    on.count()
    for name, _title in queries.sources(community):
        figure = queries.value(community, name, YEAR)
        assert figure.shape == "count" or figure.value is None
    with scope.entered(community):
        quiet = queries.value(community, "cases.found", periods.of("year", date(2020, 1, 1)))
    assert quiet.value is None, "nobody was looking in 2020"


@pytest.mark.clause("004-094", "004-221")
def test_liable_accidents_in_security_vehicles_and_fire_and_the_three_zeros(community, team, on):
    manager = team("赵敏")
    kinds = ("crime", "traffic", "fire")
    liable = {kind: zero(community, f"责任{kind}", manager, "cases.liable_accidents", kind) for kind in kinds}
    major = {kind: zero(community, f"重大{kind}", manager, "cases.major_incidents", kind) for kind in kinds}
    fire = incident(community, manager, "fire", 1)
    cases.find_responsibility(fire, liability="shared", by=team("刘总", "headquarters"))
    incident(community, manager, "crime", 1)
    on.count()
    assert {kind: queries.progress(target).figure.value for kind, target in liable.items()} == {
        "crime": 0,
        "traffic": 0,
        "fire": 1,
    }
    assert {kind: queries.progress(target).state for kind, target in major.items()} == {
        "crime": "missed",
        "traffic": "on_track",
        "fire": "missed",
    }


@pytest.mark.clause("003-329")
def test_next_years_targets_refer_to_the_findings_of_the_annual_review(community, team, on):
    """The report names findings from which nothing follows, and targets that follow from nothing."""
    manager = team("赵敏")
    review = cases.open_case(community, kind="review", category="annual", title="2026 年度总结", by=manager)
    found = [cases.add_finding(review, text=text, by=manager) for text in ("夜间巡逻漏点多", "演练复盘不及时")]
    following = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31), "by": manager}
    patrol = actions.set_target(community, title="漏点减半", finding=found[0], **following)
    part = actions.set_target(community, title="一班漏点", parent=patrol, **following)
    loose = actions.set_target(community, title="凭空目标", **following)
    assert [(finding.text, targets) for finding, targets in queries.findings_followed(found)] == [
        ("演练复盘不及时", []),
        ("夜间巡逻漏点多", [patrol]),
    ]
    assert queries.unfounded(community, year=2027) == [loose]
    assert part.finding is None, "a part stands on what it is part of"


def test_a_figure_over_many_communities_asks_no_more_than_over_one(community, on, django_assert_num_queries):
    many = [community, *(Scope.objects.create(kind="community", name=f"小区 {n}") for n in range(20))]
    with scope.entered(*many):
        for scopes in (many[:1], many):
            with django_assert_num_queries(3):
                queries.value_across(scopes, "cases.found", YEAR)
        with django_assert_num_queries(3):
            queries.series(community, "cases.found", YEAR, by="day")
