"""More visits at a point for a time, because of complaints, a risk, a device that is down, or an order."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import facts
from ..codes import BANDS, CAUSES
from ..events import DensityLowered, DensityRaised
from ..models import Checkpoint, Raise
from ..rules import density
from .holding import LEADERS, held

USUAL_DAYS, MOST_DAYS = 14, 366


@action(title=_("Raise the density"), posts=LEADERS, event=DensityRaised, linkable=True, allowed_from=("in_use",))
def raise_density(
    checkpoint: Checkpoint,
    *,
    cause: Annotated[str, Field(_("Cause"), choices=list(CAUSES.items()))],
    extra: Annotated[int, Field(_("Visits more in each band"), minimum=1, maximum=12)] = 1,
    until_on: Annotated[date | None, Field(pgettext_lazy("day", "Until"))] = None,
    note: Annotated[str, Field(_("Note"), max_length=200)] = "",
    link: Annotated[str, Field(_("Link to the cause"), max_length=200)] = "",
    complaints: Annotated[int, Field(_("Complaints before"), minimum=0)] = 0,
    by: Actor,
    at: datetime | None = None,
) -> Raise | Refusal:
    """Visit a point more often from the next planned day on; shows visits a day before and after."""
    one = held(checkpoint)
    if one.state != "in_use":
        return Refusal("patrol.point_retired", _("Not done: this point is not in use any more."))
    today = clock.local(one.scope, at).date()
    until_on = until_on or today + timedelta(days=USUAL_DAYS)
    if not today <= until_on <= today + timedelta(days=MOST_DAYS):
        return Refusal("patrol.bad_end", _("Not raised: choose an end within a year from today."))
    running = Raise.objects.filter(checkpoint=one, state="active")
    if running.filter(cause=cause).exists():
        return Refusal("patrol.raised_already", _("Not raised again: this point is visited more often for this cause already. End that first."))
    scheme = facts.standing(one.scope)
    planned = density.a_day(facts.lines_of(scheme), one.pk, facts.bands_of(scheme))
    before = planned + len(BANDS) * sum(running.values_list("extra", flat=True))
    made = Raise(
        scope=one.scope, checkpoint=one, cause=cause, extra=extra, before_per_day=before, after_per_day=before + len(BANDS) * extra, note=note, link=link,
        since_on=today, until_on=until_on, complaints_before=complaints, raised_by_id=by.person,
    )  # fmt: skip
    made.save()
    announce(
        DensityRaised(
            raised=made.pk, checkpoint=one.pk, cause=cause, before_per_day=float(made.before_per_day), after_per_day=float(made.after_per_day),
            until_on=until_on, note=note,
        ),
        subject=made,
    )  # fmt: skip
    return made


@action(title=_("End"), posts=LEADERS, event=DensityLowered, allowed_from=("active",))
def lower_density(raised: Raise, *, by: Actor, at: datetime | None = None) -> Raise | Refusal:
    """Go back to the planned number of visits."""
    one = held(raised)
    if one.state != "active":
        return Refusal("patrol.raise_ended", _("Not done: this was ended before."))
    one.state, one.ended_at = "ended", at
    one.save()
    announce(DensityLowered(raised=one.pk, checkpoint=one.checkpoint_id, cause=one.cause), subject=one)
    return one
