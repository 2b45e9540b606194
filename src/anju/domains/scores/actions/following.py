"""What follows: announced as a warning, told, voted on, put in force by another person, lifted."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anju.domains.cases import actions as cases
from anju.domains.cases.queries import FINISHED
from anju.kernel import clock
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

from .. import rules
from ..events import (
    ConsequenceAccepted,
    ConsequenceAnnounced,
    ConsequenceEnforced,
    ConsequenceLifted,
    ConsequenceReported,
    NoticeGiven,
    VoteCast,
)
from ..kinds import CONSEQUENCES, consequence_choices
from ..models import Appeal, Consequence, Filing, Points, Round, Rule, Scheme, Subject, Vote
from .booking import book_points
from .holding import ABOVE, APPELLANTS, LEADERS, MANAGERS, SCORERS, day_of, held, numbered, own_people, term_end

TO = [("body", _("The institution")), ("person", _("The person"))]


def of_consequence(one: Consequence) -> dict[str, Any]:
    return {"consequence": one.pk, "kind": one.kind, "subject": one.subject_id, "scheme": one.scheme_id}


@action(title=_("Warn"), posts=(*LEADERS, "street_office"), event=ConsequenceAnnounced)
def announce_consequence(
    subject: Subject,
    *,
    scheme: Annotated[Scheme, Field(_("Scheme"))],
    kind: Annotated[str, Field(_("What follows"), choices=consequence_choices)],
    reason: Annotated[str, Field(_("Reason"), multiline=True)],
    rule: Annotated[Rule | None, Field(_("Follows from"))] = None,
    round: Annotated[Round | None, Field(pgettext_lazy("round", "Round"))] = None,
    points: Annotated[Points | None, Field(_("Booked points"))] = None,
    cause: Annotated[Consequence | None, Field(_("Because of"))] = None,
    months: Annotated[int, Field(_("Months"), minimum=0, maximum=600)] = 0,
    days: Annotated[int, Field(pgettext_lazy("points", "Days"), minimum=0, maximum=3650)] = 0,
    amount_yuan: Annotated[Decimal, Field(_("Yuan"), minimum=0)] = Decimal(0),
    by: Actor,
    at: datetime | None = None,
) -> Consequence | Refusal:
    """Say what is about to follow and why; from now on it can be appealed, and another person puts it in force."""
    subject = held(subject)
    if no := _may_warn(subject, kind, reason, rule, round, points, cause, amount_yuan):
        return no
    today = day_of(subject.scope, at)
    made = Consequence.objects.create(
        scope=subject.scope, number=numbered(subject.scope, "consequence", at), kind=kind, scheme=scheme, subject=subject, rule=rule, round=round,
        points=points, cause=cause, reason=reason, announced_by_id=by.person, announced_at=at, months=months or (rule.months if rule else 0),
        days=days or (rule.days if rule else 0), amount_yuan=amount_yuan, shares=rules.shared(amount_yuan, rule.shares) if rule else {},
        legal_note=rule.legal_note if rule else "",
        appeal_until_on=term_end(scheme, today, scheme.appeal_days, in_working_days=scheme.appeal_in_working_days),
        body_notice_due_on=term_end(scheme, today, scheme.notice_working_days, in_working_days=True),
    )  # fmt: skip
    announce(
        ConsequenceAnnounced(
            **of_consequence(made), rule=rule and rule.pk, round=round and round.pk, points=points and points.pk, cause=cause and cause.pk,
            appeal_until_on=made.appeal_until_on, reason=reason,
        ),
        subject=made, person=subject.person_id,
    )  # fmt: skip
    return made


def _may_warn(subject: Subject, kind: str, reason: str, rule: Any, round_: Any, points: Any, cause: Any, amount: Decimal) -> Refusal | None:
    if kind not in CONSEQUENCES:
        return Refusal("scores.unknown_consequence", _("The system knows no such consequence. It imposes no penalties of money on people."))
    if not reason.strip():
        return Refusal("scores.warning_without_reason", _("A warning says why."))
    if not rules.is_number(amount) or amount < 0 or (amount and kind not in ("award", "allocation_cut")):
        return Refusal("scores.no_money_here", _("Money belongs to an award, or to a smaller allocation of a body."))
    same = {"subject": subject, "kind": kind, "rule": rule, "round": round_, "points": points, "cause": cause}
    has_one = bool(rule or cause) and Consequence.objects.filter(scope=subject.scope_id, **same).exclude(state="cancelled").exists()
    return rules.may_announce(subject_kind=subject.kind, kind=kind, has_one=has_one)


@action(title=_("Record the notice"), posts=(*LEADERS, "front_desk", "street_office"), event=NoticeGiven, allowed_from=("announced", "in_force"))
def give_notice(
    consequence: Consequence,
    *,
    to: Annotated[str, Field(_("To whom"), choices=TO)] = "person",
    on: Annotated[date | None, Field(_("Day"))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Consequence | Refusal:
    """Record that the written notice reached the institution or the person; the time to appeal runs from then."""
    one = held(consequence)
    today = day_of(one.scope, at)
    day = on or today
    if one.state not in ("announced", "in_force") or getattr(one, f"{to}_told_on") is not None:
        return Refusal("scores.told_already", _("This notice was given before, or there is nothing to tell any more."))
    if not day_of(one.scope, one.announced_at) <= day <= today:
        return Refusal("scores.bad_notice_day", _("The notice was given between the warning and today."))
    due = getattr(one, f"{to}_notice_due_on") or one.body_notice_due_on
    setattr(one, f"{to}_told_on", day)
    if to == "body":
        one.person_notice_due_on = term_end(one.scheme, day, one.scheme.notice_working_days, in_working_days=True)
    one.appeal_until_on = term_end(one.scheme, day, one.scheme.appeal_days, in_working_days=one.scheme.appeal_in_working_days)
    one.save()
    announce(NoticeGiven(**of_consequence(one), to=to, on=day, due_on=due, is_in_time=day <= due), subject=one)
    return one


@action(title=pgettext_lazy("consequence", "Accept"), posts=APPELLANTS, event=ConsequenceAccepted, allowed_from=("announced",))
def accept_consequence(consequence: Consequence, *, by: Actor, at: datetime | None = None) -> Consequence | Refusal:
    """The one concerned agrees and does not wait for the time to appeal to end."""
    one = held(consequence)
    if one.state != "announced" or by.person is None or by.person not in own_people(one.subject):
        return Refusal("scores.not_yours_to_accept", _("Only the one concerned accepts, and only what was announced."))
    today = day_of(one.scope, at)
    one.person_told_on = one.person_told_on or today
    one.appeal_until_on = min(one.appeal_until_on, today - timedelta(days=1))
    one.save()
    announce(ConsequenceAccepted(**of_consequence(one), on=today), subject=one)
    return one


@action(title=_("Vote"), posts=SCORERS, event=VoteCast, allowed_from=("announced",))
def cast_vote(
    consequence: Consequence,
    *,
    is_for: Annotated[bool, Field(_("In favour"))] = False,
    is_stepping_back: Annotated[bool, Field(_("Steps back as related"))] = False,
    reason: Annotated[str, Field(_("Reason"), max_length=300)] = "",
    by: Actor,
    at: datetime | None = None,
) -> Vote | Refusal:
    """Give your voice on a commendation or award; who is concerned himself steps back."""
    one = held(consequence)
    if no := rules.person_needed(by.person) or rules.may_vote(
        is_good=CONSEQUENCES[one.kind].is_good,
        state=one.state,
        has_voted=Vote.objects.filter(scope=one.scope_id, consequence=one, voter=by.person).exists(),
        is_own=by.person in own_people(one.subject),
        is_stepping_back=is_stepping_back,
    ):
        return no
    voice = None if is_stepping_back else is_for
    vote = Vote.objects.create(
        scope=one.scope, consequence=one, voter_id=by.person, is_for=voice, is_stepping_back=is_stepping_back, reason=reason, at=at
    )
    announce(VoteCast(**of_consequence(one), voter=by.person, is_for=voice, is_stepping_back=is_stepping_back, reason=reason), subject=vote)
    return vote


@action(title=_("Put in force"), posts=(*MANAGERS, "street_office"), event=ConsequenceEnforced, confirm=True, allowed_from=("announced",))
def enforce_consequence(
    consequence: Consequence, *, result: Annotated[str, Field(_("Result"), multiline=True)] = "", by: Actor, at: datetime | None = None
) -> Consequence | Refusal:
    """Another person than the one who warned puts it in force, after notice, and after the time to appeal where it is grave."""
    one = held(consequence)
    today = day_of(one.scope, at)
    if no := rules.person_needed(by.person if one.cause_id is None else True) or rules.may_enforce(step_of(one), by=by.person, on=today) or _vote_of(one):
        return no
    one.from_on, one.enforced_by_id, one.result = today, by.person, result
    one.state = "in_force"
    if no := _take_effect(one, by, at):
        return no
    one.save()
    announce(
        ConsequenceEnforced(**of_consequence(one), from_on=today, until_on=one.until_on, amount_yuan=one.amount_yuan, case=one.case_id), subject=one
    )
    return one


def step_of(one: Consequence) -> rules.Step:
    kind = CONSEQUENCES[one.kind]
    return rules.Step(
        state=one.state,
        is_good=kind.is_good,
        is_grave=kind.is_grave and one.cause_id is None,
        announced_by=one.announced_by_id,
        own_people=own_people(one.subject),
        appeal_until_on=one.appeal_until_on,
        has_open_appeal=Appeal.objects.filter(scope=one.scope_id, consequence=one, state="filed").exists(),
        is_told=one.person_told_on is not None or one.body_told_on is not None or one.cause_id is not None,
    )


def _vote_of(one: Consequence) -> Refusal | None:
    needed = one.scheme.votes_needed if CONSEQUENCES[one.kind].is_good else 0
    voices = list(Vote.objects.filter(scope=one.scope_id, consequence=one, is_stepping_back=False).values_list("is_for", flat=True))
    deeds = Points.objects.filter(scope=one.scope_id, subject=one.subject, points__gt=0, state="stands").exclude(photo=None, case=None)
    return rules.vote_carries(needed=needed, votes_for=voices.count(True), votes_against=voices.count(False), deeds=deeds.count() if needed else 0)


def _take_effect(one: Consequence, by: Actor, at: datetime) -> Refusal | None:
    """What it does besides being in force. Does not save."""
    today = one.from_on
    if one.kind in ("suspension", "deregistration", "exclusion"):
        one.until_on = _end_of(one)
        _end_filings(one)
    if one.kind == "rectification":
        made = _open_case(one, by, at)
        if isinstance(made, Refusal):
            return made
        one.case = made
    if one.kind == "points":
        booked = book_points(one.subject, scheme=one.scheme, points=one.rule.points, reason=one.reason[:300], on=today, by=by, at=at)
        return booked if isinstance(booked, Refusal) else None
    return None


def _end_of(one: Consequence) -> date | None:
    """The last day; a suspension that still runs is not shortened by a new one, and the year's end ends none."""
    if not one.months:
        return None
    ends = rules.end_of_suspension(one.from_on, one.months)
    running = Consequence.objects.filter(scope=one.scope_id, subject=one.subject, kind=one.kind, state="in_force").exclude(until_on=None)
    return max([ends, *running.values_list("until_on", flat=True)])


