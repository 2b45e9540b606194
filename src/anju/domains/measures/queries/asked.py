"""Figures: their values, their course, and the records behind them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import OuterRef, Subquery

from anju.kernel import clock
from anju.kernel.measures import Measure, registry
from anju.kernel.models import Entry, Scope

from .. import folding, periods
from ..figures import Figure
from ..measures import RECORDED
from ..models import DayFigure, FoldCursor, IndexDefinition, Indicator
from ..periods import Period
from ..sums import ZERO, Sums

MANUAL = "manual."
INDEX = "index."


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


def offered() -> list[tuple[str, Any]]:
    """What a form offers, by title: every figure of the communities in view, those recorded by hand and the indexes among them."""
    declared = [(name, measure.title) for name, measure in registry.items() if name != RECORDED]
    by_hand = [(MANUAL + code, title) for code, title in Indicator.objects.values_list("code", "title")]
    indexes = [(INDEX + code, title) for code, title in IndexDefinition.objects.filter(is_current=True).values_list("code", "title")]
    return sorted(declared + by_hand + indexes, key=lambda each: str(each[1]))


@dataclass(frozen=True)
class Watch:
    """Since when a measure is watched in a scope, whether its sums can be trusted, and on which days a hand recorded it."""

    first_on: date | None
    is_trusted: bool
    recorded_on: frozenset[date]


def value(scope: Scope, name: str, period: Period, *, dimension: str = "") -> Figure:
    """The figure of a period: the sum of its days."""
    return series(scope, name, period, by="", dimension=dimension)[0]


def series(scope: Scope, name: str, period: Period, *, by: str = "month", dimension: str = "") -> list[Figure]:
    """The course of a figure over a period: one figure per day, week, month, quarter … in order; one for all without `by`."""
    asked = source(scope, name)
    rows = _rows([scope], asked, period, dimension)
    watch = _watches([scope], asked, period)[scope.id]
    pieces = periods.parts(by, period) if by else [period]
    return [
        _figure(scope, asked, watch, piece, dimension, [row for row in rows if row.day in piece]) for piece in pieces
    ]


def positions(scope: Scope) -> dict[str, int]:
    """The ledger row at which the sums of each measure stand."""
    return dict(FoldCursor.objects.filter(scope=scope).values_list("measure", "entry_id"))


def _rows(scopes: list[Scope], asked: Source, period: Period, dimension: str) -> list[DayFigure]:
    return list(
        DayFigure.objects.filter(
            scope__in=scopes,
            measure=asked.measure.name,
            dimension=asked.dimension(dimension),
            day__range=(period.first, period.last),
        )
    )


def _watches(scopes: list[Scope], asked: Source, period: Period) -> dict[UUID, Watch]:
    """Zero is only zero when somebody was looking: the ledger reaches back to the day, or a hand recorded something on it."""
    first_rows = Entry.objects.filter(scope=OuterRef("pk")).order_by("tx", "id").values("at")[:1]
    began = dict(Scope.objects.filter(pk__in=[scope.pk for scope in scopes]).values_list("pk", Subquery(first_rows)))
    cursors = FoldCursor.objects.filter(scope__in=scopes, measure=asked.measure.name)
    trusted = dict(cursors.values_list("scope_id", "is_trusted"))
    recorded = _recorded_days(scopes, asked, period)
    return {
        scope.id: Watch(
            first_on=clock.local(scope, began[scope.id]).date() if began[scope.id] and scope.id in trusted else None,
            is_trusted=trusted.get(scope.id, True),
            recorded_on=frozenset(recorded.get(scope.id, ())),
        )
        for scope in scopes
    }


def _recorded_days(scopes: list[Scope], asked: Source, period: Period) -> dict[UUID, set[date]]:
    found: dict[UUID, set[date]] = {}
    if asked.code:
        for row in _rows(scopes, asked, period, ""):
            found.setdefault(row.scope_id, set()).add(row.day)
    return found


def _figure(
    scope: Scope, asked: Source, watch: Watch, period: Period, dimension: str, rows: Iterable[DayFigure]
) -> Figure:
    inside = list(rows)
    if asked.code:
        is_observed = any(day in period for day in watch.recorded_on)
    else:
        is_observed = watch.first_on is not None and watch.first_on <= period.last
    return Figure(
        measure=asked.name,
        title=asked.title,
        definition=asked.definition,
        shape=asked.shape,
        unit=asked.unit,
        more_is_better=asked.more_is_better,
        period=period,
        dimension=dimension,
        sums=sum((Sums(*row.sums) for row in inside), ZERO),
        is_observed=is_observed,
        is_settled=period.last < clock.today(scope) and all(row.is_settled for row in inside),
        is_trusted=watch.is_trusted,
    )


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
    wanted = list(scopes)
    if not wanted:
        raise ValueError("name at least one community")
    asked = source(wanted[0], name)
    watches, by_scope = _watches(wanted, asked, period), _by_scope(_rows(wanted, asked, period, dimension))
    each = [
        (scope, _figure(scope, asked, watches[scope.id], period, dimension, by_scope.get(scope.id, ())))
        for scope in wanted
    ]
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


def _by_scope(rows: Iterable[DayFigure]) -> dict[UUID, list[DayFigure]]:
    found: dict[UUID, list[DayFigure]] = {}
    for row in rows:
        found.setdefault(row.scope_id, []).append(row)
    return found


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
