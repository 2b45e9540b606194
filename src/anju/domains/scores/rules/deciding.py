"""Who may score, hand in, warn, enforce, vote and hear an appeal, and when."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from .schemes import is_number, keeps_law

MOST_FINDINGS = 100_000


@dataclass(frozen=True, kw_only=True)
class Scored:
    """Where a mark would go: the round's state, the sheet's, the subject's own people, and who holds the pen."""

    round_state: str
    sheet_state: str = "open"
    source: str
    by: Any
    sheet_scorer: Any = None
    own_people: frozenset[Any] = frozenset()
    is_enrolled: bool = True


@dataclass(frozen=True, kw_only=True)
class Step:
    """A consequence as it stands, for whoever wants to take the next step with it."""

    state: str
    is_good: bool
    is_grave: bool
    announced_by: Any
    own_people: frozenset[Any]
    appeal_until_on: date
    has_open_appeal: bool
    is_told: bool
    is_accepted: bool = False


def may_score(facts: Scored) -> Refusal | None:
    if facts.round_state != "open":
        return Refusal("scores.round_closed", _("This round is closed, its points stand. Somebody who disagrees files an appeal."))
    if facts.sheet_state != "open":
        return Refusal("scores.sheet_closed", _("This sheet was handed in. Declare it void and score anew."))
    if not facts.is_enrolled:
        return Refusal("scores.not_enrolled", _("This scheme does not count on this subject. Put it on the scheme's list first."))
    is_own = facts.by is not None and facts.by in facts.own_people
    if facts.source == "self" and not is_own:
        return Refusal("scores.not_your_self_score", _("A self-score is given by the one who is scored."))
    if facts.source != "self" and is_own:
        return Refusal("scores.scores_himself", _("Nobody scores himself or his own unit. Choose “Self-score”, or ask somebody else."))
    if facts.sheet_scorer is not None and facts.by != facts.sheet_scorer:
        return Refusal("scores.not_your_sheet", _("This sheet belongs to another scorer. Open one of your own."))
    return None


def fit_mark(
    *, shape: str, quantity: int, given: Decimal | None, value: Decimal | None, full: Decimal, levels: Collection[str], level: str
) -> Refusal | None:
    if not 0 <= quantity <= MOST_FINDINGS:
        return Refusal("scores.bad_quantity", _("The number of findings is not one that can be: enter 0 or more."))
    if given is not None and (not is_number(given) or given < 0 or given > full):
        return Refusal("scores.bad_points", _("Enter points from 0 to %(full)s."), full=full)
    if value is not None and (not is_number(value) or (shape == "rate" and not 0 <= value <= 100)):
        return Refusal("scores.bad_value", _("A rate lies between 0 and 100."))
    if level and levels and level not in levels:
        return Refusal("scores.bad_level", _("This item knows no such gravity."))
    if shape == "measure":
        return Refusal("scores.measured_by_system", _("The system scores this item from its own figures; nobody enters it by hand."))
    return None


def needs_proof(*, evidence: str, is_marked_down: bool, reason: str, has_photo: bool, item: str) -> Refusal | None:
    """A deduction says why; where the item asks for it, it shows a photo."""
    if not is_marked_down or evidence == "none":
        return None
    if not reason.strip():
        return Refusal("scores.reason_needed", _("Item %(item)s takes points off, but no reason was given."), item=item)
    if evidence == "photo" and not has_photo:
        return Refusal("scores.photo_needed", _("Item %(item)s takes points off, but there is no photo."), item=item)
    return None


def may_submit(*, unmarked: int, marks: int) -> Refusal | None:
    if unmarked:
        return Refusal("scores.items_open", _("%(open)s of %(all)s items have no mark yet. Go through the sheet to its end."), open=unmarked, all=unmarked + marks)
    return None


def may_announce(*, subject_kind: str, kind: str, has_one: bool) -> Refusal | None:
    if no := keeps_law(subject_kind, "", kind):
        return no
    if has_one:
        return Refusal("scores.announced_already", _("This was announced for the same reason before. Go on with that one."))
    return None


