"""What a person can do about an event that a reaction could not digest: have it tried again, or let it go."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from .actions import Field, action, announce
from .actors import Actor
from .events import Words, event
from .models import PoisonEvent
from .models.reactions import PoisonState
from .refusals import Refusal

CARETAKERS = ("project_manager", "headquarters")


@event("kernel.poison_event_retried")
class PoisonEventRetried:
    reaction: str
    entry: int


@event("kernel.poison_event_dropped")
class PoisonEventDropped:
    reaction: str
    entry: int
    reason: Words


@action(title=_("Try again"), posts=CARETAKERS, event=PoisonEventRetried, allowed_from=("waiting",))
def retry_poison_event(poison: PoisonEvent, *, by: Actor, at: datetime | None = None) -> PoisonEvent | Refusal:
    """Let the reaction try this event once more, for example after its cause was repaired."""
    if no := _step(poison, PoisonState.retrying):
        return no
    announce(PoisonEventRetried(reaction=poison.reaction, entry=poison.entry_id), subject=poison)
    return poison


@action(title=_("Let it go"), posts=CARETAKERS, event=PoisonEventDropped, confirm=True, allowed_from=("waiting",))
def drop_poison_event(
    poison: PoisonEvent, *, reason: Annotated[str, Field(_("Reason"), multiline=True)], by: Actor, at: datetime | None = None
) -> PoisonEvent | Refusal:
    """Give this event up for this reaction. What it would have done stays undone."""
    if no := _step(poison, PoisonState.dropped):
        return no
    announce(PoisonEventDropped(reaction=poison.reaction, entry=poison.entry_id, reason=reason), subject=poison)
    return poison


def _step(poison: PoisonEvent, to: str) -> Refusal | None:
    """Move from waiting to `to`, unless somebody was faster."""
    if not PoisonEvent.objects.filter(pk=poison.pk, state=PoisonState.waiting).update(state=to):
        return Refusal("kernel.poison_moved_on", _("Somebody has already dealt with this event. Reload the list."))
    poison.state = to
    return None
