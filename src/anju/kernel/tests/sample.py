"""The smallest vocabulary the kernel's own tests need: a lamp that is lit, and an echo that follows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Annotated
from uuid import UUID

from anju.kernel import reactions
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.events import Words, event
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

SYSTEM = Actor.system("test")


@event("kernel.lamp_checked")
class LampChecked:
    number: int
    note: Words = ""


@event("kernel.echo_heard")
class EchoHeard:
    number: int


@action(title="Check a lamp", posts=("guard",), event=LampChecked)
def check_lamp(
    where: Scope, *, number: int, note: Annotated[str, Field("Note", required=False)] = "", person: UUID | None = None, by: Actor, at: datetime | None = None
) -> Scope | Refusal:
    """Light it and look."""
    announce(LampChecked(number=number, note=note), subject=where, person=person)
    return where


@action(title="Hear an echo", posts=("guard",), event=EchoHeard)
def hear_echo(where: Scope, *, number: int, by: Actor, at: datetime | None = None) -> Scope | Refusal:
    """Hear it."""
    if number < 0:
        return Refusal("kernel.no_echo", "There is no echo below zero.")
    announce(EchoHeard(number=number), subject=where)
    return where


def community(name: str = "锦绣花园", **facts) -> Scope:
    return Scope.objects.create(kind="community", name=name, **facts)


@contextmanager
def reacting(function: Callable, *, on: type, **options) -> Iterator[reactions.Reaction]:
    """Let only this reaction exist for a while."""
    kept = dict(reactions.registry)
    reactions.registry.clear()
    try:
        reactions.reaction(on=on, **options)(function)
        (made,) = reactions.registry.values()
        yield made
    finally:
        reactions.registry.clear()
        reactions.registry.update(kept)
