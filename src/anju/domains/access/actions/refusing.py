"""Who was not let in stays on record: the same decision once more, kept as a passage that ended in no."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..events import PassageDecided
from ..gathering import Marks, is_expected
from ..kinds import CHECKERS
from ..models import Lane, Passage, Regular, Visit
from .ground import elsewhere
from .judging import Somebody, decided_event, judge

NO_DECISION = ("access.wrong_step", "access.other_place", "kernel.not_found", "kernel.not_permitted", "kernel.only_trying")
"""Refusals by which nobody was turned back at a lane."""


@action(title=_("Keep a refused entry"), posts=CHECKERS, event=PassageDecided)
def keep_refused_entry(
    lane: Lane,
    *,
    visit: Annotated[Visit | None, Field(_("Visit"))] = None,
    regular: Annotated[Regular | None, Field(_("Regular visitor"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Passage | Refusal:
    """Write down that a visitor or a regular stood at the lane and was not let in, and why; done by itself after each refusal."""
    visit = visit and Visit.objects.select_related("host", "dwelling").get(pk=visit.pk)
    regular = regular and Regular.objects.select_related("dwelling").get(pk=regular.pk)
    one = visit or regular
    if one is None or (no := elsewhere(lane.scope, one)):
        return no if one is not None else Refusal("access.nobody_named", _("Not recorded: name the visit or the regular visitor."))
    is_known = regular is not None and is_expected(regular, at)
    marks = Marks(phone=one.phone, identity=visit.identity_number if visit else "", plate=visit.plate if visit else "")
    who = Somebody(
        lane, "in", category=one.category, visit=visit, is_registered=is_known, confirmed=tuple(visit.confirmed) if visit else (), marks=marks, name=one.name,
        host=visit.host if visit else None, dwelling=one.dwelling, person_match=visit.person_match if visit else "", person_sure=visit.person_sure if visit else None,
        regular=regular,
    )  # fmt: skip
    passage, decision = judge(who, by=by, at=at)
    if decision.is_allowed:
        return Refusal("access.may_enter", _("Nothing to keep: by the rules this person may come in."))
    announce(decided_event(passage), subject=passage)
    return passage
