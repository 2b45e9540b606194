"""The owner's word about what leaves his dwelling: on his own phone, or as the desk heard it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import OwnerAnswered
from ..kinds import DESK, DWELLERS, HEARD, WAYS
from ..models import Slip
from ..telling import owns
from .slips import about, held

NoteInput = Annotated[str, Field(_("What was said"), max_length=200)]
AgreesInput = Annotated[bool, Field(_("Agrees"))]


@action(title=_("Answer for my dwelling"), posts=DWELLERS, event=OwnerAnswered, allowed_from=("asked",))
def answer_release(slip: Slip, *, agrees: AgreesInput, note: NoteInput = "", by: Actor, at: datetime | None = None) -> Slip | Refusal:
    """An owner says on his phone whether these things may leave his dwelling."""
    slip = held(slip)
    him = Person.objects.filter(pk=by.person).first() if by.person else None
    if no := rules.may_answer(slip.state, is_asked=slip.is_owner_asked, is_owner=owns(him, slip.dwelling)):
        return no
    return _answered(slip, him, agrees=agrees, way="app", note=note, at=at)


@action(title=_("Take down the owner's word"), posts=DESK, event=OwnerAnswered, allowed_from=("asked",))
def note_owner_word(
    slip: Slip, *, agrees: AgreesInput, way: Annotated[str, Field(_("By way of"), choices=HEARD)], note: NoteInput = "", by: Actor, at: datetime | None = None
) -> Slip | Refusal:
    """The owner was reached by telephone or stood at the desk: write down who said what."""
    slip = held(slip)
    if no := rules.may_answer(slip.state, is_asked=slip.is_owner_asked, is_owner=True):
        return no
    if way not in dict(WAYS if by.is_system else HEARD) or (not note.strip() and not by.is_system):
        return Refusal("goods.note_needed", _("Not done: write who decided what."))
    return _answered(slip, None, agrees=agrees, way=way, note=note, at=at)


def _answered(slip: Slip, him: Person | None, *, agrees: bool, way: str, note: str, at: datetime) -> Slip:
    slip.owner_agrees, slip.owner_way, slip.owner_note, slip.owner_answered_at, slip.owner_answered_by = agrees, way, note.strip(), at, him
    slip.save()
    announce(OwnerAnswered(**about(slip), agrees=agrees, way=way, note=note), subject=slip)
    return slip
