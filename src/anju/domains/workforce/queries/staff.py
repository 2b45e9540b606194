"""Who comes, stays and goes, who turns through the posts, and whether everybody and every task has somebody."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from anju.domains.cases import queries as cases
from anju.domains.duties.queries import Duty
from anju.domains.people.queries import Holding, Person, on_duty
from anju.domains.scores.queries import Result
from anju.kernel import clock
from anju.kernel.models import Scope

from ..models import Pledge, StaffFile, StaffNote

HIRED = ("probation", "regular", "left")


@dataclass(frozen=True)
class Funnel:
    """How many of those who applied in a period got how far, all together and by the way they were recruited."""

    applied: int
    vetted: int
    hired: int
    regular: int
    left: int


def _funnel(rows: list[StaffFile]) -> Funnel:
    return Funnel(
        len(rows), sum(one.vetted_on is not None for one in rows), sum(one.hired_on is not None for one in rows), sum(one.regular_on is not None for one in rows),
        sum(one.left_on is not None for one in rows),
    )  # fmt: skip


def funnel(scope: Scope, first: date, last: date) -> dict[str, Funnel]:
    """The funnel of a period: "" for all, then by channel."""
    rows = list(StaffFile.objects.filter(scope=scope, applied_on__gte=first, applied_on__lte=last))
    return {"": _funnel(rows), **{channel: _funnel([one for one in rows if one.channel == channel]) for channel in sorted({one.channel for one in rows})}}


def headcount(scope: Scope, days: list[date]) -> list[int]:
    """How many were employed on each of these days."""
    spans = list(StaffFile.objects.filter(scope=scope, hired_on__isnull=False).values_list("hired_on", "left_on"))
    return [sum(hired <= day and (left is None or left > day) for hired, left in spans) for day in days]


def attrition(scope: Scope, first: date, last: date) -> dict[str, Any]:
    """Who left in a period beside the mean number of staff: `left`, `mean`, `turnover` and `stability` in per cent (None without staff)."""
    at_start, at_end = headcount(scope, [first, last])
    left = StaffFile.objects.filter(scope=scope, left_on__gte=first, left_on__lte=last).count()
    stayed = StaffFile.objects.filter(Q(left_on=None) | Q(left_on__gt=last), scope=scope, hired_on__lte=first).count()
    mean = (at_start + at_end) / 2
    return {
        "left": left, "mean": mean, "turnover": round(100 * left / mean, 1) if mean else None, "stability": round(100 * stayed / at_start, 1) if at_start else None,
    }  # fmt: skip


def rotation(scope: Scope, year: int) -> dict[str, Any]:
    """How many of the staff changed their post in a year: `moved`, `staff`, `rate` in per cent."""
    staff = headcount(scope, [date(year, 12, 31)])[0]
    rows = StaffNote.objects.filter(scope=scope, kind="transfer", on__year=year, file__left_on=None)
    moved = rows.values("file").distinct().count()
    return {"moved": moved, "staff": staff, "rate": round(100 * moved / staff, 1) if staff else None}


def experience(scope: Scope, since: datetime, until: datetime) -> dict[UUID, Counter]:
    """How many shifts each person stood at each post: the post-experience matrix, by person id."""
    found: dict[UUID, Counter] = {}
    rows = Holding.objects.filter(scope=scope, start_at__gte=since, end_at__lte=until).exclude(state="withdrawn")
    for person, post in rows.values_list("person_id", "post_id"):
        found.setdefault(person, Counter())[post] += 1
    return found


def without_contract(scope: Scope, on: date) -> QuerySet[StaffFile]:
    """Employees who have no contract for a day."""
    lacking = Q(contract_from_on=None) | Q(contract_from_on__gt=on) | Q(contract_until_on__lt=on)
    return StaffFile.objects.filter(lacking, scope=scope, state__in=("probation", "regular")).order_by("number")


def expiring_contracts(scope: Scope, on: date, *, days: int = 30) -> QuerySet[StaffFile]:
    """Contracts that end within so many days."""
    rows = StaffFile.objects.filter(scope=scope, state__in=("probation", "regular"), contract_until_on__gte=on, contract_until_on__lte=on + timedelta(days=days))
    return rows.order_by("contract_until_on", "number")


@dataclass(frozen=True)
class Unassigned:
    """Tasks that nobody answers for: regular work without post or role, cases without owner and role."""

    duties: tuple[Duty, ...]
    cases: tuple[Any, ...]

    @property
    def count(self) -> int:
        return len(self.duties) + len(self.cases)


def unassigned(scope: Scope) -> Unassigned:
    """Every task of the community that resolves to nobody."""
    duties = Duty.objects.filter(scope=scope, state="active", post=None, role="").order_by("title")
    loose = cases.open_cases(scope).filter(owner=None, owner_role="")
    return Unassigned(tuple(duties[:200]), tuple(loose[:200]))


def without_task(scope: Scope, at: datetime | None = None) -> list[Person]:
    """Who is on duty and has no post, no regular work of his post's role, no case and no letter of responsibility."""
    moment = at or clock.now()
    people = {one.person.pk: one for one in on_duty(scope, moment)}
    roles = set(Duty.objects.filter(scope=scope, state="active").exclude(role="").values_list("role", flat=True))
    posts = set(Duty.objects.filter(scope=scope, state="active").exclude(post=None).values_list("post_id", flat=True))
    owning = set(cases.open_cases(scope).exclude(owner=None).values_list("owner_id", flat=True))
    pledged = set(Pledge.objects.filter(scope=scope, state="accepted").values_list("person_id", flat=True))
    return [
        one.person for pk, one in people.items()
        if not (one.post.role in roles or one.post.pk in posts or one.post.place_id or pk in owning | pledged)
    ]  # fmt: skip


