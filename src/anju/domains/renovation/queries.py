"""Public questions about renovations. The rooms above and the pages ask here and nowhere else."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from anju.domains.people.queries import current_owners, current_residents
from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.models import Scope

from .gathering import book_in_force, moved_since, open_violations, running_at
from .kinds import (
    ANSWERS,
    BANS,
    BODIES,
    COMPLAINTS,
    GOODS,
    OCCASIONS,
    PAPERS,
    TOPICS,
    WORKS,
    fault_choices,
    work_choices,
)
from .models import (
    Breach,
    Complaint,
    Damage,
    Inspection,
    Material,
    Occasion,
    Paper,
    Project,
    Rulebook,
    Violation,
    Worker,
)
from .reporting import pictures_of, reported_in, reports_of, steps_of
from .rules import Book, Finding, check, is_noisy_hour
from .rules.against import rule_against
from .rules.book import book_in_words, hours_text
from .rules.lists import LINES, lines_of
from .states import OPEN, RUNNING

__all__ = [
    "ANSWERS", "BANS", "BODIES", "COMPLAINTS", "GOODS", "LINES", "OCCASIONS", "OPEN", "PAPERS", "RUNNING", "TOPICS", "WORKS", "Book", "Breach", "Complaint", "Damage", "Finding", "Inspection", "Material", "Occasion", "Paper", "Project",
    "Rulebook", "Violation", "Worker", "book_in_force", "book_in_words", "breaches_by_company", "check", "due_visits", "fault_choices", "homes_of", "hours_text", "is_noisy_hour", "lines_of", "moved_since",
    "of_household", "open_projects", "open_violations", "open_violations_of", "papers_of", "pictures_of", "reported_in", "reports_of", "rule_against", "running_at", "second_acceptance_on", "sites_today", "steps_of", "visited_on", "work_choices", "workers_of",
]  # fmt: skip


def open_projects(scope: Scope) -> QuerySet[Project]:
    """Renovations that are not over: what waits for somebody first, then the works that run."""
    return Project.objects.filter(scope=scope, state__in=OPEN).select_related("dwelling", "applicant").order_by("state", "ends_on", "number")


def homes_of(scope: Scope, person: UUID) -> list[Place]:
    """The dwellings for which somebody may apply."""
    mine = {row.dwelling_id for rows in (current_owners(scope), current_residents(scope)) for row in rows.filter(person=person)}
    return list(Place.objects.filter(scope=scope, pk__in=mine).order_by("ordering"))


def of_household(scope: Scope, person: UUID) -> QuerySet[Project]:
    """The renovations of somebody's homes and those he applied for, the newest first."""
    return Project.objects.filter(Q(dwelling__in=homes_of(scope, person)) | Q(applicant=person), scope=scope).select_related("dwelling", "scope", "deposit").order_by("-applied_at")


def open_violations_of(project: Project) -> QuerySet[Violation]:
    """What was found at a dwelling since its works were applied for and is not cleared, the newest first."""
    return Violation.objects.filter(scope=project.scope_id, project=project).exclude(state="cleared").order_by("-found_at")


def second_acceptance_on(project: Project) -> date | None:
    """From which day on the works may be accepted a second time; with that the deposit goes back."""
    if project.state != "accepted" or project.first_accepted_at is None:
        return None
    return clock.local(project.scope, project.first_accepted_at).date() + timedelta(days=book_in_force(project.scope).second_after_days)


def papers_of(project: Project) -> QuerySet[Paper]:
    return Paper.objects.filter(scope=project.scope_id, project=project).select_related("file").order_by("at", "pk")


def workers_of(project: Project) -> QuerySet[Worker]:
    return Worker.objects.filter(scope=project.scope_id, project=project).select_related("permit").order_by("state", "registered_at")


def due_visits(scope: Scope, *, at: datetime) -> list[Inspection]:
    """Planned visits whose time is over."""
    return list(Inspection.objects.filter(scope=scope, state="planned", due_at__lte=at).select_related("scope")[:200])


def visited_on(scope: Scope, start: datetime, end: datetime) -> Counter[UUID]:
    """How often each site was looked at within [start, end)."""
    rows = Inspection.objects.filter(scope=scope, state="done", at__gte=start, at__lt=end).exclude(project=None)
    return Counter(rows.values_list("project_id", flat=True))


def sites_today(scope: Scope, start: datetime, end: datetime) -> list[tuple[Project, int]]:
    """Every site whose works run, with how often it was looked at; those that still wait first."""
    seen = visited_on(scope, start, end)
    rows = Project.objects.filter(scope=scope, state__in=RUNNING).select_related("dwelling")
    return sorted(((one, seen[one.pk]) for one in rows), key=lambda pair: (pair[1] >= pair[0].rounds_per_day, pair[0].ends_on, pair[0].number))


def breaches_by_company(scope: Scope, *, since: datetime) -> list[tuple[str, int, int]]:
    """(company, breaches, workers concerned) since a moment: the ledger of the companies, most first."""
    rows = Breach.objects.filter(scope=scope, at__gte=since).order_by().values("company")
    counted = rows.annotate(breaches=Count("pk"), workers=Count("worker", distinct=True)).order_by("-breaches", "company")
    return [(row["company"], row["breaches"], row["workers"]) for row in counted]
