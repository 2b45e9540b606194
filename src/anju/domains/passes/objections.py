"""Whether a pass may be issued is asked in one place, of every room that knows something about its holder."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import datetime

from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .models import Pass

Objection = Callable[[Pass, Actor, datetime], Refusal | None]
objections: dict[str, list[Objection]] = defaultdict(list)
"""By kind of pass. A later room adds a function: what speaks against issuing this one, by whichever page or program."""


def against(one: Pass, by: Actor, at: datetime) -> Refusal | None:
    return next((no for ask in objections[one.kind] if (no := ask(one, by, at))), None)
