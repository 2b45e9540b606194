"""Keeping the daily sums: read the ledger on from where each measure stands, or count anew.

These tables are a projection: whatever stands in them can be thrown away and counted again from the ledger.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from anju.kernel import clock, ledger
from anju.kernel import scope as view
from anju.kernel.measures import Measure, registry
from anju.kernel.models import Entry, Scope

from .models import DayFigure, FoldCursor
from .periods import Period
from .sums import ZERO, Key, Placed, Sums, added, placed, sums_of

BATCH = 200


def catch_up(scope: Scope, *, limit: int = BATCH) -> int:
    """Fold the next rows of the scope's ledger, at most `limit` of them per position; returns how many were read.

    Measures that stand at the same position share one reading; a new or changed measure starts from the first row and catches up.
    """
    with view.entered(scope), transaction.atomic():
        standing = _by_position(_cursors(scope))
        return sum(_advance(scope, position, cursors, limit) for position, cursors in sorted(standing.items()))


def catch_up_fully(scope: Scope) -> None:
    """Fold until nothing final is left unread."""
    while catch_up(scope):
        pass


def _by_position(cursors: Iterable[FoldCursor]) -> dict[ledger.Position, list[FoldCursor]]:
    standing: dict[ledger.Position, list[FoldCursor]] = defaultdict(list)
    for cursor in cursors:
        standing[cursor.position].append(cursor)
    return standing


def _cursors(scope: Scope) -> list[FoldCursor]:
    declared = registry
    known = {
        cursor.measure: cursor
        for cursor in FoldCursor.objects.select_for_update().filter(scope=scope).order_by("measure")
    }
    for name, measure in declared.items():
        if name in known and known[name].version != measure.version:
            DayFigure.objects.filter(scope=scope, measure=name).delete()
            known.pop(name).delete()
        if name not in known:
            known[name] = FoldCursor.objects.create(scope=scope, measure=name, version=measure.version)
    return [cursor for name, cursor in known.items() if name in declared]


def _advance(scope: Scope, position: ledger.Position, cursors: list[FoldCursor], limit: int) -> int:
    measures = [registry[cursor.measure] for cursor in cursors]
    names = tuple({name for measure in measures for name in measure.event_names})
    entries = ledger.after(position, scope_ids=(scope.id,), names=names, limit=limit)
    if not entries:
        return 0
    reached = (entries[-1].tx, entries[-1].id)
    for name, sums in sums_of(measures, entries, scope).items():
        _add(scope, registry[name], sums, reached)
    FoldCursor.objects.filter(pk__in=[cursor.pk for cursor in cursors]).update(tx=reached[0], entry_id=reached[1])
    return len(entries)


def _add(scope: Scope, measure: Measure, sums: dict[Key, Sums], reached: ledger.Position) -> None:
    if not sums:
        return
    days = {day for _dimension, day in sums}
    rows = DayFigure.objects.filter(scope=scope, measure=measure.name, day__in=days)
    standing = {(row.dimension, row.day): row for row in rows}
    for (dimension, day), change in sums.items():
        row = standing.get((dimension, day)) or DayFigure(
            scope=scope, measure=measure.name, dimension=dimension, day=day
        )
        _put(row, Sums(*row.sums) + change, reached)
        row.save()


def _put(row: DayFigure, sums: Sums, reached: ledger.Position) -> None:
    row.numerator, row.denominator, row.grade_a, row.grade_b, row.grade_c = sums
    row.tx, row.entry_id = reached
    if row.is_settled:
        row.is_settled = False
        row.reopened_times += 1


def settle(scope: Scope, *, before: date) -> int:
    """Mark the days before `before` as settled; a late event opens its day again. Returns how many figures were settled."""
    with view.entered(scope):
        return DayFigure.objects.filter(scope=scope, day__lt=before, is_settled=False).update(is_settled=True)


def rows_of(
    scope: Scope, *measures: Measure, upto: ledger.Position | None = None, since: date | None = None
) -> Iterator[Entry]:
    """The ledger rows that measures are made of, up to a position. A row cannot speak of a day that comes after it."""
    found = Entry.objects.filter(scope=scope, name__in={name for measure in measures for name in measure.event_names})
    if upto is not None:
        found = found.filter(Q(tx__lt=upto[0]) | Q(tx=upto[0], id__lte=upto[1]))
    if since is not None:
        found = found.filter(at__gte=clock.day_bounds(scope, since)[0] - timedelta(days=1))
    return found.order_by("tx", "id").iterator(chunk_size=500)


def pieces(
    scope: Scope, measure: Measure, *, upto: ledger.Position | None = None, period: Period | None = None
) -> list[Placed]:
    """Every count of a measure, straight from the ledger; with a period, only those of its days."""
    found = placed(measure, rows_of(scope, measure, upto=upto, since=period and period.first), scope)
    return found if period is None else [piece for piece in found if piece.day in period]


def differing_days(scope: Scope, cursors: Iterable[FoldCursor], days: Collection[date]) -> dict[str, list[date]]:
    """For each measure, by its name, those of the days on which the kept sums are not what the ledger says up to its cursor."""
    kept: dict[str, dict[Key, Sums]] = defaultdict(dict)
    for row in DayFigure.objects.filter(scope=scope, day__in=days):
        kept[row.measure][row.dimension, row.day] = Sums(*row.sums)
    found: dict[str, list[date]] = {}
    for position, standing in _by_position(cursors).items():
        measures = [registry[cursor.measure] for cursor in standing]
        counted = sums_of(measures, rows_of(scope, *measures, upto=position, since=min(days)), scope, days=days)
        found |= {name: _wrong_days(sums, kept[name]) for name, sums in counted.items()}
    return found


def _wrong_days(counted: dict[Key, Sums], kept: dict[Key, Sums]) -> list[date]:
    return sorted({key[1] for key in counted.keys() | kept.keys() if counted.get(key, ZERO) != kept.get(key, ZERO)})


def rebuilt(scope: Scope, cursor: FoldCursor) -> int:
    """Count a measure anew up to where its cursor stands; returns how many sums were wrong."""
    counted = added(pieces(scope, registry[cursor.measure], upto=cursor.position))
    kept = {(row.dimension, row.day): row for row in DayFigure.objects.filter(scope=scope, measure=cursor.measure)}
    wrong = [
        key
        for key in counted.keys() | kept.keys()
        if counted.get(key, ZERO) != (Sums(*kept[key].sums) if key in kept else ZERO)
    ]
    for dimension, day in wrong:
        row = kept.get((dimension, day)) or DayFigure(scope=scope, measure=cursor.measure, dimension=dimension, day=day)
        _put(row, counted.get((dimension, day), ZERO), cursor.position)
        row.save()
    return len(wrong)
