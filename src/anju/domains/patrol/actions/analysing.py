"""The periodic analysis of patrols: worked out from the records, signed by somebody else."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Annotated

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import figures
from ..events import AnalysisSigned, AnalysisWritten
from ..models import Analysis
from .holding import MANAGERS, held

LONGEST = timedelta(days=366)


@action(title=_("Write the analysis"), posts=(*MANAGERS, "squad_leader"), event=AnalysisWritten)
def write_analysis(
    scope: Scope, *, first_on: Annotated[date, Field(pgettext_lazy("patrol", "From"))], last_on: Annotated[date, Field(pgettext_lazy("patrol", "To"))], by: Actor, at: datetime | None = None
) -> Analysis | Refusal:
    """Work out completion, missed points, findings by type and place, and the trend against the period before."""
    if not first_on <= last_on < first_on + LONGEST or last_on > clock.local(scope, at).date():
        return Refusal("patrol.bad_period", _("Not written: choose a period of at most a year that is not ahead of us."))
    told = figures.analysis(scope, first_on, last_on)
    title = _now("Patrols %(first)s to %(last)s") % {"first": f"{first_on:%Y-%m-%d}", "last": f"{last_on:%Y-%m-%d}"}
    made = Analysis(scope=scope, title=title, first_on=first_on, last_on=last_on, figures=told, written_by_id=by.person, written_at=at)
    made.save()
    announce(AnalysisWritten(analysis=made.pk, first_on=first_on, last_on=last_on, rounds=told["rounds"], findings=told["findings"]), subject=made)
    return made


@action(title=_("Sign as reviewer"), posts=MANAGERS, event=AnalysisSigned, allowed_from=("draft",), second_to=("patrol.write_analysis",))
def sign_analysis(
    analysis: Analysis, *, remark: Annotated[str, Field(pgettext_lazy("patrol", "Remarks"), multiline=True)] = "", by: Actor, at: datetime | None = None
) -> Analysis | Refusal:
    """Somebody else than the writer has read it and says so, with his remarks."""
    one = held(analysis)
    if one.state != "draft":
        return Refusal("patrol.signed_already", _("Not signed again: this analysis was signed before."))
    if by.person is None or by.person == one.written_by_id:
        return Refusal("patrol.own_analysis", _("Not signed: somebody else than the writer signs."))
    one.state, one.remark, one.reviewed_by_id, one.reviewed_at = "signed", remark, by.person, at
    one.save()
    announce(AnalysisSigned(analysis=one.pk, remark=remark), subject=one)
    return one
