"""Those who work here: made regular, noted, taught, pledged, and let go."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people import actions as people
from anju.domains.people.queries import STAFF, Holding, Membership, Person, Post, working_here
from anju.kernel import clock, personal
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Scope
from anju.kernel.refusals import Refusal

from ..codes import LEADERS, MANAGERS, NOTES, OFFICE
from ..events import (
    Departed,
    MadeRegular,
    MentoringJudged,
    MentorPaired,
    PledgeIssued,
    PledgeSigned,
    StaffNoted,
    TaskSigned,
)
from ..models import Mentoring, Pledge, StaffFile, StaffNote
from ..rules import checking as signing
from ..rules import staffing as rules
from .hiring import about
from .holding import foreign, held, nobody

DEPARTING = Actor.system("departure")
RUNNING = ("running", "extended")


@action(title=_("Make regular"), posts=OFFICE, event=MadeRegular, allowed_from=("probation",))
def make_regular(file: StaffFile, *, by: Actor, at: datetime | None = None) -> StaffFile | Refusal:
    """End the probation well; whoever is being taught is judged by a leader first."""
    one = held(file)
    is_mentored = Mentoring.objects.filter(scope=one.scope, newcomer_id=one.person_id, state__in=RUNNING).exists()
    if no := rules.may_make_regular(state=one.state, is_mentored=is_mentored):
        return no
    one.state, one.regular_on = "regular", clock.local(one.scope, at).date()
    one.save(update_fields=["state", "regular_on"])
    announce(MadeRegular(**about(one), of_person=one.person_id, on=one.regular_on), subject=one)
    return one


@action(title=_("Note in the file"), posts=(*MANAGERS, "team_leader"), event=StaffNoted, allowed_from=("probation", "regular"))
def note_staff(
    file: StaffFile,
    *,
    kind: Annotated[str, Field(_("Kind"), choices=NOTES)],
    title: Annotated[str, Field(_("Title"), max_length=80)],
    on: Annotated[date | None, Field(_("Date"))] = None,
    from_post: Annotated[Post | None, Field(_("From the post"))] = None,
    post: Annotated[Post | None, Field(_("To the post"))] = None,
    until_on: Annotated[date | None, Field(pgettext_lazy("day", "Until"))] = None,
    said: Annotated[str, Field(_("Said in confidence"), multiline=True, personal=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> StaffNote | Refusal:
    """Write an honour, care, a talk, a promotion, a transfer, a study or a secondment into the file. What was said in confidence is encrypted."""
    one, today = held(file), clock.local(file.scope, at).date()
    no = foreign(one.scope, post, from_post) or rules.may_note(state=one.state, kind=kind, title=title, posts=(from_post, post), said=said)
    if no:
        return no
    note = StaffNote(
        scope=one.scope, file=one, kind=kind, on=on or today, title=title.strip(), post=post, from_post=from_post, until_on=until_on, said=said or None,
        erase_on=personal.retention_ends_on("confidence", today), by_person_id=by.person,
    )  # fmt: skip
    note.save()
    announce(StaffNoted(**about(one), note=note.id, kind=kind, to_post=post and post.pk), subject=one)
    return note


@action(title=_("Record the departure"), posts=OFFICE, event=Departed, allowed_from=("probation", "regular"), confirm=True)
def depart(file: StaffFile, *, reason: Annotated[str, Field(_("Reason of leaving"), max_length=200)], by: Actor, at: datetime | None = None) -> StaffFile | Refusal:
    """End the employment now: roles and shifts here are gone with the next step anybody takes, and the account closes where nothing else binds him."""
    one = held(file)
    if no := nobody(by) or rules.may_depart(state=one.state, is_self=by.person == one.person_id, reason=reason):
        return no
    shifts, roles = _free(one, at), _strip(one, at)
    on = clock.local(one.scope, at).date()
    is_signed_off = not isinstance(people.sign_off_person(one.person, by=DEPARTING, at=at), Refusal)
    one.state, one.left_on, one.left_reason, one.personal_erase_on = "left", on, reason.strip(), personal.retention_ends_on("vetting", on)
    one.save(update_fields=["state", "left_on", "left_reason", "personal_erase_on"])
    Mentoring.objects.filter(scope=one.scope, newcomer_id=one.person_id, state__in=RUNNING).update(state="passed", open_tasks=0)
    event = Departed(**about(one), of_person=one.person_id, on=on, roles=roles, shifts=shifts, is_signed_off=is_signed_off, reason=one.left_reason)
    announce(event, subject=one, person=one.person_id)
    return one


def _free(one: StaffFile, at: datetime) -> int:
    rows = list(Holding.objects.filter(scope=one.scope, person_id=one.person_id, state="published", end_at__gt=at).order_by("start_at")[:200])
    return sum(not isinstance(people.release_post(holding, by=DEPARTING, at=at), Refusal) for holding in rows)


def _strip(one: StaffFile, at: datetime) -> int:
    rows = list(Membership.objects.filter(scope=one.scope, person_id=one.person_id, ended_at=None))
    return sum(not isinstance(people.end_role(membership, by=DEPARTING, at=at), Refusal) for membership in rows)


@action(title=_("Pair with a mentor"), posts=(*MANAGERS, "team_leader", "squad_leader"), event=MentorPaired)
def pair_mentor(
    scope: Scope,
    *,
    newcomer: Annotated[Person, Field(_("New colleague"), query=working_here)],
    mentor: Annotated[Person, Field(_("Mentor"), query=working_here)],
    tasks: Annotated[list[str], Field(_("Practical tasks"), max_length=80)],
    until_on: Annotated[date, Field(_("Ends on"))],
    by: Actor,
    at: datetime | None = None,
) -> Mentoring | Refusal:
    """Give a new colleague an experienced one, with the practical tasks that he learns, one a line."""
    on, wanted = clock.local(scope, at).date(), [task.strip() for task in tasks if task.strip()]
    is_paired = Mentoring.objects.filter(scope=scope, newcomer=newcomer, state__in=RUNNING).exists()
    if no := rules.may_pair(is_self=newcomer.pk == mentor.pk, is_paired=is_paired, tasks=len(wanted), until=until_on, on=on):
        return no
    one = Mentoring(scope=scope, newcomer=newcomer, mentor=mentor, since_on=on, until_on=until_on, open_tasks=len(wanted))
    one.tasks = [{"title": task, "signed_on": ""} for task in wanted]
    one.save()
    announce(MentorPaired(mentoring=one.id, of_person=newcomer.pk, mentor=mentor.pk, tasks=len(wanted)), subject=one)
    return one


@action(title=_("Sign a task"), posts=STAFF, event=TaskSigned, allowed_from=RUNNING, offline=True)
def sign_task(mentoring: Mentoring, *, number: Annotated[int, Field(_("Number of the task"))], by: Actor, at: datetime | None = None) -> Mentoring | Refusal:
    """The mentor signs that the new colleague can do it."""
    one = held(mentoring)
    if no := rules.may_sign_task(is_mentor=by.person == one.mentor_id, is_running=one.state in RUNNING, number=number, tasks=one.tasks):
        return no
    signed = {**one.tasks[number - 1], "signed_on": clock.local(one.scope, at).date().isoformat()}
    one.tasks = [*one.tasks[: number - 1], signed, *one.tasks[number:]]
    one.open_tasks -= 1
    one.save(update_fields=["tasks", "open_tasks"])
    announce(TaskSigned(mentoring=one.id, of_person=one.newcomer_id, number=number, left=one.open_tasks), subject=one)
    return one


@action(title=_("Judge the mentoring"), posts=LEADERS, event=MentoringJudged, allowed_from=RUNNING)
def judge_mentoring(
    mentoring: Mentoring,
    *,
    result: Annotated[str, Field(_("Assessment"), max_length=200)],
    is_passed: Annotated[bool, Field(_("Passed"))] = False,
    by: Actor,
    at: datetime | None = None,
) -> Mentoring | Refusal:
    """A leader who is not the mentor says whether the new colleague stands on his own; otherwise it goes on."""
    one = held(mentoring)
    no = nobody(by) or rules.may_judge_mentoring(
        is_running=one.state in RUNNING, is_mentor=by.person == one.mentor_id, is_passed=is_passed, left=one.open_tasks, result=result
    )
    if no:
        return no
    one.state, one.result, one.judged_by_id = "passed" if is_passed else "extended", result.strip(), by.person
    one.save(update_fields=["state", "result", "judged_by"])
    announce(MentoringJudged(mentoring=one.id, of_person=one.newcomer_id, is_passed=is_passed, result=one.result), subject=one)
    return one


@action(title=_("Issue a letter of responsibility"), posts=(*LEADERS, "headquarters"), event=PledgeIssued)
def issue_pledge(
    scope: Scope,
    *,
    person: Annotated[Person, Field(_("Person"), query=working_here)],
    title: Annotated[str, Field(_("Title"), max_length=80)],
    text: Annotated[str, Field(_("What he answers for"), multiline=True)],
    post: Annotated[Post | None, Field(_("Post"))] = None,
    year: Annotated[int | None, Field(_("Year"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Pledge | Refusal:
    """Hand a responsibility down: it counts once he has signed it."""
    year = year or clock.local(scope, at).year
    is_taken = Pledge.objects.filter(scope=scope, person=person, title=title.strip(), year=year).exists()
    no = nobody(by) or foreign(scope, post) or rules.may_pledge(title=title, text=text, is_self=by.person == person.pk, is_taken=is_taken, year=year)
    if no:
        return no
    one = Pledge(scope=scope, person=person, title=title.strip(), text=text, post=post, superior_id=by.person, year=year)
    one.save()
    announce(PledgeIssued(pledge=one.id, of_person=person.pk, year=year, title=one.title), subject=one)
    return one


@action(title=_("Accept the responsibility"), posts=STAFF, event=PledgeSigned, offline=True, allowed_from=("issued",))
def sign_pledge(pledge: Pledge, *, by: Actor, at: datetime | None = None) -> Pledge | Refusal:
    """Sign the letter: only the person whom it is about does."""
    one = held(pledge)
    if no := nobody(by) or signing.may_sign(state="recorded" if one.state == "issued" else one.state, is_checked_one=by.person == one.person_id):
        return no
    one.state, one.signed_at = "accepted", at
    one.save(update_fields=["state", "signed_at"])
    announce(PledgeSigned(pledge=one.id, of_person=one.person_id, year=one.year), subject=one)
    return one
