"""What a held session is worth: the regular work it proves, the lectures it counts as, the absences it makes up for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from anju.domains.duties import actions as duties
from anju.domains.duties import queries as owed
from anju.domains.people.queries import find_persons
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from ..models import Attendance, Enrolment, Exam, Paper, Programme, Result, Session

BEHIND = timedelta(days=370)
OPEN = ("not_yet", "open", "running", "missed", "partly")


def link_of(session: Session) -> str:
    return f"/training_sessions/{session.pk}/"


def open_slot(programme: Programme | Exam, at: datetime) -> Any | None:
    """The slot of a programme's regular work that can be done now, the first due first."""
    slots = owed.slots_within(programme.duty, at - BEHIND, at + BEHIND)
    return next((slot for slot in slots if slot.opens_at <= at < max(slot.late_until, slot.due_at) and slot.state in OPEN), None)


def credit(session: Session, came: list[Attendance], *, at: datetime) -> str:
    """Enter the session as the proof of its regular work, vouched for by a second person; returns the slot's state, or why not.

    The second person is who closed it where that is not the trainer, else somebody who signed in by his own phone.
    """
    slot, by = session.occurrence, session.trainer_id or session.closed_by_id
    if slot is None or by is None:
        return ""
    if session.programme_id is not None and session.ends_at - session.starts_at < timedelta(minutes=session.programme.minutes):
        return "training.too_short"
    seconds = [session.closed_by_id, *(row.person_id for row in came if row.device)]
    second = next((one for one in seconds if one is not None and one != by), None)
    people = {one.pk: one for one in find_persons("").filter(pk__in=[each for each in (by, second) if each])}
    if by not in people:
        return ""
    made = duties.prove_duty(
        slot, proof_label=session.title, proof_link=link_of(session), person=people[by], second=people.get(second), by=Actor.system("training"), at=at
    )
    return made.code if isinstance(made, Refusal) else made.occurrence.state


def write_lecture_results(session: Session, persons: list[UUID], *, at: datetime) -> None:
    """Who came has heard the lectures of the session's modules."""
    if session.course_id is None:
        return
    heard = [code for code in session.modules if "lecture" in (session.course.module(code) or {"ways": ()})["ways"]]
    known = _heard_before(session, persons)
    rows = [
        Result(
            scope=session.scope, person_id=person, course=session.course, module=code, way="lecture", is_passed=True, at=at, source_link=link_of(session),
            assessor_id=session.trainer_id, created_at=at,
        )  # fmt: skip
        for person in persons for code in heard if (person, code) not in known
    ]
    Result.objects.bulk_create(rows)


def _heard_before(session: Session, persons: list[UUID]) -> set[tuple[UUID, str]]:
    """(person, module) of lectures on record already; for whoever takes the course now, each time counts anew."""
    anew = Enrolment.objects.filter(course=session.course_id, state="running").values("person_id")
    rows = Result.objects.filter(course=session.course_id, way="lecture", person_id__in=persons).exclude(person_id__in=anew)
    return set(rows.values_list("person_id", "module"))


def make_up(session: Session, persons: list[UUID]) -> int:
    """Those who were absent from the session that this one makes up for, and came now; returns how many."""
    if session.makes_up_id is None:
        return 0
    return Attendance.objects.filter(session=session.makes_up_id, person_id__in=persons, state__in=("absent", "excused")).update(state="made_up")


def credit_exam(exam: Exam, *, by: Actor, at: datetime) -> str:
    """Enter a closed exam as the proof of the regular work it serves: the papers themselves vouch for it."""
    slot = open_slot(exam, at) if exam.duty_id else None
    person = find_persons("").filter(pk=by.person).first() if by.person else None
    if slot is None or person is None:
        return ""
    second = find_persons("").filter(pk__in=exam_sitters(exam)).exclude(pk=person.pk).first()
    made = duties.prove_duty(slot, proof_label=exam.title, proof_link=f"/exams/{exam.pk}/", person=person, second=second, by=Actor.system("training"), at=at)
    return made.code if isinstance(made, Refusal) else made.occurrence.state


def exam_sitters(exam: Exam) -> list[UUID]:
    return list(Paper.objects.filter(exam=exam, state__in=("passed", "failed")).values_list("person_id", flat=True))
