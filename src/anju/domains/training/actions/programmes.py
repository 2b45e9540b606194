"""What is owed at a frequency: a course, an audience, the regular work that says how often, and the sessions that follow from it."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.duties import actions as duties
from anju.domains.duties import queries as owed
from anju.domains.duties.models import Duty
from anju.domains.people.queries import ROLES, Person, roles_of
from anju.domains.places.queries import Place
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import ProgrammeEnded, ProgrammePlanned, SessionsPlanned
from ..kinds import MANAGERS, PERIODS
from ..models import Course, Programme, Session
from ..rules import courses as course_rules
from ..rules import sessions as rules
from .certificates import ReasonInput
from .courses import RolesInput
from .sessions import ReportInput

AHEAD, BEHIND = timedelta(days=62), timedelta(days=370)
MAKE_UP_HOURS = 168
STILL_OPEN = ("not_yet", "open", "running")
ScheduleInput = Annotated[dict | None, Field(_("Schedule (JSON), instead of the period"), required=False)]


@action(title=_("Plan a programme"), posts=MANAGERS, event=ProgrammePlanned)
def plan_programme(
    scope: Scope,
    *,
    course: Annotated[Course, Field(_("Course"))],
    title: Annotated[str, Field(_("Title"), max_length=120)] = "",
    roles: Annotated[list[str] | None, RolesInput.__metadata__[0]] = None,
    persons: Annotated[list[Person] | None, Field(_("Chosen people"), help=_("Leave it empty for everybody of the roles."))] = None,
    duty: Annotated[Duty | None, Field(_("Regular work"), help=_("The work that a sentence of the plan made; without one, say how often."))] = None,
    period: Annotated[str, Field(_("Period"), choices=PERIODS)] = "",
    count: Annotated[int, Field(_("Times"), minimum=1, maximum=60)] = 1,
    schedule: ScheduleInput = None,
    begins: Annotated[time, Field(_("Begins at the hour"))] = time(14, 30),
    minutes: Annotated[int, Field(_("Minutes"), minimum=5, maximum=rules.MOST_MINUTES)] = 60,
    trainer: Annotated[Person | None, Field(_("Trainer"))] = None,
    place: Annotated[Place | None, Field(_("Place"))] = None,
    report_to: ReportInput = "",
    after: Annotated[Programme | None, Field(_("Held first"), help=_("Such as the leaders' own training before the team's."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Programme | Refusal:
    """Owe a course to an audience at a frequency; the sessions of the next two months are planned at once."""
    roles, chosen = list(roles or course.roles), list(persons or ())
    if no := _unfit(scope, course, roles, [*chosen, *([trainer] if trainer else [])], duty, after):
        return no
    duty = duty or _own_duty(scope, title or course.title, period, count, schedule, by=by, at=at)
    if isinstance(duty, Refusal):
        return duty
    one = Programme(
        scope=scope, course=course, title=(title or duty.title)[:120], duty=duty, roles=roles, persons=[str(each.pk) for each in chosen], begins=begins,
        minutes=minutes, trainer=trainer, place=place, report_to=report_to, after=after,
    )  # fmt: skip
    one.save()
    write_sessions(one, at)
    event = ProgrammePlanned(programme=one.pk, course=course.pk, duty=duty.pk, roles=roles, chosen=len(chosen), minutes=minutes)
    announce(event, subject=one)
    return one


def _unfit(scope: Scope, course: Course, roles: list[str], people: list[Person], duty: Duty | None, after: Programme | None) -> Refusal | None:
    if course.state != "in_use":
        return course_rules.retired()
    if set(roles) - set(ROLES):
        return Refusal("training.no_audience", _("Not recorded: choose for which roles it is."))
    held = roles_of(scope, [each.pk for each in people])
    foreign = [one for one in (course, duty, after) if one is not None and one.scope_id != scope.pk]
    if foreign or any(not held.get(each.pk) for each in people):
        return Refusal("training.not_here", _("Not done: this person holds no post in this community. Choose somebody of this community."))
    if duty is not None and Programme.objects.filter(duty=duty, is_ended=False).exists():
        return Refusal("training.duty_taken", _("Not planned: another programme serves this regular work already."))
    return None


def _own_duty(scope: Scope, title: str, period: str, count: int, schedule: dict | None, *, by: Actor, at: datetime) -> Duty | Refusal:
    stored = schedule or owed.schedule_of_fields({"period": period, "count": count})
    if isinstance(stored, Refusal):
        return stored
    made = duties.create_duty(
        scope, title=title, category="training", schedule=stored, role="security_manager", make_up_hours=MAKE_UP_HOURS, by=by, at=at
    )
    if not isinstance(made, Refusal) and isinstance(no := duties.plan_occurrences(made, until_on=(at + AHEAD).date(), by=by, at=at), Refusal):
        return no
    return made


def write_sessions(one: Programme, at: datetime) -> list[Session]:
    """Plan the missing sessions of the slots that stand; what is owed each shift or several times a day is entered when it was held."""
    if one.duty.promise.unit.is_within_a_day or one.duty.promise.continuous:
        return []
    slots = [slot for slot in owed.slots_within(one.duty, at - BEHIND, at + AHEAD + BEHIND) if slot.state in STILL_OPEN and slot.opens_at <= at + AHEAD]
    known = set(Session.objects.filter(programme=one, occurrence__in=[slot.pk for slot in slots]).values_list("occurrence_id", flat=True))
    made = []
    for slot in slots:
        if slot.pk not in known:
            times = rules.spread(max(slot.opens_at, at), slot.due_at, max(1, slot.owed), one.begins, clock.zone(one.scope))
            made += [_session(one, slot, starts_at) for starts_at in times]
    for session in made:
        session.save()
    return made


def _session(one: Programme, slot: object, starts_at: datetime) -> Session:
    return Session(
        scope=one.scope, title=one.title, course=one.course, programme=one, occurrence=slot, modules=[module["code"] for module in one.course.modules],
        roles=one.roles, persons=one.persons, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=one.minutes), place=one.place, trainer=one.trainer, report_to=one.report_to,
        kind="exercise" if all("lecture" not in module["ways"] for module in one.course.modules) else "class",
    )  # fmt: skip


@action(title=_("Plan its sessions"), posts=MANAGERS, event=SessionsPlanned)
def plan_sessions(programme: Programme, *, by: Actor, at: datetime | None = None) -> Programme | Refusal:
    """Write down the sessions of the next two months; the clock does this by itself."""
    one = Programme.objects.select_for_update(of=("self",)).select_related("course", "duty", "scope").get(pk=programme.pk)
    made = [] if one.is_ended else write_sessions(one, at)
    if not made:
        return Refusal("training.nothing_to_plan", _("Nothing to plan: every session of the next two months stands already."))
    announce(SessionsPlanned(programme=one.pk, sessions=[session.pk for session in made]), subject=one)
    return one


@action(title=_("End the programme"), posts=MANAGERS, event=ProgrammeEnded, confirm=True)
def end_programme(programme: Programme, *, reason: ReasonInput, by: Actor, at: datetime | None = None) -> Programme | Refusal:
    """Plan it no more; sessions that have not begun are cancelled."""
    one = Programme.objects.select_for_update().get(pk=programme.pk)
    if one.is_ended:
        return Refusal("training.ended_already", _("Not done: this programme has ended."))
    if not reason.strip():
        return Refusal("training.reason_needed", _("Not done: give the reason."))
    one.is_ended = True
    one.save()
    Session.objects.filter(programme=one, state="planned").update(state="cancelled", reason=reason)
    announce(ProgrammeEnded(programme=one.pk, reason=reason), subject=one)
    return one
