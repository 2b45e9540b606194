"""What somebody has learnt so far: results by module, open ones in words, class hours."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, Sum

from anju.domains.people.queries import Person, roles_of
from anju.kernel import clock
from anju.kernel.models import Scope

from .kinds import WAYS
from .models import Attendance, Course, Enrolment, Result
from .rules.courses import Passed, still_open


def results_of(course: Course, persons: Iterable[UUID], *, since: date | None = None) -> dict[UUID, list[Passed]]:
    """The results of these persons in a course, oldest first. One query."""
    rows = Result.objects.filter(course=course, person_id__in=list(persons))
    if since is not None:
        rows = rows.filter(at__gte=clock.day_bounds(course.scope, since)[0])
    found: dict[UUID, list[Passed]] = defaultdict(list)
    for person, module, way, is_passed, is_counted in rows.order_by("at", "pk").values_list("person_id", "module", "way", "is_passed", "is_counted"):
        found[person].append(Passed(module, way, is_passed, is_counted))
    return found


def open_of(course: Course, person: UUID, *, since: date | None = None) -> list[tuple[str, str]]:
    """(module code, way) of what somebody has not passed yet."""
    return still_open(course.modules, results_of(course, [person], since=since).get(person, ()))


def open_in_words(enrolment: Enrolment) -> str:
    ways = dict(WAYS)
    still = open_of(enrolment.course, enrolment.person_id, since=enrolment.started_on)
    return "、".join(f"{enrolment.course.title_of(code)}({ways[way]})" for code, way in still)


def hours_since(enrolment: Enrolment) -> float:
    """Class hours of the course's sessions since somebody began, of 60 minutes."""
    start, _end = clock.day_bounds(enrolment.scope, enrolment.started_on)
    rows = Attendance.objects.filter(person=enrolment.person_id, session__course=enrolment.course_id, session__starts_at__gte=start)
    return (rows.aggregate(total=Sum("minutes"))["total"] or 0) / 60


def mastered(course: Course, persons: Iterable[UUID]) -> set[UUID]:
    """Who passed every module in every way. One query."""
    wanted = list(persons)
    found = results_of(course, wanted)
    return {person for person in wanted if not still_open(course.modules, found.get(person, ()))}


STRONG, WEAK = 90, 80


def strengths_and_gaps(scope: Scope, person: Person) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Modules in which somebody has 90 points or more, and those of his roles' courses not passed or below 80."""
    held = roles_of(scope, [person.pk]).get(person.pk, frozenset())
    begun = Enrolment.objects.filter(person=person).exclude(state="withdrawn").values("course_id")
    strengths, gaps = [], []
    for course in Course.objects.filter(Q(is_induction=False) | Q(pk__in=begun), scope=scope, state="in_use").select_related("scope").order_by("code"):
        rows = Result.objects.filter(course=course, person=person, is_counted=True).exclude(score=None).order_by("at", "pk")
        scores = dict(rows.values_list("module", "score"))
        still = {code for code, _way in open_of(course, person.pk)} if held & set(course.roles) else set()
        for module in course.modules:
            found = {"course": course.code, "module": module["title"], "score": scores.get(module["code"])}
            if module["code"] in still or scores.get(module["code"], 100) < WEAK:
                gaps.append(found)
            elif scores.get(module["code"], 0) >= STRONG:
                strengths.append(found)
    return strengths, gaps
