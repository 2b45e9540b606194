"""The slips of a shift go from the gate to the squad leader and on to the front desk, and are counted at each hand."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person, holding_of
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import SlipsFiled, SlipsGathered
from ..kinds import DESK, LEADERS
from ..models import GoodsCheck, Slip, SlipBatch

KEEP_YEARS = 2
CountInput = Annotated[int, Field(_("Slips in hand"), minimum=0, maximum=9999)]


@action(title=_("Gather the slips of the shift"), posts=LEADERS, event=SlipsGathered)
def gather_slips(
    scope: Scope,
    *,
    counted: CountInput,
    handed_by: Annotated[Person, Field(_("Slips handed over by"))],
    note: Annotated[str, Field(_("Why they differ"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> SlipBatch | Refusal:
    """Before going off, whoever stood at the gate hands every slip to the squad leader; the count is held against what was released."""
    last = SlipBatch.objects.select_for_update().filter(scope=scope).order_by("-at").values_list("at", flat=True).first()
    waiting = list(Slip.objects.select_for_update().filter(scope=scope, state__in=("gone", "away"), last_out_at__lte=at, batch=None).order_by("last_out_at"))
    releases = GoodsCheck.objects.filter(scope=scope, outcome="released", direction="out", at__lte=at).exclude(slip=None)
    releases = (releases.filter(at__gt=last) if last else releases).count()
    if no := rules.may_gather(handed_by=handed_by.pk, by=by.person, slips=len(waiting), counted=counted, note=note):
        return no
    holding = holding_of(handed_by, at)
    batch = SlipBatch(
        scope=scope, state="collected", at=at, shift=holding.shift.name if holding and holding.shift else "", slips=len(waiting), releases=releases, counted=counted,
        note=note.strip(), handed_by=handed_by, leader_id=by.person,
    )  # fmt: skip
    batch.save()
    for slip in waiting:
        slip.batch = batch
        slip.state = "collected" if slip.state == "gone" else slip.state
        slip.save()
    announce(SlipsGathered(batch=batch.pk, slips=batch.slips, releases=releases, counted=counted, note=note), subject=batch)
    return batch


@action(title=_("Take into keeping"), posts=DESK, event=SlipsFiled, allowed_from=("collected",))
def file_slips(batch: SlipBatch, *, counted: CountInput, by: Actor, at: datetime | None = None) -> SlipBatch | Refusal:
    """The front desk counts the bundle and keeps it for two years."""
    batch = SlipBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if no := rules.may_file(batch.state, leader=batch.leader_id, by=by.person, on_record=batch.counted, counted=counted):
        return no
    batch.state, batch.filed_at, batch.filed_by_id, batch.filed_count = "filed", at, by.person, counted
    batch.kept_until_on = clock.local(batch.scope, at).date() + relativedelta(years=KEEP_YEARS)
    batch.save()
    Slip.objects.filter(scope=batch.scope_id, batch=batch, state="collected").update(state="filed")
    announce(SlipsFiled(batch=batch.pk, counted=counted), subject=batch)
    return batch


