"""What the kernel itself does by the clock."""

from __future__ import annotations

from . import retention, sweeping
from .exporting.work import resume
from .models import Scope
from .phone import clocks
from .schedule import daily, every

EVERYWHERE = ("platform", "organisation", "region", "community")


@daily("kernel.erase_due", at="03:10", kinds=EVERYWHERE)
def erase_what_is_due(scope: Scope) -> None:
    """Erase personal values and files whose time of keeping is over."""
    retention.erase_due(scope)


@every("kernel.sweep_files", minutes=60, kinds=EVERYWHERE)
def sweep_files(scope: Scope) -> None:
    """Take away uploads that no record owns."""
    sweeping.sweep(scope)


@every("kernel.resume_exports", minutes=2, kinds=EVERYWHERE)
def resume_exports(scope: Scope) -> None:
    """Go on with long tables whose job died."""
    resume(scope)


@daily("kernel.forget_phone_items", at="03:30", kinds=EVERYWHERE)
def forget_phone_items(scope: Scope) -> None:
    """Forget answers to phones after ninety days, and photos that stopped arriving."""
    clocks.forget(scope)
