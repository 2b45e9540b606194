"""Who may do which step of a renovation, decided from plain facts. No fact speaks of what somebody owes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from anju.kernel.refusals import Refusal

from ..kinds import TOPICS
from ..states import PERMITTED, RUNNING
from .checking import Finding, refusals

LONGEST_DAYS = 366


def reason_told(words: str) -> Refusal | None:
    return None if words.strip() else Refusal("renovation.words_needed", _("Not recorded: write what happened or why."))


def person_needed(by: UUID | None) -> Refusal | None:
    return None if by else Refusal("renovation.person_needed", _("Not done: only somebody with a name may do this. Sign in."))


def wrong_step() -> Refusal:
    return Refusal("renovation.wrong_step", _("Not done: this renovation is not at that step. Reload the page and look at its state."))


def at_step(state: str, *states: str) -> Refusal | None:
    return None if state in states else wrong_step()


def may_apply(*, is_home: bool, is_owner: bool, lives_there: bool, has_consent: bool, is_busy: bool, items: int, starts_on: date, ends_on: date, today: date) -> Refusal | None:
    if not is_home:
        return Refusal("renovation.no_dwelling", _("Not applied: choose a dwelling or shop of this community."))
    if not (is_owner or lives_there):
        return Refusal("renovation.not_your_home", _("Not applied: only the owner or who lives there may apply. Check who is entered for this dwelling."))
    if not is_owner and not has_consent:
        return Refusal("renovation.consent_needed", _("Not applied: a tenant hands in the owner's written consent."))
    if is_busy:
        return Refusal("renovation.open_already", _("Not applied: a renovation of this dwelling is open already. Go on with that one."))
    if not items:
        return Refusal("renovation.nothing_planned", _("Not applied: say what is to be done."))
    if not today <= starts_on <= ends_on or (ends_on - starts_on).days > LONGEST_DAYS:
        return Refusal("renovation.bad_days", _("Not applied: the works begin today or later and end within a year."))
    return None


def may_pass(state: str, findings: Collection[Finding], *, applicant: UUID | None, by: UUID | None) -> Refusal | None:
    """A reviewer, and after him an approver, may pass what holds nothing forbidden; nobody may pass what does."""
    if no := person_needed(by) or at_step(state, "applied", "reviewed"):
        return no
    if found := refusals(findings):
        what = "、".join(str(one.label) for one in found[:6])
        return Refusal("renovation.forbidden", _("Not passed: the plan holds what nobody may approve: %(what)s. Send it back to be changed."), what=what)
    return Refusal("renovation.own_plan", _("Not passed: this is your own application. Somebody else decides.")) if by == applicant else None


def second_person(first: UUID | None, by: UUID | None) -> Refusal | None:
    if by is None or by == first:
        return Refusal("renovation.second_person", _("Not done: another person than who did the first step must do this one."))
    return None


def may_sign(state: str, *, was_told: bool, has_deposit: bool, is_deposit_named: bool) -> Refusal | None:
    if no := at_step(state, "approved"):
        return no
    if not was_told:
        return Refusal("renovation.not_told", _("Not signed: the applicant has not yet signed that he knows what is forbidden and advised."))
    if has_deposit and not is_deposit_named:
        return Refusal("renovation.deposit_needed", _("Not signed: the agreement has a deposit. Choose its fee item."))
    return None


def may_permit(state: str, *, neighbours_told: bool, is_deposit_kept: bool, ends_on: date, today: date) -> Refusal | None:
    if no := at_step(state, "agreed"):
        return no
    if not neighbours_told:
        return Refusal("renovation.neighbours", _("Not issued: tell the neighbours first when the works run and whom to call."))
    if not is_deposit_kept:
        return Refusal("renovation.deposit_waits", _("Not issued: the deposit of the agreement has not come in yet."))
    return Refusal("renovation.time_over", _("Not issued: the days of the works are over. Send the application back for new ones.")) if ends_on < today else None


def may_register_worker(state: str | None, *, has_project: bool, name: str, company: str, has_photo: bool) -> Refusal | None:
    if has_project and state not in PERMITTED:
        return Refusal("renovation.not_approved", _("Not registered: the renovation of this dwelling is not approved. Approve it first."))
    if not name.strip() or not company.strip() or not has_photo:
        return Refusal("renovation.worker_incomplete", _("Not registered: a worker has a name, an employer and a photo."))
    return None


def may_train(state: str, topics: Collection[str], *, has_signature: bool) -> Refusal | None:
    if state not in ("to_train", "trained", "live"):
        return Refusal("renovation.worker_ended", _("Not recorded: this worker has left."))
    if missing := [str(label) for code, label in TOPICS if code not in topics]:
        return Refusal("renovation.topics_missing", _("Not recorded: still to be taught: %(what)s."), what="、".join(missing))
    return None if has_signature else Refusal("renovation.signature_needed", _("Not recorded: let the worker sign that he knows the rules."))


def may_go_live(state: str, *, trained_on: date | None, days: int, today: date, project: str | None, registered_by: UUID | None, by: UUID | None) -> Refusal | None:
    """A permit goes live after training, while the works may run, by another person than who registered the worker."""
    if state == "to_train" or trained_on is None:
        return Refusal("renovation.not_trained", _("Not issued: safety training comes first. Train the worker and let him sign."))
    if state != "trained":
        return wrong_step()
    if today - trained_on >= timedelta(days=days):
        return Refusal("renovation.training_old", _("Not issued: the safety training is too long ago. Train the worker again."))
    if project is not None and project not in RUNNING:
        return Refusal("renovation.no_permit", _("Not issued: the renovation has no permit in force."))
    return second_person(registered_by, by)


def may_accept(state: str, *, open_violations: int, moved: int, faults: Collection[str], first_on: date | None, after_days: int, today: date) -> Refusal | None:
    """First and second acceptance; the second comes after a time in which leaks would show."""
    if no := at_step(state, "under_way", "accepted"):
        return no
    if open_violations:
        return Refusal("renovation.violations_open", _("Not accepted: %(count)s violations are not cleared yet."), count=open_violations)
    if moved:
        return Refusal("renovation.device_moved", _("Not accepted: %(count)s smart devices are missing or not where they were before the works."), count=moved)
    if faults:
        return Refusal("renovation.not_in_order", _("Not accepted: %(count)s lines are not in order. Have them put right, then look again."), count=len(faults))
    if state == "accepted" and first_on is not None and today < first_on + timedelta(days=after_days):
        on = first_on + timedelta(days=after_days)
        return Refusal("renovation.too_early", _("Not accepted: the second look is on %(on)s or later, when leaks would show."), on=on)
    return None


def may_restart(state: str, *, stops_open: int) -> Refusal | None:
    if state != "stopped":
        return wrong_step()
    if stops_open:
        return Refusal("renovation.violations_open", _("Not accepted: %(count)s violations are not cleared yet."), count=stops_open)
    return None
