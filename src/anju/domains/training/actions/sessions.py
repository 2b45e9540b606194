"""A session: called, opened for signing in, held, made up for, cancelled."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.cases.models import Case
from anju.domains.notices.queries import BODIES
from anju.domains.people.queries import ROLE_CHOICES, Person, roles_of
from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.files import File
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..audience import people_of
from ..events import SessionCalled, SessionCancelled, SessionHeld, SessionMoved, SessionOpened
from ..kinds import QUICK, SESSIONS, TRAINERS
from ..models import Attendance, Course, Programme, Session
from ..rules import sessions as rules
from . import crediting
from .certificates import ReasonInput

KINDS_QUICK = tuple(each for each in SESSIONS if each[0] in QUICK)
TitleInput = Annotated[str, Field(_("Title"), max_length=120)]
TopicInput = Annotated[str, Field(_("Topic"), max_length=120)]
PersonsInput = Annotated[list[Person] | None, Field(_("Chosen people"), help=_("Leave it empty for everybody of the roles."))]
RolesInput = Annotated[list[str] | None, Field(_("For whom"), choices=ROLE_CHOICES)]
ModulesInput = Annotated[list[str] | None, Field(_("Modules"), help=_("Their codes, such as m1; none means all of the course."), required=False)]
MinutesInput = Annotated[int, Field(_("Minutes"), minimum=5, maximum=rules.MOST_MINUTES)]
ReportInput = Annotated[str, Field(_("Report it to"), choices=[("", _("Nobody")), *BODIES], help=_("Once it was held, the report to this body is written by itself."))]
PhotosInput = Annotated[list[File] | None, Field(_("Photos"), accept=("image/",), required=False)]


def held(one: Session) -> Session:
    """The session as it stands now, locked until the transaction ends."""
    found = Session.objects.select_for_update(of=("self",)).select_related("scope", "course", "programme__course", "programme__after", "makes_up", "occurrence__duty", "trainer")
    return found.get(pk=one.pk)


def about(one: Session) -> dict[str, Any]:
    return {"session": one.pk, "course": one.course.code if one.course_id else "", "kind": one.kind, "starts_at": one.starts_at}


@action(title=_("Call a session"), posts=TRAINERS, event=SessionCalled)
def call_session(
    scope: Scope,
    *,
    title: TitleInput,
    starts_at: Annotated[datetime, Field(_("Start"))],
    minutes: MinutesInput = 60,
    kind: Annotated[str, Field(_("Kind of session"), choices=SESSIONS)] = "class",
    topic: TopicInput = "",
    course: Annotated[Course | None, Field(_("Course"))] = None,
    modules: ModulesInput = None,
    roles: RolesInput = None,
    persons: PersonsInput = None,
    trainer: Annotated[Person | None, Field(_("Trainer"))] = None,
    lecturer: Annotated[str, Field(_("Lecturer from outside"), max_length=40)] = "",
    organisation: Annotated[str, Field(_("Organisation"), max_length=60)] = "",
    place: Annotated[Place | None, Field(_("Place"))] = None,
    case: Annotated[Case | None, Field(_("Case"), help=_("The incident that is looked at."))] = None,
    report_to: ReportInput = "",
    wants_essay: Annotated[bool, Field(_("Everybody writes what he learnt"))] = False,
    wants_commitment: Annotated[bool, Field(_("Everybody signs a commitment"))] = False,
    by: Actor,
    at: datetime | None = None,
) -> Session | Refusal:
    """Plan one session outside of the programmes: a lecture from outside, a case, a visit, a contest."""
    roles = list(roles or (course.roles if course else ()))
    no = rules.may_plan(starts_at=starts_at, minutes=minutes, title=title, now=at) or _foreign(scope, [course, case], [*(persons or ()), *([trainer] if trainer else ())])
    if no := no or _without(roles, persons, course, modules, kind, lecturer, organisation, case):
        return no
    one = Session(
        scope=scope, title=title, kind=kind, topic=topic, course=course, modules=modules or ([each["code"] for each in course.modules] if course else []), roles=roles,
        persons=[str(each.pk) for each in persons or ()], starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), trainer=trainer, lecturer=lecturer,
        organisation=organisation, place=place, case=case, report_to=report_to, wants_essay=wants_essay, wants_commitment=wants_commitment,
    )  # fmt: skip
    one.save()
    announce(SessionCalled(**about(one), case=case.pk if case else None, title=title), subject=one)
    return one


def _foreign(scope: Scope, records: list[Any], people: list[Person]) -> Refusal | None:
    known = roles_of(scope, [each.pk for each in people])
    if any(each is not None and each.scope_id != scope.pk for each in records) or any(not known.get(each.pk) for each in people):
        return Refusal("training.not_here", _("Not done: this person holds no post in this community. Choose somebody of this community."))
    return None


def _without(roles: list[str], persons: Any, course: Course | None, modules: Any, kind: str, lecturer: str, organisation: str, case: Case | None) -> Refusal | None:
    """What a session of this kind cannot do without."""
    if not roles and not persons:
        return Refusal("training.no_audience", _("Not recorded: choose for which roles it is."))
    if modules and (course is None or any(course.module(code) is None for code in modules)):
        return Refusal("training.no_such_module", _("Not recorded: this course does not ask for that. Choose a module and a way of its list."))
    if kind == "lecture" and not (lecturer.strip() and organisation.strip()):
        return Refusal("training.no_lecturer", _("Not recorded: write who lectures and of which organisation."))
    if kind == "case" and case is None:
        return Refusal("training.no_case", _("Not recorded: choose the incident that is looked at."))
    return None


@action(title=_("Make up for it"), posts=TRAINERS, event=SessionCalled, allowed_from=("held",))
def call_make_up(
    session: Session, *, starts_at: Annotated[datetime, Field(_("Start"))], by: Actor, at: datetime | None = None
) -> Session | Refusal:
    """Plan the same session again for those who were missing."""
    first = held(session)
    absent = Attendance.objects.filter(session=first, state__in=("absent", "excused")).values_list("person_id", flat=True)
    if first.state != "held" or not absent:
        return Refusal("training.nobody_absent", _("Not planned: nobody is to be taught again."))
    minutes = int((first.ends_at - first.starts_at).total_seconds() // 60)
    if no := rules.may_plan(starts_at=starts_at, minutes=minutes, title=first.title, now=at):
        return no
    one = Session(
        scope=first.scope, title=first.title, kind=first.kind, topic=first.topic, course=first.course, modules=first.modules, roles=first.roles,
        persons=sorted(str(each) for each in absent), starts_at=starts_at, ends_at=starts_at + (first.ends_at - first.starts_at), trainer=first.trainer,
        place=first.place, makes_up=first, report_to=first.report_to, wants_essay=first.wants_essay, wants_commitment=first.wants_commitment,
    )  # fmt: skip
    one.save()
    announce(SessionCalled(**about(one), makes_up=first.pk, title=one.title), subject=one)
    return one


@action(title=_("Move the session"), posts=TRAINERS, event=SessionMoved, allowed_from=("planned",))
def move_session(
    session: Session,
    *,
    starts_at: Annotated[datetime, Field(_("Start"))],
    minutes: MinutesInput,
    trainer: Annotated[Person | None, Field(_("Trainer"))] = None,
    reason: ReasonInput,
    by: Actor,
    at: datetime | None = None,
) -> Session | Refusal:
    """Give it another hour, length or trainer. Shorter than its programme lays down, it does not count for the plan."""
    one, before = held(session), session.starts_at
    if one.state != "planned":
        return Refusal("training.not_planned", _("Not opened: this session is not waiting to begin."))
    no = rules.may_plan(starts_at=starts_at, minutes=minutes, title=one.title, now=at) or _foreign(one.scope, [], [trainer] if trainer else [])
    if no or not reason.strip():
        return no or Refusal("training.reason_needed", _("Not done: give the reason."))
    one.starts_at, one.ends_at, one.trainer = starts_at, starts_at + timedelta(minutes=minutes), trainer or one.trainer
    one.save()
    announce(SessionMoved(**about(one), before_at=before, minutes=minutes, reason=reason), subject=one)
    return one


@action(title=_("Open the sign-in"), posts=TRAINERS, event=SessionOpened, allowed_from=("planned",))
def open_session(session: Session, *, by: Actor, at: datetime | None = None) -> Session | Refusal:
    """Write down who is expected, and show the moving code that their phones scan."""
    one = held(session)
    expected = people_of(one.scope, one.roles, one.persons, clock.local(one.scope, at).date())
    if no := rules.may_open(state=one.state, starts_at=one.starts_at, at=at, expected=len(expected), is_before_leaders=_is_before_leaders(one)):
        return no
    Attendance.objects.bulk_create([Attendance(scope=one.scope, session=one, person_id=person, created_at=at) for person in expected])
    one.state, one.expected = "open", len(expected)
    one.save()
    announce(SessionOpened(**about(one), expected=len(expected)), subject=one)
    return one


def _is_before_leaders(one: Session) -> bool:
    """Whether the programme that comes first was not held in the stretch of this slot."""
    if one.programme_id is None or one.programme.after_id is None:
        return False
    since = one.occurrence.starts_at if one.occurrence_id else one.starts_at - timedelta(days=31)
    return not Session.objects.filter(programme=one.programme.after_id, state="held", held_at__gte=since).exists()


@action(title=_("Close as held"), posts=TRAINERS, event=SessionHeld, allowed_from=("open",))
def close_session(
    session: Session,
    *,
    report: Annotated[str, Field(_("Report of the session"), multiline=True, max_length=4000)],
    lessons: Annotated[str, Field(_("Lessons"), multiline=True, max_length=4000)] = "",
    photos: PhotosInput = None,
    by: Actor,
    at: datetime | None = None,
) -> Session | Refusal:
    """Write what was taught, with photos. Who did not sign in is absent; the regular work is entered with this session as its proof."""
    one = held(session)
    rows = list(Attendance.objects.select_for_update().filter(session=one))
    came = [row for row in rows if row.state == "present"]
    if no := rules.may_close(state=one.state, present=len(came), report=report, starts_at=one.starts_at, at=at):
        return no
    if one.kind in ("case", "visit") and not lessons.strip():
        return Refusal("training.no_lessons", _("Not closed: write what is learnt from it."))
    return _close(one, rows, came, report=report, lessons=lessons, photos=photos, by=by, at=at)


def _close(one: Session, rows: list[Attendance], came: list[Attendance], *, report: str, lessons: str, photos: Any, by: Actor, at: datetime) -> Session:
    one.state, one.held_at, one.closed_by_id, one.report, one.lessons = "held", rules.held_moment(one.ends_at, at), by.person, report, lessons
    one.present, one.photos = len(came), [str(photo.pk) for photo in photos or ()]
    minutes = int((one.ends_at - one.starts_at).total_seconds() // 60)
    for row in rows:
        row.state = "absent" if row.state == "expected" else row.state
        row.minutes = minutes if row.state == "present" else 0
    Attendance.objects.bulk_update(rows, ["state", "minutes"])
    crediting.write_lecture_results(one, [row.person_id for row in came], at=one.held_at)
    made_up = crediting.make_up(one, [row.person_id for row in came])
    one.credit = crediting.credit(one, came, at=one.held_at)
    one.save()
    missed: list[UUID] = [row.person_id for row in rows if row.state == "absent"]
    first = one.makes_up
    announce(
        SessionHeld(
            **about(one), held_at=one.held_at, expected=sum(row.state != "excused" for row in rows), present=len(came), scanned=sum(bool(row.device) for row in came),
            minutes=minutes, modules=one.modules, missed=missed, made_up=made_up, makes_up=first.pk if first else None,
            makes_up_starts_at=first.starts_at if first else None, is_external=bool(one.lecturer), credit=one.credit,
        ),
        subject=one,
    )  # fmt: skip
    return one


@action(title=_("Enter as held"), posts=TRAINERS, event=SessionHeld, offline=True)
def note_session(
    scope: Scope,
    *,
    kind: Annotated[str, Field(_("Kind of session"), choices=KINDS_QUICK)],
    topic: TopicInput,
    persons: Annotated[list[Person], Field(_("Who took part"))],
    minutes: MinutesInput = 15,
    course: Annotated[Course | None, Field(_("Course"))] = None,
    modules: ModulesInput = None,
    programme: Annotated[Programme | None, Field(_("Training programme"))] = None,
    note: Annotated[str, Field(_("Note"), multiline=True, max_length=2000)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Session | Refusal:
    """Enter training that was part of a squad meeting or a briefing before work: the topic and who was there."""
    course = course or (programme.course if programme else None)
    no = rules.may_plan(starts_at=at, minutes=minutes, title=topic, now=at) or _foreign(scope, [course, programme], persons)
    if no := no or _without([], persons, course, modules, kind, "", "", None):
        return no
    if kind not in QUICK:
        return Refusal("training.not_quick", _("Not recorded: only a meeting or a briefing is entered at once. Call a session instead."))
    one = Session(
        scope=scope, title=topic, kind=kind, topic=topic, course=course, programme=programme, modules=modules or [], starts_at=at,
        persons=[str(each.pk) for each in persons], ends_at=at + timedelta(minutes=minutes), trainer_id=by.person, expected=len(persons), report=note,
        occurrence=crediting.open_slot(programme, at) if programme else None,
    )  # fmt: skip
    one.save()
    unique = {each.pk: each for each in persons}
    rows = [Attendance(scope=scope, session=one, person=each, state="present", signed_at=at, entered_by_id=by.person, created_at=at) for each in unique.values()]
    Attendance.objects.bulk_create(rows)
    one.expected = len(rows)
    return _close(one, rows, rows, report=note or topic, lessons="", photos=None, by=by, at=at)


@action(title=pgettext_lazy("session", "Cancel the session"), posts=TRAINERS, event=SessionCancelled, confirm=True, allowed_from=("planned", "open"))
def cancel_session(session: Session, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Session | Refusal:
    """It does not take place; the regular work stays owed."""
    one = held(session)
    if one.state not in ("planned", "open"):
        return Refusal("training.over", _("Not done: this session is over."))
    if not reason.strip():
        return Refusal("training.reason_needed", _("Not done: give the reason."))
    one.state, one.reason = "cancelled", reason
    one.save()
    announce(SessionCancelled(**about(one), reason=reason), subject=one)
    return one
