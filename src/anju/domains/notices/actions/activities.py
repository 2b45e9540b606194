"""Activities from the plan through review, approval and sign-up to what was learnt."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.people.models import Person
from anju.domains.places.models import Place
from anju.kernel import clock, ids
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.models import Blob, Scope
from anju.kernel.permissions import ANYONE, posts_of
from anju.kernel.refusals import Refusal

from .. import rules
from ..codes import ACTIVITY_KINDS, LEADERS, PARTS, SENDERS
from ..events import (
    ActivityApproved,
    ActivityCancelled,
    ActivityChanged,
    ActivityConcluded,
    ActivityHeld,
    ActivityProblemClosed,
    ActivityProblemNoted,
    ActivityProposed,
    ActivityReviewed,
    AwarenessMeasured,
    IncentiveGiven,
    SignedUp,
)
from ..models import Activity, Participation
from .sending import BasisInput, BasisLinkInput

MAX_PROBLEMS = 50
TextInput = Annotated[str, Field(_("Plan for the unforeseen"), multiline=True)]
TasksInput = Annotated[str, Field(_("Tasks"), multiline=True, help=_("One a line: step | who | when"))]
BeforeInput = Annotated[str, Field(_("Communication before"), max_length=200)]
DuringInput = Annotated[str, Field(_("Communication during"), max_length=200)]
AfterInput = Annotated[str, Field(_("Communication afterwards"), max_length=200)]
PLANNERS = (*SENDERS, "committee_member")


@action(title=_("Propose an activity"), posts=PLANNERS, event=ActivityProposed)
def propose_activity(
    scope: Scope,
    *,
    title: Annotated[str, Field(_("Title"), max_length=80)],
    kind: Annotated[str, Field(_("Kind"), choices=ACTIVITY_KINDS)],
    purpose: Annotated[str, Field(_("What it is for"), max_length=200)],
    target_group: Annotated[str, Field(_("Target group"), max_length=80)],
    starts_at: Annotated[datetime, Field(_("Begins at"))],
    place: Annotated[Place | None, Field(_("Place"))] = None,
    tasks: TasksInput = "",
    contingency: TextInput = "",
    before: BeforeInput = "",
    during: DuringInput = "",
    after: AfterInput = "",
    resources: Annotated[str, Field(_("Resources and suppliers"), multiline=True)] = "",
    basis_label: BasisInput = "",
    basis_link: BasisLinkInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Activity | Refusal:
    """Write the plan of an activity: what it is for, for whom, when and where, and who does what."""
    if starts_at <= at:
        return Refusal("notices.activity_past", _("Not saved: an activity begins later than now."))
    if not purpose.strip() or not target_group.strip():
        return Refusal("notices.purpose_missing", _("Not saved: say what it is for and for whom."))
    read = rules.read_tasks(tasks)
    if isinstance(read, Refusal):
        return read
    year = clock.local(scope, at).year
    made = Activity(
        scope=scope, number=f"{year}-{ids.running_number(scope, 'activity', year):03d}", title=title.strip(), kind=kind, purpose=purpose, target_group=target_group,
        place=place, starts_at=starts_at, tasks=read, contingency=contingency[:1000], communication={"before": before, "during": during, "after": after},
        resources=resources[:1000], proposed_by_id=by.person, basis_label=basis_label, basis_link=basis_link,
    )  # fmt: skip
    made.save()
    announce(ActivityProposed(**_about(made), title=made.title), subject=made)
    return made


def _about(one: Activity) -> dict[str, Any]:
    return {"kind": one.kind, "starts_at": one.starts_at}


def _held(one: Activity, *states: str) -> Activity | Refusal:
    """The activity as it stands now, if it stands at one of these."""
    one = Activity.objects.select_for_update().select_related("scope").get(pk=one.pk)
    if one.state in states:
        return one
    return Refusal("notices.activity_elsewhere", _("Not done: this activity stands at “%(state)s”."), state=one._meta.get_field("state").states[one.state].label)


@action(title=_("Change the plan"), posts=PLANNERS, event=ActivityChanged, allowed_from=("draft", "reviewed"))
def change_activity(
    activity: Activity,
    *,
    starts_at: Annotated[datetime, Field(_("Begins at"))],
    tasks: TasksInput,
    contingency: TextInput,
    before: BeforeInput = "",
    during: DuringInput = "",
    after: AfterInput = "",
    by: Actor,
    at: datetime | None = None,
) -> Activity | Refusal:
    """Write tasks, time and the plan for the unforeseen anew; a review of the older plan counts no more."""
    one = _held(activity, "draft", "reviewed")
    if isinstance(one, Refusal):
        return one
    read = rules.read_tasks(tasks)
    if isinstance(read, Refusal):
        return read
    if starts_at <= at:
        return Refusal("notices.activity_past", _("Not saved: an activity begins later than now."))
    one.state, one.starts_at, one.tasks, one.contingency, one.reviewed_by = "draft", starts_at, read, contingency[:1000], None
    one.communication = {"before": before, "during": during, "after": after}
    one.save()
    announce(ActivityChanged(**_about(one)), subject=one)
    return one


@action(title=_("Enter the review"), posts=LEADERS, event=ActivityReviewed, allowed_from=("draft",))
def review_activity(activity: Activity, *, review: Annotated[str, Field(_("Gaps found in the review"), multiline=True)], by: Actor, at: datetime | None = None) -> Activity | Refusal:
    """Go through the plan and write down which gaps it has, or that it has none; somebody else than who proposed it."""
    one = _held(activity, "draft")
    if isinstance(one, Refusal):
        return one
    if no := rules.may_review(proposed_by=one.proposed_by_id, by=by.person) or rules.reason_needed(review):
        return no
    one.state, one.review, one.reviewed_by_id = "reviewed", review[:1000], by.person
    one.save()
    announce(ActivityReviewed(**_about(one), review=review), subject=one)
    return one


@action(title=_("Approve the activity"), posts=LEADERS, event=ActivityApproved, allowed_from=("draft", "reviewed"))
def approve_activity(activity: Activity, *, by: Actor, at: datetime | None = None) -> Activity | Refusal:
    """Let it take place; its plan is whole and was reviewed."""
    one = _held(activity, "draft", "reviewed")
    if isinstance(one, Refusal):
        return one
    if missing := rules.lacking(one.tasks, one.contingency):
        return Refusal("notices.plan_incomplete", _("Not approved: the plan still lacks %(what)s."), what="、".join(str(rules.NEEDED[each]) for each in missing))
    if one.state != "reviewed":
        return Refusal("notices.not_reviewed", _("Not approved: nobody has gone through the plan for gaps yet."))
    if no := rules.may_review(proposed_by=one.proposed_by_id, by=by.person):
        return no
    one.state, one.approved_by_id = "approved", by.person
    one.save()
    announce(ActivityApproved(**_about(one)), subject=one)
    return one


@action(title=_("Cancel the activity"), posts=LEADERS, event=ActivityCancelled, confirm=True, allowed_from=("draft", "reviewed", "approved"))
def cancel_activity(activity: Activity, *, reason: Annotated[str, Field(_("Reason"), max_length=200)], by: Actor, at: datetime | None = None) -> Activity | Refusal:
    """It will not take place."""
    one = _held(activity, "draft", "reviewed", "approved")
    if isinstance(one, Refusal):
        return one
    if no := rules.reason_needed(reason):
        return no
    one.state = "cancelled"
    one.save(update_fields=["state"])
    announce(ActivityCancelled(**_about(one), reason=reason), subject=one)
    return one


@action(title=_("Sign up"), posts=(ANYONE,), event=SignedUp, allowed_from=("approved",))
def sign_up(
    activity: Activity,
    *,
    part: Annotated[str, Field(pgettext_lazy("activity", "Part"), choices=PARTS)] = "participant",
    person: Annotated[Person | None, Field(_("Person"), help=_("Only the staff signs up somebody else."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Participation | Refusal:
    """Take part, help as a volunteer, or be signed up by the front desk."""
    one = _held(activity, "approved")
    if isinstance(one, Refusal):
        return one
    whom = person.pk if person is not None else by.person
    if no := rules.person_needed(whom):
        return no
    if whom != by.person and not by.is_system and not posts_of(by, one.scope) & frozenset(SENDERS):
        return Refusal("notices.other_person", _("Not done: sign up yourself; the front desk signs up others."))
    if Participation.objects.filter(scope=one.scope_id, activity=one, person_id=whom).exists():
        return Refusal("notices.signed_up_already", _("Nothing to do: this person is on the list already."))
    made = Participation(scope_id=one.scope_id, activity=one, person_id=whom, part=part, signed_up_at=at)
    made.save()
    announce(SignedUp(**_about(one), activity=one.pk, person=whom, part=part), subject=made)
    return made


@action(title=_("Enter what happened"), posts=SENDERS, event=ActivityHeld, allowed_from=("approved",))
def hold_activity(
    activity: Activity,
    *,
    attended: Annotated[int, Field(_("People who came"), minimum=0, maximum=100_000)],
    absent: Annotated[list[Person] | None, Field(_("Signed up and did not come"))] = None,
    asked_about: Annotated[int, Field(_("Answers about satisfaction"), minimum=0, maximum=100_000)] = 0,
    satisfied: Annotated[int, Field(_("Satisfied answers"), minimum=0, maximum=100_000)] = 0,
    photo: Annotated[Blob | None, Field(_("Photo"), accept=("image/",))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Activity | Refusal:
    """It took place: how many came, who of the list did not, how satisfied they were, and a photo."""
    one = _held(activity, "approved")
    if isinstance(one, Refusal):
        return one
    if at < one.starts_at:
        return Refusal("notices.not_begun", _("Not recorded: it has not begun yet."))
    if photo is None:
        return Refusal("notices.photo_of_event_missing", _("Not recorded: add a photo of the activity."))
    away = {each.pk for each in absent or []}
    rows = list(Participation.objects.select_for_update().filter(scope=one.scope_id, activity=one))
    came = sum(each.person_id not in away for each in rows)
    if satisfied > asked_about or asked_about > attended or came > attended:
        return Refusal("notices.counts_disagree", _("Not recorded: the numbers do not fit together. Count those who came, who answered, and who were satisfied again."))
    for each in rows:
        each.came = each.person_id not in away
    Participation.objects.bulk_update(rows, ["came"], batch_size=200)
    one.state, one.attended, one.asked_about, one.satisfied, one.photo = "held", attended, asked_about, satisfied, photo
    one.save()
    announce(ActivityHeld(**_about(one), attended=attended, signed_up=len(rows), came=came, satisfied=satisfied, asked_about=asked_about), subject=one)
    return one


@action(title=_("Give something for it"), posts=SENDERS, event=IncentiveGiven)
def give_incentive(
    participation: Participation,
    *,
    incentive: Annotated[str, Field(_("Given"), max_length=80)],
    cents: Annotated[int, Field(_("Worth in cents"), minimum=0, maximum=10_000_000)] = 0,
    by: Actor,
    at: datetime | None = None,
) -> Participation | Refusal:
    """Write down what somebody was given for taking part, once."""
    one = Participation.objects.select_for_update().select_related("activity").get(pk=participation.pk)
    if not one.came:
        return Refusal("notices.did_not_come", _("Not recorded: this person did not take part."))
    if one.incentive or not incentive.strip():
        return Refusal("notices.given_already", _("Not recorded: say what was given; each person is given something once."))
    one.incentive, one.incentive_cents = incentive, cents
    one.save()
    announce(IncentiveGiven(**_about(one.activity), activity=one.activity_id, person=one.person_id, cents=cents, incentive=incentive), subject=one)
    return one


@action(title=_("Note a problem"), posts=SENDERS, event=ActivityProblemNoted, allowed_from=("approved", "held"))
def note_problem(activity: Activity, *, problem: Annotated[str, Field(_("Problem or discontent"), max_length=200)], by: Actor, at: datetime | None = None) -> Activity | Refusal:
    """Write down what went wrong or who was discontent; the activity is not concluded before it is settled."""
    one = _held(activity, "approved", "held")
    if isinstance(one, Refusal):
        return one
    if not problem.strip() or len(one.problems) >= MAX_PROBLEMS:
        return Refusal("notices.problem_unsaid", _("Not recorded: say in a few words what it was; at most %(limit)s of them."), limit=MAX_PROBLEMS)
    one.problems = [*one.problems, {"problem": problem, "at": at.isoformat(), "answer": ""}]
    one.save(update_fields=["problems"])
    announce(ActivityProblemNoted(**_about(one), problem=problem), subject=one)
    return one


@action(title=_("Settle a problem"), posts=SENDERS, event=ActivityProblemClosed, allowed_from=("approved", "held"))
def close_problem(
    activity: Activity,
    *,
    number: Annotated[int, Field(_("Which one"), minimum=1, maximum=MAX_PROBLEMS)],
    answer: Annotated[str, Field(_("How the problem was settled"), max_length=200)],
    by: Actor,
    at: datetime | None = None,
) -> Activity | Refusal:
    """Say how a problem was settled."""
    one = _held(activity, "approved", "held")
    if isinstance(one, Refusal):
        return one
    if number > len(one.problems) or one.problems[number - 1]["answer"] or not answer.strip():
        return Refusal("notices.no_such_problem", _("Not recorded: choose a problem that is open, and say how it was settled."))
    one.problems[number - 1]["answer"] = answer
    one.save(update_fields=["problems"])
    announce(ActivityProblemClosed(**_about(one), number=number, answer=answer), subject=one)
    return one


@action(title=_("Enter a survey of awareness"), posts=SENDERS, event=AwarenessMeasured)
def measure_awareness(
    activity: Activity,
    *,
    when: Annotated[str, Field(_("Before or after"), choices=[("before", _("Before")), ("after", _("Afterwards"))])],
    asked: Annotated[int, Field(_("Questions asked"), minimum=1, maximum=100_000)],
    right: Annotated[int, Field(_("Answered rightly"), minimum=0, maximum=100_000)],
    by: Actor,
    at: datetime | None = None,
) -> Activity | Refusal:
    """How much people knew before and after, as right answers of all that were asked."""
    one = _held(activity, "approved", "held")
    if isinstance(one, Refusal):
        return one
    if right > asked or (when == "before") != (at < one.starts_at) or when in one.surveys:
        return Refusal("notices.survey_unfit", _("Not recorded: ask once before it begins and once afterwards, and count no more right answers than questions."))
    one.surveys = {**one.surveys, when: {"asked": asked, "right": right}}
    one.save(update_fields=["surveys"])
    announce(AwarenessMeasured(**_about(one), when=when, asked=asked, right=right), subject=one)
    return one


@action(title=_("Conclude the activity"), posts=SENDERS, event=ActivityConcluded, allowed_from=("held",))
def conclude_activity(
    activity: Activity,
    *,
    minutes: Annotated[str, Field(_("Minutes and lessons"), multiline=True)],
    resources: Annotated[str, Field(_("Resources and suppliers"), multiline=True)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Activity | Refusal:
    """Keep the minutes, the lessons and what was used, for the next time; every problem must be settled."""
    one = _held(activity, "held")
    if isinstance(one, Refusal):
        return one
    if no := rules.reason_needed(minutes):
        return no
    if open_ones := sum(not each["answer"] for each in one.problems):
        return Refusal("notices.problems_open", _("Not concluded: %(count)s problems are not settled yet."), count=open_ones)
    one.state, one.minutes, one.resources = "concluded", minutes[:2000], resources[:1000] or one.resources
    one.save()
    announce(ActivityConcluded(**_about(one), minutes=minutes), subject=one)
    return one