def _end_filings(one: Consequence) -> None:
    """Whoever is suspended is filed nowhere until he applies again."""
    Filing.objects.filter(scope=one.scope_id, subject=one.subject, until_on=None).update(until_on=one.from_on, reason=one.number)


def _open_case(one: Consequence, by: Actor, at: datetime) -> Any:
    due = clock.day_bounds(one.scope, one.from_on + timedelta(days=one.days or 7))[1]
    return cases.open_case(
        one.scope, kind="rectification", title=f"{one.subject} {one.scheme.title}"[:120], place=one.subject.place, note=one.reason,
        answerable=str(one.subject)[:120], due_at=due, source=f"scores.{one.number}", basis_label=one.scheme.basis_label,
        basis_link=one.scheme.basis_link, by=by, at=at,
    )  # fmt: skip


@action(title=pgettext_lazy("consequence", "Lift"), posts=(*MANAGERS, "street_office"), event=ConsequenceLifted, allowed_from=("announced", "in_force"))
def lift_consequence(
    consequence: Consequence, *, reason: Annotated[str, Field(_("Reason"), multiline=True)], by: Actor, at: datetime | None = None
) -> Consequence | Refusal:
    """End it with a reason; one that came from a rectification ends when the rectification is struck off."""
    one = held(consequence)
    if one.state not in ("announced", "in_force") or not reason.strip():
        return Refusal("scores.lifted_already", _("It has ended before, or no reason was given."))
    if by.person is not None and by.person in own_people(one.subject):
        return Refusal("scores.own_matter", _("Nobody decides in his own matter."))
    case = one.case or (one.cause.case if one.cause_id else None)
    if one.state == "in_force" and case is not None and case.state not in FINISHED:
        return Refusal("scores.not_put_right", _("Case %(number)s is still open. It ends when what was wrong is put right."), number=case.number)
    one.state = "cancelled" if one.state == "announced" else "ended"
    one.result, one.until_on = reason, day_of(one.scope, at)
    one.save()
    announce(ConsequenceLifted(**of_consequence(one), on=one.until_on, reason=reason), subject=one)
    return one


@action(title=_("Report to a body above"), posts=(*LEADERS, *ABOVE), event=ConsequenceReported)
def report_consequence(
    consequence: Consequence,
    *,
    body: Annotated[str, Field(_("Reported to"), max_length=80)],
    by: Actor,
    at: datetime | None = None,
) -> Consequence | Refusal:
    """Record to which body this was reported, and when."""
    one = held(consequence)
    if one.reported_on is not None or not body.strip():
        return Refusal("scores.reported_already", _("It was reported before, or no body was named."))
    one.reported_to, one.reported_on = body, day_of(one.scope, at)
    one.save()
    announce(ConsequenceReported(**of_consequence(one), on=one.reported_on, body=body), subject=one)
    return one
