"""When the clock's work on duties is done."""

from __future__ import annotations

from anju.kernel.models import Scope
from anju.kernel.schedule import every

from . import jobs


@every("duties.plan_ahead", minutes=10)
def plan_ahead(scope: Scope) -> None:
    """Keep the slots of every duty written down ahead of time."""
    jobs.plan_ahead(scope)


@every("duties.close_due", minutes=1)
def close_due(scope: Scope) -> None:
    """Open what can be done now and close what is over: what was missed is found here."""
    jobs.close_due(scope)
