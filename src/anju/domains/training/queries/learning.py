"""Sessions, hours, courses and exams as pages, reports and later rooms ask for them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet, Sum

from anju.domains.cases import queries as cases
from anju.domains.people.queries import Person
from anju.kernel import clock
from anju.kernel.models import Scope

from ..audience import people_of
from ..kinds import TIERS
from ..learning import hours_since, mastered, open_of
from ..marking import goods, right_places
from ..models import Attendance, Certificate, Course, Enrolment, Exam, Paper, Question, Session


def sessions_between(scope: Scope, start: datetime, end: datetime) -> QuerySet[Session]:
    """Sessions that begin within [start, end), in order."""
    return Session.objects.filter(scope=scope, starts_at__gte=start, starts_at__lt=end).select_related("course", "trainer", "place").order_by("starts_at", "pk")


def sessions_for(scope: Scope, person: UUID, *, on: date) -> list[Session]:
    """What somebody is expected at from a day on, or may sign into now: by his name on the list, or by his roles."""
    start, _end = clock.day_bounds(scope, on)
    coming = Session.objects.filter(scope=scope, starts_at__gte=start, state__in=("planned", "open")).select_related("course", "place").order_by("starts_at", "pk")
    return [one for one in coming[:60] if person in people_of(scope, one.roles, one.persons, on)]


def hours_of(scope: Scope, start: datetime, end: datetime) -> dict[UUID, float]:
    """Class hours of each person within [start, end). One query."""
    rows = Attendance.objects.filter(scope=scope, session__starts_at__gte=start, session__starts_at__lt=end).values_list("person_id")
    return {person: total / 60 for person, total in rows.annotate(total=Sum("minutes")).order_by() if total}


def missed_by(session: Session) -> list[Person]:
    """Who was expected and neither came nor was taught again."""
    rows = Attendance.objects.filter(session=session, state="absent").select_related("person").order_by("person__name", "pk")
    return [row.person for row in rows]


@dataclass(frozen=True)
class Progress:
    """How far somebody is: modules passed of all, what is open as (module, way), class hours of those wanted."""

    done: int
    modules: int
    still: tuple[tuple[str, str], ...]
    hours: float
    target_hours: int


def progress(enrolment: Enrolment) -> Progress:
    """Where somebody stands in a course that he began."""
    still = open_of(enrolment.course, enrolment.person_id, since=enrolment.started_on)
    modules = len(enrolment.course.modules)
    return Progress(modules - len({code for code, _way in still}), modules, tuple(still), hours_since(enrolment), enrolment.target_hours)


@dataclass(frozen=True)
class Mastery:
    """Of whom a course concerns: who passed all of it, and who is missing."""

    course: Course
    done: tuple[UUID, ...]
    missing: tuple[UUID, ...]


def mastery(course: Course, on: date) -> Mastery:
    """Who of those whom a course concerns passed every module in every way."""
    people = people_of(course.scope, course.roles, (), on)
    done = mastered(course, people)
    return Mastery(course, tuple(one for one in people if one in done), tuple(one for one in people if one not in done))


def tiers(scope: Scope, on: date) -> dict[str, list[Mastery]]:
    """By tier: how each of its courses stands."""
    found: dict[str, list[Mastery]] = {code: [] for code, _label in TIERS}
    for course in Course.objects.filter(scope=scope, state="in_use").exclude(tier="").select_related("scope").order_by("code"):
        found[course.tier].append(mastery(course, on))
    return found


@dataclass(frozen=True)
class Cell:
    """One field of the matrix: state of a course (completed, running, failed, open, none) or of a certificate (valid, expiring, expired, none)."""

    state: str
    text: str = ""


def matrix(scope: Scope, on: date, *, people: list[Person], courses: list[Course], kinds: list[str]) -> dict[UUID, dict[str, Cell]]:
    """By person: a cell for each course (by its code) and each kind of certificate. As many queries as courses, and two."""
    ids = [person.pk for person in people]
    cells: dict[UUID, dict[str, Cell]] = {one: {} for one in ids}
    taken = {(e.person_id, e.course_id): e.state for e in Enrolment.objects.filter(scope=scope, person_id__in=ids).exclude(state="withdrawn")}
    for course in courses:
        concerned, done = set(() if course.is_induction else people_of(scope, course.roles, (), on)), mastered(course, ids)
        for one in ids:
            state = taken.get((one, course.pk)) or ("completed" if one in done else "open" if one in concerned else "none")
            cells[one][course.code] = Cell(state)
    best: dict[tuple[UUID, str], Certificate] = {}
    for paper in Certificate.objects.filter(scope=scope, person_id__in=ids).exclude(state="withdrawn").order_by("issued_on"):
        best[paper.person_id, paper.kind] = paper
    for one in ids:
        for kind in kinds:
            cells[one][kind] = _paper_cell(best.get((one, kind)), on)
    return cells


def _paper_cell(paper: Certificate | None, on: date) -> Cell:
    if paper is None:
        return Cell("none")
    ends = f"{paper.expires_on:%Y-%m-%d}" if paper.expires_on else ""
    if paper.expires_on is not None and paper.expires_on < on:
        return Cell("expired", ends)
    is_soon = paper.expires_on is not None and paper.expires_on <= on + timedelta(days=30)
    return Cell("expiring" if is_soon else "valid", ends)


@dataclass(frozen=True)
class ExamResult:
    """How an exam went: who was expected, sat and passed, and for each question (by its id) how often it was asked and answered right."""

    expected: tuple[UUID, ...]
    sat: tuple[UUID, ...]
    passed: tuple[UUID, ...]
    questions: dict[str, tuple[int, int]]


def exam_result(exam: Exam, on: date) -> ExamResult:
    """The exam as it stands; of several attempts of one person the last counts for him, and all of them for the questions."""
    papers = list(Paper.objects.filter(exam=exam, state__in=("passed", "failed")).order_by("attempt"))
    asked: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for paper in papers:
        for question, good in zip(paper.asked, goods(paper), strict=True):
            row = asked[question.get("q", "")]
            row[0] += 1
            row[1] += good
    last = {paper.person_id: paper.state for paper in papers}
    passed = tuple(person for person, state in last.items() if state == "passed")
    return ExamResult(tuple(people_of(exam.scope, exam.roles, (), on)), tuple(last), passed, {one: (row[0], row[1]) for one, row in asked.items()})


def exams_for(scope: Scope, person: UUID, *, at: datetime) -> list[tuple[Exam, list[Paper]]]:
    """The exams that are open for somebody, with his papers, and those he sat; the soonest to close first."""
    today = clock.local(scope, at).date()
    mine: dict[UUID, list[Paper]] = defaultdict(list)
    for paper in Paper.objects.filter(scope=scope, person_id=person).select_related("exam__course").order_by("attempt"):
        mine[paper.exam_id].append(paper)
    rows = Exam.objects.filter(scope=scope, state="open", opens_at__lte=at, closes_at__gt=at).select_related("course", "scope").order_by("closes_at", "pk")
    return [(exam, mine.get(exam.pk, [])) for exam in rows if exam.pk in mine or person in people_of(scope, exam.roles, (), today)]


def papers_of(scope: Scope, person: UUID) -> QuerySet[Paper]:
    """What somebody sat, the newest first."""
    return Paper.objects.filter(scope=scope, person_id=person).exclude(state="sitting").select_related("exam__course").order_by("-started_at")


def wrong_of(paper: Paper) -> list[tuple[Question | dict[str, Any], list[int], list[int]]]:
    """After it was marked: each question answered wrong, with what was chosen and what is right, as places of its options (or of its choices)."""
    bank = {str(one.pk): one for one in Question.objects.filter(pk__in=[each["q"] for each in paper.asked if "q" in each])}
    found = []
    for asked, right, answer, good in zip(paper.asked, right_places(paper), paper.answers, goods(paper), strict=True):
        if not good:
            chosen = [asked["order"][place] for place in answer] if "q" in asked else answer
            found.append((bank[asked["q"]] if "q" in asked else asked, chosen, right))
    return found


def complaints_around(scope: Scope, session: Session, *, days: int = 30, kind: str = "complaint") -> tuple[int, int]:
    """How many complaints came in so many days before a session, and in as many after it."""
    span = timedelta(days=days)
    before = cases.opened_between(scope, session.starts_at - span, session.starts_at).filter(kind=kind).count()
    return before, cases.opened_between(scope, session.ends_at, session.ends_at + span).filter(kind=kind).count()


def findings_after(scope: Scope, session: Session, *, days: int = 30) -> dict[UUID, int]:
    """How many cases each who came reported in so many days after a session."""
    came = set(Attendance.objects.filter(session=session, state="present").values_list("person_id", flat=True))
    rows = cases.opened_between(scope, session.ends_at, session.ends_at + timedelta(days=days)).filter(reporter_id__in=came).values_list("reporter_id", flat=True)
    found = dict.fromkeys(sorted(came, key=str), 0)
    for person in rows:
        found[person] += 1
    return found
