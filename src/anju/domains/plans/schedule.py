"""Reports by the clock: begun when their period is over, and noted when their deadline passed."""

from __future__ import annotations

from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.schedule import daily, every

from . import actions, queries

SELF = Actor.system("schedule")


@daily("plans.draft_reports", at="06:00")
def draft_reports(scope: Scope) -> None:
    """Begin every report whose turn has come; its owner learns of it."""
    for kind, on in list(queries.owed_reports(scope, on=clock.today(scope))):
        actions.draft_report(scope, kind=kind, on=on, by=SELF)


@every("plans.miss_reports", minutes=15)
def miss_reports(scope: Scope) -> None:
    """Note the reports whose deadline has passed."""
    now = clock.now()
    for report in list(queries.past_due(scope, at=now)):
        actions.miss_report(report, by=SELF, at=now)
