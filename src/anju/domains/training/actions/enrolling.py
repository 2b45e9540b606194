"""Somebody takes a course: begun, accompanied by a mentor, signed off module by module, completed or failed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.queries import STAFF, Person, Post
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.permissions import posts_of
from anju.kernel.refusals import Refusal

from .. import learning
from ..events import (
    AssessmentConfirmed,
    Enrolled,
    EnrolmentCompleted,
    EnrolmentFailed,
    EnrolmentWithdrawn,
    MentorNamed,
    ModuleSignedOff,
)
from ..kinds import MANAGERS, TRAINERS, WAYS
from ..models import Course, Enrolment, Result
from ..rules import courses as rules
from .certificates import ReasonInput, not_staff

HANDS = tuple(way for way in WAYS if way[0] != "theory")
MentorInput = Annotated[Person | None, Field(_("Mentor"))]


def _held(one: Enrolment) -> Enrolment:
    return Enrolment.objects.select_for_update(of=("self",)).select_related("course", "scope", "person").get(pk=one.pk)


def about(one: Enrolment) -> dict[str, Any]:
    return {"enrolment": one.pk, "of_person": one.person_id, "course": one.course.code, "started_on": one.started_on}


@action(title=_("Enrol"), posts=TRAINERS, event=Enrolled)
def enrol(
    scope: Scope,
    *,
    person: Annotated[Person, Field(_("Person"))],
    course: Annotated[Course, Field(_("Course"))],
    mentor: MentorInput = None,
    started_on: Annotated[date | None, Field(_("Since"))] = None,
    target_hours: Annotated[int, Field(_("Hours wanted"), minimum=0, maximum=1000)] = 0,
    by: Actor,
    at: datetime | None = None,
) -> Enrolment | Refusal:
    """Let somebody take a course from a day on, with a mentor at his side."""
    today = clock.local(scope, at).date()
    is_enrolled = Enrolment.objects.filter(scope=scope, person=person, course=course).exclude(state="withdrawn").exists()
    no = not_staff(scope, person) or (mentor and not_staff(scope, mentor)) or rules.may_enrol(
        is_used=course.state == "in_use" and course.scope_id == scope.pk, is_enrolled=is_enrolled, person=person.pk, mentor=mentor.pk if mentor else None,
        started_on=started_on or today, today=today,
    )  # fmt: skip
    if no:
        return no
    one = Enrolment(scope=scope, person=person, course=course, mentor=mentor, version=course.version, started_on=started_on or today, target_hours=target_hours)
    one.save()
    announce(Enrolled(**about(one), is_induction=course.is_induction, mentor=one.mentor_id), subject=one)
    return one


@action(title=_("Name a mentor"), posts=TRAINERS, event=MentorNamed, allowed_from=("running",))
def name_mentor(enrolment: Enrolment, *, mentor: Annotated[Person, Field(_("Mentor"))], by: Actor, at: datetime | None = None) -> Enrolment | Refusal:
    """Pair a junior with somebody experienced, who coaches him on the post and signs off what he can do."""
    one = _held(enrolment)
    if one.state != "running":
        return rules.not_running()
    if mentor.pk == one.person_id:
        return Refusal("training.own_mentor", _("Not done: nobody is his own mentor."))
    if no := not_staff(one.scope, mentor):
        return no
    one.mentor = mentor
    one.save()
    announce(MentorNamed(**about(one), mentor=mentor.pk), subject=one)
    return one


@action(title=_("Sign off a module"), posts=STAFF, event=ModuleSignedOff, allowed_from=("running",))
def sign_off_module(
    enrolment: Enrolment,
    *,
    module: Annotated[str, Field(_("Module"), max_length=40)],
    way: Annotated[str, Field(_("Way"), choices=HANDS)],
    is_passed: Annotated[bool, Field(_("Passed"))] = True,
    score: Annotated[int | None, Field(_("Points (of 100)"), minimum=0, maximum=100)] = None,
    post: Annotated[Post | None, Field(_("Post"))] = None,
    note: Annotated[str, Field(_("Note"), max_length=200)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Result | Refusal:
    """Say that somebody can do it, as his mentor or leader; a practical assessment counts once a second assessor confirmed it."""
    one = _held(enrolment)
    is_trainer = bool(by.is_system or posts_of(by, one.scope) & frozenset(TRAINERS))
    no = rules.may_sign_off(
        module=one.course.module(module), way=way, score=score, person=one.person_id, by=by.person, is_trainer=is_trainer, mentor=one.mentor_id
    )
    if one.state != "running" or no:
        return no or rules.not_running()
    is_good = is_passed and (score is None or score >= one.course.pass_percent)
    made = Result(
        scope=one.scope, person=one.person, course=one.course, module=module, way=way, score=score, is_passed=is_good, is_counted=way != "practice", at=at,
        post=post, assessor_id=by.person, note=note, source_link=f"/trainees/{one.pk}/",
    )  # fmt: skip
    made.save()
    event = ModuleSignedOff(
        result=made.pk, of_person=one.person_id, course=one.course.code, module=module, way=way, is_passed=is_good, is_counted=made.is_counted, score=score
    )
    announce(event, subject=made)
    return made


@action(title=_("Confirm the assessment"), posts=STAFF, event=AssessmentConfirmed, second_to=("training.sign_off_module",))
def confirm_assessment(result: Result, *, by: Actor, at: datetime | None = None) -> Result | Refusal:
    """Confirm a practical assessment as its second assessor."""
    one = Result.objects.select_for_update(of=("self",)).select_related("course", "scope").get(pk=result.pk)
    if no := rules.may_confirm(is_counted=one.is_counted, person=one.person_id, first=one.assessor_id, by=by.person):
        return no
    one.is_counted, one.second_id, one.at = True, by.person, at
    one.save()
    announce(AssessmentConfirmed(result=one.pk, of_person=one.person_id, course=one.course.code, module=one.module, is_passed=one.is_passed), subject=one)
    return one


@action(title=_("Complete the course"), posts=TRAINERS, event=EnrolmentCompleted, allowed_from=("running",))
def complete_enrolment(enrolment: Enrolment, *, by: Actor, at: datetime | None = None) -> Enrolment | Refusal:
    """Sign off the whole course: every module passed in every way, the days and the class hours done."""
    one, today = _held(enrolment), clock.local(enrolment.scope, at).date()
    facts = rules.Finish(
        state=one.state, open_words=learning.open_in_words(one), started_on=one.started_on, least_days=one.course.least_days, today=today,
        hours=learning.hours_since(one), target_hours=one.target_hours, person=one.person_id, by=by.person,
    )  # fmt: skip
    if no := rules.may_complete(facts):
        return no
    one.state, one.ended_on, one.ended_by_id = "completed", today, by.person
    one.save()
    announce(EnrolmentCompleted(**about(one), is_induction=one.course.is_induction, ended_on=today), subject=one)
    return one


@action(title=_("Note as not passed"), posts=MANAGERS, event=EnrolmentFailed, confirm=True, allowed_from=("running", "completed"))
def fail_enrolment(enrolment: Enrolment, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Enrolment | Refusal:
    """The course is not passed: whoever needs it for his post loses the right to stand there. A last failed exam does this by itself."""
    one = _held(enrolment)
    if one.state not in ("running", "completed"):
        return rules.not_running()
    if not reason.strip():
        return Refusal("training.reason_needed", _("Not done: give the reason."))
    one.state, one.note, one.ended_on, one.ended_by_id = "failed", reason, clock.local(one.scope, at).date(), by.person
    one.save()
    announce(EnrolmentFailed(**about(one), reason=reason), subject=one)
    return one


@action(title=pgettext_lazy("course", "Give up the course"), posts=TRAINERS, event=EnrolmentWithdrawn, confirm=True, allowed_from=("running", "failed"))
def withdraw_enrolment(enrolment: Enrolment, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Enrolment | Refusal:
    """Take somebody off the course; he may be enrolled anew."""
    one = _held(enrolment)
    if one.state not in ("running", "failed"):
        return rules.not_running()
    if not reason.strip():
        return Refusal("training.reason_needed", _("Not done: give the reason."))
    one.state, one.note = "withdrawn", reason
    one.save()
    announce(EnrolmentWithdrawn(**about(one), is_induction=one.course.is_induction, reason=reason), subject=one)
    return one
