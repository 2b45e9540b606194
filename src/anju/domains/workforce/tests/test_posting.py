"""What a post must have and why, plans switched on by one touch, and equipment that is scanned before a round."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from anju.domains.people.models import Post
from anju.domains.training import actions as training
from anju.domains.workforce import actions, queries, schedule
from anju.domains.workforce.models import (
    Contingency,
    Establishment,
    EstablishmentChange,
    Gear,
    GearIssue,
    StaffFile,
    Warning,
)
from anju.kernel import clock

from .conftest import DAY, HOUR, START, SYSTEM

ONE_DAY = timedelta(days=1)


@pytest.mark.clause("003-193", "003-195")
def test_a_gate_is_raised_with_its_reason_and_shown_beside_what_it_had(squad):
    gate, manager = squad.posts["南门岗"], squad.actor("赵敏", "security_manager")
    for wrong, code in (
        ({"reason": " "}, "reason_needed"), ({"people_per_shift": 0}, "bad_number"), ({"people_per_shift": 10**9}, "bad_number"), ({"headcount": -1}, "bad_headcount"),
    ):  # fmt: skip
        assert actions.set_establishment(gate, **{"reason": "风险评估", "people_per_shift": 2, **wrong}, by=manager).code == f"workforce.{code}"
    assert actions.set_establishment(squad.posts["消防控制室"], reason="减员", people_per_shift=1, by=manager).code == "workforce.bad_number", "never alone"
    assert (EstablishmentChange.objects.count(), Establishment.objects.count(), Post.objects.get(pk=gate.pk).people_per_shift) == (0, 0, 1)
    link = {"basis_label": "风险 2026-07 南门尾随", "basis_link": "/risks/7/"}
    actions.set_establishment(gate, reason="南门尾随风险升为橙色", people_per_shift=2, headcount=8, duties="验证、登记、放行", **link, by=manager)
    (change,) = EstablishmentChange.objects.all()
    assert (change.before, change.after, change.reason, change.basis_label, change.by_person.name) == (1, 2, "南门尾随风险升为橙色", "风险 2026-07 南门尾随", "赵敏")
    assert Post.objects.get(pk=gate.pk).people_per_shift == 2
    slot = next(one for one in queries.coverage(squad.community, DAY, DAY) if one.post == gate and one.shift.name == "早班")
    assert (slot.needed, slot.short) == (2, 1)


@pytest.mark.clause("004-043", "002-038")
def test_the_establishment_stands_beside_who_is_there_and_asks_for_certificates(squad):
    manager = squad.actor("赵敏", "security_manager")
    for name, heads in (("南门岗", 8), ("机动岗", 2), ("消防控制室", 1), ("当班班长", 1)):
        actions.set_establishment(squad.posts[name], reason="年度编制", headcount=heads, by=manager)
    report = {one.role: (one.authorised, one.actual, one.vacant, one.surplus) for one in queries.establishment_report(squad.community)}
    assert report == {"guard": (10, 2, 8, 0), "squad_leader": (1, 1, 0, 0), "fire_operator": (1, 2, 0, 1)}
    room = squad.posts["消防控制室"]
    training.require_certificate(squad.community, kind="fire_facility", post=room, by=manager)
    holder = squad.person("值机丙", "fire_operator")
    paper = {"kind": "fire_facility", "number": "2026310001", "issued_on": DAY - 100 * ONE_DAY, "expires_on": DAY + 100 * ONE_DAY}
    assert training.add_certificate(squad.community, person=holder, **paper, by=manager).person == holder
    span = {"start_at": START + 30 * HOUR, "end_at": START + 38 * HOUR, "reason": "顶班"}
    no = actions.call_in(room, person=squad.person("值机甲"), **span, by=manager)
    assert no.code == "workforce.certificate_missing" and "消防设施操作员证" in str(no.params["what"])
    assert actions.call_in(room, person=holder, **span, by=manager).person.name == "值机丙"


@pytest.mark.clause("004-044")
def test_the_relief_pool_stands_in_anywhere_and_each_use_is_kept(on_post):
    pool, liu = on_post.posts["机动岗"], on_post.actor("刘洋")
    assert actions.take_relief(on_post.posts["南门岗"], by=liu).code == "workforce.needed_elsewhere"
    actions.set_establishment(pool, reason="机动两人", headcount=2, is_pool=True, by=on_post.actor("赵敏", "security_manager"))
    relief = actions.take_relief(on_post.posts["南门岗"], by=liu, at=START + HOUR)
    actions.give_back(relief, by=liu, at=START + 2 * HOUR)
    assert [(one.post.name, one.person.name, one.relieved.name, one.until_at - one.since_at) for one in type(relief).objects.all()] == [("南门岗", "刘洋", "陈刚", HOUR)]


@pytest.mark.clause("002-581")
def test_hours_follow_the_season(squad):
    gate, manager = squad.posts["南门岗"], squad.actor("赵敏", "security_manager")
    summer = {"from_day": "05-01", "until_day": "09-30", "start": time(8), "end": time(18, 30)}
    for wrong in ({"from_day": "5-1"}, {"until_day": "13-01"}, {"end": time(7)}):
        assert actions.set_season(gate, **{**summer, **wrong}, by=manager).code == "workforce.bad_season"
    assert queries.hours_on(squad.community, date(2026, 7, 1)) == {}
    actions.set_season(gate, **summer, by=manager)
    actions.set_season(gate, from_day="10-01", until_day="04-30", start=time(8), end=time(17, 30), by=manager)
    assert [queries.hours_on(squad.community, day).get(gate.pk) for day in (date(2026, 5, 1), date(2026, 9, 30), date(2026, 10, 1), date(2026, 1, 15))] == [
        (time(8), time(18, 30)), (time(8), time(18, 30)), (time(8), time(17, 30)), (time(8), time(17, 30)),
    ]  # fmt: skip


def test_one_touch_strengthens_the_posts_for_the_time_of_a_warning_and_puts_them_back(squad):
    manager, leader = squad.actor("赵敏", "security_manager"), squad.actor("班长周")
    gate, pool = squad.posts["南门岗"], squad.posts["机动岗"]
    plan = {"name": "暴雨预案", "kinds": ["rainstorm", "typhoon"], "posts": [gate, pool], "more": 1, "gear": ["raincoat", "torch"], "steps": "查地库挡水板"}
    assert actions.draw_up_contingency(squad.community, **{**plan, "posts": []}, by=manager).code == "workforce.bad_plan"
    storm = actions.draw_up_contingency(squad.community, **plan, by=manager)
    assert actions.draw_up_contingency(squad.community, **plan, by=manager).code == "workforce.plan_taken"
    other = actions.draw_up_contingency(squad.community, name="节日预案", kinds=["holiday"], posts=[gate], by=manager)
    span = {"starts_at": START, "ends_at": START + 6 * HOUR}
    assert actions.enter_warning(squad.community, kind="rainstorm", title=" ", **span, by=leader).code == "workforce.bad_warning"
    given = {"number": "QX-20260305-1", "kind": "rainstorm", "colour": "orange", "title": "暴雨橙色预警", **span}
    head = squad.actor("总部", "headquarters")
    assert actions.receive_warning(squad.community, **{**given, "number": " "}, by=head).code == "workforce.no_number"
    warning = actions.receive_warning(squad.community, **given, by=head)
    assert (warning.source, actions.receive_warning(squad.community, **given, by=head).code, Warning.objects.count()) == ("received", "workforce.warning_known", 1)
    assert actions.switch_off(storm, by=leader).code == "workforce.not_switched_on"
    on = actions.switch_on(storm, by=leader)
    assert (on.state, on.warning, on.until_at) == ("running", warning, START + 6 * HOUR)
    assert sorted(Post.objects.values_list("name", "people_per_shift")) == [("南门岗", 2), ("当班班长", 1), ("机动岗", 2), ("消防控制室", 2)]
    assert actions.switch_on(storm, by=leader).code == "workforce.switched_on_already"
    clash = actions.switch_on(other, by=leader)
    assert (clash.code, clash.params["post"], Contingency.objects.get(pk=other.pk).state) == ("workforce.plans_clash", "南门岗", "ready")
    assert queries.missing_gear(squad.community, squad.person("陈刚")) == ["raincoat", "torch"]
    with clock.frozen(START + 6 * HOUR - timedelta(minutes=1)):
        schedule.end_plans(squad.community)
        assert Contingency.objects.get(pk=storm.pk).state == "running"
    with clock.frozen(START + 6 * HOUR):
        schedule.end_plans(squad.community)
    assert (Contingency.objects.get(pk=storm.pk).state, Post.objects.get(pk=gate.pk).people_per_shift) == ("ready", 1)
    assert [(one.before, one.after) for one in EstablishmentChange.objects.filter(post=gate).order_by("at", "created_at")] == [(1, 2), (2, 1)]
    assert queries.missing_gear(squad.community, squad.person("陈刚")) == []


def test_equipment_is_in_one_hand_and_only_what_was_scanned_counts(on_post):
    leader, chen = on_post.actor("班长周"), on_post.actor("陈刚")
    assert actions.add_gear(on_post.community, code=" ", kind="vest", by=leader).code == "workforce.gear_code_taken"
    vest = actions.add_gear(on_post.community, code="bx-01", kind="vest", by=leader)
    actions.add_gear(on_post.community, code="GF-01", kind="uniform", name="冬装 175", by=leader)
    assert (vest.code, actions.add_gear(on_post.community, code="BX-01", kind="vest", by=leader).code) == ("BX-01", "workforce.gear_code_taken")
    assert actions.issue_gear(on_post.community, code="BX-99", by=chen).code == "workforce.gear_unknown"
    assert actions.issue_gear(on_post.community, code="BX-01", person=on_post.person("刘洋"), by=chen).code == "workforce.not_yours"
    actions.issue_gear(on_post.community, code="bx-01", by=chen)
    actions.issue_gear(on_post.community, code="GF-01", person=on_post.person("陈刚"), is_scanned=True, by=leader)
    assert queries.missing_gear(on_post.community, on_post.person("陈刚"), asked=["vest"]) == ["vest"], "typed, not scanned"
    assert actions.issue_gear(on_post.community, code="BX-01", is_scanned=True, by=on_post.actor("刘洋")).code == "workforce.gear_out"
    actions.return_gear(on_post.community, code="bx-01", condition="完好", by=chen)
    assert actions.return_gear(on_post.community, code="BX-01", by=chen).code == "workforce.gear_not_out"
    actions.issue_gear(on_post.community, code="BX-01", is_scanned=True, by=chen)
    assert queries.missing_gear(on_post.community, on_post.person("陈刚"), asked=["vest"]) == []
    carried = GearIssue.objects.filter(person=on_post.person("陈刚"), back_at=None).order_by("out_at")
    assert [(one.gear.code, one.person.name) for one in carried] == [("GF-01", "陈刚"), ("BX-01", "陈刚")]
    manager = on_post.actor("赵敏", "security_manager")
    assert actions.withdraw_gear(vest, reason=" ", by=manager).code == "workforce.reason_needed"
    actions.withdraw_gear(vest, reason="破损", by=manager)
    assert (actions.withdraw_gear(vest, reason="再来", by=manager).code, GearIssue.objects.filter(gear=vest, back_at=None).count()) == ("workforce.gear_withdrawn", 0)
    assert Gear.objects.get(pk=vest.pk).state == "withdrawn"


@pytest.mark.clause("004-015")
def test_nobody_without_a_labour_contract_is_put_on_a_post(squad):
    manager, liu = squad.actor("赵敏", "security_manager"), squad.person("刘洋")
    file = StaffFile.objects.create(scope=squad.community, number="RS2026-0001", person=liu, name="刘洋", role="guard", state="regular", channel="referral", applied_on=DAY, hired_on=DAY, contract_from_on=DAY, contract_until_on=DAY + ONE_DAY)
    span = {"person": liu, "start_at": START + 72 * HOUR, "end_at": START + 80 * HOUR, "reason": "顶班"}
    assert actions.call_in(squad.posts["南门岗"], **span, by=manager).code == "workforce.no_contract"
    from anju.domains.workforce.queries.staff import expiring_contracts

    assert list(expiring_contracts(squad.community, DAY)) == [file]
    assert list(queries.without_contract(squad.community, DAY + 2 * ONE_DAY)) == [file]
    assert actions.renew_contract(file, contract_number="HT-9", contract_from=DAY + ONE_DAY, contract_until=DAY, by=SYSTEM).code == "workforce.bad_contract"
    actions.renew_contract(file, contract_number="HT-9", contract_from=DAY, contract_until=DAY + 365 * ONE_DAY, by=SYSTEM)
    assert actions.call_in(squad.posts["南门岗"], **span, by=manager).person == liu
