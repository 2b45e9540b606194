"""Short ways to let things happen in the tests of figures."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from anju.domains.cases import actions as cases
from anju.domains.measures import actions, periods
from anju.domains.measures.models import Target
from anju.kernel.refusals import Refusal

YEAR = periods.of("year", date(2026, 3, 5))


def zero(where, title, by, measure, dimension=""):
    target = actions.set_target(
        where,
        title=title,
        measure=measure,
        dimension=dimension,
        op="le",
        value=Decimal(0),
        starts_on=YEAR.first,
        ends_on=YEAR.last,
        by=by,
    )
    assert not isinstance(target, Refusal), str(target)
    return target


def incident(where, by, category, severity, **given):
    return cases.open_case(where, kind="incident", category=category, severity=severity, title=category, by=by, **given)


def strike(case, team, *, owner="王工"):
    engineer, manager = team(owner, "engineer"), team("赵敏")
    if case.state == "reported":
        case = cases.grade_case(case, severity=case.severity, by=manager)
    case = cases.assign_case(case, owner=team.person(owner), by=manager)
    if case.about.plan_from:
        case = cases.approve_stage(cases.submit_plan(case, measure="整改", acceptance="验收", by=engineer), by=manager)
    if case.state == "graded":
        case = cases.start_work(case, by=engineer)
    cases.submit_rectification(case, done="已改", by=engineer)
    cases.pass_recheck(case, by=manager)
    cases.add_evidence(case, text="照片", by=manager)
    done = cases.strike_off(case, by=manager)
    assert not isinstance(done, Refusal), str(done)
    return done


def finish(order, team, by="王工"):
    desk = team("前台小周", "front_desk")
    order = cases.accept_case(order, by=desk)
    cases.assign_case(order, owner=team.person(by), by=desk)
    cases.finish_work(order, done="修好", by=team(by, "engineer"))
    cases.record_return_visit(order, outcome="solved", satisfaction=5, by=desk)
    return cases.close_case(order, by=desk)


IN_2026 = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}


def milestone(where, title, by, **given) -> Target:
    made = actions.set_target(where, title=title, **{**IN_2026, **given}, by=by)
    assert not isinstance(made, Refusal), str(made)
    return made


def indicator(where, by, code="satisfaction", **given):
    return actions.define_indicator(where, code=code, title=code, definition="按问卷计算", by=by, **given)


def record(what, by, on, part, whole, **given):
    done = actions.record_figure(what, on=on, numerator=part, denominator=whole, source="问卷汇总", by=by, **given)
    assert not isinstance(done, Refusal), str(done)
