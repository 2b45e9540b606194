"""When the clock looks at the deadlines of cases."""

from __future__ import annotations

from anju.kernel import clock
from anju.kernel.models import Scope
from anju.kernel.schedule import every

from . import escalation


@every("cases.escalate", minutes=1)
def escalate(scope: Scope) -> None:
    """Put every case that is late before the next post of its ladder."""
    escalation.escalate(scope, clock.now())
