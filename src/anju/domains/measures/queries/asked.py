"""Figures: their values, their course, and the records behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Sum

from anju.kernel import clock
from anju.kernel.measures import Measure, registry
from anju.kernel.models import Entry, Scope

from .. import folding, periods
from ..figures import Figure
from ..measures import RECORDED
from ..models import DayFigure, FoldCursor, Indicator
from ..periods import Period
from ..sums import ZERO, Sums

MANUAL = "manual."
_FIELDS = ("numerator", "denominator", "grade_a", "grade_b", "grade_c")


@dataclass(frozen=True, kw_only=True)
class Source:
    """What a name stands for: a declared measure, or an indicator recorded by hand (`manual.CODE`)."""

    name: str
    title: Any
    definition: Any
    shape: str
    unit: Any
    more_is_better: bool
    measure: Measure
    code: str = ""

    def dimension(self, asked: str) -> str:
        """The dimension under which the daily sums are kept."""
        return "/".join(part for part in (self.code, asked) if part)


def source(scope: Scope, name: str) -> Source:
    """The source behind a name. KeyError when the name is unknown."""
    declared = registry
    if not name.startswith(MANUAL):
        found, code = declared[name], ""
        title, definition, shape, unit, better = (
            found.title,
            found.definition,
            found.shape,
            found.unit,
            found.more_is_better,
        )
    else:
        code = name.removeprefix(MANUAL)
        found, indicator = declared[RECORDED], Indicator.objects.filter(scope=scope, code=code).first()
        if indicator is None:
            raise KeyError(name)
        title, definition, shape, unit = indicator.title, indicator.definition, indicator.shape, indicator.unit
        better = indicator.more_is_better
    return Source(
        name=name,
        title=title,
        definition=definition,
        shape=shape,
        unit=unit,
        more_is_better=better,
        measure=found,
        code=code,
    )


def sources(scope: Scope) -> list[tuple[str, Any]]:
    """Every name that can be asked for in a scope, with its title."""
    declared = [(name, measure.title) for name, measure in registry.items() if name != RECORDED]
    recorded = Indicator.objects.filter(scope=scope).order_by("code").values_list("code", "title")
    return declared + [(MANUAL + code, title) for code, title in recorded]


def value(scope: Scope, name: str, period: Period, *, dimension: str = "") -> Figure:
    """The figure of a period: the sum of its days."""
    asked = source(scope, name)
    rows = _rows(scope, asked, period, dimension)
    totals = rows.aggregate(**{field: Sum(field) for field in _FIELDS})
    sums = Sums(*(totals[field] or 0 for field in _FIELDS))
    return _figure(scope, asked, period, dimension, sums, has_unsettled=rows.filter(is_settled=False).exists())


def _rows(scope: Scope, asked: Source, period: Period, dimension: str) -> Any:
    return DayFigure.objects.filter(
        scope=scope,
        measure=asked.measure.name,
        dimension=asked.dimension(dimension),
        day__range=(period.first, period.last),
    )


def _figure(scope: Scope, asked: Source, period: Period, dimension: str, sums: Sums, *, has_unsettled: bool) -> Figure:
    cursor = FoldCursor.objects.filter(scope=scope, measure=asked.measure.name).first()
    return Figure(
        measure=asked.name,
        title=asked.title,
        definition=asked.definition,
        shape=asked.shape,
        unit=asked.unit,
        more_is_better=asked.more_is_better,
        period=period,
        dimension=dimension,
        sums=sums,
        is_observed=cursor is not None and _is_observed(scope, period, asked),
        is_settled=period.last < clock.today(scope) and not has_unsettled,
        is_trusted=cursor is None or cursor.is_trusted,
    )


def _is_observed(scope: Scope, period: Period, asked: Source) -> bool:
    """Zero is only zero when somebody was looking: the ledger reaches back to the period, or a hand recorded it."""
    if asked.code:
        return DayFigure.objects.filter(
            scope=scope, measure=RECORDED, dimension=asked.code, day__range=(period.first, period.last)
        ).exists()
    return Entry.objects.filter(scope=scope, at__lt=clock.day_bounds(scope, period.last)[1]).exists()


def series(scope: Scope, name: str, period: Period, *, by: str = "month", dimension: str = "") -> list[Figure]:
    """The course of a figure over a period: one figure per day, week, month, quarter … in order."""
    asked = source(scope, name)
    rows = list(_rows(scope, asked, period, dimension))
    return [_piece(scope, asked, piece, dimension, rows) for piece in periods.parts(by, period)]


def _piece(scope: Scope, asked: Source, piece: Period, dimension: str, rows: list[DayFigure]) -> Figure:
    inside = [row for row in rows if row.day in piece]
    total = sum((Sums(*row.sums) for row in inside), ZERO)
    return _figure(scope, asked, piece, dimension, total, has_unsettled=any(not row.is_settled for row in inside))


def compared(scope: Scope, name: str, period: Period, *, dimension: str = "") -> tuple[Figure, Figure]:
    """The figure of the period and that of the period before it."""
    return value(scope, name, period, dimension=dimension), value(
        scope, name, periods.before(period), dimension=dimension
    )


def changes(now: Figure, before: Figure) -> str:
    """`better`, `worse`, `same`, or `unknown` where one of the two has no data."""
    if now.value is None or before.value is None:
        return "unknown"
    if now.value == before.value:
        return "same"
    return "better" if (now.value > before.value) is now.more_is_better else "worse"


def value_across(
    scopes: Iterable[Scope], name: str, period: Period, *, dimension: str = ""
) -> tuple[Figure, list[tuple[Scope, Figure]]]:
    """One figure over several communities, and each one's own, worst first; those without data come before all others."""
    each = [(scope, value(scope, name, period, dimension=dimension)) for scope in scopes]
    if not each:
        raise ValueError("name at least one community")
    first = each[0][1]
    whole = Figure(
        **{
            field: getattr(first, field)
            for field in ("measure", "title", "definition", "shape", "unit", "more_is_better", "period", "dimension")
        },
        sums=sum((figure.sums for _scope, figure in each), ZERO),
        is_observed=all(figure.is_observed for _scope, figure in each),
        is_settled=all(figure.is_settled for _scope, figure in each),
        is_trusted=all(figure.is_trusted for _scope, figure in each),
    )
    direction = 1 if first.more_is_better else -1
    return whole, sorted(each, key=lambda pair: (pair[1].value is not None, direction * (pair[1].value or 0)))


