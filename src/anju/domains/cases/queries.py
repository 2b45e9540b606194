"""Public questions about cases. The rooms above ask here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from anju.kernel.models import Scope

from .kinds import Flow, Kind, category_choices, is_kind, kind_choices, kind_of, register_kind
from .models import Case, Escalation, Evidence, Finding, Recheck, ReturnVisit, Transfer
from .states import FINISHED, OVER, CaseState
from .terms import Terms, terms_of

__all__ = [
    "FINISHED",
    "OVER",
    "Case",
    "CaseState",
    "Finding",
    "Flow",
    "Kind",
    "Terms",
    "board",
    "by_owner",
    "case_numbered",
    "category_choices",
    "due_for_escalation",
    "escalations",
    "evidence",
    "findings",
    "is_kind",
    "kind_choices",
    "kind_of",
    "missed_between",
    "open_cases",
    "opened_between",
    "overdue",
    "proposals",
    "register_kind",
    "repeats",
    "reported_by",
    "review_progress",
    "terms_of",
    "weak_links",
]


def open_cases(scope: Scope, *, kind: str = "", owner: Any = None, place: Any = None) -> QuerySet[Case]:
    """Cases that are still owed something: gravest first, then by deadline."""
    found = Case.objects.filter(scope=scope).exclude(state__in=OVER)
    wanted = {"kind": kind, "owner": owner, "place": place}
    return found.filter(**{name: value for name, value in wanted.items() if value}).order_by(
        "severity", "due_at", "number"
    )


def reported_by(scope: Scope, person: Any) -> QuerySet[Case]:
    """What a person reported, newest first."""
    return Case.objects.filter(scope=scope, reporter=person).select_related("place").order_by("-opened_at", "-number")


def opened_between(scope: Scope, start: datetime, end: datetime) -> QuerySet[Case]:
    """Cases opened in [start, end), gravest first."""
    return Case.objects.filter(scope=scope, opened_at__gte=start, opened_at__lt=end).order_by("severity", "opened_at")


def missed_between(scope: Scope, start: datetime, end: datetime) -> QuerySet[Case]:
    """Cases whose deadline passed unmet in [start, end), gravest first; what was dismissed or merged does not count."""
    late = Q(submitted_at=None, closed_at=None) | Q(submitted_at__gt=F("due_at")) | Q(submitted_at=None, closed_at__gt=F("due_at"))
    found = Case.objects.filter(late, scope=scope, due_at__gte=start, due_at__lt=end).exclude(state__in=("dismissed", "merged"))
    return found.order_by("severity", "due_at", "number")


def overdue(scope: Scope, *, at: datetime) -> QuerySet[Case]:
    """Open cases whose work is not finished though its deadline has passed, oldest deadline first."""
    return open_cases(scope).filter(due_at__lt=at, submitted_at=None).order_by("due_at", "severity")


def due_for_escalation(scope: Scope, *, at: datetime) -> QuerySet[Case]:
    """Cases to be looked at for the next post of their ladder now."""
    return (
        Case.objects.filter(scope=scope, next_escalation_at__lte=at)
        .exclude(state__in=OVER)
        .order_by("next_escalation_at", "id")
    )


def board(scope: Scope, *, kinds: Iterable[str] = (), limit: int = 50) -> dict[str, list[Case]]:
    """The cards of each stage: overdue and urged first. Stages without cards are left out."""
    found = open_cases(scope)
    if kinds := tuple(kinds):
        found = found.filter(kind__in=kinds)
    columns: dict[str, list[Case]] = {}
    for case in found.order_by(F("overdue_at").asc(nulls_last=True), "-urged_times", "due_at"):
        cards = columns.setdefault(case.state, [])
        if len(cards) < limit:
            cards.append(case)
    return columns


def by_owner(scope: Scope) -> list[dict[str, Any]]:
    """Open cases per owner: `owner`, `open`, `urged`; most first."""
    rows = (
        open_cases(scope)
        .order_by()
        .values("owner")
        .annotate(open=Count("id"), urged=Count("id", filter=Q(urged_times__gt=0)))
    )
    return sorted(rows, key=lambda row: -row["open"])


def case_numbered(scope: Scope, number: str) -> Case | None:
    return Case.objects.filter(scope=scope, number=number).first()


def repeats(scope: Scope, *, since: datetime) -> QuerySet[Case]:
    """Cases that came back at the same place after a like one was settled there."""
    return (
        Case.objects.filter(scope=scope, opened_at__gte=since)
        .exclude(repeat_of=None)
        .select_related("repeat_of", "place")
        .order_by("-opened_at")
    )


def escalations(case: Case) -> QuerySet[Escalation]:
    return Escalation.objects.filter(scope=case.scope_id, case=case).order_by("at", "level")


def evidence(case: Case) -> QuerySet[Evidence]:
    return Evidence.objects.filter(scope=case.scope_id, case=case).order_by("at")


def rechecks(case: Case) -> QuerySet[Recheck]:
    return Recheck.objects.filter(scope=case.scope_id, case=case).order_by("at")


def visits(case: Case) -> QuerySet[ReturnVisit]:
    return ReturnVisit.objects.filter(scope=case.scope_id, case=case).order_by("at")


def transfers(case: Case) -> QuerySet[Transfer]:
    return Transfer.objects.filter(scope=case.scope_id, case=case).order_by("sent_at")


def findings(case: Case) -> QuerySet[Finding]:
    return Finding.objects.filter(scope=case.scope_id, case=case).select_related("answer").order_by("created_at")


def review_progress(case: Case, *, at: datetime) -> dict[str, int]:
    """How far the shortfalls of a review are put right: `shortfalls`, `linked`, `done`, `overdue`."""
    shortfalls = [finding for finding in findings(case) if finding.kind == "shortfall"]
    answers = [finding.answer for finding in shortfalls if finding.answer is not None]
    return {
        "shortfalls": len(shortfalls),
        "linked": len(answers),
        "done": sum(answer.state in FINISHED for answer in answers),
        "overdue": sum(
            answer.is_open and answer.submitted_at is None and answer.due_at is not None and answer.due_at < at
            for answer in answers
        ),
    }


def proposals(scope: Scope, *, since: datetime, until: datetime) -> QuerySet[Finding]:
    """What reviews proposed within [since, until), oldest first."""
    found = Finding.objects.filter(scope=scope, kind="proposal", created_at__gte=since, created_at__lt=until)
    return found.select_related("case").order_by("created_at", "pk")


def weak_links(scope: Scope, *, since: datetime, until: datetime) -> list[Finding]:
    """Every shortfall noted in the time span, with its corrective action; those without one first."""
    found = Finding.objects.filter(
        scope=scope, kind="shortfall", created_at__gte=since, created_at__lt=until
    ).select_related("case", "answer")
    return sorted(found, key=lambda finding: (finding.answer_id is not None, finding.created_at))
