"""Who was put on the roster, or lost or gained what his post asks for; what must be taught because something changed."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as say

from anju.domains.devices.events import DeviceCommissioned
from anju.domains.devices.queries import in_service, kind_of
from anju.domains.documents.events import DocumentApproved
from anju.domains.notices import actions as notices
from anju.domains.people.events import HoldingsPublished, PostAssigned, RoleGranted
from anju.domains.people.queries import Holding, find_persons, holdings_between
from anju.kernel import clock, files, ledger
from anju.kernel.actors import Actor
from anju.kernel.models import Entry
from anju.kernel.reactions import reaction

from . import checking
from .actions import call_session, enrol, fail_enrolment
from .actions.telling import LANGUAGE
from .events import (
    CertificateAdded,
    CertificateRenewed,
    CertificateWithdrawn,
    EnrolmentCompleted,
    EnrolmentFailed,
    LatePaperCounted,
    PaperHandedIn,
    SessionHeld,
)
from .models import Course, Enrolment, Material, Session
from .reporting import report_of

AHEAD, SOON = timedelta(days=62), 14
"""How far ahead the roster is looked at, and within how many days something new is taught."""
REPORT_WITHIN = timedelta(days=3)
OPERATORS = ("engineer", "monitor_operator", "fire_operator")
BY = Actor.system("reaction")


@reaction(on=PostAssigned)
def when_somebody_is_assigned_check_him(entry: Entry, event: PostAssigned) -> None:
    checking.check(Holding.objects.filter(pk=event.holding), entry.at)


@reaction(on=HoldingsPublished)
def when_a_roster_is_published_check_it(entry: Entry, event: HoldingsPublished) -> None:
    start, _end = clock.day_bounds(entry.scope, event.first_on)
    _start, end = clock.day_bounds(entry.scope, event.last_on)
    checking.check_roster(entry.scope, start, end + timedelta(days=1), at=entry.at)


@reaction(on=CertificateWithdrawn)
def when_a_certificate_is_withdrawn_check_its_holder(entry: Entry, event: CertificateWithdrawn) -> None:
    checking.check(_ahead_of(entry, event.holder), entry.at)


@reaction(on=EnrolmentFailed)
def when_a_course_is_failed_check_who_took_it(entry: Entry, event: EnrolmentFailed) -> None:
    checking.check(_ahead_of(entry, event.of_person), entry.at)


@reaction(on=EnrolmentCompleted)
def when_a_course_is_completed_settle_what_it_answers(entry: Entry, event: EnrolmentCompleted) -> None:
    checking.settle_answered(entry.scope, event.of_person, at=entry.at)


@reaction(on=RoleGranted)
def when_a_role_is_given_begin_its_induction(entry: Entry, event: RoleGranted) -> None:
    """Everybody new takes every course that comes before the first shift of his role."""
    person = find_persons("").filter(pk=event.of_person).first()
    if person is not None:
        for course in Course.objects.filter(scope=entry.scope, is_induction=True, state="in_use"):
            if event.role in course.roles:
                enrol(entry.scope, person=person, course=course, by=BY, at=entry.at)


@reaction(on=(CertificateAdded, CertificateRenewed))
def when_a_certificate_comes_settle_what_it_answers(entry: Entry, event: CertificateAdded | CertificateRenewed) -> None:
    checking.settle_answered(entry.scope, event.holder, at=entry.at)


@reaction(on=(PaperHandedIn, LatePaperCounted))
def when_the_last_attempt_fails_end_the_course(entry: Entry, event: PaperHandedIn | LatePaperCounted) -> None:
    """An exam on which a post depends: who fails its last attempt loses the course, and so the posts that need it."""
    paper = ledger.subject_of(entry)
    if paper.state != "failed" or not event.is_last or not paper.exam.is_gate or paper.exam.course_id is None:
        return
    taken = Enrolment.objects.filter(person=event.of_person, course=paper.exam.course_id, state__in=("running", "completed")).first()
    if taken is not None:
        with translation.override(LANGUAGE):
            fail_enrolment(taken, reason=say("The last attempt of the exam was not passed."), by=BY, at=entry.at)


@reaction(on=SessionHeld)
def when_a_session_is_held_write_its_report(entry: Entry, event: SessionHeld) -> None:
    """To the body that its programme names: owed within three days, with the table of what was taught and who came ready to be handed in."""
    session = Session.objects.select_related("scope", "course", "trainer").get(pk=event.session)
    if not session.report_to:
        return
    with translation.override(LANGUAGE):
        title = say("Training: %(title)s") % {"title": session.title}
        file = files.checked(report_of(session), name=f"{clock.local(session.scope, session.starts_at):%Y-%m-%d}.xlsx")
    notices.owe_report(
        entry.scope, body=session.report_to, title=title[:80], due_at=entry.at + REPORT_WITHIN, file=file, basis_label=session.title, basis_link=f"/training_sessions/{session.pk}/",
        by=BY, at=entry.at,
    )  # fmt: skip


@reaction(on=DocumentApproved)
def when_a_taught_rule_changes_explain_it(entry: Entry, event: DocumentApproved) -> None:
    """A new version of what a course teaches (a law, a regulation) is explained within two weeks, and everybody signs that he knows it."""
    for material in Material.objects.filter(document=event.document, course__state="in_use").select_related("course", "document"):
        with translation.override(LANGUAGE):
            title = say("What is new: %(document)s") % {"document": material.document.shown_title}
        call_session(entry.scope, title=title[:120], starts_at=_soon(entry), course=material.course, wants_commitment=True, by=BY, at=entry.at)


@reaction(on=DeviceCommissioned)
def when_a_new_kind_of_device_comes_teach_its_operators(entry: Entry, event: DeviceCommissioned) -> None:
    """The first device of a kind that goes into service: those who work with it are taught within two weeks."""
    if in_service(entry.scope).filter(kind=event.kind).exclude(pk=event.device).exists():
        return
    with translation.override(LANGUAGE):
        title = say("Operating new equipment: %(device)s") % {"device": kind_of(event.kind).label}
    call_session(entry.scope, title=title[:120], topic=f"device:{event.kind}", starts_at=_soon(entry), kind="exercise", roles=list(OPERATORS), by=BY, at=entry.at)


def _soon(entry: Entry) -> datetime:
    return clock.day_bounds(entry.scope, clock.local(entry.scope, entry.at).date() + timedelta(days=SOON))[0] + timedelta(hours=14, minutes=30)


def _ahead_of(entry: Entry, person: UUID) -> object:
    now: datetime = entry.at
    return holdings_between(entry.scope, now, now + AHEAD).filter(person_id=person)
