"""Targets: cascaded to one owner each, signed, changed with a reason, judged by figures and by second persons."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from anju.domains.cases import actions as cases
from anju.domains.measures import actions, queries
from anju.domains.measures.models import Target
from anju.domains.measures.tests.doing import indicator, milestone, record
from anju.domains.people.models import Membership
from anju.kernel import ledger
from anju.kernel.models import Entry
from anju.kernel.refusals import Refusal


@pytest.mark.clause("000-001", "002-039", "004-082")
def test_the_tree_reaches_one_owner_per_leaf_and_each_signs(community, team, on):
    """Department, squads, named persons: every leaf has exactly one accountable owner, a test of acceptance and a signature."""
    manager = team("赵敏")
    root = milestone(community, "部门质量目标", manager)
    squads = [milestone(community, f"{name}巡更质量", manager, parent=root) for name in ("一班", "二班")]
    indicator(community, manager, code="scans")
    leaves = [
        milestone(
            community,
            f"{squad.title}·{name}",
            manager,
            parent=squad,
            measure="manual.scans",
            value=Decimal("98"),
            acceptance="抽查 30 点",
        )
        for squad, name in zip(squads, ("李强", "王刚"), strict=True)
    ]
    assert queries.leaves(root) == leaves
    assert actions.publish_targets(root, by=manager).code == "measures.no_owner"
    assert set(Target.objects.values_list("state", flat=True)) == {"draft"}
    for leaf, name in zip(leaves, ("李强", "王刚"), strict=True):
        actions.assign_target_owner(leaf, owner=team.person(name), by=manager)
    untested = milestone(community, "一班巡更质量·记录", manager, parent=squads[0], owner=team.person("李强"))
    assert actions.publish_targets(root, by=manager).code == "measures.no_acceptance"
    actions.withdraw_target(untested, reason="并入", by=manager)
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
        community,
        "满意度",
        manager,
        measure="manual.satisfaction",
        value=Decimal("95"),
        floor_value=Decimal("90"),
        owner=team.person("李强"),
        acceptance="问卷",
    )
    actions.publish_targets(target, by=manager)
    actions.sign_target(target, by=team("李强", "squad_leader"))
    before = Entry.objects.count()
    assert (
        actions.change_target(target, value=Decimal("88"), reason="太难", by=manager).code == "measures.below_contract"
    )
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
    assert (found.state, found.figure.value, found.shortfall, satisfaction.basis_label) == (
        "at_risk",
        94,
        1,
        "ISO 9001 质量方针",
    )
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
    actions.link_targets(milestone(community, "应急评级", manager), needs=drills, by=manager)
    assert [target.title for target in queries.upstream_impact(training)] == ["演练", "年度目标", "应急评级", "创优"]
    assert queries.upstream_impact(honour) == []


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


def test_a_figure_cannot_be_judged_better_than_it_is(community, team, on):
    manager = team("赵敏")
    asked = indicator(community, manager)
    target = milestone(community, "满意度", manager, measure="manual.satisfaction", value=Decimal("95"))
    record(asked, manager, date(2026, 3, 1), 90, 100)
    on.count()
    assert (
        actions.review_target(target, on=date(2026, 3, 5), outcome="met", note="差不多", by=manager).code
        == "measures.figure_says_no"
    )
    review = actions.review_target(target, on=date(2026, 3, 5), outcome="missed", note="差 5 个百分点", by=manager)
    assert (review.numerator, review.denominator) == (90, 100)


def test_what_cannot_be_recorded(community, team):
    manager, what = team("赵敏"), None
    what = indicator(community, manager)
    assert indicator(community, manager).code == "measures.code_taken"
    assert (
        actions.define_indicator(community, code="满意", title="x", definition="x", by=manager).code
        == "measures.bad_code"
    )
    before = Entry.objects.count()
    faults = {
        "measures.future_day": {"on": date(2026, 3, 6), "numerator": 1, "denominator": 2, "source": "问卷"},
        "measures.no_denominator": {"on": date(2026, 3, 5), "numerator": 0, "denominator": 0, "source": "问卷"},
        "measures.no_source": {"on": date(2026, 3, 5), "numerator": 1, "denominator": 2, "source": " "},
        "measures.bad_numbers": {"on": date(2026, 3, 5), "numerator": 3, "denominator": 2, "source": "问卷"},
        "measures.bad_group": {
            "on": date(2026, 3, 5),
            "numerator": 1,
            "denominator": 2,
            "source": "问卷",
            "dimension": "一班",
        },
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