def may_enforce(step: Step, *, by: Any, on: date) -> Refusal | None:
    if step.state != "announced":
        return Refusal("scores.not_announced", _("This consequence is in force or over already."))
    if step.has_open_appeal:
        return Refusal("scores.appeal_open", _("An appeal has not been heard yet. Decide it first."))
    if by is not None and by == step.announced_by:
        return Refusal("scores.own_announcement", _("Who gave the warning does not also put it in force. Ask another person."))
    if by is not None and by in step.own_people:
        return Refusal("scores.own_matter", _("Nobody decides in his own matter."))
    if step.is_good:
        return None
    if not step.is_told:
        return Refusal("scores.not_told", _("The one concerned has not been told yet. Record the notice first."))
    if step.is_grave and on <= step.appeal_until_on and not step.is_accepted:
        return Refusal("scores.time_to_appeal", _("Until %(day)s it can be appealed. It comes into force after that day."), day=step.appeal_until_on)
    return None


def may_vote(*, is_good: bool, state: str, has_voted: bool, is_own: bool, is_stepping_back: bool) -> Refusal | None:
    if not is_good or state != "announced":
        return Refusal("scores.no_vote_here", _("There is nothing to vote on here."))
    if has_voted:
        return Refusal("scores.voted_already", _("You have voted on this already."))
    if is_own and not is_stepping_back:
        return Refusal("scores.related_voter", _("You are concerned yourself. Step back, and let the others decide."))
    return None


def vote_carries(*, needed: int, votes_for: int, votes_against: int, deeds: int) -> Refusal | None:
    """A commendation that needs a vote: enough independent voters, most of them in favour, and a deed on record."""
    if not needed:
        return None
    if votes_for + votes_against < needed:
        return Refusal("scores.too_few_votes", _("%(votes)s of %(needed)s votes are in. One person alone does not decide it."), votes=votes_for + votes_against, needed=needed)
    if votes_for <= votes_against:
        return Refusal("scores.voted_down", _("The vote did not carry it."))
    if not deeds:
        return Refusal("scores.no_deed", _("No contribution with its proof is on record. Book it first."))
    return None


def may_appeal(*, is_open: bool, on: date, until: date | None, has_open: bool, is_own: bool, targets: int) -> Refusal | None:
    if targets != 1:
        return Refusal("scores.one_thing_to_appeal", _("Say what is appealed: one consequence, one result or one booking of points."))
    if not is_own:
        return Refusal("scores.not_your_appeal", _("The one concerned appeals, or his institution for him."))
    if not is_open:
        return Refusal("scores.nothing_to_appeal", _("There is nothing left to appeal here."))
    if until is not None and on > until:
        return Refusal("scores.appeal_too_late", _("Appeals were possible until %(day)s. Speak with the body that decides if there are new facts."), day=until)
    if has_open:
        return Refusal("scores.appealed_already", _("An appeal on this is being heard."))
    return None


def may_decide_appeal(*, state: str, by: Any, parties: Collection[Any]) -> Refusal | None:
    """`parties` are all who filed, scored, booked, warned or decided before."""
    if state != "filed":
        return Refusal("scores.appeal_decided", _("This appeal has been decided."))
    if by in parties:
        return Refusal("scores.party_to_it", _("You had a part in this. Another person hears the appeal."))
    return None


def may_reapply(*, on: date, ends_on: date | None, eligible_on: date | None, is_never: bool, self_review: str, studied: str) -> Refusal | None:
    if is_never:
        return Refusal("scores.never_again", _("This was the last time the scheme allows: no new filing is taken."))
    if ends_on is not None and on <= ends_on:
        return Refusal("scores.suspended_until", _("The suspension lasts until %(day)s. Apply after it."), day=ends_on)
    if eligible_on is not None and on < eligible_on:
        return Refusal("scores.not_eligible_yet", _("A new filing is possible from %(day)s."), day=eligible_on)
    if not self_review.strip() or not studied.strip():
        return Refusal("scores.self_review_needed", _("Hand in the written self-review and say what was studied."))
    return None
