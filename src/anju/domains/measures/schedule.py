"""When the daily sums follow the ledger, are settled, and are counted again by sample."""

from __future__ import annotations

from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.schedule import daily, every

from . import actions, folding


@every("measures.catch_up", minutes=1)
def catch_up(scope: Scope) -> None:
    """Add what the ledger has gained to the daily sums."""
    folding.catch_up_fully(scope)


@daily("measures.settle", at="00:30")
def settle(scope: Scope) -> None:
    """Mark the days before today as settled; a late event opens its day again."""
    folding.settle(scope, before=clock.today(scope))


@daily("measures.check_sample", at="03:30")
def check_sample(scope: Scope) -> None:
    """Count a sample of days anew from the ledger; a figure that differs shows red."""
    actions.check_sample(scope, by=Actor.system("schedule"))
