"""The second person: approval, recheck, return visit, strike-off. Maker and checker are never the same."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from .facts import CaseFacts
from .stages import may_change, may_reach

ATTEMPTS_NEEDED = 3


def may_recheck(case: CaseFacts, *, by: UUID) -> Refusal | None:
    """The rechecker did none of the work."""
    if no := may_reach(case, "to_strike_off"):
        return no
    if by in case.workers:
        return Refusal(
            "cases.own_work", _("Not rechecked: the rechecker must not be the one who rectified. Send another person.")
        )
    return None


def may_answer_plan(case: CaseFacts, *, asked_by: UUID | None, by: UUID, to: str) -> Refusal | None:
    """Who asked does not approve."""
    if by == asked_by:
        return Refusal(
            "cases.own_plan", _("Not decided: who submitted a stage cannot approve or refuse it. Ask another person.")
        )
    return may_reach(case, to, only_from=("to_approve",))


def may_decide_extension(case: CaseFacts, *, asked_by: UUID | None, by: UUID) -> Refusal | None:
    if by == asked_by or by == case.owner:
        return Refusal(
            "cases.own_extension",
            _("Not decided: a later deadline is decided by another person than the one who works on it."),
        )
    return may_change(case)


def may_strike_off(case: CaseFacts, *, is_passed: bool, proofs: int, by: UUID) -> Refusal | None:
    """Strike-off needs a passed recheck of this round and something that shows it."""
    if no := may_reach(case, "struck_off"):
        return no
    if not is_passed:
        return Refusal(
            "cases.not_rechecked",
            _("Not struck off: case %(number)s has no passed recheck. Recheck it first."),
            number=case.number,
        )
    if proofs == 0:
        return Refusal(
            "cases.no_evidence",
            _("Not struck off: case %(number)s has no evidence. Add a photo or a document that shows the result."),
            number=case.number,
        )
    if by in case.workers:
        return Refusal("cases.own_work", _("Not struck off: who rectified cannot strike off. Ask another person."))
    return None


def may_visit(case: CaseFacts, *, by: UUID, satisfaction: int | None) -> Refusal | None:
    """Who did the work does not ask whether it was good."""
    if case.state != "to_call_back":
        return Refusal(
            "cases.no_visit_now",
            _("Not recorded: case %(number)s is not waiting for a return visit."),
            number=case.number,
        )
    if by in case.workers:
        return Refusal(
            "cases.own_work", _("Not recorded: who did the work cannot make the return visit. Ask another person.")
        )
    if satisfaction is not None and not 1 <= satisfaction <= 5:
        return Refusal("cases.bad_satisfaction", _("Not recorded: satisfaction is a number from 1 to 5."))
    return None


def may_close(
    case: CaseFacts,
    *,
    is_visited: bool = False,
    failed_attempts: tuple[datetime, ...] = (),
    open_findings: int = 0,
    needs_liability: bool = False,
    by: UUID,
) -> Refusal | None:
    """An order closes after its return visit, an incident after its review, a review after its approval."""
    if no := may_reach(case, case.flow.done):
        return no
    if case.state == "to_call_back" and not is_visited and len(failed_attempts) < ATTEMPTS_NEEDED:
        return Refusal(
            "cases.no_return_visit",
            _(
                "Not closed: there is no return visit yet. Call back, or record %(count)s times when nobody was reached."
            ),
            count=ATTEMPTS_NEEDED,
        )
    if open_findings:
        return Refusal(
            "cases.findings_unanswered",
            _("Not closed: %(count)s shortfalls have no corrective action. Link each to one first."),
            count=open_findings,
        )
    if needs_liability:
        return Refusal(
            "cases.no_liability",
            _("Not closed: who answers for this accident is not found yet. Record the finding first."),
        )
    if by in case.workers:
        return Refusal(
            "cases.own_work",
            _("Not closed: who did the work cannot close case %(number)s. Ask another person."),
            number=case.number,
        )
    return None


def not_decided_yet(*, is_decided: bool) -> Refusal | None:
    """Two people deciding the same thing: the second is told."""
    if not is_decided:
        return None
    return Refusal(
        "cases.decided_already", _("Not decided: another person has answered this already. Reload the page.")
    )


def may_answer_finding(*, same_case: bool, has_owner: bool) -> Refusal | None:
    if same_case:
        return Refusal(
            "cases.same_case", _("Not linked: a case cannot be its own corrective action. Open another one.")
        )
    if not has_owner:
        return Refusal(
            "cases.no_owner_of_action",
            _("Not linked: the corrective action has no owner. Name a person, a post or a unit first."),
        )
    return None


def may_find_responsibility(
    case: CaseFacts, *, is_incident: bool, numbers: tuple[int, ...], by: UUID
) -> Refusal | None:
    if not is_incident:
        return Refusal("cases.not_an_incident", _("Not recorded: responsibility is found for incidents only."))
    if by in case.workers:
        return Refusal(
            "cases.own_work",
            _("Not recorded: who worked on case %(number)s cannot judge it. Ask another person."),
            number=case.number,
        )
    if min(numbers) < 0:
        return Refusal("cases.bad_numbers", _("Not recorded: deaths, injured and loss cannot be less than zero."))
    return None
