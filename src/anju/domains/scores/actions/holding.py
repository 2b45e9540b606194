"""What the verbs of this room share: who may, the locked record, the facts for the rules, running numbers."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from anju.domains.duties.queries import YearUnknown, calendar_of
from anju.kernel import clock
from anju.kernel.ids import running_number
from anju.kernel.models import Scope

from .. import rules
from ..models import Band, Item, Scheme, Sheet, Subject

MANAGERS = ("security_manager", "project_manager", "headquarters")
ABOVE = ("project_manager", "headquarters", "street_office")
LEADERS = ("squad_leader", "team_leader", *MANAGERS)
SCORERS = (*LEADERS, "front_desk", "street_office", "committee_member", "auditor", "owner", "resident")
STAFF = ("guard", "monitor_operator", "fire_operator", "engineer", "cleaner", "gardener")
APPELLANTS = (*dict.fromkeys((*SCORERS, *STAFF)),)
READERS = (*LEADERS, "front_desk", "street_office", "committee_member", "auditor")
LATE_AFTER = timedelta(hours=24)


def of_scheme(scheme: Scheme) -> dict[str, Any]:
    return {"scheme": scheme.id, "code": scheme.code, "scheme_version": scheme.version}


def held(record: Any) -> Any:
    """The record as it stands now, locked until the transaction ends."""
    return type(record).objects.select_for_update().get(pk=record.pk)


def numbered(scope: Scope, kind: str, at: datetime) -> str:
    year = clock.local(scope, at).year
    return f"{year}-{running_number(scope, kind, year):04d}"


def day_of(scope: Scope, at: datetime) -> date:
    return clock.local(scope, at).date()


def is_backfilled(scope: Scope, on: date, at: datetime) -> bool:
    """Entered more than a day after the day it speaks of."""
    return at > clock.day_bounds(scope, on)[1] + LATE_AFTER


def own_people(subject: Subject) -> frozenset[UUID]:
    """Those who would judge in their own matter."""
    return frozenset(who for who in (subject.person_id, subject.answerable_id) if who is not None)


def bands_of(scheme: Scheme, item: Item | None = None) -> list[Band]:
    found = Band.objects.filter(scope=scheme.scope_id, scheme=scheme, item=item)
    return list(found.order_by("lowest", "id"))


def spans_of(bands: list[Band]) -> list[rules.Span]:
    return [rules.Span(one.lowest, one.highest, one.pk) for one in bands]


def items_of(scheme: Scheme) -> list[Item]:
    return list(Item.objects.filter(scope=scheme.scope_id, scheme=scheme).order_by("ordering", "code"))


def rate_spans(scheme: Scheme) -> dict[UUID, list[rules.Span]]:
    """The bands of each rate: from, to, points."""
    found: dict[UUID, list[rules.Span]] = {}
    rows = Band.objects.filter(scope=scheme.scope_id, scheme=scheme).exclude(item=None).order_by("lowest", "id")
    for band in rows:
        span = rules.Span(band.lowest, band.highest, str(band.points or 0))
        found.setdefault(band.item_id, []).append(span)
    return found


def item_terms(item: Item, bands: list[rules.Span]) -> rules.ItemTerms:
    return rules.ItemTerms(
        shape=item.shape,
        full=item.full_marks,
        lowest=item.lowest,
        unit_points=item.unit_points,
        batch=item.batch,
        levels={level: Decimal(str(points)) for level, points in item.levels.items()},
        formula=item.formula,
        bands=bands,
        is_veto=item.is_veto,
    )


def of_sheet(sheet: Sheet) -> dict[str, Any]:
    return {"sheet": sheet.id, "round": sheet.round_id, "subject": sheet.subject_id, "source": sheet.source}


def term_end(scheme: Scheme, start: date, days: int, *, in_working_days: bool) -> date:
    """The last day of a term that begins the day after `start`."""
    if not in_working_days:
        return start + timedelta(days=days)
    calendar = calendar_of(scheme.scope)
    last_known = _known_year(calendar, start)
    return rules.working_days_after(start, days, lambda day: calendar.is_working(day) if last_known(day) else day.isoweekday() <= 5)


def _known_year(calendar: Any, start: date) -> Any:
    """Whether the holidays of a day's year are published; before that Monday to Friday are taken."""
    known: dict[int, bool] = {}

    def is_known(day: date) -> bool:
        if day.year not in known:
            try:
                known[day.year] = bool(calendar.kind(day))
            except YearUnknown:
                known[day.year] = False
        return known[day.year]

    return is_known
