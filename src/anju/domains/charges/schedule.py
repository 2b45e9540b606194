"""What the clock does: what should have been paid by yesterday becomes overdue, and providers are asked what became of their orders."""

from __future__ import annotations

from anju.kernel import clock
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.schedule import daily, every

from . import closing


@daily("charges.close_day", at="00:20")
def close_day(scope: Scope) -> None:
    """Note what fell overdue, in chunks."""
    closing.mark_overdue(scope, clock.today(scope), by=Actor.system("schedule"))


@every("charges.close_expired", minutes=5)
def close_expired(scope: Scope) -> None:
    """Give up payments that nobody made in time."""
    closing.close_expired(scope, clock.now(), by=Actor.system("schedule"))


@every("charges.ask_providers", minutes=5)
def ask_providers(scope: Scope) -> None:
    """Ask about orders whose notice may have been lost."""
    closing.ask_providers(scope, clock.now())
