"""Doing what is owed: perform it, confirm or send back what another did, record a watch."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _

from anju.domains.duties import rules
from anju.domains.duties.actions.settling import locked, settle
from anju.domains.duties.events import DutyPerformed, PerformanceConfirmed, PerformanceRejected, PresenceRecorded
from anju.domains.duties.facts import calendar_of, owed_of
from anju.domains.duties.models import Occurrence, Performance, Presence
from anju.domains.duties.schedules import admits
from anju.domains.duties.states import DutyState, Evidence, Grade, OccurrenceState
from anju.domains.people.models import Person
from anju.kernel import clock, permissions
from anju.kernel.actions import Field, action, announce
from anju.kernel.actors import Actor
from anju.kernel.refusals import Refusal

LEADERS = frozenset({"squad_leader", "team_leader", "security_manager", "project_manager", "front_desk"})
STAFF = (
    "guard",
    "squad_leader",
    "team_leader",
    "monitor_operator",
    "fire_control_operator",
    "security_manager",
    "project_manager",
    "front_desk",
    "engineer",
    "cleaner",
    "gardener",
)
OUTSIDERS = frozenset({"street_office", "housing_bureau", "fire_brigade", "police", "committee_member", "auditor"})


@action(
    title=_("Enter as done"),
    posts=STAFF,
    event=DutyPerformed,
    offline=True,
    allowed_from=("open", "running", "missed", "partly"),
)
def perform_duty(
    occurrence: Occurrence,
    *,
    answers: Annotated[dict | None, Field(_("Answers"), required=False)] = None,
    photos: Annotated[list[str] | None, Field(_("Photos"), required=False)] = None,
    signature: Annotated[str, Field(_("Signature"), required=False)] = "",
    note: Annotated[str, Field(_("Note"), multiline=True, required=False)] = "",
    person: Annotated[Person | None, Field(_("Done by"), help=_("Leave empty if you did it yourself."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Performance | Refusal:
    """Say that it was done, with the checklist answered and the evidence that it needs."""
    occurrence, duty, now = locked(occurrence), occurrence.duty, clock.now()
    doer = person.id if person else by.person
    facts = _perform_facts(occurrence, by, doer, at, now, photos, signature)
    if no := rules.may_perform(facts):
        return no
    answered = rules.check_answers(rules.read_items(duty.checklist), answers or {}, photos=len(photos or ()))
    if isinstance(answered, Refusal):
        return answered
    performance = Performance.objects.create(
        scope_id=occurrence.scope_id,
        occurrence=occurrence,
        person_id=doer,
        device_at=at,
        entered_at=now,
        answers=list(answered.lines),
        faults=list(answered.faults),
        photos=[str(photo) for photo in photos or ()],
        signature=signature,
        note=note,
        grade=Grade.A if by.kind == "device" else Grade.C,
        is_independent=by.kind == "device",
        is_admitted=admits(duty.promise, calendar_of(occurrence.scope), occurrence.on, at),
        is_backfilled=rules.is_backfilled(at, now),
    )
    _settle_and_tell(occurrence, performance, now)
    return performance


def _perform_facts(
    occurrence: Occurrence,
    by: Actor,
    doer: object,
    at: datetime,
    now: datetime,
    photos: list[str] | None,
    signature: str,
) -> rules.PerformFacts:
    duty, where = occurrence.duty, occurrence.scope
    return rules.PerformFacts(
        at=at,
        now=now,
        opens_at=occurrence.opens_at,
        late_until=max(occurrence.late_until, occurrence.due_at),
        opens_text=f"{clock.local(where, occurrence.opens_at):%m-%d %H:%M}",
        late_text=f"{clock.local(where, occurrence.late_until):%m-%d %H:%M}",
        is_paused=duty.state == DutyState.paused,
        is_continuous=occurrence.is_continuous,
        is_mine=_is_mine(occurrence, by, doer),
        responsible=_responsible(occurrence),
        is_complete=occurrence.state in (OccurrenceState.done, OccurrenceState.done_late),
        has_photo=bool(photos),
        needs_photo=Evidence.photo in duty.evidence,
        has_signature=bool(signature),
        needs_signature=Evidence.signature in duty.evidence,
        has_doer=doer is not None or by.kind == "device",
    )


def _is_mine(occurrence: Occurrence, by: Actor, doer: object) -> bool:
    """The person it was given to, else whoever holds the post or role; leaders enter it for others."""
    if by.is_system or by.kind == "device":
        return True
    posts = permissions.posts_of(by, occurrence.scope)
    if posts & LEADERS:
        return True
    if doer != by.person:
        return False
    if occurrence.assignee_id:
        return occurrence.assignee_id == by.person
    duty = occurrence.duty
    return (duty.post.role if duty.post_id else duty.role) in posts


def _responsible(occurrence: Occurrence) -> str:
    duty = occurrence.duty
    return str(occurrence.assignee or duty.post or duty.role)


def _settle_and_tell(occurrence: Occurrence, performance: Performance, now: datetime) -> None:
    before = settle(occurrence, now)
    done = rules.Done(
        at=performance.device_at,
        on=clock.local(occurrence.scope, performance.device_at).date(),
        entered_at=performance.entered_at,
        is_admitted=performance.is_admitted,
    )
    performance.is_on_time = rules.is_on_time(owed_of(occurrence), done)
    performance.save(update_fields=["is_on_time"])
    announce(
        DutyPerformed(
            performance=performance.id,
            occurrence=occurrence.id,
            duty=occurrence.duty_id,
            person=performance.person_id,
            device_at=performance.device_at,
            on=occurrence.on,
            state=occurrence.state,
            before=before,
            grade=performance.grade,
            is_on_time=performance.is_on_time,
            is_backfilled=performance.is_backfilled,
            faults=performance.faults,
            photos=len(performance.photos),
            owed=occurrence.owed,
            on_time=occurrence.on_time_count,
            done=occurrence.done_count,
        ),
        subject=occurrence,
    )


@action(title=_("Vouch for it"), posts=(*STAFF, *sorted(OUTSIDERS)), event=PerformanceConfirmed)
def confirm_performance(performance: Performance, *, by: Actor, at: datetime | None = None) -> Performance | Refusal:
    """Vouch for what another person did: grade B, or A when an outside party does it."""
    occurrence = locked(performance.occurrence)
    performance = Performance.objects.get(pk=performance.pk)
    if no := _refused_second_look(performance, by):
        return no
    is_outside = bool(permissions.posts_of(by, occurrence.scope) & OUTSIDERS)
    performance.confirmed_by_id, performance.confirmed_at = by.person, at
    performance.is_independent = performance.is_independent or is_outside
    performance.grade = Grade.A if performance.is_independent else Grade.B
    performance.save(update_fields=["confirmed_by", "confirmed_at", "is_independent", "grade"])
    before = settle(occurrence, at)
    announce(
        PerformanceConfirmed(
            performance=performance.id,
            occurrence=occurrence.id,
            duty=occurrence.duty_id,
            confirmed_by=by.person,
            grade=performance.grade,
            state=occurrence.state,
            before=before,
            on=occurrence.on,
        ),
        subject=occurrence,
    )
    return performance


@action(title=_("Send back"), posts=(*STAFF, *sorted(OUTSIDERS)), event=PerformanceRejected)
def reject_performance(
    performance: Performance,
    *,
    reason: Annotated[str, Field(_("Reason"), max_length=200)],
    by: Actor,
    at: datetime | None = None,
) -> Performance | Refusal:
    """Say that it was not done as entered: it stays on record and counts for nothing."""
    occurrence = locked(performance.occurrence)
    performance = Performance.objects.get(pk=performance.pk)
    if no := _refused_second_look(performance, by):
        return no
    performance.rejected_at, performance.rejection = at, reason
    performance.save(update_fields=["rejected_at", "rejection"])
    before = settle(occurrence, at)
    announce(
        PerformanceRejected(
            performance=performance.id,
            occurrence=occurrence.id,
            duty=occurrence.duty_id,
            state=occurrence.state,
            before=before,
            on=occurrence.on,
            reason=reason,
        ),
        subject=occurrence,
    )
    return performance


def _refused_second_look(performance: Performance, by: Actor) -> Refusal | None:
    return rules.may_confirm(
        doer=performance.person_id,
        confirmer=by.person,
        is_confirmed=performance.confirmed_at is not None,
        is_rejected=performance.rejected_at is not None,
    )


@action(title=_("Record a watch"), posts=STAFF, event=PresenceRecorded, offline=True)
def record_presence(
    occurrence: Occurrence,
    *,
    starts_at: Annotated[datetime, Field(_("From"))],
    ends_at: Annotated[datetime, Field(_("Until"))],
    person: Annotated[Person | None, Field(_("Person"), help=_("Leave empty if you were there yourself."))] = None,
    by: Actor,
    at: datetime | None = None,
) -> Presence | Refusal:
    """Say from when to when somebody kept a watch that allows no gap."""
    occurrence, now = locked(occurrence), clock.now()
    watcher = person.id if person else by.person
    if not _is_mine(occurrence, by, watcher):
        return rules.not_yours(_responsible(occurrence))
    no = rules.may_record_presence(
        is_continuous=occurrence.is_continuous, starts_at=starts_at, ends_at=ends_at, now=now
    )
    if no:
        return no
    presence = Presence.objects.create(
        scope_id=occurrence.scope_id,
        occurrence=occurrence,
        person_id=watcher,
        starts_at=starts_at,
        ends_at=ends_at,
        entered_at=now,
        is_independent=by.kind == "device",
    )
    before = settle(occurrence, now)
    announce(
        PresenceRecorded(
            presence=presence.id,
            occurrence=occurrence.id,
            duty=occurrence.duty_id,
            person=watcher,
            starts_at=starts_at,
            ends_at=ends_at,
            state=occurrence.state,
            before=before,
            covered_seconds=occurrence.covered_seconds,
            longest_gap_seconds=occurrence.longest_gap_seconds,
        ),
        subject=occurrence,
    )
    return presence
