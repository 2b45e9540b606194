"""How the simulator calls actions: one that must succeed, or one that may be refused as in life."""

from __future__ import annotations

from typing import Any

from anju.kernel.refusals import Refusal


class Refused(RuntimeError):
    """A step that the simulated community cannot do without was refused."""


def must(outcome: Any) -> Any:
    """The outcome of an action that has to work; raises Refused with the refusal's sentence."""
    if isinstance(outcome, Refusal):
        raise Refused(f"{outcome.code}: {outcome}")
    return outcome
