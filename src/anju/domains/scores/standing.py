"""Where things stand for those who score and for those who are scored. Reads only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q

from anju.domains.measures.queries import period_of
from anju.kernel.models import Scope

from .actions.appeals import appeal_until, can_be_appealed
from .models import Appeal, Consequence, Item, Mark, Points, Result, Round, Scheme, Sheet, SheetRecheck, Subject
from .summing import enrolled, sheets_owed

SHOWN = 12


def open_rounds(scope: Scope) -> list[Round]:
    """Rounds in which sheets are still filled in, the oldest first."""
    return list(Round.objects.filter(scope=scope, state="open").select_related("scheme", "scope").order_by("last_on", "title"))


def without_round(scope: Scope, day: date) -> list[Scheme]:
    """Schemes in use that are scored by sheets and have no round for the period of this day."""
    rows = Scheme.objects.filter(scope=scope, state="active", method="sheets", from_on__lte=day).order_by("code")
    begun = set(Round.objects.filter(scope=scope, first_on__lte=day, last_on__gte=day).values_list("scheme__code", flat=True))
    return [scheme for scheme in rows if scheme.code not in begun and period_of(scheme.period, day).last >= scheme.from_on]


def to_score(round_: Round, scorer: UUID | None) -> list[dict[str, Any]]:
    """Everybody on the list with how many sheets are in, the scorer's own open sheet, and whether it is his own unit."""
    sheets = list(Sheet.objects.filter(scope=round_.scope_id, round=round_).exclude(state="void").exclude(source__in=("measures", "self")).order_by("on", "number"))
    owed = sheets_owed(round_.scheme, round_.first_on, round_.last_on)
    return [
        {
            "subject": subject, "owed": owed, "done": sum(one.subject_id == subject.pk and one.state == "submitted" for one in sheets),
            "mine": next((one for one in sheets if one.subject_id == subject.pk and one.scorer_id == scorer and one.state == "open"), None),
            "is_own": scorer is not None and scorer in (subject.person_id, subject.answerable_id),
        }
        for subject in enrolled(round_.scheme, round_.first_on, round_.last_on)
    ]  # fmt: skip


def items_to_score(scheme: Scheme) -> list[Item]:
    """The items a person scores, in their order; figures of the system are left out."""
    return list(Item.objects.filter(scope=scheme.scope_id, scheme=scheme).exclude(shape="measure").order_by("ordering", "code"))


def undone_rechecks(round_: Round) -> list[SheetRecheck]:
    """Sheets of a round that were drawn by lot and wait for another person."""
    rows = SheetRecheck.objects.filter(scope=round_.scope_id, sheet__round=round_, at=None)
    return list(rows.select_related("sheet__subject", "scope").order_by("sheet__number"))


def subjects_of(scope: Scope, person: UUID | None) -> list[Subject]:
    """What is scored of somebody: himself, and what he answers for."""
    if person is None:
        return []
    return list(Subject.objects.filter(scope=scope).filter(Q(person=person) | Q(answerable=person)).select_related("scope").order_by("kind", "code"))


def on_record(subject: Subject) -> list[tuple[str, Any]]:
    """Results of closed rounds, booked points and what followed: what it is, and the record; the newest first."""
    where = {"scope": subject.scope_id, "subject": subject}
    results = Result.objects.filter(**where).exclude(round__state="open").exclude(points=None).select_related("round__scheme", "band").order_by("-round__last_on")
    points = Points.objects.filter(**where).select_related("scheme", "scope", "item").order_by("-on", "-number")
    follows = Consequence.objects.filter(**where).select_related("scheme", "round", "scope").order_by("-announced_at", "-number")
    found = [("consequence", one) for one in follows[:SHOWN]] + [("result", one) for one in results[:SHOWN]] + [("points", one) for one in points[:SHOWN]]
    return sorted(found, key=lambda pair: (_moment(*pair), pair[0]), reverse=True)


def _moment(kind: str, one: Any) -> Any:
    return one.round.frozen_at if kind == "result" else one.announced_at if kind == "consequence" else one.created_at


def marked_down(result: Result) -> list[Mark]:
    """Every mark behind a result that took or gave points, with its reason and photo; whose pen it was is not said."""
    rows = Mark.objects.filter(scope=result.scope_id, sheet__round=result.round_id, sheet__subject=result.subject_id, sheet__state="submitted")
    rows = rows.exclude(sheet__source__in=("self", "measures")).select_related("item", "sheet").order_by("sheet__on", "item__ordering")
    return [mark for mark in rows if (mark.points > 0 if mark.item.shape == "add" else mark.points < mark.item.full_marks)]


def moved(mark: Mark) -> Decimal:
    """What a mark gave (above zero) or took (below zero)."""
    return mark.points if mark.item.shape == "add" else mark.points - mark.item.full_marks


def appeals_by_target(subject: Subject) -> dict[UUID, Appeal]:
    """The newest appeal on each thing that was appealed."""
    rows = Appeal.objects.filter(scope=subject.scope_id, subject=subject).order_by("filed_at")
    return {one.consequence_id or one.result_id or one.points_id: one for one in rows}


def may_still_appeal(target: Any, day: date) -> bool:
    """Whether the time to appeal runs, or has not begun to."""
    until = appeal_until(target)
    return can_be_appealed(target) and (until is None or day <= until)