@dataclass
class Member:
    """A record behind a figure, with what it adds and the ledger rows that say so."""

    subject_type: str
    subject_id: UUID
    numerator: int = 0
    denominator: int = 0
    entries: list[int] = field(default_factory=list)

    @property
    def label(self) -> str:
        """What people call the record."""
        model = apps.get_model(self.subject_type)
        found = getattr(model, "everywhere", model._default_manager).filter(pk=self.subject_id).first()
        return str(found or self.subject_id)


def members(scope: Scope, name: str, period: Period, *, dimension: str = "") -> list[Member]:
    """The records that numerator and denominator are made of, counted afresh from the ledger; those that cancelled out are left out."""
    asked = source(scope, name)
    wanted, found = asked.dimension(dimension), {}
    for piece in folding.pieces(scope, asked.measure, period=period):
        if piece.dimension == wanted:
            key = (piece.entry.subject_type, piece.entry.subject_id)
            member = found.setdefault(key, Member(*key))
            member.numerator += piece.sums.numerator
            member.denominator += piece.sums.denominator
            if piece.entry.id not in member.entries:
                member.entries.append(piece.entry.id)
    return [member for member in found.values() if member.numerator or member.denominator]


def exceptions(scope: Scope, name: str, period: Period, *, dimension: str = "") -> list[Member]:
    """The records of the denominator that are missing in the numerator: why a rate is not full."""
    return [
        member for member in members(scope, name, period, dimension=dimension) if member.numerator < member.denominator
    ]


def last_days(scope: Scope, days: int) -> Period:
    """The last `days` days up to today."""
    today = clock.today(scope)
    return Period(today - timedelta(days=days - 1), today)
