"""When the clock looks at certificates, sessions and papers."""

from __future__ import annotations

from anju.kernel import clock
from anju.kernel.models import Scope
from anju.kernel.schedule import daily, every

from . import checking


@daily("training.look_at_certificates", at="00:25")
def look_at_certificates(scope: Scope) -> None:
    """Ends, warnings, the roster of the next two weeks, yesterday's count."""
    checking.look_at_certificates(scope, clock.now())


@daily("training.plan_sessions", at="00:40")
def plan_sessions(scope: Scope) -> None:
    """The sessions of the next two months."""
    checking.plan_ahead(scope, clock.now())


@every("training.void_papers", minutes=60)
def void_papers(scope: Scope) -> None:
    """Papers that nobody handed in within a day of their time."""
    checking.void_forgotten(scope, clock.now())
