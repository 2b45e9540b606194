"""Whether somebody may be put on a post is asked in one place, of every room that knows something about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .models import Person, Post


@dataclass(frozen=True)
class Named:
    """Somebody who is to hold a post from one moment to another."""

    person: Person
    post: Post
    start_at: datetime
    end_at: datetime


Objections = Callable[[Scope, Sequence[Named]], Mapping[int, Refusal]]
objections: list[Objections] = []
"""A later room adds a function: what speaks against these, by their place in the list. It is asked once for a whole roster."""


def against(scope: Scope, named: Sequence[Named]) -> dict[int, Refusal]:
    """The first thing that speaks against each of these, by its place; empty where nothing does."""
    found: dict[int, Refusal] = {}
    for ask in objections:
        for place, no in ask(scope, named).items():
            found.setdefault(place, no)
    return found