def ranking(scope: Scope, role: str) -> list[StaffFile]:
    """Applicants for a role: whom the community prefers first, then by their points; the file shows which preferences count."""
    rows = StaffFile.objects.filter(scope=scope, role=role, state="applied")
    return sorted(rows, key=lambda one: (-len(one.preferences), -sum(one.scores.values()), one.applied_on, one.number))


CAREER = {"guard": "squad_leader", "squad_leader": "team_leader", "team_leader": "security_manager"}
"""The next step of each role."""


@dataclass(frozen=True)
class Candidate:
    """Somebody whom the appraisal puts forward: his mean points of the year, in how many rounds, his honours, and the role that comes next."""

    file: StaffFile
    mean: float
    rounds: int
    honours: int
    next_role: str


def promotion_candidates(scope: Scope, on: date, *, most: int = 10) -> list[Candidate]:
    """Regular employees with published results of the past year who are not barred and were not promoted in it, the best first."""
    since = on - timedelta(days=365)
    files = {one.person_id: one for one in StaffFile.objects.filter(scope=scope, state="regular", role__in=CAREER).exclude(person=None).select_related("person")}
    rows = Result.objects.filter(scope=scope, subject__person_id__in=files, round__state="published", round__last_on__gte=since, points__isnull=False)
    notes = StaffNote.objects.filter(scope=scope, file__in=files.values(), on__gte=since).values_list("file__person_id", "kind")
    promoted = {person for person, kind in notes if kind == "promotion"} | set(rows.filter(is_barred=True).values_list("subject__person_id", flat=True))
    honours = Counter(person for person, kind in notes if kind == "honour")
    points: dict[UUID, list[float]] = {}
    for person, value in rows.values_list("subject__person_id", "points"):
        points.setdefault(person, []).append(float(value))
    found = [
        Candidate(files[person], round(sum(own) / len(own), 1), len(own), honours[person], CAREER[files[person].role])
        for person, own in points.items() if person not in promoted
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.mean, -one.honours, one.file.number))[:most]
