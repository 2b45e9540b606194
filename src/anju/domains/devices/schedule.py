"""When the clock looks at the devices."""

from __future__ import annotations

from anju.kernel import clock
from anju.kernel.models import Scope
from anju.kernel.schedule import daily, every

from . import watching
from .observations import partitions


@every("devices.watch", minutes=1)
def watch(scope: Scope) -> None:
    """Note who is lost and who is back."""
    watching.look(scope, clock.now())
    watching.expire_commands(scope, clock.now())


@every("devices.make_parts", minutes=60, kinds=("platform",))
def make_parts(scope: Scope) -> None:
    """Make the tables of the days to come."""
    partitions.make_ahead(clock.now().date())


@daily("devices.drop_observations", at="03:20", kinds=("platform",))
def drop_observations(scope: Scope) -> None:
    """Let go of observations whose time is over."""
    partitions.drop_old(clock.now().date())
