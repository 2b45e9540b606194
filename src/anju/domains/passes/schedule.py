"""When the clock looks at the ends of passes."""

from __future__ import annotations

from anju.kernel import clock
from anju.kernel.models import Scope
from anju.kernel.schedule import every

from . import closing


@every("passes.close_due", minutes=1)
def close_due(scope: Scope) -> None:
    """Note what is overdue and let the rest expire."""
    closing.close_due(scope, clock.now())
