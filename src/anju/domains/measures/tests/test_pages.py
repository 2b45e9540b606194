"""What the pages of a target show: figure, goal, proof, and the records behind it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils import translation

from anju.domains.cases import actions as cases
from anju.domains.measures import actions
from anju.domains.measures.screens import members_tab, standing_tab
from anju.domains.measures.sparkline import drawn
from anju.kernel.screens import registry
from anju.kernel.screens.detail import detail_page


@pytest.fixture
def target(community, team):
    return actions.set_target(
        community, title="整改完成率", measure="cases.completion_rate", value=Decimal(90), starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), by=team("赵敏")
    )  # fmt: skip


def test_the_figure_stands_with_numerator_denominator_and_definition(community, team, target, on):
    for title in ("护栏<b>", "井盖"):
        cases.open_case(community, kind="problem", title=title, by=team("赵敏"))
    on.count()
    with translation.override("zh-hans"):
        page = standing_tab(target)
        rows = members_tab(target)
    for part in (
        "整改完成率：有风险，现为 0.0%(0/2)，目标不低于 90。",
        "<dt>分子</dt><dd>0</dd>",
        "<dt>分母</dt><dd>2</dd>",
        "未结算",
        "<svg",
    ):
        assert part in page
    assert "2026-0001 护栏&lt;b&gt;" in rows and "共 2 条" in rows


def test_no_data_is_said_and_nothing_is_drawn(target, on):
    on.count()
    with translation.override("zh-hans"):
        page = standing_tab(target)
    assert "无数据" in page and "<svg" not in page


def test_a_button_is_offered_only_where_the_state_allows_it(target):
    page = detail_page(registry["targets"], target, None)
    assert "measures.sign_target" not in {spec.name for spec in page.buttons}
    target.state = "published"
    assert "measures.sign_target" in {spec.name for spec in detail_page(registry["targets"], target, None).buttons}


def test_the_pages_of_a_case_offer_what_may_come_next(community, team):
    case = cases.open_case(community, kind="hazard", title="电线裸露", by=team("赵敏"))
    offered = {spec.name for spec in detail_page(registry["cases"], case, None).buttons}
    assert {"cases.grade_case", "cases.dismiss_case", "cases.assign_case"} <= offered
    assert not offered & {"cases.strike_off", "cases.pass_recheck", "cases.close_case", "cases.reopen_case"}


def test_the_course_keeps_its_gaps():
    svg = drawn([Fraction(1), None, Fraction(2), Fraction(3)], goal=Fraction(2), label="x")
    assert svg.count("<circle") == 3
    assert svg.count("<polyline") == 1
    assert svg.count('class="goal"') == 1
    assert drawn([None, None], goal=Fraction(2)) == ""
