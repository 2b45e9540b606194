"""What each subject comes to in a round. Reads only; the actions write what stands here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from . import rules
from .models import Band, Consequence, Enrolment, Item, Mark, Points, Result, Round, Scheme, Sheet, Subject

BARRING = ("red_card", "exclusion", "rectification", "points")
DOUBLED_BY = "red_card"


@dataclass
class Gathered:
    """Everything a round's results are made of, by subject."""

    sheets: dict[UUID, list[Sheet]] = field(default_factory=lambda: defaultdict(list))
    booked: dict[UUID, list[Decimal]] = field(default_factory=lambda: defaultdict(list))
    bars: dict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))


def enrolled(scheme: Scheme, first_on: date, last_on: date) -> list[Subject]:
    """Everybody on the scheme's list at some time of the span, by code."""
    rows = Enrolment.objects.filter(scope=scheme.scope_id, scheme_code=scheme.code, from_on__lte=last_on).filter(
        Q(until_on=None) | Q(until_on__gt=first_on)
    )
    return list(Subject.objects.filter(scope=scheme.scope_id, pk__in=rows.values("subject_id")).order_by("code", "id"))


def gather(round_: Round) -> Gathered:
    found, where = Gathered(), {"scope": round_.scope_id}
    for sheet in Sheet.objects.filter(**where, round=round_, state="submitted").order_by("on", "submitted_at", "id"):
        found.sheets[sheet.subject_id].append(sheet)
    span = (round_.first_on, round_.last_on)
    rows = Points.objects.filter(**where, scheme__code=round_.scheme.code, on__range=span, state="stands").order_by("on", "id")
    for subject, points in rows.values_list("subject_id", "points"):
        found.booked[subject].append(points)
    standing = Consequence.objects.filter(**where, kind__in=BARRING, state="in_force", from_on__lte=round_.last_on).filter(
        Q(until_on=None) | Q(until_on__gte=round_.first_on)
    )
    for subject, kind in standing.values_list("subject_id", "kind"):
        found.bars[subject].add(kind)
    return found


def sheets_owed(scheme: Scheme, first_on: date, last_on: date) -> int:
    """How many sheets a subject is owed in a round."""
    months = (last_on.year - first_on.year) * 12 + last_on.month - first_on.month + 1
    return scheme.rounds_per_month * months if scheme.rounds_per_month else max(len(scheme.weights), 1)


def results_of(round_: Round) -> list[Result]:
    """One result for every subject on the list, ranked; those that stood before keep their id and what was restored."""
    scheme, gathered = round_.scheme, gather(round_)
    before = {one.subject_id: one for one in Result.objects.filter(scope=round_.scope_id, round=round_)}
    bands = list(Band.objects.filter(scope=round_.scope_id, scheme=scheme, item=None).order_by("lowest", "id"))
    has_measures = Item.objects.filter(scope=round_.scope_id, scheme=scheme, shape="measure").exists()
    made = []
    for subject in enrolled(scheme, round_.first_on, round_.last_on):
        result = before.get(subject.pk) or Result(scope=round_.scope, round=round_, subject=subject)
        _fill(result, round_, gathered, has_measures)
        _put_in_band(result, scheme, bands)
        made.append(result)
    rank(made, scheme.ranking)
    return made


def rank(results: Iterable[Result], how: str) -> None:
    """Ranks by points; a vetoed result stands behind all others of its points because it has the least."""
    results = list(results)
    ranks = rules.ranked({one.subject_id: one.points for one in results}, how)
    for one in results:
        one.rank = ranks.get(one.subject_id)


