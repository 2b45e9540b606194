"""The plan handed out to squads and employees, and the motions it answers."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from anju.domains.people import actions as people
from anju.domains.plans import actions, queries
from anju.domains.plans.models import Clause, Motion
from anju.kernel import clock
from anju.kernel.models import Entry

from .conftest import SYSTEM, done
from .test_way import refused


@pytest.fixture
def squad(desk):
    pattern = done(people.define_pattern(desk.where, name="三班", shifts="早 08:00-20:00\n夜 20:00-08:00", crews=3, by=SYSTEM))
    return done(people.define_post(desk.where, name="巡逻一班", role="guard", pattern=pattern, people_per_shift=1, by=SYSTEM))


@pytest.mark.clause("000-003")
def test_the_year_is_announced_only_when_every_item_has_squad_employee_and_day(desk, squad):
    """A yearly plan; each item names a squad, an employee and a due date; the approved version and the log of assignments are the evidence."""
    plan, by = desk.plan(), desk("security_manager")
    items = list(queries.confirmed(plan))
    assert len(items) == 5 and queries.unassigned(plan).count() == 5
    for item in items[1:]:
        done(actions.assign_clause(item, squad=squad, assignee=desk.person("guard", "王强"), due_on=date(2026, 11, 30), by=by))
    no = actions.announce_assignments(plan, by=by)
    assert (no.code, no.params) == ("plans.unassigned_left", {"count": 1})
    done(actions.assign_clause(items[0], squad=squad, assignee=desk.person("squad_leader"), due_on=date(2026, 12, 31), by=by))
    plan = done(actions.announce_assignments(plan, by=by))
    assert (plan.year, plan.state, plan.assigned_by, plan.assigned_at) == (2026, "active", desk.person("security_manager"), clock.now())
    log = [(entry.payload["assignee"], entry.payload["due_on"]) for entry in Entry.objects.filter(name="plans.clause_assigned").order_by("id")]
    assert log == [(str(desk.person("guard", "王强").pk), "2026-11-30")] * 4 + [(str(desk.person("squad_leader").pk), "2026-12-31")]
    assert [one.due_on for one in queries.assigned_to(desk.person("squad_leader"))] == [date(2026, 12, 31)]


def test_nobody_gets_what_he_cannot_fill(desk, squad):
    plan, by = desk.plan(), desk("security_manager")
    clause = queries.confirmed(plan).first()
    given = {"squad": squad, "due_on": date(2026, 12, 31), "by": by}
    assert refused(actions.assign_clause(clause, assignee=desk.person("cleaner"), **given)) == "plans.not_of_the_squad"
    assert refused(actions.assign_clause(clause, assignee=desk.person("guard"), **{**given, "due_on": date(2027, 1, 1)})) == "plans.due_outside_plan"
    heading = Clause.objects.filter(plan=plan).exclude(pk__in=queries.confirmed(plan)).first()
    if heading is not None:
        assert refused(actions.assign_clause(heading, assignee=desk.person("guard"), **given)) == "plans.not_confirmed"
    assert not Clause.objects.exclude(assignee=None).exists()
    plan.state = "draft"
    plan.save()
    assert refused(actions.announce_assignments(plan, by=by)) == "plans.not_in_force_yet"


@pytest.mark.clause("004-186")
def test_a_motion_is_traced_through_the_plan_and_its_implementation_reported(desk):
    """One motion, 《关于依法加强居民小区物业管理的…》: the items that answer it, and in the annual report how each was carried out."""
    plan, by = desk.plan(), desk("project_manager")
    stated = {"number": "2026-12", "title": "关于依法加强居民小区物业管理的议案", "body": "区人大", "received_on": date(2026, 2, 1)}
    motion = done(actions.record_motion(desk.where, **stated, answer_due_on=date(2026, 12, 31), by=by))
    for position in (5, 6):
        done(actions.link_motion(Clause.objects.get(plan=plan, position=position), motion=motion, by=by))
    desk.live(plan, datetime(2026, 10, 3, tzinfo=UTC), skip=5)
    with clock.frozen(datetime(2027, 1, 4, tzinfo=UTC)):
        desk.count()
        report = desk.gathered(desk.draft("year", date(2026, 12, 31)))
    told = next(section for section in report.content["sections"] if section["code"] == "motions")["parts"]
    assert told[0]["text"] == "2026-12 关于依法加强居民小区物业管理的议案：对应条款 2 条，已落实 0 条。"
    assert [(row[0], row[3]) for row in told[1]["rows"]] == [("5", "未落实"), ("6", "未落实")]
    assert told[1]["rows"][0][2].startswith("应做 13 次，已做 11 次")
    assert refused(actions.record_motion(desk.where, **stated, by=by)) == "plans.motion_known"
    assert refused(actions.record_motion(desk.where, **{**stated, "number": " "}, by=by)) == "plans.motion_unnamed"
    assert refused(actions.record_motion(desk.where, **{**stated, "number": "3"}, answer_due_on=date(2026, 1, 1), by=by)) == "plans.motion_out_of_order"
    assert Motion.objects.count() == 1
    heading = Clause.objects.filter(plan=plan).exclude(pk__in=queries.confirmed(plan)).first()
    assert heading is None or refused(actions.link_motion(heading, motion=motion, by=by)) == "plans.not_confirmed"
