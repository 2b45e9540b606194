"""Who may do what to a duty and when. Facts in; a refusal or None out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from anju.domains.duties.states import OccurrenceState
from anju.kernel.refusals import Refusal

CLOCK_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class PerformFacts:
    """`at` is when it was done, `now` when we hear of it. Times to show are texts already."""

    at: datetime
    now: datetime
    opens_at: datetime
    late_until: datetime
    opens_text: str = ""
    late_text: str = ""
    is_paused: bool = False
    is_continuous: bool = False
    is_mine: bool = True
    responsible: str = ""
    is_complete: bool = False
    has_photo: bool = True
    needs_photo: bool = False
    has_signature: bool = True
    needs_signature: bool = False
    has_doer: bool = True


def may_perform(facts: PerformFacts) -> Refusal | None:
    """Whether this may be entered as done."""
    return _is_right_kind(facts) or _is_right_time(facts) or _has_evidence(facts)


def _is_right_kind(facts: PerformFacts) -> Refusal | None:
    if facts.is_paused:
        return Refusal("duties.paused", _("This work is paused. Ask the manager to put it in force again."))
    if facts.is_continuous:
        return Refusal(
            "duties.needs_presence", _("This is a watch without a gap. Record from when to when somebody was there.")
        )
    if not facts.has_doer:
        return Refusal("duties.no_doer", _("It is not said who did this. Choose the person."))
    return None if facts.is_mine else not_yours(facts.responsible)


def not_yours(responsible: str) -> Refusal:
    return Refusal(
        "duties.not_yours", _("This work belongs to %(who)s. Ask the leader to re-assign it."), who=responsible
    )


def _is_right_time(facts: PerformFacts) -> Refusal | None:
    if facts.at > facts.now + CLOCK_TOLERANCE:
        return Refusal(
            "duties.in_the_future",
            _("The time lies in the future. Switch on automatic time on the phone and try again."),
        )
    if facts.at < facts.opens_at:
        return Refusal(
            "duties.not_open_yet", _("It is too early. This can be done from %(when)s."), when=facts.opens_text
        )
    if facts.at >= facts.late_until:
        return Refusal(
            "duties.too_late",
            _("It can no longer be made up since %(when)s, and stays missed. Do the next one in time."),
            when=facts.late_text,
        )
    was_sent_late = facts.now - facts.at > CLOCK_TOLERANCE
    if facts.is_complete and not was_sent_late:
        return Refusal("duties.already_done", _("This has been done already. The list is up to date now."))
    return None


def _has_evidence(facts: PerformFacts) -> Refusal | None:
    if facts.needs_photo and not facts.has_photo:
        return Refusal(
            "duties.photo_missing", _("%(count)s photos are still missing. This work is proven by photos."), count=1
        )
    if facts.needs_signature and not facts.has_signature:
        return Refusal(
            "duties.signature_missing", _("The signature is still missing. This work is proven by a signature.")
        )
    return None


def may_confirm(*, doer: object, confirmer: object, is_confirmed: bool, is_rejected: bool) -> Refusal | None:
    """Whether somebody may vouch for what another did, or send it back."""
    if is_confirmed or is_rejected:
        return Refusal("duties.already_confirmed", _("Somebody has looked at this already."))
    if confirmer is None:
        return Refusal(
            "duties.no_confirmer", _("Only a person can vouch for this. Sign in with an account of your own.")
        )
    if confirmer == doer:
        return Refusal("duties.own_work", _("Nobody confirms his own work. Ask a second person who saw it."))
    return None


def may_excuse(*, state: str, reason: str) -> Refusal | None:
    if state in (OccurrenceState.done, OccurrenceState.done_late):
        return Refusal("duties.done_needs_no_excuse", _("This has been done, so there is nothing to excuse."))
    if state == OccurrenceState.excused:
        return Refusal("duties.already_excused", _("This has been excused already."))
    if len(reason.strip()) < 2:
        return Refusal("duties.no_reason", _("The reason is missing. Write in a few words why."))
    return None


def may_reassign(*, state: str, is_same: bool, is_known: bool) -> Refusal | None:
    if state in (OccurrenceState.done, OccurrenceState.done_late, OccurrenceState.excused):
        return Refusal("duties.nothing_left", _("Nothing is left to do here, so it cannot be re-assigned."))
    if is_same:
        return Refusal("duties.same_person", _("It is this person's work already. Choose somebody else."))
    if not is_known:
        return Refusal("duties.not_staff", _("This person does not work here now. Choose somebody who does."))
    return None


def may_loosen(*, basis: str, is_system: bool) -> Refusal | None:
    """A promise is changed where it was made: in the plan, which then acts by itself."""
    if basis and not is_system:
        return Refusal(
            "duties.promised_by_plan", _("Not changed: %(basis)s asks for it. Change the plan first."), basis=basis
        )
    return None


def may_record_presence(
    *, is_continuous: bool, starts_at: datetime, ends_at: datetime, now: datetime
) -> Refusal | None:
    if not is_continuous:
        return Refusal("duties.needs_performance", _("This is not a watch. Enter it as done instead."))
    if ends_at <= starts_at:
        return Refusal("duties.ends_before_start", _("The end lies before the beginning. Check both times."))
    if ends_at > now + CLOCK_TOLERANCE:
        return Refusal(
            "duties.in_the_future",
            _("The time lies in the future. Switch on automatic time on the phone and try again."),
        )
    return None
