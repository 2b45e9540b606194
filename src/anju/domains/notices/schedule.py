"""When the clock looks at notices, boards and reports. The sender looks at notices every second as well; this is what goes on without it."""

from __future__ import annotations

from anju.kernel import clock
from anju.kernel.models import Scope
from anju.kernel.schedule import every

from .actions import settling


@every("notices.go_on", minutes=1)
def go_on(scope: Scope) -> None:
    """Take every next way that is due."""
    settling.go_on(scope, clock.now())


@every("notices.look_over", minutes=30)
def look_over(scope: Scope) -> None:
    """Note what hangs too long and what was not handed in."""
    settling.look_over(scope, clock.now())
