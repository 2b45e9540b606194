from __future__ import annotations

from datetime import date

import pytest

from anju.domains.measures import folding
from anju.domains.plans import actions
from anju.domains.plans.models import Report
from anju.kernel import scope
from anju.kernel.refusals import Refusal
from anju.surfaces.office.plans.tests.conftest import Office
from anju.surfaces.office.screens.tests.conftest import SYSTEM


class Reporting(Office):
    """The estate with a plan in force and reports about it."""

    def draft(self, kind: str = "month", on: date = date(2026, 1, 15), where=None) -> Report:
        where = where or self.here
        with scope.entered(where):
            folding.catch_up_fully(where)
            made = actions.draft_report(where, kind=kind, on=on, by=SYSTEM)
        assert not isinstance(made, Refusal), str(made)
        return made

    def do(self, report: Report, verb: str, **given):
        return self.client.post(f"/reports/{report.pk}/do/{verb}/", given)


@pytest.fixture
def office(client, db) -> Reporting:
    made = Reporting(client)
    made.in_force(made.plan())
    return made
