"""Figures recorded by hand, indexes, and the check that kept sums equal the ledger."""

from __future__ import annotations

import random
from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.measures import registry
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from .. import folding, rules
from ..events import FigureRecorded, IndexDefined, IndicatorDefined, MeasureRecounted, SampleChecked
from ..models import DayFigure, FoldCursor, IndexDefinition, Indicator, RecordedFigure
from ..periods import ONE_DAY
from ..queries.asked import offered, sources

MANAGERS = ("security_manager", "project_manager", "headquarters")
AUDITORS = (*MANAGERS, "auditor")
RECORDERS = (*MANAGERS, "squad_leader", "team_leader", "front_desk")
_SHAPES = [("rate", _("Rate")), ("count", _("Count")), ("mean", _("Mean"))]


@action(title=_("Define an indicator"), posts=MANAGERS, event=IndicatorDefined)
def define_indicator(
    scope: Scope,
    *,
    code: Annotated[str, Field(_("Code"), max_length=40)],
    title: Annotated[str, Field(_("Title"), max_length=120)],
    definition: Annotated[str, Field(_("Definition"), multiline=True)],
    shape: Annotated[str, Field(_("Sort of figure"), choices=_SHAPES)] = "rate",
    unit: Annotated[str, Field(_("Unit of measure"), max_length=20)] = "",
    more_is_better: Annotated[bool, Field(_("More is better"))] = True,
    by: Actor,
    at: datetime | None = None,
) -> Indicator | Refusal:
    """Name a figure that will be recorded by hand, and say how it is counted."""
    is_taken = Indicator.objects.filter(scope=scope, code=code).exists()
    if no := rules.may_define_indicator(code=code, is_taken=is_taken, shape=shape):
        return no
    indicator = Indicator.objects.create(
        scope=scope,
        code=code,
        title=title,
        definition=definition,
        shape=shape,
        unit=unit,
        more_is_better=more_is_better,
    )
    announce(IndicatorDefined(indicator=indicator.id, code=code), subject=indicator)
    return indicator


@action(title=_("Record a figure"), posts=RECORDERS, event=FigureRecorded)
def record_figure(
    indicator: Indicator,
    *,
    on: Annotated[date, Field(_("Day"))],
    numerator: Annotated[int, Field(_("Numerator"), minimum=0)],
    denominator: Annotated[int, Field(_("Denominator"), minimum=0)] = 0,
    dimension: Annotated[str, Field(_("Group"), max_length=50)] = "",
    source: Annotated[str, Field(_("Source"), max_length=200, required=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> RecordedFigure | Refusal:
    """Enter a figure with its source; entering it again for the same day and group corrects it, and the ledger keeps both."""
    today = clock.local(indicator.scope, at).date()
    no = rules.may_record(
        shape=indicator.shape, numerator=numerator, denominator=denominator, on=on, today=today, source=source
    )
    if no := no or rules.may_group(dimension):
        return no
    key = {"scope": indicator.scope, "indicator": indicator, "dimension": dimension, "on": on}
    figure = RecordedFigure.objects.select_for_update().filter(**key).first() or RecordedFigure(**key, numerator=0)
    before = (figure.numerator, figure.denominator)
    figure.numerator, figure.denominator, figure.source = numerator, denominator, source
    figure.recorded_by_id, figure.recorded_at = by.person, at
    figure.save()
    announce(
        FigureRecorded(
            indicator=indicator.id,
            code=indicator.code,
            group=dimension,
            on=on,
            numerator=numerator,
            denominator=denominator,
            numerator_before=before[0],
            denominator_before=before[1],
            source=source,
        ),
        subject=figure,
    )
    return figure


@action(title=_("Define an index"), posts=MANAGERS, event=IndexDefined)
def define_index(
    scope: Scope,
    *,
    code: Annotated[str, Field(_("Code"), max_length=40)],
    title: Annotated[str, Field(_("Title"), max_length=120)],
    definition: Annotated[str, Field(_("Definition"), multiline=True)],
    parts: Annotated[
        list[dict],
        Field(_("Parts"), help=_("Each part: measure, dimension, weight, item of the standard, best and worst value.")),
    ],
    standard: Annotated[str, Field(_("Standard"), max_length=120)] = "",
    by: Actor,
    at: datetime | None = None,
) -> IndexDefinition | Refusal:
    """Lay down how an index is made of weighted measures; the definition before it stays as an older version."""
    if no := rules.may_define_index(code=code, parts=parts, known={name for name, _title in sources(scope)}):
        return no
    before = IndexDefinition.objects.select_for_update().filter(scope=scope, code=code, is_current=True).first()
    if before is not None:
        before.is_current = False
        before.save()
    version = 1 if before is None else before.version + 1
    index = IndexDefinition.objects.create(
        scope=scope, code=code, version=version, title=title, definition=definition, standard=standard, parts=parts
    )
    announce(IndexDefined(index=index.id, code=code, version=version), subject=index)
    return index


@action(title=_("Check a sample"), posts=AUDITORS, event=SampleChecked)
def check_sample(
    scope: Scope,
    *,
    days: Annotated[int, Field(_("Days to check"), minimum=1, maximum=31)] = 3,
    by: Actor,
    at: datetime | None = None,
) -> Scope:
    """Count yesterday and a few days drawn by lot anew from the ledger; a measure that differs shows red until it is recounted."""
    chosen = _drawn_days(scope, clock.local(scope, at).date(), days)
    cursors = [
        cursor
        for cursor in FoldCursor.objects.select_for_update().filter(scope=scope).order_by("measure")
        if cursor.measure in registry
    ]
    differing = folding.differing_days(scope, cursors, chosen)
    for cursor in cursors:
        cursor.checked_at = at
        if wrong := differing[cursor.measure]:
            cursor.is_trusted, cursor.differs_on = False, wrong[0]
        cursor.save()
    announce(
        SampleChecked(
            days=len(chosen), measures=len(cursors), differing=[c.measure for c in cursors if not c.is_trusted]
        ),
        subject=scope,
    )
    return scope


def _drawn_days(scope: Scope, today: date, count: int) -> list[date]:
    """Yesterday and days drawn by lot among those that have figures; the lot follows from scope and date, so that it can be repeated."""
    known = sorted(set(DayFigure.objects.filter(scope=scope).values_list("day", flat=True)))
    lot = random.Random(f"{scope.id} {today}")
    return sorted({*lot.sample(known, min(count, len(known))), today - ONE_DAY})


@action(title=_("Recount"), posts=AUDITORS, event=MeasureRecounted)
def recount(
    scope: Scope, *, measure: Annotated[str, Field(_("Measure"), choices=offered)], by: Actor, at: datetime | None = None
) -> Scope | Refusal:
    """Count a measure anew from the first row of the ledger and put right what differs."""
    cursor = FoldCursor.objects.select_for_update().filter(scope=scope, measure=measure).first()
    if cursor is None or measure not in registry:
        return Refusal(
            "measures.unknown_measure", _("Not recounted: there is no measure “%(name)s”."), name=measure[:80]
        )
    corrected = folding.rebuilt(scope, cursor)
    cursor.is_trusted, cursor.differs_on, cursor.checked_at = True, None, at
    cursor.save()
    days = DayFigure.objects.filter(scope=scope, measure=measure).count()
    announce(MeasureRecounted(measure=measure, days=days, corrected_days=corrected), subject=scope)
    return scope
