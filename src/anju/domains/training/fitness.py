"""Whether somebody has what a post asks for, for many at once: certificates with their days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Holding, holdings_between, people_with_role
from anju.kernel import clock
from anju.kernel.models import Scope

from .audience import people_of
from .kinds import KINDS
from .learning import mastered
from .models import Certificate, Course, Enrolment, Requirement
from .rules.certificates import Held, why_missing

REASONS = {
    "expires": _("ends during the shift"), "expired": _("has ended"), "not_yet": _("not yet valid on that day"), "withdrawn": _("was withdrawn"),
    "never": _("never shown"), "unfinished": _("not finished"), "failed": _("not passed"), "unbegun": _("not begun"),
}  # fmt: skip


@dataclass(frozen=True)
class Missing:
    """One thing that somebody lacks: a certificate of a kind, or a course. `code` is `certificate:KIND:WHY` or `course:CODE:WHY`."""

    what: str
    kind: str
    why: str
    label: Any
    is_barring: bool
    is_key: bool = False

    @property
    def code(self) -> str:
        return f"{self.what}:{self.kind}:{self.why}"

    def __str__(self) -> str:
        return f"{self.label} {REASONS[self.why]}"


@dataclass(frozen=True)
class Asked:
    """Somebody on a post (or of a role, then `post` is None) over days, both included."""

    person: UUID
    post: UUID | None
    role: str
    first_on: date
    last_on: date


@dataclass(frozen=True)
class Standing:
    """What was asked of somebody, and what of it is missing."""

    required: tuple[Requirement, ...]
    missing: tuple[Missing, ...]
    is_verified: bool

    @property
    def is_key(self) -> bool:
        return any(one.is_key for one in self.required)


def standing(scope: Scope, asked: list[Asked]) -> list[Standing]:
    """One for each that is asked about, in order. Three queries."""
    required = list(Requirement.objects.filter(scope=scope, is_used=True).select_related("post", "course").order_by("created_at", "pk"))
    persons = {one.person for one in asked}
    held = certificates_of(persons) if any(each.kind for each in required) else {}
    taken = _courses_of(persons) if any(each.course_id for each in required) else {}
    return [_standing(one, [each for each in required if _concerns(each, one)], held, taken) for one in asked]


def _courses_of(persons: set[UUID]) -> dict[tuple[UUID, UUID], str]:
    """Where each stands in each course, by (person, course)."""
    rows = Enrolment.objects.filter(person_id__in=persons).exclude(state="withdrawn")
    return {(person, course): state for person, course, state in rows.values_list("person_id", "course_id", "state")}


def _concerns(requirement: Requirement, asked: Asked) -> bool:
    if requirement.post_id is not None:
        return requirement.post_id == asked.post
    return requirement.role == asked.role


def certificates_of(persons: Iterable[UUID]) -> dict[tuple[UUID, str], list[Held]]:
    """What these persons hold, by (person, kind)."""
    found: dict[tuple[UUID, str], list[Held]] = defaultdict(list)
    rows = Certificate.objects.filter(person_id__in=set(persons))
    for person, kind, issued_on, expires_on, state, seen in rows.values_list("person_id", "kind", "issued_on", "expires_on", "state", "verified_by_id"):
        found[person, kind].append(Held(issued_on=issued_on, expires_on=expires_on, is_withdrawn=state == "withdrawn", is_verified=seen is not None))
    return found


def _standing(asked: Asked, required: list[Requirement], held: dict[tuple[UUID, str], list[Held]], taken: dict[tuple[UUID, UUID], str]) -> Standing:
    missing, is_verified = [], True
    for each in required:
        papers = held.get((asked.person, each.kind), ())
        if each.course_id is not None:
            why = {"completed": "", "running": "unfinished", "failed": "failed"}.get(taken.get((asked.person, each.course_id), ""), "unbegun")
            found = Missing("course", each.course.code, why, each.course.title, each.is_barring, each.is_key)
        else:
            why = why_missing(papers, asked.first_on, asked.last_on)
            found = Missing("certificate", each.kind, why, KINDS[each.kind], each.is_barring, each.is_key)
            is_verified = is_verified and any(paper.is_verified and not paper.why_not(asked.first_on, asked.last_on) for paper in papers)
        missing += [found] if why else []
    return Standing(tuple(required), tuple(missing), is_verified)


def asked_of(holding: Holding) -> Asked:
    """A holding as a question; the night shift touches two days."""
    where = holding.scope
    last = clock.local(where, holding.end_at - timedelta(microseconds=1)).date()
    return Asked(holding.person_id, holding.post_id, holding.post.role, clock.local(where, holding.start_at).date(), last)


def missing_of(holding: Holding) -> list[Missing]:
    return list(standing(holding.scope, [asked_of(holding)])[0].missing)


def unfit(scope: Scope, start: datetime, end: datetime) -> list[tuple[Holding, Standing]]:
    """The entries of the roster within [start, end) that lack something, with all that is asked of them.

    Whoever lacks nothing over the whole stretch lacks nothing in any of its shifts, so only the others are looked at shift by shift.
    """
    rows = holdings_between(scope, start, end).order_by().values_list("person_id", "post_id", "post__role").distinct()
    first_on, last_on = clock.local(scope, start).date(), clock.local(scope, end).date() + timedelta(days=1)
    asked = [Asked(person, post, role, first_on - timedelta(days=1), last_on) for person, post, role in rows]
    doubtful = {one.person for one, state in zip(asked, standing(scope, asked), strict=True) if state.missing}
    return [(one, state) for one, state in _roster(scope, start, end, doubtful) if state.missing] if doubtful else []


def _roster(scope: Scope, start: datetime, end: datetime, persons: set[UUID] | None = None) -> list[tuple[Holding, Standing]]:
    rows = holdings_between(scope, start, end).select_related("scope")
    holdings = list(rows if persons is None else rows.filter(person_id__in=persons))
    return list(zip(holdings, standing(scope, [asked_of(one) for one in holdings]), strict=True))


def count(scope: Scope, on: date) -> tuple[dict[str, list[int]], list[dict]]:
    """By name [needed, held, of these seen by a second person] on a day, and who lacked what.

    `duty` counts roster entries whose post asks for something, `duty.key` those of key posts, `role.ROLE` the people of a role, `course.CODE` those who passed all of a course.
    """
    start, end = clock.day_bounds(scope, on)
    counts: dict[str, list[int]] = {}
    missing: list[dict] = []

    def note(name: str, state: Standing) -> None:
        row = counts.setdefault(name, [0, 0, 0])
        row[0] += 1
        row[1] += not state.missing
        row[2] += not state.missing and state.is_verified

    for holding, state in _roster(scope, start, end):
        if not state.required or holding.start_at < start:
            continue
        note("duty", state)
        if state.is_key:
            note("duty.key", state)
        if state.missing:
            missing.append({"person": str(holding.person_id), "post": str(holding.post_id), "codes": [one.code for one in state.missing]})
    roles = sorted(set(Requirement.objects.filter(scope=scope, is_used=True).exclude(role="").values_list("role", flat=True)))
    people = [Asked(person.pk, None, role, on, on) for role in roles for person in people_with_role(scope, role, on=on)]
    for one, state in zip(people, standing(scope, people), strict=True):
        note(f"role.{one.role}", state)
    return counts | _mastery(scope, on), missing


def _mastery(scope: Scope, on: date) -> dict[str, list[int]]:
    """`course.CODE`: how many of those whom a course concerns passed all of it; what comes before the first shift is counted by who began it."""
    found = {}
    for course in Course.objects.filter(scope=scope, state="in_use", is_induction=False).select_related("scope").order_by("code"):
        persons = people_of(scope, course.roles, (), on)
        if persons:
            done = len(mastered(course, persons))
            found[f"course.{course.code}"] = [len(persons), done, done]
    return found