def _fill(result: Result, round_: Round, gathered: Gathered, has_measures: bool) -> None:
    scheme, subject = round_.scheme, result.subject_id
    by_source: dict[str, list[Decimal]] = defaultdict(list)
    for sheet in gathered.sheets[subject]:
        by_source[sheet.source].append(sheet.points)
    measured = by_source.pop("measures", [])
    by_source.pop("self", None)
    values = [value for each in by_source.values() for value in each]
    result.sheets, result.sheets_owed = len(values), sheets_owed(scheme, round_.first_on, round_.last_on)
    result.sheet_sum = sum(values, Decimal(0)) if values else None
    result.sheet_points, result.missing = _combined(scheme, by_source, values)
    result.measured_points = measured[-1] if measured else None
    if has_measures and not measured:
        result.missing = [*result.missing, "measures"]
    result.booked_points = _booked(gathered, subject)
    result.is_vetoed = any(sheet.is_vetoed for sheet in gathered.sheets[subject] if sheet.source != "self")
    bars = gathered.bars[subject] | ({"veto"} if result.is_vetoed else set())
    result.is_barred, result.barred_by = bool(bars), ",".join(sorted(bars))[:40]
    result.points = _points(result, scheme)


def _combined(scheme: Scheme, by_source: dict[str, list[Decimal]], values: list[Decimal]) -> tuple[Decimal | None, list[str]]:
    if not scheme.weights:
        return rules.combined(values, scheme.combine), []
    heard = {source: rules.combined(each, scheme.combine) for source, each in by_source.items() if source in scheme.weights}
    value, missing = rules.weighted(heard, scheme.weights)
    return value, list(missing)


def _booked(gathered: Gathered, subject: UUID) -> Decimal:
    """Booked points of the period; a red card doubles what was taken."""
    factor = 2 if DOUBLED_BY in gathered.bars[subject] else 1
    return sum((one * factor if one < 0 else one for one in gathered.booked[subject]), Decimal(0))


def _points(result: Result, scheme: Scheme) -> Decimal | None:
    if scheme.method == "sheets" and result.sheet_points is None and result.measured_points is None:
        return None
    if result.is_vetoed:
        return scheme.lowest
    parts = (result.sheet_points, result.measured_points, result.booked_points, result.restored_points)
    return rules.total(
        [part for part in parts if part is not None], base=scheme.base_points, lowest=scheme.lowest, highest=scheme.highest
    )


def _put_in_band(result: Result, scheme: Scheme, bands: list[Band]) -> None:
    spans = [rules.Span(one.lowest, one.highest, one) for one in bands]
    span = None if result.points is None else rules.band_at(result.points, spans, scheme.step)
    result.band = span.name if span else None


@dataclass(frozen=True)
class Account:
    """The running points of a subject in a year."""

    year: int
    opening: Decimal
    balance: Decimal
    added: Decimal
    deducted: Decimal
    bookings: tuple[Points, ...]


def account(subject: Subject, scheme: Scheme, year: int) -> Account:
    """What stands on the account; deductions of all institutions count together. Another year is another account."""
    rows = Points.objects.filter(scope=subject.scope_id, subject=subject, scheme__code=scheme.code)
    rows = rows.select_related("item", "institution", "scheme").order_by("on", "number")
    years: dict[int, list[Points]] = defaultdict(list)
    for row in rows.filter(year__lte=year):
        years[row.year].append(row)
    start: Decimal | None = None
    for each in range(min(years, default=year), year):
        start = rules.balance(_opening(scheme, start), _standing(years[each]), lowest=scheme.lowest)
    opening, standing = _opening(scheme, start), _standing(years[year])
    return Account(
        year=year,
        opening=opening,
        balance=rules.balance(opening, standing, lowest=scheme.lowest),
        added=sum((one for one in standing if one > 0), Decimal(0)),
        deducted=-sum((one for one in standing if one < 0), Decimal(0)),
        bookings=tuple(years[year]),
    )


def _opening(scheme: Scheme, before: Decimal | None) -> Decimal:
    return rules.opening(scheme.base_points, before, carry=scheme.carry, cap=scheme.carry_cap)


def _standing(rows: Iterable[Points]) -> list[Decimal]:
    return [one.points for one in rows if one.state == "stands"]


def marks_of(sheet: Sheet) -> dict[Any, Mark]:
    """The marks of a sheet by item."""
    return {mark.item_id: mark for mark in Mark.objects.filter(scope=sheet.scope_id, sheet=sheet).select_related("item", "photo")}
