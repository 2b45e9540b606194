"""A contest and its ranks, who is called to a class because points were taken from him, and the group that runs the training."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.people.queries import Person, roles_of, working_here
from anju.domains.scores import queries as scores
from anju.domains.scores.queries import Scheme
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..events import ContestResultEntered, DeductedCalled, GroupSetUp
from ..kinds import MANAGERS, TRAINERS
from ..models import Attendance, Course, Session, TrainingGroup
from ..rules import sessions as rules
from .sessions import MinutesInput, about, call_session, held

MOST_POINTS = 1000


@action(title=_("Enter a result of the contest"), posts=TRAINERS, event=ContestResultEntered, allowed_from=("open", "held"))
def enter_contest_result(
    session: Session,
    *,
    person: Annotated[Person, Field(_("Person"), query=working_here)],
    points: Annotated[Decimal, Field(_("Points in the contest"))],
    by: Actor,
    at: datetime | None = None,
) -> Attendance | Refusal:
    """Write down the points of somebody who took part; the ranks follow, and equal points share a rank."""
    one = held(session)
    row = Attendance.objects.select_for_update().filter(session=one, person=person, state="present").first()
    if no := rules.may_rank(kind=one.kind, state=one.state, took_part=row is not None, points=points, most=MOST_POINTS, is_own=by.person == person.pk):
        return no
    row.points = round(points, 1)
    row.save(update_fields=["points"])
    rows = list(Attendance.objects.filter(session=one, points__isnull=False))
    for each in rows:
        each.rank = 1 + sum(other.points > each.points for other in rows)
    Attendance.objects.bulk_update(rows, ["rank"])
    row.rank = next(each.rank for each in rows if each.pk == row.pk)
    announce(ContestResultEntered(**about(one), of_person=person.pk, tenths=int(row.points * 10), rank=row.rank), subject=row)
    return row


@action(title=_("Teach those with many deductions"), posts=MANAGERS, event=DeductedCalled, allowed_from=("in_use",))
def call_deducted(
    course: Course,
    *,
    scheme: Annotated[Scheme, Field(_("Scheme"), help=_("Whose deductions of the year count."))],
    least: Annotated[Decimal, Field(_("From so many points taken"))],
    starts_at: Annotated[datetime, Field(_("Start"))],
    minutes: MinutesInput = 60,
    trainer: Annotated[Person | None, Field(_("Trainer"), query=working_here)] = None,
    by: Actor,
    at: datetime | None = None,
) -> Session | Refusal:
    """Call everybody from whom the scheme took at least so many points this year, and nobody else, to a class on the rules."""
    scope = course.scope
    if scheme.scope_id != scope.pk or least <= 0:
        return Refusal("training.no_deductions", _("Not called: choose a scheme of this community and more than 0 points."))
    found = scores.deducted(scheme, clock.local(scope, at).year)
    people = [subject.person for subject, points in found if points >= least and subject.person_id is not None]
    here = roles_of(scope, [person.pk for person in people])
    chosen = [person for person in people if here.get(person.pk)]
    if not chosen:
        return Refusal("training.nobody_deducted", _("Not called: this scheme took that many points this year from nobody who works here."))
    one = call_session(scope, title=course.title, starts_at=starts_at, minutes=minutes, topic=f"{scheme.title} ≥{least:g}"[:120], course=course, persons=chosen, trainer=trainer, by=by, at=at)
    if not isinstance(one, Refusal):
        announce(DeductedCalled(**about(one), scheme=scheme.pk, tenths=int(least * 10), chosen=[person.pk for person in chosen]), subject=one)
    return one


@action(title=_("Set up the training group"), posts=MANAGERS, event=GroupSetUp)
def set_up_group(
    scope: Scope,
    *,
    title: Annotated[str, Field(_("Title"), max_length=60)],
    head: Annotated[Person, Field(_("Head of the group"), query=working_here, help=_("The director: whoever is project manager here."))],
    members: Annotated[list[Person], Field(_("Members"), query=working_here)],
    tasks: Annotated[str, Field(_("What it sees to"), multiline=True, max_length=1000)],
    since_on: Annotated[date | None, Field(_("Since"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> TrainingGroup | Refusal:
    """Name the group that runs the training, with the director at its head; it takes the place of the one before."""
    since, unique = since_on or clock.local(scope, at).date(), {one.pk: one for one in members if one.pk != head.pk}
    roles = roles_of(scope, [head.pk, *unique])
    if not title.strip() or not tasks.strip() or not unique or any(not roles.get(pk) for pk in unique):
        return Refusal("training.bad_group", _("Not set up: give its title, what it sees to, and members who work here."))
    if "project_manager" not in roles.get(head.pk, ()):
        return Refusal("training.head_is_director", _("Not set up: the director heads this group. Choose the project manager."))
    before = TrainingGroup.objects.select_for_update().filter(scope=scope, state="standing").first()
    if before is not None:
        before.state, before.until_on = "dissolved", since
        before.save(update_fields=["state", "until_on"])
    one = TrainingGroup(scope=scope, title=title.strip(), head=head, members=[str(pk) for pk in unique], tasks=tasks.strip(), since_on=since)
    one.save()
    announce(GroupSetUp(group=one.pk, head=head.pk, members=list(unique), since_on=since, replaces=before.pk if before else None), subject=one)
    return one
