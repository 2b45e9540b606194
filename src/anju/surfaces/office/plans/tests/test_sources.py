"""The source documents, where they lie beside the checkout: every plan in them can be confirmed as it is proposed and put in force."""

from __future__ import annotations

import pytest

from anju.domains.plans import actions
from anju.domains.plans.models import Clause, Plan
from anju.kernel import scope
from anju.planreader.tests import beside_the_checkout
from anju.surfaces.office.screens.tests.conftest import SYSTEM

SEEDS = beside_the_checkout("seeds")


@pytest.mark.skipif(SEEDS is None, reason="the source documents are not beside this checkout")
@pytest.mark.parametrize(("name", "plans"), [("000", 6), ("001", 5), ("002", 19), ("003", 5), ("004", 7)])
def test_every_plan_of_a_source_document_comes_into_force(office, name, plans):
    (file,) = SEEDS.glob(f"{name}*.txt")
    with scope.entered(office.here):
        made = actions.take_in(office.here, file.read_bytes(), name=file.name, year=2026, by=SYSTEM)
        for plan in made:
            doubtful = [clause for clause in Clause.objects.filter(plan=plan) if clause.doubts]
            assert [str(actions.accept_clause(clause, revision=clause.revision, by=SYSTEM)) for clause in doubtful] == [str(clause) for clause in doubtful]
            actions.confirm_all(plan, by=SYSTEM)
            actions.bring_to_life(plan, by=SYSTEM)
    assert [plan.state for plan in Plan.everywhere.all()] == ["active"] * plans
    assert Clause.everywhere.filter(review="proposed").count() == 0
