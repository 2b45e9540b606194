"""梯控: a lift takes somebody to the floors of his right and to the way out, for as long as the right counts."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..events import PassageDecided
from ..kinds import CHECKERS
from ..models import Lane, Passage
from .judging import decided_event, judge
from .passing import SHOWN, with_credential, with_pass


@action(title=_("Ask the lift for a floor"), posts=CHECKERS, event=PassageDecided)
def decide_floor(
    lane: Lane,
    *,
    floor: Annotated[int, Field(_("Floor"), minimum=-20, maximum=200)],
    shown: Annotated[str, Field(_("What is shown"), choices=SHOWN)] = "card",
    secret: Annotated[str, Field(_("Number or code"), max_length=600)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Passage | Refusal:
    """Decide whether a lift goes to a floor for a card or a visitor's code; each floor that was asked for is kept. Fire release opens every floor."""
    if lane.place.kind != "lift":
        return Refusal("access.no_lift", _("Not decided: this lane is no lift. Choose the lift."))
    if shown != "nothing" and not secret.strip():
        return Refusal("access.nothing_shown", _("Nothing was shown. Scan or type the number, or choose “Nothing”."))
    who = with_pass(lane, "", secret, by=by, at=at) if shown == "pass" else with_credential(lane, "in", shown, secret, at=at)
    if isinstance(who, Refusal):
        return who
    who.direction, who.floor = "in", floor
    passage, _decision = judge(who, by=by, at=at)
    announce(decided_event(passage), subject=passage, person=passage.holder_id)
    return passage
