"""Sentences of the source plans that ask for the plan itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from anju.domains.duties import actions as duties
from anju.domains.plans import queries
from anju.domains.plans.models import Clause
from anju.kernel import clock

from .test_actions import NOW, SYSTEM, bring_to_life, community, plan  # noqa: F401

pytestmark = pytest.mark.django_db


@pytest.mark.clause("003-320")
def test_the_annual_plan_is_a_structured_object_whose_items_are_tracked(plan):  # noqa: F811
    """Annual: a version with items; each has an owner, a target or a frequency, a due date, and its progress."""
    bring_to_life(plan)
    for clause in Clause.objects.filter(plan=plan).exclude(duty=None):
        duties.plan_occurrences(clause.duty, until_on=NOW.date() + timedelta(days=400), by=SYSTEM)
    plan.refresh_from_db()
    assert (plan.year, plan.version, plan.state) == (2026, 1, "active")
    rows = {row.clause.text[:2] + row.clause.text[-6:]: row for row in queries.live(plan, at=clock.now())}
    assert {row.clause.becomes for row in rows.values()} == {"duty", "measure", "policy"}
    assert all(row.clause.proposal["role"] for row in rows.values())
    of_duties = [row for row in rows.values() if row.clause.duty_id]
    assert all(row.standing.next_due_at for row in of_duties), "every duty has its next due date"
    assert all(row.standing.running.owed >= 1 and row.standing.running.done == 0 for row in of_duties), "progress is counted"
    target = next(row.clause.target for row in rows.values() if row.clause.target_id)
    assert (target.value, target.ends_on) == (95, date(2026, 12, 31))
